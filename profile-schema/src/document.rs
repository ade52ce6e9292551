//! The located tree of a property list: values, and where they stand when the file was text.

mod lookup;
mod places;

use crate::key_path::{KeyPath, Segment};
pub(crate) use lookup::Lookup;
pub use places::Places;

/// A range of bytes of the file as it was read; `end` is exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// A property list.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// The outermost value.
    pub root: Node,
}

/// A value and its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// The whole element, tags included; `None` in a binary property list.
    pub span: Option<Span>,
}

/// A value of a property list.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `<string>`
    String(String),
    /// `<integer>`: signed or unsigned 64 bits.
    Integer(i128),
    /// `<real>`
    Real(f64),
    /// `<true/>`, `<false/>`
    Boolean(bool),
    /// `<date>`, as `YYYY-MM-DDThh:mm:ssZ`.
    Date(String),
    /// `<data>`, decoded.
    Data(Vec<u8>),
    /// `<array>`
    Array(Vec<Node>),
    /// `<dict>`: entries in order; a repeated key stands there twice.
    Dictionary(Vec<Entry>),
}

/// One key of a dictionary.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// The text between `<key>` and `</key>`.
    pub key_span: Option<Span>,
    /// Its value.
    pub node: Node,
}

impl Document {
    /// The path of the innermost key or value that stands at this byte; the root when none does, or without text.
    #[must_use]
    pub fn path_at(&self, offset: u32) -> KeyPath {
        let mut path = Vec::new();
        let mut node = &self.root;
        loop {
            let next = match &node.value {
                Value::Dictionary(entries) => entries
                    .iter()
                    .find(|entry| entry.covers(offset))
                    .map(|entry| (Segment::Key(entry.key.as_str().into()), &entry.node)),
                Value::Array(items) => items
                    .iter()
                    .enumerate()
                    .find(|(_, item)| item.span.is_some_and(|span| span.covers(offset)))
                    .map(|(index, item)| (Segment::Index(index), item)),
                _ => None,
            };
            let Some((segment, below)) = next else { return path.into() };
            path.push(segment);
            node = below;
        }
    }

    /// The node at this path. Where a key is repeated, the last one counts, as CoreFoundation reads it.
    #[must_use]
    pub fn at(&self, path: &KeyPath) -> Option<&Node> {
        self.walk(path).map(|(_, node)| node)
    }

    /// Where this path stands: the key, or the value. `None` without text, or when the path leads nowhere.
    #[must_use]
    pub fn span(&self, path: &KeyPath, part: Part) -> Option<Span> {
        self.walk(path).and_then(|(key, node)| part.of(key, node))
    }

    fn walk(&self, path: &KeyPath) -> Option<(Option<Span>, &Node)> {
        path.segments().iter().try_fold((None, &self.root), |(_, node), segment| match segment {
            Segment::Key(key) => {
                let entry = node.entries().iter().rev().find(|entry| entry.key == **key);
                entry.map(|entry| (entry.key_span, &entry.node))
            }
            Segment::Index(index) => node.items().get(*index).map(|item| (None, item)),
        })
    }
}

impl Span {
    const fn covers(self, offset: u32) -> bool {
        self.start <= offset && offset < self.end
    }
}

impl Entry {
    /// An entry that stands nowhere yet.
    #[must_use]
    pub fn new(key: impl Into<String>, value: Value) -> Self {
        Self { key: key.into(), key_span: None, node: Node::new(value) }
    }

    /// Whether a byte is in the key, in the value, or between the two.
    fn covers(&self, offset: u32) -> bool {
        let start = self.key_span.or(self.node.span);
        start.zip(self.node.span).is_some_and(|(first, last)| first.start <= offset && offset < last.end)
    }
}

impl Node {
    /// A value that stands nowhere yet.
    #[must_use]
    pub const fn new(value: Value) -> Self {
        Self { value, span: None }
    }

    /// The same value, standing nowhere: equal for files that differ in layout alone.
    #[must_use]
    pub fn without_places(&self) -> Self {
        Self::new(match &self.value {
            Value::Array(items) => Value::Array(items.iter().map(Self::without_places).collect()),
            Value::Dictionary(entries) => {
                let bare = |entry: &Entry| Entry {
                    key: entry.key.clone(),
                    key_span: None,
                    node: entry.node.without_places(),
                };
                Value::Dictionary(entries.iter().map(bare).collect())
            }
            other => other.clone(),
        })
    }

    /// The value of a key, when this is a dictionary that has it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entries().iter().rev().find(|entry| entry.key == key).map(|entry| &entry.node)
    }

    /// The entries, when this is a dictionary; else none.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Dictionary(entries) => entries,
            _ => &[],
        }
    }

    /// The items, when this is an array; else none.
    #[must_use]
    pub fn items(&self) -> &[Self] {
        match &self.value {
            Value::Array(items) => items,
            _ => &[],
        }
    }

    /// The text, when this is a string.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        self.value.as_str()
    }
}

/// Which half of an entry is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The key.
    Key,
    /// The value.
    Value,
}

impl Part {
    /// Where it stands; of what has no key, the value.
    fn of(self, key: Option<Span>, node: &Node) -> Option<Span> {
        match self {
            Self::Key => key.or(node.span),
            Self::Value => node.span,
        }
    }
}

/// The types of a property list, named as their XML elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PlistType {
    /// `<string>`
    String,
    /// `<integer>`
    Integer,
    /// `<real>`
    Real,
    /// `<true/>`, `<false/>`
    Boolean,
    /// `<date>`
    Date,
    /// `<data>`
    Data,
    /// `<array>`
    Array,
    /// `<dict>`
    Dictionary,
}

impl Value {
    /// The text, when this is a string.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The type of this value.
    #[must_use]
    pub const fn plist_type(&self) -> PlistType {
        match self {
            Self::String(_) => PlistType::String,
            Self::Integer(_) => PlistType::Integer,
            Self::Real(_) => PlistType::Real,
            Self::Boolean(_) => PlistType::Boolean,
            Self::Date(_) => PlistType::Date,
            Self::Data(_) => PlistType::Data,
            Self::Array(_) => PlistType::Array,
            Self::Dictionary(_) => PlistType::Dictionary,
        }
    }
}
