//! Files as a whole: one verdict in every carrier, places right in each, and an answer for any bytes.

mod companions;

use latchkey_profile_schema::plist::MAX_ELEMENTS;
use latchkey_profile_schema::text::LineIndex;

use super::testing::{payload, profile};
use super::*;
use crate::rule::Level;

/// The settings of `reference` 2.4, one key a line.
const SAMPLE: &str = "<key>DMFAClientID</key>
<string>0oa1b2c3d4e5f6g7h8i9</string>
<key>DMFAClientSecret</key>
<string>s3cr3t-s3cr3t</string>
<key>DMFAOrgURL</key>
<string>https://corp.example.com</string>
<key>AllowedFactors</key>
<array>
\t<string>OV_Push</string>
\t<string>FIDO2_USB_key</string>
\t<string>Offline_TOTP</string>
</array>
<key>LoginPeriodWithoutEnrolledFactor</key>
<real>48</real>
<key>LoginPeriodWithOfflineFactor</key>
<real>168</real>
<key>MFARequiredList</key>
<array><string>*</string></array>
<key>MFANotRequiredList</key>
<array><string>breakglass</string></array>
<key>OfflineLoginAllowed</key>
<true/>
";

/// What is written over a part of the sample, the rule that finds it, its key, and the text at its place.
const MISTAKES: &[(&str, &str, &str, &str, &str)] = &[
    ("<true/>", "<string>yes</string>", "wrong-type", "/OfflineLoginAllowed", "<string>yes</string>"),
    ("<key>AllowedFactors<", "<key>AllowedFactor<", "unknown-key", "/AllowedFactor", "AllowedFactor"),
    ("FIDO2_USB_key", "FIDO_key", "unknown-factor", "/AllowedFactors/1", "<string>FIDO_key</string>"),
    (
        "<real>168</real>",
        "<string>168</string>",
        "wrong-type",
        "/LoginPeriodWithOfflineFactor",
        "<string>168</string>",
    ),
    ("<key>DMFAClientID</key>\n<string>0oa1b2c3d4e5f6g7h8i9</string>\n", "", "missing-key", "", "<dict>"),
    (
        "https://corp.example.com",
        "http://corp.example.com",
        "insecure-url",
        "/DMFAOrgURL",
        "<string>http://corp.example.com</string>",
    ),
    ("MFANotRequiredList", "MFABypassList", "windows-key", "/MFABypassList", "MFABypassList"),
];

struct Carrier {
    name: &'static str,
    text: String,
    settings: &'static str,
}

fn carriers(settings: &str) -> Vec<Carrier> {
    const DOMAIN: &str = "com.okta.deviceaccess.servicedaemon";
    let header = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    let wrapper = payload(
        "com.apple.ManagedClient.preferences",
        &format!(
            "<key>PayloadContent</key><dict><key>{DOMAIN}</key><dict><key>Forced</key><array><dict>\n\
             <key>mcx_preference_settings</key>\n<dict>\n{settings}</dict></dict></array></dict></dict>"
        ),
    );
    vec![
        Carrier {
            name: "bare",
            text: format!("{header}<plist version=\"1.0\">\n<dict>\n{settings}</dict>\n</plist>\n"),
            settings: "",
        },
        Carrier {
            name: "direct",
            text: format!("{header}{}\n", profile(&payload(DOMAIN, &format!("\n{settings}")))),
            settings: "/PayloadContent/0",
        },
        Carrier {
            name: "managed client",
            text: format!("{header}{}\n", profile(&wrapper)),
            settings: "/PayloadContent/0/PayloadContent/com.okta.deviceaccess.servicedaemon/Forced/0/mcx_preference_settings",
        },
    ]
}

fn report(name: &str, bytes: impl Into<Vec<u8>>) -> FileReport {
    super::testing::report(name, bytes, &Options::default())
}

fn binary(text: &str) -> Vec<u8> {
    let value = ::plist::Value::from_reader_xml(text.as_bytes()).unwrap();
    let mut bytes = Vec::new();
    value.to_writer_binary(&mut bytes).unwrap();
    bytes
}

/// Rule and key of each finding, the key seen from the settings.
fn verdict(report: &FileReport, settings: &str) -> Vec<(&'static str, String)> {
    let mut verdict: Vec<_> = report
        .findings
        .iter()
        .map(|finding| {
            let path = finding.spot.key_path.as_ref().map(ToString::to_string).unwrap_or_default();
            (finding.rule.name, path.strip_prefix(settings).unwrap_or(&path).to_owned())
        })
        .collect();
    verdict.sort();
    verdict
}

#[test]
fn the_sample_has_one_verdict_in_every_carrier() {
    let expected = [("secret-in-file", "/DMFAClientSecret".to_owned())];
    for carrier in carriers(SAMPLE) {
        let text = report("a.plist", carrier.text.clone());
        assert_eq!(verdict(&text, carrier.settings), expected, "{}", carrier.name);
        assert_eq!(text.unchecked, [], "{}", carrier.name);
        let binary = report("a.plist", binary(&carrier.text));
        assert_eq!(verdict(&binary, carrier.settings), expected, "{}, binary", carrier.name);
    }
}

#[test]
fn a_mistake_is_found_at_its_place_in_every_carrier() {
    for (part, mistake, rule, key, marked) in MISTAKES {
        assert!(SAMPLE.contains(part), "{part}");
        let settings = SAMPLE.replacen(part, mistake, 1);
        let mut verdicts = Vec::new();
        for carrier in carriers(&settings) {
            let found = report("a.plist", carrier.text.clone());
            let path = format!("{}{key}", carrier.settings);
            let finding = found
                .findings
                .iter()
                .find(|finding| finding.rule.name == *rule)
                .unwrap_or_else(|| panic!("{rule} finds {mistake} in {}", carrier.name));
            assert_eq!(finding.spot.key_path.as_ref().map(ToString::to_string), Some(path));
            let (start, end) = finding.spot.range.unwrap();
            let span = finding.spot.span.unwrap();
            let index = LineIndex::new(carrier.text.as_bytes());
            assert_eq!((start, end), index.range(span));
            let at = &carrier.text.as_bytes()[span.start as usize..span.end as usize];
            let at = std::str::from_utf8(at).unwrap();
            assert!(if *rule == "missing-key" { at.starts_with(marked) } else { at == *marked }, "{at}");
            verdicts.push(verdict(&found, carrier.settings));
            verdicts.push(verdict(&report("a.plist", binary(&carrier.text)), carrier.settings));
        }
        assert!(verdicts.windows(2).all(|pair| pair[0] == pair[1]), "{rule}: {verdicts:#?}");
    }
}

#[test]
fn other_payloads_are_listed_and_their_envelope_is_checked() {
    let report = report("a.mobileconfig", profile(&payload("com.apple.dock", "<key>nonsense</key><true/>")));
    assert_eq!(verdict(&report, ""), []);
    assert!(report.checked);
    let [unchecked] = report.unchecked.as_slice() else { panic!("{:?}", report.unchecked) };
    assert_eq!(unchecked.reason, "no schema for `com.apple.dock`; its keys were not checked");
}

#[test]
fn a_bare_file_of_nobody_is_not_checked() {
    let settings = "<plist version=\"1.0\"><dict><key>ShowPathbar</key><true/></dict></plist>";
    let report = report("com.apple.finder.plist", settings);
    assert!(!report.checked && report.findings.is_empty());
    assert_eq!(report.unchecked.len(), 1);
}

#[test]
fn any_bytes_get_an_answer() {
    let sample = carriers(SAMPLE).remove(1).text;
    let whole = binary(&sample);
    let bomb = "<?xml version=\"1.0\"?><!DOCTYPE plist [<!ENTITY a \"x\">]><plist version=\"1.0\"><string>&a;</string></plist>";
    let deep = format!("<plist version=\"1.0\">{}", "<array>".repeat(20_000));
    let cases: &[(&str, Vec<u8>, &str, bool)] = &[
        ("empty", vec![], "not-a-property-list", false),
        ("page", b"<!DOCTYPE html><html><body>Sign in</body></html>".to_vec(), "not-a-property-list", false),
        ("json", b"{\"PayloadType\": \"Configuration\"}".to_vec(), "not-a-property-list", false),
        ("png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), "not-a-property-list", false),
        ("half a binary", whole[..whole.len() / 2].to_vec(), "broken-binary", true),
        ("half an XML", sample.as_bytes()[..sample.len() / 2].to_vec(), "malformed-plist", true),
        ("entity bomb", bomb.into(), "entity-declaration", true),
        ("nesting", deep.into(), "too-deep", true),
        ("expanding binary", expanding(), "too-large", true),
    ];
    for (name, bytes, rule, checked) in cases {
        let report = report("a.plist", bytes.clone());
        let rules: Vec<&str> = report.findings.iter().map(|finding| finding.rule.name).collect();
        assert!(rules.contains(rule), "{name}: {rules:?}");
        assert!(report.count(Level::Error) > 0, "{name}");
        assert_eq!(report.checked, *checked, "{name}");
        assert!(report.findings.iter().all(|finding| finding.help.is_some()), "{name}");
    }
}

#[test]
fn more_findings_than_anybody_reads_are_cut_to_the_gravest() {
    let unknown: String = (0..2_000).map(|number| format!("<key>Unheard{number}</key><true/>")).collect();
    let text = format!(
        "<plist version=\"1.0\"><dict>{unknown}<key>Enforcement</key><string>audit</string></dict></plist>"
    );
    let report = report("org.latchkey.agent.plist", text);
    assert_eq!(report.findings.len(), MAX_PROBLEMS + 1);
    let rules: Vec<&str> = report.findings.iter().map(|finding| finding.rule.name).collect();
    assert!(rules.contains(&"value-not-allowed") && rules.contains(&"too-large"));
}

/// A binary property list of 40 arrays that each hold the next one twice: more values than there are bytes in memory.
fn expanding() -> Vec<u8> {
    const LEVELS: u8 = 40;
    assert!(2_u64.pow(u32::from(LEVELS)) > MAX_ELEMENTS as u64);
    let mut bytes = b"bplist00".to_vec();
    let mut offsets = Vec::new();
    for level in 0..LEVELS {
        offsets.push(u8::try_from(bytes.len()).unwrap());
        bytes.extend([0xA2, level + 1, level + 1]);
    }
    offsets.push(u8::try_from(bytes.len()).unwrap());
    bytes.push(0x09);
    let table = u8::try_from(bytes.len()).unwrap();
    bytes.extend(&offsets);
    bytes.extend([0, 0, 0, 0, 0, 0, 1, 1]);
    bytes.extend([0, 0, 0, 0, 0, 0, 0, LEVELS + 1]);
    bytes.extend([0; 8]);
    bytes.extend([0, 0, 0, 0, 0, 0, 0, table]);
    bytes
}

#[test]
fn no_output_shows_a_secret() {
    let secret = "s3cr3t-s3cr3t";
    let broken = carriers(SAMPLE).remove(0).text.replace("</dict>\n</plist>", "");
    let wrong = SAMPLE.replace("<string>s3cr3t-s3cr3t</string>", "<integer>s3cr3t-s3cr3t</integer>");
    let one_line = SAMPLE.replace('\n', "").replace("OV_Push", "OV_push");
    let stray = SAMPLE.replace("<string>s3cr3t-s3cr3t</string>", "s3cr3t-s3cr3t");
    let swapped = SAMPLE.replace("<string>s3cr3t-s3cr3t</string>", "<key>s3cr3t-s3cr3t</key>");
    let misspelt = SAMPLE.replace("DMFAClientSecret", "DMFAClientSecrets");
    for text in [SAMPLE, &wrong, &one_line, &stray, &swapped, &misspelt]
        .map(|settings| carriers(settings).remove(1).text)
    {
        assert_unseen(&report("a.plist", text), secret);
    }
    assert_unseen(&report("a.plist", broken), secret);
}

fn assert_unseen(report: &FileReport, secret: &str) {
    assert!(!report.findings.is_empty());
    let reports = std::slice::from_ref(report);
    let human = crate::render::human::render(reports, crate::commands::Screen::Plain);
    assert!(!human.contains(secret), "{human}");
    assert!(!crate::render::json::render(reports, &[]).unwrap().contains(secret));
}

#[test]
fn what_apple_describes_as_a_payload_is_not_called_undescribed_as_preferences() {
    let yaml = "title: Dock\npayload:\n  payloadtype: com.apple.dock\n  supportedOS:\n    macOS:\n      introduced: \
                '10.7'\npayloadkeys:\n- key: autohide\n  type: <boolean>\n  presence: optional\n";
    let library = Library::index([("a.yaml".to_owned(), yaml.as_bytes().to_vec())]);
    let options = Options { schemas: Some(Arc::new(library)), ..Options::default() };
    let wrapped = testing::payload(
        "com.apple.ManagedClient.preferences",
        "<key>PayloadContent</key><dict><key>com.apple.dock</key><dict><key>Forced</key><array><dict>\
         <key>mcx_preference_settings</key><dict><key>autohide</key><true/></dict></dict></array></dict></dict>",
    );
    let report = testing::report("a.mobileconfig", testing::profile(&wrapped), &options);
    let [unchecked] = report.unchecked.as_slice() else { panic!("{:?}", report.unchecked) };
    assert!(
        unchecked.undescribed.is_none() && unchecked.reason.contains("is of the payload"),
        "{unchecked:?}"
    );
}
