//! `shared-folder`: two profiles in a folder that takes one.

use std::collections::HashMap;

use crate::facts::{Across, IdentityKind, OneOfMany};
use crate::located::Spot;
use crate::phrase::{file_name, quoted};
use crate::rule::rule;

rule! {
    /// Two profiles in one folder, where each needs its own.
    ///
    /// # What it does
    /// With `--target kandji`, reports a folder that holds a second profile.
    ///
    /// # Why it matters
    /// The folder of a custom profile holds one `.mobileconfig` and one `info` file. `iructl`, and `kst` before it,
    /// refuse a folder with two.
    ///
    /// # Example
    /// ```xml (target=kandji file=mfa/one.mobileconfig)
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
    ///             <key>PayloadVersion</key><integer>1</integer>
    ///             <key>PayloadIdentifier</key><string>com.example.mfa.agent</string>
    ///             <key>PayloadUUID</key><string>4E6B1F52-8F3D-4B0E-9C57-2A1D6F90B3C8</string>
    ///             <key>FailureBudget</key><integer>5</integer>
    ///         </dict>
    ///     </array>
    /// </dict>
    /// </plist>
    /// ```
    /// ```xml (target=kandji file=mfa/two.mobileconfig)
    /// <plist version="1.0">
    /// <dict>
    ///     <key>PayloadType</key><string>Configuration</string>
    ///     <key>PayloadVersion</key><integer>1</integer>
    ///     <key>PayloadIdentifier</key><string>com.example.prompt</string>
    ///     <key>PayloadUUID</key><string>B7C6A2C0-6E0B-4B53-93C2-4E5A3F2D1C77</string>
    ///     <key>PayloadContent</key>
    ///     <array>
    ///         <dict>
    ///             <key>PayloadType</key><string>org.latchkey.agent</string>
    ///             <key>PayloadVersion</key><integer>1</integer>
    ///             <key>PayloadIdentifier</key><string>com.example.prompt.agent</string>
    ///             <key>PayloadUUID</key><string>2F9E7A44-90D1-4C3B-8A65-5D1B7E0C9F23</string>
    ///             <key>PromptTimeoutSeconds</key><integer>300</integer>
    ///         </dict>
    ///     </array>
    /// </dict>
    /// </plist>
    /// ```
    ///
    /// # Instead
    /// ```xml (target=kandji file=mfa/one.mobileconfig)
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
    ///             <key>PayloadVersion</key><integer>1</integer>
    ///             <key>PayloadIdentifier</key><string>com.example.mfa.agent</string>
    ///             <key>PayloadUUID</key><string>4E6B1F52-8F3D-4B0E-9C57-2A1D6F90B3C8</string>
    ///             <key>FailureBudget</key><integer>5</integer>
    ///         </dict>
    ///     </array>
    /// </dict>
    /// </plist>
    /// ```
    /// ```xml (target=kandji file=prompt/two.mobileconfig)
    /// <plist version="1.0">
    /// <dict>
    ///     <key>PayloadType</key><string>Configuration</string>
    ///     <key>PayloadVersion</key><integer>1</integer>
    ///     <key>PayloadIdentifier</key><string>com.example.prompt</string>
    ///     <key>PayloadUUID</key><string>B7C6A2C0-6E0B-4B53-93C2-4E5A3F2D1C77</string>
    ///     <key>PayloadContent</key>
    ///     <array>
    ///         <dict>
    ///             <key>PayloadType</key><string>org.latchkey.agent</string>
    ///             <key>PayloadVersion</key><integer>1</integer>
    ///             <key>PayloadIdentifier</key><string>com.example.prompt.agent</string>
    ///             <key>PayloadUUID</key><string>2F9E7A44-90D1-4C3B-8A65-5D1B7E0C9F23</string>
    ///             <key>PromptTimeoutSeconds</key><integer>300</integer>
    ///         </dict>
    ///     </array>
    /// </dict>
    /// </plist>
    /// ```
    ///
    /// # Keys
    /// no key
    static RULE = { name: "shared-folder", level: Info, since: "0.1.0" };
}

/// Compares the folders; each is reported once.
pub(crate) fn check(files: &[OneOfMany<'_>]) -> Vec<Across> {
    let mut first: HashMap<&str, (usize, usize)> = HashMap::new();
    let mut found = Vec::new();
    for (file, OneOfMany { facts, .. }) in files.iter().enumerate() {
        let Some(folder) = facts.identity(IdentityKind::Folder) else { continue };
        let (earlier, seen) = first.entry(&folder.name).or_insert((file, 0));
        *seen += 1;
        let Some(other) = files.get(*earlier).filter(|_| *seen == 2) else { continue };
        found.push(Across {
            rule: &RULE,
            at_most: None,
            file,
            spot: Spot::default(),
            message: format!("the folder {} holds {} too", quoted(&folder.name), file_name(other.name)),
            help: "give each profile a folder of its own, with its `info` file",
            consequence: "`iructl` refuses the folder; an upload by hand does not mind",
            related: vec![(*earlier, Spot::default(), "the other profile")],
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::lint::across;
    use crate::lint::testing::{payload, profile, report};
    use crate::options::Options;
    use crate::target::Target;

    #[test]
    fn a_folder_is_for_one_profile() {
        let count = |names: &[&str], target: Target| {
            let options = Options { targets: vec![target], ..Options::default() };
            let file = profile(&payload("com.apple.dock", ""));
            let mut reports: Vec<_> = names.iter().map(|name| report(name, file.clone(), &options)).collect();
            across(&mut reports);
            let findings = reports.iter().flat_map(|report| &report.findings);
            findings.filter(|found| found.rule.name == "shared-folder").count()
        };
        assert_eq!(count(&["a/1.mobileconfig", "a/2.mobileconfig", "a/3.mobileconfig"], Target::Kandji), 1);
        assert_eq!(count(&["a/1.mobileconfig", "b/2.mobileconfig"], Target::Kandji), 0);
        assert_eq!(count(&["a/1.mobileconfig", "a/2.mobileconfig"], Target::Jamf), 0);
    }
}
