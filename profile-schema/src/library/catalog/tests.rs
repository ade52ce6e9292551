//! What of a manifest a catalog takes over, and what it leaves untold.

use super::*;
use crate::library::Library;

/// The catalog of a manifest with these settings.
fn catalog(settings: &str) -> (Catalog, Vec<Untold>) {
    let text = format!(
        "<plist version=\"1.0\"><dict><key>pfm_domain</key><string>a.b</string><key>pfm_title</key>\
         <string>A</string><key>pfm_subkeys</key><array>{settings}</array></dict></plist>"
    );
    let library = Library::index([("a.b.plist".to_owned(), text.into_bytes())]);
    library.of("a.b").expect("a schema").catalog()
}

/// One setting: its name, its type and more.
fn setting(name: &str, kind: &str, more: &str) -> String {
    format!(
        "<dict><key>pfm_name</key><string>{name}</string><key>pfm_type</key><string>{kind}</string>{more}</dict>"
    )
}

fn untold(settings: &str) -> Vec<(String, UntoldKind)> {
    catalog(settings).1.into_iter().map(|untold| (untold.key, untold.what)).collect()
}

#[test]
fn keys_stand_in_the_order_of_the_file() {
    let settings = ["b", "a", "PayloadUUID", "PFC_x", "c"].map(|name| setting(name, "string", ""));
    let (catalog, untold) = catalog(&settings.concat());
    let names: Vec<_> = catalog.keys.iter().map(|key| (key.name.as_str(), key.order)).collect();
    assert_eq!((names, untold), (vec![("b", 1), ("a", 2), ("c", 3)], Vec::new()));
    assert_eq!(catalog.keys[0].title, "b", "a key without a title is called by its name");
}

#[test]
fn what_a_catalog_cannot_say_is_told() {
    let two = "<key>pfm_subkeys</key><array><dict><key>pfm_type</key><string>string</string></dict>\
               <dict><key>pfm_type</key><string>integer</string></dict></array>";
    let elsewhere = "<key>pfm_platforms</key><array><string>iOS</string></array>";
    let secret = "<key>pfm_sensitive</key><true/><key>pfm_default</key><string>hunter2</string>";
    let cases = [
        (setting("a", "union policy", ""), Some(("a", UntoldKind::AnyType))),
        (setting("a", "array", two), Some(("a/*", UntoldKind::SeveralKinds))),
        (setting("a", "string", elsewhere), Some(("a", UntoldKind::NotOnMac))),
        (setting("a", "string", secret), Some(("a", UntoldKind::SecretDefault))),
        (setting("a", "string", ""), None),
    ];
    for (settings, expected) in cases {
        let expected: Vec<_> = expected.into_iter().map(|(key, what)| (key.to_owned(), what)).collect();
        assert_eq!(untold(&settings), expected, "{settings}");
    }
    let (catalog, _) = catalog(&setting("a", "string", secret));
    assert_eq!(catalog.keys[0].default, None);
}

#[test]
fn a_definition_inside_of_itself_ends() {
    let outline = include_str!("../fixtures/outline.yaml");
    let library = Library::index([("outline.yaml".to_owned(), outline.as_bytes().to_vec())]);
    let (catalog, untold) = library.of("com.example.outline").expect("a schema").catalog();
    let names: Vec<_> = catalog.every_key().map(|key| key.name.as_str()).collect();
    assert_eq!(names, ["Name", "Items", "Name", "Items"]);
    assert_eq!(untold, [Untold { key: "Items/*/Items/*".into(), what: UntoldKind::TooDeep }]);
}

#[test]
fn one_simple_condition_is_taken_over_and_others_are_untold() {
    let condition = |target: &str, test: &str| {
        format!(
            "<key>pfm_conditionals</key><array><dict><key>pfm_require</key><string>always</string>\
             <key>pfm_target_conditions</key><array><dict><key>pfm_target</key><string>{target}</string>{test}\
             </dict></array></dict></array>"
        )
    };
    let is_x = "<key>pfm_range_list</key><array><string>x</string></array>";
    let cases = [
        (condition("a", is_x), true, Conditions::Told),
        (condition("c", is_x), false, Conditions::Untold),
        (condition("a", "<key>pfm_present</key><true/>"), false, Conditions::Untold),
        (condition("a", is_x).replace("conditionals", "exclude"), false, Conditions::Untold),
        (String::new(), false, Conditions::Told),
    ];
    for (more, is_taken, conditions) in cases {
        let settings = [setting("a", "string", ""), setting("b", "string", &more)].concat();
        let (catalog, _) = catalog(&settings);
        let key = catalog.key("b").expect("the key");
        assert_eq!((key.required_when.is_some(), key.conditions), (is_taken, conditions), "{more}");
    }
}

#[test]
fn units_are_known_words_or_said_in_the_description() {
    let unit = |word: &str| {
        let more = format!("<key>pfm_value_unit</key><string>{word}</string>");
        let (catalog, _) = catalog(&setting("a", "integer", &more));
        (catalog.keys[0].unit, catalog.keys[0].description.clone())
    };
    assert_eq!(unit("Hours"), (Some(Unit::Hours), String::new()));
    assert_eq!(unit("pixels"), (None, "In pixels.".to_owned()));
}
