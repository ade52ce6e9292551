//! A finding to sentences: what is wrong, what happens otherwise, what was proven of that, what to do.

use crate::located::Located;

/// The sentences of a finding. Where there is room for one only, GitHub shows the first.
pub(super) fn of(located: &Located) -> String {
    let parts = [Some(&located.message), located.consequence.as_ref(), located.told(), located.help.as_ref()];
    parts.into_iter().flatten().map(|part| sentence(part)).collect::<Vec<_>>().join(" ")
}

/// A phrase with a capital letter and a full stop. A first word that has a capital of its own, as `macOS`, keeps its
/// letters.
pub(super) fn sentence(phrase: &str) -> String {
    let phrase = phrase.trim();
    let own = phrase.split_whitespace().next().is_some_and(|word| word.contains(char::is_uppercase));
    let mut characters = phrase.chars();
    let mut sentence = String::with_capacity(phrase.len() + 1);
    match characters.next() {
        Some(first) if !own => sentence.extend(first.to_uppercase()),
        first => sentence.extend(first),
    }
    sentence.push_str(characters.as_str());
    if !sentence.ends_with(['.', '!', '?']) {
        sentence.push('.');
    }
    sentence
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_become_sentences() {
        assert_eq!(sentence("the key is missing"), "The key is missing.");
        assert_eq!(sentence("`a` is no factor"), "`a` is no factor.");
        assert_eq!(sentence("macOS ignores it."), "macOS ignores it.");
        assert_eq!(sentence("ärgerlich"), "Ärgerlich.");
        assert_eq!(sentence(""), ".");
    }
}
