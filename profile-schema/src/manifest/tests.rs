//! Manifests of both kinds, read as a whole.

use std::fmt::Write;

use super::*;
use crate::{KeyPath, Part, Place, ProblemKind};

/// Each problem on a line: where, whose, what.
fn lines(problems: &[Problem]) -> String {
    let mut lines = String::new();
    for problem in problems {
        let place = match &problem.place {
            Place::Path(path, Part::Key) => format!("{path} key"),
            Place::Path(path, Part::Value) => path.to_string(),
            place => format!("{place:?}"),
        };
        let ProblemKind::Manifest(kind) = &problem.kind else { panic!("{problem:?}") };
        let setting = kind.setting.as_deref().unwrap_or("-");
        writeln!(lines, "{place} {setting}: {:?}", kind.fault).unwrap();
    }
    lines
}

fn community(text: &str) -> String {
    let reading = crate::plist::read(text.as_bytes());
    assert!(reading.is_sound(), "{:?}", reading.problems);
    let document = reading.document.unwrap();
    assert_eq!(recognize(&document), Some(ManifestKind::Community));
    lines(&check(&document, ManifestKind::Community, "manifest.plist"))
}

fn jamf(text: &str) -> String {
    let reading = read_json(text.as_bytes());
    let document = reading.document.unwrap_or_else(|| panic!("{:?}", reading.problems));
    assert_eq!(recognize_json(&document), Some(ManifestKind::Jamf));
    lines(&check(&document, ManifestKind::Jamf, "schema.json"))
}

fn manifest(domain: &str, settings: &str) -> String {
    let meta = |name: &&str| {
        let kind = if *name == "PayloadVersion" { "integer" } else { "string" };
        format!(
            "<dict><key>pfm_name</key><string>{name}</string><key>pfm_type</key><string>{kind}</string></dict>"
        )
    };
    let meta: String = crate::library::META_SETTINGS.iter().map(meta).collect();
    format!(
        "<plist version=\"1.0\"><dict><key>pfm_domain</key><string>{domain}</string>\
         <key>pfm_title</key><string>A</string><key>pfm_description</key><string>A</string>\
         <key>pfm_format_version</key><integer>1</integer><key>pfm_subkeys</key>\
         <array>{meta}{settings}</array></dict></plist>"
    )
}

fn setting(name: &str, kind: &str, more: &str) -> String {
    format!(
        "<dict><key>pfm_name</key><string>{name}</string><key>pfm_title</key><string>A</string>\
         <key>pfm_type</key><string>{kind}</string>{more}</dict>"
    )
}

#[test]
fn a_sound_manifest_has_no_problem() {
    let settings =
        setting(
            "A",
            "string",
            "<key>pfm_default</key><string>a</string><key>pfm_format</key><string>^a$</string>",
        ) + &setting(
            "B",
            "array",
            "<key>pfm_subkeys</key><array><dict><key>pfm_type</key><string>string</string></dict></array>",
        ) + &setting(
            "C",
            "real",
            "<key>pfm_default</key><integer>1</integer><key>pfm_range_min</key><integer>1</integer>",
        ) + &setting("D", "boolean", "<key>pfm_platforms</key><array><string>macOS</string></array>")
            + &setting("D", "boolean", "<key>pfm_platforms</key><array><string>iOS</string></array>");
    assert_eq!(community(&manifest("com.example.app", &settings)), "");
}

#[test]
fn the_form_of_a_manifest_is_compared() {
    let settings = setting(
        "A",
        "sting",
        "<key>pfm_require</key><string>allways</string><key>pfm_required</key><false/>",
    ) + &setting(
        "B",
        "float",
        "<key>pfm_defualt</key><real>1</real><key>pfm_documentation_url</key><string>see</string>",
    ) + &setting(
        "B",
        "url",
        "<key>pfm_targets</key><array><string>System</string></array><key>pfm_hidden</key><string>all</string><key>pfm_required</key><true/>",
    ) + "<dict><key>pfm_title</key><integer>1</integer></dict><string>x</string>"
        + &setting("C", "array", "<key>pfm_format</key><string>[0-9</string>")
        + &setting(
            "D",
            "integer",
            "<key>pfm_range_list</key><array><integer>1</integer><string>2</string></array>\
            <key>pfm_range_list_titles</key><array><string>one</string></array>",
        );
    let text = manifest("com.example.app", &settings)
        .replace("<integer>1</integer><key>pfm_subkeys", "<integer>2</integer><key>pfm_subkeys");
    insta::assert_snapshot!(community(&text));
    let empty = community("<plist version=\"1.0\"><dict><key>pfm_subkeys</key><array/></dict></plist>");
    for missing in ["pfm_domain", "pfm_title", "pfm_description", "pfm_format_version", "MetaSettings"] {
        assert!(empty.contains(missing), "{missing}: {empty}");
    }
}

#[test]
fn values_that_a_setting_refuses_itself() {
    let list = "<key>pfm_range_list</key><array><string>a</string><string>b</string></array>\
                <key>pfm_range_list_titles</key><array><string>Ah</string><string>Be</string></array>";
    let default = |value: &str| format!("<key>pfm_default</key>{value}");
    let settings = setting("Type", "integer", &default("<string>1</string>"))
        + &setting("Title", "string", &(default("<string>Be</string>") + list))
        + &setting("List", "string", &(default("<string>c</string>") + list))
        + &setting(
            "Open",
            "string",
            &(default("<string>c</string><key>pfm_range_list_allow_custom_value</key><true/>") + list),
        )
        + &setting(
            "Range",
            "integer",
            &(default("<integer>9</integer>") + "<key>pfm_range_max</key><integer>8</integer>"),
        )
        + &setting(
            "Empty",
            "integer",
            "<key>pfm_range_min</key><integer>9</integer><key>pfm_range_max</key><integer>8</integer>",
        )
        + &setting(
            "Pattern",
            "string",
            &(default("<string>a1</string>") + "<key>pfm_format</key><string>^[a-z]+$</string>"),
        )
        + &setting(
            "Blank",
            "string",
            &(default("<string></string>") + "<key>pfm_format</key><string>^[a-z]+$</string>"),
        )
        + &setting(
            "Secret",
            "string",
            &(default("<string>a1</string>")
                + "<key>pfm_sensitive</key><true/><key>pfm_format</key><string>^[a-z]+$</string>"),
        )
        + &setting(
            "Items",
            "array",
            &(default("<array><string>a</string><integer>1</integer></array>")
                + "<key>pfm_subkeys</key><array><dict><key>pfm_type</key><string>string</string></dict></array>"),
        );
    insta::assert_snapshot!(community(&manifest("com.example.app", &settings)));
}

const OKTA: &str = "com.okta.deviceaccess.servicedaemon";

#[test]
fn what_a_manifest_says_of_a_declared_domain_is_compared() {
    let factors = |word: &str| {
        setting(
            "AllowedFactors",
            "array",
            &format!(
                "<key>pfm_default</key><array><string>{word}</string></array><key>pfm_subkeys</key><array><dict>\
             <key>pfm_type</key><string>string</string><key>pfm_range_list</key><array><string>OV_Push</string>\
             <string>{word}</string></array></dict></array>"
            ),
        )
    };
    let settings = setting("DMFAClientID", "string", "<key>pfm_default</key><string></string>")
        + &setting("DMFAClientSecret", "string", "")
        + &setting(
            "MfaRequiredList",
            "array",
            "<key>pfm_subkeys</key><array><dict><key>pfm_type</key><string>string</string></dict></array>",
        )
        + &setting(
            "MFANotRequiredList",
            "array",
            "<key>pfm_subkeys</key><array><dict><key>pfm_type</key><string>integer</string></dict></array>",
        )
        + &setting(
            "MFABypassList",
            "array",
            "<key>pfm_subkeys</key><array><dict><key>pfm_type</key><string>string</string></dict></array>",
        )
        + &setting("OfflineLoginAllowed", "string", "")
        + &setting(
            "LoginPeriodWithOfflineFactor",
            "integer",
            "<key>pfm_range_min</key><integer>-1</integer>",
        )
        + &setting(
            "AccountLinkingMFAFactor",
            "string",
            "<key>pfm_range_list</key><array><string>OV_TOPT</string></array>",
        )
        + &factors("OV_Pusch");
    insta::assert_snapshot!(community(&manifest(OKTA, &settings)));
}

#[test]
fn the_form_of_a_schema_is_compared() {
    let text = r#"{ "title": "A", "propertys": {}, "properties": {
        "A": { "type": "date", "title": "A", "description": "A", "property_order": 5 },
        "B": { "type": ["string", "null"], "title": "B", "property_order": "10", "enum": "x" },
        "C": { "anyOf": [{ "type": "string", "defualt": "a" }, { "type": "null" }], "description": 1 },
        "D": { "anyOf": [{ "type": "null" }], "title": "D", "property_order": 1 },
        "E": { "$ref": "A", "title": "E", "propertyOrder": 2 },
        "F": { "type": "array", "title": "F", "property_order": 3, "oneOf": [] },
        "G": { "type": "object", "title": "G", "property_order": 3 },
        "H": { "title": "H", "property_order": 3, "default": null },
        "I": { "type": "string", "title": "I", "property_order": 3, "enum": ["a", "b"], "default": "Ah",
               "options": { "enum_titles": ["Ah"] } },
        "J": { "type": "real", "title": "J", "property_order": 3 },
        "K": true
    }, "required": ["A", "Z"] }"#;
    insta::assert_snapshot!(jamf(text));
}

#[test]
fn the_domain_of_a_schema_is_named_or_guessed() {
    let body = r#""title": "A", "description": "A", "properties": { "AllowedFactors": { "type": "array",
        "title": "A", "property_order": 1, "items": { "type": "string" }, "default": ["OV_Pusch"] } } }"#;
    let found = |text: &str, file: &str| {
        let document = read_json(text.as_bytes()).document.unwrap();
        lines(&check(&document, ManifestKind::Jamf, file)).contains("OV_Pusch")
    };
    assert!(found(&format!("{{ {body}"), "x.json"));
    assert!(found(&format!("{{ {body}"), "folder/com.okta.deviceaccess.servicedaemon.json"));
    assert!(found(&format!("{{ \"__preferencedomain\": \"{OKTA}\", {body}"), "x.json"));
    assert!(!found(&format!("{{ \"__preferencedomain\": \"com.example\", {body}"), "x.json"));
}

#[test]
fn what_is_no_manifest_is_none() {
    let document = |text: &str| read_json(text.as_bytes()).document.unwrap();
    for text in
        ["[]", "{}", r#"{"properties": 1}"#, r#"{"$schema": "x", "properties": {"a": {"type": "string"}}}"#]
    {
        assert_eq!(recognize_json(&document(text)), None, "{text}");
    }
    let preferences =
        crate::plist::read(b"<plist version=\"1.0\"><dict><key>properties</key><dict/></dict></plist>");
    assert_eq!(recognize(&preferences.document.unwrap()), None);
}

#[test]
fn deep_descriptions_end() {
    let mut inner = setting("A", "string", "");
    for _ in 0..240 {
        inner = setting("A", "dictionary", &format!("<key>pfm_subkeys</key><array>{inner}</array>"));
    }
    let text = manifest("com.example.app", &inner);
    assert_eq!(community(&text), "");
    let library = crate::library::Library::index([("a.plist".to_owned(), text.into_bytes())]);
    let schema = library.of("com.example.app").unwrap();
    let mut settings = "<string>a</string>".to_owned();
    for _ in 0..241 {
        settings = format!("<dict><key>A</key>{settings}</dict>");
    }
    let document =
        crate::plist::read(format!("<plist version=\"1.0\">{settings}</plist>").as_bytes()).document.unwrap();
    let against =
        crate::library::Against { beside: crate::check::Beside::Nothing, macos: None, application: None };
    assert_eq!(crate::library::check(schema, &document.root, &KeyPath::root(), against), []);
    let mut inner = r#"{"type":"string"}"#.to_owned();
    for _ in 0..250 {
        inner = format!(r#"{{"type":"array","items":{inner}}}"#);
    }
    let found = jamf(&format!(r#"{{"title":"A","description":"A","properties":{{"A":{inner}}}}}"#));
    assert_eq!(found.lines().count(), 2, "{found}");
}

#[test]
fn any_description_gets_an_answer() {
    use proptest::prelude::*;
    let declared = manifest(OKTA, &setting("AllowedFactors", "array", "<key>pfm_default</key><array/>"));
    let schema = format!(
        r#"{{"title":"A","__preferencedomain":"{OKTA}","properties":{{"AllowedFactors":{{"anyOf":[{{"type":"null"}},
        {{"type":"array","items":{{"type":"string","enum":["*"]}},"default":["*"],"required":[1]}}]}}}}}}"#
    );
    let words = vec![
        "", "null", "[", "{", "}", ",", "\"", "1e999", "<true/>", "<dict>", "</dict>", "integer", "array",
        "\u{e9}",
    ];
    let change = (0..10_000_usize, 0..12_usize, prop::sample::select(words));
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(2_000));
    runner
        .run(&(any::<bool>(), prop::collection::vec(change, 0..6)), |(is_json, changes)| {
            let mut bytes = if is_json { schema.clone() } else { declared.clone() }.into_bytes();
            for (at, length, word) in changes {
                let start = at % (bytes.len() + 1);
                let end = (start + length).min(bytes.len());
                bytes.splice(start..end, word.bytes());
            }
            let document =
                if is_json { read_json(&bytes).document } else { crate::plist::read(&bytes).document };
            if let Some(document) = document {
                for kind in [ManifestKind::Community, ManifestKind::Jamf] {
                    let _ = check(&document, kind, "a.json");
                }
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_companions_manifest_is_compared_too() {
    let settings =
        setting("OktaVerify.OrgUrl", "boolean", "") + &setting("OktaVerify.EnrollmentOptions", "string", "");
    let found = community(&manifest("com.okta.mobile", &settings));
    assert!(found.contains("OktaVerify.OrgUrl: Disagrees(Type"), "{found}");
    assert!(!found.contains("OktaVerify.EnrollmentOptions: "), "{found}");
}

#[test]
fn no_value_of_a_secret_is_told() {
    const CANARY: &str = "hunter2-canary";
    let canary = format!("<string>{CANARY}</string>");
    let listed = format!("<key>pfm_range_list</key><array>{canary}<string>other-canary</string></array>");
    let titles = format!("<key>pfm_range_list_titles</key><array><string>A</string>{canary}</array>");
    let with_default = format!("<key>pfm_default</key>{canary}");
    let pattern = "<key>pfm_format</key><string>^[a-z]$</string>";
    let inside = format!(
        "<key>pfm_subkeys</key><array>{}</array>",
        setting("Inner", "string", &format!("{with_default}{pattern}"))
    );
    let settings = setting("DMFAClientSecret", "string", &format!("{with_default}{pattern}"))
        + &setting("Token", "string", &format!("{listed}<key>pfm_default</key><string>canary</string>"))
        + &setting(
            "Passcode",
            "string",
            &format!(
                "<key>pfm_range_list</key><array><string>canary</string><string>b</string></array>{titles}{with_default}"
            ),
        )
        + &setting("Secrets", "dictionary", &inside);
    let text = manifest("com.example.app", &settings);
    let told = community(&text);
    assert_eq!(told.matches("Contradictory").count(), 4, "{told}");
    assert!(!told.contains("canary"), "{told}");
    let document = crate::plist::read(text.as_bytes()).document.unwrap();
    assert_eq!(secrets(&document, ManifestKind::Community).len(), 7);

    let text = r#"{"title": "A", "description": "A", "properties": {
        "ClientSecret": {"type": "string", "title": "A", "property_order": 1, "default": "hunter2-canary", "enum": ["canary"]},
        "Tokens": {"type": "array", "title": "A", "property_order": 2, "items": {"type": "string", "title": "A", "default": 7777}},
        "Mode": {"type": "string", "title": "A", "property_order": 3, "default": "x", "enum": ["y"]}}}"#;
    let told = jamf(text);
    assert_eq!(told.matches("Contradictory").count(), 3, "{told}");
    assert!(!told.contains("canary") && !told.contains("7777") && told.contains("Some(\"x\")"), "{told}");
    let document = read_json(text.as_bytes()).document.unwrap();
    let hidden: Vec<&str> = secrets(&document, ManifestKind::Jamf)
        .iter()
        .map(|span| text.get(span.start as usize..span.end as usize).unwrap())
        .collect();
    assert_eq!(hidden, [r#""hunter2-canary""#, r#"["canary"]"#, "7777"]);
}

#[test]
fn long_lists_are_looked_up_and_not_told() {
    let texts = |start: char| -> String {
        (0..20_000).map(|number| format!("<string>{start}{number}</string>")).collect()
    };
    let item = format!(
        "<dict><key>pfm_type</key><string>string</string><key>pfm_range_list</key><array>{}</array></dict>",
        texts('a')
    );
    let more = format!(
        "<key>pfm_subkeys</key><array>{item}</array><key>pfm_default</key><array>{}<string>b</string></array>",
        texts('a')
    );
    let told = community(&manifest("com.example.app", &setting("Words", "array", &more)));
    assert_eq!(told.matches("NotListed { allowed: [] }").count(), 1, "{told}");
    let list = |values: &str| format!("<key>pfm_range_list</key><array>{values}</array>");
    let real =
        setting("Ratio", "real", &(list("<integer>1</integer>") + "<key>pfm_default</key><real>1.0</real>"));
    assert!(!community(&manifest("com.example.app", &real)).contains("NotListed"));
}
