//! Every community manifest held against the rules of the checker that the manifests' repository runs on each file
//! (pre-commit-macadmin, `check-preference-manifests`), as those rules are described, and against its conventions.

use latchkey_profile_schema::document::PlistType;
use latchkey_profile_schema::domain::{DESKTOP_MFA, EXTENSIBLE_SSO, SCEP};
use latchkey_profile_schema::{Catalog, Node, Value, plist};

use super::{declared, manifest_of};

/// What stands first in every manifest, in this order.
const META_SETTINGS: [(&str, &str); 7] = [
    ("PayloadDescription", "string"),
    ("PayloadDisplayName", "string"),
    ("PayloadIdentifier", "string"),
    ("PayloadType", "string"),
    ("PayloadUUID", "string"),
    ("PayloadVersion", "integer"),
    ("PayloadOrganization", "string"),
];

/// The keys that are written and their types; a default and a bound have the setting's.
const TYPES: &[(&str, PlistType)] = &[
    ("pfm_app_min", PlistType::String),
    ("pfm_conditionals", PlistType::Array),
    ("pfm_description", PlistType::String),
    ("pfm_documentation_url", PlistType::String),
    ("pfm_domain", PlistType::String),
    ("pfm_format", PlistType::String),
    ("pfm_format_version", PlistType::Integer),
    ("pfm_last_modified", PlistType::Date),
    ("pfm_macos_deprecated", PlistType::String),
    ("pfm_macos_min", PlistType::String),
    ("pfm_n_range_list", PlistType::Array),
    ("pfm_name", PlistType::String),
    ("pfm_note", PlistType::String),
    ("pfm_platforms", PlistType::Array),
    ("pfm_present", PlistType::Boolean),
    ("pfm_range_list", PlistType::Array),
    ("pfm_range_list_allow_custom_value", PlistType::Boolean),
    ("pfm_range_list_titles", PlistType::Array),
    ("pfm_require", PlistType::String),
    ("pfm_sensitive", PlistType::Boolean),
    ("pfm_subkeys", PlistType::Array),
    ("pfm_target", PlistType::String),
    ("pfm_target_conditions", PlistType::Array),
    ("pfm_targets", PlistType::Array),
    ("pfm_title", PlistType::String),
    ("pfm_type", PlistType::String),
    ("pfm_unique", PlistType::Boolean),
    ("pfm_user_approved", PlistType::Boolean),
    ("pfm_value_empty", PlistType::Boolean),
    ("pfm_value_placeholder", PlistType::String),
    ("pfm_value_unit", PlistType::String),
    ("pfm_version", PlistType::Integer),
];

/// What a list of words may hold.
const WORDS: &[(&str, &[&str])] = &[
    ("pfm_platforms", &["macOS", "iOS", "tvOS"]),
    ("pfm_targets", &["system", "user", "system-managed", "user-managed"]),
];

#[test]
fn every_manifest_passes_the_checker_of_its_repository() {
    for domain in declared() {
        let found = faults(&manifest_of("profile-manifest", domain).bytes);
        assert_eq!(found, Vec::<String>::new(), "{}", domain.name);
    }
}

#[test]
fn the_checker_sees_each_kind_of_fault() {
    let sound = String::from_utf8(manifest_of("profile-manifest", &DESKTOP_MFA).bytes).unwrap();
    let broken = [
        ("<key>pfm_title</key>\n\t\t\t<string>Client ID</string>", "", "DMFAClientID: no pfm_title"),
        (
            "<key>pfm_format_version</key>\n\t<integer>1<",
            "<key>pfm_format_version</key>\n\t<integer>2<",
            "format",
        ),
        ("https://help", "ftp://help", "no web address"),
        ("<string>boolean</string>", "<string>float</string>", "pfm_type float"),
        ("<string>always</string>", "<string>allways</string>", "pfm_require allways"),
        ("<real>168</real>", "<integer>168</integer>", "pfm_default"),
        ("<string>macOS</string>", "<string>MacOS</string>", "pfm_platforms MacOS"),
        ("<string>All factors</string>", "", "titles"),
        ("<key>pfm_name</key>\n\t\t\t<string>AdminEmail</string>", "", "no pfm_name"),
        ("<key>pfm_sensitive</key>\n\t\t\t<true/>", "<key>pfm_sensitive</key><string/>", "pfm_sensitive"),
        ("<key>pfm_note</key>", "<key>pfm_remark</key>", "pfm_remark"),
        ("PayloadUUID", "PayloadUuid", "meta settings"),
    ];
    for (from, to, expected) in broken {
        assert!(sound.contains(from), "{from}");
        let found = faults(sound.replacen(from, to, 1).as_bytes()).join("; ");
        assert!(found.contains(expected), "{expected}: {found}");
    }
}

#[test]
fn each_entry_has_one_condition() {
    let mut conditions = 0;
    for domain in declared() {
        let document = plist::read(&manifest_of("profile-manifest", domain).bytes).document.unwrap();
        for setting in document.root.get("pfm_subkeys").unwrap().items() {
            for entry in setting.get("pfm_conditionals").map(Node::items).unwrap_or_default() {
                let [condition] = entry.get("pfm_target_conditions").unwrap().items() else {
                    panic!("{}: other than one condition", domain.name);
                };
                assert!(condition.get("pfm_target").is_some(), "{}", domain.name);
                conditions += 1;
            }
        }
    }
    assert_eq!(conditions, 6);
}

#[test]
fn what_is_below_is_required_where_its_parent_is() {
    let words = |domain, name: &str| {
        let document = plist::read(&manifest_of("profile-manifest", domain).bytes).document.unwrap();
        let top = document.root.get("pfm_subkeys").unwrap().items();
        let setting = top.iter().find(|setting| text(setting, "pfm_name") == name).unwrap();
        let below = setting.get("pfm_subkeys").map(Node::items).unwrap_or_default().first().cloned();
        (text(setting, "pfm_require").to_owned(), below.map(|below| text(&below, "pfm_require").to_owned()))
    };
    assert_eq!(words(&SCEP, "PayloadContent"), ("always".to_owned(), Some("always-nested".to_owned())));
    assert_eq!(words(&EXTENSIBLE_SSO, "Realm"), (String::new(), None));
}

/// Everything that the checker refuses, and that no manifest of the repository does.
fn faults(bytes: &[u8]) -> Vec<String> {
    let reading = plist::read(bytes);
    if !reading.is_sound() {
        return vec![format!("{:?}", reading.problems)];
    }
    let root = reading.document.unwrap().root;
    let mut found = Vec::new();
    for key in
        ["pfm_title", "pfm_domain", "pfm_description", "pfm_last_modified", "pfm_version", "pfm_subkeys"]
    {
        if root.get(key).is_none() {
            found.push(format!("no {key}"));
        }
    }
    if root.get("pfm_format_version").map(|node| &node.value) != Some(&Value::Integer(1)) {
        found.push("format".to_owned());
    }
    keys(&root, "root", &mut found);
    let settings = root.get("pfm_subkeys").map(Node::items).unwrap_or_default();
    let first: Vec<_> =
        settings.iter().take(7).map(|node| (text(node, "pfm_name"), text(node, "pfm_type"))).collect();
    if first != META_SETTINGS {
        found.push(format!("meta settings {first:?}"));
    }
    for setting in settings {
        check(setting, Inside::Dictionary, &mut found);
    }
    found
}

#[derive(Clone, Copy, PartialEq)]
enum Inside {
    Dictionary,
    Array,
}

fn check(setting: &Node, inside: Inside, found: &mut Vec<String>) {
    let name = text(setting, "pfm_name");
    keys(setting, name, found);
    for key in ["pfm_name", "pfm_title"] {
        if inside == Inside::Dictionary && setting.get(key).is_none() {
            found.push(format!("{name}: no {key}"));
        }
    }
    let word = text(setting, "pfm_type");
    let expected = match word {
        "string" => PlistType::String,
        "boolean" => PlistType::Boolean,
        "integer" => PlistType::Integer,
        "real" => PlistType::Real,
        "array" => PlistType::Array,
        "dictionary" => PlistType::Dictionary,
        "data" => PlistType::Data,
        "date" => PlistType::Date,
        _ => {
            found.push(format!("{name}: pfm_type {word}"));
            return;
        }
    };
    for key in ["pfm_default", "pfm_range_min", "pfm_range_max"] {
        if setting.get(key).is_some_and(|node| node.value.plist_type() != expected) {
            found.push(format!("{name}: {key}"));
        }
    }
    let list = |key: &str| setting.get(key).map(Node::items).unwrap_or_default();
    if list("pfm_range_list").iter().any(|node| node.value.plist_type() != expected) {
        found.push(format!("{name}: pfm_range_list"));
    }
    let titles = list("pfm_range_list_titles");
    if !titles.is_empty() && titles.len() != list("pfm_range_list").len() {
        found.push(format!("{name}: titles"));
    }
    let inner = if expected == PlistType::Array { Inside::Array } else { Inside::Dictionary };
    let children = list("pfm_subkeys");
    if inner == Inside::Array && children.len() != 1 {
        found.push(format!("{name}: an array of other than one thing"));
    }
    for child in children {
        check(child, inner, found);
    }
    for entry in list("pfm_conditionals") {
        keys(entry, name, found);
        for condition in entry.get("pfm_target_conditions").map(Node::items).unwrap_or_default() {
            keys(condition, name, found);
        }
    }
}

/// The keys of a dictionary, whatever it describes: known, of their types, with known words.
fn keys(node: &Node, owner: &str, found: &mut Vec<String>) {
    for entry in node.entries() {
        let (key, value) = (entry.key.as_str(), &entry.node);
        if let Some((_, expected)) = TYPES.iter().find(|(known, _)| *known == key) {
            if value.value.plist_type() != *expected {
                found.push(format!("{owner}: {key}"));
            }
        } else if !["pfm_default", "pfm_range_min", "pfm_range_max"].contains(&key) {
            found.push(format!("{owner}: {key} is not known"));
        }
        if key.ends_with("_url") && !value.as_str().is_some_and(|address| address.starts_with("http")) {
            found.push(format!("{owner}: {key} is no web address"));
        }
        if let Some((_, words)) = WORDS.iter().find(|(list, _)| *list == key) {
            let strange = value.items().iter().filter_map(Node::as_str).find(|word| !words.contains(word));
            found.extend(strange.map(|word| format!("{owner}: {key} {word}")));
        }
        if key == "pfm_require" && !["always", "always-nested", "push"].contains(&text(node, key)) {
            found.push(format!("{owner}: {key} {}", text(node, key)));
        }
    }
}

fn text<'a>(node: &'a Node, key: &str) -> &'a str {
    node.get(key).and_then(Node::as_str).unwrap_or_default()
}

#[test]
fn every_key_is_listed_at_its_depth() {
    for domain in declared() {
        let document = plist::read(&manifest_of("profile-manifest", domain).bytes).document.unwrap();
        let mut names = Vec::new();
        let mut open: Vec<&Node> = document.root.get("pfm_subkeys").unwrap().items().iter().skip(7).collect();
        while let Some(setting) = open.pop() {
            names.push(text(setting, "pfm_name"));
            open.extend(setting.get("pfm_subkeys").map(Node::items).unwrap_or_default());
        }
        for key in Catalog::of(domain).every_key() {
            assert!(names.contains(&key.name.as_str()), "{}: {}", domain.name, key.name);
        }
    }
}
