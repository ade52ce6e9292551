//! `unknown-key`: a key that the domain does not declare.

use latchkey_profile_schema::domain::{AGENT, DESKTOP_MFA, OKTA_EXTENSION, OKTA_VERIFY};
use latchkey_profile_schema::{Document, Place};

use crate::finding::{Finding, path_of};
use crate::fix::{Fix, rename};
use crate::phrase::quoted;
use crate::rule::rule;
use crate::view::catalog;

rule! {
    /// A key that the domain does not have.
    ///
    /// # What it does
    /// Reports a key that is not declared, and names the declared one that it resembles.
    ///
    /// # Why it matters
    /// A key that nothing reads is ignored without a word: the setting that was meant is as if it were not set.
    ///
    /// # Example
    /// ```xml
    /// <key>AllowedFactor</key><array>…</array>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>AllowedFactors</key><array>…</array>
    /// ```
    ///
    /// # Keys
    /// Every key of a declared domain.
    static RULE = { name: "unknown-key", level: Warning, since: "0.1.0" };
}

/// Words the key and the one that was probably meant; `holder` is the key whose dictionary it is in, if any.
pub(crate) fn word(
    place: Place,
    key: &str,
    nearest: Option<&str>,
    domain: &str,
    holder: Option<&str>,
    document: Option<&Document>,
) -> Finding {
    let owner = if holder.is_none() { owner(key, domain) } else { None };
    let help = match nearest {
        _ if owner.is_some() => {
            format!("move it into {}, whose key it is", quoted(owner.unwrap_or_default()))
        }
        Some(nearest) => format!("write {} if that is meant", quoted(nearest)),
        None => format!("delete it; `latchkey schema {domain}` prints all keys"),
    };
    let consequence = match nearest {
        Some(nearest) => format!("the key is ignored, and {} is as if it were not set", quoted(nearest)),
        None => "the key is ignored".to_owned(),
    };
    let fix = path_of(&place).zip(nearest.filter(|_| owner.is_none())).and_then(|(path, nearest)| {
        Some(Fix::guess(format!("rename it to {}", quoted(nearest)), [rename(document, path, nearest)?]))
    });
    Finding::new(&RULE, place, format!("{} has no key {}", quoted(holder.unwrap_or(domain)), quoted(key)))
        .help(help)
        .consequence(consequence)
        .fix(fix)
}

/// The domain of this program's own declarations that has this very key, where that is another.
fn owner(key: &str, domain: &str) -> Option<&'static str> {
    let others = [&DESKTOP_MFA, &AGENT, &OKTA_VERIFY].into_iter().filter(|other| other.name != domain);
    let mut owners = others.filter(|other| catalog(other).is_some_and(|catalog| catalog.key(key).is_some()));
    let owner = owners.next()?;
    // Both domains of Okta Verify have the same keys.
    (domain != OKTA_EXTENSION.name || owner.name != OKTA_VERIFY.name).then_some(owner.name)
}

/// The same, where a schema of the user says which keys there are; it may be older than what reads the settings.
pub(crate) fn of_schema(
    place: Place,
    key: &str,
    nearest: Option<&str>,
    payload_type: &str,
    holder: Option<&str>,
    document: Option<&Document>,
) -> Finding {
    let finding = word(place, key, nearest, payload_type, holder, document);
    match nearest {
        Some(_) => finding,
        None => finding
            .help("delete it, unless the schema is older than what reads the settings")
            .consequence("the key is ignored where it does not exist"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::testing::{found, paths_in, preferences};

    #[test]
    fn every_declared_key_is_known() {
        let cases: &[(&str, &[&str])] = &[
            ("<key>AllowedFactor</key><array/>", &["/AllowedFactor"]),
            ("<key>Unheard.Of</key><true/>", &["/Unheard.Of"]),
            ("<key>AllowedFactors</key><array/>", &[]),
            ("<key>OktaJoinEnabled</key><true/>", &[]),
        ];
        for (inside, expected) in cases {
            assert_eq!(paths_in("unknown-key", inside), *expected, "{inside}");
        }
    }

    #[test]
    fn a_key_of_another_domain_is_sent_there() {
        let help = |inside: &str, domain| {
            let found = found("unknown-key", preferences(inside).as_bytes(), Some(domain));
            found.into_iter().filter_map(|finding| finding.help).collect::<String>()
        };
        assert_eq!(
            help("<key>AllowedFactors</key><array/>", &OKTA_VERIFY),
            "move it into `com.okta.deviceaccess.servicedaemon`, whose key it is"
        );
        assert_eq!(
            help("<key>OktaVerify.OrgUrl</key><string>a</string>", &DESKTOP_MFA),
            "move it into `com.okta.mobile`, whose key it is"
        );
    }

    #[test]
    fn a_schema_of_the_user_may_be_old() {
        let finding = of_schema(Place::File, "Options", None, "com.example.app", Some("Shares"), None);
        assert_eq!(finding.message, "`Shares` has no key `Options`");
        let help = "delete it, unless the schema is older than what reads the settings";
        assert_eq!(finding.help.as_deref(), Some(help));
    }
}
