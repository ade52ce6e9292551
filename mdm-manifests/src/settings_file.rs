//! What an administrator writes: options of the profile, and the settings of each domain and payload, in TOML, JSON or
//! YAML.

mod domain_settings;
mod error;
mod lift;
mod places;
mod profile_options;
mod text;

use latchkey_profile_schema::{Document, Node, Value};

use crate::tree;

pub use domain_settings::{DomainSettings, Means};
pub use error::{SettingsError, SettingsErrorKind};
pub use places::places;
pub use profile_options::{ProfileOptions, ProfileScope};
pub use text::Syntax;
pub(crate) use text::too_deep;

/// Settings, and how the profile around them is called.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SettingsFile {
    /// How the profile is called.
    pub profile: ProfileOptions,
    /// The settings: one entry a preference domain, and one for each payload that macOS reads itself.
    pub domains: Vec<DomainSettings>,
}

impl SettingsFile {
    /// Reads the text of a settings file.
    ///
    /// Numbers take the type that the declaration gives their key, so that `48` is written as a real where a real is
    /// declared. Whether the values are right is not decided here.
    ///
    /// # Errors
    ///
    /// Where the text is no sound TOML, JSON or YAML, holds a value that no property list can hold, or names a table
    /// that is neither `profile` nor a declared domain.
    pub fn read(text: &str, syntax: Syntax) -> Result<Self, SettingsError> {
        lift::lift(text::read(text, syntax)?)
    }

    /// The settings as a tree whose root holds one dictionary for each domain, so that `/domain/key` is a key path in
    /// it; several payloads of one type stand in an array. There are no places in it.
    #[must_use]
    pub fn document(&self) -> Document {
        let mut entries: Vec<(String, Value)> = Vec::new();
        for (index, settings) in self.domains.iter().enumerate() {
            let same = |other: &DomainSettings| other.domain == settings.domain;
            if self.domains.iter().take(index).any(same) {
                continue;
            }
            let mut tables: Vec<Value> = self
                .domains
                .iter()
                .filter(|other| same(other))
                .map(|settings| tree::dictionary(settings.values.clone()))
                .collect();
            let value = if tables.len() == 1 { tables.pop() } else { None };
            entries.push((settings.domain.clone(), value.unwrap_or_else(|| tree::array(tables))));
        }
        Document { root: Node::new(tree::dictionary(entries)) }
    }

    /// The same settings in the one order in which they are written: declared domains first, keys by name.
    pub(crate) fn sorted(mut self) -> Self {
        self.domains.sort_by_cached_key(|settings| (tree::rank(&settings.domain), settings.domain.clone()));
        for settings in &mut self.domains {
            settings.values.sort_by(|(left, _), (right, _)| left.cmp(right));
            for (_, value) in &mut settings.values {
                tree::sort(value);
            }
        }
        self
    }
}
