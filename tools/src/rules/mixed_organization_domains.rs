//! `mixed-organization-domains`: settings that belong together, by two addresses that may be one organization.

use super::organizations::{Difference, differences};
use crate::facts::{Across, OneOfMany};
use crate::phrase::quoted;
use crate::rule::rule;

rule! {
    /// Two hosts for what should be one organization, one of them not under Okta's own domains.
    ///
    /// # What it does
    /// Compares the hosts that `differing-organizations` compares, where one may be a custom domain of the other. Okta's
    /// own authority for certificates beside a custom domain is as it should be, and so are two hosts that stand in one
    /// list of `AssociatedDomains`.
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
    let uncertain = |difference: &Difference<'_>| !difference.is_certain() && !difference.is_usual;
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
    fn two_addresses_of_one_organization_may_be_meant() {
        let policy = payload(
            "com.okta.deviceaccess.servicedaemon",
            "<key>DMFAOrgURL</key><string>https://id.example.com</string>",
        );
        let scep = payload(
            "com.apple.security.scep",
            "<key>PayloadContent</key><dict><key>URL</key><string>https://corp.okta.com/scep</string></dict>",
        );
        let apps = |domains: &[&str]| {
            let domains: String =
                domains.iter().map(|domain| format!("<string>authsrv:{domain}</string>")).collect();
            payload(
                "com.apple.associated-domains",
                &format!(
                    "<key>Configuration</key><array><dict><key>ApplicationIdentifier</key>\
                     <string>B7F62B65BN.com.okta.mobile</string><key>AssociatedDomains</key><array>{domains}</array>\
                     </dict></array>"
                ),
            )
        };
        let count =
            |payloads: &[&str]| files("mixed-organization-domains", &[&profile(&payloads.concat())]).len();
        assert_eq!(count(&[&policy, &scep]), 0);
        assert_eq!(count(&[&scep, &policy]), 0);
        assert_eq!(count(&[&policy, &apps(&["id.example.com", "corp.okta.com"])]), 0);
        assert_eq!(count(&[&policy, &apps(&["corp.okta.com"])]), 1);
        assert_eq!(count(&[&policy, &scep, &apps(&["corp.okta.com"])]), 1);
    }

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
