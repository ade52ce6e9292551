//! The keys behind the decisions of a story; each combination is looked up once.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::Path;
use std::rc::Rc;

use latchkey_engine::keys::KeySet;
use latchkey_engine::scenario::Line;

use crate::render::keys::{Shown, shown};
use crate::scenarios::Shelf;

/// The reasons of decisions in the scenarios of one folder.
pub(crate) struct Reasons<'s> {
    shelf: &'s Shelf,
    folder: &'s Path,
    known: RefCell<HashMap<Place, Rc<[Shown]>>>,
}

/// The profile whose policy decided, and the keys behind the decision.
type Place = (Option<String>, KeySet);

impl<'s> Reasons<'s> {
    /// Nothing is looked up yet.
    pub(crate) fn new(shelf: &'s Shelf, folder: &'s Path) -> Self {
        Self { shelf, folder, known: RefCell::default() }
    }

    /// Why a profile makes no policy.
    pub(crate) fn fault(&self, path: &str) -> Option<String> {
        self.shelf.profile(self.folder, path)?.fault.clone()
    }

    /// The keys behind a decision.
    pub(crate) fn shown(&self, line: &Line) -> Rc<[Shown]> {
        let place = (line.profile.as_deref().map(str::to_owned), line.keys);
        let mut known = self.known.borrow_mut();
        let shown = known.entry(place).or_insert_with_key(|(profile, keys)| {
            let profile = profile.as_deref().and_then(|path| self.shelf.profile(self.folder, path));
            let settings = profile.as_ref().and_then(|profile| profile.settings.as_ref());
            match settings {
                Some(settings) => shown(*keys, settings).into(),
                None => keys.iter().map(Shown::named).collect(),
            }
        });
        Rc::clone(shown)
    }

    /// The same, a line for each.
    pub(crate) fn of(&self, line: &Line) -> Vec<String> {
        self.shown(line).iter().map(Shown::line).collect()
    }
}
