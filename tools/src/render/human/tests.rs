//! What people read of a report.

use super::*;
use crate::fix::LocatedFix;
use crate::lint::testing::report;
use crate::located::Spot;
use crate::options::Options;

fn shown(name: &str, text: &str) -> String {
    render(&[report(name, text, &Options::default())], Screen::Plain)
}

#[test]
fn a_finding_shows_its_line() {
    let text = "<plist version=\"1.0\">\n<dict>\n\t<key>Enforcement</key>\n\t<string>audit</string>\n</dict>\n</plist>\n";
    insta::assert_snapshot!(shown("org.latchkey.agent.plist", text));
}

#[test]
fn a_finding_shows_both_places() {
    let text = "<plist version=\"1.0\">\n<dict>\n<key>Enforcement</key>\n<string>report</string>\n<key>LinkMatch</key>\n<string>any</string>\n<key>Enforcement</key>\n<string>enforce</string>\n</dict>\n</plist>\n";
    insta::assert_snapshot!(shown("org.latchkey.agent.plist", text));
}

#[test]
fn a_file_without_a_line_is_named() {
    insta::assert_snapshot!(shown("profile.mobileconfig", "<!DOCTYPE html><html></html>"));
}

#[test]
fn names_and_keys_neither_move_the_cursor_nor_fill_the_screen() {
    let key = "x".repeat(1_000_000);
    let text = crate::lint::testing::preferences(&format!("<key>{key}</key><true/><key>Issuer</key><true/>"));
    let said = shown("\u{1b}[2J\norg.latchkey.agent.plist", &text);
    assert!(said.contains("\\u{1b}[2J\\norg.latchkey.agent.plist"), "{said}");
    assert!(!said.contains('\u{1b}') && said.lines().all(|line| line.chars().count() < 400), "{said}");
}

#[test]
fn no_secret_is_shown_wherever_it_stands() {
    let bad = "<key>FailureBudget</key><string>many</string>";
    for inside in [
        "<!-- <key>DMFAClientSecret</key><string>hunter2</string> -->",
        "<!-- <key>DMFAClientSecret</key>\n<string>hunter2</string> -->",
        "<key>DMFAClientSecret</key><string value=\"hunter2\"/>",
        "<string>DMFAClientSecret</string><string>hunter2</string>",
        "<key>DMFAClientSecret</key><string>SEC<hunter2</string>",
        "<key>DMFAClientSecret</key><string>SEC<hunter2></string><key>b</key><true/>",
        "<key>DMFAClientSecret</key><hunter2/>",
        "<key>DMFAClientSecrt</key><string>hunter2</string>",
        "<key>DMFAOrgURL</key><string>https://me:hunter2@corp.okta.com/app?hunter2</string>",
        "<key>DMFAOrgURL</key><string>https://corp.okta.com?token=hunter2</string>",
        "<key>Issuer</key><string>https://me:hunter2@corp.okta.com</string>",
        "<key>Issuer</key><string>me:hunter2@corp.okta.com</string>",
    ] {
        for text in [format!("{inside}{bad}"), format!("{bad}{inside}"), format!("{inside}\n{bad}")] {
            for name in ["org.latchkey.agent.plist", "com.okta.deviceaccess.servicedaemon.plist"] {
                let said = shown(name, &crate::lint::testing::preferences(&text));
                assert!(said.contains("error["), "{said}");
                assert!(!said.contains("hunter2"), "{said}");
            }
        }
    }
}

#[test]
fn what_was_not_checked_is_said_once() {
    let payload = |number: u8| {
        format!(
            "<dict><key>PayloadType</key><string>com.apple.dock</string><key>PayloadVersion</key><integer>1</integer><key>PayloadIdentifier</key><string>a.{number}</string><key>PayloadUUID</key><string>00000000-0000-4000-8000-00000000000{number}</string></dict>"
        )
    };
    let text = crate::lint::testing::profile(&format!("{}{}", payload(1), payload(2)));
    insta::assert_snapshot!(shown("dock.mobileconfig", &text));
}

#[test]
fn a_finding_says_whom_it_concerns_what_mends_it_and_where_else_it_stands() {
    let text = crate::lint::testing::preferences("<key>Enforcement</key><string>audit</string>");
    let mut report = report("org.latchkey.agent.plist", text, &Options::default());
    let finding = &mut report.findings[0];
    finding.targets = vec![Target::Jamf, Target::Intune, Target::Fleet];
    let fix = |safety| {
        Some(LocatedFix { title: "write `report`".into(), safety, edits: Vec::new(), changes: Vec::new() })
    };
    finding.fix = fix(Safety::Safe);
    let spot = finding.spot.clone();
    let other = |spot| Other { file: Some("other.plist".into()), spot, message: "it is set here too".into() };
    finding.related = vec![other(spot.clone()), other(Spot { range: None, span: None, ..spot })];
    let mut guess = finding.clone();
    guess.fix = fix(Safety::Unsafe);
    report.findings.push(guess);
    insta::assert_snapshot!(render(&[report], Screen::Plain));
}

#[test]
fn colours_are_for_those_who_want_them() {
    let text = crate::lint::testing::preferences("<key>Enforcement</key><string>audit</string>");
    let reports = [report("org.latchkey.agent.plist", text, &Options::default())];
    assert!(render(&reports, Screen::Coloured).contains("\u{1b}["));
    assert!(!render(&reports, Screen::Plain).contains('\u{1b}'));
}
