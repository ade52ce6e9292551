//! What cannot be checked, and whether that is a mistake: another format is; a format that is not read yet is not.

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
        LooksLike::Signed => Unread::Format {
            reason: "the profile is signed, which is not read yet; check the file that it was made from"
                .to_owned(),
        },
        LooksLike::Encrypted => Unread::Format {
            reason: "the file is encrypted; check the profile that it was made from".to_owned(),
        },
        LooksLike::Utf16 => Unread::Format {
            reason: "the file is UTF-16, which is not read yet; save it as UTF-8".to_owned(),
        },
        _ => Unread::Mistake { reason: "the file is not a property list".to_owned() },
    }
}

/// Why the carrier keeps its payloads from being checked, if it does.
pub(super) fn carrier(problem: &CarrierProblem) -> Option<String> {
    matches!(problem, CarrierProblem::Encrypted)
        .then(|| "the payloads are encrypted; check the profile that they were made from".to_owned())
}
