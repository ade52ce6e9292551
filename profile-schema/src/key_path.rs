//! A place by names: the keys and indexes that lead from a file's root to a value, printed as RFC 6901 pointers.

use std::fmt;
use std::sync::Arc;

/// One step down.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Segment {
    /// Into a dictionary. Shared, since paths of one file begin alike and are copied often.
    Key(Arc<str>),
    /// Into an array, from 0.
    Index(usize),
}

/// The way from the root of a file to a value. The empty path is the root.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyPath(Vec<Segment>);

impl KeyPath {
    /// The root.
    #[must_use]
    pub const fn root() -> Self {
        Self(Vec::new())
    }

    /// The path one key further down.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        self.segment(Segment::Key(key.into()))
    }

    /// The path one index further down.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        self.segment(Segment::Index(index))
    }

    /// The steps from the root.
    #[must_use]
    pub fn segments(&self) -> &[Segment] {
        &self.0
    }

    /// The last key on the way, which names the setting even for an item of its list.
    #[must_use]
    pub fn last_key(&self) -> Option<&str> {
        self.0.iter().rev().find_map(|segment| match segment {
            Segment::Key(key) => Some(&**key),
            Segment::Index(_) => None,
        })
    }

    /// The path one step further down.
    #[must_use]
    pub fn segment(&self, segment: Segment) -> Self {
        let mut segments = Vec::with_capacity(self.0.len() + 1);
        segments.extend_from_slice(&self.0);
        segments.push(segment);
        Self(segments)
    }
}

impl From<Vec<Segment>> for KeyPath {
    fn from(segments: Vec<Segment>) -> Self {
        Self(segments)
    }
}

impl fmt::Display for KeyPath {
    /// RFC 6901 section 3: `~` is `~0`, `/` is `~1`; the root is the empty string.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for segment in &self.0 {
            match segment {
                Segment::Key(key) if key.contains(['~', '/']) => {
                    write!(formatter, "/{}", key.replace('~', "~0").replace('/', "~1"))?;
                }
                Segment::Key(key) => {
                    formatter.write_str("/")?;
                    formatter.write_str(key)?;
                }
                Segment::Index(index) => write!(formatter, "/{index}")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_as_a_pointer() {
        let path = KeyPath::root().key("PayloadContent").index(0).key("a/b~c");
        assert_eq!(path.to_string(), "/PayloadContent/0/a~1b~0c");
        assert_eq!(KeyPath::root().to_string(), "");
        assert_eq!(path.index(3).last_key(), Some("a/b~c"));
    }
}
