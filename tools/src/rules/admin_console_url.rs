//! `admin-console-url`: the host of the administrators' console in place of the organization's.

use latchkey_profile_schema::Value;

use super::companions::{Address, OKTA_DOMAINS, addresses};
use crate::finding::{Finding, value_at};
use crate::fix::{Edit, Fix};
use crate::phrase::{quoted, subject};
use crate::rule::rule;
use crate::view::PayloadView;

rule! {
    /// The URL of the administrators' console, in place of the organization's.
    ///
    /// # What it does
    /// Reports a host under one of Okta's own domains whose first word ends with `-admin`.
    ///
    /// # Why it matters
    /// The console's host is for administrators in a browser. Users and programs sign in at the organization's.
    ///
    /// # Example
    /// ```xml
    /// <key>DMFAOrgURL</key><string>https://your-company-admin.okta.com</string>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>DMFAOrgURL</key><string>https://corp.okta.com</string>
    /// ```
    ///
    /// # Keys
    /// `DMFAOrgURL`, `Issuer`, `OktaVerify.OrgUrl`; `URLs` and `AssociatedDomains` of Okta's apps
    static RULE = { name: "admin-console-url", level: Warning, since: "0.1.0" };
}

/// Looks at every address.
pub(crate) fn check(settings: &PayloadView<'_>) -> Vec<Finding> {
    let console = |address: Address<'_>| {
        let host = of_console(address.host)?;
        let (path, instead) = (address.path, address.text.replacen("-admin.", ".", 1));
        let fix = Fix::guess(
            format!("write the host {}", quoted(&host)),
            [Edit::Value(path.clone(), Value::String(instead))],
        );
        let message = format!("{} is the URL of the administrators' console", subject(&path));
        let finding = Finding::new(&RULE, value_at(path), message)
            .help(format!("write the organization's host, {}", quoted(&host)))
            .consequence(
                "the console's host answers no sign-in, so nobody can link an account or sign in online",
            );
        Some(finding.fix(fix))
    };
    addresses(settings).into_iter().filter_map(console).collect()
}

/// The organization's host, where the URL has the console's.
pub(super) fn organization(url: &str) -> Option<String> {
    let (_, rest) = url.split_once("://")?;
    of_console(rest.split(['/', '?', '#', ':']).next()?)
}

/// The organization's host, where a host is the console's.
fn of_console(host: &str) -> Option<String> {
    let (name, domain) = host.split_once('.')?;
    let name = name.strip_suffix("-admin").filter(|name| !name.is_empty())?;
    OKTA_DOMAINS.contains(&domain).then(|| format!("{name}.{domain}"))
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{messages_in_profile, paths_in, payload};

    #[test]
    fn the_console_is_not_the_organization() {
        let url = |url: &str| {
            paths_in("admin-console-url", &format!("<key>DMFAOrgURL</key><string>{url}</string>"))
        };
        assert_eq!(url("https://corp-admin.okta.com"), ["/DMFAOrgURL"]);
        assert_eq!(url("https://corp-admin.oktapreview.com/"), ["/DMFAOrgURL"]);
        for fine in ["https://corp.okta.com", "https://it-admin.example.com", "https://-admin.okta.com"] {
            assert!(url(fine).is_empty(), "{fine}");
        }
    }

    #[test]
    fn companions_ask_the_organization_too() {
        let sso = |url: &str| {
            let inside = format!(
                "<key>ExtensionIdentifier</key><string>com.okta.mobile.auth-service-extension</string>\
                 <key>URLs</key><array><string>{url}/oauth2/v1/token</string></array>"
            );
            messages_in_profile("admin-console-url", &payload("com.apple.extensiblesso", &inside))
        };
        let domain = |host: &str| {
            let inside = format!(
                "<key>Configuration</key><array><dict><key>ApplicationIdentifier</key>\
                 <string>B7F62B65BN.com.okta.mobile</string><key>AssociatedDomains</key>\
                 <array><string>authsrv:{host}</string></array></dict></array>"
            );
            messages_in_profile("admin-console-url", &payload("com.apple.associated-domains", &inside))
        };
        assert_eq!(
            [sso("https://corp-admin.okta.com"), domain("corp-admin.okta.com")].map(|all| all.len()),
            [1, 1]
        );
        assert_eq!([sso("https://corp.okta.com"), domain("corp.okta.com")].map(|all| all.len()), [0, 0]);
    }
}
