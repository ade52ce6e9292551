//! `misspelt-payload-type`: a payload type that is almost one of Apple's.

use latchkey_profile_schema::Value;
use latchkey_profile_schema::plist::MAX_PROBLEMS;

use super::envelopes::payloads;
use crate::finding::{Finding, value_at};
use crate::fix::{Edit, Fix};
use crate::phrase::quoted;
use crate::rule::{Level, rule};
use crate::view::FileView;

rule! {
    /// A `PayloadType` that is almost one of Apple's.
    ///
    /// # What it does
    /// Reports a doubled prefix, as in `com.apple.com.associated-domain`, which an archived page of the vendor
    /// shows, and types that differ by a letter or two, or in case, from those that go with Desktop MFA.
    ///
    /// # Why it matters
    /// macOS takes a type that it does not know for a preference domain of that name: it installs the profile, and
    /// nothing reads it.
    ///
    /// # Example
    /// ```xml
    /// <dict><key>PayloadType</key><string>com.apple.com.associated-domain</string></dict>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <dict><key>PayloadType</key><string>com.apple.associated-domains</string></dict>
    /// ```
    ///
    /// # Keys
    /// `PayloadType`
    static RULE = { name: "misspelt-payload-type", level: Error, since: "0.1.0" };
}

/// Apple's types that accompany Desktop MFA, and the ones that sit beside them in profiles.
const TYPES: &[&str] = &[
    "com.apple.ManagedClient.preferences",
    "com.apple.TCC.configuration-profile-policy",
    "com.apple.associated-domains",
    "com.apple.extensiblesso",
    "com.apple.loginwindow",
    "com.apple.notificationsettings",
    "com.apple.preference.security",
    "com.apple.profileRemovalPassword",
    "com.apple.security.acme",
    "com.apple.security.pem",
    "com.apple.security.pkcs1",
    "com.apple.security.pkcs12",
    "com.apple.security.root",
    "com.apple.security.scep",
    "com.apple.servicemanagement",
    "com.apple.system-extension-policy",
];

/// Looks at the type of every payload.
pub(crate) fn check(file: &FileView<'_>) -> Vec<Finding> {
    payloads(file)
        .filter_map(|payload| Some((payload, payload.payload_type?)))
        .filter_map(|(payload, name)| Some((payload, name, meant(name)?)))
        .map(|(payload, name, meant)| {
            let path = payload.path.key("PayloadType");
            let edit = Edit::Value(path.clone(), Value::String(meant.to_owned()));
            Finding::new(
                &RULE,
                value_at(path),
                format!("the type {} is almost {}", quoted(name), quoted(meant)),
            )
            .at_most(if name.eq_ignore_ascii_case(meant) { Level::Error } else { Level::Warning })
            .help(format!("write {}", quoted(meant)))
            .consequence("macOS installs the payload as preferences that nothing reads")
            .fix(Fix::guess(format!("write {}", quoted(meant)), [edit]))
        })
        .take(MAX_PROBLEMS)
        .collect()
}

/// The type that was meant. Many a preference domain begins with `com.apple.`, so only what is very near counts.
fn meant(name: &str) -> Option<&'static str> {
    const PREFIX: &str = "com.apple.";
    if TYPES.contains(&name) {
        return None;
    }
    let mut rest = name.strip_prefix(PREFIX).unwrap_or(name);
    while let Some(shorter) = rest.strip_prefix("com.apple.").or_else(|| rest.strip_prefix("com.")) {
        rest = shorter;
    }
    let doubled = name.strip_prefix(PREFIX).is_some_and(|after| after != rest);
    let tails = || {
        TYPES
            .iter()
            .copied()
            .filter(|known| known.strip_prefix(PREFIX).is_some_and(|tail| is_near(tail, rest)))
    };
    let begins = doubled || name.get(..PREFIX.len()).is_some_and(|start| start.eq_ignore_ascii_case(PREFIX));
    tails().next().filter(|_| begins)
}

/// Whether two words differ in case, by one letter, or by an `s` at the end.
fn is_near(known: &str, word: &str) -> bool {
    /// The certificates' types are a letter apart from each other.
    const SHORTEST: usize = 10;
    known.eq_ignore_ascii_case(word)
        || known.strip_suffix('s') == Some(word)
        || word.strip_suffix('s') == Some(known)
        || (known.len() >= SHORTEST && !known.starts_with("security.pkcs") && is_one_edit(known, word))
}

fn is_one_edit(one: &str, other: &str) -> bool {
    if one.len().abs_diff(other.len()) > 1 || one == other {
        return false;
    }
    let start = one.bytes().zip(other.bytes()).take_while(|(left, right)| left == right).count();
    let (one, other) =
        (one.as_bytes().get(start..).unwrap_or_default(), other.as_bytes().get(start..).unwrap_or_default());
    let end = one.iter().rev().zip(other.iter().rev()).take_while(|(left, right)| left == right).count();
    let left = one.len().max(other.len()).saturating_sub(end);
    let swapped = matches!((one, other), ([a, b, rest @ ..], [c, d, others @ ..]) if a == d && b == c && rest == others);
    left <= 1 || swapped
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{messages_in_profile, payload};

    #[test]
    fn types_are_apples_or_somebody_elses() {
        let found = |name: &str| messages_in_profile("misspelt-payload-type", &payload(name, ""));
        for (name, meant) in [
            ("com.apple.com.associated-domain", "com.apple.associated-domains"),
            ("com.apple.associated-domain", "com.apple.associated-domains"),
            ("com.apple.extensibleSSO", "com.apple.extensiblesso"),
            ("com.apple.extensbilesso", "com.apple.extensiblesso"),
            ("com.apple.servicemangement", "com.apple.servicemanagement"),
        ] {
            assert_eq!(found(name), [format!("the type `{name}` is almost `{meant}`")]);
        }
        for name in [
            "com.apple.associated-domains",
            "com.apple.security.pkcs1",
            "com.apple.security.pkcs12",
            "com.apple.dock",
            "com.apple.loginitems.managed",
            "com.example.extensiblesso",
        ] {
            assert!(found(name).is_empty(), "{name}");
        }
    }
}
