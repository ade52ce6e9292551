//! `server-only-payload`: a payload that macOS takes from an MDM alone, in a file that is installed by hand.

use std::collections::BTreeSet;

use latchkey_profile_schema::carrier::Delivery;
use latchkey_profile_schema::catalog::Enrollment;
use latchkey_profile_schema::domain;
use latchkey_profile_schema::library::Author;

use super::apple_payloads::enrollment;
use crate::finding::{Finding, value_at};
use crate::options::Options;
use crate::phrase::quoted;
use crate::rule::rule;
use crate::target::Target;
use crate::view::FileView;

rule! {
    /// A payload that macOS takes from an MDM alone, in a file for manual installation.
    ///
    /// # What it does
    /// With `--target device`, reports payloads that need an MDM whose enrollment was approved, such as those for
    /// privacy, background items and system extensions. With Apple's descriptions (`--schemas`), also all others that they
    /// do not allow to be installed by hand.
    ///
    /// # Why it matters
    /// A person who opens the profile in System Settings cannot install it.
    ///
    /// # Example
    /// ```xml (target=device)
    /// <dict>
    ///     <key>PayloadType</key><string>com.apple.servicemanagement</string>
    ///     <key>Rules</key><array>…</array>
    /// </dict>
    /// ```
    ///
    /// # Instead
    /// ```xml (target=jamf)
    /// <dict>
    ///     <key>PayloadType</key><string>com.apple.servicemanagement</string>
    ///     <key>Rules</key><array>…</array>
    /// </dict>
    /// ```
    ///
    /// # Keys
    /// `PayloadType`
    static RULE = { name: "server-only-payload", level: Warning, since: "0.1.0" };
}

/// Looks at each kind of payload once.
pub(crate) fn check(file: &FileView<'_>) -> Vec<Finding> {
    if !file.options.goes_to(Target::Device) {
        return Vec::new();
    }
    let mut seen = BTreeSet::new();
    let direct = file.contents.payloads.iter().filter(|payload| payload.delivery == Delivery::Direct);
    direct
        .filter_map(|payload| Some((payload, payload.domain?)))
        .filter(|(_, name)| seen.insert(*name) && is_for_servers(name, file.options))
        .map(|(payload, name)| {
            let message = format!("macOS takes {} from an MDM alone", quoted(name));
            Finding::new(&RULE, value_at(payload.path.key("PayloadType")), message)
                .help("deliver the profile by an MDM whose enrollment the user or the purchase has approved")
                .consequence("a profile with this payload cannot be installed by hand")
                .concerns([Target::Device])
        })
        .collect()
}

fn is_for_servers(name: &str, options: &Options) -> bool {
    if let Some(enrollment) = enrollment(name) {
        return enrollment == Enrollment::ApprovedServer;
    }
    let described = options.schemas.as_deref().filter(|_| domain::known(name).is_none());
    described
        .and_then(|library| library.of(name))
        .is_some_and(|schema| schema.author == Author::Apple && schema.delivery.manual_install == Some(false))
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{found_with, payload, profile};
    use crate::options::Options;
    use crate::target::Target;

    #[test]
    fn only_what_is_installed_by_hand_minds() {
        let count = |targets: &[Target], domain: &str| {
            let options = Options { targets: targets.to_vec(), ..Options::default() };
            found_with("server-only-payload", profile(&payload(domain, "")).as_bytes(), &options).len()
        };
        let device = [Target::Device];
        assert_eq!(count(&device, "com.apple.servicemanagement"), 1);
        assert_eq!(count(&device, "com.apple.extensiblesso"), 1);
        assert_eq!(count(&device, "com.apple.TCC.configuration-profile-policy"), 1);
        assert_eq!(count(&device, "com.apple.security.firewall"), 0);
        assert_eq!(count(&device, "com.apple.associated-domains"), 0);
        assert_eq!(count(&device, "com.okta.mobile"), 0);
        assert_eq!(count(&[Target::Jamf], "com.apple.servicemanagement"), 0);
        assert_eq!(count(&[], "com.apple.servicemanagement"), 0);
    }
}
