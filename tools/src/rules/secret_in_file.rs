//! `secret-in-file`: a secret in a file that people pass around.

use latchkey_profile_schema::Place;
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
    /// Reports a sensitive key whose value is neither a placeholder nor a variable of an MDM, and says where it was to
    /// be a variable: its `$` is missing, or there are quotation marks around it; and the default of such a key in a
    /// manifest. The value itself is never printed.
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
    /// A variable of the MDM. Where it has none for secrets, the secret stands in the MDM's copy alone, and a comment
    /// `<!-- latchkey: ignore secret-in-file: … -->` above the key accepts it there; what is kept elsewhere holds a
    /// placeholder.
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
        let is_clear = |text: &&str| !text.is_empty() && !stands_for_another(text);
        if !key.sensitive || findings.len() >= MAX_PROBLEMS {
            return;
        }
        let Some(text) = node.as_str().filter(is_clear) else { return };
        let (what, help, consequence) = almost_variable(text)
            .unwrap_or_else(|| ("stands in this file in the clear", HELP, who_reads_it(settings)));
        let message = format!("{} {what}", quoted(&key.name));
        findings.push(Finding::new(&RULE, value_at(at()), message).help(help).consequence(consequence));
    });
    findings
}

const HELP: &str = "write the MDM's variable for a secret, such as Fleet's `$FLEET_SECRET_…`; where it has none, keep \
                    the secret in the MDM's copy alone, and accept it there with \
                    `<!-- latchkey: ignore secret-in-file: REASON -->` above the key";

fn who_reads_it(settings: &PayloadView<'_>) -> &'static str {
    match settings.domain.name {
        ours if domain::named(ours).is_some() => {
            "whoever reads the file can act as the app towards the organization"
        }
        _ => "whoever reads the file can pass for this device where the secret is asked for",
    }
}

/// What keeps a text from being the variable that it was to be: what it is, what to do, and what happens. The text is
/// not shown, since it may be a secret all the same.
fn almost_variable(text: &str) -> Option<(&'static str, &'static str, &'static str)> {
    const QUOTES: &[char] = &['"', '\'', '`', '“', '”', '„', '‘', '’', '«', '»'];
    const AS_IT_STANDS: &str =
        "the Mac receives the text as it stands, and nobody can link or sign in online";
    let text = text.trim();
    let name = |name: &str, is: fn(&u8) -> bool| !name.is_empty() && name.as_bytes().iter().all(is);
    let is_upper = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte == b'_';
    let bare = text.trim_matches(QUOTES);
    if bare.len() < text.len() && is_variable(bare) {
        return Some((
            "holds a variable in quotation marks",
            "take the quotation marks away",
            "the quotation marks become a part of the secret, and nobody can link or sign in online",
        ));
    }
    if ["FLEET_SECRET_", "FLEET_VAR_"]
        .iter()
        .any(|prefix| bare.strip_prefix(prefix).is_some_and(|rest| name(rest, is_upper)))
    {
        return Some((
            "holds the name of a variable of Fleet without the `$` before it",
            "write `$` before the name",
            AS_IT_STANDS,
        ));
    }
    let inner = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
    inner.is_some_and(|inner| name(inner, u8::is_ascii_alphabetic)).then_some((
        "holds a name in braces, as lookup values of Workspace ONE are written",
        "check that Workspace ONE has a lookup value of this name; other MDMs write variables in other ways",
        AS_IT_STANDS,
    ))
}

/// Words a secret that a manifest presets in an editor.
pub(crate) fn preset(place: Place, subject: &str) -> Finding {
    Finding::new(&RULE, place, format!("the default of {subject} stands in this file in the clear"))
        .help("delete the default; whoever fills in the form writes the secret")
        .consequence("whoever reads the file or opens the form can act as the app towards the organization")
}

/// Whether a text is a placeholder, or a variable that an MDM replaces and nothing else.
pub(crate) fn stands_for_another(text: &str) -> bool {
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
    fn what_was_to_be_a_variable_is_told_from_a_secret() {
        let secret = |text: &str| {
            let inside = format!("<key>DMFAClientSecret</key><string>{text}</string>");
            messages_in("secret-in-file", &inside).concat()
        };
        for (text, part) in [
            ("FLEET_SECRET_OKTA", "without the `$`"),
            ("“$FLEET_SECRET_OKTA”", "quotation marks"),
            ("{DMFASecret}", "Workspace ONE"),
            ("FLEET_SECRET_canary", "in the clear"),
            ("“canary”", "in the clear"),
            ("{canary1}", "in the clear"),
        ] {
            assert!(secret(text).contains(part), "{text}: {}", secret(text));
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
