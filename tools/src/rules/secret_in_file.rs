//! `secret-in-file`: a secret in a file that people pass around.

use super::placeholder_value::is_template_text;
use crate::finding::{Finding, value_at};
use crate::phrase::quoted;
use crate::rule::rule;
use crate::view::{PayloadView, catalog};

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
    /// <key>DMFAClientSecret</key><string>$DMFA_SECRET</string>
    /// ```
    ///
    /// # Keys
    /// `DMFAClientSecret`
    static RULE = { name: "secret-in-file", level: Warning, since: "0.1.0" };
}

/// Looks at the sensitive keys.
pub(crate) fn check(settings: &PayloadView<'_>) -> Vec<Finding> {
    let keys = catalog(settings.domain).map_or(&[][..], |catalog| &catalog.keys);
    keys.iter()
        .filter(|key| key.sensitive)
        .filter(|key| {
            settings.text(&key.name).is_some_and(|text| !text.is_empty() && !stands_for_another(text))
        })
        .map(|key| {
            Finding::new(
                &RULE,
                value_at(settings.path(&key.name)),
                format!("{} stands in this file in the clear", quoted(&key.name)),
            )
            .help("keep a placeholder in files that are shared, and the secret in the MDM's copy alone")
            .consequence("whoever reads the file can act as the app towards the organization")
        })
        .collect()
}

/// Whether a text is a placeholder, or a variable that an MDM replaces: `$NAME`, `{{name}}`, `%Name%`.
fn stands_for_another(text: &str) -> bool {
    let text = text.trim();
    is_template_text(text)
        || text.starts_with('$')
        || (text.starts_with("{{") && text.ends_with("}}"))
        || (text.len() > 2 && text.starts_with('%') && text.ends_with('%'))
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{messages_in, paths_in};

    #[test]
    fn a_secret_is_reported_and_not_printed() {
        let secret = |text: &str| format!("<key>DMFAClientSecret</key><string>{text}</string>");
        assert_eq!(paths_in("secret-in-file", &secret("hunter2")), ["/DMFAClientSecret"]);
        assert!(!messages_in("secret-in-file", &secret("hunter2")).concat().contains("hunter2"));
        for stand_in in ["YOUR_DMFA_CLIENT_SECRET", "$SECRET", "{{secret}}", ""] {
            assert!(paths_in("secret-in-file", &secret(stand_in)).is_empty(), "{stand_in}");
        }
    }
}
