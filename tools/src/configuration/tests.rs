//! What a configuration decides, and what is said where it is not in order.

#![expect(clippy::disallowed_methods, reason = "the drift test compares and repairs a committed file")]

use super::*;
use crate::commands::Screen;
use crate::lint::of_text;
use crate::render;
use crate::target::Target;

fn shown(text: &str) -> String {
    let (_, mistakes) = parse(text.as_bytes());
    let report = of_text(FILE_NAME.to_owned(), text.as_bytes().to_vec(), mistakes);
    render::human::render(&[report], Screen::Plain)
}

fn messages(text: &str) -> Vec<String> {
    parse(text.as_bytes()).1.into_iter().map(|mistake| mistake.message).collect()
}

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    insta::assert_snapshot!(shown(
        r#"[lint]
targets = ["jmaf"]
okta-verify = "9.x"
exclude = ["vendor/[a"]
deny = "errors"
basline = "accepted.json"

[lint.rules]
no-break-glas = "off"
unknown-key = "fatal"

[[lint.paths]]
paths = "vendor/**"
rules = { dead-setting = "off" }

[lint.target.jamff]
rules = {}

[[lint.ignore]]
rule = "unknown-keys"
key-path = "AllowedFactors"
"#
    ));
}

#[test]
fn a_text_that_is_no_toml_is_told_with_its_line() {
    insta::assert_snapshot!(shown("[lint]\ntargets = [\"jamf\"\n[lint.rules\n"));
}

#[test]
fn values_of_another_type_are_told() {
    for (text, expected) in [
        ("lint = 1", "expected a table, found a number"),
        ("lint = []", "expected a table, found a list"),
        ("[lint]\ntargets = \"jamf\"", "expected a list, found a text"),
        ("[lint]\nbaseline = true", "expected a text, found a boolean"),
        ("[lint]\nbaseline = \"\"", "expected a text, found an empty one"),
        ("[lint]\nokta-verify = 9.56", "expected a text, found a number"),
        ("[lint.rules]\nunknown-key = 1", "expected `off`, `info`, `warning` or `error`, found a number"),
        ("[lint]\ndeny = true", "expected `warnings`, found a boolean"),
        ("[[lint.ignore]]\nrule = \"unknown-key\"", "`reason` is missing"),
        ("[[lint.ignore]]\nrule = \"x\"\nreason = \"y\"", "unknown rule `x`"),
        ("[[lint.paths]]\npaths = [\"a\"]", "`rules` is missing"),
    ] {
        assert_eq!(messages(text), [expected], "{text}");
    }
    assert_eq!(messages("\u{feff}[lint]\n"), Vec::<String>::new());
    assert_eq!(parse(b"\xff\xfe").1[0].message, "the configuration is not UTF-8 text");
    assert_eq!(parse(&vec![b'#'; 2 << 20]).1.len(), 1);
}

#[test]
fn many_mistakes_are_cut_off() {
    let text: String = (0..5_000).map(|number| format!("key{number} = 1\n")).collect();
    assert!(messages(&text).len() <= 100);
}

#[test]
fn any_bytes_get_an_answer() {
    let whole = "[lint]\ntargets = [\"jamf\"]\nrules = { a.b = 1 }\n[[lint.ignore]]\nreason = '''x\n'''\n";
    for length in 0..whole.len() {
        let _ = parse(&whole.as_bytes()[..length]);
    }
    for text in ["[", "a.b.c.d=[[[[[[", "\"\\u{d800}\" = 1", &"[".repeat(10_000), &"a.".repeat(10_000)] {
        assert!(!parse(text.as_bytes()).1.is_empty());
    }
}

#[test]
fn a_whole_configuration_becomes_settings() {
    let (settings, mistakes) = parse(
        br#"[lint]
targets = ["jamf", "workspace-one"]
okta-verify = "9.56.0"
schemas = ["schemas"]
baseline = "accepted.json"
deny = "warnings"
exclude = ["vendor", "**/old-*.plist"]
rules = { no-break-glass = "off", unknown-key = "error" }
target.jamf.rules = { unknown-key = "info" }
paths = [
    { paths = ["test/**"], rules = { unknown-key = "off" } },
    { paths = ["test/real"], rules = { unknown-key = "warning" } },
]
"#,
    );
    assert!(mistakes.is_empty(), "{mistakes:?}");
    assert_eq!(settings.targets, [Target::Jamf, Target::WorkspaceOne]);
    assert_eq!(settings.okta_verify.as_ref().map(ToString::to_string).as_deref(), Some("9.56.0"));
    assert_eq!(settings.deny, Some(Deny::Warnings));
    assert!(settings.excludes("vendor/a.plist") && settings.excludes("b/old-a.plist"));
    assert!(!settings.excludes("b/a.plist"));
    assert_eq!(settings.level("no-break-glass"), Some(None));
    let levels =
        |path| settings.levels_of_path(path).iter().filter_map(|levels| levels.get("unknown-key")).count();
    assert_eq!((levels("a.plist"), levels("test/a.plist"), levels("test/real/a.plist")), (0, 1, 2));
}

#[test]
fn the_committed_schema_is_what_the_options_generate() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("latchkey.schema.json");
    let generated = schema::file();
    if std::env::var("UPDATE_SCHEMAS").is_ok_and(|value| value == "1") {
        std::fs::write(&path, &generated).unwrap();
    }
    assert!(
        std::fs::read_to_string(&path).unwrap_or_default() == generated,
        "latchkey.schema.json drifted from the rules or the options; run `cargo run -- schema latchkey.toml > tools/latchkey.schema.json`"
    );
}

#[test]
fn the_schema_is_valid_names_every_rule_and_says_no_null() {
    let generated = schema::generate();
    assert_eq!(jsonschema::meta::validate(&generated).map_err(|error| error.to_string()), Ok(()));
    let text = generated.to_string();
    assert!(!text.contains("null"));
    for listed in crate::rules::RULES {
        assert!(
            text.contains(&format!("\"{}\":{{\"description\"", listed.rule.name)),
            "{}",
            listed.rule.name
        );
    }
}
