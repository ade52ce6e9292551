//! `insecure-url`: plain http to somewhere else than this machine.

use latchkey_profile_schema::{KeyPath, Place, Value};

use crate::finding::Finding;
use crate::fix::{Edit, Fix};
use crate::phrase::{key, quoted};
use crate::rule::rule;

rule! {
    /// An organization that is reached without encryption.
    ///
    /// # What it does
    /// Reports an `http` URL whose host is not a loopback address.
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
    /// `DMFAOrgURL`, `Issuer`
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

#[cfg(test)]
mod tests {
    use crate::lint::testing::paths_in;

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
