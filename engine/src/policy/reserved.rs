//! Accounts that are never linked: named by the policy, or the system's own by their numbers.

use crate::request::Subject;

/// Accounts that are never linked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reserved {
    /// Those with these names, and uid 0.
    Named(Vec<String>),
    /// Uid 0 and the system's own accounts.
    System(Platform),
}

/// How a system numbers its accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Platform {
    /// People from 501 on; below 500 are services, 500 is kept free by habit. `nobody` is -2.
    MacOs,
    /// People from 1000 on (`UID_MIN` of login.defs); 61184 to 65519 are made up by the service manager for a
    /// service's life, and 65534 is `nobody`.
    Linux,
}

impl Platform {
    /// The system this program runs on.
    #[must_use]
    pub const fn current() -> Self {
        if cfg!(target_os = "macos") { Self::MacOs } else { Self::Linux }
    }

    /// Whether the system keeps this number for itself.
    #[must_use]
    pub const fn is_system(self, uid: u32) -> bool {
        match self {
            // Negative numbers of `nobody` and its kind arrive as large ones.
            Self::MacOs => uid < 500 || uid > i32::MAX.cast_unsigned(),
            Self::Linux => uid < 1_000 || matches!(uid, 61_184..=65_519 | 65_534 | 65_535 | u32::MAX),
        }
    }
}

impl Reserved {
    /// The accounts that the policy names; none named means the system's own.
    #[must_use]
    pub fn new(names: Vec<String>, platform: Platform) -> Self {
        if names.is_empty() { Self::System(platform) } else { Self::Named(names) }
    }

    /// Whether the subject is never linked. Uid 0 never is, whatever names the policy gives.
    #[must_use]
    pub fn contains(&self, subject: Subject<'_>) -> bool {
        subject.uid == 0
            || match self {
                Self::Named(names) => names.iter().any(|name| name == subject.name),
                Self::System(platform) => platform.is_system(subject.uid),
            }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_system_range_is_that_of_the_platform() {
        let reserved =
            |platform, uid| Reserved::new(Vec::new(), platform).contains(Subject { uid, name: "somebody" });
        assert!(reserved(Platform::MacOs, 499));
        assert!(!reserved(Platform::MacOs, 501));
        assert!(reserved(Platform::MacOs, u32::MAX - 1), "nobody");
        assert!(reserved(Platform::Linux, 501));
        assert!(!reserved(Platform::Linux, 1_000));
        assert!(reserved(Platform::Linux, 65_534));
    }

    #[test]
    fn names_take_the_place_of_the_range_but_never_free_uid_0() {
        let reserved = Reserved::new(vec!["_backup".to_owned()], Platform::Linux);
        assert!(reserved.contains(Subject { uid: 5_000, name: "_backup" }));
        assert!(!reserved.contains(Subject { uid: 501, name: "alice" }));
        assert!(reserved.contains(Subject { uid: 0, name: "root" }));
    }
}
