//! `integer-for-boolean`: a number where Apple has a boolean.

use latchkey_profile_schema::document::PlistType;
use latchkey_profile_schema::plist::MAX_PROBLEMS;
use latchkey_profile_schema::{Entry, KeyPath, KeyProblem, Value};

use super::envelopes::payloads;
use crate::finding::{Finding, value_at};
use crate::fix::{Edit, Fix};
use crate::phrase::quoted;
use crate::rule::rule;
use crate::view::FileView;

rule! {
    /// An integer where a privacy payload has a boolean.
    ///
    /// # What it does
    /// Reports `Allowed` and `StaticCode` of `com.apple.TCC.configuration-profile-policy` as an integer, as
    /// published profiles have it.
    ///
    /// # Why it matters
    /// macOS takes 1 for true. Apple Business compares the types, and refuses the profile.
    ///
    /// # Example
    /// ```xml
    /// <dict>
    ///     <key>PayloadType</key><string>com.apple.TCC.configuration-profile-policy</string>
    ///     <key>Services</key>
    ///     <dict><key>SystemPolicyAllFiles</key><array><dict>
    ///         <key>Identifier</key><string>com.okta.mobile</string>
    ///         <key>Allowed</key><integer>1</integer>
    ///     </dict></array></dict>
    /// </dict>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <dict>
    ///     <key>PayloadType</key><string>com.apple.TCC.configuration-profile-policy</string>
    ///     <key>Services</key>
    ///     <dict><key>SystemPolicyAllFiles</key><array><dict>
    ///         <key>Identifier</key><string>com.okta.mobile</string>
    ///         <key>Allowed</key><true/>
    ///     </dict></array></dict>
    /// </dict>
    /// ```
    ///
    /// # Keys
    /// `Allowed`, `StaticCode`
    static RULE = { name: "integer-for-boolean", level: Warning, on: [AppleBusiness: Error], since: "0.1.0" };
}

const TYPE: &str = "com.apple.TCC.configuration-profile-policy";
const KEYS: [&str; 2] = ["Allowed", "StaticCode"];

/// Whether a problem with a payload is what is reported here.
pub(crate) fn tells(payload_type: &str, path: &KeyPath, problem: &KeyProblem) -> bool {
    let is_key = || path.last_key().is_some_and(|key| KEYS.contains(&key));
    let is_integer = matches!(problem, KeyProblem::WrongType { found: PlistType::Integer, .. });
    payload_type == TYPE && is_integer && is_key()
}

/// Looks through the services of every privacy payload.
pub(crate) fn check(file: &FileView<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for payload in payloads(file).filter(|payload| payload.payload_type == Some(TYPE)) {
        let path = payload.path.key("Services");
        let services = payload.node.get("Services").map_or(&[][..], |services| services.entries());
        for service in services {
            for (index, rule) in service.node.items().iter().enumerate() {
                let place = path.key(&service.key).index(index);
                findings.extend(rule.entries().iter().filter_map(|entry| look(entry, &place)));
                if findings.len() >= MAX_PROBLEMS {
                    return findings;
                }
            }
        }
    }
    findings
}

fn look(entry: &Entry, place: &KeyPath) -> Option<Finding> {
    let number = match entry.node.value {
        Value::Integer(number) if KEYS.contains(&entry.key.as_str()) => number,
        _ => return None,
    };
    let path = place.key(&entry.key);
    let meant = match number {
        0 => Some(("write `<false/>`", false)),
        1 => Some(("write `<true/>`", true)),
        _ => None,
    };
    let fix =
        meant.map(|(title, value)| Fix::safe(title, [Edit::Value(path.clone(), Value::Boolean(value))]));
    Some(
        Finding::new(&RULE, value_at(path), format!("{} is an integer, not a boolean", quoted(&entry.key)))
            .help(meant.map_or("write `<true/>` or `<false/>`", |(title, _)| title))
            .consequence(
                "Apple Business refuses the profile; what other readers make of a number is up to them",
            )
            .fix(fix),
    )
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{found_with, payload, profile};
    use crate::options::Options;
    use crate::rule::Level;
    use crate::target::Target;

    #[test]
    fn apple_business_compares_types() {
        let found = |targets: &[Target], value: &str| {
            let inside = format!(
                "<key>Services</key><dict><key>Camera</key><array><dict><key>Allowed</key>{value}</dict></array></dict>"
            );
            let file = profile(&payload("com.apple.TCC.configuration-profile-policy", &inside));
            let options = Options { targets: targets.to_vec(), ..Options::default() };
            found_with("integer-for-boolean", file.as_bytes(), &options)
                .into_iter()
                .map(|finding| finding.level)
                .collect::<Vec<_>>()
        };
        assert_eq!(found(&[], "<integer>1</integer>"), [Level::Warning]);
        assert_eq!(found(&[Target::AppleBusiness], "<integer>0</integer>"), [Level::Error]);
        assert!(found(&[Target::AppleBusiness], "<true/>").is_empty());
    }
}
