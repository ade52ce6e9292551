//! A file to be written somewhere: a relative path and its bytes.

use std::fmt;

/// A file that was made.
#[derive(Clone, PartialEq, Eq)]
pub struct Artifact {
    /// Where, relative to the folder of the caller's choice: forward slashes, no `.` or `..`.
    pub path: String,
    /// The content.
    pub bytes: Vec<u8>,
}

impl Artifact {
    pub(crate) fn new(path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { path: path.into(), bytes: bytes.into() }
    }
}

/// The content may hold a secret, so only its length is printed.
impl fmt::Debug for Artifact {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Artifact({}, {} bytes)", self.path, self.bytes.len())
    }
}

/// A text as one component of a path: characters that some file system refuses become `-`, and no name begins with a
/// dot, so that none leads out of its folder.
pub(crate) fn file_name(text: &str) -> String {
    /// A name may have 255 bytes on every usual file system; the rest is for extensions.
    const LONGEST: usize = 200;
    let mut length = 0;
    let safe: String = text
        .chars()
        .map(|character| match character {
            '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => '-',
            character if character.is_control() => '-',
            character => character,
        })
        .take_while(|character| {
            length += character.len_utf8();
            length <= LONGEST
        })
        .collect();
    let trimmed = safe.trim_matches(['.', ' ']);
    if trimmed.is_empty() { "settings".to_owned() } else { trimmed.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_stay_in_their_folder() {
        let cases = [
            ("Desktop MFA", "Desktop MFA"),
            ("com.example.latchkey", "com.example.latchkey"),
            ("../../etc/passwd", "-..-etc-passwd"),
            ("C:\\x", "C--x"),
            ("a\u{0}b\n", "a-b-"),
            ("...", "settings"),
            ("", "settings"),
            ("Büro 😀", "Büro 😀"),
            (&"😀".repeat(100), &"😀".repeat(50)),
        ];
        for (text, expected) in cases {
            assert_eq!(file_name(text), expected, "{text:?}");
        }
    }

    #[test]
    fn debug_does_not_print_the_content() {
        assert_eq!(format!("{:?}", Artifact::new("a.plist", "hunter2")), "Artifact(a.plist, 7 bytes)");
    }
}
