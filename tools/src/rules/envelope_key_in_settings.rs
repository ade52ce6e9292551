//! `envelope-key-in-settings`: a whole payload where the wrapper wants its settings alone.

use latchkey_profile_schema::carrier::{Delivery, Payload};
use latchkey_profile_schema::domain;
use latchkey_profile_schema::plist::MAX_PROBLEMS;

use crate::finding::{Finding, key_at};
use crate::fix::{Edit, Fix};
use crate::phrase::quoted;
use crate::rule::rule;
use crate::view::FileView;

rule! {
    /// Keys of an envelope among the settings of a wrapped domain.
    ///
    /// # What it does
    /// Reports `PayloadType`, `PayloadUUID` and their kind inside `mcx_preference_settings` of a domain that nobody
    /// declares; in a declared domain each is an unknown key.
    ///
    /// # Why it matters
    /// They are what is left of a payload that was pasted whole. The wrapper has its own, and these become settings.
    ///
    /// # Example
    /// ```xml
    /// <dict>
    ///     <key>PayloadType</key><string>com.apple.ManagedClient.preferences</string>
    ///     <key>PayloadContent</key>
    ///     <dict>
    ///         <key>com.example.app</key>
    ///         <dict>
    ///             <key>Forced</key>
    ///             <array>
    ///                 <dict>
    ///                     <key>mcx_preference_settings</key>
    ///                     <dict>
    ///                         <key>PayloadType</key><string>com.example.app</string>
    ///                         <key>Setting</key><true/>
    ///                     </dict>
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
    ///         <key>com.example.app</key>
    ///         <dict>
    ///             <key>Forced</key>
    ///             <array>
    ///                 <dict>
    ///                     <key>mcx_preference_settings</key>
    ///                     <dict><key>Setting</key><true/></dict>
    ///                 </dict>
    ///             </array>
    ///         </dict>
    ///     </dict>
    /// </dict>
    /// ```
    ///
    /// # Keys
    /// `PayloadType`, `PayloadVersion`, `PayloadIdentifier`, `PayloadUUID`
    static RULE = { name: "envelope-key-in-settings", level: Warning, since: "0.1.0" };
}

/// Looks into the settings of the wrapper.
pub(crate) fn check(file: &FileView<'_>) -> Vec<Finding> {
    let wrapped = |payload: &&Payload<'_>| {
        matches!(payload.delivery, Delivery::Forced | Delivery::SetOnce { .. })
            && payload.domain.is_some_and(|name| domain::known(name).is_none())
    };
    file.contents.payloads.iter().filter(wrapped).filter_map(look).take(MAX_PROBLEMS).collect()
}

/// The keys that every payload has, and none has by chance.
fn look(payload: &Payload<'_>) -> Option<Finding> {
    const ENVELOPE: [&str; 6] = [
        "PayloadType",
        "PayloadVersion",
        "PayloadIdentifier",
        "PayloadUUID",
        "PayloadDisplayName",
        "PayloadOrganization",
    ];
    let there: Vec<&str> = ENVELOPE.into_iter().filter(|key| payload.settings.get(key).is_some()).collect();
    let first = there.first()?;
    let names: Vec<String> = there.iter().map(|key| quoted(key)).collect();
    let verb = if names.len() == 1 { "stands" } else { "stand" };
    let edits: Vec<Edit> = there.iter().map(|key| Edit::Remove(payload.path.key(key))).collect();
    Some(
        Finding::new(
            &RULE,
            key_at(payload.path.key(first)),
            format!("{} {verb} among the settings of {}", names.join(", "), quoted(payload.domain?)),
        )
        .help("delete them; the payload around the settings has its own")
        .consequence("they become settings of the program, and are not what makes it a payload")
        .fix(Fix::guess("delete the envelope's keys", edits)),
    )
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{messages_in_profile, payload};

    #[test]
    fn settings_have_no_envelope() {
        let found = |domain: &str, inside: &str| {
            let inside = format!(
                "<key>PayloadContent</key><dict><key>{domain}</key><dict><key>Forced</key><array><dict>\
                 <key>mcx_preference_settings</key><dict>{inside}</dict></dict></array></dict></dict>"
            );
            messages_in_profile(
                "envelope-key-in-settings",
                &payload("com.apple.ManagedClient.preferences", &inside),
            )
        };
        const PASTED: &str =
            "<key>PayloadUUID</key><string>a</string><key>PayloadType</key><string>b</string>";
        assert_eq!(
            found("com.example.app", PASTED),
            ["`PayloadType`, `PayloadUUID` stand among the settings of `com.example.app`"]
        );
        assert!(found("com.example.app", "<key>PayloadLimit</key><integer>5</integer>").is_empty());
        assert!(found("com.okta.mobile", PASTED).is_empty());
        let direct = payload("com.example.app", "");
        assert!(messages_in_profile("envelope-key-in-settings", &direct).is_empty());
    }
}
