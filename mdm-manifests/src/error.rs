//! Why settings become no files, as facts.

use latchkey_profile_schema::Problem;
use latchkey_profile_schema::plist::WriteError;

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
    /// A payload of Apple's own is no preference domain: what it holds means something else in another carrier.
    #[error("`{domain}` belongs to Apple and can be carried only by the file that it came from")]
    ApplePayload {
        /// The payload type.
        domain: String,
    },
    /// A setting that a payload would take for one of its own keys.
    #[error(
        "the key `{key}` of `{domain}` would be read as a key of the payload; only a managed-client payload or a preference file can carry it"
    )]
    EnvelopeKey {
        /// The domain.
        domain: String,
        /// The key.
        key: String,
    },
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
