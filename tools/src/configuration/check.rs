//! The bytes of a `latchkey.toml` to its options, or to everything that is wrong with them, as facts with places.

use super::glob::Glob;
use super::options::ConfigurationOptions;
use super::{keywords, schema};
use crate::toml_file::{self, Mistake, MistakeKind, Text};
use crate::version::Version;

/// No configuration comes near it.
const MAX_BYTES: usize = 1 << 20;

/// Reads a configuration.
pub(super) fn check(bytes: &[u8]) -> Result<ConfigurationOptions, Vec<Mistake>> {
    let whole = |kind| vec![Mistake { path: None, span: None, kind }];
    if bytes.len() > MAX_BYTES {
        return Err(whole(MistakeKind::TooLarge { bytes: bytes.len() }));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| whole(MistakeKind::NotText))?;
    let text = Text::read(text).map_err(toml_file::syntax)?;
    let value = text.json();
    let options = toml_file::options()
        .with_format(keywords::PATTERN, |text: &str| Glob::parse(text).is_ok())
        .with_format(keywords::VERSION, |text: &str| text.parse::<Version>().is_ok());
    let mistakes = toml_file::against(&schema::generate(), options, &value, &text);
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    serde_json::from_value(value).map_err(|error| whole(MistakeKind::Other { reason: error.to_string() }))
}
