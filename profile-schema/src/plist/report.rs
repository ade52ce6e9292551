//! Problems as they are found, up to the limit and in order of place at the end.

use std::collections::{HashMap, hash_map};

use super::MAX_PROBLEMS;
use crate::document::{Entry, Span};
use crate::problem::ParseProblem;
use crate::problem::{Place, Problem, ProblemKind};

/// Problems found so far.
#[derive(Debug, Default)]
pub(super) struct Report(Vec<Problem>);

impl Report {
    /// Adds a problem, unless there are too many already.
    pub(super) fn add(&mut self, place: Place, problem: ParseProblem) {
        let (place, problem) = match self.0.len() {
            count if count < MAX_PROBLEMS => (place, problem),
            MAX_PROBLEMS => (Place::File, ParseProblem::TooManyProblems),
            _ => return,
        };
        self.0.push(Problem { place, kind: ProblemKind::Parse(problem) });
    }

    /// Whether further problems are dropped.
    pub(super) const fn is_full(&self) -> bool {
        self.0.len() >= MAX_PROBLEMS
    }

    /// Adds a problem at a range of bytes.
    pub(super) fn at(&mut self, span: Span, problem: ParseProblem) {
        self.add(Place::Bytes(span), problem);
    }

    /// Takes the paths away, since there is no document that they could lead through.
    pub(super) fn forget_paths(&mut self) {
        for problem in &mut self.0 {
            if matches!(problem.place, Place::Path(..)) {
                problem.place = Place::File;
            }
        }
    }

    /// The problems by where they begin; those of the whole file last.
    pub(super) fn into_problems(mut self) -> Vec<Problem> {
        self.0.sort_by_key(|problem| match &problem.place {
            Place::Bytes(span) => span.start,
            Place::Path(..) | Place::File => u32::MAX,
        });
        self.0
    }
}

/// Calls back with the earlier and the later entry for each key that was there before.
pub(super) fn duplicates<'a>(entries: &'a [Entry], mut found: impl FnMut(&'a Entry, &'a Entry)) {
    // Up to here comparing each with each is faster than hashing.
    const FEW: usize = 16;
    if entries.len() <= FEW {
        for (index, later) in entries.iter().enumerate() {
            if let Some(earlier) = entries.iter().take(index).find(|earlier| earlier.key == later.key) {
                found(earlier, later);
            }
        }
        return;
    }
    let mut seen: HashMap<&str, &'a Entry> = HashMap::with_capacity(entries.len());
    for entry in entries {
        match seen.entry(entry.key.as_str()) {
            hash_map::Entry::Occupied(earlier) => found(earlier.get(), entry),
            hash_map::Entry::Vacant(place) => {
                place.insert(entry);
            }
        }
    }
}
