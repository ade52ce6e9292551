//! What is asked about a key again and again, answered once: none of it depends on where the key is come to.

use std::collections::HashMap;
use std::rc::Rc;

use super::condition::{Condition, Settings};
use super::schema::{Author, Key, KeyId, Keys, Presence, Schema, Support};
use super::values::Listed;
use super::version::Version;
use crate::check::is_secret;
use crate::document::Node;

/// The answers for one payload.
pub(super) struct Answers<'a> {
    schema: &'a Schema,
    /// The settings as a whole, which conditions look at.
    settings: Settings<'a>,
    /// The oldest macOS that the settings must work on.
    macos: Option<&'a Version>,
    secrets: HashMap<KeyId, bool>,
    excluders: HashMap<KeyId, Option<&'a str>>,
    listed: HashMap<KeyId, Rc<Listed<'a>>>,
    /// By the addresses of the dictionaries' keys, which nothing moves while they are borrowed.
    due: HashMap<*const Keys, Rc<[Due<'a>]>>,
}

/// A key that must be there.
#[derive(Clone, Copy)]
pub(super) struct Due<'a> {
    pub(super) name: &'a str,
    /// The setting because of which it must; `None` where it must in any case.
    pub(super) by: Option<&'a str>,
}

impl<'a> Answers<'a> {
    pub(super) fn about(schema: &'a Schema, settings: &'a Node, macos: Option<&'a Version>) -> Self {
        Self {
            schema,
            settings: Settings::of(settings),
            macos,
            secrets: HashMap::new(),
            excluders: HashMap::new(),
            listed: HashMap::new(),
            due: HashMap::new(),
        }
    }

    /// Whether a key is a secret: as its schema says, or by its name, since Apple's marks none.
    pub(super) fn is_secret(&mut self, id: KeyId, key: &Key) -> bool {
        *self.secrets.entry(id).or_insert_with(|| key.sensitive || is_secret(&key.name))
    }

    /// The values that are listed for a key.
    pub(super) fn listed(&mut self, id: KeyId, key: &'a Key) -> Rc<Listed<'a>> {
        self.listed.entry(id).or_insert_with(|| Rc::new(Listed::of(&key.allowed))).clone()
    }

    /// The setting that leaves a key out.
    pub(super) fn excluder(&mut self, id: KeyId, key: &'a Key) -> Option<&'a str> {
        if key.excluded_when.is_empty() {
            return None;
        }
        *self.excluders.entry(id).or_insert_with(|| self.settings.met(&key.excluded_when))
    }

    /// The keys that must be in a dictionary.
    pub(super) fn due(&mut self, keys: &'a Keys) -> Rc<[Due<'a>]> {
        if let Some(due) = self.due.get(&std::ptr::from_ref(keys)) {
            return due.clone();
        }
        let due: Rc<[Due<'a>]> = keys.named.iter().filter_map(|(name, id)| self.is_due(name, *id)).collect();
        self.due.insert(std::ptr::from_ref(keys), due.clone());
        due
    }

    fn is_due(&mut self, name: &'a str, id: KeyId) -> Option<Due<'a>> {
        let key = self.schema.get(id)?;
        // What is not there to be set, or what the editor of a manifest would write by itself, is not missed.
        let filled_in = self.schema.author == Author::Community && key.default.is_some();
        let by = match key.presence {
            Presence::Required => None,
            Presence::Optional => Some(self.settings.met(&key.required_when)?),
        };
        let may_miss = filled_in || !exists(&key.macos, self.macos) || self.excluder(id, key).is_some();
        (!may_miss).then_some(Due { name, by })
    }
}

impl<'a> Settings<'a> {
    /// The setting because of which one of several sets of conditions holds.
    fn met(&self, alternatives: &'a [Vec<Condition>]) -> Option<&'a str> {
        let holding = alternatives.iter().find(|all| self.meet(all) == Some(true))?;
        holding.first().map(|condition| condition.target.as_str())
    }
}

/// Whether something can be set on the system that is meant.
fn exists(support: &Support, target: Option<&Version>) -> bool {
    let early = support.introduced.as_ref().zip(target).is_some_and(|(first, target)| target < first);
    let late = support.removed.as_ref().is_some_and(|gone| target.is_none_or(|target| target >= gone))
        || support.last.as_ref().is_some_and(|last| last.is_over(target));
    !(support.never || early || late)
}
