use super::*;
use crate::document::PlistType;
use crate::domain::{
    AGENT, ASSOCIATED_DOMAINS, COMPANIONS, DESKTOP_MFA, DOMAINS, DomainKind, ENVELOPES, EXTENSIBLE_SSO,
};

#[test]
fn everything_known_about_every_key_is_declared() {
    for domain in domain::every() {
        let catalog = Catalog::of(domain);
        assert!(!catalog.title.is_empty() && !catalog.description.is_empty(), "{}", domain.name);
        in_order(&catalog.keys);
        for key in catalog.every_key() {
            let name = format!("{} {}", domain.name, key.name);
            assert!(!key.title.is_empty(), "{name}: title");
            assert!(key.description.ends_with('.'), "{name}: description");
            assert!(!key.consequence.is_empty() && !key.consequence.ends_with('.'), "{name}: consequence");
            assert!(key.source == "convention" || key.source.starts_with("https://"), "{name}: source");
            let is_number = matches!(key.value_type, PlistType::Integer | PlistType::Real);
            assert_eq!(key.unit.is_some(), is_number && key.allowed.is_empty(), "{name}: unit");
            assert!(!is_number || key.minimum.is_some() || !key.allowed.is_empty(), "{name}: minimum");
            assert_eq!(key.pattern_words.is_some(), has_pattern(key), "{name}: the pattern in words");
            assert_eq!(key.item.is_some(), key.value_type == PlistType::Array, "{name}: item");
            let is_dictionary = key.value_type == PlistType::Dictionary;
            assert!(is_dictionary || (key.map_value.is_none() && key.keys.is_empty()), "{name}: value");
            assert!(
                key.default.is_some() || key.value_type == PlistType::String || !is_ours(domain),
                "{name}: default"
            );
            for allowed in key.allowed_anywhere() {
                let described = !allowed.title.is_empty() && !allowed.description.is_empty();
                assert!(described || domain.kind == DomainKind::Envelope, "{name}: {}", allowed.value);
            }
            in_order(&key.keys);
        }
    }
}

fn in_order(keys: &[CatalogKey]) {
    for (index, key) in keys.iter().enumerate() {
        assert_eq!(key.order as usize, index + 1, "{}: order", key.name);
    }
}

fn is_ours(domain: &Domain) -> bool {
    DOMAINS.iter().any(|ours| ours.name == domain.name)
}

#[test]
fn keys_are_found_at_any_depth() {
    let sso = Catalog::of(&EXTENSIBLE_SSO);
    let names: Vec<_> = sso.every_key().map(|key| key.name.as_str()).collect();
    assert!(names.contains(&"URLs") && names.contains(&"LoginFrequency") && names.contains(&"FullName"));
    let key = |name: &str| Segment::Key(name.into());
    let cases: [(&[Segment], Option<&str>); 7] = [
        (&[key("URLs")], Some("URLs")),
        (&[key("URLs"), Segment::Index(3)], Some("URLs")),
        (&[key("PlatformSSO"), key("LoginPolicy"), Segment::Index(0)], Some("LoginPolicy")),
        (&[key("PlatformSSO"), key("TokenToUserMapping"), key("FullName")], Some("FullName")),
        (&[key("PlatformSSO"), key("RegistrationToken")], None),
        (&[key("ExtensionData"), key("anything"), Segment::Index(0)], Some("ExtensionData")),
        (&[key("Unheard")], None),
    ];
    for (path, expected) in cases {
        assert_eq!(sso.declaration(path).map(|key| key.name.as_str()), expected, "{path:?}");
    }
    let domains = Catalog::of(&ASSOCIATED_DOMAINS);
    let path = [key("Configuration"), Segment::Index(0), key("AssociatedDomains"), Segment::Index(1)];
    assert_eq!(domains.declaration(&path).map(|key| key.name.as_str()), Some("AssociatedDomains"));
}

#[test]
fn a_payload_type_says_who_may_be_given_it() {
    let sso = Catalog::of(&EXTENSIBLE_SSO);
    assert_eq!(sso.macos_since.as_deref(), Some("10.15"));
    assert_eq!((sso.channel, sso.repetition), (Some(Channel::Both), Some(Repetition::Several)));
    assert_eq!(sso.enrollment, Some(Enrollment::ApprovedServer));
    let method = sso.key("AuthenticationMethod").expect("declared");
    assert_eq!(method.macos_since.as_deref(), Some("13.0"));
    assert_eq!(method.macos_deprecated.as_deref(), Some("14.0"));
    assert_eq!(Catalog::of(&DESKTOP_MFA).channel, Some(Channel::System));
    for domain in COMPANIONS.iter().filter(|domain| domain.kind == DomainKind::PayloadType) {
        let catalog = Catalog::of(domain);
        assert!(catalog.macos_since.is_some() && catalog.channel.is_some(), "{}", domain.name);
    }
}

fn has_pattern(key: &CatalogKey) -> bool {
    key.pattern.is_some() || key.item.as_ref().is_some_and(|item| item.pattern.is_some())
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
    for domain in domain::every() {
        let schema: serde_json::Value = serde_json::from_str(domain.committed).expect("a JSON file");
        for key in Catalog::of(domain).into_owned().keys {
            if let Some(default) = key.default {
                let verdict = jsonschema::validate(&schema["properties"][&key.name], &default);
                assert!(verdict.is_ok(), "{} {}: {verdict:?}", domain.name, key.name);
            }
        }
    }
}

#[test]
fn a_required_key_has_no_default() {
    for domain in domain::every() {
        for key in &Catalog::of(domain).keys {
            assert!(!key.required || key.default.is_none(), "{} {}", domain.name, key.name);
        }
    }
}

#[test]
fn what_makes_a_key_dispensable_is_declared() {
    for domain in DOMAINS {
        for waiver in Catalog::of(domain).into_owned().keys.into_iter().filter_map(|key| key.required_unless)
        {
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

#[test]
fn marked_keys_are_found_without_reading_the_rest() {
    for domain in domain::every() {
        let catalog = Catalog::of(domain);
        let names = |is: fn(&CatalogKey) -> bool| -> Vec<&str> {
            let named = catalog.every_key().filter(|key| !key.name.is_empty() && is(key));
            named.map(|key| key.name.as_str()).collect()
        };
        assert_eq!(Catalog::marked(domain, "x-sensitive"), names(|key| key.sensitive), "{}", domain.name);
        assert_eq!(Catalog::marked(domain, "x-syntax"), names(|key| key.syntax.is_some()), "{}", domain.name);
    }
}
