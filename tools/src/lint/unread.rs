//! What cannot be checked, and whether that is a mistake: another format is; an encrypted file is not.

use latchkey_profile_schema::carrier::CarrierProblem;
use latchkey_profile_schema::plist::{LooksLike, ParseProblem};

/// Whether a problem leaves the file unchecked.
#[derive(Debug)]
pub(super) enum Unread {
    /// The file counts as checked.
    No,
    /// Nothing of it is checked, and nothing of it can be meant.
    Mistake {
        /// Why.
        reason: String,
    },
    /// Nothing of it is checked, and it may be in order.
    Format {
        /// Why.
        reason: String,
    },
}

/// Judges a problem with the bytes.
pub(super) fn judge(problem: &ParseProblem) -> Unread {
    let ParseProblem::NotAPropertyList { looks_like } = problem else { return Unread::No };
    match looks_like {
        LooksLike::Encrypted => Unread::Format {
            reason: "the file is encrypted; check the profile that it was made from".to_owned(),
        },
        _ => Unread::Mistake { reason: "the file is not a property list".to_owned() },
    }
}

/// Why the carrier keeps its payloads from being checked, if it does.
pub(super) fn carrier(problem: &CarrierProblem) -> Option<String> {
    matches!(problem, CarrierProblem::Encrypted)
        .then(|| "the payloads are encrypted; check the profile that they were made from".to_owned())
}
