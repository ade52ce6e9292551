//! What an administrator writes: options of the profile, and the settings of each domain, in TOML, JSON or YAML.

mod error;
mod lift;
mod text;

use std::fmt;

use latchkey_profile_schema::{Document, Value};

use crate::tree;

pub use error::{SettingsError, SettingsErrorKind};
pub use text::Syntax;

/// Settings, and how the profile around them is called.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SettingsFile {
    /// How the profile is called.
    pub profile: ProfileOptions,
    /// The settings, one entry a domain.
    pub domains: Vec<DomainSettings>,
}

/// How a profile is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileOptions {
    /// The `PayloadIdentifier` of the profile, in reverse-DNS style; a profile with the same one is replaced.
    pub identifier: String,
    /// What System Settings and the MDM call it.
    pub display_name: String,
    /// Who made it.
    pub organization: String,
}

impl Default for ProfileOptions {
    fn default() -> Self {
        Self {
            identifier: "org.latchkey.desktop-mfa".to_owned(),
            display_name: "Desktop MFA".to_owned(),
            organization: "Latchkey".to_owned(),
        }
    }
}

/// The settings of one preference domain.
#[derive(Clone, PartialEq)]
pub struct DomainSettings {
    /// The domain.
    pub domain: String,
    /// The keys that are set, each once.
    pub values: Vec<(String, Value)>,
}

/// Values may be secrets, so only the keys are printed.
impl fmt::Debug for DomainSettings {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} ", self.domain)?;
        formatter.debug_list().entries(self.values.iter().map(|(key, _)| key)).finish()
    }
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
    /// it. There are no places in it.
    #[must_use]
    pub fn document(&self) -> Document {
        let domains = self.domains.iter();
        let domains =
            domains.map(|settings| (settings.domain.clone(), tree::dictionary(settings.values.clone())));
        Document { root: tree::node(tree::dictionary(domains)) }
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
