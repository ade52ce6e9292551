//! The name of a key to whether its value is one that nobody is shown: a misspelt key holds a secret too.

use std::sync::LazyLock;

use crate::carrier::is_envelope_key;
use crate::catalog::Catalog;
use crate::domain::{COMPANIONS, DOMAINS};
use crate::spelling;

/// What the names of keys that hold secrets have in them.
const WORDS: &[&str] = &["secret", "password", "passcode", "passphrase", "privatekey", "token"];

/// The declared keys, and whether each is sensitive.
static DECLARED: LazyLock<Vec<(&str, bool)>> = LazyLock::new(|| {
    let settings = DOMAINS.iter().chain(COMPANIONS);
    let keys = settings.filter_map(|domain| Catalog::declared(domain)).flat_map(Catalog::every_key);
    keys.map(|key| (key.name.as_str(), key.sensitive)).collect()
});

/// The sensitive ones among them.
static SENSITIVE: LazyLock<Vec<&str>> = LazyLock::new(|| {
    DOMAINS.iter().chain(COMPANIONS).flat_map(|domain| Catalog::marked(domain, "x-sensitive")).collect()
});

/// Whether the value of a key is not shown: declared so, named almost like one that is, or named like a secret.
#[must_use]
pub fn is_secret(key: &str) -> bool {
    Secrecy::default().is_secret(key)
}

/// The names of one file, which may be so many that comparing each with those of secrets takes too long.
#[derive(Debug, Default)]
pub struct Secrecy {
    /// How many were compared.
    compared: usize,
}

impl Secrecy {
    /// No file has more names that are nearly one of a secret, but one that was made to have them; whatever else might
    /// be one is hidden.
    const MOST: usize = 10_000;

    /// [`is_secret`] for the next name of the file.
    pub fn is_secret(&mut self, key: &str) -> bool {
        if !has_word(key) && !might_be_near(key) {
            return false;
        }
        match declared(key) {
            Some(sensitive) => sensitive,
            None => has_word(key) || self.is_near(key),
        }
    }

    fn is_near(&mut self, key: &str) -> bool {
        self.compared += 1;
        self.compared > Self::MOST || is_near(key)
    }
}

/// Whether a declared key is sensitive. Ours come first, so that a file which holds no other needs no other catalog.
fn declared(key: &str) -> Option<bool> {
    let ours =
        DOMAINS.iter().filter_map(|domain| Catalog::declared(domain)).find_map(|catalog| catalog.key(key));
    ours.map(|key| key.sensitive)
        .or_else(|| DECLARED.iter().find(|(name, _)| *name == key).map(|(_, sensitive)| *sensitive))
}

/// Whether the name has the words `api key` or `access key` in it, however they are joined. As letters alone they stand
/// in other words too.
fn has_compound(bytes: &[u8]) -> bool {
    let after = |from: usize, word: &[u8]| {
        let there = bytes.get(from..from + word.len()).is_some_and(|part| part.eq_ignore_ascii_case(word));
        there.then_some(from + word.len())
    };
    let begins = |at: usize| {
        let before = at.checked_sub(1).and_then(|before| bytes.get(before));
        before.is_none_or(|before| !before.is_ascii_alphabetic())
            || (bytes.get(at).is_some_and(u8::is_ascii_uppercase)
                && before.is_some_and(u8::is_ascii_lowercase))
    };
    bytes.iter().enumerate().filter(|(_, byte)| matches!(**byte | 0x20, b'a')).any(|(at, _)| {
        let Some(end) = after(at, b"api").or_else(|| after(at, b"access")).filter(|_| begins(at)) else {
            return false;
        };
        let joint = usize::from(bytes.get(end).is_some_and(|byte| b"_-. ".contains(byte)));
        after(end + joint, b"key").is_some_and(|end| {
            let rest = bytes.get(end..).unwrap_or_default();
            let rest = rest.strip_prefix(b"s").unwrap_or(rest);
            !rest.first().is_some_and(u8::is_ascii_lowercase)
        })
    })
}

fn has_word(key: &str) -> bool {
    let starts = |rest: &[u8]| {
        WORDS.iter().any(|word| {
            rest.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word.as_bytes()))
        })
    };
    let bytes = key.as_bytes();
    has_compound(bytes)
        || bytes.iter().enumerate().any(|(at, byte)| {
            matches!(byte | 0x20, b's' | b'p' | b't') && starts(bytes.get(at..).unwrap_or_default())
        })
}

/// Whether comparing the name with the sensitive ones is worth its time, which in a large file adds up: a name that is
/// misspelt at both ends is not looked for, nor one of an envelope.
fn might_be_near(key: &str) -> bool {
    let ends = |name: &str| {
        let mut letters = name.bytes().map(|byte| byte.to_ascii_lowercase());
        letters.next().zip(letters.next_back())
    };
    !is_envelope_key(None, key)
        && SENSITIVE.iter().any(|name| match (ends(name), ends(key)) {
            (Some((first, last)), Some((other_first, other_last))) => {
                (first == other_first || last == other_last)
                    && name.len().abs_diff(key.len()) <= name.len() / 2
            }
            _ => false,
        })
}

/// Whether a sensitive key resembles the name, and no other declared key does more.
fn is_near(key: &str) -> bool {
    let nearest = |names: &mut dyn Iterator<Item = &'static str>| spelling::nearest(key, names);
    nearest(&mut SENSITIVE.iter().copied())
        .is_some_and(|near| nearest(&mut DECLARED.iter().map(|(name, _)| *name)) == Some(near))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_too_many_names_are_compared_what_might_be_near_is_hidden() {
        // Near one at both ends, and no name of a secret.
        let name = "DummyAccountNameet";
        assert!(might_be_near(name) && !is_secret(name));
        let mut secrecy = Secrecy::default();
        assert!((0..Secrecy::MOST).all(|_| !secrecy.is_secret(name)));
        assert!(secrecy.is_secret(name));
        assert!(!secrecy.is_secret("AllowedFactors") && !secrecy.is_secret("Something"));
    }

    #[test]
    fn names_of_secrets_are_known_however_they_are_spelt() {
        for key in [
            "DMFAClientSecret",
            "dmfaclientsecret",
            "DMFAClientSecrt",
            "DMFAClientSecert",
            "DFMAClientSecrt",
            "AdminPASSWORD",
            "RegistrationToken",
            "apiKey",
            "APIKey",
            "api_key",
            "x-api-key",
            "OktaApiKeys",
            "AccessKey",
        ] {
            assert!(is_secret(key), "{key}");
        }
        for key in [
            "apikeyboard",
            "MapIKeyboard",
            "KeyAPI",
            "DMFAClientID",
            "DMFAClientId",
            "DMFAOrgURL",
            "AllowedFactors",
            "PayloadContent",
            "",
            "s",
            "T",
        ] {
            assert!(!is_secret(key), "{key}");
        }
    }
}
