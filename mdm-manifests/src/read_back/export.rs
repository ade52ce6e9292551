//! What some MDMs export to the property list in it, or to a body of Microsoft Graph that holds one.
//!
//! IntuneCD writes Graph's objects as YAML; Iru's API answers with the profile as a text.

use latchkey_profile_schema::Problem;
use latchkey_profile_schema::ProblemKind;
use latchkey_profile_schema::plist::ParseProblem;
use serde::{Deserialize, Serialize};

use crate::settings_file::too_deep;

/// Texts that are longer are no such file: Intune takes profiles of a million bytes, which base64 makes longer by a
/// third.
const MAX_BYTES: usize = 1_500_000;

/// The inside of a file that is no property list, for the reason that these problems say.
pub(super) fn inside(bytes: &[u8], problems: &[Problem]) -> Option<Vec<u8>> {
    let [Problem { kind: ProblemKind::Parse(ParseProblem::NotAPropertyList { .. }), .. }] = problems else {
        return None;
    };
    let text = std::str::from_utf8(bytes).ok().filter(|text| text.len() <= MAX_BYTES)?;
    if let Ok(Answer { profile, .. }) = serde_json::from_str(text) {
        return Some(profile.into_bytes()).filter(|profile| profile.trim_ascii_start().starts_with(b"<"));
    }
    if !text.contains("@odata.type") || too_deep(text).is_some() {
        return None;
    }
    let object: Object = serde_yaml_ng::from_str(text).ok()?;
    serde_json::to_vec(&object).ok()
}

/// A custom profile as the API answers it.
#[derive(Deserialize)]
struct Answer {
    #[serde(rename = "name")]
    _name: serde::de::IgnoredAny,
    profile: String,
}

/// What is read of Graph's objects.
#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct Object {
    #[serde(rename = "@odata.type")]
    kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    display_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    payload: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deployment_channel: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bundle_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    configuration_xml: Option<String>,
}

#[cfg(test)]
mod tests {
    use crate::settings_file::Syntax;
    use crate::{Secrets, SettingsFile, carriers, emit, read_back};

    #[test]
    fn what_intune_cd_and_the_api_of_kandji_give_is_read() {
        let settings = "[\"com.okta.deviceaccess.servicedaemon\"]\nDMFAClientID = \"0oa1\"\n";
        let settings = SettingsFile::read(settings, Syntax::Toml).unwrap();
        let made = |carrier: &str, file: &str| {
            let made = emit(&settings, carriers::carrier_named(carrier).unwrap(), Secrets::Write).unwrap();
            let found = made.artifacts.into_iter().find(|artifact| artifact.path.ends_with(file)).unwrap();
            String::from_utf8(found.bytes).unwrap()
        };
        let body: serde_json::Value = serde_json::from_str(&made("intune", "graph-custom.json")).unwrap();
        let yaml = serde_yaml_ng::to_string(&body).unwrap();
        assert_eq!(read_back("a.yaml", yaml.as_bytes()).unwrap().domains, settings.domains);
        let body: serde_json::Value = serde_json::from_str(&made("intune", "graph-app.json")).unwrap();
        let yaml = serde_yaml_ng::to_string(&body).unwrap();
        assert_eq!(read_back("a.yaml", yaml.as_bytes()).unwrap().domains, settings.domains);
        let profile = made("mobileconfig", ".mobileconfig");
        let answer = serde_json::json!({ "id": "u", "name": "N", "active": true, "runs_on_mac": true, "profile": profile });
        assert_eq!(read_back("a.json", answer.to_string().as_bytes()).unwrap().domains, settings.domains);
        assert!(read_back("a.json", b"{\"name\": \"N\", \"profile\": \"standard\"}").is_err());
    }
}
