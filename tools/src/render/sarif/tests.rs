//! The log as a whole, and what each part of it says.

use serde_json::Value;

use super::*;
use crate::configuration::Settings;
use crate::files::FileError;
use crate::judgement::testing::judged;
use crate::lint::testing::{self, payload, preferences, profile};
use crate::located::{Other, Spot};
use crate::options::Options;

const AGENT: &str = "org.latchkey.agent.plist";

fn report(name: &str, text: &str) -> FileReport {
    testing::report(name, text, &Options::default())
}

/// The run of the log of some reports.
fn run(reports: &[FileReport], failures: &[PathError]) -> Value {
    let log: Value = serde_json::from_str(&render(reports, failures).unwrap()).unwrap();
    log["runs"][0].clone()
}

fn failure() -> PathError {
    PathError { path: "gone.plist".into(), error: FileError::Missing }
}

#[test]
fn results_point_at_their_rule_and_place() {
    let text =
        "<plist version=\"1.0\">\n<dict>\n<key>Enforcement</key>\n<string>audit</string>\n</dict></plist>";
    let mut run = run(&[report("a b/org.latchkey.agent.plist", text)], &[failure()]);
    let index = run["results"][0]["ruleIndex"].as_u64().unwrap();
    assert_eq!(run["tool"]["driver"]["rules"][index as usize]["id"], run["results"][0]["ruleId"]);
    // Every new rule moves the others.
    run["results"][0]["ruleIndex"] = 0.into();
    run["tool"]["driver"]["rules"] = Value::Null;
    insta::assert_json_snapshot!(run);
}

#[test]
fn every_rule_is_described_for_github() {
    let run = run(&[], &[]);
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules.len(), RULES.len());
    for rule in rules {
        for text in [&rule["shortDescription"], &rule["fullDescription"], &rule["help"]] {
            assert!(text["text"].as_str().is_some_and(|text| text.len() > 2), "{rule}");
        }
        // GitHub's limit.
        assert!(rule["fullDescription"]["text"].as_str().unwrap().len() <= 1024, "{rule}");
        assert!(rule["help"]["markdown"].as_str().unwrap().contains("# Why it matters\n"), "{rule}");
    }
    assert_eq!(run["invocations"][0]["executionSuccessful"], true);
}

#[test]
fn a_finding_without_text_points_at_the_first_line() {
    let run = run(&[report("page.mobileconfig", "<html></html>")], &[]);
    let place = &run["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "page.mobileconfig");
    assert_eq!(place["region"]["startLine"], 1);
}

#[test]
fn related_places_name_their_file() {
    let doubled =
        "<key>Enforcement</key><string>report</string><key>Enforcement</key><string>report</string>";
    let mut report = report(AGENT, &preferences(doubled));
    let there =
        Other { file: Some("other.plist".into()), spot: Spot::default(), message: "it is also here".into() };
    report.findings[0].related.push(there);
    let run = run(&[report], &[]);
    let related = run["results"][0]["relatedLocations"].as_array().unwrap();
    let uri = |at: usize| &related[at]["physicalLocation"]["artifactLocation"]["uri"];
    assert_eq!((uri(0), uri(related.len() - 1)), (&AGENT.into(), &"other.plist".into()));
    assert_eq!(related[related.len() - 1]["message"]["text"], "It is also here.");
}

#[test]
fn a_fix_replaces_lines_and_columns() {
    let mut report = report(
        AGENT,
        "<plist version=\"1.0\"><dict>\n<key>Foo</key><true/>\n<key>Issuer</key><true/></dict></plist>",
    );
    let start = report.text.windows(3).position(|text| text == b"Foo").unwrap() as u32;
    let edit = TextEdit { span: Span { start, end: start + 3 }, text: "Bar".into() };
    report.findings[0].fix = Some(LocatedFix {
        title: "write `Bar`".into(),
        safety: Safety::Unsafe,
        edits: vec![edit],
        changes: Vec::new(),
    });
    let fix = &run(&[report], &[])["results"][0]["fixes"][0];
    assert_eq!(fix["description"]["text"], "Write `Bar`.");
    assert_eq!(fix["properties"]["safe"], false);
    let expected = serde_json::json!({
        "deletedRegion": { "startLine": 2, "startColumn": 6, "endLine": 2, "endColumn": 9 },
        "insertedContent": { "text": "Bar" }
    });
    assert_eq!(fix["artifactChanges"][0]["replacements"][0], expected);
}

#[test]
fn what_was_not_looked_at_is_a_notification() {
    let run = run(&[report("dock.mobileconfig", &profile(&payload("com.apple.dock", "")))], &[failure()]);
    let invocation = &run["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    let levels: Vec<_> = invocation["toolExecutionNotifications"]
        .as_array()
        .unwrap()
        .iter()
        .map(|said| &said["level"])
        .collect();
    assert_eq!(levels, ["error", "note"]);
}

#[test]
fn no_secret_is_written() {
    let text = preferences(
        "<key>DMFAClientSecret</key><string>hunter2</string><key>DMFAClientSecrt</key><string>hunter2</string>",
    );
    let log = render(&[report("com.okta.deviceaccess.servicedaemon.plist", &text)], &[]).unwrap();
    assert!(log.contains("secret-in-file") && !log.contains("hunter2"), "{log}");
}

#[test]
fn a_fix_that_writes_a_secret_again_is_left_out() {
    let text = preferences("<key>DMFAClientSecret</key><string> hunter2 </string><key>Foo</key><true/>");
    let fixes = |written: &str, replaced: &str| {
        let mut report = report("com.okta.deviceaccess.servicedaemon.plist", &text);
        let start = text.find(replaced).unwrap() as u32;
        let edit =
            TextEdit { span: Span { start, end: start + replaced.len() as u32 }, text: written.into() };
        report.findings[0].fix = Some(LocatedFix {
            title: "write it".into(),
            safety: Safety::Safe,
            edits: vec![edit],
            changes: Vec::new(),
        });
        run(&[report], &[])["results"][0]["fixes"].as_array().map_or(0, Vec::len)
    };
    assert_eq!(fixes("<string>hunter2</string>", "<string> hunter2 </string>"), 0);
    assert_eq!(fixes("hunter", " hunter2 "), 0);
    assert_eq!(fixes("<string>hunter2</string>", "<true/>"), 0);
    assert_eq!(fixes("<key>DMFAClientSecret</key><string>&#104;unter2</string>", "<key>Foo</key>"), 0);
    assert_eq!(fixes("Bar", "Foo"), 1);
    assert_eq!(fixes("", "<key>DMFAClientSecret</key><string> hunter2 </string>"), 1);
}

#[test]
fn accepted_findings_are_suppressed_and_the_others_say_that_they_are_not() {
    let ignored = "<!-- latchkey: ignore unknown-key: ours --><key>Unheard</key><true/>";
    let judged = |inside: &str| judged(&preferences(inside), &Settings::default());
    let report = judged(&format!("{ignored}<key>Enforcement</key><string>audit</string>"));
    let results = run(&[report], &[])["results"].clone();
    assert_eq!(results[0]["suppressions"], serde_json::json!([]));
    assert_eq!(
        results[1]["suppressions"],
        serde_json::json!([{ "kind": "inSource", "status": "accepted", "justification": "ours" }])
    );
    let results = run(&[judged("<key>Enforcement</key><string>audit</string>")], &[])["results"].clone();
    assert_eq!(results[0].get("suppressions"), None);
}

#[test]
fn a_secret_that_a_fix_spells_anew_is_left_out() {
    let wrapped = |stray: &str| {
        let inside = format!(
            "<key>PayloadContent</key><dict><key>com.example.app</key><dict><key>Forced</key><array><dict>\
             {stray}<key>mcx_preference_settings</key><dict><key>a</key><true/></dict></dict></array></dict></dict>"
        );
        profile(&payload("com.apple.ManagedClient.preferences", &inside))
    };
    let fixes = |text: &str| {
        let report = report("a.mobileconfig", text);
        assert!(report.findings.iter().any(|finding| finding.fix.is_some()), "{text}");
        let log = render(&[report], &[]).unwrap();
        assert!(!log.contains("canary"), "{log}");
        log.contains("Move it into `mcx_preference_settings`")
    };
    for secret in [
        "<key>Password</key><string><![CDATA[a&canary]]></string>",
        "<key>b</key><dict><key>Token</key><string><![CDATA[a&canary]]></string></dict>",
    ] {
        assert!(!fixes(&wrapped(secret)), "{secret}");
    }
    assert!(fixes(&wrapped("<key>b</key><string>c</string>")));
    let unescaped = preferences("<key>DMFAClientSecret</key><string>a&canary</string>");
    fixes(&unescaped);
}
