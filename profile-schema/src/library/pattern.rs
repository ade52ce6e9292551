//! A regular expression of somebody else's schema to a yes or no about a text.
//!
//! Such patterns are written for ICU and some look ahead or behind, so the engine may backtrack; it gives up within a
//! fixed number of steps.

use fancy_regex::{Regex, RegexBuilder};

/// More steps than any pattern that somebody wrote takes on a value that somebody wrote.
const STEPS: usize = 100_000;
/// The longest pattern, in bytes: reading one takes hundreds of times its size.
const LONGEST: usize = 4_096;
/// The largest automaton of one pattern, in bytes.
const SIZE: usize = 1 << 18;
/// So many patterns of one file are compiled; nobody writes more.
const MOST: usize = 500;
/// So often patterns may give up on the values of one file; after that they let every value pass, as they do anyhow
/// where they give up.
const GIVING_UP: usize = 100;

/// A regular expression.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// As written.
    pub text: String,
    compiled: Option<Regex>,
}

/// What the patterns of one file have cost so far.
#[derive(Debug, Default)]
pub(crate) struct Patterns {
    compiled: usize,
    given_up: usize,
}

impl Patterns {
    /// Compiles a pattern; one that cannot be compiled matches everything, and says so.
    pub(crate) fn compile(&mut self, text: &str) -> Pattern {
        self.compiled += 1;
        let compiled = (self.compiled <= MOST && text.len() <= LONGEST)
            .then(|| RegexBuilder::new(text).backtrack_limit(STEPS).delegate_size_limit(SIZE).build().ok());
        Pattern { text: text.to_owned(), compiled: compiled.flatten() }
    }

    /// Whether a text has a form somewhere in it; also when that cannot be told.
    pub(crate) fn matches(&mut self, pattern: &Pattern, text: &str) -> bool {
        let Some(compiled) = pattern.compiled.as_ref().filter(|_| self.given_up < GIVING_UP) else {
            return true;
        };
        compiled.is_match(text).unwrap_or_else(|_| {
            self.given_up += 1;
            true
        })
    }
}

impl Pattern {
    /// Whether values are compared with it at all.
    #[must_use]
    pub const fn is_checked(&self) -> bool {
        self.compiled.is_some()
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
            let mut patterns = Patterns::default();
            let compiled = patterns.compile(pattern);
            assert_eq!(patterns.matches(&compiled, text), expected, "{pattern} {text}");
        }
        assert!(!Patterns::default().compile("[0-9").is_checked());
    }

    #[test]
    fn a_file_makes_no_more_work_than_its_share() {
        let mut patterns = Patterns::default();
        let slow = patterns.compile(r"^((a+)+)+\2c$");
        for _ in 0..2 * GIVING_UP {
            assert!(patterns.matches(&slow, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"));
        }
        assert_eq!(patterns.given_up, GIVING_UP);
        assert!((1..MOST).all(|_| patterns.compile("a").is_checked()));
        assert!(!patterns.compile("a").is_checked());
        let compile = |length| Patterns::default().compile(&"a".repeat(length)).is_checked();
        assert!(compile(1_000) && !compile(LONGEST + 1));
    }
}
