//! Schemas of the user, read as a whole.

use std::fmt::Write;

use super::*;
use crate::check::Beside;
use crate::{KeyPath, Part, Place, Segment};

const SSO: &str = include_str!("fixtures/com.example.sign-on.yaml");
const SSO_KERBEROS: &str = include_str!("fixtures/com.example.sign-on(tickets).yaml");
const OUTLINE: &str = include_str!("fixtures/outline.yaml");
const APP: &str = include_str!("fixtures/com.example.app.plist");

fn library(files: &[(&str, &str)]) -> Library {
    Library::index(files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())))
}

/// Each problem of the settings on a line: the place and the facts.
fn found(library: &Library, payload_type: &str, inside: &str, macos: Option<&str>) -> String {
    let text = format!("<plist version=\"1.0\"><dict>{inside}</dict></plist>");
    let reading = crate::plist::read(text.as_bytes());
    assert!(reading.is_sound(), "{:?}", reading.problems);
    let document = reading.document.unwrap();
    let macos = macos.and_then(Version::parse);
    let against = Against { beside: Beside::EnvelopeKeys, macos: macos.as_ref(), application: None };
    let schema = library.of(payload_type).unwrap();
    let mut lines = String::new();
    for problem in check(schema, &document.root, &KeyPath::root(), against) {
        let Place::Path(path, part) = &problem.place else { panic!("{problem:?}") };
        let crate::ProblemKind::Key(kind) = &problem.kind else { panic!("{problem:?}") };
        let part = if *part == Part::Key { "key" } else { "value" };
        writeln!(lines, "{path} {part}: {kind:?}").unwrap();
    }
    lines
}

fn sso(inside: &str, macos: Option<&str>) -> String {
    let files = [("com.example.sign-on.yaml", SSO), ("com.example.sign-on(tickets).yaml", SSO_KERBEROS)];
    found(&library(&files), "com.example.sign-on", inside, macos)
}

const SOUND: &str = "<key>PayloadType</key><string>com.example.sign-on</string>\
     <key>ExtensionIdentifier</key><string>com.example.extension</string><key>Type</key><string>Redirect</string>";

#[test]
fn a_sound_payload_has_no_problem() {
    assert_eq!(sso(SOUND, Some("14.0")), "");
    let nested = "<key>Platform</key><dict><key>LoginFrequency</key><integer>3600</integer>\
         <key>Groups</key><array><dict><key>Name</key><string>a</string></dict></array>\
         <key>Ratio</key><integer>1</integer></dict>\
         <key>ExtensionData</key><dict><key>whatever</key><integer>1</integer></dict>\
         <key>Rights</key><dict><key>system.login</key><string>admin</string></dict>";
    assert_eq!(sso(&format!("{SOUND}{nested}"), None), "");
}

#[test]
fn apples_keys_are_compared_at_every_depth() {
    let inside = "<key>ExtensionIdentifier</key><integer>1</integer><key>type</key><string>Redirect</string>\
         <key>Type</key><string>redirect</string><key>ScreenLockBehavior</key><string>Cancel</string>\
         <key>Method</key><string>Password</string>\
         <key>Platform</key><dict><key>LoginFrequency</key><integer>60</integer><key>Enabled</key><integer>1</integer>\
         <key>Ratio</key><real>1.5</real><key>Tokken</key><data>AAAA</data>\
         <key>Groups</key><array><dict/><string>x</string><dict><key>Name</key><string>two words</string></dict>\
         <dict><key>Name</key><string>a</string></dict></array></dict>\
         <key>Rights</key><dict><key>system.login</key><true/></dict><key>URLs</key><array/>";
    insta::assert_snapshot!(sso(inside, Some("13.0")));
}

#[test]
fn a_type_in_two_files_is_held_against_the_nearer_one() {
    let tickets = "<key>ExtensionIdentifier</key><string>com.example.tickets</string>\
         <key>Realm</key><string>EXAMPLE.COM</string><key>Cache</key><string>x</string>";
    insta::assert_snapshot!(sso(tickets, None), @"");
    assert!(sso("<key>Realm</key><string>EXAMPLE.COM</string>", None).contains("MissingKey"));
}

#[test]
fn a_definition_inside_of_itself_ends() {
    let library = library(&[("outline.yaml", OUTLINE)]);
    let mut inside = "<key>Name</key><integer>1</integer>".to_owned();
    for _ in 0..100 {
        inside =
            format!("<key>Name</key><string>a</string><key>Items</key><array><dict>{inside}</dict></array>");
    }
    let found = found(&library, "com.example.outline", &inside, None);
    assert_eq!(found.lines().count(), 1, "{found}");
    assert!(found.starts_with("/Items/0/Items/0"), "{found}");
    let schema = library.of("com.example.outline").unwrap();
    let path = ["Items", "0", "Items", "0", "Name"].map(|step| match step {
        "0" => Segment::Index(0),
        name => Segment::Key(name.into()),
    });
    assert_eq!(schema.key(&path).unwrap().title, "Name");
}

#[test]
fn a_schema_knows_where_its_payload_may_go() {
    let library = library(&[("com.example.sign-on.yaml", SSO)]);
    let schema = library.of("com.example.sign-on").unwrap();
    assert_eq!(schema.macos.introduced, Version::parse("10.15"));
    let expected = Delivery {
        device_channel: Some(true),
        user_channel: Some(false),
        manual_install: Some(false),
        user_approved: Some(true),
        multiple: Some(true),
    };
    assert_eq!(schema.delivery, expected);
    assert_eq!(schema.title, "Example Sign-On");
    assert_eq!(schema.key(&[Segment::Key("Type".into())]).unwrap().presence, Presence::Required);
}

#[test]
fn nothing_is_read_before_it_is_asked_for() {
    let broken = "payload:\n  payloadtype: com.example.broken\npayloadkeys: [\n";
    let library =
        library(&[("a.yaml", broken), ("b.yaml", SSO), ("c.txt", "payloadtype: x"), ("d.yaml", "x: 1")]);
    assert_eq!(library.payload_types().collect::<Vec<_>>(), ["com.example.broken", "com.example.sign-on"]);
    assert_eq!(library.problems().count(), 0);
    assert!(library.of("com.example.broken").is_none());
    assert!(library.of("com.example.none").is_none());
    let problems: Vec<_> = library.problems().collect();
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_eq!(problems[0].file, "a.yaml");
    assert!(matches!(problems[0].fault, Fault::Yaml { line: 4, .. }), "{problems:?}");
}

#[test]
fn what_cannot_be_compared_is_said() {
    let text = "payload:\n  payloadtype: x\npayloadkeys:\n- key: A\n  type: <strnig>\n- key: B\n  type: <string>\n  \
                format: '[0-9'\n";
    let library = library(&[("x.yaml", text)]);
    assert_eq!(found(&library, "x", "<key>A</key><true/><key>B</key><string>b</string>", None), "");
    let faults: Vec<_> = library.problems().map(|problem| problem.fault.clone()).collect();
    let expected = [
        Fault::UnknownType { key: "A".into(), found: "<strnig>".into() },
        Fault::PatternNotChecked { key: "B".into(), pattern: "[0-9".into() },
    ];
    assert_eq!(faults, expected);
}

fn app(inside: &str) -> String {
    found(&library(&[("com.example.app.plist", APP)]), "com.example.app", inside, None)
}

const ORGANIZATION: &str = "<key>Example.OrgUrl</key><string>https://a</string>";

#[test]
fn what_a_manifest_permits_has_no_problem() {
    let inside = "<key>PayloadType</key><string>com.example.app</string><key>Channel</key><string>nightly</string>\
         <key>Ratio</key><integer>1</integer><key>Hosts</key><array><string>a</string></array>\
         <key>Labels</key><dict><key>any</key><integer>1</integer></dict>\
         <key>Bookmarks</key><array><dict><key>name</key><string>a</string><key>children</key><array/></dict>\
         <dict><key>url</key><string>a</string></dict></array>\
         <key>Proxy</key><dict><key>Host</key><string>a</string></dict><key>ProxyUser</key><string>a</string>\
         <key>Twice</key><integer>9</integer>";
    assert_eq!(app(&format!("{ORGANIZATION}{inside}")), "");
}

#[test]
fn a_manifests_settings_are_compared() {
    let inside = "<key>Mode</key><string>Safe</string><key>Interval</key><integer>61</integer>\
         <key>Secret</key><string>abc</string><key>Until</key><date>2019-01-01T00:00:00Z</date><key>Old</key><true/>\
         <key>Phone</key><true/><key>Hosts</key><array><string>a</string><integer>1</integer><string>c</string></array>\
         <key>Labels</key><dict><key>any</key><string>x</string></dict>\
         <key>Bookmarks</key><array><dict><key>name</key><string>a</string></dict></array>\
         <key>ProxyUser</key><string>a</string><key>PFC_SegmentedControl_0</key><string>a</string>\
         <key>Twice</key><integer>10</integer>";
    insta::assert_snapshot!(app(inside));
}

#[test]
fn manifests_of_one_domain_are_one() {
    let setting = |name: &str, more: &str| {
        format!(
            "<dict><key>pfm_name</key><string>{name}</string><key>pfm_type</key><string>string</string>{more}</dict>"
        )
    };
    let manifest = |settings: String| {
        format!(
            "<plist version=\"1.0\"><dict><key>pfm_domain</key><string>a.b</string><key>pfm_subkeys</key>\
             <array>{settings}</array></dict></plist>"
        )
    };
    let list = |word: &str| format!("<key>pfm_range_list</key><array><string>{word}</string></array>");
    let always = "<key>pfm_require</key><string>always</string>";
    let one = manifest(setting("A", &(list("x") + always)) + &setting("B", always));
    let two = manifest(setting("A", &(list("y") + always)) + &setting("C", ""));
    let library = library(&[("a.b-one.plist", &one), ("a.b-two.plist", &two)]);
    insta::assert_snapshot!(found(
        &library,
        "a.b",
        "<key>A</key><string>z</string><key>C</key><string>c</string><key>D</key><true/>",
        None
    ),);
    assert!(found(&library, "a.b", "", None).contains("MissingKey { key: \"A\" }"));
    assert_eq!(library.of("a.b").unwrap().files.len(), 2);
}

#[test]
fn apples_word_holds_where_a_manifest_knows_the_type_too() {
    let manifest = APP
        .replace("com.example.app", "com.example.sign-on")
        .replace("<string>Example.OrgUrl</string>", "<string>Type</string>");
    for files in [[("a.yaml", SSO), ("b.plist", &manifest)], [("b.plist", &manifest), ("a.yaml", SSO)]] {
        let library = library(&files);
        let schema = library.of("com.example.sign-on").unwrap();
        assert_eq!(schema.author, Author::Apple);
        let key = schema.key(&[Segment::Key("Type".into())]).unwrap();
        assert_eq!((key.title.as_str(), key.allowed.len()), ("Organization", 2));
        assert!(schema.key(&[Segment::Key("Mode".into())]).is_none());
    }
}

#[test]
fn a_manifest_that_cannot_be_used_is_said() {
    let newer =
        APP.replace("<key>pfm_format_version</key><integer>1", "<key>pfm_format_version</key><integer>2");
    let cut: String = APP.chars().take(APP.len() - 40).collect();
    for (text, expected) in [(newer, Fault::NewerFormat { version: 2 }), (cut, Fault::BrokenManifest)] {
        let library = library(&[("a.plist", &text)]);
        assert!(library.of("com.example.app").is_none());
        let faults: Vec<_> = library.problems().map(|problem| problem.fault.clone()).collect();
        assert_eq!(faults, [expected]);
    }
}

#[test]
fn threads_read_a_type_once() {
    let library = library(&[("a.yaml", SSO)]);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| assert!(library.of("com.example.sign-on").is_some()));
        }
    });
}

#[test]
fn any_bytes_get_an_answer() {
    use proptest::prelude::*;
    let texts = [SSO, SSO_KERBEROS, OUTLINE, APP];
    let change = (
        0..texts.len(),
        0..10_000_usize,
        0..12_usize,
        prop::sample::select(vec![
            "", "*id001", "&id001", "- ", "? ", ": ", "[", "{", "\n", "\t", "'", "\"", "|", ">", "\u{85}",
            "!", "%", "---", "<dict>", "\u{0}",
        ]),
    );
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(2_000));
    let settings = crate::plist::read(b"<plist version=\"1.0\"><dict><key>Type</key><array/></dict></plist>");
    let settings = settings.document.unwrap();
    runner
        .run(&prop::collection::vec(change, 1..6), |changes| {
            let mut bytes = Vec::new();
            for (index, (text, at, length, word)) in changes.into_iter().enumerate() {
                if index == 0 {
                    bytes = texts[text].as_bytes().to_vec();
                }
                let start = at % (bytes.len() + 1);
                let end = (start + length).min(bytes.len());
                bytes.splice(start..end, word.bytes());
            }
            for name in ["a.yaml", "a.plist"] {
                let library = Library::index([(name.to_owned(), bytes.clone())]);
                for payload_type in library.payload_types() {
                    if let Some(schema) = library.of(payload_type) {
                        let against = Against { beside: Beside::Nothing, macos: None, application: None };
                        let _ = check(schema, &settings.root, &KeyPath::root(), against);
                    }
                }
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn what_is_named_like_a_secret_is_not_quoted_at_any_depth() {
    let key = |name: &str, kind: &str, more: &str| format!("- key: {name}\n  type: <{kind}>\n{more}");
    let keys = [
        key("SharedSecret", "string", ""),
        key("Password", "string", "  format: ^[a-z]+$\n"),
        key("Token", "string", "  rangelist: [one, two]\n"),
        key("PasscodeNumber", "integer", "  range: {min: 1, max: 2}\n"),
        key("AllowPasswords", "boolean", ""),
        key(
            "Secrets",
            "dictionary",
            "  subkeys:\n  - key: Inner\n    type: <string>\n    format: ^[a-z]+$\n",
        ),
        key(
            "Passwords",
            "array",
            "  subkeys:\n  - key: Item\n    type: <string>\n    rangelist: [one, two]\n",
        ),
        key("Free", "dictionary", "  subkeys:\n  - key: ANY\n    type: <string>\n    format: ^[a-z]+$\n"),
    ];
    let text = format!("title: a\npayload:\n  payloadtype: com.example.a\npayloadkeys:\n{}", keys.concat());
    let library = library(&[("com.example.a.yaml", &text)]);
    let inside = "<key>SharedSecret</key><integer>777123</integer><key>Password</key><string>777123</string>\
         <key>Token</key><string>777123</string><key>PasscodeNumber</key><integer>777123</integer>\
         <key>AllowPasswords</key><integer>1</integer>\
         <key>Secrets</key><dict><key>Inner</key><string>777123</string></dict>\
         <key>Passwords</key><array><string>777123</string></array>\
         <key>Free</key><dict><key>ApiToken</key><string>777123</string><key>b</key><string>1</string></dict>";
    let found = found(&library, "com.example.a", inside, None);
    assert_eq!(found.lines().count(), 9, "{found}");
    assert!(!found.contains("777123"), "{found}");
    assert!(found.contains("meant: Some(\"<true/>\")") && found.contains("found: Some(\"1\")"), "{found}");
}

/// The faults of a manifest with these settings, and the problems of a payload.
fn of_manifest(settings: &str, inside: &str) -> (Vec<Fault>, String) {
    let text = format!(
        "<plist version=\"1.0\"><dict><key>pfm_domain</key><string>a</string><key>pfm_subkeys</key>\
         <array>{settings}</array></dict></plist>"
    );
    let library = library(&[("a.plist", &text)]);
    let found = found(&library, "a", inside, None);
    (library.problems().map(|problem| problem.fault.clone()).collect(), found)
}

fn listed(values: impl IntoIterator<Item = usize>) -> String {
    let values: String = values.into_iter().map(|value| format!("<string>v{value}</string>")).collect();
    format!(
        "<dict><key>pfm_name</key><string>A</string><key>pfm_type</key><string>string</string>\
         <key>pfm_range_list</key><array>{values}</array></dict>"
    )
}

#[test]
fn a_setting_may_be_defined_again_but_not_without_end() {
    let of = |times: usize| {
        of_manifest(&(0..times).map(|n| listed([n])).collect::<String>(), "<key>A</key><string>x</string>")
    };
    let (faults, found) = of(64);
    assert_eq!(faults, []);
    assert!(found.contains("NotAllowed"), "{found}");
    assert_eq!(of(65), (vec![Fault::DefinedTooOften { key: "A".into() }], String::new()));
}

#[test]
fn a_long_list_of_values_is_compared_and_not_told() {
    let of = |inside| of_manifest(&listed(0..1_000), inside).1;
    assert_eq!(of("<key>A</key><string>v999</string>"), "");
    let problem = r#"/A value: NotAllowed { found: Some("V999"), allowed: [], nearest: Some("v999") }"#;
    assert_eq!(of("<key>A</key><string>V999</string>"), format!("{problem}\n"));
}

#[test]
fn faults_and_files_without_end_are_cut() {
    let setting = |n| {
        format!(
            "<dict><key>pfm_name</key><string>A{n}</string><key>pfm_type</key><string>txet</string></dict>"
        )
    };
    let (faults, _) = of_manifest(&(0..500).map(setting).collect::<String>(), "");
    assert_eq!((faults.len(), faults.last()), (101, Some(&Fault::More)));
    let large = format!("payload:\n  payloadtype: a\n{}", "#\n".repeat(300_000));
    let library = library(&[("a.yaml", &large), ("other.yaml", &"#\n".repeat(300_000))]);
    let faults: Vec<_> = library.problems().map(|problem| (problem.file.as_str(), &problem.fault)).collect();
    assert_eq!(faults, [("a.yaml", &Fault::TooLarge { most: 512 * 1024 })]);
    assert!(!library.is_empty());
}
