//! `differing-organizations`: settings that belong together, for two organizations of Okta.

use super::organizations::{Difference, differences};
use crate::facts::{Across, OneOfMany};
use crate::phrase::quoted;
use crate::rule::rule;

rule! {
    /// Two organizations of Okta in files that belong together.
    ///
    /// # What it does
    /// Compares the hosts in `DMFAOrgURL`, `OktaVerify.OrgUrl`, the URLs of Okta's extension, the `authsrv:` domains of
    /// Okta's apps and the URL of Okta's certificate authority, in all files of the call. Two hosts under Okta's own
    /// domains are two organizations.
    ///
    /// # Why it matters
    /// A Mac can be enrolled in one organization only. Where a part of the profile names another, that part fails, and
    /// the error that users see does not say why.
    ///
    /// # Example
    /// ```xml
    /// <dict>
    ///     <key>PayloadType</key><string>com.okta.deviceaccess.servicedaemon</string>
    ///     <key>DMFAOrgURL</key><string>https://corp.okta.com</string>
    /// </dict>
    /// <dict>
    ///     <key>PayloadType</key><string>com.okta.mobile</string>
    ///     <key>OktaVerify.OrgUrl</key><string>https://corp.oktapreview.com</string>
    /// </dict>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <dict>
    ///     <key>PayloadType</key><string>com.okta.deviceaccess.servicedaemon</string>
    ///     <key>DMFAOrgURL</key><string>https://corp.okta.com</string>
    /// </dict>
    /// <dict>
    ///     <key>PayloadType</key><string>com.okta.mobile</string>
    ///     <key>OktaVerify.OrgUrl</key><string>https://corp.okta.com</string>
    /// </dict>
    /// ```
    ///
    /// # Keys
    /// `DMFAOrgURL`, `OktaVerify.OrgUrl`, `URLs`, `AssociatedDomains`, `URL`
    static RULE = { name: "differing-organizations", level: Error, since: "0.1.0" };
}

/// Says each further organization once, with all its places.
pub(crate) fn check(files: &[OneOfMany<'_>]) -> Vec<Across> {
    let certain = |difference: &Difference<'_>| difference.is_certain();
    differences(files)
        .into_iter()
        .filter(certain)
        .map(|difference| {
            let (host, other) = (quoted(difference.host), quoted(difference.other));
            difference.across(
                &RULE,
                format!("this is for the organization {host}, and other settings are for {other}"),
                "write one organization everywhere; check files that never meet on one Mac apart",
                "what is set up for one organization is refused by the other",
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{files, payload, payload_of, profile};

    fn organization(url: &str) -> String {
        profile(&payload(
            "com.okta.deviceaccess.servicedaemon",
            &format!("<key>DMFAOrgURL</key><string>{url}</string>"),
        ))
    }

    fn payloads(domain: &str, inside: &str) -> String {
        profile(&payload_of(domain, "com.example.other", "00000000-0000-4000-8000-00000000000C", inside))
    }

    fn verify(url: &str) -> String {
        payloads("com.okta.mobile", &format!("<key>OktaVerify.OrgUrl</key><string>{url}</string>"))
    }

    fn sign_on(url: &str) -> String {
        payloads(
            "com.apple.extensiblesso",
            &format!(
                "<key>ExtensionIdentifier</key><string>com.okta.mobile.auth-service-extension</string>\
                 <key>URLs</key><array><string>{url}</string></array>"
            ),
        )
    }

    fn domain(host: &str) -> String {
        payloads(
            "com.apple.associated-domains",
            &format!(
                "<key>Configuration</key><array><dict><key>ApplicationIdentifier</key>\
                 <string>B7F62B65BN.com.okta.mobile</string><key>AssociatedDomains</key>\
                 <array><string>{host}</string></array></dict></array>"
            ),
        )
    }

    #[test]
    fn every_place_counts() {
        let policy = organization("https://corp.okta.com");
        let count = |other: &String| files("differing-organizations", &[&policy, other]).len();
        for different in [
            verify("https://corp.oktapreview.com"),
            verify("corp2.okta.com"),
            sign_on("https://corp2.okta.com/oauth2/v1/token"),
            domain("authsrv:corp2.okta.com"),
        ] {
            assert_eq!(count(&different), 1, "{different}");
        }
        for same in [
            verify("https://CORP.okta.com/"),
            verify("https://corp-admin.okta.com"),
            verify("https://id.example.com"),
            verify("https://your-org.okta.com"),
            verify("$ORG"),
            sign_on("https://corp.okta.com/oauth2/v1/token"),
            domain("authsrv:corp.okta.com"),
            domain("webcredentials:corp2.okta.com"),
        ] {
            assert_eq!(count(&same), 0, "{same}");
        }
    }

    #[test]
    fn each_organization_is_said_once() {
        let corp = organization("https://corp.okta.com");
        let (two, three) = (verify("https://corp2.okta.com"), sign_on("https://corp3.okta.com"));
        let found = files("differing-organizations", &[&two, &corp, &two, &three]);
        assert_eq!(
            found,
            [
                (
                    0,
                    "this is for the organization `corp2.okta.com`, and other settings are for `corp.okta.com`"
                        .to_owned()
                ),
                (
                    3,
                    "this is for the organization `corp3.okta.com`, and other settings are for `corp.okta.com`"
                        .to_owned()
                ),
            ]
        );
    }
}
