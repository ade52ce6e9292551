//! One property of the generated schema to one key of the catalog.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::key::{AllowedValue, CatalogKey, Element, Fallback, RequiredUnless, Syntax, Unit};
use crate::document::PlistType;

/// The part of a generated schema that is read here.
#[derive(Default, Deserialize)]
struct Root {
    title: String,
    description: String,
    properties: Map<String, Value>,
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
    pattern: Option<String>,
    #[serde(rename = "x-pattern-words")]
    pattern_words: Option<String>,
    #[serde(rename = "x-syntax")]
    syntax: Option<Syntax>,
    #[serde(rename = "x-may-be-empty", default)]
    may_be_empty: bool,
    #[serde(rename = "x-wildcard")]
    wildcard: Option<String>,
    #[serde(rename = "uniqueItems", default)]
    unique_items: bool,
    #[serde(rename = "x-placeholder")]
    placeholder: Option<String>,
    #[serde(rename = "x-since")]
    since: Option<String>,
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
    #[serde(rename = "x-fallback")]
    fallback: Option<Fallback>,
    #[serde(rename = "x-consequence", default)]
    consequence: String,
    #[serde(rename = "x-source", default)]
    source: String,
    #[serde(rename = "x-order", default)]
    order: u32,
}

/// What a generated schema says.
pub(super) struct Read {
    pub(super) title: String,
    pub(super) description: String,
    pub(super) keys: Vec<CatalogKey>,
}

pub(super) fn root(schema: &Value) -> Read {
    let root = Root::deserialize(schema).unwrap_or_default();
    let keys = root
        .properties
        .into_iter()
        .filter_map(|(name, property)| Some(key(name, Property::deserialize(property).ok()?)))
        .collect();
    Read { title: root.title, description: root.description, keys }
}

fn key(name: String, property: Property) -> CatalogKey {
    CatalogKey {
        name,
        value_type: property.value_type(),
        allowed: property.allowed(),
        item: property.items.as_deref().map(Property::element),
        map_value: property.map_value.as_deref().map(Property::element),
        title: property.title,
        description: property.description,
        default: property.default,
        unit: property.unit,
        minimum: property.minimum,
        maximum: property.maximum,
        unconfirmed: property.unconfirmed,
        pattern: property.pattern,
        pattern_words: property.pattern_words,
        syntax: property.syntax,
        may_be_empty: property.may_be_empty,
        wildcard: property.wildcard,
        unique_items: property.unique_items,
        placeholder: property.placeholder,
        since: property.since,
        deprecated: property.deprecated,
        sensitive: property.sensitive,
        decides: property.decides,
        required: property.required,
        required_unless: property.required_unless,
        // A key that says nothing is taken for one whose default is not safe.
        fallback: property.fallback.unwrap_or(Fallback::Deny),
        consequence: property.consequence,
        source: property.source,
        order: property.order,
    }
}

impl Property {
    fn element(&self) -> Element {
        Element { value_type: self.value_type(), allowed: self.allowed(), pattern: self.pattern.clone() }
    }

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
