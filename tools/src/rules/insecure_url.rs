//! `insecure-url`: plain http to somewhere else than this machine.

use latchkey_profile_schema::{KeyPath, Place, Value};

use super::companions::{addresses, is_okta_sso};
use crate::finding::{Finding, value_at};
use crate::fix::{Edit, Fix};
use crate::phrase::{key, quoted, subject};
use crate::rule::rule;
use crate::view::PayloadView;

rule! {
    /// An organization that is reached without encryption.
    ///
    /// # What it does
    /// Reports an `http` URL whose host is not a loopback address, also in the `URLs` of Okta's extension.
    ///
    /// # Why it matters
    /// The client secret and every code would cross the network in the clear. The agent refuses to send them.
    ///
    /// # Example
    /// ```xml
    /// <key>DMFAOrgURL</key><string>http://corp.okta.com</string>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>DMFAOrgURL</key><string>https://corp.okta.com</string>
    /// ```
    ///
    /// # Keys
    /// `DMFAOrgURL`, `Issuer`; `URLs` of extensible SSO
    static RULE = { name: "insecure-url", level: Error, since: "0.1.0" };
}

/// Words the URL and the encrypted one.
pub(crate) fn word(place: Place, path: &KeyPath, found: &str, instead: &str) -> Finding {
    Finding::new(&RULE, place, format!("{} is {}, which is not encrypted", key(path), quoted(found)))
        .help(format!("write {}", quoted(instead)))
        .consequence(
            "the agent sends nothing over plain http, so nobody can link an account or sign in online",
        )
        .fix(Fix::guess(
            format!("write {}", quoted(instead)),
            [Edit::Value(path.clone(), Value::String(instead.to_owned()))],
        ))
}

/// Looks at the URLs of Okta's extension, which may be `http` for Apple.
pub(crate) fn check(settings: &PayloadView<'_>) -> Vec<Finding> {
    if !is_okta_sso(settings) {
        return Vec::new();
    }
    let plain = addresses(settings).into_iter().filter_map(|address| {
        let rest = address.text.strip_prefix("http://")?;
        let instead = format!("https://{rest}");
        let message =
            format!("{} is {}, which is not encrypted", subject(&address.path), quoted(address.text));
        let edit = Edit::Value(address.path.clone(), Value::String(instead.clone()));
        let finding = Finding::new(&RULE, value_at(address.path), message)
            .help(format!("write {}", quoted(&instead)))
            .consequence(
                "the organization is asked by `https` alone, so the extension is never asked for this URL",
            );
        Some(finding.fix(Fix::guess(format!("write {}", quoted(&instead)), [edit])))
    });
    plain.collect()
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{messages_in_profile, paths_in, payload};

    #[test]
    fn the_extension_is_asked_by_https() {
        let count = |extension: &str, url: &str| {
            let inside = format!(
                "<key>ExtensionIdentifier</key><string>{extension}</string><key>URLs</key><array><string>{url}\
                 /oauth2/v1/token</string></array>"
            );
            messages_in_profile("insecure-url", &payload("com.apple.extensiblesso", &inside)).len()
        };
        const OKTA: &str = "com.okta.mobile.auth-service-extension";
        assert_eq!(count(OKTA, "http://corp.okta.com"), 1);
        assert_eq!(count(OKTA, "https://corp.okta.com"), 0);
        assert_eq!(count("com.example.extension", "http://corp.example.com"), 0);
    }

    #[test]
    fn plain_http_is_for_this_machine_alone() {
        let url =
            |url: &str| paths_in("insecure-url", &format!("<key>DMFAOrgURL</key><string>{url}</string>"));
        assert_eq!(url("http://corp.okta.com"), ["/DMFAOrgURL"]);
        assert_eq!(url("http://127.0.0.1.example.com"), ["/DMFAOrgURL"]);
        assert!(url("https://corp.okta.com").is_empty());
        assert!(url("http://127.0.0.1:8080").is_empty());
    }
}
