use super::*;
use crate::commands::Screen;
use crate::lint::testing::{payload, payload_of, profile, report};
use crate::options::Options;
use crate::render::{github, human, json, junit, sarif};
use crate::rule::Level;

const OKTA: &str = "com.okta.deviceaccess.servicedaemon";
const POINTER: &str = "`latchkey policy prove` tells how it comes to that";
/// What every policy needs.
const WHOLE: &str = "<key>DMFAClientID</key><string>0oa1b2c3d4e5f6g7h8i9</string>\
                     <key>DMFAClientSecret</key><string>canary-of-a-secret</string>\
                     <key>DMFAOrgURL</key><string>https://corp.okta.com</string>";
const ONLY_OFFLINE: &str = "<key>AllowedFactors</key><array><string>Offline_TOTP</string></array>";

/// A profile of Okta's settings, and of the agent's.
fn of(okta: &str, agent: &str) -> FileReport {
    let okta = payload(OKTA, okta);
    let uuid = "00000000-0000-4000-8000-00000000000C";
    let agent = payload_of("org.latchkey.agent", "com.example.agent", uuid, agent);
    report("a.mobileconfig", profile(&format!("{okta}{agent}")), &Options::default())
}

/// What is proven beside the finding of a rule, and its help.
fn told(rule: &str, mut report: FileReport) -> (Option<String>, String) {
    tell(std::slice::from_mut(&mut report));
    let finding = report.findings.iter().find(|finding| finding.rule.name == rule);
    let finding = finding.unwrap_or_else(|| panic!("{rule} is silent"));
    (finding.told().cloned(), finding.help.clone().unwrap_or_default())
}

#[test]
fn findings_tell_the_story_or_that_there_is_none() {
    let hours = |key: &str, hours: u8| format!("{WHOLE}<key>{key}</key><real>{hours}</real>");
    let period = "LoginPeriodWithOfflineFactor";
    let gets_in = "as it stands whoever must sign in gets in again without an administrator: \
                   it takes 15 minutes at most, from when the organization can be reached; until then";
    let locked_out = "somebody is locked out, and only an administrator can help:";
    let linked = "<key>AccountLinkingMFAFactor</key><string>OV_Push</string>\
                  <key>LoginPeriodWithoutEnrolledFactor</key><real>0</real>";
    let report_only = "<key>Enforcement</key><string>report</string>";
    let everybody = "<key>MFANotRequiredList</key><array><string>*</string></array>";
    let cases: &[(&str, String, &str, String)] = &[
        (
            "no-grace",
            hours("LoginPeriodWithoutEnrolledFactor", 0),
            "",
            format!("{gets_in} an offline factor is enough for 7 days after the organization was asked"),
        ),
        ("offline-period-zero", hours(period, 0), "", format!("{gets_in} offline factors are never enough")),
        (
            "short-offline-period",
            hours(period, 8),
            "",
            format!("{gets_in} an offline factor is enough for 8 hours after the organization was asked"),
        ),
        (
            "no-way-in-offline",
            format!("{WHOLE}<key>OfflineLoginAllowed</key><false/>"),
            "",
            format!("{gets_in} offline factors are never enough"),
        ),
        (
            "no-usable-factor",
            format!("{WHOLE}{ONLY_OFFLINE}"),
            "",
            format!(
                "{locked_out} `alice` signs in at `login` and types the right code: kept out (no-usable-factor)"
            ),
        ),
        (
            "no-usable-factor",
            format!("{WHOLE}{ONLY_OFFLINE}{linked}"),
            "",
            format!(
                "{locked_out} `alice` signs in at `login` and approves the push: let in (linked); 7 days later `alice` \
                 signs in at `login` and approves the push: kept out (no-usable-factor)"
            ),
        ),
        (
            "no-usable-factor",
            format!("{WHOLE}{ONLY_OFFLINE}"),
            report_only,
            "as it stands nobody is kept out: the policy only reports".to_owned(),
        ),
        (
            "no-usable-factor",
            format!("{WHOLE}{ONLY_OFFLINE}{everybody}"),
            "",
            "as it stands nobody must sign in with a second factor".to_owned(),
        ),
    ];
    for (rule, okta, agent, expected) in cases {
        let (said, help) = told(rule, of(okta, agent));
        assert_eq!(said.as_deref(), Some(expected.as_str()), "{rule}: {okta}");
        assert!(!help.contains(POINTER) && !help.is_empty(), "{rule}: {help}");
    }
}

#[test]
fn what_makes_no_policy_keeps_pointing_to_the_prover() {
    let names: String = (0..=MOST_NAMES).map(|name| format!("<string>user{name}</string>")).collect();
    let many = format!("{WHOLE}{ONLY_OFFLINE}<key>MFARequiredList</key><array>{names}</array>");
    let of_a_user = profile(&payload(OKTA, &format!("{WHOLE}{ONLY_OFFLINE}")));
    let of_a_user = of_a_user.replace("<string>System</string>", "<string>User</string>");
    let reports = [
        of(ONLY_OFFLINE, ""),
        of(&many, ""),
        report("a.mobileconfig", of_a_user, &Options::default()),
        report(
            "a.plist",
            "<plist version=\"1.0\"><dict><key>AllowedFactors</key><array><string>Offline_TOTP</string></array></dict></plist>",
            &Options::default(),
        ),
    ];
    for report in reports {
        let text = String::from_utf8_lossy(&report.text).into_owned();
        let (said, help) = told("no-usable-factor", report);
        assert_eq!(said, None, "{text}");
        assert!(help.ends_with(&format!("; {POINTER}")), "{help}");
    }
}

#[test]
fn so_many_policies_are_proven_and_those_of_the_same_settings_once() {
    let of = |layout: &str, hours: usize| {
        let allowed = format!("<key>LoginPeriodWithoutEnrolledFactor</key><real>{hours}</real>");
        of(&format!("{layout}{WHOLE}{layout}{ONLY_OFFLINE}{allowed}"), "")
    };
    let mut reports: Vec<FileReport> = (0..MOST_POLICIES + 2).map(|hours| of("", hours + 1)).collect();
    reports.push(of("\n\n", 1));
    tell(&mut reports);
    let told = |report: &FileReport| report.findings.iter().any(|finding| finding.told().is_some());
    let told: Vec<bool> = reports.iter().map(told).collect();
    let expected: Vec<bool> = (0..MOST_POLICIES).map(|_| true).chain([false, false, true]).collect();
    assert_eq!(told, expected);
}

#[test]
fn every_format_tells_it_and_none_tells_a_secret() {
    let mut reports = [of(&format!("{WHOLE}{ONLY_OFFLINE}"), "")];
    tell(&mut reports);
    let story = "`alice` signs in at `login` and types the right code: kept out (no-usable-factor)";
    for (format, text) in [
        ("human", human::render(&reports, Screen::Plain)),
        ("json", json::render(&reports, &[]).unwrap()),
        ("sarif", sarif::render(&reports, &[]).unwrap()),
        ("github", github::render(&reports, &[])),
        ("junit", junit::render(&reports, &[], Level::Error)),
    ] {
        assert_eq!(text.matches(story).count(), 1, "{format}: {text}");
        assert!(!text.contains(POINTER) && !text.contains("canary"), "{format}: {text}");
    }
}

#[test]
fn nobody_is_asked_about_what_has_no_such_finding() {
    let mut sound =
        of(&format!("{WHOLE}<key>MFANotRequiredList</key><array><string>bg</string></array>"), "");
    assert!(sound.in_force.is_none());
    tell(std::slice::from_mut(&mut sound));
    let mut accepted = of(&format!("{WHOLE}{ONLY_OFFLINE}"), "");
    accepted.findings.retain(|finding| finding.rule.name != "no-usable-factor");
    tell(std::slice::from_mut(&mut accepted));
    assert!(sound.findings.iter().chain(&accepted.findings).all(|finding| finding.told().is_none()));
}
