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
        (
            setting("a", "string", "<key>pfm_format</key><string>([</string>"),
            Some(("a", UntoldKind::Pattern)),
        ),
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

#[test]
fn a_default_that_its_key_does_not_allow_is_left_out_and_told() {
    let list = "<key>pfm_range_list</key><array><integer>1</integer><integer>2</integer></array>";
    let bounds = "<key>pfm_range_min</key><integer>1</integer><key>pfm_range_max</key><real>2.5</real>";
    let items = "<key>pfm_subkeys</key><array><dict><key>pfm_type</key><string>string</string>\
                 <key>pfm_range_list</key><array><string>x</string></array></dict></array>";
    let open =
        format!("<key>pfm_range_list_allow_custom_value</key><true/>{}", list.replace("integer", "string"));
    for (kind, default, more, is_kept) in [
        ("integer", "<true/>", "", false),
        ("integer", "<string>5</string>", list, false),
        ("integer", "<integer>9</integer>", list, false),
        ("integer", "<integer>2</integer>", list, true),
        ("real", "<integer>2</integer>", list, true),
        ("real", "<real>3</real>", bounds, false),
        ("real", "<real>2.5</real>", bounds, true),
        ("string", "<string>z</string>", &open, true),
        ("array", "<array><string>x</string></array>", items, true),
        ("array", "<array><string>y</string></array>", items, false),
        ("array", "<array><integer>1</integer></array>", items, false),
        ("date", "<date>2024-01-01T00:00:00Z</date>", "", true),
    ] {
        let settings = setting("a", kind, &format!("<key>pfm_default</key>{default}{more}"));
        let told: &[_] = if is_kept { &[] } else { &[("a".to_owned(), UntoldKind::UnfitDefault)] };
        assert_eq!(
            (catalog(&settings).0.keys[0].default.is_some(), &*untold(&settings)),
            (is_kept, told),
            "{settings}"
        );
    }
}

#[test]
fn values_keep_their_titles_where_one_of_another_type_is_left_out() {
    let settings = setting(
        "a",
        "string",
        "<key>pfm_range_list</key><array><integer>1</integer><string>x</string></array>\
         <key>pfm_range_list_titles</key><array><string>One</string><string>Two</string></array>",
    );
    let allowed = catalog(&settings).0.keys[0].allowed.clone();
    let allowed: Vec<_> = allowed.iter().map(|it| (it.value.as_str(), it.title.as_str())).collect();
    assert_eq!(
        (allowed, untold(&settings)),
        (vec![(Some("x"), "Two")], vec![("a".to_owned(), UntoldKind::UnfitValue)])
    );
}

#[test]
fn a_note_stands_in_the_description_and_a_payload_is_known_as_such() {
    let (found, _) = catalog(&setting(
        "a",
        "string",
        "<key>pfm_description</key><string>What it is.</string><key>pfm_note</key><string>Mind this.</string>",
    ));
    assert_eq!(found.keys[0].description, "What it is.\n\nMind this.");
    let manifest = "<plist version=\"1.0\"><dict><key>pfm_domain</key><string>com.apple.extensiblesso</string>\
                    <key>pfm_subkeys</key><array/></dict></plist>";
    let library = Library::index([("a.plist".to_owned(), manifest.as_bytes().to_vec())]);
    let payload = library.of("com.apple.extensiblesso").expect("a schema").catalog().0;
    assert_eq!((found.kind, payload.kind), (DomainKind::Preferences, DomainKind::PayloadType));
}
