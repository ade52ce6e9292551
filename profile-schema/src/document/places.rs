//! A document to the places of many paths.

use super::lookup::Lookup;
use super::{Document, Node, Part, Span};
use crate::key_path::{KeyPath, Segment};

/// A document in which many paths are looked up.
#[derive(Debug)]
pub struct Places<'d> {
    document: &'d Document,
    lookup: Lookup<'d>,
}

impl<'d> Places<'d> {
    /// Those of a document.
    #[must_use]
    pub fn of(document: &'d Document) -> Self {
        Self { document, lookup: Lookup::default() }
    }

    /// The node at a path, as [`Document::at`] finds it.
    #[must_use]
    pub fn at(&self, path: &KeyPath) -> Option<&'d Node> {
        self.walk(path).map(|(_, node)| node)
    }

    /// Where a path stands, as [`Document::span`] finds it.
    #[must_use]
    pub fn span(&self, path: &KeyPath, part: Part) -> Option<Span> {
        self.walk(path).and_then(|(key, node)| part.of(key, node))
    }

    fn walk(&self, path: &KeyPath) -> Option<(Option<Span>, &'d Node)> {
        path.segments().iter().try_fold((None, &self.document.root), |(_, node), segment| match segment {
            Segment::Key(key) => self.lookup.entry(node, key).map(|entry| (entry.key_span, &entry.node)),
            Segment::Index(index) => node.items().get(*index).map(|item| (None, item)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Entry, Value};

    #[test]
    fn every_path_is_found_where_the_document_finds_it() {
        let entry =
            |number: usize| Entry::new(format!("Key{}", number % 150), Value::Integer(number as i128));
        let large = Value::Dictionary((0..200).map(entry).collect());
        let root = Value::Dictionary(vec![Entry::new("Small", Value::Array(vec![Node::new(large)]))]);
        let document = Document { root: Node::new(root) };
        let places = Places::of(&document);
        let inside = KeyPath::root().key("Small").index(0);
        for key in ["Key0", "Key49", "Key50", "Key149", "Key150", ""] {
            let path = inside.key(key);
            assert_eq!(places.at(&path), document.at(&path), "{key}");
            assert_eq!(places.at(&path.key("Key0")), None);
        }
        assert_eq!(places.at(&inside), document.at(&inside));
        assert_eq!(places.at(&inside.index(0)), None);
    }
}
