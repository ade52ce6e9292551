//! A sensitive key to the text that stands in its place where secrets are not written, and back: is this such a text?

use crate::variables::{is_known, is_known_in_braces};

/// What every placeholder begins with.
pub(crate) const PREFIX: &str = "YOUR_";

/// The text that stands for the value of a key: `DMFAClientSecret` becomes `YOUR_DMFA_CLIENT_SECRET`.
#[must_use]
pub fn placeholder_for(key: &str) -> String {
    format!("{PREFIX}{}", word_for(key))
}

/// A key as the names of variables and placeholders have it: `DMFAClientSecret` becomes `DMFA_CLIENT_SECRET`.
pub(crate) fn word_for(key: &str) -> String {
    let mut text = String::new();
    let mut characters = key.chars().peekable();
    let mut before = None::<char>;
    while let Some(character) = characters.next() {
        if !character.is_ascii_alphanumeric() {
            before = None;
            if !text.ends_with('_') {
                text.push('_');
            }
            continue;
        }
        let begins_word = character.is_ascii_uppercase()
            && before.is_some_and(|before| {
                // `clientSecret` breaks before the capital; `DMFAClient` before the last of a run of capitals.
                before.is_ascii_lowercase()
                    || before.is_ascii_uppercase() && characters.peek().is_some_and(char::is_ascii_lowercase)
            });
        if begins_word {
            text.push('_');
        }
        text.push(character.to_ascii_uppercase());
        before = Some(character);
    }
    text
}

/// Whether a text is a placeholder that nobody has replaced yet: `YOUR_`, then capitals, digits and `_`.
#[must_use]
pub fn is_placeholder(text: &str) -> bool {
    text.trim().strip_prefix(PREFIX).is_some_and(|rest| {
        !rest.is_empty()
            && rest.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
    })
}

/// Whether an MDM replaces a part of the text before it delivers the profile: `$NAME`, `${name}`, `{{name}}`, `%Name%`.
#[must_use]
pub(crate) fn holds_variable(text: &str) -> bool {
    let letter = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '.' | '-' | ' ');
    // Looks no further than a name goes, so that a text full of opening signs takes no longer than any other.
    let between = |open: &str, close: &str| {
        text.match_indices(open).any(|(at, _)| {
            let rest = text.get(at + open.len()..).unwrap_or_default().trim_start();
            let end = rest.find(|sign: char| !letter(sign)).unwrap_or(rest.len());
            let (name, after) = rest.split_at_checked(end).unwrap_or_default();
            !name.trim_end().is_empty() && after.trim_start().starts_with(close)
        })
    };
    let dollar = text.match_indices('$').any(|(at, _)| {
        text.get(at + 1..).is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_uppercase()))
    });
    let percent = text.match_indices('%').any(|(at, _)| {
        text.get(at + 1..).and_then(|rest| rest.split_once('%')).is_some_and(|(name, _)| {
            name.len() > 2 && name.chars().all(|letter| letter.is_ascii_alphabetic())
        })
    });
    dollar || percent || between("${", "}") || between("{{", "}}")
}

/// Whether a text is one variable that an MDM knows and nothing else, so that it is none of the value that the MDM puts
/// there. A secret may look like a variable by chance.
#[must_use]
pub(crate) fn is_variable(text: &str) -> bool {
    let text = text.trim();
    let between = |open: &str, close: &str| {
        let name = text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close)).map(str::trim);
        let letter =
            |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '.' | '-' | ' ' | '"');
        name.filter(|name| !name.is_empty() && name.chars().all(letter))
    };
    let is_capital = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    let is_dollar = |name: &str| name.bytes().all(is_capital) && is_known(name);
    text.strip_prefix('$').is_some_and(is_dollar)
        || between("${", "}").is_some_and(is_known_in_braces)
        || between("{{", "}}").is_some()
        || (between("%", "%").is_some() && holds_variable(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_no_variable_because_of_a_sign_in_it() {
        for text in [
            "$EMAIL",
            "$FLEET_SECRET_X",
            " ${FLEET_SECRET_X} ",
            "{{dmfa_client_secret}}",
            "{{.User \"x\"}}",
            "%SerialNumber%",
        ] {
            assert!(is_variable(text), "{text}");
        }
        for text in [
            "pa$Word",
            "$Ecret!",
            "$Secret",
            "$A",
            "$PASSWORD_2024",
            "${PASSWORD_2024}",
            "x$EMAIL",
            "$EMAIL!",
            "a{{b}}",
            "{{}}",
            "%20%",
            "pa%word%ss",
            "",
        ] {
            assert!(!is_variable(text), "{text}");
        }
    }

    #[test]
    fn names_the_key() {
        let cases = [
            ("DMFAClientSecret", "YOUR_DMFA_CLIENT_SECRET"),
            ("DMFAOrgURL", "YOUR_DMFA_ORG_URL"),
            ("OktaVerify.OrgUrl", "YOUR_OKTA_VERIFY_ORG_URL"),
            ("Fido2Key", "YOUR_FIDO2KEY"),
            ("secret", "YOUR_SECRET"),
        ];
        for (key, expected) in cases {
            assert_eq!(placeholder_for(key), expected);
            assert!(is_placeholder(expected), "{expected}");
        }
    }

    #[test]
    fn variables_of_every_mdm_are_known() {
        for text in [
            "$EMAIL",
            "https://$ORG.okta.com",
            "${email}",
            "{{ email }}",
            "{{device.serial}}",
            "%HardwareUUID%",
            "%SerialNumber%@x",
        ] {
            assert!(holds_variable(text), "{text}");
        }
        for text in ["", "$", "$5", "pa$word", "100%", "a%20b%20c", "{{}}", "{a}", "${", "%%"] {
            assert!(!holds_variable(text), "{text}");
        }
    }

    #[test]
    fn a_real_value_is_no_placeholder() {
        for text in ["", "YOUR_", "your_secret", "YOUR_secret", "0oa1b2c3", "MY_SECRET", "YOUR SECRET"] {
            assert!(!is_placeholder(text), "{text}");
        }
    }
}
