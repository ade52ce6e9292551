//! `mixed-organization-domains`: settings that belong together, by two addresses that may be one organization.

use super::organizations::{Difference, differences};
use crate::facts::{Across, OneOfMany};
use crate::phrase::quoted;
use crate::rule::rule;

rule! {
    /// Two hosts for what should be one organization, one of them not under Okta's own domains.
    ///
    /// # What it does
    /// Compares the hosts that `differing-organizations` compares, where one may be a custom domain of the other.
    ///
    /// # Why it matters
    /// macOS compares the host of a URL with the `authsrv:` domain letter by letter, and Okta Verify knows an account
    /// by the address that it was added with. Two addresses of one organization are two organizations to them.
    ///
    /// # Example
    /// ```xml
    /// <dict>
    ///     <key>PayloadType</key><string>com.okta.deviceaccess.servicedaemon</string>
    ///     <key>DMFAOrgURL</key><string>https://id.example.com</string>
    /// </dict>
    /// <dict>
    ///     <key>PayloadType</key><string>com.okta.mobile</string>
    ///     <key>OktaVerify.OrgUrl</key><string>https://corp.okta.com</string>
    /// </dict>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <dict>
    ///     <key>PayloadType</key><string>com.okta.deviceaccess.servicedaemon</string>
    ///     <key>DMFAOrgURL</key><string>https://id.example.com</string>
    /// </dict>
    /// <dict>
    ///     <key>PayloadType</key><string>com.okta.mobile</string>
    ///     <key>OktaVerify.OrgUrl</key><string>https://id.example.com</string>
    /// </dict>
    /// ```
    ///
    /// # Keys
    /// `DMFAOrgURL`, `OktaVerify.OrgUrl`, `URLs`, `AssociatedDomains`
    static RULE = { name: "mixed-organization-domains", level: Warning, since: "0.1.0" };
}

/// Says each further host once, with all its places.
pub(crate) fn check(files: &[OneOfMany<'_>]) -> Vec<Across> {
    let uncertain = |difference: &Difference<'_>| !difference.is_certain();
    differences(files)
        .into_iter()
        .filter(uncertain)
        .map(|difference| {
            let (host, other) = (quoted(difference.host), quoted(difference.other));
            difference.across(
                &RULE,
                format!("the organization is {host} here, and {other} elsewhere"),
                "write one address everywhere, the custom domain or Okta's own",
                "what was set up by one address is not found by the other",
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{files, payload, profile};

    #[test]
    fn a_custom_domain_is_another_address() {
        let policy = |url: &str| {
            let inside = format!("<key>DMFAOrgURL</key><string>{url}</string>");
            profile(&payload("com.okta.deviceaccess.servicedaemon", &inside))
        };
        let verify = |url: &str| {
            let inside = format!("<key>OktaVerify.OrgUrl</key><string>{url}</string>");
            profile(&payload("com.okta.mobile", &inside))
        };
        let count = |one: &str, other: &str| {
            files("mixed-organization-domains", &[&policy(one), &verify(other)]).len()
        };
        assert_eq!(count("https://id.example.com", "https://corp.okta.com"), 1);
        assert_eq!(count("https://corp.okta.com", "https://id.example.com"), 1);
        assert_eq!(count("https://id.example.com", "https://id.example.org"), 1);
        assert_eq!(count("https://id.example.com", "https://id.example.com"), 0);
        assert_eq!(count("https://corp.okta.com", "https://corp2.okta.com"), 0);
    }
}
