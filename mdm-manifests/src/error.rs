//! Why settings become no files, as facts.

use latchkey_profile_schema::plist::WriteError;
use latchkey_profile_schema::{KeyPath, Problem};

use crate::settings_file::SettingsError;

/// Why settings cannot be built.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// Keys or values are not as the declaration says.
    #[error("{} of the settings {} not as declared", .0.len(), if .0.len() == 1 { "is" } else { "are" })]
    Problems(Vec<Problem>),
    /// Nothing is known about a domain, so its settings cannot be checked.
    #[error("the domain `{domain}` is not declared")]
    UndeclaredDomain {
        /// The domain.
        domain: String,
    },
    /// The carrier cannot hold the settings.
    #[error(transparent)]
    Emit(#[from] EmitError),
}

/// Why a carrier cannot hold settings.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum EmitError {
    /// No domain has a key that is set.
    #[error("no key is set")]
    NothingSet,
    /// A value that no XML property list can hold.
    #[error(transparent)]
    Unwritable(#[from] WriteError),
    /// Preferences of a domain that is also a payload type of Apple's.
    #[error(
        "preferences of `{domain}` as a payload of their own would be read as Apple's payload of this name; `mcx` can carry them"
    )]
    ApplePreferences {
        /// The domain.
        domain: String,
    },
    /// A payload that macOS reads itself, where the carrier holds preferences alone.
    #[error(
        "`{domain}` is a payload that macOS reads itself; only a profile can carry it, such as `mobileconfig`"
    )]
    NoPreferences {
        /// The payload type.
        domain: String,
    },
    /// Preferences that are set and not enforced.
    #[error("`{domain}` is set once and not enforced; only a managed-client payload can say so: `mcx`")]
    SetOnce {
        /// The domain.
        domain: String,
    },
    /// Settings for a user, where the carrier holds those of the device alone.
    #[error("the settings are for a user; only a profile can say so, such as `mobileconfig`")]
    UserScope,
    /// A setting that a payload would take for one of its own keys.
    #[error(
        "the key `{key}` of `{domain}` would be read as a key of the payload; only a managed-client payload or a preference file can carry it: `mcx` or `plist`"
    )]
    EnvelopeKey {
        /// The domain.
        domain: String,
        /// The key.
        key: String,
    },
    /// Domains that a settings file cannot hold, since nothing is known about their keys.
    #[error(
        "nothing is declared of {}; a settings file holds declared domains alone, and `mcx` or `mobileconfig` any",
        names(domains)
    )]
    UndeclaredDomains {
        /// The domains.
        domains: Vec<String>,
    },
    /// A declared payload that is delivered as preferences.
    #[error(
        "`{domain}` is a payload type and stands among the preferences; only `mcx` and `plist` keep it there"
    )]
    NotAPayload {
        /// The domain.
        domain: String,
    },
    /// A value that no settings file holds.
    #[error(
        "`{path}` is {found}, which TOML cannot hold; a property list can: `mobileconfig`, `mcx` or `plist`"
    )]
    Inexpressible {
        /// Where it stands.
        path: KeyPath,
        /// What it is.
        found: &'static str,
    },
    /// The settings file that would be written cannot be read.
    #[error("a settings file cannot hold this: {0}")]
    Settings(SettingsError),
    /// A type of value that the MDM's form for preferences does not have.
    #[error(
        "the key `{key}` of `{domain}` holds {kind}, which Jamf Pro's custom settings cannot hold; `mcx` can carry it"
    )]
    Formless {
        /// The domain.
        domain: String,
        /// The key.
        key: String,
        /// The type, in words.
        kind: &'static str,
    },
    /// A payload that Fleet delivers itself.
    #[error(
        "Fleet refuses profiles with `{domain}`, since it delivers that itself; `mobileconfig` can carry it"
    )]
    RefusedPayload {
        /// The payload type.
        domain: String,
    },
    /// A name that Fleet keeps for a profile of its own.
    #[error("Fleet keeps the name `{name}` for a profile of its own; give the profile another one")]
    ReservedName {
        /// The identifier or display name.
        name: String,
    },
    /// An identifier that no declaration can have.
    #[error(
        "the identifier `{identifier}` has {bytes} bytes, and that of a declaration {limit} at most; `mobileconfig` can carry it"
    )]
    LongIdentifier {
        /// The identifier.
        identifier: String,
        /// Its length.
        bytes: usize,
        /// The longest.
        limit: usize,
    },
    /// What only Microsoft can add settings to.
    #[error(
        "Intune's settings catalog holds the settings that Microsoft publishes and no others, and preferences of an app are not among them; `intune` can carry them"
    )]
    SettingsCatalog,
    /// A file larger than the MDM takes.
    #[error(
        "`{path}` would have {bytes} bytes, and Intune takes {limit} at most; divide the settings, or carry them by `mobileconfig` through an MDM that takes more"
    )]
    TooLarge {
        /// The file.
        path: String,
        /// Its size.
        bytes: usize,
        /// The largest size.
        limit: usize,
    },
    /// The file beside a profile could not be written.
    #[error("the information beside the profile cannot be written: {0}")]
    Info(String),
}

fn names(domains: &[String]) -> String {
    domains.iter().map(|domain| format!("`{domain}`")).collect::<Vec<_>>().join(", ")
}
