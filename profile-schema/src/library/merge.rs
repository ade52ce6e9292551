//! What two files say of one payload type to what they say together.
//!
//! Two of Apple's files are two ways to write the payload. Two manifests share the keys of one domain between them: what
//! one of them permits is permitted. Where Apple's word and a manifest's meet, Apple's holds and titles alone are added.

use std::collections::BTreeMap;

use super::condition::same;
use super::schema::{Author, Below, Key, KeyId, Keys, Presence, Schema};

/// Brings a second schema of a payload type to what is known already.
pub(super) fn merge(first: Schema, second: Schema) -> Schema {
    match (first.author, second.author) {
        (Author::Apple, Author::Community) => titled(first, &second),
        (Author::Community, Author::Apple) => titled(second, &first),
        (author, _) => {
            let mut merged = first;
            let shift = merged.keys.len();
            merged.keys.extend(second.keys.into_iter().map(|key| shifted(key, shift)));
            merged.files.extend(second.files);
            let shapes = second.shapes.into_iter().map(|shape| shifted_keys(shape, shift));
            match author {
                Author::Apple => merged.shapes.extend(shapes),
                Author::Community => {
                    for shape in shapes {
                        let before = merged.shapes.pop().unwrap_or_default();
                        let both = union(&mut merged.keys, before, shape);
                        merged.shapes.push(both);
                    }
                }
            }
            merged
        }
    }
}

/// Puts the titles of a manifest where Apple has none, by the names that lead to a key.
fn titled(mut apple: Schema, manifest: &Schema) -> Schema {
    apple.files.extend(manifest.files.iter().cloned());
    let mut reached = vec![false; apple.keys.len()];
    let mut pairs: Vec<(Keys, Keys)> = Vec::new();
    for theirs in &manifest.shapes {
        pairs.extend(apple.shapes.iter().map(|ours| (ours.clone(), theirs.clone())));
    }
    while let Some((ours, theirs)) = pairs.pop() {
        for (name, id) in ours.named {
            let Some(their) = theirs.named.get(&name).and_then(|id| manifest.get(*id)) else { continue };
            let (Some(key), Some(reached)) = (apple.keys.get_mut(id.0), reached.get_mut(id.0)) else {
                continue;
            };
            if std::mem::replace(reached, true) {
                continue;
            }
            if key.title.is_empty() {
                key.title.clone_from(&their.title);
            }
            if let (Below::Keys(ours), Below::Keys(theirs)) = (&key.below, &their.below) {
                pairs.push((ours.clone(), theirs.clone()));
            }
        }
    }
    apple
}

fn shifted(mut key: Key, shift: usize) -> Key {
    key.below = match key.below {
        Below::Unsaid => Below::Unsaid,
        Below::Keys(keys) => Below::Keys(shifted_keys(keys, shift)),
        Below::Items(items) => Below::Items(items.into_iter().map(|id| KeyId(id.0 + shift)).collect()),
    };
    key
}

fn shifted_keys(keys: Keys, shift: usize) -> Keys {
    Keys {
        named: keys.named.into_iter().map(|(name, id)| (name, KeyId(id.0 + shift))).collect(),
        any: keys.any.map(|id| KeyId(id.0 + shift)),
    }
}

/// The keys of two dictionaries as those of one.
fn union(keys: &mut Vec<Key>, first: Keys, second: Keys) -> Keys {
    let mut named = BTreeMap::new();
    for (name, id) in first.named {
        // A key that only one of them has cannot be missed by those who follow the other.
        if !second.named.contains_key(&name)
            && let Some(key) = keys.get_mut(id.0)
        {
            key.presence = Presence::Optional;
        }
        named.insert(name, id);
    }
    for (name, id) in second.named {
        match named.get(&name) {
            Some(before) => unite(keys, *before, id),
            None => {
                if let Some(key) = keys.get_mut(id.0) {
                    key.presence = Presence::Optional;
                }
                named.insert(name, id);
            }
        }
    }
    Keys { named, any: first.any.or(second.any) }
}

/// Widens the first definition of a key until it permits what the second one does.
pub(super) fn unite(keys: &mut Vec<Key>, first: KeyId, second: KeyId) {
    let (Some(one), Some(other)) = (keys.get(first.0).cloned(), keys.get(second.0).cloned()) else { return };
    let mut united = one.clone();
    if one.kind != other.kind {
        united = Key { title: one.title, description: one.description, ..Key::named(&one.name) };
    } else {
        if other.presence == Presence::Optional {
            united.presence = Presence::Optional;
        }
        united.suggested |= other.suggested;
        if one.allowed.is_empty() || other.allowed.is_empty() {
            united.allowed.clear();
        } else {
            let further =
                other.allowed.iter().filter(|value| !one.allowed.iter().any(|own| same(own, value)));
            united.allowed.extend(further.cloned());
        }
        if one.minimum != other.minimum {
            united.minimum = None;
        }
        if one.maximum != other.maximum {
            united.maximum = None;
        }
        if one.pattern.as_ref().map(|pattern| &pattern.text)
            != other.pattern.as_ref().map(|pattern| &pattern.text)
        {
            united.pattern = None;
        }
        if (one.fewest, one.most) != (other.fewest, other.most) {
            (united.fewest, united.most) = (None, None);
        }
        if one.macos != other.macos {
            united.macos = Default::default();
        }
        if one.application != other.application {
            united.application = Default::default();
        }
        if one.excluded_when != other.excluded_when {
            united.excluded_when.clear();
        }
        if one.required_when != other.required_when {
            united.required_when.clear();
        }
        united.sensitive |= other.sensitive;
        united.below = match (one.below, other.below) {
            (Below::Keys(first), Below::Keys(second)) => Below::Keys(union(keys, first, second)),
            (Below::Items(first), Below::Items(second)) => Below::Items([first, second].concat()),
            _ => Below::Unsaid,
        };
    }
    if let Some(key) = keys.get_mut(first.0) {
        *key = united;
    }
}
