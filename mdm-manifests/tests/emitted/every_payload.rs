//! Whatever the payloads beside preferences hold comes back from every carrier that takes them.

use latchkey_mdm_manifests::{
    CARRIERS, DomainSettings, EmitError, Means, ProfileOptions, ProfileScope, ReadError, Secrets,
    SettingsFile, emit, read_back,
};
use latchkey_profile_schema::carrier::MANAGED_CLIENT;
use latchkey_profile_schema::domain::{COMPANIONS, DOMAINS};
use latchkey_profile_schema::{Catalog, Entry, Node, Value};
use proptest::prelude::*;

use super::fixed_point::canonical;

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn payloads_and_preferences_come_back(settings in settings()) {
        for carrier in CARRIERS {
            let made = match emit(&settings, carrier, Secrets::Write) {
                // Each names another carrier; what is refused is told by the tests of what cannot be held.
                Err(EmitError::NoPreferences { .. } | EmitError::UserScope | EmitError::Formless { .. }) => continue,
                Err(EmitError::NothingSet) => continue,
                made => made.unwrap(),
            };
            let mut whole = false;
            let mut found = Vec::new();
            for artifact in &made.artifacts {
                let back = match read_back(&artifact.path, &artifact.bytes) {
                    Err(ReadError::Elsewhere(_) | ReadError::NoSettings) => continue,
                    back => back.unwrap(),
                };
                let sent = meaning(&settings);
                let mine = meaning(&back);
                prop_assert!(mine.iter().all(|domain| sent.contains(domain)), "{}\n{mine:#?}\n{sent:#?}", artifact.path);
                whole |= mine == sent;
                found.extend(mine);
                if artifact.path.ends_with("config") || artifact.path.ends_with("graph-custom.json") {
                    prop_assert_eq!(back.profile.scope, settings.profile.scope, "{}", artifact.path);
                }
            }
            found.sort();
            prop_assert!(whole || found == meaning(&settings), "{}", carrier.name);
        }
    }
}

/// Every domain with its means and values, in one order.
fn meaning(settings: &SettingsFile) -> Vec<String> {
    let domain = |settings: &DomainSettings| {
        let mut values: Vec<_> = settings.values.iter().map(|(key, value)| (key, canonical(value))).collect();
        values.sort();
        format!("{} {:?} {values:?}", settings.domain, settings.means)
    };
    let mut domains: Vec<_> =
        settings.domains.iter().filter(|domain| !domain.values.is_empty()).map(domain).collect();
    domains.sort();
    domains
}

/// Each declared domain with some of its keys, which hold anything.
fn settings() -> impl Strategy<Value = SettingsFile> {
    let domains: Vec<_> = DOMAINS
        .iter()
        .chain(COMPANIONS)
        .filter(|domain| domain.name != MANAGED_CLIENT)
        .map(|domain| {
            let keys = Catalog::declared(domain).map(|catalog| catalog.keys.clone()).unwrap_or_default();
            let keys: Vec<String> = keys.into_iter().map(|key| key.name).collect();
            let values =
                proptest::sample::subsequence(keys.clone(), 0..=keys.len().min(4)).prop_flat_map(|keys| {
                    let values = proptest::collection::vec(value(), keys.len());
                    values.prop_map(move |values| {
                        let pairs = keys.iter().cloned().zip(values);
                        pairs.filter(|(key, value)| is_of_its_kind(key, value)).collect::<Vec<_>>()
                    })
                });
            (Just(domain.name), values, any::<bool>())
        })
        .collect();
    (domains, any::<bool>()).prop_map(|(domains, user)| SettingsFile {
        profile: ProfileOptions {
            scope: if user { ProfileScope::User } else { ProfileScope::System },
            ..ProfileOptions::default()
        },
        domains: domains
            .into_iter()
            .filter(|(_, _, there)| *there)
            .map(|(name, values, _)| DomainSettings::new(name, values))
            .inspect(|domain| assert!(matches!(domain.means, Means::Payload | Means::Enforced)))
            .collect(),
    })
}

/// The content of a payload, which SCEP has too, tells what a dictionary is.
fn is_of_its_kind(key: &str, value: &Value) -> bool {
    key != "PayloadContent" || matches!(value, Value::Dictionary(_))
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        any::<bool>().prop_map(Value::Boolean),
        any::<i64>().prop_map(|number| Value::Integer(number.into())),
        (-1e6..1e6).prop_map(Value::Real),
        "[a-z&<>\"'${}%\\\\ \t\n\r#é😀-]{0,12}".prop_map(Value::String),
        "[A-Z]{1,4}|EOT|\\$\\{var\\.a\\}|%\\{ if \\}|<<EOT\nEOT\n".prop_map(Value::String),
        proptest::collection::vec(any::<u8>(), 0..90).prop_map(Value::Data),
        Just(Value::Date("2026-01-02T03:04:05Z".to_owned())),
    ];
    let node = |value| Node { value, span: None };
    leaf.prop_recursive(3, 12, 4, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4)
                .prop_map(move |items| Value::Array(items.into_iter().map(node).collect())),
            proptest::collection::btree_map("[A-Za-z&. ]{1,6}", inner, 0..4).prop_map(move |entries| {
                let entry = |(key, value)| Entry { key, key_span: None, node: node(value) };
                Value::Dictionary(entries.into_iter().map(entry).collect())
            }),
        ]
    })
}
