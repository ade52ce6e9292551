//! One key to the property that draws its field.

use latchkey_profile_schema::catalog::{AllowedValue, CatalogKey, Unit};
use latchkey_profile_schema::document::PlistType;
use serde_json::{Map, Number, Value, json};

use crate::manifest::Omission;

/// Fields are numbered in steps, so that an administrator can put one of his own between two.
const STEP: u32 = 5;

/// What draws the field of a key, or why there is none.
pub(super) fn property(key: &CatalogKey) -> Result<Value, Omission> {
    let value = value(key)?;
    let mut property = Map::new();
    property.insert("title".to_owned(), json!(plain(&key.title)));
    property.insert("description".to_owned(), json!(plain(&description(key))));
    property.insert("property_order".to_owned(), json!(key.order.saturating_mul(STEP)));
    property.insert("options".to_owned(), json!({ "infoText": plain(&info_text(key)) }));
    if key.source.starts_with("https://") {
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
    Ok(Value::Object(property))
}

/// The value itself: its type, and what bounds it.
fn value(key: &CatalogKey) -> Result<Map<String, Value>, Omission> {
    let mut value = Map::new();
    value.insert("type".to_owned(), json!(type_word(key)?));
    if let Some(item) = &key.item {
        value.insert("items".to_owned(), item_value(item, key)?);
    } else {
        insert_allowed(&mut value, &key.allowed, &key.unconfirmed);
        insert_pattern(&mut value, key.pattern.as_deref());
        insert_placeholder(&mut value, key);
    }
    // The guide has no floats, so a bound in between is rounded inwards.
    if let Some(minimum) = key.minimum.and_then(|bound| whole(bound.ceil())) {
        value.insert("minimum".to_owned(), Value::Number(minimum));
    }
    if let Some(maximum) = key.maximum.and_then(|bound| whole(bound.floor())) {
        value.insert("maximum".to_owned(), Value::Number(maximum));
    }
    if let Some(default) = key.default.as_ref().and_then(|default| default_value(default, key.value_type)) {
        value.insert("default".to_owned(), default);
    }
    Ok(value)
}

fn item_value(item: &CatalogKey, key: &CatalogKey) -> Result<Value, Omission> {
    let mut value = Map::new();
    let word = match item.value_type {
        PlistType::String => "string",
        PlistType::Integer | PlistType::Real => "integer",
        PlistType::Boolean => "boolean",
        PlistType::Date => return Err(Omission::Date),
        PlistType::Data => return Err(Omission::Data),
        PlistType::Array | PlistType::Dictionary => return Err(Omission::Nested),
    };
    value.insert("type".to_owned(), json!(word));
    insert_allowed(&mut value, &item.allowed, &key.unconfirmed);
    insert_pattern(&mut value, item.pattern.as_deref());
    insert_placeholder(&mut value, key);
    Ok(Value::Object(value))
}

fn type_word(key: &CatalogKey) -> Result<&'static str, Omission> {
    match key.value_type {
        PlistType::String => Ok("string"),
        PlistType::Integer | PlistType::Real => Ok("integer"),
        PlistType::Boolean => Ok("boolean"),
        PlistType::Array if key.item.is_some() => Ok("array"),
        PlistType::Array => Err(Omission::Nested),
        PlistType::Dictionary => Err(Omission::FreeKeys),
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

fn insert_pattern(value: &mut Map<String, Value>, pattern: Option<&str>) {
    if let Some(pattern) = pattern {
        value.insert("pattern".to_owned(), json!(pattern));
    }
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

/// A default in the type of the field; none where that would change it.
fn default_value(default: &Value, value_type: PlistType) -> Option<Value> {
    match (default, value_type) {
        (Value::Null, _) => None,
        (Value::Number(number), PlistType::Real | PlistType::Integer) => {
            number.as_f64().and_then(whole).map(Value::Number)
        }
        (default, _) => Some(default.clone()),
    }
}

/// A whole number, when it is one.
fn whole(number: f64) -> Option<Number> {
    /// 2^53: every integer up to it is a double, and the reverse.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    (number.fract() == 0.0 && number.abs() <= EXACT).then(|| Number::from(number as i64))
}

fn description(key: &CatalogKey) -> String {
    let mut text = key.description.clone();
    if key.value_type == PlistType::Real {
        text.push_str(" A fraction can be set only in a profile.");
    }
    if let Some(version) = &key.since {
        text.push_str(&format!(" Since Okta Verify {version}."));
    }
    if key.deprecated {
        text.push_str(" Out of use.");
    }
    if key.sensitive {
        text.push_str(" Whoever can read the profile can read this value.");
    }
    text
}

/// The unit, and what a mistake does.
fn info_text(key: &CatalogKey) -> String {
    let consequence = format!("If wrong: {}.", key.consequence.trim_end_matches('.'));
    match key.unit {
        Some(unit @ (Unit::Days | Unit::Hours | Unit::Minutes | Unit::Seconds)) => {
            format!("In {unit}. {consequence}")
        }
        Some(Unit::Count) | None => consequence,
    }
}

/// The form shows text as it is, so code is set in quotation marks.
pub(super) fn plain(text: &str) -> String {
    let mut parts = text.split('`');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for (index, part) in parts.enumerate() {
        plain.push(if index % 2 == 0 { '“' } else { '”' });
        plain.push_str(part);
    }
    plain
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
    use latchkey_profile_schema::domain::DESKTOP_MFA;

    use super::*;

    fn key(name: &str, change: impl FnOnce(&mut CatalogKey)) -> CatalogKey {
        let mut key = Catalog::of(&DESKTOP_MFA).key(name).unwrap().clone();
        change(&mut key);
        key
    }

    #[test]
    fn what_has_no_form_is_omitted() {
        let cases = [
            (PlistType::Date, Omission::Date),
            (PlistType::Data, Omission::Data),
            (PlistType::Dictionary, Omission::FreeKeys),
            (PlistType::Array, Omission::Nested),
        ];
        for (value_type, reason) in cases {
            let whole = key("AdminPhone", |key| key.value_type = value_type);
            assert_eq!(property(&whole), Err(reason));
        }
        for (value_type, reason) in cases.into_iter().filter(|(_, reason)| *reason != Omission::FreeKeys) {
            let list = key("MFARequiredList", |key| {
                if let Some(item) = &mut key.item {
                    item.value_type = value_type;
                }
            });
            assert_eq!(property(&list), Err(reason));
        }
    }

    #[test]
    fn fractions_become_no_whole_number_in_silence() {
        let hours = key("LoginPeriodWithOfflineFactor", |key| {
            key.default = Some(json!(1.5));
            key.minimum = Some(0.5);
            key.maximum = Some(9.5);
        });
        let configured = property(&hours).unwrap()["anyOf"][1].clone();
        assert_eq!(configured.get("default"), None);
        assert_eq!((&configured["minimum"], &configured["maximum"]), (&json!(1), &json!(9)));
    }

    #[test]
    fn doubt_and_exposure_are_told() {
        let factor = property(&key("AccountLinkingMFAFactor", |_| ())).unwrap();
        let titles = factor["anyOf"][1]["options"]["enum_titles"].to_string();
        assert!(titles.contains("FIDO2 security key (not documented for this key)"), "{titles}");
        let secret = property(&key("DMFAClientSecret", |_| ())).unwrap();
        assert!(secret["description"].as_str().unwrap().ends_with("can read this value."));
    }

    #[test]
    fn code_is_quoted() {
        assert_eq!(plain("with `*` or `any` x"), "with “*” or “any” x");
        assert_eq!(plain("none"), "none");
    }
}
