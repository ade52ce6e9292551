//! What a manifest of either kind says of one setting, with the places where it says so.

use crate::document::{Node, Part, PlistType, Value};
use crate::key_path::KeyPath;
use crate::library::Pattern;

/// One setting.
#[derive(Debug)]
pub(super) struct Setting<'a> {
    /// Its name; for an item of an array the array's.
    pub(super) name: &'a str,
    /// Where the description stands.
    pub(super) at: KeyPath,
    /// Where the name stands.
    pub(super) name_at: (KeyPath, Part),
    /// Whether it stands at the top of the payload, and not inside of another setting.
    pub(super) is_top: bool,
    /// The type; `None` where none is known.
    pub(super) kind: Option<PlistType>,
    /// Where the type is said.
    pub(super) kind_at: KeyPath,
    /// The default.
    pub(super) default: Option<Located<'a>>,
    /// What an editor calls it.
    pub(super) title: Option<Located<'a>>,
    /// The values that are listed.
    pub(super) listed: Option<Located<'a>>,
    /// Whether other values than the listed are as good.
    pub(super) is_open: bool,
    /// The titles of the listed values.
    pub(super) titles: Option<&'a Node>,
    /// The smallest value.
    pub(super) minimum: Option<Located<'a>>,
    /// The largest value.
    pub(super) maximum: Option<Located<'a>>,
    /// What a text looks like.
    pub(super) pattern: Option<Box<Pattern>>,
    /// What an array holds.
    pub(super) item: Option<Box<Setting<'a>>>,
    /// Whether the editor hides what is typed.
    pub(super) is_sensitive: bool,
    /// Whether its values are shown to nobody: it is sensitive, named like a secret, or inside of one that is.
    pub(super) is_secret: bool,
}

/// A value and the path that leads to it.
#[derive(Clone, Debug)]
pub(super) struct Located<'a> {
    pub(super) at: KeyPath,
    pub(super) node: &'a Node,
}

impl<'a> Located<'a> {
    /// The value of a key.
    pub(super) fn of(owner: &'a Node, at: &KeyPath, key: &str) -> Option<Self> {
        Some(Self { at: at.key(key), node: owner.get(key)? })
    }

    /// The items of an array, each with its path.
    pub(super) fn items(&self) -> impl Iterator<Item = Self> + use<'_, 'a> {
        self.node.items().iter().enumerate().map(|(index, node)| Self { at: self.at.index(index), node })
    }
}

impl Setting<'_> {
    /// Whether a value has the setting's type; an integer is also a real.
    pub(super) fn fits(&self, value: &Value) -> bool {
        self.kind.is_none_or(|kind| fits(kind, value.plist_type()))
    }

    /// The values that it gives: the default, the listed ones and their titles, and the bounds.
    pub(super) fn values(&self) -> impl Iterator<Item = &Node> {
        let located = [&self.default, &self.listed, &self.minimum, &self.maximum];
        let nodes = located.into_iter().flatten().map(|value| value.node);
        nodes.chain(self.titles)
    }

    /// The values that are listed, for an array those of its items.
    pub(super) fn listed_anywhere(&self) -> Option<&Located<'_>> {
        self.listed.as_ref().or_else(|| self.item.as_ref()?.listed.as_ref())
    }
}

/// Whether a value of one type is good where another is expected: an integer is also a real.
pub(super) fn fits(expected: PlistType, found: PlistType) -> bool {
    expected == found || (expected == PlistType::Real && found == PlistType::Integer)
}
