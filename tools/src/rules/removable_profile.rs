//! `removable-profile`: a policy that its user can remove.

use latchkey_profile_schema::Value;

use super::envelopes::{carries_policy, profile};
use crate::finding::{Finding, value_at};
use crate::fix::{Edit, Fix};
use crate::rule::rule;
use crate::view::FileView;

rule! {
    /// A profile with a policy that does not forbid its removal.
    ///
    /// # What it does
    /// Reports a profile with settings of Desktop MFA or the Latchkey agent whose `PayloadRemovalDisallowed` is
    /// absent or false.
    ///
    /// # Why it matters
    /// A profile that an MDM installed cannot be removed by the user anyway. One that was installed by hand can,
    /// and the policy goes with it.
    ///
    /// # Example
    /// ```xml
    /// <plist version="1.0">
    /// <dict>
    ///     <key>PayloadType</key><string>Configuration</string>
    ///     <key>PayloadVersion</key><integer>1</integer>
    ///     <key>PayloadIdentifier</key><string>com.example.mfa</string>
    ///     <key>PayloadUUID</key><string>7D0A4C91-53E2-4F68-B1A7-8E39C2D5F014</string>
    ///     <key>PayloadContent</key>
    ///     <array>
    ///         <dict><key>PayloadType</key><string>org.latchkey.agent</string></dict>
    ///     </array>
    /// </dict>
    /// </plist>
    /// ```
    ///
    /// # Instead
    /// ```xml (in=profile)
    /// <key>PayloadRemovalDisallowed</key><true/>
    /// ```
    ///
    /// # Keys
    /// `PayloadRemovalDisallowed`
    static RULE = { name: "removable-profile", level: Info, since: "0.1.0" };
}

/// Looks at the profile's top level.
pub(crate) fn check(file: &FileView<'_>) -> Vec<Finding> {
    const KEY: &str = "PayloadRemovalDisallowed";
    let Some(profile) = profile(file).filter(|_| carries_policy(file)) else { return Vec::new() };
    let (place, message, edit) = match profile.node.get(KEY).map(|node| &node.value) {
        None => {
            let (into, value) = (profile.path.clone(), Value::Boolean(true));
            let edit = Edit::Insert { into, key: KEY.to_owned(), value };
            (value_at(profile.path.clone()), "the profile does not say that it may not be removed", edit)
        }
        Some(Value::Boolean(false)) => {
            let path = profile.path.key(KEY);
            let edit = Edit::Value(path.clone(), Value::Boolean(true));
            (value_at(path), "the profile may be removed", edit)
        }
        Some(_) => return Vec::new(),
    };
    vec![
        Finding::new(&RULE, place, message)
            .help("write `PayloadRemovalDisallowed` of `<true/>`")
            .consequence("where it is installed by hand, a user removes the profile, and the policy with it")
            .fix(Fix::guess("forbid the removal", [edit])),
    ]
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{messages, payload, profile};

    #[test]
    fn a_policy_is_not_removed() {
        let (yes, no) =
            ("<key>PayloadRemovalDisallowed</key><true/>", "<key>PayloadRemovalDisallowed</key><false/>");
        let with = |key: &str, domain: &str| {
            let file = profile(&payload(domain, ""));
            assert!(file.contains(yes));
            messages("removable-profile", file.replace(yes, key).as_bytes()).len()
        };
        let agent = "org.latchkey.agent";
        assert_eq!(
            [with("", agent), with(no, agent), with(yes, agent), with("", "com.apple.dock")],
            [1, 1, 0, 0]
        );
    }
}
