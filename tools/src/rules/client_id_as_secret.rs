//! `client-id-as-secret`: a client ID where the secret belongs.

use super::placeholder_value::is_template_text;
use crate::finding::{Finding, value_at};
use crate::rule::rule;
use crate::view::SettingsView;

rule! {
    /// A client secret that is the client ID.
    ///
    /// # What it does
    /// Reports `DMFAClientSecret` whose text is that of `DMFAClientID`.
    ///
    /// # Why it matters
    /// The two stand beside each other in the Admin Console, and one was copied twice. The client ID is no secret.
    ///
    /// # Example
    /// ```xml
    /// <key>DMFAClientID</key><string>0oa1b2c3d4e5f6g7h8i9</string>
    /// <key>DMFAClientSecret</key><string>0oa1b2c3d4e5f6g7h8i9</string>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>DMFAClientID</key><string>0oa1b2c3d4e5f6g7h8i9</string>
    /// <key>DMFAClientSecret</key><string>s3cr3t-s3cr3t</string>
    /// ```
    ///
    /// # Keys
    /// `DMFAClientSecret`, `DMFAClientID`
    static RULE = { name: "client-id-as-secret", level: Error, since: "0.1.0" };
}

/// Compares the two keys.
pub(crate) fn check(settings: &SettingsView<'_>) -> Vec<Finding> {
    const SECRET: &str = "DMFAClientSecret";
    const ID: &str = "DMFAClientID";
    let same = settings.text(SECRET).zip(settings.text(ID)).is_some_and(|(secret, id)| {
        let secret = secret.trim();
        secret == id.trim() && !secret.is_empty() && !is_template_text(secret)
    });
    if !same {
        return Vec::new();
    }
    vec![
        Finding::new(&RULE, value_at(settings.path(SECRET)), "`DMFAClientSecret` is the client ID")
            .help("copy the client secret from the client credentials of the app in the Admin Console")
            .consequence(
                "Okta answers every sign-in with invalid_client, so nobody can link or sign in online",
            )
            .related(value_at(settings.path(ID)), "the client ID"),
    ]
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::paths_in;

    #[test]
    fn an_id_is_no_secret() {
        let cases: &[(&str, &[&str])] = &[
            (
                "<key>DMFAClientID</key><string>0oa1</string><key>DMFAClientSecret</key><string>0oa1</string>",
                &["/DMFAClientSecret"],
            ),
            (
                "<key>DMFAClientID</key><string>0oa1</string><key>DMFAClientSecret</key><string>s3cr3t</string>",
                &[],
            ),
            (
                "<key>DMFAClientID</key><string>YOUR_ID</string><key>DMFAClientSecret</key><string>YOUR_ID</string>",
                &[],
            ),
            ("<key>DMFAClientSecret</key><string>s3cr3t</string>", &[]),
        ];
        for (inside, expected) in cases {
            assert_eq!(paths_in("client-id-as-secret", inside), *expected, "{inside}");
        }
    }
}
