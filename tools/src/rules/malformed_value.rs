//! `malformed-value`: a text that does not have the form of its key.

use latchkey_profile_schema::{KeyPath, Place, Segment, Value};

use super::companions::{APP, EXTENSION, SIGN_IN_SERVICE, TEAM, is_okta_host};
use crate::finding::Finding;
use crate::fix::{Edit, Fix};
use crate::phrase::{key, quoted};
use crate::rule::rule;

rule! {
    /// A text that does not have the form that the key asks for.
    ///
    /// # What it does
    /// Compares texts with the declared form: client IDs and secrets without blanks, mail addresses, account names,
    /// public keys.
    ///
    /// # Why it matters
    /// A blank that was copied along makes a client ID another one.
    ///
    /// # Example
    /// ```xml
    /// <key>DMFAClientID</key><string>0oa1b2c3 </string>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>DMFAClientID</key><string>0oa1b2c3</string>
    /// ```
    ///
    /// # Keys
    /// `DMFAClientID`, `DMFAClientSecret`, `AdminEmail`, `AccountName`, `RecoveryRecipients` and others
    static RULE = { name: "malformed-value", level: Error, since: "0.1.0" };
}

/// Words the text and its form.
pub(crate) fn word(
    place: Place,
    path: &KeyPath,
    found: Option<&str>,
    expected: &str,
    at_stake: Option<&str>,
) -> Finding {
    let fix = found.and_then(|found| {
        let trimmed = found.trim();
        let only_around = trimmed != found && !trimmed.is_empty() && !trimmed.contains(char::is_whitespace);
        let edit = Edit::Value(path.clone(), Value::String(trimmed.to_owned()));
        only_around.then(|| Fix::safe("delete the blanks around it", [edit]))
    });
    let meant = found
        .filter(|found| is_identifier(path) && [APP, EXTENSION].contains(found))
        .map(|found| format!("{TEAM}.{found}"))
        .or_else(|| found.filter(|_| path.last_key() == Some("AssociatedDomains")).and_then(associated));
    let rewrite = meant.as_ref().filter(|_| fix.is_none() && !is_identifier(path)).map(|meant| {
        let edit = Edit::Value(path.clone(), Value::String(meant.clone()));
        Fix::guess(format!("write {}", quoted(meant)), [edit])
    });
    let fix = fix.or(rewrite);
    let found = found.map_or_else(|| "a text".to_owned(), quoted);
    Finding::new(&RULE, place, format!("{} holds {found}, not {expected}", key(path)))
        .help(meant.map_or_else(|| format!("write {expected}"), |meant| format!("write {}", quoted(&meant))))
        .at_stake(at_stake)
        .fix(fix)
}

/// The associated domain that was to be: without a scheme, slashes and blanks, and with the service where the host is
/// an organization's.
fn associated(found: &str) -> Option<String> {
    let dense: String = found.chars().filter(|sign| !sign.is_whitespace()).collect();
    let without_scheme = |text: &str| {
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        rest.unwrap_or(text).trim_matches('/').to_owned()
    };
    let is_service = |(service, _): &(&str, &str)| !["https", "http"].contains(service);
    let (service, host) = match dense.split_once(':').filter(is_service) {
        Some((service, rest)) => (format!("{service}:"), without_scheme(rest)),
        None => (SIGN_IN_SERVICE.to_owned(), without_scheme(&dense)),
    };
    let is_host = host.contains('.')
        && host.bytes().all(|sign| sign.is_ascii_alphanumeric() || matches!(sign, b'-' | b'.'));
    let is_sure = dense.starts_with(&service) || is_okta_host(&host);
    (is_host && is_sure).then(|| format!("{service}{host}"))
}

/// Whether an app's identifier stands here, which begins with its team.
fn is_identifier(path: &KeyPath) -> bool {
    matches!(path.segments().last(), Some(Segment::Key(key)) if &**key == "ApplicationIdentifier")
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{messages_in, paths_in};

    #[test]
    fn forms_are_compared() {
        let cases: &[(&str, &[&str])] = &[
            ("<key>DMFAClientID</key><string>0oa1 </string>", &["/DMFAClientID"]),
            ("<key>AdminEmail</key><string>helpdesk</string>", &["/AdminEmail"]),
            ("<key>AdminEmail</key><string>helpdesk@example.com</string>", &[]),
        ];
        for (inside, expected) in cases {
            assert_eq!(paths_in("malformed-value", inside), *expected, "{inside}");
        }
    }

    #[test]
    fn the_associated_domain_that_was_meant_is_named() {
        for (text, meant) in [
            ("authsrv:https://corp.okta.com", Some("authsrv:corp.okta.com")),
            ("authsrv:corp.okta.com/", Some("authsrv:corp.okta.com")),
            ("authsrv: id.example.com ", Some("authsrv:id.example.com")),
            ("https://corp.okta.com", Some("authsrv:corp.okta.com")),
            ("corp.okta.com", Some("authsrv:corp.okta.com")),
            ("id.example.com", None),
            ("authsrv:", None),
        ] {
            assert_eq!(super::associated(text).as_deref(), meant, "{text}");
        }
    }

    #[test]
    fn a_secret_is_not_quoted() {
        let found = messages_in("malformed-value", "<key>DMFAClientSecret</key><string>hunter 2</string>");
        assert_eq!(found, ["`DMFAClientSecret` holds a text, not a client secret without blanks"]);
    }
}
