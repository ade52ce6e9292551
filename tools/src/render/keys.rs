//! The keys behind a decision to lines of a screen and values for programs.

use latchkey_engine::because::{Because, because};
use latchkey_engine::keys::{KeySet, PolicyKey};
use latchkey_profile_schema::Settings;
use serde::Serialize;
use serde_json::Value;

use crate::phrase::one_line;

/// Characters shown of a value.
const LONGEST: usize = 100;

/// A key that led to a decision, for programs.
#[derive(Debug, Serialize)]
pub(crate) struct Shown {
    domain: &'static str,
    key: &'static str,
    /// Null where the profile that set it is not known.
    value: Value,
    unit: Option<String>,
    layer: Option<&'static str>,
}

/// The keys with what they say.
pub(crate) fn shown(keys: KeySet, settings: &Settings) -> Vec<Shown> {
    because(keys, settings).into_iter().map(Shown::of).collect()
}

impl Shown {
    fn of(because: Because) -> Self {
        Self {
            value: because.value,
            unit: because.unit,
            layer: Some(because.layer.name()),
            ..Self::named(because.key)
        }
    }

    /// A key of which only the name is known.
    pub(crate) const fn named(key: PolicyKey) -> Self {
        Self { domain: key.domain(), key: key.name(), value: Value::Null, unit: None, layer: None }
    }

    /// `LoginPeriodWithOfflineFactor = 168 hours (built in)`
    pub(crate) fn line(&self) -> String {
        let mut value: String = one_line(&self.value.to_string()).chars().take(LONGEST).collect();
        if value.chars().count() == LONGEST {
            value.push('…');
        }
        // What is counted says so by its name.
        let unit = self.unit.as_deref().filter(|unit| *unit != "count");
        let unit = unit.map(|unit| format!(" {unit}")).unwrap_or_default();
        match self.layer {
            Some(layer) => format!("{} = {value}{unit} ({layer})", self.key),
            None => self.key.to_owned(),
        }
    }
}
