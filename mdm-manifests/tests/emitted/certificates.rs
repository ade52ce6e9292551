//! Certificates and what refers to them, through every carrier and in comparison.

use latchkey_mdm_manifests::{CARRIERS, Envelopes, Secrets, SettingsFile, compare, emit, read_back};
use latchkey_profile_schema::Value;

const ROOT: &str = "31111111-2222-4333-8444-555555555558";
const OTHER_ROOT: &str = "41111111-2222-4333-8444-555555555558";

/// A profile with two certificates and a network that refers to the first.
fn profile(first: (&str, &str), second: (&str, &str), referred: &str) -> SettingsFile {
    let certificate = |(uuid, content): (&str, &str)| {
        format!(
            "<dict><key>PayloadType</key><string>com.apple.security.root</string><key>PayloadVersion</key>\
             <integer>1</integer><key>PayloadIdentifier</key><string>a.{content}</string><key>PayloadUUID</key>\
             <string>{uuid}</string><key>PayloadEnabled</key><true/><key>PayloadCertificateFileName</key>\
             <string>ca.cer</string><key>PayloadContent</key><data>{content}</data></dict>"
        )
    };
    let text = format!(
        "<plist version=\"1.0\"><dict><key>PayloadType</key><string>Configuration</string><key>PayloadVersion</key>\
         <integer>1</integer><key>PayloadIdentifier</key><string>com.example.wifi</string><key>PayloadUUID</key>\
         <string>11111111-2222-4333-8444-555555555556</string><key>PayloadContent</key><array>{}{}\
         <dict><key>PayloadType</key><string>com.apple.wifi.managed</string><key>PayloadVersion</key>\
         <integer>1</integer><key>PayloadIdentifier</key><string>b</string><key>PayloadUUID</key>\
         <string>51111111-2222-4333-8444-555555555558</string><key>SSID_STR</key><string>Corp</string>\
         <key>PayloadCertificateUUID</key><string>{referred}</string><key>EAPClientConfiguration</key><dict>\
         <key>PayloadCertificateAnchorUUID</key><array><string>{referred}</string></array></dict></dict>\
         </array></dict></plist>",
        certificate(first),
        certificate(second)
    );
    read_back("wifi.mobileconfig", text.as_bytes()).unwrap()
}

fn differences(before: &SettingsFile, after: &SettingsFile) -> Vec<String> {
    let found = compare(before, after, Envelopes::Compared);
    found.differences.iter().map(|one| format!("{:?} {}{}", one.kind, one.domain, one.path)).collect()
}

#[test]
fn a_certificate_and_what_refers_to_it_come_along_in_every_profile() {
    let settings = profile((ROOT, "AAAA"), (OTHER_ROOT, "BBBB"), ROOT);
    let mut carried = 0;
    for carrier in CARRIERS {
        let Ok(made) = emit(&settings, carrier, Secrets::Write) else { continue };
        for artifact in &made.artifacts {
            let Ok(back) = read_back(&artifact.path, &artifact.bytes) else { continue };
            if back.domains.len() < settings.domains.len() {
                assert_eq!(carrier.name, "workspace-one", "{}", artifact.path);
                continue;
            }
            carried += 1;
            assert_eq!(back.domains.len(), 3, "{}", artifact.path);
            let found = compare(&settings, &back, Envelopes::LeftOut);
            assert!(found.is_empty(), "{}: {found:?}", artifact.path);
            let uuids: Vec<_> = back.domains.iter().filter_map(|domain| domain.uuid.as_deref()).collect();
            assert_eq!(uuids, [ROOT], "{}", artifact.path);
        }
    }
    assert!(carried > 15, "{carried}");
    let root = settings.domains.iter().find(|domain| domain.uuid.is_some()).unwrap();
    assert_eq!(root.uuid.as_deref(), Some(ROOT));
    assert!(root.values.contains(&("PayloadContent".to_owned(), Value::Data(vec![0, 0, 0]))));
    assert_eq!(root.values.len(), 2);
}

#[test]
fn a_preference_file_cannot_hold_a_certificate() {
    let settings = profile((ROOT, "AAAA"), (OTHER_ROOT, "BBBB"), ROOT);
    assert!(emit(&settings, crate::carrier("plist"), Secrets::Write).is_err());
}

#[test]
fn another_certificate_is_a_difference_and_another_uuid_of_the_same_is_none() {
    let settings = profile((ROOT, "AAAA"), (OTHER_ROOT, "BBBB"), ROOT);
    let renamed = profile((OTHER_ROOT, "AAAA"), (ROOT, "BBBB"), OTHER_ROOT);
    assert_eq!(differences(&settings, &renamed), [""; 0]);
    let replaced = profile((ROOT, "AAAC"), (OTHER_ROOT, "BBBB"), ROOT);
    assert_eq!(differences(&settings, &replaced), ["Changed com.apple.security.root/0/PayloadContent"]);
    // The same text leads to another certificate.
    let turned = profile((OTHER_ROOT, "AAAA"), (ROOT, "BBBB"), ROOT);
    assert_eq!(
        differences(&settings, &turned),
        [
            "Changed com.apple.wifi.managed/EAPClientConfiguration/PayloadCertificateAnchorUUID",
            "Changed com.apple.wifi.managed/PayloadCertificateUUID",
        ]
    );
    let elsewhere = profile((ROOT, "AAAA"), (OTHER_ROOT, "BBBB"), OTHER_ROOT);
    assert_eq!(differences(&settings, &elsewhere).len(), 2);
    assert_eq!(differences(&elsewhere, &settings).len(), 2);
}
