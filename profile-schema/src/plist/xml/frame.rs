//! The elements that are open at a point of the text, each with what it holds so far.

use super::element::{Container, Element};
use crate::document::{Entry, Node, Span, Value};

/// An open element.
#[derive(Debug)]
pub(super) struct Frame {
    /// Its start tag; none around a fragment.
    pub(super) opened: Option<Span>,
    pub(super) holds: Holds,
}

/// What an open element holds so far.
#[derive(Debug)]
pub(super) enum Holds {
    /// The file itself, or `<plist>`: one value.
    One {
        in_plist: bool,
        value: Option<Node>,
    },
    Array(Vec<Node>),
    Dictionary {
        entries: Vec<Entry>,
        key: Option<Key>,
    },
}

/// A key that waits for its value.
#[derive(Debug)]
pub(super) struct Key {
    pub(super) text: String,
    pub(super) span: Span,
}

/// Why a value cannot stand where it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    SecondValue,
    NoKey,
}

impl Frame {
    pub(super) const fn file() -> Self {
        Self { opened: None, holds: Holds::One { in_plist: false, value: None } }
    }

    pub(super) const fn plist(opened: Span) -> Self {
        Self { opened: Some(opened), holds: Holds::One { in_plist: true, value: None } }
    }

    pub(super) const fn container(container: Container, opened: Option<Span>) -> Self {
        let holds = match container {
            Container::Array => Holds::Array(Vec::new()),
            Container::Dictionary => Holds::Dictionary { entries: Vec::new(), key: None },
        };
        Self { opened, holds }
    }

    /// The element, unless this is the file itself.
    pub(super) const fn element(&self) -> Option<Element> {
        match self.holds {
            Holds::One { in_plist: false, .. } => None,
            Holds::One { in_plist: true, .. } => Some(Element::Plist),
            Holds::Array(_) => Some(Element::Container(Container::Array)),
            Holds::Dictionary { .. } => Some(Element::Container(Container::Dictionary)),
        }
    }

    /// Whether a value may come next.
    pub(super) const fn refuses(&self) -> Option<Refusal> {
        match &self.holds {
            Holds::One { value: Some(_), .. } => Some(Refusal::SecondValue),
            Holds::Dictionary { key: None, .. } => Some(Refusal::NoKey),
            _ => None,
        }
    }

    /// Takes a value in; one that is refused is dropped.
    pub(super) fn take(&mut self, node: Node) {
        match &mut self.holds {
            Holds::One { value, .. } => {
                value.get_or_insert(node);
            }
            Holds::Array(items) => items.push(node),
            Holds::Dictionary { entries, key } => {
                if let Some(key) = key.take() {
                    entries.push(Entry { key: key.text, key_span: Some(key.span), node });
                }
            }
        }
    }

    /// Lets go of the key that waits, since its value is unreadable.
    pub(super) fn skip_value(&mut self) {
        if let Holds::Dictionary { key, .. } = &mut self.holds {
            *key = None;
        }
    }

    /// The finished value; none where there was none.
    pub(super) fn finish(self, span: Option<Span>) -> Option<Node> {
        let value = match self.holds {
            Holds::One { value, .. } => return value,
            Holds::Array(mut items) => {
                items.shrink_to_fit();
                Value::Array(items)
            }
            Holds::Dictionary { mut entries, .. } => {
                entries.shrink_to_fit();
                Value::Dictionary(entries)
            }
        };
        Some(Node { value, span })
    }
}
