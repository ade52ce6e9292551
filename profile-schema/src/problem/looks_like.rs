//! What bytes that are no property list seem to be, so that a message can name it.

/// What bytes that are no property list seem to be.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LooksLike {
    /// Nothing, or white space alone.
    Empty,
    /// A web page, often a sign-in page saved in place of the file.
    Html,
    /// JSON.
    Json,
    /// A settings-catalog policy of Intune: JSON with `settings[].settingInstance`.
    SettingsCatalog,
    /// Another object of Microsoft Graph, or a list of such.
    GraphObject {
        /// Its `@odata.type`.
        kind: String,
    },
    /// A declaration of declarative device management: JSON with `Type`, `Identifier` and `Payload`.
    Declaration,
    /// A custom schema for Jamf's editor: JSON with `properties`.
    JamfSchema,
    /// A JSON Schema.
    JsonSchema,
    /// A ZIP archive.
    Zip,
    /// An installer package, or another `xar` archive.
    Package,
    /// A disk image.
    DiskImage,
    /// A gzip archive.
    Gzip,
    /// A PDF document.
    Pdf,
    /// XML with another root.
    Xml {
        /// The root.
        root: String,
    },
    /// A signed profile (CMS in DER, BER or PEM); [`crate::opening::open`] opens it.
    Signed,
    /// A signed mail: CMS in base64 under mail headers, as `openssl smime` writes without `-outform der`.
    SignedMail,
    /// An encrypted profile (CMS enveloped data).
    Encrypted,
    /// UTF-16 text; [`crate::opening::open`] recodes it.
    Utf16,
    /// UTF-32 text.
    Utf32,
    /// A configuration of Terraform.
    Terraform,
    /// YAML.
    Yaml,
    /// Other text.
    Text,
    /// The property lists of NeXTSTEP: `{ key = value; }`.
    OldStylePlist,
    /// None of these.
    Unknown,
}
