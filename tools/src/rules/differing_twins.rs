//! `differing-twins`: a setting that Okta Verify and its extension have with different values.

use std::collections::HashMap;

use latchkey_profile_schema::domain::{OKTA_EXTENSION, OKTA_VERIFY};

use crate::facts::{Across, OneOfMany, Setting};
use crate::phrase::quoted;
use crate::rule::rule;

rule! {
    /// A setting of Okta Verify that its extension has with another value.
    ///
    /// # What it does
    /// Compares `com.okta.mobile` and `com.okta.mobile.auth-service-extension` key by key, in all files of the call. The
    /// organization's URL is compared by the rules for organizations.
    ///
    /// # Why it matters
    /// Okta asks for the same settings in both domains: the app reads one, its extension the other.
    ///
    /// # Example
    /// ```xml
    /// <dict>
    ///     <key>PayloadType</key><string>com.okta.mobile</string>
    ///     <key>OktaVerify.EnrollmentOptions</key><string>Enabled</string>
    /// </dict>
    /// <dict>
    ///     <key>PayloadType</key><string>com.okta.mobile.auth-service-extension</string>
    ///     <key>OktaVerify.EnrollmentOptions</key><string>Disabled</string>
    /// </dict>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <dict>
    ///     <key>PayloadType</key><string>com.okta.mobile</string>
    ///     <key>OktaVerify.EnrollmentOptions</key><string>Enabled</string>
    /// </dict>
    /// <dict>
    ///     <key>PayloadType</key><string>com.okta.mobile.auth-service-extension</string>
    ///     <key>OktaVerify.EnrollmentOptions</key><string>Enabled</string>
    /// </dict>
    /// ```
    ///
    /// # Keys
    /// every key of `com.okta.mobile`
    static RULE = { name: "differing-twins", level: Warning, since: "0.1.0" };
}

/// Compares each setting of the extension with the app's first one.
pub(crate) fn check(files: &[OneOfMany<'_>]) -> Vec<Across> {
    let settings = |domain: &'static str| {
        let all = files
            .iter()
            .enumerate()
            .flat_map(|(file, one)| one.facts.settings.iter().map(move |setting| (file, setting)));
        all.filter(move |(_, setting)| setting.given.domain == *domain && setting.key != "OktaVerify.OrgUrl")
    };
    let mut app: HashMap<&str, (usize, &Setting)> = HashMap::new();
    for (file, setting) in settings(OKTA_VERIFY.name) {
        app.entry(&setting.key).or_insert((file, setting));
    }
    settings(OKTA_EXTENSION.name)
        .filter_map(|(file, setting)| {
            let (other, twin) = *app.get(&*setting.key)?;
            (twin.value != setting.value).then(|| Across {
                rule: &RULE,
 at_most: None,
                file,
                spot: setting.spot(),
                message: format!("{} has another value here than in {}", quoted(&setting.key), quoted(OKTA_VERIFY.name)),
                help: "give the key the same value in both domains",
                consequence: "Okta Verify and its extension behave differently, and which one a user meets depends on the way in",
                related: vec![(other, twin.spot(), "the app's value")],
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{files, payload, profile};

    #[test]
    fn twins_are_alike() {
        let of = |domain: &str, inside: &str| profile(&payload(domain, inside));
        let app = |inside: &str| of("com.okta.mobile", inside);
        let extension = |inside: &str| of("com.okta.mobile.auth-service-extension", inside);
        const ON: &str = "<key>OktaVerify.ReportDiagnostics</key><true/>";
        const OFF: &str = "<key>OktaVerify.ReportDiagnostics</key><false/>";
        const ONE: &str = "<key>OktaVerify.OrgUrl</key><string>https://a.okta.com</string>";
        const TWO: &str = "<key>OktaVerify.OrgUrl</key><string>https://b.okta.com</string>";
        let found = |contents: &[&String]| files("differing-twins", contents);
        assert_eq!(
            found(&[&extension(OFF), &app(ON)]),
            [(
                0,
                "`OktaVerify.ReportDiagnostics` has another value here than in `com.okta.mobile`".to_owned()
            )]
        );
        for silent in [
            &[&app(ON), &extension(ON)][..],
            &[&app(ON), &extension("")],
            &[&app(ON), &app(OFF)],
            &[&app(ONE), &extension(TWO)],
        ] {
            assert!(found(silent).is_empty(), "{silent:?}");
        }
    }
}
