//! What is typed, and what is explained and offered there. `|` is the cursor.

use serde_json::{Value, json};

use super::{Editor, preferences};

fn marked(text: &str) -> (String, Value) {
    let offset = text.find('|').unwrap();
    let before = text.get(..offset).unwrap();
    let line = before.matches('\n').count();
    let character = offset - before.rfind('\n').map_or(0, |end| end + 1);
    (text.replacen('|', "", 1), json!({ "position": { "line": line, "character": character } }))
}

/// The labels and texts that are offered.
fn offered(editor: &mut Editor, text: &str) -> Vec<(String, String)> {
    let (text, place) = marked(text);
    editor.open(&text);
    let mut items = editor.ask("textDocument/completion", place).as_array().unwrap().clone();
    items.sort_by_key(|item| item["sortText"].as_str().unwrap_or_default().to_owned());
    let part = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    items.iter().map(|item| (part(&item["label"]), part(&item["textEdit"]["newText"]))).collect()
}

fn labels(text: &str) -> Vec<String> {
    offered(&mut Editor::able(), text).into_iter().map(|(label, _)| label).collect()
}

#[test]
fn keys_that_are_not_set_are_offered_required_ones_first() {
    for typed in ["|", "Allo|", "<|", "<ke|", "<key>|", "<key>Allo|", "<key>Allo|</key>"] {
        let found = labels(&preferences(&format!(
            "<key>DMFAOrgURL</key><string>x</string>\n{typed}\n<key>MFARequiredList</key><array/>"
        )));
        assert_eq!(found.first().map(String::as_str), Some("DMFAClientID"), "{typed}");
        assert!(found.contains(&"AllowedFactors".to_owned()), "{typed}");
        assert!(!found.contains(&"DMFAOrgURL".to_owned()) && !found.contains(&"MFARequiredList".to_owned()));
    }
}

#[test]
fn a_key_brings_its_value() {
    let text = |typed: &str, key: &str| {
        let found = offered(&mut Editor::able(), &preferences(typed));
        found.into_iter().find(|(label, _)| label == key).map(|(_, text)| text).unwrap_or_default()
    };
    let value = "<array>\n\t<string>${1|*,OV_Push,OV_TOTP,Offline_TOTP,FIDO2_USB_key|}</string>\n</array>";
    assert_eq!(text("|", "AllowedFactors"), format!("<key>AllowedFactors</key>\n{value}"));
    assert_eq!(text("<key>Allo|", "AllowedFactors"), format!("AllowedFactors</key>\n{value}"));
    assert_eq!(text("<key>Allo|</key>", "AllowedFactors"), "AllowedFactors");
    assert_eq!(text("|", "OfflineLoginAllowed"), "<key>OfflineLoginAllowed</key>\n<${1|true,false|}/>");
    let plain = offered(&mut Editor::new(json!({})), &preferences("|"));
    let plain = plain.into_iter().find(|(label, _)| label == "OfflineLoginAllowed").unwrap();
    assert_eq!(plain.1, "<key>OfflineLoginAllowed</key>\n<true/>");
}

#[test]
fn listed_values_are_offered_where_one_may_stand() {
    let factors = ["*", "OV_Push", "OV_TOTP", "Offline_TOTP", "FIDO2_USB_key"];
    for (typed, expected) in [
        ("<key>AllowedFactors</key><array><string>|</string></array>", &factors[..]),
        ("<key>AllowedFactors</key><array><string>OV|", &factors),
        ("<key>AllowedFactors</key><array>\n|\n</array>", &factors),
        ("<key>AllowedFactors</key><array>\n<s|\n</array>", &factors),
        (
            "<key>AllowedFactors</key><array><string>OV_Push</string>|</array>",
            &["*", "OV_TOTP", "Offline_TOTP", "FIDO2_USB_key"],
        ),
        ("<key>AccountLinkingMFAFactor</key><string>|</string>", &["OV_Push", "OV_TOTP", "FIDO2_USB_key"]),
        ("<key>AccountLinkingMFAFactor</key>|", &["OV_Push", "OV_TOTP", "FIDO2_USB_key"]),
        ("<key>OfflineLoginAllowed</key>\n|", &["true", "false"]),
        ("<key>OfflineLoginAllowed</key>\n|\n<key>DMFAOrgURL</key><string/>", &["true", "false"]),
        ("<key>LoginPeriodWithOfflineFactor</key>|", &["integer"]),
        ("<key>DMFAOrgURL</key><string>|</string>", &[]),
        ("<!-- | -->", &[]),
    ] {
        assert_eq!(labels(&preferences(typed)), expected, "{typed}");
    }
}

#[test]
fn rules_are_offered_in_comments_to_latchkey() {
    let found = labels(&preferences("<!-- latchkey: ignore unk|"));
    assert!(found.contains(&"unknown-key".to_owned()) && found.len() > 100);
}

#[test]
fn envelopes_and_payload_types_are_offered() {
    let payload = |inside: &str| {
        format!(
            "<dict><key>PayloadType</key><string>Configuration</string><key>PayloadContent</key><array><dict>{inside}</dict></array></dict>"
        )
    };
    let types = labels(&payload("<key>PayloadType</key><string>|</string>"));
    assert!(types.contains(&"com.apple.security.scep".to_owned()), "{types:?}");
    let keys = labels(&payload("<key>PayloadType</key><string>org.latchkey.agent</string>|"));
    assert!(keys.contains(&"Enforcement".to_owned()) && keys.contains(&"PayloadUUID".to_owned()), "{keys:?}");
    let wrapped = "<key>PayloadType</key><string>com.apple.ManagedClient.preferences</string>";
    let domains = labels(&payload(&format!("{wrapped}<key>PayloadContent</key><dict>|</dict>")));
    assert!(domains.contains(&"com.okta.deviceaccess.servicedaemon".to_owned()), "{domains:?}");
    assert!(types.contains(&"com.apple.ManagedClient.preferences".to_owned()), "{types:?}");
}

#[test]
fn a_profile_is_offered_its_envelope_before_it_says_that_it_is_one() {
    let labels = |text: &str| {
        let (text, place) = marked(text);
        let mut editor = Editor { name: "file:///profiles/new.mobileconfig", ..Editor::able() };
        editor.open(&text);
        let found = editor.ask("textDocument/completion", place);
        let labels = found.as_array().into_iter().flatten().filter_map(|item| item["label"].as_str());
        labels.map(str::to_owned).collect::<Vec<_>>()
    };
    for text in [
        "<plist version=\"1.0\"><dict>|</dict></plist>",
        "<plist version=\"1.0\"><dict><key>Payl|</key></dict></plist>",
        "<dict>|",
    ] {
        let found = labels(text);
        assert!(
            found.contains(&"PayloadContent".to_owned()) && found.contains(&"PayloadScope".to_owned()),
            "{text}: {found:?}"
        );
    }
    let types =
        labels("<plist version=\"1.0\"><dict><key>PayloadType</key><string>|</string></dict></plist>");
    assert_eq!(types.first().map(String::as_str), Some("Configuration"));
}

#[test]
fn an_editor_that_shows_no_marks_gets_none() {
    let (text, place) = marked(&preferences("<key>Allowed|Factors</key><array/>"));
    let mut editor = Editor::new(json!({}));
    editor.open(&text);
    let contents = &editor.ask("textDocument/hover", place)["contents"];
    assert_eq!(contents["kind"], "plaintext");
    let page = contents["value"].as_str().unwrap();
    assert!(page.starts_with("Allowed factors\n\nAllowedFactors: array of string"), "{page}");
    assert!(!page.contains(['#', '`']) && !page.contains("]("), "{page}");
}

fn hovered(text: &str) -> String {
    let (text, place) = marked(text);
    let mut editor = Editor::able();
    editor.open(&text);
    editor.ask("textDocument/hover", place)["contents"]["value"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn keys_and_values_are_explained() {
    for (typed, expected) in [
        (
            "<key>Allowed|Factors</key><array/>",
            "### Allowed factors\n\n`AllowedFactors`: array of string, default `*`, since Okta Verify 9.23",
        ),
        ("<key>AllowedFactors</key><array><string>OV_|Push</string></array>", "### Okta Verify push"),
        (
            "<key>LoginPeriodWithoutEnrolled|Factor</key><integer>4</integer>",
            "number, in hours, at least 0, default `0`",
        ),
        ("<key>DMFAClient|Secret</key><string>x</string>", "string, required, secret"),
        ("<key>Allow|edFactor</key><array/>", "**unknown-key**"),
    ] {
        let found = hovered(&preferences(typed));
        assert!(found.contains(expected), "{typed}: {found}");
    }
    assert!(hovered(&preferences("<!-- | -->")).is_empty());
    let profile =
        "<dict><key>Payload|Scope</key><string>System</string><key>PayloadContent</key><array/></dict>";
    assert!(hovered(profile).contains("`PayloadScope`: string"), "{}", hovered(profile));
}
