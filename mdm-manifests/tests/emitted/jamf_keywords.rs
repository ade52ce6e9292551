//! Every word of every Jamf schema is one that Jamf Pro's form knows what to do with.

use latchkey_mdm_manifests::targets::manifest_named;
use latchkey_mdm_manifests::{Manifest, Omission, manifest};
use latchkey_profile_schema::Catalog;
use latchkey_profile_schema::domain::{AGENT, DESKTOP_MFA, Domain, DomainKind, EXTENSIBLE_SSO};
use serde_json::{Map, Value};

use super::declared;

/// Where a schema stands.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Position {
    Root,
    Property,
    /// A branch of `anyOf`.
    Branch,
    Items,
}

use Position::{Branch, Items, Property, Root};

/// The keywords that a schema may have, and where.
const KEYWORDS: &[(&str, &[Position])] = &[
    ("title", &[Root, Property, Branch, Items]),
    ("description", &[Root, Property, Items]),
    ("properties", &[Root, Property, Branch, Items]),
    ("__preferencedomain", &[Root]),
    ("__version", &[Root]),
    ("options", &[Root, Property, Branch, Items]),
    ("type", &[Property, Branch, Items]),
    ("property_order", &[Property]),
    ("links", &[Property]),
    ("anyOf", &[Property]),
    ("default", &[Property, Branch]),
    ("enum", &[Property, Branch, Items]),
    ("items", &[Property, Branch]),
    ("pattern", &[Property, Branch, Items]),
    ("minimum", &[Property, Branch, Items]),
    ("maximum", &[Property, Branch, Items]),
    ("maxItems", &[Property, Branch]),
];

/// The words inside `options`.
const OPTIONS: &[&str] = &["enum_titles", "infoText", "inputAttributes", "remove_empty_properties"];

/// The types that Jamf's guide lists, and `null` for what is not configured.
const TYPES: &[&str] = &["array", "boolean", "integer", "null", "object", "string"];

#[test]
fn only_known_keywords_are_emitted() {
    for domain in declared() {
        walk(&schema(domain), Root, domain.name);
    }
}

#[test]
fn every_key_is_offered_or_reported() {
    for domain in declared() {
        let Manifest { omitted, .. } = jamf(domain);
        let schema = schema(domain);
        let properties = schema["properties"].as_object().unwrap();
        for key in &Catalog::of(domain).keys {
            let reported = omitted.iter().any(|omitted| omitted.key == key.name);
            assert!(properties.contains_key(&key.name) != reported, "{}", key.name);
        }
    }
    let omitted = jamf(&AGENT).omitted;
    let omitted: Vec<_> = omitted.iter().map(|omitted| (omitted.key.as_str(), omitted.reason)).collect();
    assert_eq!(omitted, [("Services", Omission::FreeKeys)]);
    let names = Catalog::of(&EXTENSIBLE_SSO).key("PlatformSSO").unwrap().other_keys.clone();
    let paths: Vec<_> = names.iter().map(|name| format!("PlatformSSO/{name}")).collect();
    let omitted = jamf(&EXTENSIBLE_SSO).omitted;
    let alone = omitted.iter().filter(|omitted| omitted.reason == Omission::NameAlone);
    assert!(!paths.is_empty() && alone.map(|omitted| &omitted.key).eq(&paths), "{omitted:?}");
}

#[test]
fn optional_keys_begin_with_null_and_required_ones_do_not() {
    let schema = schema(&DESKTOP_MFA);
    let properties = schema["properties"].as_object().unwrap();
    assert_eq!(properties["DMFAClientID"]["type"], "string");
    assert!(properties["DMFAClientID"].get("anyOf").is_none());
    for (name, property) in properties.iter().filter(|(name, _)| *name != "DMFAClientID") {
        let [null, configured] = property["anyOf"].as_array().unwrap().as_slice() else {
            panic!("{name} has other than two branches");
        };
        assert_eq!(null["type"], "null", "{name}");
        assert_eq!((&null["title"], &configured["title"]), (&"Not Configured".into(), &"Configured".into()));
    }
}

#[test]
fn a_payload_that_macos_reads_from_a_profile_alone_comes_with_a_caution() {
    for domain in declared() {
        let description = schema(domain)["description"].to_string();
        let is_payload = domain.kind == DomainKind::PayloadType;
        assert_eq!(jamf(domain).caution.is_some(), is_payload, "{}", domain.name);
        assert_eq!(description.contains("Not to be deployed from here"), is_payload, "{}", domain.name);
    }
}

#[test]
fn the_order_is_the_declaration_s() {
    for domain in declared() {
        let schema = schema(domain);
        let orders: Vec<_> = schema["properties"]
            .as_object()
            .unwrap()
            .values()
            .map(|property| property["property_order"].as_u64().unwrap())
            .collect();
        assert!(orders.is_sorted_by(|left, right| left < right), "{}: {orders:?}", domain.name);
    }
}

#[test]
fn hours_are_whole_numbers() {
    let schema = schema(&DESKTOP_MFA);
    let hours = &schema["properties"]["LoginPeriodWithOfflineFactor"]["anyOf"][1];
    assert_eq!(hours["type"], "integer");
    assert_eq!(hours["default"].to_string(), "168");
}

fn jamf(domain: &Domain) -> Manifest {
    manifest(manifest_named("jamf").unwrap(), &Catalog::of(domain))
}

fn schema(domain: &Domain) -> Value {
    let Manifest { artifacts, .. } = jamf(domain);
    let [artifact] = artifacts.as_slice() else {
        panic!("other than one file");
    };
    assert_eq!(artifact.path, format!("{}.json", domain.name));
    serde_json::from_slice(&artifact.bytes).unwrap()
}

fn walk(schema: &Value, position: Position, at: &str) {
    let schema = schema.as_object().unwrap_or_else(|| panic!("{at} is no object"));
    for (keyword, value) in schema {
        let known = KEYWORDS.iter().find(|(known, _)| known == keyword);
        let (_, positions) = known.unwrap_or_else(|| panic!("{at}: `{keyword}` is not to be emitted"));
        assert!(positions.contains(&position), "{at}: `{keyword}` does not belong to {position:?}");
        match keyword.as_str() {
            "properties" => {
                for (name, property) in value.as_object().unwrap() {
                    walk(property, Property, &format!("{at}/{name}"));
                }
            }
            "anyOf" => value.as_array().unwrap().iter().for_each(|branch| walk(branch, Branch, at)),
            "items" => walk(value, Items, &format!("{at}/items")),
            "type" => assert!(TYPES.contains(&value.as_str().unwrap()), "{at}: type {value}"),
            "minimum" | "maximum" => assert!(value.is_i64(), "{at}: {keyword} {value}"),
            "links" => {
                for link in value.as_array().unwrap() {
                    assert_eq!(link.as_object().unwrap().keys().collect::<Vec<_>>(), ["rel", "href"]);
                }
            }
            "options" => options(value.as_object().unwrap(), schema, at),
            _ => {}
        }
    }
    defaults_are_values(schema, at);
}

fn options(options: &Map<String, Value>, schema: &Map<String, Value>, at: &str) {
    for (option, value) in options {
        assert!(OPTIONS.contains(&option.as_str()), "{at}: option `{option}`");
        match option.as_str() {
            "enum_titles" => {
                let titles = value.as_array().unwrap();
                assert_eq!(titles.len(), schema["enum"].as_array().unwrap().len(), "{at}");
                assert!(titles.iter().all(Value::is_string), "{at}");
            }
            "inputAttributes" => {
                assert_eq!(value.as_object().unwrap().keys().collect::<Vec<_>>(), ["placeholder"], "{at}");
            }
            _ => {}
        }
    }
}

/// A default is one of the values, never a title, and of the field's type.
fn defaults_are_values(schema: &Map<String, Value>, at: &str) {
    let Some(default) = schema.get("default") else {
        return;
    };
    let items = default.as_array().cloned().unwrap_or_else(|| vec![default.clone()]);
    let values = schema.get("enum").or_else(|| schema.get("items")?.get("enum"));
    if let Some(values) = values.and_then(Value::as_array) {
        assert!(items.iter().all(|item| values.contains(item)), "{at}: default {default}");
    }
    let fits = match schema["type"].as_str().unwrap() {
        "array" => default.is_array(),
        "boolean" => default.is_boolean(),
        "integer" => default.is_i64(),
        "string" => default.is_string(),
        other => panic!("{at}: a default of type {other}"),
    };
    assert!(fits, "{at}: default {default}");
}
