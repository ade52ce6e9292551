//! A preference value that is never printed: `Debug` prints one fixed word.

use std::fmt;

use schemars::JsonSchema;
use serde::Deserialize;

/// A text that must not reach a log, a finding or a screen. There is no `Display` and no `Serialize`.
#[derive(Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Sensitive(String);

impl Sensitive {
    /// Takes the text over.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(text)
    }

    /// The text itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Sensitive {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Sensitive")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_prints_one_fixed_word() {
        assert_eq!(format!("{:?}", Some(Sensitive::new("hunter2".into()))), "Some(Sensitive)");
    }
}
