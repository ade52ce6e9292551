//! What others say of a payload type, in one shape whoever wrote it.
//!
//! Keys stand in one list and name each other by number, so that a definition which is used in several places, or
//! inside of itself, stands there once.

use std::collections::BTreeMap;

use super::condition::Condition;
use super::pattern::Pattern;
use super::version::Version;
use crate::document::{PlistType, Value};

/// Everything known about a payload type.
#[derive(Clone, Debug)]
pub struct Schema {
    /// The payload type or preference domain.
    pub payload_type: String,
    /// A few words.
    pub title: String,
    /// A sentence or more.
    pub description: String,
    /// Who wrote it.
    pub author: Author,
    /// The files that it comes from.
    pub files: Vec<String>,
    /// On which versions of macOS the payload exists.
    pub macos: Support,
    /// Where it may be delivered, and how often.
    pub delivery: Delivery,
    /// The author's page about it.
    pub documentation: Option<String>,
    /// The keys of a payload, once for each file that describes the type in another way: a payload follows one.
    pub shapes: Vec<Keys>,
    pub(crate) keys: Vec<Key>,
}

/// Whose schema it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Author {
    /// Apple's device-management schema.
    Apple,
    /// A community manifest.
    Community,
}

/// On which versions something exists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Support {
    /// Whether it exists there at all.
    pub never: bool,
    /// The first version.
    pub introduced: Option<Version>,
    /// The version that advises against it.
    pub deprecated: Option<Version>,
    /// The first version without it.
    pub removed: Option<Version>,
    /// The last version with it.
    pub last: Option<Version>,
}

/// Where a payload may be delivered, and how often; `None` where nothing is said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Delivery {
    /// To the device.
    pub device_channel: Option<bool>,
    /// To a user.
    pub user_channel: Option<bool>,
    /// By hand, without an MDM.
    pub manual_install: Option<bool>,
    /// Only through an MDM that a user approved.
    pub user_approved: Option<bool>,
    /// More than once in one profile.
    pub multiple: Option<bool>,
}

/// The number of a key in its schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct KeyId(pub(crate) usize);

/// The keys of a dictionary.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keys {
    pub(crate) named: BTreeMap<String, KeyId>,
    /// What every other key is, where keys are free.
    pub(crate) any: Option<KeyId>,
}

/// Everything known about a key, or about what an array holds.
#[derive(Clone, Debug)]
pub struct Key {
    /// The exact key.
    pub name: String,
    /// A few words.
    pub title: String,
    /// A sentence or more.
    pub description: String,
    /// The type of the value; `None` where any is good.
    pub kind: Option<PlistType>,
    /// Whether it must be there when what surrounds it is.
    pub presence: Presence,
    /// The values that are listed; none where the list is open.
    pub allowed: Vec<Value>,
    /// What the listed values are called, where each has a name.
    pub titles: Vec<String>,
    /// Whether values beside the listed ones are as good.
    pub suggested: bool,
    /// The smallest value of a number or date.
    pub minimum: Option<Value>,
    /// The largest value of a number or date.
    pub maximum: Option<Value>,
    /// What a text looks like.
    pub pattern: Option<Pattern>,
    /// The fewest items of an array.
    pub fewest: Option<usize>,
    /// The most items of an array.
    pub most: Option<usize>,
    /// The value in force when the key is absent.
    pub default: Option<Value>,
    /// An example.
    pub placeholder: Option<String>,
    /// The unit of the number, in the author's words.
    pub unit: Option<String>,
    /// The author's page about it.
    pub documentation: Option<String>,
    /// Whether the value must not be shown.
    pub sensitive: bool,
    /// On which versions of macOS it exists.
    pub macos: Support,
    /// For which versions of the application it exists.
    pub application: Support,
    /// Any of these leaves the key out.
    pub excluded_when: Vec<Vec<Condition>>,
    /// Any of these makes the key required.
    pub required_when: Vec<Vec<Condition>>,
    pub(crate) below: Below,
}

/// Whether a key must be there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Presence {
    /// It may be absent.
    #[default]
    Optional,
    /// It must be there when what surrounds it is.
    Required,
}

/// What is inside of a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Below {
    /// Nothing is said about it.
    #[default]
    Unsaid,
    /// A dictionary's keys.
    Keys(Keys),
    /// An array's items; each is one of these.
    Items(Vec<KeyId>),
}

impl Key {
    /// A key of which only the name is known.
    pub(crate) fn named(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            title: String::new(),
            description: String::new(),
            kind: None,
            presence: Presence::Optional,
            allowed: Vec::new(),
            titles: Vec::new(),
            suggested: false,
            minimum: None,
            maximum: None,
            pattern: None,
            fewest: None,
            most: None,
            default: None,
            placeholder: None,
            unit: None,
            documentation: None,
            sensitive: false,
            macos: Support::default(),
            application: Support::default(),
            excluded_when: Vec::new(),
            required_when: Vec::new(),
            below: Below::Unsaid,
        }
    }
}

impl Schema {
    /// A key by its number.
    pub(crate) fn get(&self, id: KeyId) -> Option<&Key> {
        self.keys.get(id.0)
    }

    /// The definition of a key of a payload, by the keys and indexes that lead to it from the payload.
    #[must_use]
    pub fn key(&self, path: &[crate::Segment]) -> Option<&Key> {
        self.shapes.iter().find_map(|shape| self.follow(shape, path))
    }

    /// The names of keys, at any depth, whose values must not be shown.
    pub fn sensitive(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().filter(|key| key.sensitive).map(|key| key.name.as_str())
    }

    /// The keys at the top of a payload, in the order of their names.
    pub fn top(&self) -> impl Iterator<Item = &Key> {
        self.shapes.iter().flat_map(|shape| shape.named.values()).filter_map(|id| self.get(*id))
    }

    fn follow(&self, shape: &Keys, path: &[crate::Segment]) -> Option<&Key> {
        let (first, rest) = path.split_first()?;
        let crate::Segment::Key(name) = first else { return None };
        let mut found = self.get(shape.of(name)?)?;
        for segment in rest {
            let id = match (segment, &found.below) {
                (crate::Segment::Key(name), Below::Keys(keys)) => keys.of(name)?,
                (crate::Segment::Index(_), Below::Items(items)) => *items.first()?,
                _ => return None,
            };
            found = self.get(id)?;
        }
        Some(found)
    }
}

impl Keys {
    /// What a key of this name is.
    pub(crate) fn of(&self, name: &str) -> Option<KeyId> {
        self.named.get(name).copied().or(self.any)
    }
}
