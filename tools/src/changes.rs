//! What differs between two files to what an administrator is told: differences with their effect, and notes on what
//! makes no difference.

#[cfg(test)]
mod tests;

use latchkey_mdm_manifests::{
    Comparison, Difference, DifferenceKind, Envelopes, SettingsFile, Shown, compare,
};
use latchkey_profile_schema::carrier::CONFIGURATION;
use latchkey_profile_schema::{Catalog, KeyPath, Segment, Value, domain};
use serde_json::Value as Json;

use crate::effect::{self, Effect, InForce};
use crate::phrase::quoted;

/// Everything that is told about two files.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Changes {
    /// The differences, those without effect too.
    pub(crate) changes: Vec<Change>,
    /// How many more there are.
    pub(crate) further: usize,
    /// What else differs, and makes no difference.
    pub(crate) notes: Vec<String>,
}

/// A difference, and what it does.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Change {
    /// What differs.
    pub(crate) difference: Difference,
    /// What that does.
    pub(crate) effect: Effect,
}

impl Changes {
    /// Compares the settings of two files.
    pub(crate) fn between(before: &SettingsFile, after: &SettingsFile, envelopes: Envelopes) -> Self {
        let Comparison { differences, further, .. } = compare(before, after, envelopes);
        let sides =
            Sides { before, after, in_force_before: InForce::of(before), in_force_after: InForce::of(after) };
        let mut all = Self { changes: Vec::new(), further, notes: Vec::new() };
        for difference in differences {
            match difference.kind {
                DifferenceKind::Label => all.notes.extend(label(&difference)),
                DifferenceKind::Open => all.notes.push(format!(
                    "{} of {} is still to be filled in, in one file or in both, and was not compared",
                    quoted(&difference.path.to_string()),
                    quoted(&difference.domain)
                )),
                _ => {
                    let effect = sides.effect(&difference);
                    all.changes.push(Change { difference, effect });
                }
            }
        }
        if all.changes.is_empty() {
            return all;
        }
        match (&sides.in_force_before, &sides.in_force_after) {
            (Some(_), None) => all.notes.push("the second file enforces no policy for the device".to_owned()),
            (None, Some(_)) => all.notes.push("the first file enforces no policy for the device".to_owned()),
            _ => {}
        }
        all
    }

    /// Whether the files mean the same.
    pub(crate) fn same(&self) -> bool {
        self.further == 0 && self.changes.iter().all(|change| change.effect == Effect::Nothing)
    }
}

/// Both files, and the policies in them.
struct Sides<'a> {
    before: &'a SettingsFile,
    after: &'a SettingsFile,
    in_force_before: Option<InForce>,
    in_force_after: Option<InForce>,
}

impl Sides<'_> {
    fn effect(&self, difference: &Difference) -> Effect {
        let Difference { domain, path, kind, before, after } = difference;
        let (left, right) = (self.in_force_before.as_ref(), self.in_force_after.as_ref());
        let is_ours = domain::named(domain).is_some();
        match (path.segments(), kind) {
            ([Segment::Key(key)], _) if domain == CONFIGURATION && **key == *"PayloadScope" => {
                effect::of_reach(left, right)
            }
            ([], DifferenceKind::Means) if is_ours => effect::of_means(before.as_ref(), after.as_ref()),
            ([Segment::Key(key)], _) if is_ours => effect::of_key(domain, key, left, right),
            (_, DifferenceKind::Added | DifferenceKind::Removed) if self.both_have(domain) => {
                let value = before.as_ref().or(after.as_ref());
                match value {
                    Some(Shown::Value(value)) if is_default(domain, path, value) => Effect::Nothing,
                    _ => Effect::Unknown,
                }
            }
            _ => Effect::Unknown,
        }
    }

    /// Whether both files hold as many settings of a domain, so that a key which one lacks has its default there.
    fn both_have(&self, domain: &str) -> bool {
        let count = |file: &SettingsFile| file.domains.iter().filter(|there| there.domain == domain).count();
        count(self.before) == count(self.after)
    }
}

/// What the profile is called in either file; an empty name is none.
fn label(difference: &Difference) -> Option<String> {
    let said = |shown: &Option<Shown>| match shown {
        Some(Shown::Value(Value::String(text))) if text.is_empty() => "not set".to_owned(),
        Some(Shown::Value(Value::String(text))) => quoted(text),
        Some(_) => "set".to_owned(),
        None => "not set".to_owned(),
    };
    let key = difference.path.last_key()?;
    let (before, after) = (said(&difference.before), said(&difference.after));
    (before != after)
        .then(|| format!("{} is {before} in the first file and {after} in the second", quoted(key)))
}

/// Whether a value is that which is in force without the key.
fn is_default(domain: &str, path: &KeyPath, value: &Value) -> bool {
    let catalog = domain::known(domain).and_then(Catalog::declared);
    let names = path.segments().iter().skip_while(|segment| matches!(segment, Segment::Index(_)));
    let names: Vec<Segment> = names.cloned().collect();
    let declared = catalog.and_then(|catalog| catalog.declaration(&names));
    let declared = declared.filter(|key| Some(key.name.as_str()) == path.last_key());
    declared.and_then(|key| key.default.as_ref()).is_some_and(|default| equals(value, default))
}

fn equals(value: &Value, json: &Json) -> bool {
    match (value, json) {
        (Value::String(text), Json::String(other)) => text == other,
        (Value::Boolean(truth), Json::Bool(other)) => truth == other,
        (Value::Integer(number), Json::Number(other)) => other.as_f64() == Some(*number as f64),
        (Value::Real(number), Json::Number(other)) => other.as_f64() == Some(*number),
        (Value::Array(items), Json::Array(others)) => {
            items.len() == others.len()
                && items.iter().zip(others).all(|(item, other)| equals(&item.value, other))
        }
        (Value::Dictionary(entries), Json::Object(others)) => {
            entries.len() == others.len()
                && entries
                    .iter()
                    .all(|entry| others.get(&entry.key).is_some_and(|other| equals(&entry.node.value, other)))
        }
        _ => false,
    }
}
