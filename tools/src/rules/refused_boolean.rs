//! `refused-boolean`: a boolean of Okta Verify where the server takes none.

use latchkey_profile_schema::Value;
use latchkey_profile_schema::plist::MAX_PROBLEMS;

use crate::finding::{Finding, value_at};
use crate::phrase::quoted;
use crate::rule::rule;
use crate::target::Target;
use crate::view::FileView;

rule! {
    /// A boolean of Okta Verify in a profile for Workspace ONE.
    ///
    /// # What it does
    /// With `--target workspace-one`, reports booleans in the settings of `com.okta.mobile` and
    /// `com.okta.mobile.auth-service-extension`.
    ///
    /// # Why it matters
    /// Workspace ONE refuses them in its custom settings with an error about the format.
    ///
    /// # Example
    /// ```xml (target=workspace-one)
    /// <dict>
    ///     <key>PayloadType</key><string>com.okta.mobile</string>
    ///     <key>OktaVerify.ReportDiagnostics</key><true/>
    /// </dict>
    /// ```
    ///
    /// # Instead
    /// ```xml (target=workspace-one)
    /// <dict>
    ///     <key>PayloadType</key><string>com.okta.mobile</string>
    ///     <key>OktaVerify.OrgUrl</key><string>https://corp.okta.com</string>
    /// </dict>
    /// ```
    ///
    /// # Keys
    /// `OktaVerify.ReportDiagnostics`, `OktaVerify.EnableOSQueryCustomChecks`
    static RULE = { name: "refused-boolean", level: Error, since: "0.1.0" };
}

/// Looks at the settings of Okta Verify.
pub(crate) fn check(file: &FileView<'_>) -> Vec<Finding> {
    const DOMAINS: [&str; 2] = ["com.okta.mobile", "com.okta.mobile.auth-service-extension"];
    if !file.options.goes_to(Target::WorkspaceOne) {
        return Vec::new();
    }
    let theirs = file
        .contents
        .payloads
        .iter()
        .filter(|payload| payload.domain.is_some_and(|name| DOMAINS.contains(&name)));
    theirs
        .flat_map(|payload| payload.entries().map(move |entry| (payload, entry)))
        .filter(|(_, entry)| matches!(entry.node.value, Value::Boolean(_)))
        .map(|(payload, entry)| {
            let message = format!("Workspace ONE refuses the boolean {}", quoted(&entry.key));
            Finding::new(&RULE, value_at(payload.path.key(&entry.key)), message)
                .help("leave the key out where its default will do, or deliver this payload by other means")
                .consequence("the profile cannot be saved, and the console speaks of a format error")
                .concerns([Target::WorkspaceOne])
        })
        .take(MAX_PROBLEMS)
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{found_with, payload, profile};
    use crate::options::Options;
    use crate::target::Target;

    #[test]
    fn workspace_one_takes_no_booleans_of_okta_verify() {
        let count = |targets: &[Target], name: &str| {
            let options = Options { targets: targets.to_vec(), ..Options::default() };
            let file = profile(&payload(name, "<key>OktaVerify.ReportDiagnostics</key><true/>"));
            found_with("refused-boolean", file.as_bytes(), &options).len()
        };
        assert_eq!(count(&[Target::WorkspaceOne], "com.okta.mobile"), 1);
        assert_eq!([count(&[], "com.okta.mobile"), count(&[Target::WorkspaceOne], "com.apple.dock")], [0, 0]);
    }
}
