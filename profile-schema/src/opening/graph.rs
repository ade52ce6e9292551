//! JSON to the property lists in its bodies of Microsoft Graph and Apple Business; other JSON to what it seems to be.
//!
//! Microsoft Graph: `macOSCustomConfiguration`, `macOSCustomAppConfiguration`, alone, in an array, or in the `value`
//! of a list. Bodies are read one by one and what is not needed is passed over, so memory stays near the file's size.

mod body;

use std::borrow::Cow;

use base64::Engine;

use self::body::{BUSINESS, Body as Object, File, List};
use super::{Deployment, Layer, MAX_CONTENTS};
use crate::document::Span;
use crate::key_path::KeyPath;
use crate::plist::{BASE64, excerpt};
use crate::problem::{LooksLike, ParseProblem};

const CUSTOM_PROFILE: &str = "#microsoft.graph.macOSCustomConfiguration";
const PREFERENCE_FILE: &str = "#microsoft.graph.macOSCustomAppConfiguration";
const SETTINGS_CATALOG: &str = "#microsoft.graph.deviceManagementConfigurationPolicy";
const BYTE_ORDER_MARK: &str = "\u{FEFF}";

/// The bodies that hold a property list.
#[derive(Debug)]
pub(super) struct Found {
    /// What is around them.
    pub(super) layer: Layer,
    pub(super) bodies: Vec<Body>,
}

/// One body.
#[derive(Debug)]
pub(super) struct Body {
    pub(super) bytes: Result<Vec<u8>, ParseProblem>,
    pub(super) domain: Option<String>,
    pub(super) name: Option<String>,
    pub(super) deployment: Option<Deployment>,
    /// The place of the property that holds the property list.
    pub(super) within: KeyPath,
    /// The text of that property in the file, where no escape stands in it.
    pub(super) around: Option<Span>,
}

/// Reads the bodies. What is no Graph body with a property list is named.
pub(super) fn read(bytes: &[u8]) -> Result<Found, (Option<Span>, ParseProblem)> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let start = error.valid_up_to();
        (span(start, start + error.error_len().unwrap_or(1)), ParseProblem::NotUtf8)
    })?;
    let json = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
    let skipped = text.len() - json.len();
    let file: File<'_> = serde_json::from_str(json).map_err(|error| {
        let words = error.to_string();
        let place = format!(" at line {} column {}", error.line(), error.column());
        let reason = excerpt(words.strip_suffix(&place).unwrap_or(&words));
        let at = skipped + byte_at(json, error.line(), error.column());
        (span(at, at + 1), ParseProblem::BrokenJson { reason })
    })?;
    let (path, List { bodies, other, passed_over }) = match file {
        File::Object(object) if object.property().is_some() => {
            let layer = Layer::Graph { bodies: 1, passed_over: 0 };
            return Ok(Found { layer, bodies: vec![taken(&object, &KeyPath::root(), text)] });
        }
        File::Object(object) if object.business().is_some() => {
            let bodies = object.business().map(|profile| business(profile, text)).into_iter().collect();
            return Ok(Found { layer: Layer::AppleBusiness, bodies });
        }
        File::Object(Object { list: Some(list), .. }) => (KeyPath::root().key("value"), list),
        File::Object(object) => return Err((None, not(kind(&object)))),
        File::Array(list) => (KeyPath::root(), list),
        File::Other => return Err((None, not(LooksLike::Json))),
    };
    if bodies.is_empty() {
        return Err((None, not(other.map_or(LooksLike::Json, |object| kind(&object)))));
    }
    let bodies: Vec<Body> =
        bodies.iter().map(|(index, body)| taken(body, &path.index(*index), text)).collect();
    Ok(Found { layer: Layer::Graph { bodies: bodies.len(), passed_over }, bodies })
}

const fn not(looks_like: LooksLike) -> ParseProblem {
    ParseProblem::NotAPropertyList { looks_like }
}

fn taken(body: &Object<'_>, path: &KeyPath, text: &str) -> Body {
    let property = body.property().unwrap_or("payload");
    let encoded = if property == "payload" { &body.payload } else { &body.configuration_xml };
    let within = path.key(property);
    let pointer = || excerpt(&within.to_string());
    let bytes = match encoded {
        Some(encoded) => {
            let encoded: Cow<'_, str> = if encoded.contains(char::is_whitespace) {
                encoded.split_ascii_whitespace().collect::<String>().into()
            } else {
                Cow::Borrowed(encoded)
            };
            BASE64
                .decode(encoded.as_bytes())
                .map_err(|_| ParseProblem::BadGraphProperty { pointer: pointer() })
        }
        None => Err(ParseProblem::NoGraphProperty { pointer: pointer() }),
    };
    Body {
        bytes,
        domain: if property == "payload" { None } else { body.bundle_id.as_deref().map(str::to_owned) },
        deployment: match body.deployment_channel.as_deref() {
            Some("deviceChannel") => Some(Deployment::Device),
            Some("userChannel") => Some(Deployment::User),
            _ => None,
        },
        name: body.display_name.as_deref().map(str::to_owned),
        around: match encoded {
            Some(Cow::Borrowed(encoded)) => place(encoded, text),
            _ => None,
        },
        within,
    }
}

/// The profile of a body of Apple Business, whose name is the profile's own.
fn business(profile: &str, text: &str) -> Body {
    Body {
        bytes: Ok(profile.as_bytes().to_vec()),
        domain: None,
        name: None,
        deployment: None,
        within: BUSINESS.iter().fold(KeyPath::root(), |path, key| path.key(key)),
        around: place(profile, text),
    }
}

/// Where a text stands that was borrowed from the file; one that was copied stands nowhere in it.
fn place(piece: &str, text: &str) -> Option<Span> {
    let start = (piece.as_ptr() as usize).checked_sub(text.as_ptr() as usize)?;
    span(start, start + piece.len()).filter(|_| start + piece.len() <= text.len())
}

fn span(start: usize, end: usize) -> Option<Span> {
    Some(Span { start: u32::try_from(start).ok()?, end: u32::try_from(end).ok()? })
}

/// The byte that the parser names by its line and its column in bytes, both from 1.
fn byte_at(text: &str, line: usize, column: usize) -> usize {
    let before = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum::<usize>();
    (before + column.saturating_sub(1)).min(text.len().saturating_sub(1))
}

/// What an object is that holds no property list.
fn kind(object: &Object<'_>) -> LooksLike {
    match object.kind.as_deref() {
        Some(SETTINGS_CATALOG) => LooksLike::SettingsCatalog,
        _ if object.has_setting_instance => LooksLike::SettingsCatalog,
        Some(kind) if kind.starts_with("#microsoft.graph.") => LooksLike::GraphObject { kind: excerpt(kind) },
        _ if object.is_declaration() => LooksLike::Declaration,
        _ if object.has_schema_keyword => LooksLike::JsonSchema,
        _ if object.has_properties => LooksLike::JamfSchema,
        _ => LooksLike::Json,
    }
}
