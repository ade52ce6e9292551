//! `secret-in-file`: a secret in a file that people pass around.

use latchkey_profile_schema::domain;
use latchkey_profile_schema::plist::MAX_PROBLEMS;

use super::placeholder_value::is_template_text;
use super::variables::is_variable;
use crate::finding::{Finding, value_at};
use crate::phrase::quoted;
use crate::rule::rule;
use crate::view::PayloadView;

rule! {
    /// A secret that stands in the file in the clear.
    ///
    /// # What it does
    /// Reports a sensitive key whose value is neither a placeholder nor a variable of an MDM. The value itself is
    /// never printed.
    ///
    /// # Why it matters
    /// Profiles are kept in repositories, tickets and mails. Whoever has the client secret can act as the app.
    ///
    /// # Example
    /// ```xml
    /// <key>DMFAClientSecret</key><string>…the secret…</string>
    /// ```
    ///
    /// # Instead
    /// A variable of the MDM; or the placeholder `YOUR_DMFA_CLIENT_SECRET` in the repository, and the secret in the
    /// MDM's copy alone:
    /// ```xml
    /// <key>DMFAClientSecret</key><string>$FLEET_SECRET_DMFA_CLIENT_SECRET</string>
    /// ```
    ///
    /// # Keys
    /// `DMFAClientSecret`; `Challenge` of SCEP, `RegistrationToken` of extensible SSO
    static RULE = { name: "secret-in-file", level: Warning, since: "0.1.0" };
}

/// Looks at the sensitive keys.
pub(crate) fn check(settings: &PayloadView<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    settings.each_declared(&mut |at, key, node| {
        let is_clear = |text: &str| !text.is_empty() && !stands_for_another(text);
        if !key.sensitive || findings.len() >= MAX_PROBLEMS || !node.as_str().is_some_and(is_clear) {
            return;
        }
        let message = format!("{} stands in this file in the clear", quoted(&key.name));
        let consequence = match settings.domain.name {
            ours if domain::named(ours).is_some() => {
                "whoever reads the file can act as the app towards the organization"
            }
            _ => "whoever reads the file can pass for this device where the secret is asked for",
        };
        findings.push(
            Finding::new(&RULE, value_at(at()), message)
                .help("keep a placeholder in files that are shared, and the secret in the MDM's copy alone")
                .consequence(consequence),
        );
    });
    findings
}

/// Whether a text is a placeholder, or a variable that an MDM replaces and nothing else.
fn stands_for_another(text: &str) -> bool {
    is_template_text(text) || is_variable(text)
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{messages_in, messages_in_profile, paths_in, payload};

    #[test]
    fn a_secret_is_reported_and_not_printed() {
        let secret = |text: &str| format!("<key>DMFAClientSecret</key><string>{text}</string>");
        assert_eq!(paths_in("secret-in-file", &secret("hunter2")), ["/DMFAClientSecret"]);
        assert!(!messages_in("secret-in-file", &secret("hunter2")).concat().contains("hunter2"));
        for stand_in in
            ["YOUR_DMFA_CLIENT_SECRET", "$SECRET", "{{secret}}", "$FLEET_SECRET_A${FLEET_SECRET_B}", ""]
        {
            assert!(paths_in("secret-in-file", &secret(stand_in)).is_empty(), "{stand_in}");
        }
        for real in
            ["$up3rSecret!canary", "$SECRET!canary", "{{a}}canary{{b}}", "%40canary%", "$1canary", "$"]
        {
            assert_eq!(paths_in("secret-in-file", &secret(real)), ["/DMFAClientSecret"], "{real}");
            assert!(!messages_in("secret-in-file", &secret(real)).concat().contains("canary"), "{real}");
        }
    }

    #[test]
    fn a_secret_is_found_at_any_depth() {
        let scep = |challenge: &str| {
            let inside = format!(
                "<key>URL</key><string>https://a.b</string><key>Challenge</key><string>{challenge}</string>"
            );
            let content = format!("<key>PayloadContent</key><dict>{inside}</dict>");
            messages_in_profile("secret-in-file", &payload("com.apple.security.scep", &content))
        };
        assert_eq!(scep("hunter2"), ["`Challenge` stands in this file in the clear"]);
        assert!(scep("$FLEET_VAR_CHALLENGE").is_empty());
    }
}
