//! Who decides about a finding, and what becomes of it.

use super::testing::{judged, settings};
use crate::lint::FileReport;
use crate::lint::testing::preferences;
use crate::suppressed::By;

const UNHEARD: &str = "<key>Unheard</key><true/>";

/// Rule and level of what is reported.
fn left(report: &FileReport) -> Vec<String> {
    report.findings.iter().map(|found| format!("{} {}", found.rule.name, found.level.word())).collect()
}

fn check(configuration: &str, inside: &str, expected: &[&str]) {
    let report = judged(&preferences(inside), &settings(configuration));
    assert_eq!(left(&report), expected, "{configuration}\n{inside}");
}

#[test]
fn the_nearest_to_the_file_decides_about_a_level() {
    let rules = "[lint.rules]\nunknown-key = \"error\"\n";
    let target = "[lint.target.jamf.rules]\nunknown-key = \"info\"\n";
    let paths = "[[lint.paths]]\npaths = [\"profiles\"]\nrules = { unknown-key = \"off\" }\n";
    let later = "[[lint.paths]]\npaths = [\"**/*.plist\"]\nrules = { unknown-key = \"warning\" }\n";
    let to = |targets: &str| format!("[lint]\ntargets = [{targets}]\n");
    let cases: &[(&[&str], &str, &[&str])] = &[
        (&[], "", &["unknown-key warning"]),
        (&[rules], "", &["unknown-key error"]),
        (&[target], "", &["unknown-key warning"]),
        (&[target], "\"jamf\"", &["unknown-key info"]),
        (&[target], "\"jamf\", \"workspace-one\"", &["unknown-key warning"]),
        (&[rules, target], "\"jamf\"", &["unknown-key info"]),
        (&[rules, target], "\"jamf\", \"workspace-one\"", &["unknown-key error"]),
        (&[rules, target, paths], "\"jamf\"", &[]),
        (&[paths, later], "", &["unknown-key warning"]),
        (&[later, paths], "", &[]),
    ];
    for (parts, targets, expected) in cases {
        check(&format!("{}{}", to(targets), parts.concat()), UNHEARD, expected);
    }
}

#[test]
fn other_paths_and_rules_keep_their_levels() {
    let paths = "[[lint.paths]]\npaths = [\"vendor\"]\nrules = { unknown-key = \"off\" }\n";
    check(paths, UNHEARD, &["unknown-key warning"]);
    check("[lint.rules]\nduplicate-key = \"off\"", UNHEARD, &["unknown-key warning"]);
}

#[test]
fn a_file_that_cannot_be_read_can_be_lowered_too() {
    let broken = "<plist version=\"1.0\"><dict>";
    let report = judged(broken, &settings("[lint.rules]\nmalformed-plist = \"info\""));
    assert_eq!(left(&report), ["malformed-plist info"]);
}

#[test]
fn the_configuration_accepts_findings_by_rule_path_and_key_path() {
    let ignore = |more: &str| format!("[[lint.ignore]]\nrule = \"unknown-key\"\nreason = \"ours\"\n{more}");
    for more in ["", "path = \"profiles/**\"", "key-path = \"/Unheard\"", "key-path = \"/*\""] {
        let report = judged(&preferences(UNHEARD), &settings(&ignore(more)));
        assert!(report.findings.is_empty(), "{more}");
        assert_eq!(report.suppressed[0].by, By::Configuration { reason: "ours".into() });
    }
    for more in ["path = \"vendor/**\"", "key-path = \"/Other\"", "key-path = \"/Unheard/*\""] {
        check(&ignore(more), UNHEARD, &["unknown-key warning"]);
    }
}

#[test]
fn a_comment_accepts_findings_in_what_stands_next_and_nowhere_else() {
    let ignore = "<!-- latchkey: ignore unknown-key: ours -->";
    check("", &format!("{ignore}{UNHEARD}"), &[]);
    check("", &format!("{ignore}{UNHEARD}<key>Unseen</key><true/>"), &["unknown-key warning"]);
    check("", &format!("{UNHEARD}{ignore}"), &["unknown-key warning", "unused-ignore warning"]);
    check(
        "",
        &format!("{ignore}<key>FailureBudget</key><string>x</string>"),
        &["unused-ignore warning", "wrong-type error"],
    );
    let file = "<!-- latchkey: ignore-file unknown-key: ours -->";
    check("", &format!("{UNHEARD}{file}<key>Unseen</key><true/>"), &[]);
}

#[test]
fn a_comment_before_the_root_is_about_the_file() {
    let text = format!("<!-- latchkey: ignore unknown-key: ours -->\n{}", preferences(UNHEARD));
    let report = judged(&text, &settings(""));
    assert!(report.findings.is_empty());
    assert_eq!(report.suppressed[0].by, By::Comment { reason: "ours".into() });
    assert_eq!(report.suppressed[0].located.rule.name, "unknown-key");
}

#[test]
fn a_comment_that_does_not_count_changes_nothing() {
    check(
        "",
        &format!("<!-- latchkey: ignore unknown-key -->{UNHEARD}"),
        &["ignore-without-reason warning", "unknown-key warning"],
    );
    check(
        "",
        &format!("<!-- latchkey: ignore unknown-keys: ours -->{UNHEARD}"),
        &["unknown-rule warning", "unknown-key warning"],
    );
}

#[test]
fn what_is_off_is_neither_reported_nor_counted_as_accepted() {
    let text = preferences(&format!("<!-- latchkey: ignore unknown-key: ours -->{UNHEARD}"));
    let report = judged(&text, &settings("[lint.rules]\nunknown-key = \"off\""));
    assert!(report.findings.is_empty() && report.suppressed.is_empty());
    check(
        "[lint.rules]\nunused-ignore = \"off\"",
        "<!-- latchkey: ignore unknown-key: ours --><key>Issuer</key><string>https://a.example</string>",
        &[],
    );
}

#[test]
fn two_comments_about_one_finding_are_both_of_use() {
    let ignore = "<!-- latchkey: ignore unknown-key: ours -->";
    let file = "<!-- latchkey: ignore-file unknown-key: ours too -->";
    check("", &format!("{file}{ignore}{UNHEARD}"), &[]);
}

#[test]
fn a_comment_that_ignores_nothing_shows_no_secret_beside_it() {
    let text = preferences(
        "<key>DMFAClientSecret</key><!-- latchkey: ignore wrong-type: ours --><string>hunter2</string>",
    );
    let report = judged(&text, &settings("[lint.rules]\nunknown-key = \"off\"\nsecret-in-file = \"off\""));
    let shown = crate::render::human::render(&[report], crate::commands::Screen::Plain);
    assert!(shown.contains("unused-ignore") && !shown.contains("hunter2"), "{shown}");
}

#[test]
fn a_comment_about_a_comparison_is_not_unused_while_the_other_file_may_be_missing() {
    let issuer = "<key>Issuer</key><string>https://a.example</string>";
    let ignore = "<!-- latchkey: ignore conflict-across-files: ours -->";
    let unused = |inside: &str| {
        let report = judged(&preferences(inside), &settings(""));
        left(&report).iter().any(|found| found.starts_with("unused-ignore"))
    };
    assert!(!unused(&format!("{ignore}{issuer}")));
    // Behind the last key it is about nothing in any run.
    assert!(unused(&format!("{issuer}{ignore}")));
}
