//! `wrong-envelope-value`: a key of the profile or payload itself whose value cannot be used.

use latchkey_profile_schema::{KeyPath, KeyProblem as K, Place, Value};

use crate::finding::Finding;
use crate::fix::{Edit, Fix};
use crate::phrase::{a, element, key, one_of, quoted};
use crate::rule::rule;
use crate::rules::value_not_allowed::spelt;
use crate::rules::wrong_type::conversion;

rule! {
    /// A key of the envelope with a value of the wrong type, or none that is allowed.
    ///
    /// # What it does
    /// Checks `PayloadVersion`, `PayloadIdentifier`, `PayloadScope` and the other keys that belong to the profile
    /// or to every payload.
    ///
    /// # Why it matters
    /// macOS refuses a profile whose envelope is wrong, whatever is in it.
    ///
    /// # Example
    /// ```xml (in=payload)
    /// <key>PayloadVersion</key><string>1</string>
    /// ```
    ///
    /// # Instead
    /// ```xml (in=payload)
    /// <key>PayloadVersion</key><integer>1</integer>
    /// ```
    ///
    /// # Keys
    /// All that begin with `Payload`, and those of the profile's top level
    static RULE = { name: "wrong-envelope-value", level: Error, since: "0.1.0" };
}

/// Words what is wrong with the value.
pub(crate) fn word(place: Place, path: &KeyPath, problem: &K, consequence: Option<&str>) -> Finding {
    let name = key(path);
    let (message, help) = match problem {
        K::WrongType { expected, found, meant } => (
            format!("{name} is {}, not {}", a(*found), a(*expected)),
            format!("write {}", meant.as_deref().map_or_else(|| element(*expected).to_owned(), quoted)),
        ),
        K::NotAllowed { found, allowed, .. } => (
            match found {
                Some(found) => format!("{name} is {}, not {}", quoted(found), one_of(allowed)),
                None => format!("{name} is none of the allowed values"),
            },
            format!("write {}", one_of(allowed)),
        ),
        K::EmptyValue => {
            (format!("{name} is empty"), "write a value, or delete the key if it may be absent".to_owned())
        }
        K::PatternMismatch { found: Some(found), expected } => {
            (format!("{name} is {}, not {expected}", quoted(found)), format!("write {expected}"))
        }
        _ => (
            format!("{name} has a value that it cannot have"),
            "write it as Apple's documentation says".to_owned(),
        ),
    };
    let fix = mend(&place, path, problem);
    Finding::new(&RULE, place, message).help(help).at_stake(consequence).fix(fix)
}

fn mend(place: &Place, path: &KeyPath, problem: &K) -> Option<Fix> {
    match problem {
        K::WrongType { expected, found, meant } => conversion(place, (*expected, *found), meant.as_deref()),
        K::NotAllowed { .. } if path.last_key() == Some("PayloadVersion") => {
            Some(Fix::guess("write `<integer>1</integer>`", [Edit::Value(path.clone(), Value::Integer(1))]))
        }
        K::NotAllowed { found: Some(found), nearest: Some(nearest), .. } => spelt(place, found, nearest),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::messages_in_profile;

    #[test]
    fn names_value_and_expectation() {
        let payload = |version: &str| {
            format!(
                "<dict><key>PayloadType</key><string>com.apple.dock</string><key>PayloadVersion</key>{version}\
                 <key>PayloadIdentifier</key><string>a.b</string><key>PayloadUUID</key>\
                 <string>5D5F3C1E-0000-4000-8000-000000000001</string></dict>"
            )
        };
        let cases = [
            ("<string>1</string>", "`PayloadVersion` is a string, not an integer"),
            ("<integer>2</integer>", "`PayloadVersion` is `2`, not `1`"),
        ];
        for (version, expected) in cases {
            assert_eq!(messages_in_profile("wrong-envelope-value", &payload(version)), [expected]);
        }
        assert!(messages_in_profile("wrong-envelope-value", &payload("<integer>1</integer>")).is_empty());
    }
}
