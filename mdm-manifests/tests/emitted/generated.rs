//! Any settings that the declaration accepts, with everything in them that has a meaning in some carrier's syntax.

use latchkey_mdm_manifests::{DomainSettings, ProfileOptions, SettingsFile};
use latchkey_profile_schema::catalog::CatalogKey;
use latchkey_profile_schema::document::PlistType;
use latchkey_profile_schema::domain::{DOMAINS, Domain};
use latchkey_profile_schema::{Catalog, Entry, Node, Value};
use proptest::prelude::*;

/// Settings of both domains that the declaration accepts.
pub(crate) fn valid_settings() -> impl Strategy<Value = SettingsFile> {
    let options = ("[a-z]{1,8}(\\.[a-z0-9-]{1,8}){1,3}", awkward(), awkward()).prop_map(
        |(identifier, display_name, organization)| ProfileOptions {
            identifier,
            display_name,
            organization,
            ..ProfileOptions::default()
        },
    );
    let domains: Vec<_> = DOMAINS.iter().map(|domain| domain_settings(domain)).collect();
    (options, domains).prop_map(|(profile, domains)| SettingsFile { profile, domains })
}

fn domain_settings(domain: &'static Domain) -> BoxedStrategy<DomainSettings> {
    let keys: Vec<_> = Catalog::of(domain).keys.iter().map(key_value).collect();
    keys.prop_map(|values| DomainSettings::new(domain.name, values.into_iter().flatten().collect())).boxed()
}

/// A key with a value, or none where it need not be set.
fn key_value(key: &CatalogKey) -> BoxedStrategy<Option<(String, Value)>> {
    let name = key.name.clone();
    let value = value(key).prop_map(move |value| Some((name.clone(), value)));
    if key.required { value.boxed() } else { prop_oneof![Just(None), value].boxed() }
}

fn value(key: &CatalogKey) -> BoxedStrategy<Value> {
    let minimum = key.minimum.unwrap_or(0.0);
    let maximum = key.maximum.unwrap_or(1e9);
    match key.value_type {
        PlistType::Boolean => any::<bool>().prop_map(Value::Boolean).boxed(),
        PlistType::Integer => {
            (minimum as i64..=maximum as i64).prop_map(|number| Value::Integer(number.into())).boxed()
        }
        PlistType::Real => {
            prop_oneof![minimum..maximum, Just(minimum), Just(1.5), Just(48.0)].prop_map(Value::Real).boxed()
        }
        PlistType::Array => array(key),
        PlistType::Dictionary => services(key.map_value.as_ref().unwrap()),
        PlistType::String => text(key).prop_map(Value::String).boxed(),
        PlistType::Date | PlistType::Data => unreachable!("no declared key has this type"),
    }
}

/// Arrays whose items differ; the wildcard only alone.
fn array(key: &CatalogKey) -> BoxedStrategy<Value> {
    let CatalogKey { allowed, pattern, .. } = key.item.as_deref().unwrap();
    let words: Vec<String> =
        allowed.iter().filter_map(|allowed| Some(allowed.value.as_str()?.to_owned())).collect();
    let items = if !words.is_empty() {
        let words: Vec<_> = words.into_iter().filter(|word| Some(word) != key.wildcard.as_ref()).collect();
        proptest::sample::subsequence(words.clone(), 0..=words.len()).prop_shuffle().boxed()
    } else if pattern.is_some() {
        proptest::collection::hash_set("age1[02-9ac-hj-np-z]{58}", 0..3)
            .prop_map(|items| items.into_iter().collect())
            .boxed()
    } else {
        proptest::collection::hash_set(awkward(), 0..4).prop_map(|items| items.into_iter().collect()).boxed()
    };
    items
        .prop_map(|items: Vec<String>| Value::Array(items.into_iter().map(Value::String).map(node).collect()))
        .boxed()
}

fn services(rule: &CatalogKey) -> BoxedStrategy<Value> {
    let rules: Vec<String> =
        rule.allowed.iter().filter_map(|allowed| Some(allowed.value.as_str()?.to_owned())).collect();
    let entry = |(key, rule)| Entry { key, key_span: None, node: node(Value::String(rule)) };
    proptest::collection::btree_map(awkward(), proptest::sample::select(rules), 0..4)
        .prop_map(move |rules| Value::Dictionary(rules.into_iter().map(entry).collect()))
        .boxed()
}

fn text(key: &CatalogKey) -> BoxedStrategy<String> {
    if !key.allowed.is_empty() {
        let words: Vec<String> =
            key.allowed.iter().filter_map(|allowed| Some(allowed.value.as_str()?.to_owned())).collect();
        return proptest::sample::select(words).boxed();
    }
    match key.name.as_str() {
        "DMFAOrgURL" => "https://[a-z]{1,9}\\.example\\.com(:[1-9][0-9]{0,3})?".boxed(),
        "Issuer" => "https://[a-z]{1,9}\\.example\\.com(/[a-z0-9]{1,5}){0,2}".boxed(),
        "AdminEmail" => "[a-z&'<>😀]{1,9}@example\\.com".boxed(),
        "AccountName" => "[a-z&<>'😀]{0,4}\\{user\\}@example\\.com".boxed(),
        "AuthorizationServer" => "[A-Za-z0-9._~-]{0,12}".boxed(),
        _ if key.pattern.is_some() => "[A-Za-z0-9&<>\"'😀]{1,40}".boxed(),
        _ => awkward().boxed(),
    }
}

/// Texts with everything in them that has a meaning in XML, YAML or JSON.
fn awkward() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z&<>\"'\\]\\[ \t\n\r:#{}😀é%\\\\-]{0,16}[a-z]",
        Just("]]>".to_owned()),
        Just("&amp;&#13;".to_owned()),
        Just("true".to_owned()),
        Just("<![CDATA[x]]>".to_owned()),
        Just("- null: ~".to_owned()),
    ]
}

const fn node(value: Value) -> Node {
    Node { value, span: None }
}
