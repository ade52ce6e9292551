//! `reserved-name`: a name that the server keeps for itself.

use latchkey_mdm_manifests::carriers::fleet;

use super::envelopes::{profile, text};
use crate::finding::{Finding, value_at};
use crate::phrase::quoted;
use crate::rule::rule;
use crate::target::Target;
use crate::view::FileView;

rule! {
    /// A name that Fleet keeps for profiles of its own.
    ///
    /// # What it does
    /// With `--target fleet`, reports identifiers that begin like those of Fleet's own profiles, and their display
    /// names.
    ///
    /// # Why it matters
    /// Fleet refuses the upload, or replaces the profile with its own.
    ///
    /// # Example
    /// ```xml (target=fleet in=profile)
    /// <key>PayloadIdentifier</key><string>com.fleetdm.fleetd.config</string>
    /// ```
    ///
    /// # Instead
    /// ```xml (target=fleet in=profile)
    /// <key>PayloadIdentifier</key><string>com.example.desktop-mfa</string>
    /// ```
    ///
    /// # Keys
    /// `PayloadIdentifier`, `PayloadDisplayName`
    static RULE = { name: "reserved-name", level: Error, since: "0.1.0" };
}

/// Looks at the profile's names.
pub(crate) fn check(file: &FileView<'_>) -> Vec<Finding> {
    let Some(profile) = profile(file).filter(|_| file.options.goes_to(Target::Fleet)) else {
        return Vec::new();
    };
    [("PayloadIdentifier", fleet::RESERVED_IDENTIFIERS), ("PayloadDisplayName", fleet::RESERVED_NAMES)]
        .into_iter()
        .filter_map(|(key, reserved)| Some((key, text(profile, key).filter(|name| reserved.contains(name))?)))
        .map(|(key, name)| {
            let message = format!("Fleet keeps the name {} for a profile of its own", quoted(name));
            Finding::new(&RULE, value_at(profile.path.key(key)), message)
                .help("give the profile another name")
                .consequence("Fleet refuses the upload")
                .concerns([Target::Fleet])
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{found_with, payload, profile};
    use crate::options::Options;
    use crate::target::Target;

    #[test]
    fn fleets_names_are_fleets() {
        let count = |targets: &[Target], from: &str, to: &str| {
            let options = Options { targets: targets.to_vec(), ..Options::default() };
            let file = profile(&payload("com.apple.dock", ""));
            assert!(file.contains(from));
            found_with("reserved-name", file.replacen(from, to, 1).as_bytes(), &options).len()
        };
        let fleet = [Target::Fleet];
        assert_eq!(count(&fleet, ">com.example<", ">com.fleetdm.caroot<"), 1);
        assert_eq!(count(&fleet, ">Test<", ">Disk encryption<"), 1);
        assert_eq!(count(&fleet, ">Test<", ">Disk encryption of mine<"), 0);
        assert_eq!(count(&[Target::Jamf], ">Test<", ">Disk encryption<"), 0);
    }
}
