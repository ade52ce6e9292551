use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::catalog::Catalog;
use crate::check::checker::{Checker, with_checker};
use crate::domain;
use crate::key_path::KeyPath;

/// Words that a declaration has somewhere, so that values come near to it.
fn words() -> Vec<String> {
    let mut words: BTreeSet<String> =
        ["", " ", "a b", "\u{feff}", "\u{e9}", "{user}", "*", "https://corp.example.com"]
            .into_iter()
            .chain([
                "https://corp..example.com",
                "https://corp.example.com/",
                "http://127.0.0.1:1",
                "https://a",
                "x@y",
            ])
            .chain([
                "0A0B0C0D-0000-4000-8000-00000000000f",
                "0A0B0C0D-0000-4000-8000-00000000000",
                "a\n",
                "a~b",
            ])
            .map(str::to_owned)
            .collect();
    for key in domain::every().filter_map(Catalog::declared).flat_map(Catalog::every_key) {
        words.extend(key.placeholder.clone());
        words.extend(key.unconfirmed.iter().cloned());
        words.extend(
            key.allowed_anywhere().iter().filter_map(|allowed| Some(allowed.value.as_str()?.to_owned())),
        );
    }
    words.into_iter().collect()
}

fn value() -> impl Strategy<Value = Value> {
    let numbers = vec![-1.0, -0.0, 0.5, 1.0, 2.0, 48.0, 8_784.0, 1e9, 1e300, f64::NAN, f64::INFINITY];
    let scalar = prop_oneof![
        4 => select(words()).prop_map(Value::String),
        1 => ".{0,12}".prop_map(Value::String),
        2 => (-3_i128..20).prop_map(Value::Integer),
        1 => any::<i64>().prop_map(|number| Value::Integer(number.into())),
        1 => Just(Value::Integer(u64::MAX.into())),
        1 => select(numbers).prop_map(Value::Real),
        1 => any::<f64>().prop_map(Value::Real),
        1 => any::<bool>().prop_map(Value::Boolean),
        1 => Just(Value::Date("2026-01-01T00:00:00Z".to_owned())),
        1 => Just(Value::Data(vec![1])),
    ];
    scalar.prop_recursive(2, 8, 4, |inner| {
        prop::collection::vec(inner.prop_map(Node::new), 0..4).prop_map(Value::Array)
    })
}

/// What is surely sound for any declared key has no problem there.
fn agrees(value: Value) {
    let node = Node::new(value);
    for domain in domain::every() {
        with_checker(domain, |checker| {
            for key in checker.catalog.every_key().filter(|key| is_surely_sound(key, &node)) {
                let problems = checker.judge(key, &node, &KeyPath::root());
                assert_eq!(problems, [], "{} {}: {:?}", domain.name, key.pointer, node.value);
            }
        });
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_validator_finds_nothing_wrong_with_what_is_surely_sound(value in value()) {
        agrees(value);
    }
}

#[test]
fn the_validator_finds_nothing_wrong_with_words_that_are_surely_sound() {
    let text = |word: &str| Node::new(Value::String(word.to_owned()));
    for word in words() {
        agrees(text(&word).value);
        agrees(Value::Array(vec![text(&word)]));
        agrees(Value::Array(vec![text(&word), text(&word)]));
        agrees(Value::Array(vec![text("*"), text(&word)]));
    }
}

#[test]
fn every_pattern_that_is_known_is_declared() {
    let declared: BTreeSet<String> = domain::every()
        .filter_map(Catalog::declared)
        .flat_map(|catalog| catalog.every_key().flat_map(|key| [Some(key), key.item.as_deref()]))
        .filter_map(|key| key?.pattern.clone())
        .collect();
    for (pattern, _) in PATTERNS {
        assert!(declared.contains(*pattern), "{pattern}");
    }
}

#[test]
fn a_sound_policy_compiles_no_schema() {
    let text = |text: &str| Value::String(text.to_owned());
    let list = |items: &[&str]| Value::Array(items.iter().map(|item| Node::new(text(item))).collect());
    let sample = [
        ("DMFAClientID", text("0oaEXAMPLE0000000000")),
        ("DMFAClientSecret", text("hunter2")),
        ("DMFAOrgURL", text("https://corp.example.com")),
        ("AllowedFactors", list(&["OV_Push", "FIDO2_USB_key", "Offline_TOTP"])),
        ("LoginPeriodWithoutEnrolledFactor", Value::Real(48.0)),
        ("LoginPeriodWithOfflineFactor", Value::Integer(168)),
        ("MFARequiredList", list(&["*"])),
        ("MFANotRequiredList", list(&["breakglass"])),
        ("OfflineLoginAllowed", Value::Boolean(true)),
    ];
    let checker = Checker::of(&domain::DESKTOP_MFA);
    for (name, value) in sample {
        let key = checker.catalog.key(name).expect("a declared key");
        assert!(checker.passes(key, &Node::new(value)), "{name}");
    }
    assert!(!checker.is_compiled());
    let (key, unknown) =
        (checker.catalog.key("DMFAClientID").expect("a declared key"), Node::new(text("a b")));
    assert_eq!(checker.value(key, &unknown, &KeyPath::root()).len(), 1);
    assert!(checker.is_compiled());
}
