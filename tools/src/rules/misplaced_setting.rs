//! `misplaced-setting`: a setting that stands beside `mcx_preference_settings` and not in it.

use std::collections::HashSet;

use latchkey_profile_schema::carrier::{Delivery, Payload};
use latchkey_profile_schema::plist::MAX_PROBLEMS;
use latchkey_profile_schema::{Document, KeyPath};

use crate::finding::{Finding, key_at};
use crate::fix::{Edit, Fix};
use crate::phrase::quoted;
use crate::rule::rule;
use crate::view::FileView;

rule! {
    /// A setting beside `mcx_preference_settings`.
    ///
    /// # What it does
    /// Reports keys in an item of `Forced` or `Set-Once` other than `mcx_preference_settings`, `mcx_data_timestamp` and
    /// `mcx_union_policy_keys`.
    ///
    /// # Why it matters
    /// The managed client takes what is in `mcx_preference_settings`, and passes over the rest.
    ///
    /// # Example
    /// ```xml
    /// <dict>
    ///     <key>PayloadType</key><string>com.apple.ManagedClient.preferences</string>
    ///     <key>PayloadContent</key>
    ///     <dict>
    ///         <key>org.latchkey.agent</key>
    ///         <dict>
    ///             <key>Forced</key>
    ///             <array>
    ///                 <dict>
    ///                     <key>FailureBudget</key><integer>5</integer>
    ///                     <key>mcx_preference_settings</key>
    ///                     <dict><key>PromptTimeoutSeconds</key><integer>120</integer></dict>
    ///                 </dict>
    ///             </array>
    ///         </dict>
    ///     </dict>
    /// </dict>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <dict>
    ///     <key>PayloadType</key><string>com.apple.ManagedClient.preferences</string>
    ///     <key>PayloadContent</key>
    ///     <dict>
    ///         <key>org.latchkey.agent</key>
    ///         <dict>
    ///             <key>Forced</key>
    ///             <array>
    ///                 <dict>
    ///                     <key>mcx_preference_settings</key>
    ///                     <dict>
    ///                         <key>FailureBudget</key><integer>5</integer>
    ///                         <key>PromptTimeoutSeconds</key><integer>120</integer>
    ///                     </dict>
    ///                 </dict>
    ///             </array>
    ///         </dict>
    ///     </dict>
    /// </dict>
    /// ```
    ///
    /// # Keys
    /// `mcx_preference_settings`
    static RULE = { name: "misplaced-setting", level: Warning, since: "0.1.0" };
}

/// Looks at the items around the settings.
pub(crate) fn check(file: &FileView<'_>) -> Vec<Finding> {
    let wrapped =
        |payload: &&Payload<'_>| matches!(payload.delivery, Delivery::Forced | Delivery::SetOnce { .. });
    file.contents
        .payloads
        .iter()
        .filter(wrapped)
        .flat_map(|payload| strays(payload, file.document))
        .take(MAX_PROBLEMS)
        .collect()
}

fn strays(payload: &Payload<'_>, document: &Document) -> Vec<Finding> {
    const KNOWN: [&str; 3] = ["mcx_preference_settings", "mcx_data_timestamp", "mcx_union_policy_keys"];
    let Some((_, around)) = payload.path.segments().split_last() else { return Vec::new() };
    let item = KeyPath::from(around.to_vec());
    let entries = document.at(&item).map_or(&[][..], |node| node.entries());
    let mut strays = entries.iter().filter(|entry| !KNOWN.contains(&entry.key.as_str())).peekable();
    if strays.peek().is_none() {
        return Vec::new();
    }
    let inside: HashSet<&str> = payload.settings.entries().iter().map(|entry| entry.key.as_str()).collect();
    strays
        .take(MAX_PROBLEMS)
        .map(|entry| {
            let path = item.key(&entry.key);
            let insert = Edit::Insert {
                into: payload.path.clone(),
                key: entry.key.clone(),
                value: entry.node.value.clone(),
            };
            let free = !inside.contains(entry.key.as_str());
            Finding::new(
                &RULE,
                key_at(path.clone()),
                format!(
                    "{} stands beside `mcx_preference_settings`, and belongs into it",
                    quoted(&entry.key)
                ),
            )
            .help("move the key and its value into `mcx_preference_settings`")
            .consequence("the managed client passes over the setting, and it is not in force")
            .fix(
                free.then(|| {
                    Fix::guess("move it into `mcx_preference_settings`", [Edit::Remove(path), insert])
                }),
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{messages_in_profile, payload};

    #[test]
    fn settings_stand_in_their_dictionary() {
        let found = |beside: &str| {
            let inside = format!(
                "<key>PayloadContent</key><dict><key>com.example.app</key><dict><key>Forced</key><array><dict>\
                 {beside}<key>mcx_preference_settings</key><dict><key>a</key><true/></dict></dict></array></dict></dict>"
            );
            messages_in_profile("misplaced-setting", &payload("com.apple.ManagedClient.preferences", &inside))
        };
        assert_eq!(
            found("<key>b</key><true/>"),
            ["`b` stands beside `mcx_preference_settings`, and belongs into it"]
        );
        assert!(found("").is_empty());
        assert!(found("<key>mcx_data_timestamp</key><date>2024-01-01T00:00:00Z</date>").is_empty());
        assert!(found("<key>mcx_union_policy_keys</key><array/>").is_empty());
    }
}
