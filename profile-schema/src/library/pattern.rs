//! A regular expression of somebody else's schema to a yes or no about a text.
//!
//! Such patterns are written for ICU and some look ahead or behind, so the engine may backtrack; it gives up within a
//! fixed number of steps.

use fancy_regex::{Regex, RegexBuilder};

/// More steps than any pattern that somebody wrote takes on a value that somebody wrote.
const STEPS: usize = 100_000;
/// The largest automaton of one pattern, in bytes.
const SIZE: usize = 1 << 20;

/// A regular expression.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// As written.
    pub text: String,
    compiled: Option<Regex>,
}

impl Pattern {
    /// Compiles a pattern; one that cannot be compiled matches everything, and says so.
    pub(crate) fn new(text: &str) -> Self {
        let compiled = RegexBuilder::new(text).backtrack_limit(STEPS).delegate_size_limit(SIZE).build().ok();
        Self { text: text.to_owned(), compiled }
    }

    /// Whether values are compared with it at all.
    #[must_use]
    pub const fn is_checked(&self) -> bool {
        self.compiled.is_some()
    }

    /// Whether a text has this form somewhere in it; also when that cannot be told.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        self.compiled.as_ref().is_none_or(|compiled| compiled.is_match(text).unwrap_or(true))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_look_around_and_give_up() {
        let cases = [
            (r"^\d+$", "12", true),
            (r"^\d+$", "12x", false),
            (r"^(?!.*\.\.)[a-z.]+$", "a.b", true),
            (r"^(?!.*\.\.)[a-z.]+$", "a..b", false),
            (r"^\p{L}+$", "Büro", true),
            (r"[0-9", "anything", true),
            (r"^((a+)+)+\2c$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", true),
        ];
        for (pattern, text, expected) in cases {
            assert_eq!(Pattern::new(pattern).matches(text), expected, "{pattern} {text}");
        }
        assert!(!Pattern::new("[0-9").is_checked());
    }
}
