//! `missing-scope`: a profile that does not say whom it is for.

use latchkey_profile_schema::Value;

use super::envelopes::{carries_policy, profile};
use crate::finding::{Finding, value_at};
use crate::fix::{Edit, Fix};
use crate::rule::rule;
use crate::view::FileView;

rule! {
    /// A profile without a `PayloadScope`.
    ///
    /// # What it does
    /// Reports a profile whose top level has no `PayloadScope`.
    ///
    /// # Why it matters
    /// Servers and documents disagree about what its absence means: Fleet takes it for the device, older text of
    /// Apple for the user. Settings of a user never reach a daemon of root.
    ///
    /// # Example
    /// ```xml
    /// <plist version="1.0">
    /// <dict>
    ///     <key>PayloadType</key><string>Configuration</string>
    ///     <key>PayloadVersion</key><integer>1</integer>
    ///     <key>PayloadIdentifier</key><string>com.example.mfa</string>
    ///     <key>PayloadUUID</key><string>7D0A4C91-53E2-4F68-B1A7-8E39C2D5F014</string>
    ///     <key>PayloadContent</key><array>…</array>
    /// </dict>
    /// </plist>
    /// ```
    ///
    /// # Instead
    /// ```xml (in=profile)
    /// <key>PayloadScope</key><string>System</string>
    /// ```
    ///
    /// # Keys
    /// `PayloadScope`
    static RULE = { name: "missing-scope", level: Warning, since: "0.1.0" };
}

/// Looks at the profile's top level.
pub(crate) fn check(file: &FileView<'_>) -> Vec<Finding> {
    const SCOPE: &str = "PayloadScope";
    let Some(profile) = profile(file).filter(|profile| profile.node.get(SCOPE).is_none()) else {
        return Vec::new();
    };
    let system = Value::String("System".to_owned());
    let edit = Edit::Insert { into: profile.path.clone(), key: SCOPE.to_owned(), value: system };
    let consequence = if carries_policy(file) {
        "where the server takes it for a user's profile, the daemon never sees these settings"
    } else {
        "the server decides whether the settings hold for the device or for one user"
    };
    vec![
        Finding::new(&RULE, value_at(profile.path.clone()), "the profile has no `PayloadScope`")
            .help("write `System` for the device, or `User` for the user who is signed in")
            .consequence(consequence)
            .fix(Fix::guess("write `PayloadScope` of `System`", [edit])),
    ]
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{messages, payload, preferences, profile};

    #[test]
    fn either_scope_is_one() {
        const SYSTEM: &str = "<key>PayloadScope</key><string>System</string>";
        let sound = profile(&payload("com.apple.dock", ""));
        assert!(sound.contains(SYSTEM));
        let count = |file: &str| messages("missing-scope", file.as_bytes()).len();
        assert_eq!(count(&sound.replace(SYSTEM, "")), 1);
        assert_eq!(count(&sound), 0);
        assert_eq!(count(&sound.replace("<string>System", "<string>User")), 0);
        assert_eq!(count(&preferences("")), 0);
    }
}
