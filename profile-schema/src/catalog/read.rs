//! The properties of a generated schema to the keys of its catalog, at any depth.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::Catalog;
use super::key::{
    AllowedValue, CatalogKey, Channel, Conditions, Enrollment, Fallback, Repetition, RequiredUnless,
    RequiredWhen, Syntax, Unit,
};
use crate::document::PlistType;
use crate::domain::{Domain, KeyNames};

/// The part of a generated schema that is read here.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Root {
    title: String,
    description: String,
    #[serde(rename = "x-macos-since")]
    macos_since: Option<String>,
    #[serde(rename = "x-channel")]
    channel: Option<Channel>,
    #[serde(rename = "x-multiple")]
    repetition: Option<Repetition>,
    #[serde(rename = "x-enrollment")]
    enrollment: Option<Enrollment>,
    #[serde(rename = "x-other-keys")]
    other_keys: Vec<String>,
    properties: InOrder<Property>,
}

#[derive(Deserialize)]
struct Property {
    #[serde(default)]
    title: String,
    #[serde(default)]
    description: String,
    #[serde(rename = "type", default)]
    json_type: String,
    #[serde(rename = "x-plist-type")]
    plist_type: Option<String>,
    items: Option<Box<Property>>,
    #[serde(rename = "additionalProperties")]
    map_value: Option<Box<Property>>,
    #[serde(default)]
    properties: InOrder<Property>,
    #[serde(rename = "x-key-names")]
    key_names: Option<KeyNames>,
    #[serde(rename = "x-other-keys", default)]
    other_keys: Vec<String>,
    default: Option<Value>,
    #[serde(rename = "x-unit")]
    unit: Option<Unit>,
    minimum: Option<f64>,
    maximum: Option<f64>,
    #[serde(rename = "enum", default)]
    values: Vec<Value>,
    #[serde(rename = "x-enum-titles", default)]
    enum_titles: Vec<String>,
    #[serde(rename = "x-enum-descriptions", default)]
    enum_descriptions: Vec<String>,
    #[serde(rename = "x-unconfirmed", default)]
    unconfirmed: Vec<String>,
    #[serde(rename = "x-suggested", default)]
    suggested: Vec<String>,
    #[serde(rename = "x-separator")]
    separator: Option<String>,
    #[serde(rename = "minLength")]
    shortest: Option<u64>,
    pattern: Option<String>,
    #[serde(rename = "x-pattern-words")]
    pattern_words: Option<String>,
    #[serde(rename = "x-syntax")]
    syntax: Option<Syntax>,
    #[serde(rename = "x-may-be-empty", default)]
    may_be_empty: bool,
    #[serde(rename = "x-wildcard")]
    wildcard: Option<String>,
    #[serde(rename = "x-items-by-name", default)]
    items_by_name: bool,
    #[serde(rename = "uniqueItems", default)]
    unique_items: bool,
    #[serde(rename = "x-placeholder")]
    placeholder: Option<String>,
    #[serde(rename = "x-since")]
    since: Option<String>,
    #[serde(rename = "x-macos-since")]
    macos_since: Option<String>,
    #[serde(rename = "x-macos-deprecated")]
    macos_deprecated: Option<String>,
    #[serde(default)]
    deprecated: bool,
    #[serde(rename = "x-sensitive", default)]
    sensitive: bool,
    #[serde(rename = "x-decides", default)]
    decides: bool,
    #[serde(rename = "x-required", default)]
    required: bool,
    #[serde(rename = "x-required-unless")]
    required_unless: Option<RequiredUnless>,
    #[serde(rename = "x-required-when")]
    required_when: Option<RequiredWhen>,
    #[serde(rename = "x-fallback")]
    fallback: Option<Fallback>,
    #[serde(rename = "x-consequence", default)]
    consequence: String,
    #[serde(rename = "x-source", default)]
    source: String,
    #[serde(rename = "x-order", default)]
    order: u32,
}

/// Entries of an object as they stand, without a tree of JSON in between, which would take as long as all the rest.
struct InOrder<T>(Vec<(String, T)>);

impl<T> Default for InOrder<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for InOrder<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Entries(PhantomData)).map(Self)
    }
}

struct Entries<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Entries<T> {
    type Value = Vec<(String, T)>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(entries)
    }
}

/// The keys of a committed schema.
pub(super) fn root(domain: &Domain) -> Catalog {
    let root: Root = serde_json::from_str(domain.committed).unwrap_or_default();
    Catalog {
        domain: domain.name.into(),
        kind: domain.kind,
        application: "Okta Verify".into(),
        title: root.title,
        description: root.description,
        macos_since: root.macos_since,
        channel: root.channel,
        repetition: root.repetition,
        enrollment: root.enrollment,
        documentation: None,
        keys: keys(root.properties, "", domain.keys),
        other_keys: root.other_keys,
    }
}

/// The keys of a dictionary; `above` is the pointer of the dictionary.
fn keys(InOrder(properties): InOrder<Property>, above: &str, names: KeyNames) -> Vec<CatalogKey> {
    properties
        .into_iter()
        .map(|(name, property)| {
            let pointer = if above.is_empty() { name.clone() } else { format!("{above}/{name}") };
            key(name, pointer, property, names)
        })
        .collect()
}

/// What an item or a value is. What its owner says of it, and it does not say itself, holds for it.
fn element(mut property: Property, owner: &CatalogKey) -> Box<CatalogKey> {
    property.sensitive |= owner.sensitive;
    property.pattern_words = property.pattern_words.or_else(|| owner.pattern_words.clone());
    if property.consequence.is_empty() {
        property.consequence.clone_from(&owner.consequence);
    }
    if property.source.is_empty() {
        property.source.clone_from(&owner.source);
    }
    property.fallback = property.fallback.or(Some(owner.fallback));
    Box::new(key(String::new(), format!("{}/*", owner.pointer), property, owner.key_names))
}

fn key(name: String, pointer: String, mut property: Property, names: KeyNames) -> CatalogKey {
    let key_names = property.key_names.unwrap_or(names);
    let (item, map_value) = (property.items.take(), property.map_value.take());
    let mut key = CatalogKey {
        name,
        value_type: property.value_type(),
        allowed: property.allowed(),
        item: None,
        map_value: None,
        keys: keys(property.properties, &pointer, key_names),
        key_names,
        other_keys: property.other_keys,
        title: property.title,
        description: property.description,
        default: property.default,
        unit: property.unit,
        minimum: property.minimum,
        maximum: property.maximum,
        unconfirmed: property.unconfirmed,
        suggested: property.suggested,
        separator: property.separator,
        shortest: property.shortest,
        pattern: property.pattern,
        pattern_words: property.pattern_words,
        syntax: property.syntax,
        may_be_empty: property.may_be_empty,
        wildcard: property.wildcard,
        items_by_name: property.items_by_name,
        unique_items: property.unique_items,
        fewest: None,
        most: None,
        placeholder: property.placeholder,
        since: property.since,
        until: None,
        macos_since: property.macos_since,
        macos_deprecated: property.macos_deprecated,
        macos_until: None,
        deprecated: property.deprecated,
        sensitive: property.sensitive,
        decides: property.decides,
        required: property.required,
        required_unless: property.required_unless,
        required_when: property.required_when,
        conditions: Conditions::Told,
        // A key that says nothing is taken for one whose default is not safe.
        fallback: property.fallback.unwrap_or(Fallback::Deny),
        consequence: property.consequence,
        source: property.source,
        order: property.order,
        pointer,
    };
    key.item = item.map(|item| element(*item, &key));
    key.map_value = map_value.map(|value| element(*value, &key));
    key
}

impl Property {
    fn value_type(&self) -> PlistType {
        match self.plist_type.as_deref().unwrap_or(&self.json_type) {
            "integer" => PlistType::Integer,
            "real" | "number" => PlistType::Real,
            "boolean" => PlistType::Boolean,
            "date" => PlistType::Date,
            "data" => PlistType::Data,
            "array" => PlistType::Array,
            "dict" | "object" => PlistType::Dictionary,
            _ => PlistType::String,
        }
    }

    fn allowed(&self) -> Vec<AllowedValue> {
        let mut titles = self.enum_titles.iter();
        let mut descriptions = self.enum_descriptions.iter();
        self.values
            .iter()
            .map(|value| AllowedValue {
                value: value.clone(),
                title: titles.next().cloned().unwrap_or_else(|| text(value)),
                description: descriptions.next().cloned().unwrap_or_default(),
            })
            .collect()
    }
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
