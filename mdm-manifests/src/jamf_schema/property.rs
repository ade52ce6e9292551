//! Keys, at any depth, to the properties that draw their fields.

use latchkey_profile_schema::catalog::{AllowedValue, CatalogKey, Conditions};
use latchkey_profile_schema::document::PlistType;
use serde_json::{Map, Number, Value, json};

use crate::manifest::{Omission, Omitted};
use crate::prose::{self, plain};

/// Fields are numbered in steps, so that an administrator can put one of his own between two.
const STEP: usize = 5;

/// The form of one domain, as it is drawn.
pub(super) struct Form<'a> {
    /// The program whose versions are told.
    application: &'a str,
    /// What has no field.
    pub(super) omitted: Vec<Omitted>,
}

impl<'a> Form<'a> {
    pub(super) const fn about(application: &'a str) -> Self {
        Self { application, omitted: Vec::new() }
    }

    /// The properties of a dictionary's keys; `above` are the names that lead to it.
    pub(super) fn properties(
        &mut self,
        keys: &[CatalogKey],
        others: &[String],
        above: &str,
    ) -> Map<String, Value> {
        let mut properties = Map::new();
        for key in keys {
            let path = join(above, &key.name);
            match self.property(key, &path) {
                Ok(mut property) => {
                    let order = (properties.len() + 1).saturating_mul(STEP);
                    property.insert("property_order".to_owned(), json!(order));
                    properties.insert(key.name.clone(), Value::Object(property));
                }
                Err(reason) => self.omit(path, reason),
            }
        }
        for name in others {
            self.omit(join(above, name), Omission::NameAlone);
        }
        properties
    }

    /// What draws the field of a key, or why there is none.
    fn property(&mut self, key: &CatalogKey, path: &str) -> Result<Map<String, Value>, Omission> {
        let value = self.value(key, key, path)?;
        if key.conditions == Conditions::Untold {
            self.omit(path.to_owned(), Omission::Conditions);
        }
        let mut property = Map::new();
        property.insert("title".to_owned(), json!(plain(&key.title)));
        property.insert("description".to_owned(), json!(plain(&self.description(key))));
        // Keeps the place; the number follows where the fields before are known.
        property.insert("property_order".to_owned(), Value::Null);
        if let Some(text) = info_text(key) {
            property.insert("options".to_owned(), json!({ "infoText": plain(&text) }));
        }
        if key.source.starts_with("https://") || key.source.starts_with("http://") {
            property.insert("links".to_owned(), json!([{ "rel": "Documentation", "href": key.source }]));
        }
        if key.required && key.required_unless.is_none() {
            merge(&mut property, value);
        } else {
            // With null first, a field that nobody touched is not written.
            let mut configured = Map::from_iter([("title".to_owned(), json!("Configured"))]);
            merge(&mut configured, value);
            let not_configured = json!({ "type": "null", "title": "Not Configured" });
            property.insert("anyOf".to_owned(), json!([not_configured, configured]));
        }
        Ok(property)
    }

    /// A value: its type, and what bounds it. What an item does not say itself, its owner says.
    fn value(
        &mut self,
        key: &CatalogKey,
        owner: &CatalogKey,
        path: &str,
    ) -> Result<Map<String, Value>, Omission> {
        let mut value = Map::new();
        value.insert("type".to_owned(), json!(type_word(key)?));
        match key.value_type {
            PlistType::Array => {
                value.insert("items".to_owned(), Value::Object(self.items(key, path)?));
                if let Some(most) = key.most {
                    value.insert("maxItems".to_owned(), json!(most));
                }
            }
            PlistType::Dictionary => {
                let properties = self.properties(&key.keys, &key.other_keys, path);
                if properties.is_empty() {
                    return Err(Omission::FreeKeys);
                }
                value.insert("properties".to_owned(), Value::Object(properties));
            }
            _ => {
                insert_allowed(&mut value, &key.allowed, &owner.unconfirmed);
                if let Some(pattern) = &key.pattern {
                    value.insert("pattern".to_owned(), json!(pattern));
                }
                insert_placeholder(&mut value, owner);
            }
        }
        // A bound between whole numbers is rounded inwards.
        for (word, bound) in
            [("minimum", key.minimum.map(f64::ceil)), ("maximum", key.maximum.map(f64::floor))]
        {
            let exact = if word == "minimum" { key.minimum } else { key.maximum };
            let bound = if is_whole(key) { bound.and_then(whole) } else { exact.and_then(number) };
            if let Some(bound) = bound {
                value.insert(word.to_owned(), Value::Number(bound));
            }
        }
        if let Some(default) = default_value(key) {
            value.insert("default".to_owned(), default);
        }
        Ok(value)
    }

    /// What each item is; the guide's array is a list of text fields, where nothing else is said.
    fn items(&mut self, key: &CatalogKey, path: &str) -> Result<Map<String, Value>, Omission> {
        let Some(item) = &key.item else { return Ok(Map::from_iter([("type".to_owned(), json!("string"))])) };
        if item.value_type == PlistType::Array {
            return Err(Omission::ListOfLists);
        }
        let value = self.value(item, key, &join(path, "*"))?;
        let mut items = Map::new();
        if item.value_type == PlistType::Dictionary {
            for (word, text) in [("title", &item.title), ("description", &item.description)] {
                if !text.is_empty() {
                    items.insert(word.to_owned(), json!(plain(text)));
                }
            }
        }
        merge(&mut items, value);
        Ok(items)
    }

    fn description(&self, key: &CatalogKey) -> String {
        let fraction = (key.value_type == PlistType::Real && is_whole(key))
            .then(|| "A fraction can be set only in a profile.".to_owned());
        let sentences = fraction
            .into_iter()
            .chain(prose::suggested(key))
            .chain(prose::separator(key))
            .chain(prose::versions(key, self.application))
            .chain(prose::conditions(key))
            .chain(prose::exposure(key).map(str::to_owned));
        prose::after(&key.description, sentences)
    }

    fn omit(&mut self, key: String, reason: Omission) {
        self.omitted.push(Omitted { key, reason });
    }
}

fn join(above: &str, name: &str) -> String {
    if above.is_empty() { name.to_owned() } else { format!("{above}/{name}") }
}

/// Whether a number is asked for in whole numbers. Jamf's guide has no floats, so that lengths of time are, which lose
/// little by it; a fraction between 0 and 1 would lose all, and the form draws a field for `number` too.
fn is_whole(key: &CatalogKey) -> bool {
    key.value_type == PlistType::Integer || prose::unit(key).is_some()
}

fn type_word(key: &CatalogKey) -> Result<&'static str, Omission> {
    match key.value_type {
        PlistType::String => Ok("string"),
        PlistType::Integer => Ok("integer"),
        PlistType::Real if is_whole(key) => Ok("integer"),
        PlistType::Real => Ok("number"),
        PlistType::Boolean => Ok("boolean"),
        PlistType::Array => Ok("array"),
        PlistType::Dictionary if key.keys.is_empty() => Err(Omission::FreeKeys),
        PlistType::Dictionary => Ok("object"),
        PlistType::Date => Err(Omission::Date),
        PlistType::Data => Err(Omission::Data),
    }
}

fn insert_allowed(value: &mut Map<String, Value>, allowed: &[AllowedValue], unconfirmed: &[String]) {
    if allowed.is_empty() {
        return;
    }
    let title = |allowed: &AllowedValue| {
        let doubtful = allowed.value.as_str().is_some_and(|word| unconfirmed.iter().any(|name| name == word));
        let note = if doubtful { " (not documented for this key)" } else { "" };
        format!("{}{note}", plain(&allowed.title))
    };
    value.insert("enum".to_owned(), allowed.iter().map(|allowed| allowed.value.clone()).collect());
    insert_option(value, "enum_titles", allowed.iter().map(title).collect());
}

/// A list of words to choose from has nothing to type.
fn insert_placeholder(value: &mut Map<String, Value>, key: &CatalogKey) {
    if let Some(placeholder) = key.placeholder.as_ref().filter(|_| key.allowed_anywhere().is_empty()) {
        insert_option(value, "inputAttributes", json!({ "placeholder": placeholder }));
    }
}

fn insert_option(value: &mut Map<String, Value>, name: &str, option: Value) {
    let options = value.entry("options").or_insert_with(|| json!({}));
    if let Value::Object(options) = options {
        options.insert(name.to_owned(), option);
    }
}

/// A default in the type of the field; none where that would change it, or where it is none of the field's values.
fn default_value(key: &CatalogKey) -> Option<Value> {
    let default = key.default.as_ref()?;
    match (default, key.value_type) {
        (Value::Null, _) => None,
        (Value::Number(number), _) if is_whole(key) => number.as_f64().and_then(whole).map(Value::Number),
        (default, _) => Some(default.clone()),
    }
}

/// A whole number, when it is one.
fn whole(number: f64) -> Option<Number> {
    /// 2^53: every integer up to it is a double, and the reverse.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    (number.fract() == 0.0 && number.abs() <= EXACT).then(|| Number::from(number as i64))
}

/// A number, written as a whole one where it is one.
fn number(number: f64) -> Option<Number> {
    whole(number).or_else(|| Number::from_f64(number))
}

/// The unit, and what a mistake does.
fn info_text(key: &CatalogKey) -> Option<String> {
    let unit = prose::unit(key).map(|unit| format!("In {unit}."));
    let text = prose::after("", unit.into_iter().chain(prose::consequence(key)));
    (!text.is_empty()).then_some(text)
}

fn merge(into: &mut Map<String, Value>, from: Map<String, Value>) {
    for (name, value) in from {
        match (into.get_mut(&name), value) {
            (Some(Value::Object(there)), Value::Object(more)) => there.extend(more),
            (_, value) => {
                into.insert(name, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use latchkey_profile_schema::Catalog;
    use latchkey_profile_schema::domain::{DESKTOP_MFA, SCEP};

    use super::*;

    fn key(name: &str, change: impl FnOnce(&mut CatalogKey)) -> CatalogKey {
        let mut key = Catalog::of(&DESKTOP_MFA).key(name).unwrap().clone();
        change(&mut key);
        key
    }

    fn property(key: &CatalogKey) -> Result<Value, Omission> {
        Form::about("Okta Verify").property(key, &key.name).map(Value::Object)
    }

    #[test]
    fn what_has_no_form_is_omitted() {
        let cases = [
            (PlistType::Date, Omission::Date),
            (PlistType::Data, Omission::Data),
            (PlistType::Dictionary, Omission::FreeKeys),
        ];
        for (value_type, reason) in cases {
            let whole = key("AdminPhone", |key| key.value_type = value_type);
            assert_eq!(property(&whole), Err(reason));
        }
        for (value_type, reason) in cases.into_iter().chain([(PlistType::Array, Omission::ListOfLists)]) {
            let list = key("MFARequiredList", |key| {
                if let Some(item) = &mut key.item {
                    item.value_type = value_type;
                }
            });
            assert_eq!(property(&list), Err(reason));
        }
    }

    #[test]
    fn what_is_left_out_further_down_is_told_with_its_path() {
        let catalog = Catalog::of(&SCEP);
        let mut form = Form::about("");
        form.properties(&catalog.keys, &catalog.other_keys, "");
        let omitted: Vec<_> =
            form.omitted.iter().map(|omitted| (omitted.key.as_str(), omitted.reason)).collect();
        assert_eq!(
            omitted,
            [
                ("PayloadContent/Subject", Omission::ListOfLists),
                ("PayloadContent/CAFingerprint", Omission::Data),
                ("PayloadContent/SubjectAltName", Omission::FreeKeys),
            ]
        );
    }

    #[test]
    fn fractions_become_no_whole_number_in_silence() {
        let bounded = |key: &mut CatalogKey| {
            key.default = Some(json!(1.5));
            key.minimum = Some(0.5);
            key.maximum = Some(9.5);
        };
        let hours = property(&key("LoginPeriodWithOfflineFactor", bounded)).unwrap()["anyOf"][1].clone();
        assert_eq!(hours.get("default"), None);
        assert_eq!((&hours["minimum"], &hours["maximum"]), (&json!(1), &json!(9)));
        let share = key("LoginPeriodWithOfflineFactor", |key| {
            bounded(key);
            key.unit = None;
        });
        let share = property(&share).unwrap()["anyOf"][1].clone();
        assert_eq!((&share["type"], &share["default"]), (&json!("number"), &json!(1.5)));
        assert_eq!((&share["minimum"], &share["maximum"]), (&json!(0.5), &json!(9.5)));
    }

    #[test]
    fn doubt_and_exposure_are_told() {
        let factor = property(&key("AccountLinkingMFAFactor", |_| ())).unwrap();
        let titles = factor["anyOf"][1]["options"]["enum_titles"].to_string();
        assert!(titles.contains("FIDO2 security key (not documented for this key)"), "{titles}");
        let secret = property(&key("DMFAClientSecret", |_| ())).unwrap();
        assert!(secret["description"].as_str().unwrap().ends_with("can read this value."));
    }
}
