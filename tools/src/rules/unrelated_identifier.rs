//! `unrelated-identifier`: a payload whose name does not say which profile it is of.

use latchkey_profile_schema::plist::MAX_PROBLEMS;

use super::envelopes::{is_uuid, payloads, profile, text};
use crate::finding::{Finding, value_at};
use crate::phrase::quoted;
use crate::rule::rule;
use crate::view::FileView;

rule! {
    /// A payload whose `PayloadIdentifier` does not begin with the profile's.
    ///
    /// # What it does
    /// Compares the identifier of each payload with that of the profile, unless either is or ends in a UUID, as MDM
    /// servers write them.
    ///
    /// # Why it matters
    /// By custom a payload is called like its profile, and a suffix. Logs name the payload alone, and whoever reads
    /// one looks for the profile.
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
    ///         <dict>
    ///             <key>PayloadType</key><string>org.latchkey.agent</string>
    ///             <key>PayloadIdentifier</key><string>net.example.agent</string>
    ///         </dict>
    ///     </array>
    /// </dict>
    /// </plist>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <dict>
    ///     <key>PayloadType</key><string>org.latchkey.agent</string>
    ///     <key>PayloadIdentifier</key><string>com.example.mfa.agent</string>
    /// </dict>
    /// ```
    ///
    /// # Keys
    /// `PayloadIdentifier`
    static RULE = { name: "unrelated-identifier", level: Info, since: "0.1.0" };
}

/// Compares the identifiers.
pub(crate) fn check(file: &FileView<'_>) -> Vec<Finding> {
    const KEY: &str = "PayloadIdentifier";
    let Some(root) = profile(file) else { return Vec::new() };
    let Some(whose) = text(root, KEY).filter(|name| !name.is_empty() && !ends_in_uuid(name)) else {
        return Vec::new();
    };
    let related =
        |name: &str| name.strip_prefix(whose).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    payloads(file)
        .filter_map(|payload| Some((payload, text(payload, KEY)?)))
        .filter(|(_, name)| !name.is_empty() && !related(name) && !ends_in_uuid(name))
        .map(|(payload, name)| {
            let message = format!("the identifier {} does not begin with {}", quoted(name), quoted(whose));
            Finding::new(&RULE, value_at(payload.path.key(KEY)), message)
                .help("write the profile's identifier, a dot and a suffix of its own")
                .consequence("a log that names the payload does not tell which profile it came with")
                .related(value_at(root.path.key(KEY)), "the profile's identifier")
        })
        .take(MAX_PROBLEMS)
        .collect()
}

fn ends_in_uuid(name: &str) -> bool {
    is_uuid(name.rsplit('.').next().unwrap_or(name))
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{messages_in_profile, payload_of};

    #[test]
    fn a_payload_is_called_like_its_profile() {
        let count = |identifier: &str| {
            let uuid = "00000000-0000-4000-8000-00000000000B";
            messages_in_profile("unrelated-identifier", &payload_of("com.apple.dock", identifier, uuid, ""))
                .len()
        };
        for unrelated in ["net.example.mfa", "com.example2"] {
            assert_eq!(count(unrelated), 1, "{unrelated}");
        }
        for usual in
            ["com.example", "com.example.dock", "com.apple.dock.9B5DFA38-6B8A-4C0F-9D43-0C2E2D6F3D10", ""]
        {
            assert_eq!(count(usual), 0, "{usual}");
        }
    }
}
