//! `missing-profile`: settings without a profile around them, for a target that takes whole profiles.

use latchkey_profile_schema::Place;
use latchkey_profile_schema::carrier::Carrier;

use crate::finding::Finding;
use crate::rule::rule;
use crate::target::Target;
use crate::view::FileView;

rule! {
    /// Settings or a payload without a profile around them, where the target takes whole profiles.
    ///
    /// # What it does
    /// With `--target device`, `kandji`, `fleet` or `apple-business`, reports a preference file, the content of a
    /// managed-client payload, and a payload that stands alone. Jamf Pro, Intune and Workspace ONE take some of them.
    ///
    /// # Why it matters
    /// Only a profile can be installed. These targets take one as it is, and make none of what is in it.
    ///
    /// # Example
    /// ```xml (target=kandji)
    /// <plist version="1.0">
    /// <dict>
    ///     <key>FailureBudget</key><integer>5</integer>
    /// </dict>
    /// </plist>
    /// ```
    ///
    /// # Instead
    /// ```xml (target=kandji)
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
    ///             <key>FailureBudget</key><integer>5</integer>
    ///         </dict>
    ///     </array>
    /// </dict>
    /// </plist>
    /// ```
    ///
    /// # Keys
    /// no key
    static RULE = { name: "missing-profile", level: Error, since: "0.1.0" };
}

/// Looks at what is around the settings.
pub(crate) fn check(file: &FileView<'_>) -> Vec<Finding> {
    const WHOLE: [Target; 4] = [Target::Device, Target::Kandji, Target::Fleet, Target::AppleBusiness];
    let concerned: Vec<Target> = WHOLE.into_iter().filter(|target| file.options.goes_to(*target)).collect();
    if concerned.is_empty() {
        return Vec::new();
    }
    // Any property list may be somebody's preferences; one whose settings are known is meant to be deployed.
    let is_known = !file.payloads.is_empty() || file.domain.is_some();
    let what = match file.contents.carrier {
        Carrier::Preferences if is_known => "a preference file",
        Carrier::ManagedClientContent => "the content of a managed-client payload",
        Carrier::SinglePayload => "one payload without a profile around it",
        _ => return Vec::new(),
    };
    let message = format!("this is {what}, and {} whole profiles", takes(&concerned));
    vec![
        Finding::new(&RULE, Place::File, message)
            .help("put a profile around it: `PayloadType` `Configuration`, and the payload in its `PayloadContent`")
            .consequence("the file is refused, and none of its settings reach a Mac")
            .concerns(concerned),
    ]
}

fn takes(targets: &[Target]) -> String {
    let titles: Vec<&str> = targets.iter().map(|target| target.title()).collect();
    let verb = if titles.len() == 1 { "takes" } else { "take" };
    format!("{} {verb}", titles.join(" and "))
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{found_with, payload, preferences, profile};
    use crate::options::Options;
    use crate::target::Target;

    #[test]
    fn some_targets_take_whole_profiles_alone() {
        let count = |targets: &[Target], file: &str| {
            let options = Options { targets: targets.to_vec(), ..Options::default() };
            found_with("missing-profile", file.as_bytes(), &options).len()
        };
        let keys = "<key>FailureBudget</key><integer>5</integer>";
        let content = preferences(
            "<key>org.latchkey.agent</key><dict><key>Forced</key><array><dict><key>mcx_preference_settings</key>\
             <dict/></dict></array></dict>",
        );
        let lone = payload("org.latchkey.agent", keys);
        for target in [Target::Device, Target::Kandji, Target::Fleet, Target::AppleBusiness] {
            for file in [&preferences(keys), keys, &content, &lone] {
                assert_eq!(count(&[target], file), 1, "{target:?} {file}");
            }
            assert_eq!(count(&[target], &profile(&lone)), 0, "{target:?}");
            assert_eq!(count(&[target], &preferences("<key>a</key><true/>")), 0, "{target:?}");
        }
        for target in [Target::Jamf, Target::Intune, Target::WorkspaceOne] {
            assert_eq!(count(&[target], &preferences(keys)), 0, "{target:?}");
        }
        assert_eq!([count(&[], keys), count(&[Target::Jamf, Target::Fleet, Target::Kandji], keys)], [0, 1]);
    }
}
