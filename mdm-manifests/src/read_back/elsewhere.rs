//! A file without settings to the file that has them: what stands beside a profile in a repository.
//!
//! Iru, iructl wiki: "Custom Profiles" (`info.yaml`); Fleet, "YAML files" (`controls`); Apple, Device Management:
//! `LegacyProfile` (`ProfileURL`).

use std::fmt;

use latchkey_profile_schema::plist::{LooksLike, ParseProblem};
use latchkey_profile_schema::{Node, Problem, ProblemKind};
use serde::Deserialize;

use crate::settings_file::too_deep;

/// Where the settings are, which a file does not hold itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    /// What the file is, in a few words.
    pub what: &'static str,
    /// The files with the settings, as it names them; none where it lies in one folder with a single profile.
    pub files: Vec<String>,
}

impl Elsewhere {
    /// The information beside a profile for Kandji.
    pub(super) const fn kandji() -> Self {
        Self { what: "the information beside a Kandji profile", files: Vec::new() }
    }
}

impl fmt::Display for Elsewhere {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} holds no settings; ", self.what)?;
        match self.files.as_slice() {
            [] => formatter.write_str("read the profile in the same folder"),
            files => {
                let named: Vec<String> =
                    files.iter().take(MOST_NAMES).map(|file| format!("`{file}`")).collect();
                write!(formatter, "read {}", named.join(", "))?;
                match files.len().saturating_sub(MOST_NAMES) {
                    0 => Ok(()),
                    more => write!(formatter, " and {more} more"),
                }
            }
        }
    }
}

/// So many files are named; the others are counted.
const MOST_NAMES: usize = 20;

/// Texts that are longer are no such file; a parser of YAML takes a multiple of its text.
const MAX_BYTES: usize = 512 * 1024;

/// Reads a text that is no property list, for the reason that these problems say.
pub(super) fn find(bytes: &[u8], problems: &[Problem]) -> Option<Elsewhere> {
    let [Problem { kind: ProblemKind::Parse(ParseProblem::NotAPropertyList { looks_like }), .. }] = problems
    else {
        return None;
    };
    let text = std::str::from_utf8(bytes).ok().filter(|text| text.len() <= MAX_BYTES)?;
    match looks_like {
        LooksLike::Declaration => declaration(text),
        LooksLike::Json | LooksLike::Yaml | LooksLike::Text => yaml(text),
        _ => None,
    }
}

/// Whether a property list is the information beside a profile for Kandji.
pub(super) fn is_information(root: &Node) -> bool {
    ["id", "name", "runs_on_mac"].iter().all(|key| root.get(key).is_some())
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Declaration {
    payload: DeclarationPayload,
}

#[derive(Deserialize)]
struct DeclarationPayload {
    #[serde(rename = "ProfileURL")]
    profile_url: String,
}

fn declaration(text: &str) -> Option<Elsewhere> {
    let Declaration { payload } = serde_json::from_str(text).ok()?;
    Some(Elsewhere { what: "a declaration", files: vec![payload.profile_url] })
}

/// What is looked for in YAML, whatever else is in it.
#[derive(Deserialize)]
struct Repository {
    name: Option<serde::de::IgnoredAny>,
    runs_on_mac: Option<serde::de::IgnoredAny>,
    controls: Option<Controls>,
}

#[derive(Deserialize)]
struct Controls {
    apple_settings: Option<AppleSettings>,
    macos_settings: Option<AppleSettings>,
}

#[derive(Deserialize)]
struct AppleSettings {
    // The second is the older spelling.
    #[serde(alias = "custom_settings")]
    configuration_profiles: Vec<Listed>,
}

#[derive(Deserialize)]
struct Listed {
    path: String,
}

fn yaml(text: &str) -> Option<Elsewhere> {
    if too_deep(text).is_some() {
        return None;
    }
    let Repository { name, runs_on_mac, controls } = serde_yaml_ng::from_str(text).ok()?;
    if name.is_some() && runs_on_mac.is_some() {
        return Some(Elsewhere::kandji());
    }
    let Controls { apple_settings, macos_settings } = controls?;
    let listed = apple_settings.or(macos_settings)?.configuration_profiles;
    let files: Vec<String> = listed.into_iter().map(|listed| listed.path).collect();
    (!files.is_empty()).then_some(Elsewhere { what: "a configuration of Fleet", files })
}
