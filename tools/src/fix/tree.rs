//! A tree of values and edits to the tree that the edits should lead to, and the comparison with what they led to.

use latchkey_profile_schema::{Document, Entry, KeyPath, Node, Segment, Span, Value};

use super::Edit;

/// What edits should make of a document. Spans are those of the text before; what is new has none.
pub(crate) struct Expected {
    root: Node,
    /// Bytes of the text before whose edits say nothing of values.
    free: Vec<Span>,
}

impl Expected {
    /// The tree after these edits; none where one of them leads nowhere.
    pub(crate) fn of<'a>(document: &Document, edits: impl IntoIterator<Item = &'a Edit>) -> Option<Self> {
        let mut edits: Vec<&Edit> = edits.into_iter().collect();
        // What stands deeper or later comes first, so that the paths of the others stay right.
        edits.sort_by_cached_key(|edit| order(edit));
        let (mut removed, mut free) = (Vec::new(), Vec::new());
        let mut root = document.root.clone();
        for edit in edits.into_iter().rev() {
            match edit {
                Edit::Text(span, _) => free.push(*span),
                Edit::Attribute { .. } => {}
                Edit::RemoveKeyAt(span) => removed.push(*span),
                edit => change(&mut root, edit)?,
            }
        }
        for span in removed {
            remove_key_at(&mut root, span)?;
        }
        Some(Self { root, free })
    }

    /// Whether a document holds these values; where nothing was said of a value, any.
    pub(crate) fn is(&self, document: &Document) -> bool {
        self.same(&self.root, &document.root)
    }

    fn same(&self, expected: &Node, found: &Node) -> bool {
        match (&expected.value, &found.value) {
            (Value::Array(items), Value::Array(others)) => {
                items.len() == others.len()
                    && items.iter().zip(others).all(|(item, other)| self.same(item, other))
            }
            (Value::Dictionary(entries), Value::Dictionary(others)) => {
                entries.len() == others.len()
                    && entries.iter().zip(others).all(|(entry, other)| {
                        (entry.key == other.key || self.is_free(entry.key_span))
                            && self.same(&entry.node, &other.node)
                    })
            }
            (Value::Array(_) | Value::Dictionary(_), _) | (_, Value::Array(_) | Value::Dictionary(_)) => {
                false
            }
            (value, other) => value == other || self.is_free(expected.span),
        }
    }

    fn is_free(&self, span: Option<Span>) -> bool {
        span.is_some_and(|span| self.free.iter().any(|free| span.start <= free.start && free.end <= span.end))
    }
}

/// Whether two values are the same, member by member, wherever they stand.
pub(crate) fn is_same(one: &Node, other: &Node) -> bool {
    Expected { root: Node::new(Value::Boolean(false)), free: Vec::new() }.same(one, other)
}

/// Where an edit stands, and of two at the same place the one that takes the place away last.
fn order(edit: &Edit) -> (KeyPath, u8) {
    match edit {
        Edit::Insert { into, key, .. } => (into.key(key), 3),
        Edit::Value(path, _) => (path.clone(), 3),
        Edit::Wrap(path) => (path.clone(), 2),
        Edit::Key(path, _) => (path.clone(), 1),
        Edit::Remove(path) => (path.clone(), 0),
        Edit::RemoveKeyAt(_) | Edit::Attribute { .. } | Edit::Text(..) => (KeyPath::root(), 0),
    }
}

fn change(root: &mut Node, edit: &Edit) -> Option<()> {
    match edit {
        Edit::Value(path, value) => *at(root, path.segments())? = Node::new(value.clone()),
        Edit::Wrap(path) => {
            let node = at(root, path.segments())?;
            let item = std::mem::replace(node, Node::new(Value::Boolean(false)));
            node.value = Value::Array(vec![item]);
        }
        Edit::Insert { into, key, value } => {
            let Value::Dictionary(entries) = &mut at(root, into.segments())?.value else { return None };
            entries.push(Entry::new(key.clone(), value.clone()));
        }
        Edit::Key(path, name) => {
            let (Segment::Key(key), parent) = path.segments().split_last()? else { return None };
            let entry = last(at(root, parent)?, key)?;
            entry.key.clone_from(name);
            entry.key_span = None;
        }
        Edit::Remove(path) => {
            let (step, parent) = path.segments().split_last()?;
            match (step, &mut at(root, parent)?.value) {
                (Segment::Index(index), Value::Array(items)) if *index < items.len() => {
                    items.remove(*index);
                }
                (Segment::Key(key), Value::Dictionary(entries)) => {
                    let index = entries.iter().rposition(|entry| entry.key == **key)?;
                    entries.remove(index);
                }
                _ => return None,
            }
        }
        Edit::RemoveKeyAt(_) | Edit::Attribute { .. } | Edit::Text(..) => {}
    }
    Some(())
}

fn at<'n>(root: &'n mut Node, path: &[Segment]) -> Option<&'n mut Node> {
    path.iter().try_fold(root, |node, segment| match segment {
        Segment::Key(key) => last(node, key).map(|entry| &mut entry.node),
        Segment::Index(index) => match &mut node.value {
            Value::Array(items) => items.get_mut(*index),
            _ => None,
        },
    })
}

fn last<'n>(node: &'n mut Node, key: &str) -> Option<&'n mut Entry> {
    match &mut node.value {
        Value::Dictionary(entries) => entries.iter_mut().rev().find(|entry| entry.key == *key),
        _ => None,
    }
}

fn remove_key_at(node: &mut Node, span: Span) -> Option<()> {
    if node.span.is_some_and(|outer| span.start < outer.start || outer.end < span.end) {
        return None;
    }
    match &mut node.value {
        Value::Dictionary(entries) => {
            if let Some(index) = entries.iter().position(|entry| entry.key_span == Some(span)) {
                entries.remove(index);
                return Some(());
            }
            entries.iter_mut().find_map(|entry| remove_key_at(&mut entry.node, span))
        }
        Value::Array(items) => items.iter_mut().find_map(|item| remove_key_at(item, span)),
        _ => None,
    }
}
