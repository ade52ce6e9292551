//! The declaration of `com.apple.security.scep`: the certificate of Device Access, from the organization's authority.

use schemars::JsonSchema;
use serde_json::{Map, Value};

use super::declaration::{Domain, DomainKind, KeyNames, generate};
use super::sensitive::Sensitive;
use super::source;

/// `com.apple.security.scep`
pub static SCEP: Domain = Domain {
    name: "com.apple.security.scep",
    kind: DomainKind::PayloadType,
    file: "com.apple.security.scep.json",
    keys: KeyNames::Partial,
    generate: generate::<Scep>,
    committed: include_str!("../../schemas/com.apple.security.scep.json"),
};

/// # SCEP certificate
///
/// How the Mac asks an authority for a certificate. Desktop MFA needs one for recovery and for signing devices out.
#[derive(Clone, Debug, PartialEq, JsonSchema)]
#[schemars(extend("x-macos-since" = "10.7", "x-channel" = "both", "x-multiple" = "several"))]
pub struct Scep {
    /// # Enrollment
    ///
    /// Whom the Mac asks, and for what.
    #[schemars(rename = "PayloadContent", extend(
        "x-required" = true,
        "x-consequence" = "macOS refuses the payload, and the Mac gets no certificate",
        "x-source" = source::SCEP,
    ))]
    pub payload_content: Option<ScepEnrollment>,
}

/// The keys of `PayloadContent`.
#[derive(Clone, Debug, PartialEq, JsonSchema)]
pub struct ScepEnrollment {
    /// # URL
    ///
    /// Where the authority takes requests.
    #[schemars(rename = "URL", pattern(r"^[Hh][Tt][Tt][Pp][Ss]?://\S+$"), extend(
        "x-required" = true, "x-pattern-words" = "an http or https URL",
        "x-placeholder" = "https://your-org.okta.com/pki/scep",
        "x-consequence" = "the Mac reaches no authority and gets no certificate",
        "x-source" = source::SCEP,
    ))]
    pub url: Option<String>,

    /// # Authority
    ///
    /// A name that the server understands, where it has several authorities.
    #[schemars(rename = "Name", extend(
        "x-placeholder" = "CA-IDENT",
        "x-consequence" = "a server with several authorities takes the wrong one, or refuses the request",
        "x-source" = source::SCEP,
    ))]
    pub name: Option<String>,

    /// # Subject
    ///
    /// The X.500 name of the certificate: a list of lists of pairs, each a name and its value.
    #[schemars(rename = "Subject", extend(
        "x-placeholder" = "CN",
        "x-consequence" = "macOS refuses the payload, or the certificate has the wrong name",
        "x-source" = source::SCEP,
    ))]
    pub subject: Option<Vec<Vec<Vec<String>>>>,

    /// # Challenge
    ///
    /// The secret that the server wants to see.
    #[schemars(rename = "Challenge", extend(
        "x-sensitive" = true, "x-placeholder" = "the authority's challenge",
        "x-consequence" = "the authority refuses the request, and the Mac gets no certificate",
        "x-source" = source::SCEP,
    ))]
    pub challenge: Option<Sensitive>,

    /// # Key size
    ///
    /// The size of the key in bits; deployments with Okta use 2048.
    #[schemars(rename = "Keysize", extend(
        "enum" = [1_024, 2_048, 4_096], "default" = 1_024,
        "x-enum-titles" = ["1024 bits", "2048 bits", "4096 bits"],
        "x-enum-descriptions" = ["No longer thought safe.", "What deployments with Okta use.", "A longer key."],
        "x-consequence" = "the Mac makes a key of another size, which the authority may refuse",
        "x-source" = source::SCEP,
    ))]
    pub key_size: Option<u32>,

    /// # Key type
    ///
    /// Always `RSA`.
    #[schemars(rename = "Key Type", extend(
        "default" = "RSA",
        "x-consequence" = "macOS refuses the payload, and the Mac gets no certificate",
        "x-source" = source::SCEP,
    ))]
    pub key_type: Option<KeyType>,

    /// # Key usage
    ///
    /// What the key is for, as a sum; Okta's authority signs keys for signing alone.
    #[schemars(rename = "Key Usage", extend(
        "enum" = [0, 1, 4, 5], "default" = 0, "x-macos-since" = "10.11",
        "x-enum-titles" = ["Unsaid", "Signing", "Encryption", "Both"],
        "x-enum-descriptions" = [
            "The authority decides.", "The key signs.", "The key encrypts.", "The key signs and encrypts."
        ],
        "x-consequence" = "the authority refuses the request, or the certificate cannot be used",
        "x-source" = source::SCEP,
    ))]
    pub key_usage: Option<u32>,

    /// # Fingerprint of the authority
    ///
    /// The digest of the authority's certificate, by which the Mac knows it.
    #[schemars(rename = "CAFingerprint", extend(
        "x-plist-type" = "data",
        "x-consequence" = "the Mac trusts whoever answers, or refuses the right authority",
        "x-source" = source::SCEP,
    ))]
    pub ca_fingerprint: Option<String>,

    /// # Retries
    ///
    /// How often the Mac asks again while the authority has not decided.
    #[schemars(rename = "Retries", range(min = 0), extend(
        "default" = 3, "x-unit" = "count", "x-macos-since" = "10.10",
        "x-consequence" = "the Mac gives up before the authority has decided",
        "x-source" = source::SCEP,
    ))]
    pub retries: Option<u32>,

    /// # Time between retries
    ///
    /// How long the Mac waits before it asks again.
    #[schemars(rename = "RetryDelay", range(min = 0), extend(
        "default" = 10, "x-unit" = "seconds", "x-macos-since" = "10.10",
        "x-consequence" = "the Mac asks too often, or gives up before the authority has decided",
        "x-source" = source::SCEP,
    ))]
    pub retry_delay: Option<u32>,

    /// # Other names
    ///
    /// Names of the certificate besides its subject: a text or a list of texts for each kind.
    #[schemars(rename = "SubjectAltName", extend(
        "x-other-keys" = ["rfc822Name", "dNSName", "uniformResourceIdentifier", "ntPrincipalName"],
        "x-consequence" = "the certificate lacks the name, and who looks for it refuses the Mac",
        "x-source" = source::SCEP,
    ))]
    pub subject_alt_name: Option<Map<String, Value>>,

    /// # Extractable key
    ///
    /// Whether the private key can be taken out of the keychain.
    #[schemars(rename = "KeyIsExtractable", extend(
        "default" = true, "x-macos-since" = "10.13.4",
        "x-consequence" = "whoever administers the Mac can copy the key to another one",
        "x-source" = source::SCEP,
    ))]
    pub key_is_extractable: Option<bool>,

    /// # All apps
    ///
    /// Whether every app may use the private key.
    #[schemars(rename = "AllowAllAppsAccess", extend(
        "default" = false, "x-macos-since" = "10.10",
        "x-consequence" = "Okta Verify may not be able to use the key without asking the user",
        "x-source" = source::SCEP,
    ))]
    pub allow_all_apps_access: Option<bool>,
}

/// A word of `Key Type`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema)]
pub enum KeyType {
    /// # RSA
    ///
    /// The only type that SCEP knows.
    #[schemars(rename = "RSA")]
    Rsa,
}
