//! `missing-display-name`: a profile that has no name for people.

use latchkey_profile_schema::Node;
use latchkey_profile_schema::carrier::EnvelopeKind;

use crate::finding::{Finding, value_at};
use crate::rule::rule;
use crate::view::FileView;

rule! {
    /// A profile without a `PayloadDisplayName`.
    ///
    /// # What it does
    /// Reports a profile whose top level has no `PayloadDisplayName`, or an empty one.
    ///
    /// # Why it matters
    /// macOS shows the identifier instead. Several MDM servers refuse the profile, Fleet among them.
    ///
    /// # Example
    /// ```xml
    /// <plist version="1.0">
    /// <dict>
    ///   <key>PayloadType</key><string>Configuration</string>
    ///   <key>PayloadVersion</key><integer>1</integer>
    ///   <key>PayloadIdentifier</key><string>com.example.mfa</string>
    ///   <key>PayloadUUID</key><string>9B5DFA38-6B8A-4C0F-9D43-0C2E2D6F3D10</string>
    ///   <key>PayloadScope</key><string>System</string>
    ///   <key>PayloadContent</key><array>…</array>
    /// </dict>
    /// </plist>
    /// ```
    ///
    /// # Instead
    /// ```xml (in=profile)
    /// <key>PayloadDisplayName</key><string>Desktop MFA</string>
    /// ```
    ///
    /// # Keys
    /// `PayloadDisplayName`
    static RULE = { name: "missing-display-name", level: Warning, on: [Fleet: Error], since: "0.1.0" };
}

/// Looks at the profile's top level.
pub(crate) fn check(file: &FileView<'_>) -> Vec<Finding> {
    const NAME: &str = "PayloadDisplayName";
    let profiles = file.contents.envelopes.iter().filter(|envelope| envelope.kind == EnvelopeKind::Profile);
    profiles
        .filter_map(|envelope| match envelope.node.get(NAME) {
            None => Some((envelope.path.clone(), "the profile has no `PayloadDisplayName`")),
            Some(name) if Node::as_str(name).is_some_and(|name| name.trim().is_empty()) => {
                Some((envelope.path.key(NAME), "`PayloadDisplayName` of the profile is empty"))
            }
            Some(_) => None,
        })
        .map(|(path, message)| {
            Finding::new(&RULE, value_at(path), message)
                .help("add a few words that tell people what the profile does")
                .consequence("some MDM servers refuse the profile, and people see its identifier")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{messages, preferences, profile};

    #[test]
    fn a_profile_has_a_name() {
        let named = profile("");
        let name = "<key>PayloadDisplayName</key><string>Test</string>";
        assert!(named.contains(name));
        let found = |text: &str| messages("missing-display-name", text.as_bytes());
        assert!(found(&named).is_empty());
        assert_eq!(found(&named.replace(name, "")), ["the profile has no `PayloadDisplayName`"]);
        assert_eq!(
            found(&named.replace("<string>Test</string>", "<string> </string>")),
            ["`PayloadDisplayName` of the profile is empty"]
        );
        assert!(found(&preferences("")).is_empty());
    }
}
