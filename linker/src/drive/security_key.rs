//! Lists the FIDO2 security keys that are plugged in.

#[cfg(any(target_os = "macos", feature = "hid"))]
#[path = "security_key/hid.rs"]
mod system;
#[cfg(not(any(target_os = "macos", feature = "hid")))]
#[path = "security_key/unsupported.rs"]
mod system;

/// A security key that is plugged in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecurityKey {
    /// The name its maker gave the product; may be empty.
    pub product: String,
    /// The USB vendor ID.
    pub vendor_id: u16,
    /// The USB product ID.
    pub product_id: u16,
    /// Where the system finds it: the one way to tell two of a kind apart. `None` if its path is not text.
    pub path: Option<String>,
}

/// What a look at the ports found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecurityKeys {
    /// These keys are plugged in, perhaps none.
    Plugged(Vec<SecurityKey>),
    /// The system did not let us look.
    Unreadable,
    /// This build does not speak to security keys: on Linux it lacks the feature `hid`.
    Unsupported,
}

impl SecurityKeys {
    /// Looks at the ports, blocking for some milliseconds. No key is opened or made to blink.
    #[must_use]
    pub fn list() -> Self {
        system::list()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(not(any(target_os = "macos", feature = "hid")))]
    fn a_build_without_hid_says_so_instead_of_finding_nothing() {
        assert_eq!(SecurityKeys::list(), SecurityKeys::Unsupported);
    }

    #[test]
    #[cfg(any(target_os = "macos", feature = "hid"))]
    fn listing_ends_whether_or_not_a_key_is_there() {
        assert_ne!(SecurityKeys::list(), SecurityKeys::Unsupported);
    }
}
