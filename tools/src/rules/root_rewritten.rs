//! `root-rewritten`: names that Jamf Pro replaces.

use super::envelopes::{profile, text};
use crate::finding::{Finding, value_at};
use crate::rule::rule;
use crate::target::Target;
use crate::view::FileView;

rule! {
    /// Names of the top level that Jamf Pro replaces on upload.
    ///
    /// # What it does
    /// With `--target jamf`, reports a profile whose `PayloadIdentifier` is not its `PayloadUUID`.
    ///
    /// # Why it matters
    /// Jamf Pro gives every uploaded profile a UUID of its own, at the top level, and writes it as the identifier
    /// too. What compares the file with the server, such as Terraform, then finds a difference each time.
    ///
    /// # Example
    /// ```xml (target=jamf in=profile)
    /// <key>PayloadIdentifier</key><string>com.example.mfa</string>
    /// ```
    ///
    /// # Instead
    /// ```xml (target=jamf in=profile)
    /// <key>PayloadIdentifier</key><string>7D0A4C91-53E2-4F68-B1A7-8E39C2D5F014</string>
    /// ```
    ///
    /// # Keys
    /// `PayloadIdentifier`, `PayloadUUID`
    static RULE = { name: "root-rewritten", level: Info, since: "0.1.0" };
}

/// Compares the two names.
pub(crate) fn check(file: &FileView<'_>) -> Vec<Finding> {
    const KEY: &str = "PayloadIdentifier";
    let Some(profile) = profile(file).filter(|_| file.options.goes_to(Target::Jamf)) else {
        return Vec::new();
    };
    let names = text(profile, KEY).zip(text(profile, "PayloadUUID"));
    if names.is_none_or(|(name, uuid)| name.eq_ignore_ascii_case(uuid)) {
        return Vec::new();
    }
    vec![
        Finding::new(
            &RULE,
            value_at(profile.path.key(KEY)),
            "Jamf Pro replaces the identifier and the UUID of the top level on upload",
        )
        .help("leave both out of comparisons with the server, or write the server's UUID in both places")
        .consequence("the installed profile has another identifier than the file")
        .concerns([Target::Jamf]),
    ]
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{found_with, payload, profile};
    use crate::options::Options;
    use crate::target::Target;

    #[test]
    fn jamf_writes_one_name_twice() {
        let count = |targets: &[Target], identifier: &str| {
            let options = Options { targets: targets.to_vec(), ..Options::default() };
            let file = profile(&payload("com.apple.dock", "")).replacen(
                ">com.example<",
                &format!(">{identifier}<"),
                1,
            );
            found_with("root-rewritten", file.as_bytes(), &options).len()
        };
        assert_eq!(count(&[Target::Jamf], "com.example"), 1);
        assert_eq!(count(&[Target::Jamf], "00000000-0000-4000-8000-00000000000a"), 0);
        assert_eq!(count(&[Target::Kandji], "com.example"), 0);
    }
}
