//! `factors-not-enforced`: a list of factors that a browser does not know.

use latchkey_profile_schema::domain::{AGENT, DESKTOP_MFA};

use super::factors::{ALLOWED_FACTORS, LINKING, linking, restricted};
use crate::finding::{Finding, value_at};
use crate::phrase::quoted;
use crate::rule::rule;
use crate::view::FileView;

rule! {
    /// A choice of factors beside a protocol that cannot enforce it.
    ///
    /// # What it does
    /// Reports `AllowedFactors` that restricts the factors, or `AccountLinkingMFAFactor`, while `Protocol` of
    /// `org.latchkey.agent` is `device-authorization` or `ciba`.
    ///
    /// # Why it matters
    /// There the user signs in with a browser, or on a device that the organization chooses. Which factor he uses
    /// is up to the policy in Okta, and the keys of the profile are not asked.
    ///
    /// # Example
    /// ```xml
    /// <dict>
    ///     <key>PayloadType</key><string>com.okta.deviceaccess.servicedaemon</string>
    ///     <key>AllowedFactors</key><array><string>OV_Push</string></array>
    /// </dict>
    /// <dict>
    ///     <key>PayloadType</key><string>org.latchkey.agent</string>
    ///     <key>Protocol</key><string>device-authorization</string>
    /// </dict>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <dict>
    ///     <key>PayloadType</key><string>com.okta.deviceaccess.servicedaemon</string>
    ///     <key>AllowedFactors</key><array><string>OV_Push</string></array>
    /// </dict>
    /// <dict>
    ///     <key>PayloadType</key><string>org.latchkey.agent</string>
    ///     <key>Protocol</key><string>direct-authentication</string>
    /// </dict>
    /// ```
    ///
    /// # Keys
    /// `AllowedFactors`, `AccountLinkingMFAFactor`, `Protocol`
    static RULE = { name: "factors-not-enforced", level: Warning, since: "0.1.0" };
}

/// Compares the two domains.
pub(crate) fn check(file: &FileView<'_>) -> Vec<Finding> {
    const PROTOCOL: &str = "Protocol";
    let agent = file.domains.iter().filter(|settings| settings.domain.name == AGENT.name);
    let browser = agent
        .filter_map(|settings| Some((settings, settings.text(PROTOCOL)?)))
        .find(|(_, word)| matches!(*word, "device-authorization" | "ciba"));
    let Some((agent, word)) = browser else { return Vec::new() };
    let mut findings = Vec::new();
    for settings in file.domains.iter().filter(|settings| settings.domain.name == DESKTOP_MFA.name) {
        let lists = restricted(settings).is_some().then_some(ALLOWED_FACTORS);
        let links = linking(settings).is_some().then_some(LINKING);
        findings.extend(lists.into_iter().chain(links).map(|key| {
            let message = format!("{} chooses factors, which {} does not enforce", quoted(key), quoted(word));
            Finding::new(&RULE, value_at(settings.path(key)), message)
                .help("allow every factor with `*` and choose them in Okta's policy, or use `direct-authentication`")
                .consequence("a user signs in with whatever factor Okta offers, whether the profile allows it or not")
                .related(value_at(agent.path(PROTOCOL)), "the protocol")
        }));
    }
    findings
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{found, payload, payload_of, profile};

    #[test]
    fn a_browser_does_not_know_the_list() {
        let factors = "<key>AllowedFactors</key><array><string>OV_Push</string></array>";
        let linking = "<key>AccountLinkingMFAFactor</key><string>OV_TOTP</string>";
        let all = "<key>AllowedFactors</key><array><string>*</string></array>";
        let paths = |inside: &str, protocol: &str| -> Vec<String> {
            let okta = payload("com.okta.deviceaccess.servicedaemon", inside);
            let agent = payload_of(
                "org.latchkey.agent",
                "com.example.agent",
                "00000000-0000-4000-8000-00000000000C",
                &format!("<key>Protocol</key><string>{protocol}</string>"),
            );
            let file = profile(&(okta + &agent));
            let findings = found("factors-not-enforced", file.as_bytes(), None);
            findings.into_iter().filter_map(|finding| Some(finding.spot.key_path?.to_string())).collect()
        };
        assert_eq!(paths(factors, "device-authorization"), ["/PayloadContent/0/AllowedFactors"]);
        assert_eq!(paths(linking, "ciba"), ["/PayloadContent/0/AccountLinkingMFAFactor"]);
        assert!(paths(factors, "automatic").is_empty() && paths(all, "ciba").is_empty());
    }
}
