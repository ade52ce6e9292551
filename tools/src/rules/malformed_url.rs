//! `malformed-url`: a text that is not the URL that is wanted.

use latchkey_profile_schema::check::UrlFault;
use latchkey_profile_schema::{KeyPath, Place, Value, spelling};

use super::admin_console_url;
use super::companions::{OKTA_DOMAINS, addresses};
use crate::finding::{Finding, value_at};
use crate::fix::{Edit, Fix, Safety};
use crate::phrase::{key, quoted, subject};
use crate::rule::{Level, rule};
use crate::view::PayloadView;

rule! {
    /// A URL that cannot be used as the organization's.
    ///
    /// # What it does
    /// Names what is wrong: no scheme, another scheme than `https`, no host, a path, a query, a fragment, a slash at
    /// the end, blanks. A host without a dot, which has a meaning in one network at most, is a warning, also in `URLs`
    /// and `AssociatedDomains` of Okta's apps.
    ///
    /// # Why it matters
    /// The agent appends its own paths to the URL. A slash or a page's path pasted from a browser leads to addresses
    /// that do not exist.
    ///
    /// # Example
    /// ```xml
    /// <key>DMFAOrgURL</key><string>corp.okta.com/app/UserHome</string>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>DMFAOrgURL</key><string>https://corp.okta.com</string>
    /// ```
    ///
    /// # Keys
    /// `DMFAOrgURL`, `Issuer`, `OktaVerify.OrgUrl`; `URLs` and `AssociatedDomains` of Okta's apps
    static RULE = { name: "malformed-url", level: Error, since: "0.1.0" };
}

/// Words what is wrong with the URL.
pub(crate) fn word(
    place: Place,
    path: &KeyPath,
    found: &str,
    fault: &UrlFault,
    instead: Option<&str>,
    at_stake: Option<&str>,
) -> Finding {
    // Advice must not lead to the next finding.
    let organization = instead.and_then(admin_console_url::organization);
    let organization = organization.map(|host| format!("https://{host}"));
    let instead = organization.as_deref().or(instead);
    let fix = instead.map(|instead| {
        let safety = match fault {
            UrlFault::TrailingSlash | UrlFault::Blank | UrlFault::Scheme(_) => Safety::Safe,
            _ => Safety::Unsafe,
        };
        let edit = Edit::Value(path.clone(), Value::String(instead.to_owned()));
        Fix::new(format!("write {}", quoted(instead)), safety, [edit])
    });
    let fault = match fault {
        UrlFault::TooLong => "has more than 8,000 bytes".to_owned(),
        UrlFault::NoScheme => "has no `https://`".to_owned(),
        UrlFault::Scheme(scheme) => format!("has the scheme {}", quoted(scheme)),
        UrlFault::SchemeTwice => "has its scheme twice".to_owned(),
        UrlFault::NoHost => "has no host".to_owned(),
        UrlFault::Host(host) => format!("has {} for a host", quoted(host)),
        UrlFault::Port(port) => format!("has {} for a port", quoted(port)),
        UrlFault::UserInformation => "has a user name before the host".to_owned(),
        UrlFault::TrailingSlash => "ends with a slash".to_owned(),
        UrlFault::Path(rest) => format!("has the path {}", quoted(rest)),
        UrlFault::Query => "has a query".to_owned(),
        UrlFault::Fragment => "has a fragment".to_owned(),
        UrlFault::Blank => "has blanks".to_owned(),
        _ => "is not a URL that can be used".to_owned(),
    };
    Finding::new(&RULE, place, format!("the URL {} in {} {fault}", quoted(found), key(path)))
        .help(instead.map_or_else(
            || "write `https://` and the host alone, such as `https://your-org.okta.com`".to_owned(),
            |instead| format!("write {}", quoted(instead)),
        ))
        .at_stake(at_stake)
        .fix(fix)
}

/// Looks for hosts without a dot.
pub(crate) fn check(settings: &PayloadView<'_>) -> Vec<Finding> {
    let bare = addresses(settings).into_iter().filter(|address| {
        !address.host.contains('.') && address.host != "localhost" && !address.text.starts_with("http://")
    });
    let misspelt = addresses(settings).into_iter().filter_map(|address| {
        let (organization, domain) = address.host.split_once('.')?;
        let meant = spelling::slip(domain, OKTA_DOMAINS.iter().copied()).filter(|meant| *meant != domain)?;
        let host = format!("{organization}.{meant}");
        let message = format!(
            "the host {} in {} is almost one of {}",
            quoted(address.host),
            subject(&address.path),
            quoted(meant)
        );
        let title = format!("write {}", quoted(&host));
        let mended = Value::String(address.text.replacen(address.host, &host, 1));
        let fix = Fix::guess(title.clone(), [Edit::Value(address.path.clone(), mended)]);
        Some(
            Finding::new(&RULE, value_at(address.path), message)
                .at_most(Level::Warning)
                .help(format!("{title}, unless the organization has a domain of its own of that name"))
                .consequence("the sign-in asks a host that is not Okta's, or that does not exist")
                .fix(fix),
        )
    });
    let bare = bare.map(|address| {
        let host = quoted(address.host);
        let message = format!("the host {host} in {} has no dot", subject(&address.path));
        Finding::new(&RULE, value_at(address.path), message)
            .at_most(Level::Warning)
            .help(format!("write the whole host, such as {}", quoted(&format!("{}.okta.com", address.host))))
            .consequence("the name is known in one network at most, and leads nowhere from anywhere else")
    });
    bare.chain(misspelt).collect()
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::messages_in;

    #[test]
    fn names_the_fault() {
        let url =
            |url: &str| messages_in("malformed-url", &format!("<key>DMFAOrgURL</key><string>{url}</string>"));
        assert_eq!(url("corp.okta.com"), ["the URL `corp.okta.com` in `DMFAOrgURL` has no `https://`"]);
        assert_eq!(
            url("https://corp.okta.com/"),
            ["the URL `https://corp.okta.com/` in `DMFAOrgURL` ends with a slash"]
        );
        assert_eq!(
            url("https://corp.okta.com/home"),
            ["the URL `https://corp.okta.com/home` in `DMFAOrgURL` has the path `/home`"]
        );
        assert_eq!(url("https://corp"), ["the host `corp` in `DMFAOrgURL` has no dot"]);
        assert_eq!(
            url("https://https://corp.okta.com"),
            ["the URL `https://https://corp.okta.com` in `DMFAOrgURL` has its scheme twice"]
        );
        for (misspelt, meant) in [
            ("corp.okta.co", "okta.com"),
            ("corp.okat.com", "okta.com"),
            ("corp.oktapreveiw.com", "oktapreview.com"),
        ] {
            let expected = format!("the host `{misspelt}` in `DMFAOrgURL` is almost one of `{meant}`");
            assert_eq!(url(&format!("https://{misspelt}")), [expected]);
        }
        assert!(url("https://id.example.com").is_empty() && url("https://login.octa.io").is_empty());
        assert!(url("https://corp.okta.com").is_empty() && url("https://corp.okta.mil").is_empty());
        assert!(url("http://localhost:8080").is_empty() && url("https://$ORG").is_empty());
    }
}
