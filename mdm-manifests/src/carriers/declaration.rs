//! Settings to a profile and the legacy declaration with which declarative device management delivers it.
//!
//! Apple, Device Management: `LegacyProfile` (`com.apple.configuration.legacy`), `DeclarationBase`. A preference domain
//! of an app has no other declaration on macOS.

use serde_json::json;

use super::mobileconfig;
use crate::artifact::{Artifact, file_name};
use crate::envelope::uuid_of_bytes;
use crate::error::EmitError;
use crate::settings_file::SettingsFile;

/// The most octets of an `Identifier`.
const LONGEST_IDENTIFIER: usize = 64;

/// Where the declaration says from which address the profile is fetched, which the MDM server alone knows.
pub(crate) const LEFT_OPEN: &[&[&str]] = &[&["Payload", "ProfileURL"]];

/// `ddm/<identifier>.json` and `ddm/<identifier>.mobileconfig`
pub(crate) fn write(settings: &SettingsFile) -> Result<Vec<Artifact>, EmitError> {
    let identifier = &settings.profile.identifier;
    if identifier.len() > LONGEST_IDENTIFIER {
        return Err(EmitError::LongIdentifier {
            identifier: identifier.clone(),
            bytes: identifier.len(),
            limit: LONGEST_IDENTIFIER,
        });
    }
    let name = file_name(identifier);
    let profile = mobileconfig::text(settings)?;
    let declaration = json!({
        "Type": "com.apple.configuration.legacy",
        "Identifier": identifier,
        // It differs whenever the profile does, which makes the Mac fetch it again.
        "ServerToken": uuid_of_bytes(profile.as_bytes()).hyphenated().to_string(),
        "Payload": { "ProfileURL": format!("https://YOUR_MDM_SERVER/{}", in_url(&format!("{name}.mobileconfig"))) },
    });
    Ok(vec![
        Artifact::new(format!("ddm/{name}.json"), format!("{declaration:#}\n")),
        Artifact::new(format!("ddm/{name}.mobileconfig"), profile),
    ])
}

/// A file's name as a segment of a URL's path: what is not unreserved (RFC 3986 section 2.3) is escaped.
fn in_url(name: &str) -> String {
    let mut escaped = String::with_capacity(name.len());
    for byte in name.bytes() {
        match byte {
            b'-' | b'.' | b'_' | b'~' => escaped.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => escaped.push(char::from(byte)),
            byte => escaped.push_str(&format!("%{byte:02X}")),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_segments_of_a_path() {
        assert_eq!(in_url("com.example.mfa.mobileconfig"), "com.example.mfa.mobileconfig");
        assert_eq!(in_url("a b/ü"), "a%20b%2F%C3%BC");
    }
}
