//! `refused-payload-type`: a payload that the server does not take.

use latchkey_mdm_manifests::carriers::fleet;
use latchkey_profile_schema::plist::MAX_PROBLEMS;

use super::envelopes::payloads;
use crate::finding::{Finding, value_at};
use crate::phrase::quoted;
use crate::rule::rule;
use crate::target::Target;
use crate::view::FileView;

rule! {
    /// A payload that Fleet refuses, since it delivers it itself.
    ///
    /// # What it does
    /// With `--target fleet`, reports payloads of disk encryption: `com.apple.MCX.FileVault2`,
    /// `com.apple.security.FDERecoveryKeyEscrow`, `com.apple.security.FDERecoveryRedirect`, and `com.apple.MCX`
    /// with keys of FileVault.
    ///
    /// # Why it matters
    /// Fleet manages disk encryption with profiles of its own, and refuses the upload of the whole profile.
    ///
    /// # Example
    /// ```xml (target=fleet)
    /// <dict><key>PayloadType</key><string>com.apple.MCX.FileVault2</string></dict>
    /// ```
    ///
    /// # Instead
    /// ```xml (target=fleet)
    /// <dict><key>PayloadType</key><string>com.apple.MCX</string></dict>
    /// ```
    ///
    /// # Keys
    /// `PayloadType`
    static RULE = { name: "refused-payload-type", level: Error, since: "0.1.0" };
}

/// Looks at the type of every payload.
pub(crate) fn check(file: &FileView<'_>) -> Vec<Finding> {
    if !file.options.goes_to(Target::Fleet) {
        return Vec::new();
    }
    payloads(file)
        .filter_map(|payload| Some((payload, payload.payload_type?)))
        .filter(|(payload, name)| fleet::refuses(name, |key| payload.node.get(key).is_some()))
        .map(|(payload, name)| {
            let message = format!("Fleet refuses profiles with {}", quoted(name));
            Finding::new(&RULE, value_at(payload.path.key("PayloadType")), message)
                .help("take the payload out, and turn disk encryption on in Fleet")
                .consequence("the upload of the whole profile fails")
                .concerns([Target::Fleet])
        })
        .take(MAX_PROBLEMS)
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{found_with, payload, profile};
    use crate::options::Options;
    use crate::target::Target;

    #[test]
    fn disk_encryption_is_fleets_own() {
        let count = |targets: &[Target], name: &str, inside: &str| {
            let options = Options { targets: targets.to_vec(), ..Options::default() };
            found_with("refused-payload-type", profile(&payload(name, inside)).as_bytes(), &options).len()
        };
        let fleet = [Target::Fleet];
        assert_eq!(count(&fleet, "com.apple.MCX.FileVault2", ""), 1);
        assert_eq!(count(&fleet, "com.apple.MCX", "<key>dontAllowFDEDisable</key><true/>"), 1);
        assert_eq!(count(&fleet, "com.apple.MCX", ""), 0);
        assert_eq!(count(&[Target::Jamf], "com.apple.MCX.FileVault2", ""), 0);
        assert_eq!(count(&[], "com.apple.MCX.FileVault2", ""), 0);
    }
}
