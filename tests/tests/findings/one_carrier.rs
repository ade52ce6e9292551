//! Rules whose cases stand in one carrier, or in none, and why.

/// Why a rule has less than a failing and a passing case in two carriers.
#[derive(Clone, Copy, Debug)]
#[expect(dead_code, reason = "reasons are for readers, and for the message of a failing test")]
pub(crate) enum Reason {
    /// The defect exists in one carrier alone.
    OneCarrier(&'static str),
    /// No file can show it.
    NoCase(&'static str),
}

use Reason::{NoCase, OneCarrier};

/// Each rule, by name.
pub(crate) const REASONS: &[(&str, Reason)] = &[
    ("broken-configuration", OneCarrier("the configuration has the defect, and no profile is looked at")),
    ("other-problem", NoCase("whatever it is has no rule yet")),
    ("unmarked-secret", OneCarrier("a Jamf schema has no mark for secrets, a community manifest has")),
    ("too-large-for-target", NoCase("a megabyte is made by a test in `sizes.rs`")),
];
