//! Turns the secrets of one account into a JSON object, name to text, and back, without leaving copies.

use std::collections::BTreeMap;
use std::io;

use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, Zeroizing};

use crate::Secret;

/// The secrets of one account by name. Names that this version does not know are kept as they are.
#[derive(Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Contents(BTreeMap<String, String>);

impl Contents {
    /// Reads the file's bytes; `None` if they are not in this form.
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok()
    }

    /// The file's bytes.
    pub(super) fn render(&self) -> io::Result<Zeroizing<Vec<u8>>> {
        // JSON writes a byte as six at worst, and six more around an entry: the buffer never grows.
        let longest = 2 + self.0.iter().map(|(name, text)| 6 * (name.len() + text.len() + 1)).sum::<usize>();
        let mut bytes = Zeroizing::new(Vec::with_capacity(longest));
        serde_json::to_writer(&mut *bytes, self)?;
        Ok(bytes)
    }

    /// Takes one secret out.
    pub(super) fn take(&mut self, name: &str) -> Option<Secret> {
        self.0.remove(name).map(Secret::new)
    }

    /// Puts one secret in.
    pub(super) fn put(&mut self, name: &str, secret: &Secret) {
        if let Some(mut older) = self.0.insert(name.to_owned(), secret.expose().to_owned()) {
            older.zeroize();
        }
    }
}

impl Drop for Contents {
    fn drop(&mut self) {
        self.0.values_mut().for_each(Zeroize::zeroize);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_can_be_taken_after_a_round_trip() {
        let mut contents = Contents::parse(br#"{"of a later version":"kept"}"#).unwrap();
        contents.put("a", &Secret::new("older".to_owned()));
        contents.put("a", &Secret::new("\u{1}\"\\é".to_owned()));
        let bytes = contents.render().unwrap();
        assert_eq!(
            std::str::from_utf8(&bytes).unwrap(),
            r#"{"a":"\u0001\"\\é","of a later version":"kept"}"#
        );
        let mut read = Contents::parse(&bytes).unwrap();
        assert_eq!(read.take("a").unwrap().expose(), "\u{1}\"\\é");
        assert!(read.take("a").is_none());
        assert_eq!(read.take("of a later version").unwrap().expose(), "kept");
    }

    #[test]
    fn the_buffer_never_grows_while_secrets_are_in_it() {
        let mut contents = Contents::default();
        assert_eq!(contents.render().unwrap().capacity(), 2);
        contents.put("a", &Secret::new("\u{1}".repeat(100)));
        let expected = 2 + 6 * (1 + 100 + 1);
        assert_eq!(contents.render().unwrap().capacity(), expected);
    }

    #[test]
    fn anything_but_an_object_of_texts_is_refused() {
        for odd in ["", "[]", "{", r#"{"a":1}"#, r#"{"a":null}"#, "\u{0}"] {
            assert!(Contents::parse(odd.as_bytes()).is_none(), "{odd}");
        }
    }
}
