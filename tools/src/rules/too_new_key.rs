//! `too-new-key`: a key that the Okta Verify in use does not read yet.

use latchkey_profile_schema::Entry;

use crate::finding::{Finding, key_at};
use crate::phrase::quoted;
use crate::rule::rule;
use crate::version::Version;
use crate::view::{PayloadView, catalog};

rule! {
    /// A key that the oldest Okta Verify in use does not read.
    ///
    /// # What it does
    /// With `--okta-verify VERSION`, reports each key that a later version was the first to read.
    ///
    /// # Why it matters
    /// An older version passes over the key in silence and uses what it did before: every factor is allowed,
    /// accounts are linked by push.
    ///
    /// # Example
    /// ```xml (okta-verify=9.20)
    /// <key>AllowedFactors</key><array><string>OV_Push</string></array>
    /// ```
    ///
    /// # Instead
    /// ```xml (okta-verify=9.23)
    /// <key>AllowedFactors</key><array><string>OV_Push</string></array>
    /// ```
    ///
    /// # Keys
    /// `AllowedFactors` (9.23), `AccountLinkingMFAFactor` (9.21), `OktaJoinEnabled` (9.56.0), and others that say
    /// since when
    static RULE = { name: "too-new-key", level: Warning, since: "0.1.0" };
}

/// Compares the version of each key with the oldest in use.
pub(crate) fn check(settings: &PayloadView<'_>) -> Vec<Finding> {
    let Some(oldest) = &settings.options.okta_verify else { return Vec::new() };
    let keys = catalog(settings.domain).map_or(&[][..], |catalog| &catalog.keys);
    let since = |entry: &Entry| keys.iter().find(|key| key.name == entry.key)?.since.as_deref();
    settings
        .entries()
        .filter_map(|entry| Some((entry, since(entry)?)))
        .filter(|(_, since)| since.parse::<Version>().is_ok_and(|since| *oldest < since))
        .map(|(entry, since)| {
            Finding::new(
                &RULE,
                key_at(settings.path(&entry.key)),
                format!("{} is read since Okta Verify {since}, and {oldest} is in use", quoted(&entry.key)),
            )
            .help(format!("update Okta Verify to {since} or later before the policy relies on this key"))
            .consequence(format!("Okta Verify {oldest} passes over the key and does what it did without it"))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use latchkey_profile_schema::domain::DESKTOP_MFA;

    use crate::lint::testing::{found_with, preferences};
    use crate::options::Options;

    #[test]
    fn the_oldest_version_counts() {
        let file = preferences(
            "<key>AllowedFactors</key><array><string>*</string></array><key>OktaJoinEnabled</key><true/>",
        );
        let count = |version: Option<&str>| {
            let okta_verify = version.map(|version| version.parse().unwrap());
            let options = Options { domain: Some(&DESKTOP_MFA), okta_verify, ..Options::default() };
            found_with("too-new-key", file.as_bytes(), &options).len()
        };
        assert_eq!(
            [Some("9.20"), Some("9.23"), Some("9.9"), Some("9.56"), Some("10"), None].map(count),
            [2, 1, 2, 0, 0, 0]
        );
    }
}
