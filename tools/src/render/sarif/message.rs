//! A finding to sentences: what is wrong, what happens otherwise, what to do.

use crate::located::Located;

/// The sentences of a finding. Where there is room for one only, GitHub shows the first.
pub(super) fn of(located: &Located) -> String {
    let parts = [Some(&located.message), located.consequence.as_ref(), located.help.as_ref()];
    parts.into_iter().flatten().map(|part| sentence(part)).collect::<Vec<_>>().join(" ")
}

/// A phrase with a capital letter and a full stop. A phrase that begins with a name in backticks keeps it as it is.
pub(super) fn sentence(phrase: &str) -> String {
    let mut characters = phrase.trim().chars();
    let mut sentence: String = characters.next().into_iter().flat_map(char::to_uppercase).collect();
    sentence.extend(characters);
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
        assert_eq!(sentence("macOS ignores it."), "MacOS ignores it.");
        assert_eq!(sentence("ärgerlich"), "Ärgerlich.");
        assert_eq!(sentence(""), ".");
    }
}
