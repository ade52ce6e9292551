//! What two files say of one payload type to what they say together.
//!
//! Two of Apple's files are two ways to write the payload. Two manifests share the keys of one domain between them: what
//! one of them permits is permitted. Where Apple's word and a manifest's meet, Apple's holds and titles alone are added.

use std::collections::BTreeMap;

use super::schema::{Author, Below, Key, KeyId, Keys, Presence, Schema};
use super::values::Listed;
use crate::document::Value;

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

/// Widens the first definition of a key until it permits what the second one does, which nothing else needs.
pub(super) fn unite(keys: &mut Vec<Key>, first: KeyId, second: KeyId) {
    let mut take = |id: KeyId| Some(std::mem::replace(keys.get_mut(id.0)?, Key::named("")));
    let (Some(one), Some(other)) = (take(first), take(second)) else { return };
    let united = if one.kind == other.kind {
        widened(keys, one, other)
    } else {
        Key { title: one.title, description: one.description, ..Key::named(&one.name) }
    };
    if let Some(key) = keys.get_mut(first.0) {
        *key = united;
    }
}

/// A key of one type that permits what two definitions permit.
fn widened(keys: &mut Vec<Key>, one: Key, other: Key) -> Key {
    let text = |key: &Key| key.pattern.as_ref().map(|pattern| pattern.text.clone());
    let pattern = if text(&one) == text(&other) { one.pattern } else { None };
    let (fewest, most) = if (one.fewest, one.most) == (other.fewest, other.most) {
        (one.fewest, one.most)
    } else {
        (None, None)
    };
    let titles = if one.allowed == other.allowed { one.titles } else { Vec::new() };
    let presence = match other.presence {
        Presence::Optional => Presence::Optional,
        Presence::Required => one.presence,
    };
    Key {
        name: one.name,
        title: one.title,
        description: one.description,
        kind: one.kind,
        presence,
        allowed: either(one.allowed, other.allowed),
        titles,
        suggested: one.suggested || other.suggested,
        minimum: agreed(one.minimum, other.minimum),
        maximum: agreed(one.maximum, other.maximum),
        pattern,
        fewest,
        most,
        default: one.default,
        placeholder: one.placeholder,
        unit: agreed(one.unit, other.unit),
        documentation: one.documentation.or(other.documentation),
        sensitive: one.sensitive || other.sensitive,
        macos: agreed(one.macos, other.macos),
        application: agreed(one.application, other.application),
        excluded_when: agreed(one.excluded_when, other.excluded_when),
        required_when: agreed(one.required_when, other.required_when),
        below: match (one.below, other.below) {
            (Below::Keys(first), Below::Keys(second)) => Below::Keys(union(keys, first, second)),
            (Below::Items(first), Below::Items(second)) => Below::Items([first, second].concat()),
            _ => Below::Unsaid,
        },
    }
}

/// What both say; else nothing.
fn agreed<T: Default + PartialEq>(one: T, other: T) -> T {
    if one == other { one } else { T::default() }
}

/// The values of both lists; an open list stays open.
fn either(mut one: Vec<Value>, other: Vec<Value>) -> Vec<Value> {
    if one.is_empty() || other.is_empty() {
        return Vec::new();
    }
    let listed = Listed::of(&one);
    let further: Vec<Value> = other.into_iter().filter(|value| !listed.has(value)).collect();
    one.extend(further);
    one
}
