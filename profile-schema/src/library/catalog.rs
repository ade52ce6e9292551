//! A schema that others wrote to a catalog, so that whatever is made of a declaration can be made of it; and what of
//! the schema a catalog cannot say.

mod fit;
#[cfg(test)]
mod tests;

use serde_json::{Map, Number, Value as Json};

use super::condition::{Condition, Test};
use super::schema::{Below, Delivery, Key, KeyId, Keys, Presence, Schema, Support};
use super::{Author, text};
use crate::catalog::{
    AllowedValue, Catalog, CatalogKey, Channel, Conditions, Enrollment, Fallback, Repetition, RequiredWhen,
    Unit,
};
use crate::document::{PlistType, Value};
use crate::domain::{self, DomainKind};
use fit::{fits, is_of};

/// So many keys are taken over; a definition that is used in several places counts there each time.
const MOST: usize = 20_000;
/// So deep definitions are followed.
const DEEPEST: usize = 64;

/// Something that a schema says and a catalog cannot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Untold {
    /// The names that lead to the key, `*` for an item or a value, with slashes between them.
    pub key: String,
    /// What it is.
    pub what: UntoldKind,
}

/// What a catalog cannot say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum UntoldKind {
    /// The key has no type, or one that is not known.
    AnyType,
    /// The items of the array may be several things.
    SeveralKinds,
    /// The key does not exist on a Mac.
    NotOnMac,
    /// The default of a secret is a secret.
    SecretDefault,
    /// A default that the key itself does not allow.
    UnfitDefault,
    /// An allowed value that is not of the key's type.
    UnfitValue,
    /// A regular expression that cannot be evaluated.
    Pattern,
    /// The key is used inside of itself, without end, or lies deeper than is followed.
    TooDeep,
    /// There are more keys than are taken over.
    TooMany,
}

impl Schema {
    /// What is said here, as a catalog.
    #[must_use]
    pub fn catalog(&self) -> (Catalog, Vec<Untold>) {
        let mut reader = Reader { schema: self, untold: Vec::new(), taken: 0, around: Vec::new() };
        let shape = self.shapes.first().cloned().unwrap_or_default();
        let keys = reader.keys(&shape, "");
        let catalog = Catalog {
            domain: self.payload_type.clone().into(),
            kind: match self.author {
                Author::Apple => DomainKind::PayloadType,
                // A manifest does not say which it is.
                Author::Community => {
                    domain::known(&self.payload_type).map_or(DomainKind::Preferences, |known| known.kind)
                }
            },
            application: self.title.clone().into(),
            title: if self.title.is_empty() { self.payload_type.clone() } else { self.title.clone() },
            description: self.description.clone(),
            macos_since: self.macos.introduced.as_ref().map(ToString::to_string),
            channel: channel(&self.delivery),
            repetition: self.delivery.multiple.map(|multiple| match multiple {
                true => Repetition::Several,
                false => Repetition::Once,
            }),
            enrollment: (self.delivery.user_approved == Some(true)).then_some(Enrollment::ApprovedServer),
            documentation: self.documentation.clone(),
            keys,
            other_keys: Vec::new(),
        };
        (catalog, reader.untold)
    }
}

struct Reader<'a> {
    schema: &'a Schema,
    untold: Vec<Untold>,
    taken: usize,
    /// The definitions around the one that is read.
    around: Vec<KeyId>,
}

impl Reader<'_> {
    /// The keys of a dictionary, in the order of the file: keys are numbered as they are read.
    fn keys(&mut self, keys: &Keys, above: &str) -> Vec<CatalogKey> {
        let mut ids: Vec<KeyId> = keys.named.values().copied().collect();
        ids.sort_unstable();
        let mut taken = Vec::new();
        for id in ids {
            let Some(key) = self.schema.get(id) else { continue };
            let pointer = if above.is_empty() { key.name.clone() } else { format!("{above}/{}", key.name) };
            if let Some(mut named) = self.key(id, pointer) {
                named.name.clone_from(&key.name);
                if named.title.is_empty() {
                    named.title.clone_from(&key.name);
                }
                named.order = u32::try_from(taken.len() + 1).unwrap_or(u32::MAX);
                (named.required_when, named.conditions) = conditions(key, keys, above);
                taken.push(named);
            }
        }
        taken
    }

    /// A key, or what an item or a value is; none where a catalog cannot hold it.
    fn key(&mut self, id: KeyId, pointer: String) -> Option<CatalogKey> {
        let key = self.schema.get(id)?;
        self.taken += 1;
        if self.taken > MOST {
            if self.taken == MOST + 1 {
                self.tell(pointer, UntoldKind::TooMany);
            }
            return None;
        }
        if key.macos.never {
            self.tell(pointer, UntoldKind::NotOnMac);
            return None;
        }
        let Some(kind) = key.kind else {
            self.tell(pointer, UntoldKind::AnyType);
            return None;
        };
        let mut taken = plain(key, kind);
        if taken.sensitive && key.default.as_ref().is_some_and(|default| text(default).as_deref() != Some(""))
        {
            self.tell(pointer.clone(), UntoldKind::SecretDefault);
        } else {
            taken.default = key.default.as_ref().and_then(json);
        }
        if key.allowed.iter().any(|value| !is_of(value, kind)) {
            self.tell(pointer.clone(), UntoldKind::UnfitValue);
        }
        if key.pattern.as_ref().is_some_and(|pattern| !pattern.is_checked()) {
            self.tell(pointer.clone(), UntoldKind::Pattern);
        }
        if self.around.contains(&id) || self.around.len() >= DEEPEST {
            self.tell(pointer, UntoldKind::TooDeep);
            return None;
        }
        self.around.push(id);
        self.inside(key, &mut taken, &pointer);
        self.around.pop();
        if taken.default.is_some() && key.default.as_ref().is_some_and(|default| !fits(default, &taken)) {
            self.tell(pointer.clone(), UntoldKind::UnfitDefault);
            taken.default = None;
        }
        taken.pointer = pointer;
        Some(taken)
    }

    fn inside(&mut self, key: &Key, taken: &mut CatalogKey, pointer: &str) {
        let element = format!("{pointer}/*");
        match &key.below {
            Below::Unsaid => {}
            Below::Keys(keys) => {
                taken.keys = self.keys(keys, pointer);
                // Where nothing is said of the values, they may be anything.
                let says_type = |id: &KeyId| self.schema.get(*id).is_some_and(|value| value.kind.is_some());
                let value = keys.any.filter(says_type);
                taken.map_value = value.and_then(|id| self.key(id, element)).map(Box::new);
            }
            Below::Items(items) => match items.as_slice() {
                [only] => taken.item = self.key(*only, element).map(Box::new),
                _ => self.tell(element, UntoldKind::SeveralKinds),
            },
        }
    }

    fn tell(&mut self, key: String, what: UntoldKind) {
        self.untold.push(Untold { key, what });
    }
}

/// What a key says of itself, without what is inside of it and around it.
fn plain(key: &Key, kind: PlistType) -> CatalogKey {
    let unit = key.unit.as_deref().map(|word| (word, unit(word)));
    let mut description = key.description.clone();
    if let Some((word, None)) = unit {
        description = format!("{description} In {word}.").trim_start().to_owned();
    }
    let listed = || {
        let values = key.allowed.iter().enumerate().filter(|(_, value)| is_of(value, kind));
        values.filter_map(|(index, value)| {
            let title = key.titles.get(index).cloned().or_else(|| text(value))?;
            Some(AllowedValue { value: json(value)?, title, description: String::new() })
        })
    };
    CatalogKey {
        title: key.title.clone(),
        description,
        unit: unit.and_then(|(_, unit)| unit),
        minimum: key.minimum.as_ref().and_then(number),
        maximum: key.maximum.as_ref().and_then(number),
        allowed: if key.suggested { Vec::new() } else { listed().collect() },
        suggested: if key.suggested {
            listed().filter_map(|listed| Some(listed.value.as_str()?.to_owned())).collect()
        } else {
            Vec::new()
        },
        pattern: key
            .pattern
            .as_ref()
            .filter(|pattern| pattern.is_checked())
            .map(|pattern| pattern.text.clone()),
        fewest: key.fewest.and_then(|count| count.try_into().ok()),
        most: key.most.and_then(|count| count.try_into().ok()),
        placeholder: key.placeholder.clone(),
        since: first(&key.application),
        until: last(&key.application),
        macos_since: first(&key.macos),
        macos_deprecated: key.macos.deprecated.as_ref().map(ToString::to_string),
        macos_until: last(&key.macos),
        deprecated: key.application.deprecated.is_some(),
        // A name alone is no reason to hold back what the author published.
        sensitive: key.sensitive,
        required: key.presence == Presence::Required,
        fallback: Fallback::Default,
        source: key.documentation.clone().unwrap_or_default(),
        ..CatalogKey::named("", kind)
    }
}

/// The one condition that a catalog can hold: that a key beside this one is one of these texts.
fn conditions(key: &Key, beside: &Keys, above: &str) -> (Option<RequiredWhen>, Conditions) {
    let told = match key.required_when.as_slice() {
        [] => Some(None),
        [all] if above.is_empty() => match all.as_slice() {
            [Condition { target, test: Test::Is(values) }] if beside.named.contains_key(target) => {
                let values: Option<Vec<String>> =
                    values.iter().map(|value| value.as_str().map(str::to_owned)).collect();
                values.map(|values| Some(RequiredWhen { key: target.clone(), values }))
            }
            _ => None,
        },
        _ => None,
    };
    let is_told = told.is_some() && key.excluded_when.is_empty();
    (told.flatten(), if is_told { Conditions::Told } else { Conditions::Untold })
}

fn channel(delivery: &Delivery) -> Option<Channel> {
    match (delivery.device_channel, delivery.user_channel) {
        (Some(true), Some(true)) => Some(Channel::Both),
        (Some(true), _) => Some(Channel::System),
        (_, Some(true)) => Some(Channel::User),
        _ => None,
    }
}

fn first(support: &Support) -> Option<String> {
    support.introduced.as_ref().map(ToString::to_string)
}

fn last(support: &Support) -> Option<String> {
    support.last.as_ref().map(ToString::to_string)
}

fn unit(word: &str) -> Option<Unit> {
    match word.to_ascii_lowercase().as_str() {
        "days" | "day" => Some(Unit::Days),
        "hours" | "hour" => Some(Unit::Hours),
        "minutes" | "minute" | "mins" | "min" => Some(Unit::Minutes),
        "seconds" | "second" | "secs" | "sec" => Some(Unit::Seconds),
        _ => None,
    }
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Integer(number) => Some(*number as f64),
        Value::Real(number) => Some(*number),
        _ => None,
    }
}

/// A value in JSON; none where JSON has no such value.
fn json(value: &Value) -> Option<Json> {
    Some(match value {
        Value::String(text) | Value::Date(text) => Json::from(text.as_str()),
        Value::Boolean(truth) => Json::from(*truth),
        Value::Integer(number) => Json::Number(Number::from_i128(*number)?),
        Value::Real(number) => Json::Number(Number::from_f64(*number)?),
        Value::Data(_) => return None,
        Value::Array(items) => {
            Json::Array(items.iter().map(|item| json(&item.value)).collect::<Option<_>>()?)
        }
        Value::Dictionary(entries) => {
            let entries = entries.iter().map(|entry| Some((entry.key.clone(), json(&entry.node.value)?)));
            Json::Object(entries.collect::<Option<Map<_, _>>>()?)
        }
    })
}
