//! `unwanted-envelope`: a whole profile where one payload is wanted.

use latchkey_profile_schema::Place;
use latchkey_profile_schema::carrier::Carrier;
use latchkey_profile_schema::plist::Root;

use crate::finding::Finding;
use crate::rule::rule;
use crate::target::Target;
use crate::view::FileView;

rule! {
    /// More than the bare payload that Workspace ONE wants in its custom settings.
    ///
    /// # What it does
    /// With `--target workspace-one`, reports a whole profile, and a payload with `<plist>` around it.
    ///
    /// # Why it matters
    /// The custom settings take one payload as a `<dict>` with its `Payload…` keys, and write the profile around it
    /// themselves.
    ///
    /// # Example
    /// ```xml (target=workspace-one)
    /// <?xml version="1.0" encoding="UTF-8"?>
    /// <plist version="1.0">
    /// <dict>
    ///     <key>PayloadType</key><string>Configuration</string>
    ///     <key>PayloadVersion</key><integer>1</integer>
    ///     <key>PayloadIdentifier</key><string>com.example.mfa</string>
    ///     <key>PayloadUUID</key><string>7D0A4C91-53E2-4F68-B1A7-8E39C2D5F014</string>
    ///     <key>PayloadDisplayName</key><string>Desktop MFA</string>
    ///     <key>PayloadContent</key>
    ///     <array>
    ///         <dict>
    ///             <key>PayloadType</key><string>org.latchkey.agent</string>
    ///             <key>PayloadVersion</key><integer>1</integer>
    ///             <key>PayloadIdentifier</key><string>com.example.mfa.agent</string>
    ///             <key>PayloadUUID</key><string>4E6B1F52-8F3D-4B0E-9C57-2A1D6F90B3C8</string>
    ///         </dict>
    ///     </array>
    /// </dict>
    /// </plist>
    /// ```
    ///
    /// # Instead
    /// ```text (target=workspace-one file=payload.xml)
    /// <dict>
    ///     <key>PayloadType</key><string>org.latchkey.agent</string>
    ///     <key>PayloadVersion</key><integer>1</integer>
    ///     <key>PayloadIdentifier</key><string>com.example.mfa.agent</string>
    ///     <key>PayloadUUID</key><string>4E6B1F52-8F3D-4B0E-9C57-2A1D6F90B3C8</string>
    ///     <key>FailureBudget</key><integer>5</integer>
    /// </dict>
    /// ```
    ///
    /// # Keys
    /// no key
    static RULE = { name: "unwanted-envelope", level: Warning, since: "0.1.0" };
}

/// Looks at what is around the payload.
pub(crate) fn check(file: &FileView<'_>) -> Vec<Finding> {
    if !file.options.goes_to(Target::WorkspaceOne) {
        return Vec::new();
    }
    let message = match (file.contents.carrier, file.root) {
        (Carrier::Profile, _) => "the file is a whole profile, and Workspace ONE wants one payload",
        (Carrier::SinglePayload, Root::Plist) => {
            "`<plist>` stands around the payload, and Workspace ONE wants it bare"
        }
        _ => return Vec::new(),
    };
    vec![
        Finding::new(&RULE, Place::File, message)
            .help("paste the `<dict>` of each payload into custom settings of its own, from `<dict>` to `</dict>`")
            .consequence("the console refuses the text, or wraps it into a payload that nothing reads")
            .concerns([Target::WorkspaceOne]),
    ]
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{found_with, payload, profile};
    use crate::options::Options;
    use crate::target::Target;

    #[test]
    fn one_dictionary_is_wanted() {
        let count = |target: Target, file: &str| {
            let options = Options { targets: vec![target], ..Options::default() };
            found_with("unwanted-envelope", file.as_bytes(), &options).len()
        };
        let bare = payload("org.latchkey.agent", "");
        assert_eq!(count(Target::WorkspaceOne, &profile(&bare)), 1);
        assert_eq!(count(Target::WorkspaceOne, &format!("<plist version=\"1.0\">{bare}</plist>")), 1);
        assert_eq!([count(Target::WorkspaceOne, &bare), count(Target::Jamf, &profile(&bare))], [0, 0]);
    }
}
