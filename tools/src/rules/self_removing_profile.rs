//! `self-removing-profile`: a profile that is gone one day.

use latchkey_profile_schema::Value;

use super::envelopes::{carries_policy, profile};
use crate::finding::{Finding, key_at};
use crate::fix::{Edit, Fix};
use crate::phrase::quoted;
use crate::rule::rule;
use crate::view::FileView;

rule! {
    /// A profile that removes itself.
    ///
    /// # What it does
    /// Reports `RemovalDate`, `DurationUntilRemoval` and `PayloadExpirationDate` at the top level of a profile.
    ///
    /// # Why it matters
    /// On that day the settings are gone from every Mac, without a word from the MDM. Of a date and a duration the
    /// earlier one counts.
    ///
    /// # Example
    /// ```xml (in=profile)
    /// <key>DurationUntilRemoval</key><real>604800</real>
    /// ```
    ///
    /// # Instead
    /// ```xml (in=profile)
    /// <key>PayloadScope</key><string>System</string>
    /// ```
    ///
    /// # Keys
    /// `RemovalDate`, `DurationUntilRemoval`, `PayloadExpirationDate`
    static RULE = { name: "self-removing-profile", level: Warning, since: "0.1.0" };
}

/// Looks at the profile's top level.
pub(crate) fn check(file: &FileView<'_>) -> Vec<Finding> {
    const KEYS: [&str; 3] = ["RemovalDate", "DurationUntilRemoval", "PayloadExpirationDate"];
    let Some(profile) = profile(file) else { return Vec::new() };
    let consequence = if carries_policy(file) {
        "from then on nobody has a second factor asked of him by this profile"
    } else {
        "from then on the settings hold nowhere"
    };
    KEYS.into_iter()
        .filter_map(|key| Some((key, profile.node.get(key)?)))
        .map(|(key, node)| {
            let when = match &node.value {
                Value::Date(date) => format!(" on {date}"),
                Value::Real(seconds) => after(*seconds),
                Value::Integer(seconds) => after(*seconds as f64),
                _ => String::new(),
            };
            let path = profile.path.key(key);
            Finding::new(&RULE, key_at(path.clone()), format!("the profile removes itself{when}"))
                .help(format!("delete {}, and remove the profile through the MDM", quoted(key)))
                .consequence(consequence)
                .fix(Fix::guess(format!("delete {}", quoted(key)), [Edit::Remove(path)]))
        })
        .collect()
}

fn after(seconds: f64) -> String {
    /// A day.
    const DAY_SECONDS: f64 = 86_400.0;
    // Tenths are as much as anybody plans with.
    let days = (seconds / DAY_SECONDS * 10.0).round() / 10.0;
    format!(" {days} days after its installation")
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{messages, payload, profile};

    #[test]
    fn a_profile_stays() {
        let file = profile(&payload("com.apple.dock", ""));
        let with = |key: &str| {
            let start = "<key>PayloadScope</key>";
            messages("self-removing-profile", file.replace(start, &format!("{key}{start}")).as_bytes())
        };
        assert!(with("").is_empty());
        assert_eq!(
            with("<key>RemovalDate</key><date>2030-01-01T00:00:00Z</date>"),
            ["the profile removes itself on 2030-01-01T00:00:00Z"]
        );
        assert_eq!(
            with("<key>DurationUntilRemoval</key><integer>604800</integer>"),
            ["the profile removes itself 7 days after its installation"]
        );
    }
}
