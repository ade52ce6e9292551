//! The text of a baseline to its entries, each with its line.

use latchkey_profile_schema::Span;
use latchkey_profile_schema::text::LineIndex;
use serde::Deserialize;

use super::entry::{Entry, Extent, Kind, VERSION};
use super::{Accepted, Baseline};
use crate::located::Spot;

/// Why a text is no baseline.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BaselineError {
    /// It is not JSON of this shape.
    #[error("it is no baseline: line {}, column {}", .0.line(), .0.column())]
    Shape(serde_json::Error),
    /// It is of another version.
    #[error("it is a baseline of version {found}, and this latchkey reads version {VERSION}")]
    Version {
        /// Its version.
        found: u32,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    findings: Vec<Entry>,
}

/// Reads a baseline.
pub(super) fn read(text: &[u8]) -> Result<Baseline, BaselineError> {
    let file: File = serde_json::from_slice(text).map_err(BaselineError::Shape)?;
    if file.version != VERSION {
        return Err(BaselineError::Version { found: file.version });
    }
    let index = LineIndex::new(text);
    let places = objects(text).into_iter().map(Some).chain(std::iter::repeat(None));
    let mut baseline = Baseline::default();
    for (entry, span) in file.findings.into_iter().zip(places) {
        let Entry { file, rule, key_path, fingerprint, count, with, targets } = entry;
        let spot = Spot { key_path: None, span, range: span.map(|span| index.range(span)) };
        let kind = Kind { file, rule, key_path, fingerprint };
        let accepted = baseline.accepted.entry(kind).or_insert(Accepted { extent: Extent::default(), spot });
        accepted.extent.count = accepted.extent.count.saturating_add(count);
        accepted.extent.with.extend(with);
        accepted.extent.targets.extend(targets);
    }
    Ok(baseline)
}

/// The bytes of the objects in the only list of the file, in their order. The text is known to be JSON of this shape.
fn objects(text: &[u8]) -> Vec<Span> {
    let (mut depth, mut start, mut in_string, mut escaped) = (0_usize, 0, false, false);
    let mut objects = Vec::new();
    for (at, byte) in text.iter().enumerate() {
        match (in_string, byte) {
            (true, _) if escaped => escaped = false,
            (true, b'\\') => escaped = true,
            (_, b'"') => in_string = !in_string,
            (true, _) => {}
            (false, b'{' | b'[') => {
                depth += 1;
                if depth == 3 {
                    start = at;
                }
            }
            (false, b'}' | b']') => {
                if depth == 3
                    && let (Ok(start), Ok(end)) = (u32::try_from(start), u32::try_from(at + 1))
                {
                    objects.push(Span { start, end });
                }
                depth = depth.saturating_sub(1);
            }
            (false, _) => {}
        }
    }
    objects
}
