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
    /// A file larger than the MDM takes.
    #[error("`{path}` would have {bytes} bytes; the limit is {limit}")]
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
