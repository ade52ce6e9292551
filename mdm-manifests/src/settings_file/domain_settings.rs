//! The settings of one preference domain, or of one payload that macOS reads itself.

use std::fmt;

use latchkey_profile_schema::Value;
use latchkey_profile_schema::domain::{self, DomainKind};

/// Settings that belong together.
#[derive(Clone, PartialEq)]
pub struct DomainSettings {
    /// The preference domain or payload type.
    pub domain: String,
    /// How they reach their reader.
    pub means: Means,
    /// The `PayloadUUID` of a payload to which others of the same profile refer.
    pub uuid: Option<String>,
    /// The keys that are set, each once.
    pub values: Vec<(String, Value)>,
}

/// How settings reach their reader.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Means {
    /// As preferences that nobody changes.
    #[default]
    Enforced,
    /// As preferences that are set and that the user may change after.
    SetOnce {
        /// Set once, by this date; without one, again at every login.
        timestamp: Option<String>,
    },
    /// As a payload that macOS reads itself.
    Payload,
}

impl DomainSettings {
    /// Settings by the usual means of their domain.
    #[must_use]
    pub fn new(domain: impl Into<String>, values: Vec<(String, Value)>) -> Self {
        let domain = domain.into();
        let is_payload =
            domain::known(&domain).is_some_and(|declared| declared.kind == DomainKind::PayloadType);
        Self { means: if is_payload { Means::Payload } else { Means::Enforced }, domain, uuid: None, values }
    }
}

/// Values may be secrets, so only the keys are printed.
impl fmt::Debug for DomainSettings {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {:?} ", self.domain, self.means)?;
        formatter.debug_list().entries(self.values.iter().map(|(key, _)| key)).finish()
    }
}
