//! What a file must not show, to findings that do not say it either, in whatever words a rule put them.

use std::collections::HashMap;

use latchkey_profile_schema::check::Secrecy;
use latchkey_profile_schema::{Document, KeyPath, Segment, Span};

use super::shape;
use crate::located::{Located, Spot};
use crate::rules::variables::{is_for_an_mdm, is_variable};

/// What stands for what is not shown.
const INSTEAD: &str = "…";

/// What findings do not say.
pub(in crate::lint) struct Hidden<'a> {
    text: &'a [u8],
    spans: &'a [Span],
    keys: HashMap<&'a str, String>,
}

impl<'a> Hidden<'a> {
    /// What is hidden in a text, by its places there, and in the keys of its document.
    pub(in crate::lint) fn new(text: &'a [u8], spans: &'a [Span], document: Option<&'a Document>) -> Self {
        let mut keys = HashMap::new();
        let mut secrecy = Secrecy::default();
        let mut open: Vec<_> = document.map(|document| &document.root).into_iter().collect();
        while let Some(node) = open.pop() {
            open.extend(node.items());
            for entry in node.entries() {
                if let Some(shown) = shape::of_key(&entry.key, entry.node.as_str(), &mut secrecy) {
                    keys.insert(entry.key.as_str(), format!("{shown}{INSTEAD}"));
                }
                open.push(&entry.node);
            }
        }
        Self { text, spans, keys }
    }

    /// Takes what is hidden where a finding stands out of its words and its key paths.
    pub(in crate::lint) fn hide(&self, finding: &mut Located) {
        if self.spans.is_empty() && self.keys.is_empty() {
            return;
        }
        let spots = std::iter::once(&finding.spot).chain(finding.related.iter().map(|other| &other.spot));
        let secrets: Vec<&str> =
            spots.filter_map(|spot| spot.span).flat_map(|span| self.within(span)).collect();
        let related = finding.related.iter_mut().map(|other| &mut other.message);
        let advice = finding.help.iter_mut().chain(&mut finding.consequence).chain(finding.proof.help());
        let title = finding.fix.iter_mut().map(|fix| &mut fix.title);
        for words in std::iter::once(&mut finding.message).chain(related).chain(advice).chain(title) {
            self.hide_in(words, &secrets);
        }
        let others = finding.related.iter_mut().map(|other| &mut other.spot);
        for Spot { key_path, .. } in std::iter::once(&mut finding.spot).chain(others) {
            self.hide_keys(key_path);
        }
    }

    /// The hidden texts at a place. A large value holds more of them than one sentence quotes.
    fn within(&self, span: Span) -> impl Iterator<Item = &'a str> {
        const MOST: usize = 16;
        /// What is shorter is no secret, and stands in every other word.
        const SHORTEST: usize = 4;
        let (text, spans) = (self.text, self.spans);
        let first = spans.partition_point(|secret| secret.end <= span.start);
        let there = spans.get(first..).unwrap_or_default().iter().take(MOST);
        there
            .take_while(move |secret| secret.start < span.end)
            .filter_map(move |secret| text.get(secret.start as usize..secret.end as usize))
            .filter_map(|secret| Some(std::str::from_utf8(secret).ok()?.trim()))
            .filter(|secret| secret.len() >= SHORTEST && !(is_variable(secret) && is_for_an_mdm(secret)))
    }

    /// The user's text stands in backticks, and is cut where it is long.
    fn hide_in(&self, words: &mut String, secrets: &[&str]) {
        // Nearly no words say any of it.
        let might_say = || !self.keys.is_empty() || secrets.iter().any(|secret| words.contains(secret));
        let is_cut = || !secrets.is_empty() && words.contains(INSTEAD);
        if !words.contains('`') || !(might_say() || is_cut()) {
            return;
        }
        let pieces: Vec<String> = words
            .split('`')
            .enumerate()
            .map(|(index, piece)| if index % 2 == 1 { self.shown(piece, secrets) } else { piece.to_owned() })
            .collect();
        *words = pieces.join("`");
    }

    fn shown(&self, piece: &str, secrets: &[&str]) -> String {
        if let Some(shown) = self.keys.get(piece) {
            return shown.clone();
        }
        let mut shown = piece.to_owned();
        for secret in secrets {
            let begins = piece.strip_suffix(INSTEAD).filter(|start| !start.is_empty());
            if begins.is_some_and(|start| secret.starts_with(start)) {
                return INSTEAD.to_owned();
            }
            shown = shown.replace(secret, INSTEAD);
        }
        shown
    }

    fn hide_keys(&self, path: &mut Option<KeyPath>) {
        let Some(whole) = path.as_ref().filter(|_| !self.keys.is_empty()) else { return };
        let shown = whole.segments().iter().fold(KeyPath::root(), |shown, segment| match segment {
            Segment::Key(key) => shown.key(self.keys.get(&**key).map_or(key, String::as_str)),
            Segment::Index(index) => shown.index(*index),
        });
        *path = Some(shown);
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_variable_is_told_by_its_name_and_a_secret_beside_one_is_not() {
        let variable = super::is_variable;
        assert!(variable("$FLEET_SECRET_OKTA_CLIENT_SECRET"));
        assert!(!variable("hunter2$FLEET_SECRET_A") && !variable("CaNaRy7xQ9Kd83hFhs72"));
    }
}
