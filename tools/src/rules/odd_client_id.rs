//! `odd-client-id`: a client ID that is none of Okta.

use latchkey_profile_schema::domain::{AGENT, DESKTOP_MFA};

use super::placeholder_value::is_template_text;
use super::variables::holds_variable;
use crate::finding::{Finding, value_at};
use crate::phrase::quoted;
use crate::rule::rule;
use crate::view::{FileView, SettingsView};

rule! {
    /// A client ID that does not look like one of Okta.
    ///
    /// # What it does
    /// Reports `DMFAClientID` that does not begin with `0oa`, holds anything but letters and digits, or has not the 20
    /// characters of Okta's IDs, unless `Issuer` of `org.latchkey.agent` names another provider; and
    /// `OktaVerify.PasswordSyncClientID` likewise.
    ///
    /// # Why it matters
    /// The IDs of Okta's apps begin with `0oa`. Another text is often the app's name, its secret, or the ID of a
    /// user or group, and Okta answers with `invalid_client`.
    ///
    /// # Example
    /// ```xml
    /// <key>DMFAClientID</key><string>Desktop-MFA</string>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>DMFAClientID</key><string>0oa1b2c3d4e5f6g7h8i9</string>
    /// ```
    ///
    /// # Keys
    /// `DMFAClientID`, `OktaVerify.PasswordSyncClientID`, `Issuer`
    static RULE = { name: "odd-client-id", level: Warning, since: "0.1.0" };
}

/// The length of an ID of Okta, prefix included.
const LENGTH: usize = 20;

/// Looks at the IDs of both apps.
pub(crate) fn check(file: &FileView<'_>) -> Vec<Finding> {
    let mut findings = desktop_mfa(file);
    findings.extend(file.domains.iter().filter_map(password_sync));
    findings
}

/// Looks at the ID of the app for password sync, which is no other provider's.
fn password_sync(settings: &SettingsView<'_>) -> Option<Finding> {
    const ID: &str = "OktaVerify.PasswordSyncClientID";
    let id = settings.text(ID).filter(|id| is_final(id))?;
    let fault = fault(id)?;
    let named = if might_be_secret(id) { String::new() } else { format!(" {}", quoted(id)) };
    Some(
        Finding::new(&RULE, value_at(settings.path(ID)), format!("the client ID{named} {fault}"))
            .help("copy the client ID from the app Platform Single Sign-on for macOS in the Admin Console")
            .consequence("the Mac does not register, and its password is not synchronized"),
    )
}

/// What an ID of Okta is not like.
fn fault(id: &str) -> Option<String> {
    if !is_okta_id(id) {
        return Some("does not begin with `0oa` as those of Okta do".to_owned());
    }
    (id.len() != LENGTH).then(|| format!("has {} characters, and those of Okta have {LENGTH}", id.len()))
}

fn desktop_mfa(file: &FileView<'_>) -> Vec<Finding> {
    const ID: &str = "DMFAClientID";
    let settings = |name: &str| file.domains.iter().find(|settings| settings.domain.name == name);
    let elsewhere = settings(AGENT.name).is_some_and(|agent| agent.is_set("Issuer"));
    let Some(okta) = settings(DESKTOP_MFA.name).filter(|_| !elsewhere) else { return Vec::new() };
    let Some(id) = okta.text(ID).filter(|id| is_final(id)) else { return Vec::new() };
    let Some(fault) = fault(id) else { return Vec::new() };
    let swapped = okta.text("DMFAClientSecret").is_some_and(|secret| is_okta_id(secret.trim()));
    let named = if swapped || might_be_secret(id) { String::new() } else { format!(" {}", quoted(id)) };
    let help = if swapped {
        "the ID and the secret look swapped: exchange the values of `DMFAClientID` and `DMFAClientSecret`"
    } else {
        "copy the client ID from the client credentials of the app in the Admin Console"
    };
    vec![
        Finding::new(&RULE, value_at(okta.path(ID)), format!("the client ID{named} {fault}"))
            .help(help)
            .consequence(
                "Okta answers every sign-in with invalid_client, so nobody can link or sign in online",
            ),
    ]
}

fn is_okta_id(id: &str) -> bool {
    id.strip_prefix("0oa").is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// Whether what stands for the client ID is none of Okta and may be the secret, which is not shown.
pub(crate) fn might_be_secret(id: &str) -> bool {
    const SHORTEST: usize = 12;
    let id = id.trim();
    let has = |is: fn(&u8) -> bool| usize::from(id.bytes().any(|byte| is(&byte)));
    let kinds = has(u8::is_ascii_digit) + has(u8::is_ascii_lowercase) + has(u8::is_ascii_uppercase);
    id.len() >= SHORTEST && kinds > 1 && !is_okta_id(id) && is_final(id)
}

/// Blanks, placeholders and variables have rules of their own.
fn is_final(id: &str) -> bool {
    !id.is_empty() && !id.contains(char::is_whitespace) && !is_template_text(id) && !holds_variable(id)
}

#[cfg(test)]
mod tests {
    use super::might_be_secret;
    use latchkey_profile_schema::domain::OKTA_EXTENSION;

    use crate::lint::testing::{found, paths_in, preferences};

    #[test]
    fn what_may_be_the_secret_is_not_shown() {
        for id in ["CaNaRy7xQ9Kd83hFhs72hJsh38shJsk2", "correct-Horse-battery"] {
            assert!(might_be_secret(id), "{id}");
        }
        for id in
            ["0oa1b2c3d4e5f6g7h8i9", "Desktop-MFA", "00u1b2c3", "YOUR_DMFA_CLIENT_ID", "{{client_Id_of_1}}"]
        {
            assert!(!might_be_secret(id), "{id}");
        }
    }

    #[test]
    fn the_app_for_password_sync_has_an_id_of_okta() {
        let count = |id: &str| {
            let file =
                preferences(&format!("<key>OktaVerify.PasswordSyncClientID</key><string>{id}</string>"));
            found("odd-client-id", file.as_bytes(), Some(&OKTA_EXTENSION)).len()
        };
        assert_eq!([count("Desktop-MFA"), count("0oa123"), count("00u1b2c3d4e5f6g7h8i9")], [1, 1, 1]);
        assert_eq!(
            [count("0oa1b2c3d4e5f6g7h8i9"), count("$FLEET_SECRET_ID"), count("YOUR_CLIENT_ID")],
            [0, 0, 0]
        );
    }

    #[test]
    fn an_id_of_okta_has_a_prefix() {
        let cases: &[(&str, &[&str])] = &[
            ("<key>DMFAClientID</key><string>Desktop-MFA</string>", &["/DMFAClientID"]),
            ("<key>DMFAClientID</key><string>00u1b2c3</string>", &["/DMFAClientID"]),
            ("<key>DMFAClientID</key><string>0oa7k2m9qxZr</string>", &["/DMFAClientID"]),
            ("<key>DMFAClientID</key><string>0oaEXAMPLE0000000000</string>", &[]),
            ("<key>DMFAClientID</key><string>YOUR_DMFA_CLIENT_ID</string>", &[]),
            ("<key>DMFAClientID</key><string>$FLEET_SECRET_ID</string>", &[]),
            ("<key>DMFAClientID</key><string>a b</string>", &[]),
            ("", &[]),
        ];
        for (inside, expected) in cases {
            assert_eq!(paths_in("odd-client-id", inside), *expected, "{inside}");
        }
    }
}
