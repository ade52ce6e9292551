//! A Graph body back to the settings in it.
//!
//! Microsoft Graph: `macOSCustomAppConfiguration`, `macOSCustomConfiguration`.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use latchkey_profile_schema::text::Position;
use serde_json::Value;

use super::{ReadError, property_list};
use crate::carriers::intune::{CUSTOM_PROFILE, PREFERENCE_FILE, suffix};
use crate::settings_file::SettingsFile;

/// Whether the first character that is no white space begins a JSON object.
pub(super) fn looks_like_json(bytes: &[u8]) -> bool {
    without_bom(bytes).trim_ascii_start().first() == Some(&b'{')
}

pub(super) fn read(bytes: &[u8]) -> Result<SettingsFile, ReadError> {
    let body: Value = serde_json::from_slice(without_bom(bytes)).map_err(|error| {
        let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let position = Position { line: number(error.line()), column: number(error.column()) };
        let words = error.to_string();
        let place = format!(" at line {} column {}", error.line(), error.column());
        ReadError::Json { position, reason: words.strip_suffix(&place).unwrap_or(&words).to_owned() }
    })?;
    match body.get("@odata.type").and_then(Value::as_str) {
        Some(CUSTOM_PROFILE) => inside(&body, "payload", None),
        Some(PREFERENCE_FILE) => preference_file(&body),
        other => Err(ReadError::NotAGraphBody { found: other.map(str::to_owned) }),
    }
}

fn preference_file(body: &Value) -> Result<SettingsFile, ReadError> {
    let domain = text(body, "bundleId")?;
    let mut settings = inside(body, "configurationXml", Some(domain))?;
    if let Some(name) = body.get("displayName").and_then(Value::as_str) {
        let name = name.strip_suffix(&suffix(domain)).unwrap_or(name);
        name.clone_into(&mut settings.profile.display_name);
    }
    Ok(settings)
}

fn inside(body: &Value, property: &'static str, domain: Option<&str>) -> Result<SettingsFile, ReadError> {
    let encoded: String = text(body, property)?.split_ascii_whitespace().collect();
    let bytes = STANDARD.decode(encoded).map_err(|_| ReadError::NotBase64 { property })?;
    property_list(&bytes, |_| {
        domain.map(str::to_owned).ok_or_else(|| ReadError::NoDomain { name: property.to_owned() })
    })
    .map_err(|error| ReadError::Inside { property, error: Box::new(error) })
}

fn text<'a>(body: &'a Value, property: &'static str) -> Result<&'a str, ReadError> {
    body.get(property).and_then(Value::as_str).ok_or(ReadError::NoProperty { property })
}

fn without_bom(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}
