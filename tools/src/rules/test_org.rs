//! `test-org`: an organization to try things out.

use crate::finding::{Finding, value_at};
use crate::phrase::quoted;
use crate::rule::rule;
use crate::view::SettingsView;

rule! {
    /// An organization that Okta gives for trying things out.
    ///
    /// # What it does
    /// Reports `DMFAOrgURL` on `oktapreview.com`, or of a developer or trial organization (`dev-…`, `trial-…`,
    /// `integrator-…`).
    ///
    /// # Why it matters
    /// Users of the real organization have no account there, and Okta deletes such organizations when they are
    /// idle.
    ///
    /// # Example
    /// ```xml
    /// <key>DMFAOrgURL</key><string>https://corp.oktapreview.com</string>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>DMFAOrgURL</key><string>https://corp.okta.com</string>
    /// ```
    ///
    /// # Keys
    /// `DMFAOrgURL`
    static RULE = { name: "test-org", level: Info, since: "0.1.0" };
}

/// Looks at the host.
pub(crate) fn check(settings: &SettingsView<'_>) -> Vec<Finding> {
    const KEY: &str = "DMFAOrgURL";
    let Some(url) = settings.text(KEY).filter(|url| is_for_tests(url)) else { return Vec::new() };
    vec![
        Finding::new(
            &RULE,
            value_at(settings.path(KEY)),
            format!("{} is an organization for trying things out", quoted(url)),
        )
        .help("write the URL of the real organization before the profile goes to users")
        .consequence("users of the real organization cannot link their accounts"),
    ]
}

fn is_for_tests(url: &str) -> bool {
    let lower = url.to_ascii_lowercase();
    let host = lower.split_once("://").map_or(lower.as_str(), |(_, rest)| rest);
    let host = host.split(['/', ':', '?', '#']).next().unwrap_or_default();
    let given = || ["dev-", "trial-", "integrator-"].iter().any(|prefix| host.starts_with(prefix));
    host.ends_with(".oktapreview.com") || (host.ends_with(".okta.com") && given())
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::paths_in;

    #[test]
    fn real_organizations_are_silent() {
        let cases: &[(&str, &[&str])] = &[
            ("<key>DMFAOrgURL</key><string>https://corp.oktapreview.com</string>", &["/DMFAOrgURL"]),
            ("<key>DMFAOrgURL</key><string>https://dev-123456.okta.com</string>", &["/DMFAOrgURL"]),
            ("<key>DMFAOrgURL</key><string>https://dev-team.example.com</string>", &[]),
            ("<key>DMFAOrgURL</key><string>https://corp.okta.com</string>", &[]),
            ("<key>DMFAOrgURL</key><string>https://corp.okta-emea.com</string>", &[]),
        ];
        for (inside, expected) in cases {
            assert_eq!(paths_in("test-org", inside), *expected, "{inside}");
        }
    }
}
