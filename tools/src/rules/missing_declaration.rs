//! `missing-declaration`: a profile that a server takes for a signed one.

use latchkey_profile_schema::Place;
use latchkey_profile_schema::opening::Layer;

use super::envelopes::profile;
use crate::finding::Finding;
use crate::rule::rule;
use crate::target::Target;
use crate::view::{Beginning, FileView};

rule! {
    /// A profile for Fleet that does not begin with `<?xml`.
    ///
    /// # What it does
    /// With `--target fleet`, reports a profile that is not signed and whose first bytes are not the XML
    /// declaration; binary ones and those in UTF-16 are among them.
    ///
    /// # Why it matters
    /// Fleet takes whatever does not begin with `<?xml` for a signed profile, and fails to read it.
    ///
    /// # Example
    /// ```xml (target=fleet)
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
    /// ```xml (target=fleet)
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
    /// # Keys
    /// no key
    static RULE = { name: "missing-declaration", level: Error, since: "0.1.0" };
}

/// Looks at the first bytes.
pub(crate) fn check(file: &FileView<'_>) -> Vec<Finding> {
    let wide = matches!(file.layers, [Layer::Utf16(_)]);
    let plain = file.layers.is_empty() && file.beginning != Beginning::Declaration;
    if !(wide || plain) || !file.options.goes_to(Target::Fleet) || profile(file).is_none() {
        return Vec::new();
    }
    let (message, help) = match file.beginning {
        _ if wide => ("the profile is UTF-16, so its first bytes are not `<?xml`", "save it as UTF-8"),
        Beginning::Binary => ("the profile is a binary property list", "convert it to XML"),
        Beginning::Markup | Beginning::Declaration => (
            "the profile does not begin with an XML declaration",
            "begin it with `<?xml version=\"1.0\" encoding=\"UTF-8\"?>`",
        ),
    };
    vec![
        Finding::new(&RULE, Place::File, message)
            .help(help)
            .consequence("Fleet takes it for a signed profile and refuses it")
            .concerns([Target::Fleet]),
    ]
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{found_with, payload, preferences, profile};
    use crate::options::Options;
    use crate::target::Target;

    #[test]
    fn fleet_looks_at_the_first_bytes() {
        let count = |target: Target, file: &str| {
            let options = Options { targets: vec![target], ..Options::default() };
            found_with("missing-declaration", file.as_bytes(), &options).len()
        };
        let bare = profile(&payload("com.apple.dock", ""));
        let declared = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{bare}");
        assert_eq!(count(Target::Fleet, &bare), 1);
        let wide: Vec<u8> = declared.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let options = Options { targets: vec![Target::Fleet], ..Options::default() };
        assert_eq!(found_with("missing-declaration", &wide, &options).len(), 1);
        assert_eq!([count(Target::Fleet, &declared), count(Target::Jamf, &bare)], [0, 0]);
        assert_eq!(
            [count(Target::Fleet, &format!("\n{declared}")), count(Target::Fleet, &preferences(""))],
            [0, 0]
        );
    }
}
