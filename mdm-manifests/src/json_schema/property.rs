//! Keys, at any depth, to properties of a JSON Schema with everything known about each.

use latchkey_profile_schema::catalog::{CatalogKey, Conditions, Syntax};
use latchkey_profile_schema::document::PlistType;
use serde_json::{Map, Number, Value, json};

use crate::manifest::{Omission, Omitted};

/// A schema as it is written, one keyword after the other.
#[derive(Default)]
pub(super) struct Schema(Map<String, Value>);

impl From<Schema> for Value {
    fn from(Schema(keywords): Schema) -> Self {
        Self::Object(keywords)
    }
}

impl Schema {
    pub(super) fn set(&mut self, keyword: &str, value: impl Into<Value>) {
        self.0.insert(keyword.to_owned(), value.into());
    }

    pub(super) fn option(&mut self, keyword: &str, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.set(keyword, value);
        }
    }

    /// A text; nothing where it is empty.
    pub(super) fn text(&mut self, keyword: &str, text: &str) {
        self.option(keyword, (!text.is_empty()).then_some(text));
    }

    /// Texts; nothing where there are none.
    pub(super) fn list(&mut self, keyword: &str, texts: &[String]) {
        self.option(keyword, (!texts.is_empty()).then(|| json!(texts)));
    }

    fn flag(&mut self, keyword: &str, is_set: bool) {
        self.option(keyword, is_set.then_some(true));
    }

    /// The keys of a dictionary, and those that must be there whatever the others are.
    pub(super) fn keys(&mut self, keys: &[CatalogKey]) {
        let required = keys.iter().filter(|key| key.required && key.required_unless.is_none());
        self.set("required", required.map(|key| key.name.as_str()).collect::<Vec<_>>());
        let named = keys.iter().map(|key| (key.name.clone(), Self::of_key(key).into()));
        self.set("properties", named.collect::<Map<_, _>>());
    }

    fn of_key(key: &CatalogKey) -> Self {
        let mut schema = Self::default();
        schema.described(key);
        schema.list("x-other-keys", &key.other_keys);
        schema.option("x-pattern-words", key.pattern_words.as_deref());
        schema.flag("x-sensitive", key.sensitive);
        schema.flag("x-items-by-name", key.items_by_name);
        schema.text("x-consequence", &key.consequence);
        schema.text("x-source", &key.source);
        schema.inside(key);
        schema.set("x-order", key.order);
        schema
    }

    /// An item or a value; what its owner says of it is not said again.
    fn of_element(element: &CatalogKey, owner: &CatalogKey) -> Self {
        let mut schema = Self::default();
        schema.described(element);
        schema.list("x-other-keys", &element.other_keys);
        if element.pattern_words != owner.pattern_words {
            schema.option("x-pattern-words", element.pattern_words.as_deref());
        }
        schema.flag("x-sensitive", element.sensitive && !owner.sensitive);
        if element.consequence != owner.consequence {
            schema.text("x-consequence", &element.consequence);
        }
        if element.source != owner.source {
            schema.text("x-source", &element.source);
        }
        schema.inside(element);
        schema
    }

    fn described(&mut self, key: &CatalogKey) {
        let (json_type, plist_type) = types(key.value_type);
        self.text("title", &key.title);
        self.text("description", &key.description);
        self.set("type", json_type);
        self.set("x-plist-type", plist_type);
        if !key.allowed.is_empty() {
            self.set("enum", key.allowed.iter().map(|allowed| allowed.value.clone()).collect::<Vec<_>>());
            let titles: Vec<&str> = key.allowed.iter().map(|allowed| allowed.title.as_str()).collect();
            self.set("x-enum-titles", titles);
            if key.allowed.iter().any(|allowed| !allowed.description.is_empty()) {
                let descriptions: Vec<&str> =
                    key.allowed.iter().map(|allowed| allowed.description.as_str()).collect();
                self.set("x-enum-descriptions", descriptions);
            }
        }
        self.option("default", key.default.clone());
        self.option("minimum", key.minimum.and_then(|bound| number(bound, key.value_type)));
        self.option("maximum", key.maximum.and_then(|bound| number(bound, key.value_type)));
        self.option("x-unit", key.unit.map(|unit| unit.to_string()));
        self.option("minLength", key.shortest);
        self.option("pattern", key.pattern.as_deref());
        self.option("minItems", key.fewest);
        self.option("maxItems", key.most);
        self.flag("uniqueItems", key.unique_items);
        self.option("x-syntax", key.syntax.map(syntax));
        self.flag("x-may-be-empty", key.may_be_empty);
        self.option("x-wildcard", key.wildcard.as_deref());
        self.list("x-unconfirmed", &key.unconfirmed);
        self.list("x-suggested", &key.suggested);
        self.option("x-separator", key.separator.as_deref());
        self.option("x-placeholder", key.placeholder.as_deref());
        self.option("x-since", key.since.as_deref());
        self.option("x-until", key.until.as_deref());
        self.option("x-macos-since", key.macos_since.as_deref());
        self.option("x-macos-deprecated", key.macos_deprecated.as_deref());
        self.option("x-macos-until", key.macos_until.as_deref());
        self.flag("deprecated", key.deprecated);
        self.flag("x-required", key.required && !key.name.is_empty());
        self.option(
            "x-required-unless",
            key.required_unless.as_ref().map(|unless| {
                let mut said = Map::from_iter([
                    ("domain".to_owned(), json!(unless.domain)),
                    ("key".to_owned(), json!(unless.key)),
                ]);
                if !unless.values.is_empty() {
                    said.insert("values".to_owned(), json!(unless.values));
                }
                said
            }),
        );
        let when = key.required_when.as_ref();
        self.option("x-required-when", when.map(|when| json!({ "key": when.key, "values": when.values })));
    }

    fn inside(&mut self, key: &CatalogKey) {
        if let Some(item) = &key.item {
            let mut item = Self::of_element(item, key);
            if key.items_by_name {
                // An item may be the name of the key that holds it.
                item.0.remove("type");
            }
            self.set("items", item);
        }
        if let Some(value) = &key.map_value {
            self.set("additionalProperties", Self::of_element(value, key));
        }
        if !key.keys.is_empty() {
            self.keys(&key.keys);
        }
    }
}

/// The keys about which other keys have something to say that stands in no schema.
pub(super) fn untold(keys: &[CatalogKey], above: &str) -> Vec<Omitted> {
    let mut omitted = Vec::new();
    for key in keys {
        let path = if above.is_empty() { key.name.clone() } else { format!("{above}/{}", key.name) };
        if key.conditions == Conditions::Untold {
            omitted.push(Omitted { key: path.clone(), reason: Omission::Conditions });
        }
        let mut inner = Some(key);
        let mut path = path;
        while let Some(key) = inner {
            omitted.extend(untold(&key.keys, &path));
            inner = key.item.as_deref().or(key.map_value.as_deref());
            path.push_str("/*");
        }
    }
    omitted
}

const fn types(value_type: PlistType) -> (&'static str, &'static str) {
    match value_type {
        PlistType::String => ("string", "string"),
        PlistType::Integer => ("integer", "integer"),
        PlistType::Real => ("number", "real"),
        PlistType::Boolean => ("boolean", "boolean"),
        PlistType::Date => ("string", "date"),
        PlistType::Data => ("string", "data"),
        PlistType::Array => ("array", "array"),
        PlistType::Dictionary => ("object", "dict"),
    }
}

const fn syntax(syntax: Syntax) -> &'static str {
    match syntax {
        Syntax::OrganizationUrl => "organization-url",
        Syntax::OrganizationUrlOrHost => "organization-url-or-host",
        Syntax::IssuerUrl => "issuer-url",
    }
}

/// A bound of a number, whole where it is; a date has none in JSON.
fn number(bound: f64, value_type: PlistType) -> Option<Number> {
    match value_type {
        PlistType::Integer | PlistType::Real if bound.fract() == 0.0 && bound.abs() < 9.0e15 => {
            Some(Number::from(bound as i64))
        }
        PlistType::Integer | PlistType::Real => Number::from_f64(bound),
        _ => None,
    }
}
