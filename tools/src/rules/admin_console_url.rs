//! `admin-console-url`: the host of the administrators' console in place of the organization's.

use latchkey_profile_schema::Value;

use super::companions::OKTA_DOMAINS;
use crate::finding::{Finding, value_at};
use crate::fix::{Edit, Fix};
use crate::phrase::{key, quoted};
use crate::rule::rule;
use crate::view::{PayloadView, catalog};

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
    /// `DMFAOrgURL`, `Issuer`
    static RULE = { name: "admin-console-url", level: Warning, since: "0.1.0" };
}

/// Looks at every URL.
pub(crate) fn check(settings: &PayloadView<'_>) -> Vec<Finding> {
    let keys = catalog(settings.domain).map_or(&[][..], |catalog| &catalog.keys);
    keys.iter()
        .filter(|key| key.syntax.is_some())
        .filter_map(|key| {
            let url = settings.text(&key.name)?;
            Some((settings.path(&key.name), url, organization(url)?))
        })
        .map(|(path, url, host)| {
            let instead = Value::String(url.replacen("-admin.", ".", 1));
            let fix =
                Fix::guess(format!("write the host {}", quoted(&host)), [Edit::Value(path.clone(), instead)]);
            let message = format!("{} is the URL of the administrators' console", key(&path));
            Finding::new(&RULE, value_at(path), message)
                .help(format!("write the organization's host, {}", quoted(&host)))
                .consequence(
                    "the console's host answers no sign-in, so nobody can link an account or sign in online",
                )
                .fix(fix)
        })
        .collect()
}

/// The organization's host, where the URL has the console's.
pub(super) fn organization(url: &str) -> Option<String> {
    let (_, rest) = url.split_once("://")?;
    let host = rest.split(['/', '?', '#', ':']).next()?;
    let (name, domain) = host.split_once('.')?;
    let name = name.strip_suffix("-admin").filter(|name| !name.is_empty())?;
    OKTA_DOMAINS.contains(&domain).then(|| format!("{name}.{domain}"))
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::paths_in;

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
}
