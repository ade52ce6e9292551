//! Texts to whether they have the shape of a secret, where a secret stands that belongs elsewhere.

use latchkey_profile_schema::check::Secrecy;

/// Whether a text might be generated: long, one word, letters and digits mixed.
pub(in crate::lint) fn is_generated(text: &str) -> bool {
    const SHORTEST: usize = 16;
    let has = |is: fn(&u8) -> bool| text.bytes().any(|byte| is(&byte));
    text.len() >= SHORTEST
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-+/=~".contains(&byte))
        && has(u8::is_ascii_digit)
        && has(u8::is_ascii_alphabetic)
}

/// A key that holds a secret, or is one, to what of it is shown.
pub(super) fn of_key<'k>(key: &'k str, value: Option<&str>, secrecy: &mut Secrecy) -> Option<&'k str> {
    let is_one_word = key.bytes().all(|letter| letter.is_ascii_alphanumeric());
    let parts = |letter: char| matches!(letter, '=' | ':' | ',' | ';' | '<') || letter.is_whitespace();
    let separator = if is_one_word { None } else { key.find(parts) };
    if let Some((name, rest)) = separator.and_then(|at| key.split_at_checked(at))
        && rest.len() > 1
        && secrecy.is_secret(name)
    {
        return Some(name);
    }
    (is_generated(key) && value.is_some_and(|value| secrecy.is_secret(value))).then_some("")
}

/// What stands between the scheme and the host of an associated domain: `authsrv:me:secret@host`.
pub(super) fn of_service(text: &str) -> Option<std::ops::Range<usize>> {
    let start = text.find(':')? + 1;
    let end = text.rfind('@')?;
    let is_one = start < end && !text.contains("://") && !text.contains(char::is_whitespace);
    is_one.then_some(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_generated_is_long_and_mixed() {
        for text in ["CaNaRy7xQ9Kd83hFhs72hJsh38shJsk2", "0123456789abcdef_-"] {
            assert!(is_generated(text), "{text}");
        }
        for text in [
            "",
            "hello",
            "MFANotRequiredListOther",
            "YOUR_CLIENT_SECRET",
            "acme1.okta.com/a/b/c",
            "a 1 b 2 c 3 d 4 e",
        ] {
            assert!(!is_generated(text), "{text}");
        }
    }

    #[test]
    fn a_key_keeps_its_name() {
        let of_key = |key: &'static str, value| super::of_key(key, value, &mut Secrecy::default());
        assert_eq!(of_key("DMFAClientSecret=hunter2", None), Some("DMFAClientSecret"));
        assert_eq!(of_key("DMFAClientSecret: hunter2", None), Some("DMFAClientSecret"));
        assert_eq!(of_key("CaNaRy7xQ9Kd83hFhs72", Some("DMFAClientSecret")), Some(""));
        for key in ["DMFAClientSecret", "DMFAClientSecret ", "DMFAOrgURL=a", "ManyFactors"] {
            assert_eq!(of_key(key, Some("DMFAClientSecret")), None, "{key}");
        }
    }

    #[test]
    fn an_associated_domain_has_no_user() {
        let private = |text: &'static str| of_service(text).and_then(|range| text.get(range));
        assert_eq!(private("authsrv:u:hunter2@acme.okta.com"), Some("u:hunter2"));
        for text in ["authsrv:acme.okta.com", "help@example.com", "https://u@acme.okta.com", "a: b@c"] {
            assert_eq!(private(text), None, "{text}");
        }
    }
}
