//! Problems of a manifest as they are found, to the list in the order of the text.

use crate::document::{Document, Node, Part, PlistType};
use crate::key_path::KeyPath;
use crate::library::Patterns;
use crate::plist::MAX_PROBLEMS;
use crate::problem::{Malformed, ManifestFault, ManifestProblem, Place, Problem, ProblemKind};

/// What was found.
#[derive(Default)]
pub(super) struct Report {
    problems: Vec<Problem>,
    /// The patterns that it holds.
    pub(super) patterns: Patterns,
}

impl Report {
    /// Whether there are as many problems as are told.
    pub(super) fn is_full(&self) -> bool {
        self.problems.len() >= MAX_PROBLEMS
    }

    /// Adds a problem of a value.
    pub(super) fn at(&mut self, path: KeyPath, setting: Option<&str>, fault: ManifestFault) {
        self.part(path, Part::Value, setting, fault);
    }

    /// Adds a problem of a key.
    pub(super) fn at_key(&mut self, path: KeyPath, setting: Option<&str>, fault: ManifestFault) {
        self.part(path, Part::Key, setting, fault);
    }

    /// Adds a problem of a key or a value.
    pub(super) fn part(&mut self, path: KeyPath, part: Part, setting: Option<&str>, fault: ManifestFault) {
        if !self.is_full() {
            let problem = ManifestProblem { setting: setting.map(str::to_owned), fault };
            let place = Place::Path(path, part);
            self.problems.push(Problem { place, kind: ProblemKind::Manifest(problem) });
        }
    }

    /// Adds what an editor refuses.
    pub(super) fn malformed(&mut self, path: KeyPath, setting: Option<&str>, fault: Malformed) {
        self.at(path, setting, ManifestFault::Malformed(fault));
    }

    /// Whether a value that may be absent has this type; reports one that has not.
    pub(super) fn has_type(
        &mut self,
        owner: &Node,
        at: &KeyPath,
        setting: Option<&str>,
        key: &str,
        expected: PlistType,
    ) -> bool {
        let Some(node) = owner.get(key) else { return true };
        let found = node.value.plist_type();
        let fits = found == expected || (expected == PlistType::Real && found == PlistType::Integer);
        if !fits {
            self.malformed(at.key(key), setting, Malformed::Type { key: key.to_owned(), expected, found });
        }
        fits
    }

    /// By place in the text; without text, by path.
    pub(super) fn in_order(mut self, document: &Document) -> Vec<Problem> {
        self.problems.sort_by_cached_key(|problem| match &problem.place {
            Place::Path(path, part) => (document.span(path, *part).map(|span| span.start), path.clone()),
            Place::Bytes(span) => (Some(span.start), KeyPath::root()),
            Place::File => (None, KeyPath::root()),
        });
        self.problems
    }
}
