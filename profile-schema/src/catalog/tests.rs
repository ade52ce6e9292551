use super::*;
use crate::document::PlistType;
use crate::domain::{AGENT, DESKTOP_MFA, DOMAINS, ENVELOPES};

#[test]
fn everything_known_about_every_key_is_declared() {
    for domain in DOMAINS.iter().chain(ENVELOPES) {
        let catalog = Catalog::of(domain);
        assert!(!catalog.title.is_empty() && !catalog.description.is_empty(), "{}", domain.name);
        for (index, key) in catalog.keys.iter().enumerate() {
            let name = format!("{} {}", domain.name, key.name);
            assert!(!key.title.is_empty(), "{name}: title");
            assert!(key.description.ends_with('.'), "{name}: description");
            assert!(!key.consequence.is_empty() && !key.consequence.ends_with('.'), "{name}: consequence");
            assert!(key.source == "convention" || key.source.starts_with("https://"), "{name}: source");
            assert_eq!(key.order as usize, index + 1, "{name}: order");
            let is_number = matches!(key.value_type, PlistType::Integer | PlistType::Real);
            assert_eq!(key.unit.is_some(), is_number && key.allowed.is_empty(), "{name}: unit");
            assert!(!is_number || key.minimum.is_some() || !key.allowed.is_empty(), "{name}: minimum");
            assert_eq!(key.pattern_words.is_some(), has_pattern(key), "{name}: the pattern in words");
            assert_eq!(key.item.is_some(), key.value_type == PlistType::Array, "{name}: item");
            assert_eq!(key.map_value.is_some(), key.value_type == PlistType::Dictionary, "{name}: value");
            assert!(
                key.default.is_some() || key.value_type == PlistType::String || is_envelope(domain),
                "{name}"
            );
            for allowed in key.allowed_anywhere() {
                let described = !allowed.title.is_empty() && !allowed.description.is_empty();
                assert!(described || is_envelope(domain), "{name}: {}", allowed.value);
            }
        }
    }
}

fn has_pattern(key: &CatalogKey) -> bool {
    key.pattern.is_some() || key.item.as_ref().is_some_and(|item| item.pattern.is_some())
}

fn is_envelope(domain: &Domain) -> bool {
    ENVELOPES.iter().any(|envelope| envelope.name == domain.name)
}

#[test]
fn every_key_says_whether_its_default_is_safe() {
    for domain in DOMAINS.iter().chain(ENVELOPES) {
        let schema: serde_json::Value = serde_json::from_str(domain.committed).expect("a JSON file");
        for (name, property) in schema["properties"].as_object().expect("properties") {
            assert!(property["x-fallback"].is_string(), "{} {name}", domain.name);
        }
    }
}

#[test]
fn defaults_satisfy_their_own_schema() {
    for domain in DOMAINS {
        let schema: serde_json::Value = serde_json::from_str(domain.committed).expect("a JSON file");
        for key in Catalog::of(domain).keys {
            if let Some(default) = key.default {
                let verdict = jsonschema::validate(&schema["properties"][&key.name], &default);
                assert!(verdict.is_ok(), "{} {}: {verdict:?}", domain.name, key.name);
            }
        }
    }
}

#[test]
fn a_required_key_has_no_default() {
    for domain in DOMAINS.iter().chain(ENVELOPES) {
        for key in Catalog::of(domain).keys {
            assert!(!key.required || key.default.is_none(), "{} {}", domain.name, key.name);
        }
    }
}

#[test]
fn what_makes_a_key_dispensable_is_declared() {
    for domain in DOMAINS {
        for waiver in Catalog::of(domain).keys.into_iter().filter_map(|key| key.required_unless) {
            let other = crate::domain::named(&waiver.domain).map(Catalog::of).expect("a declared domain");
            let key = other.key(&waiver.key).expect("a declared key");
            for value in &waiver.values {
                assert!(key.allowed.iter().any(|allowed| allowed.value == value.as_str()), "{value}");
            }
        }
    }
}

#[test]
fn keys_carry_types_units_and_words() {
    let okta = Catalog::of(&DESKTOP_MFA);
    assert_eq!(okta.keys.len(), 15);
    let offline = okta.key("LoginPeriodWithOfflineFactor").expect("declared");
    assert_eq!((offline.value_type, offline.unit), (PlistType::Real, Some(Unit::Hours)));
    assert_eq!((offline.minimum, offline.default.clone()), (Some(0.0), Some(168.0.into())));
    let factors = okta.key("AllowedFactors").expect("declared");
    let words: Vec<_> = factors.allowed_anywhere().iter().map(|word| word.value.as_str().unwrap()).collect();
    assert_eq!(words, ["*", "OV_Push", "OV_TOTP", "Offline_TOTP", "FIDO2_USB_key"]);
    assert_eq!(factors.since.as_deref(), Some("9.23"));
    assert!(okta.key("DMFAClientSecret").expect("declared").sensitive);
    let agent = Catalog::of(&AGENT);
    assert_eq!(agent.keys.len(), 16);
    let services = agent.key("Services").expect("declared");
    assert_eq!(services.value_type, PlistType::Dictionary);
    assert_eq!(services.allowed_anywhere().len(), 2);
}
