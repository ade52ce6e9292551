//! `odd-identifier`: an identifier that is no reverse-DNS name.

use latchkey_profile_schema::plist::MAX_PROBLEMS;

use super::envelopes::{is_uuid, text};
use super::variables::holds_variable;
use crate::finding::{Finding, value_at};
use crate::phrase::quoted;
use crate::rule::rule;
use crate::view::FileView;

rule! {
    /// A `PayloadIdentifier` that is not in reverse-DNS style.
    ///
    /// # What it does
    /// Reports an identifier without a dot, or with blanks, slashes or other signs, unless it is a UUID, as Jamf
    /// Pro writes them.
    ///
    /// # Why it matters
    /// A profile with the same identifier is replaced. A name that begins with a domain of the organization is one
    /// that nobody else uses.
    ///
    /// # Example
    /// ```xml (in=profile)
    /// <key>PayloadIdentifier</key><string>Desktop MFA</string>
    /// ```
    ///
    /// # Instead
    /// ```xml (in=profile)
    /// <key>PayloadIdentifier</key><string>com.example.desktop-mfa</string>
    /// ```
    ///
    /// # Keys
    /// `PayloadIdentifier`
    static RULE = { name: "odd-identifier", level: Info, since: "0.1.0" };
}

/// Looks at every identifier.
pub(crate) fn check(file: &FileView<'_>) -> Vec<Finding> {
    const KEY: &str = "PayloadIdentifier";
    let named = file.contents.envelopes.iter().filter_map(|envelope| Some((envelope, text(envelope, KEY)?)));
    named
        .filter(|(_, name)| {
            !name.is_empty() && !is_reverse_dns(name) && !is_uuid(name) && !holds_variable(name)
        })
        .map(|(envelope, name)| {
            let message = format!("the identifier {} is not in reverse-DNS style", quoted(name));
            Finding::new(&RULE, value_at(envelope.path.key(KEY)), message)
                .help("begin with a domain of the organization, such as `com.example.desktop-mfa`")
                .consequence("another profile may have the same name, and one of the two replaces the other")
        })
        .take(MAX_PROBLEMS)
        .collect()
}

fn is_reverse_dns(name: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty()
            && label.chars().all(|sign| sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_' | '(' | ')'))
    };
    name.contains('.') && name.trim_start_matches('.').split('.').all(label)
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{messages_in_profile, payload_of};

    #[test]
    fn names_begin_with_a_domain() {
        let count = |identifier: &str| {
            let uuid = "00000000-0000-4000-8000-00000000000B";
            messages_in_profile("odd-identifier", &payload_of("com.apple.dock", identifier, uuid, "")).len()
        };
        for odd in ["dock", "Desktop MFA", "com..example", "com.example/mfa", "com.example.mfa "] {
            assert_eq!(count(odd), 1, "{odd}");
        }
        for usual in [
            "com.example",
            "com.example.mfa-2",
            "9B5DFA38-6B8A-4C0F-9D43-0C2E2D6F3D10",
            ".GlobalPreferences.x",
            "",
            "a.$UDID",
        ] {
            assert_eq!(count(usual), 0, "{usual}");
        }
    }
}
