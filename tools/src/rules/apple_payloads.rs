//! Apple's payload types that are not declared, and where macOS takes them: what is known without a schema.
//!
//! apple/device-management: `supportedOS` of `mdm/profiles/PAYLOAD-TYPE.yaml`.

use latchkey_profile_schema::catalog::Enrollment;
use latchkey_profile_schema::domain;

use crate::view::catalog;

/// A payload type that macOS takes for the device alone.
struct OfDevice {
    name: &'static str,
    enrollment: Option<Enrollment>,
}

const OF_DEVICE: &[OfDevice] = &[
    OfDevice { name: "com.apple.MCX.FileVault2", enrollment: Some(Enrollment::ApprovedServerOrPerson) },
    OfDevice {
        name: "com.apple.TCC.configuration-profile-policy",
        enrollment: Some(Enrollment::ApprovedServer),
    },
    OfDevice { name: "com.apple.security.FDERecoveryKeyEscrow", enrollment: None },
    OfDevice { name: "com.apple.security.firewall", enrollment: None },
    OfDevice {
        name: "com.apple.syspolicy.kernel-extension-policy",
        enrollment: Some(Enrollment::ApprovedServer),
    },
    OfDevice { name: "com.apple.system-extension-policy", enrollment: Some(Enrollment::ApprovedServer) },
];

fn named(payload_type: &str) -> Option<&'static OfDevice> {
    OF_DEVICE.iter().find(|one| one.name == payload_type)
}

/// Whether macOS is known to refuse a payload of this type, which is not declared, in a profile for one user.
pub(super) fn is_of_device(payload_type: &str) -> bool {
    named(payload_type).is_some()
}

/// Who may install a payload of this type, declared or not, where that is known.
pub(super) fn enrollment(payload_type: &str) -> Option<Enrollment> {
    match domain::known(payload_type) {
        Some(known) => catalog(known)?.enrollment,
        None => named(payload_type)?.enrollment,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_declared_says_it_in_its_declaration() {
        for one in OF_DEVICE {
            assert!(domain::known(one.name).is_none(), "{}", one.name);
        }
        assert_eq!(enrollment("com.apple.servicemanagement"), Some(Enrollment::ApprovedServer));
        assert_eq!(enrollment("com.apple.system-extension-policy"), Some(Enrollment::ApprovedServer));
        assert_eq!(enrollment("com.apple.dock"), None);
        assert!(is_of_device("com.apple.security.firewall") && !is_of_device("com.apple.dock"));
    }
}
