//! `newer-macos-key`: keys that macOS reads only since a version that not every Mac has.

use std::collections::BTreeMap;

use crate::finding::{Finding, key_at};
use crate::phrase::quoted;
use crate::rule::rule;
use crate::version::Version;
use crate::view::PayloadView;

rule! {
    /// Keys that only a recent macOS reads.
    ///
    /// # What it does
    /// Lists, once a payload and version, the keys that a macOS later than 14 was the first to read. Okta Verify itself
    /// runs on macOS 14.
    ///
    /// # Why it matters
    /// An older macOS passes over the key in silence: a policy that asks the organization at the login window does not
    /// hold there.
    ///
    /// # Example
    /// ```xml
    /// <dict>
    ///     <key>PayloadType</key><string>com.apple.extensiblesso</string>
    ///     <key>PlatformSSO</key>
    ///     <dict><key>LoginPolicy</key><array><string>RequireAuthentication</string></array></dict>
    /// </dict>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <dict>
    ///     <key>PayloadType</key><string>com.apple.extensiblesso</string>
    ///     <key>PlatformSSO</key>
    ///     <dict><key>UseSharedDeviceKeys</key><true/></dict>
    /// </dict>
    /// ```
    ///
    /// # Keys
    /// `FileVaultPolicy`, `LoginPolicy`, `UnlockPolicy`, `OfflineGracePeriod`, `AuthenticationGracePeriod`,
    /// `NonPlatformSSOAccounts` (15.0), `EnableRegistrationDuringSetup` (26.0), and others that say since when
    static RULE = { name: "newer-macos-key", level: Info, since: "0.1.0" };
}

/// The first macOS after the one that Okta Verify needs.
const RECENT: &str = "15";

/// Collects the keys by version.
pub(crate) fn check(settings: &PayloadView<'_>) -> Vec<Finding> {
    let Ok(recent) = RECENT.parse::<Version>() else { return Vec::new() };
    let mut newer: BTreeMap<&str, (Vec<&str>, _)> = BTreeMap::new();
    settings.each_declared(&mut |path, key, _| {
        let Some(since) = key.macos_since.as_deref() else { return };
        if since.parse::<Version>().is_ok_and(|version| version >= recent) {
            let (names, _) = newer.entry(since).or_insert_with(|| (Vec::new(), path()));
            if !names.contains(&key.name.as_str()) {
                names.push(&key.name);
            }
        }
    });
    newer
        .into_iter()
        .map(|(since, (names, path))| {
            let (verb, it) = if names.len() == 1 { ("is", "the key") } else { ("are", "the keys") };
            let names: Vec<String> = names.into_iter().map(quoted).collect();
            Finding::new(&RULE, key_at(path), format!("{} {verb} read since macOS {since}", names.join(", ")))
                .help(format!("give the profile to Macs with macOS {since} or later, or do not rely on {it}"))
                .consequence(format!(
                    "a Mac with an older macOS passes over {it} and does what it did without"
                ))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{messages_in_profile, payload};

    #[test]
    fn keys_are_listed_by_version() {
        let found = |inside: &str| {
            let inside = format!("<key>PlatformSSO</key><dict>{inside}</dict>");
            messages_in_profile("newer-macos-key", &payload("com.apple.extensiblesso", &inside))
        };
        const POLICIES: &str = "<key>LoginPolicy</key><array/><key>UnlockPolicy</key><array/>";
        const SETUP: &str = "<key>EnableRegistrationDuringSetup</key><true/>";
        assert_eq!(
            found(&format!("{POLICIES}{SETUP}")),
            [
                "`LoginPolicy`, `UnlockPolicy` are read since macOS 15.0",
                "`EnableRegistrationDuringSetup` is read since macOS 26.0"
            ]
        );
        assert!(found("<key>UseSharedDeviceKeys</key><true/>").is_empty());
    }
}
