//! Everything that is wrong with a settings file, as it is found, to errors with lines and columns.

use latchkey_profile_schema::plist::MAX_PROBLEMS;
use latchkey_profile_schema::text::{LineIndex, Position};
use latchkey_profile_schema::{KeyPath, Part, Places};

use super::error::{SettingsError, SettingsErrorKind};
use super::{Syntax, places};

/// What is wrong so far; of very much only the first.
#[derive(Debug, Default)]
pub(super) struct Faults {
    kinds: Vec<SettingsErrorKind>,
}

impl Faults {
    pub(super) fn add(&mut self, kind: SettingsErrorKind) {
        if self.kinds.len() < MAX_PROBLEMS {
            self.kinds.push(kind);
        }
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }

    /// The errors, in the order of the text.
    pub(super) fn into_errors(self, text: &str, syntax: Syntax) -> Vec<SettingsError> {
        let asked: Vec<_> = self.kinds.iter().map(SettingsErrorKind::place).collect();
        let positions = positions(text, syntax, &asked);
        let errors = self.kinds.into_iter().zip(positions);
        let mut errors: Vec<_> = errors.map(|(kind, position)| SettingsError { position, kind }).collect();
        errors.sort_by_key(|error| error.position.map(|at| (at.line, at.column)));
        errors
    }
}

/// Where places stand in a text, or what is nearest around them.
pub(super) fn positions(
    text: &str,
    syntax: Syntax,
    asked: &[Option<(KeyPath, Part)>],
) -> Vec<Option<Position>> {
    let document = if asked.iter().any(Option::is_some) { places(text, syntax) } else { None };
    let Some(document) = document else { return vec![None; asked.len()] };
    let (places, index) = (Places::of(&document), LineIndex::new(text.as_bytes()));
    let position = |(path, part): &(KeyPath, Part)| {
        let (mut way, mut part) = (path.segments(), *part);
        while !way.is_empty() {
            if let Some(span) = places.span(&way.to_vec().into(), part) {
                return Some(index.position(span.start));
            }
            (way, part) = (way.split_last().map_or(&[][..], |(_, around)| around), Part::Key);
        }
        None
    };
    asked.iter().map(|place| place.as_ref().and_then(position)).collect()
}
