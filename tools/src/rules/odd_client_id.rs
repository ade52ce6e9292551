//! `odd-client-id`: a client ID that is none of Okta.

use latchkey_profile_schema::domain::{AGENT, DESKTOP_MFA};

use super::placeholder_value::is_template_text;
use super::variables::holds_variable;
use crate::finding::{Finding, value_at};
use crate::phrase::quoted;
use crate::rule::rule;
use crate::view::FileView;

rule! {
    /// A client ID that does not look like one of Okta.
    ///
    /// # What it does
    /// Reports `DMFAClientID` that does not begin with `0oa`, or holds anything but letters and digits, unless
    /// `Issuer` of `org.latchkey.agent` names another provider.
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
    /// `DMFAClientID`, `Issuer`
    static RULE = { name: "odd-client-id", level: Warning, since: "0.1.0" };
}

/// Looks at the ID.
pub(crate) fn check(file: &FileView<'_>) -> Vec<Finding> {
    const ID: &str = "DMFAClientID";
    let settings = |name: &str| file.domains.iter().find(|settings| settings.domain.name == name);
    let elsewhere = settings(AGENT.name).is_some_and(|agent| agent.is_set("Issuer"));
    let Some(okta) = settings(DESKTOP_MFA.name).filter(|_| !elsewhere) else { return Vec::new() };
    let Some(id) = okta.text(ID).filter(|id| !is_okta_id(id) && is_final(id)) else { return Vec::new() };
    let swapped = okta.text("DMFAClientSecret").is_some_and(|secret| is_okta_id(secret.trim()));
    let named = if swapped || might_be_secret(id) { String::new() } else { format!(" {}", quoted(id)) };
    let help = if swapped {
        "the ID and the secret look swapped: exchange the values of `DMFAClientID` and `DMFAClientSecret`"
    } else {
        "copy the client ID from the client credentials of the app in the Admin Console"
    };
    vec![
        Finding::new(
            &RULE,
            value_at(okta.path(ID)),
            format!("the client ID{named} does not begin with `0oa` as those of Okta do"),
        )
        .help(help)
        .consequence("Okta answers every sign-in with invalid_client, so nobody can link or sign in online"),
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
    use crate::lint::testing::paths_in;

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
    fn an_id_of_okta_has_a_prefix() {
        let cases: &[(&str, &[&str])] = &[
            ("<key>DMFAClientID</key><string>Desktop-MFA</string>", &["/DMFAClientID"]),
            ("<key>DMFAClientID</key><string>00u1b2c3</string>", &["/DMFAClientID"]),
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
