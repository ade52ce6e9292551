//! `missing-twin`: settings of Okta Verify that its extension does not get, or the reverse.

use std::collections::BTreeSet;

use latchkey_profile_schema::domain::{OKTA_EXTENSION, OKTA_VERIFY};

use crate::facts::{Across, OneOfMany, Setting, here};
use crate::phrase::quoted;
use crate::rule::rule;
use crate::view::catalog;

rule! {
    /// Settings that only one of Okta Verify and its extension gets.
    ///
    /// # What it does
    /// Lists, in all files of the call together, the keys of `com.okta.mobile` that
    /// `com.okta.mobile.auth-service-extension` lacks, and the reverse. The keys of password sync belong to the extension
    /// and need not be in both.
    ///
    /// # Why it matters
    /// Okta asks for the same settings in both domains: the app reads one, its extension the other.
    ///
    /// # Example
    /// ```xml
    /// <dict>
    ///     <key>PayloadType</key><string>com.okta.mobile</string>
    ///     <key>OktaVerify.ReportDiagnostics</key><true/>
    /// </dict>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <dict>
    ///     <key>PayloadType</key><string>com.okta.mobile</string>
    ///     <key>OktaVerify.ReportDiagnostics</key><true/>
    /// </dict>
    /// <dict>
    ///     <key>PayloadType</key><string>com.okta.mobile.auth-service-extension</string>
    ///     <key>OktaVerify.ReportDiagnostics</key><true/>
    /// </dict>
    /// ```
    ///
    /// # Keys
    /// every key of `com.okta.mobile`
    static RULE = { name: "missing-twin", level: Info, since: "0.1.0" };
}

/// Compares the two domains both ways. Preference files hold one domain each, so one alone says nothing.
pub(crate) fn check(files: &[OneOfMany<'_>]) -> Vec<Across> {
    if files.len() == 1 && files.iter().all(|one| !one.facts.is_profile) {
        return Vec::new();
    }
    let domains = [OKTA_VERIFY.name, OKTA_EXTENSION.name];
    let [app, extension] = domains.map(|domain| keys(files, domain));
    let ways = [(&app, &extension, OKTA_EXTENSION.name), (&extension, &app, OKTA_VERIFY.name)];
    ways.into_iter()
        .filter_map(|(one, other, domain)| {
            let others: BTreeSet<&str> = other.iter().map(|(_, setting)| &*setting.key).collect();
            let lacking: Vec<_> = one.iter().filter(|(_, setting)| !others.contains(&*setting.key)).collect();
            let (file, first) = lacking.first()?;
            let names: BTreeSet<&str> = lacking.iter().map(|(_, setting)| &*setting.key).collect();
            let names: Vec<String> = names.into_iter().map(quoted).collect();
            let verb = if names.len() == 1 { "is" } else { "are" };
            Some(Across {
                rule: &RULE,
                at_most: None,
                file: *file,
                spot: first.spot(),
                message: format!("{} {verb} not set in {} {}", names.join(", "), quoted(domain), here(files)),
                help: "set the same keys to the same values in both domains",
                consequence: "Okta Verify and its extension behave differently",
                related: Vec::new(),
            })
        })
        .collect()
}

/// The settings of a domain that belong in both; what is not declared is another mistake.
fn keys<'f>(files: &'f [OneOfMany<'_>], domain: &str) -> Vec<(usize, &'f Setting)> {
    const EXTENSION_ALONE: [&str; 2] = ["OktaVerify.PasswordSyncClientID", "PlatformSSO.ProtocolVersion"];
    let all = files
        .iter()
        .enumerate()
        .flat_map(|(file, one)| one.facts.settings.iter().map(move |setting| (file, setting)));
    let is_declared = |key: &str| catalog(&OKTA_VERIFY).is_some_and(|catalog| catalog.key(key).is_some());
    all.filter(|(_, setting)| setting.given.domain == *domain)
        .filter(|(_, setting)| !EXTENSION_ALONE.contains(&&*setting.key) && is_declared(&setting.key))
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{files, payload, preferences, profile};

    #[test]
    fn each_gets_what_the_other_gets() {
        let of = |domain: &str, inside: &str| profile(&payload(domain, inside));
        let app = |inside: &str| of("com.okta.mobile", inside);
        let extension = |inside: &str| of("com.okta.mobile.auth-service-extension", inside);
        const DIAGNOSTICS: &str = "<key>OktaVerify.ReportDiagnostics</key><true/>";
        const LAUNCH: &str = "<key>OktaVerify.LaunchOptions</key><string>HideMainWindow</string>";
        const SYNC: &str = "<key>OktaVerify.PasswordSyncClientID</key><string>0oa1</string>";
        let found = |contents: &[&String]| files("missing-twin", contents);
        assert_eq!(
            found(&[&app(&(DIAGNOSTICS.to_owned() + LAUNCH))]),
            [(
                0,
                "`OktaVerify.LaunchOptions`, `OktaVerify.ReportDiagnostics` are not set in \
                 `com.okta.mobile.auth-service-extension` in this file"
                    .to_owned()
            )]
        );
        assert_eq!(found(&[&app(DIAGNOSTICS), &extension(LAUNCH)]).len(), 2);
        for silent in [
            &[&app(DIAGNOSTICS), &extension(DIAGNOSTICS)][..],
            &[&app(DIAGNOSTICS), &extension(&(DIAGNOSTICS.to_owned() + SYNC))],
            &[&app("<key>PayloadFoo</key><true/>")],
            &[&preferences(DIAGNOSTICS)],
        ] {
            assert!(found(silent).is_empty(), "{silent:?}");
        }
    }
}
