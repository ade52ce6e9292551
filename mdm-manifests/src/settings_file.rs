//! What an administrator writes: options of the profile, and the settings of each domain and payload, in TOML, JSON or
//! YAML.

mod domain_settings;
mod error;
mod faults;
mod lift;
mod nulls;
mod places;
mod profile_options;
mod text;
mod wide_integers;

use latchkey_profile_schema::text::Position;
use latchkey_profile_schema::{Document, KeyPath, Node, Part, Value};

use crate::tree;
use faults::Faults;

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

/// What a text holds, sound or not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Examined {
    /// The settings, without what is wrong.
    pub settings: SettingsFile,
    /// Everything that is wrong, in the order of the text; of very much only the first.
    pub errors: Vec<SettingsError>,
    /// Keys that are null, which is the same as if they were not there; and where they stand.
    pub nulls: Vec<(KeyPath, Option<Position>)>,
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
        let Examined { settings, errors, .. } = Self::examine(text, syntax);
        errors.into_iter().next().map_or(Ok(settings), Err)
    }

    /// Reads the text of a settings file, and goes on after what is wrong, where that is possible.
    #[must_use]
    pub fn examine(text: &str, syntax: Syntax) -> Examined {
        let mut faults = Faults::default();
        match text::read(text, syntax, &mut faults) {
            Ok(root) => {
                let nulls = nulls::nulls(text, syntax, &root);
                let asked: Vec<_> = nulls.iter().map(|path| Some((path.clone(), Part::Key))).collect();
                let positions = faults::positions(text, syntax, &asked);
                wide_integers::wide_integers(text, syntax, &root, &mut faults);
                let settings = lift::lift(root, &mut faults);
                let errors = faults.into_errors(text, syntax);
                Examined { settings, errors, nulls: nulls.into_iter().zip(positions).collect() }
            }
            Err(error) => Examined { errors: vec![error], ..Examined::default() },
        }
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
