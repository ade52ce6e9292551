//! The same sign-ins put to three policy engines: ours, Cedar and Rego.

pub mod cedar;
pub mod hostile;
pub mod ours;
pub mod rego;

/// A sign-in, and how things stand.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    /// What it shows.
    pub name: &'static str,
    /// The account.
    pub user: &'static str,
    /// Whether it is linked.
    pub linked: bool,
    /// Seconds since its first attempt, if it made one.
    pub since_first: Option<i64>,
    /// Seconds since the organization last proved the identity.
    pub since_online: Option<i64>,
    /// Whether the organization can be reached.
    pub online: bool,
    /// What must come of it.
    pub expected: Verdict,
}

/// What comes of a sign-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// In with the password alone.
    Permit,
    /// The account must be linked; this may be put off.
    Link,
    /// The identity must be proven, with the organization.
    SignIn,
    /// The identity must be proven, on the machine.
    Offline,
    /// Kept out.
    Deny,
}

/// Seconds of grace.
pub const GRACE: i64 = 48 * 3_600;

/// Seconds of offline use.
pub const OFFLINE: i64 = 168 * 3_600;

/// The time of every case: 2026-01-05T09:00:00Z.
pub const NOW: i64 = 1_767_603_600;

const EXEMPT: Case = Case {
    name: "exempt",
    user: "breakglass",
    linked: false,
    since_first: None,
    since_online: None,
    online: true,
    expected: Verdict::Permit,
};

/// The sign-ins.
pub const CASES: [Case; 4] = [
    EXEMPT,
    Case {
        name: "not linked, inside the grace",
        user: "alice",
        since_first: Some(3_600),
        expected: Verdict::Link,
        ..EXEMPT
    },
    Case {
        name: "linked, online",
        user: "alice",
        linked: true,
        since_first: Some(500_000),
        since_online: Some(90_000),
        expected: Verdict::SignIn,
        ..EXEMPT
    },
    Case {
        name: "linked, offline",
        user: "alice",
        linked: true,
        since_first: Some(500_000),
        since_online: Some(90_000),
        online: false,
        expected: Verdict::Offline,
        ..EXEMPT
    },
];
