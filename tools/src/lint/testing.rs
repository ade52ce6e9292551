//! What the tables of the rules call: a snippet of a profile to what one rule says about it.

use latchkey_profile_schema::domain::{AGENT, DESKTOP_MFA, Domain};

use super::{FileReport, Source, lint};
use crate::located::Located;
use crate::options::Options;

/// The findings of one rule.
pub(crate) fn found(rule: &str, bytes: &[u8], domain: Option<&'static Domain>) -> Vec<Located> {
    found_with(rule, bytes, &Options { domain, ..Options::default() })
}

/// The findings of one rule under these assumptions.
pub(crate) fn found_with(rule: &str, bytes: &[u8], options: &Options) -> Vec<Located> {
    assert!(crate::rules::named(rule).is_some(), "there is no rule {rule}");
    crate::mend::testing::check_fixes("test.plist", bytes, options);
    let report = report("test.plist", bytes, options);
    report.findings.into_iter().filter(|finding| finding.rule.name == rule).collect()
}

/// The report of a file that holds one property list, or none.
pub(crate) fn report(name: &str, bytes: impl Into<Vec<u8>>, options: &Options) -> FileReport {
    let mut reports = lint(Source { name: name.into(), bytes: bytes.into() }, options);
    assert_eq!(reports.len(), 1, "{reports:?}");
    reports.remove(0)
}

/// What one rule that compares files says about files of these contents: the index of the file, and the message.
pub(crate) fn files(rule: &str, contents: &[&String]) -> Vec<(usize, String)> {
    assert!(crate::rules::named(rule).is_some(), "there is no rule {rule}");
    let numbered = contents.iter().enumerate();
    let mut reports: Vec<FileReport> = numbered
        .map(|(number, file)| report(&format!("{number}.plist"), file.as_bytes(), &Options::default()))
        .collect();
    super::across(&mut reports);
    let findings = reports
        .into_iter()
        .enumerate()
        .flat_map(|(number, report)| report.findings.into_iter().map(move |finding| (number, finding)));
    findings
        .filter(|(_, finding)| finding.rule.name == rule)
        .map(|(number, finding)| (number, finding.message))
        .collect()
}

/// The messages of one rule on a whole file.
pub(crate) fn messages(rule: &str, bytes: &[u8]) -> Vec<String> {
    found(rule, bytes, None).into_iter().map(|finding| finding.message).collect()
}

/// The messages of one rule on Okta's settings, given as keys and values.
pub(crate) fn messages_in(rule: &str, inside: &str) -> Vec<String> {
    let bytes = preferences(inside);
    found(rule, bytes.as_bytes(), Some(&DESKTOP_MFA)).into_iter().map(|finding| finding.message).collect()
}

/// The messages of one rule on a profile with these payloads.
pub(crate) fn messages_in_profile(rule: &str, payloads: &str) -> Vec<String> {
    messages(rule, profile(payloads).as_bytes())
}

/// The key paths of one rule's findings in Okta's settings.
pub(crate) fn paths_in(rule: &str, inside: &str) -> Vec<String> {
    paths(rule, inside, &DESKTOP_MFA)
}

/// The key paths of one rule's findings in the agent's settings.
pub(crate) fn agent_paths_in(rule: &str, inside: &str) -> Vec<String> {
    paths(rule, inside, &AGENT)
}

fn paths(rule: &str, inside: &str, domain: &'static Domain) -> Vec<String> {
    let bytes = preferences(inside);
    found(rule, bytes.as_bytes(), Some(domain))
        .into_iter()
        .filter_map(|finding| Some(finding.spot.key_path?.to_string()))
        .collect()
}

/// A preference file with these keys and values.
pub(crate) fn preferences(inside: &str) -> String {
    format!("<plist version=\"1.0\"><dict>{inside}</dict></plist>")
}

/// A sound profile around these payloads.
pub(crate) fn profile(payloads: &str) -> String {
    format!(
        "<plist version=\"1.0\"><dict><key>PayloadType</key><string>Configuration</string>\
         <key>PayloadVersion</key><integer>1</integer><key>PayloadIdentifier</key><string>com.example</string>\
         <key>PayloadUUID</key><string>00000000-0000-4000-8000-00000000000A</string>\
         <key>PayloadScope</key><string>System</string><key>PayloadRemovalDisallowed</key><true/><key>PayloadDisplayName</key><string>Test</string>\
         <key>PayloadContent</key><array>{payloads}</array></dict></plist>"
    )
}

/// A sound payload with these further keys.
pub(crate) fn payload(payload_type: &str, inside: &str) -> String {
    payload_of(payload_type, "com.example.payload", "00000000-0000-4000-8000-00000000000B", inside)
}

/// A payload with this identifier and UUID.
pub(crate) fn payload_of(payload_type: &str, identifier: &str, uuid: &str, inside: &str) -> String {
    format!(
        "<dict><key>PayloadType</key><string>{payload_type}</string><key>PayloadVersion</key><integer>1</integer>\
         <key>PayloadIdentifier</key><string>{identifier}</string><key>PayloadUUID</key><string>{uuid}</string>\
         {inside}</dict>"
    )
}
