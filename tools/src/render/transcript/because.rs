//! The keys behind a decision to lines of a screen and values for programs; each combination is looked up once.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::Path;
use std::rc::Rc;

use latchkey_engine::because::{Because, because};
use latchkey_engine::keys::KeySet;
use latchkey_engine::scenario::Line;
use serde::Serialize;
use serde_json::Value;

use crate::phrase::one_line;
use crate::scenarios::Shelf;

/// Characters shown of a value.
const LONGEST: usize = 100;

/// The reasons of decisions in the scenarios of one folder.
pub(crate) struct Reasons<'s> {
    shelf: &'s Shelf,
    folder: &'s Path,
    known: RefCell<HashMap<Place, Rc<[Shown]>>>,
}

/// The profile whose policy decided, and the keys behind the decision.
type Place = (Option<String>, KeySet);

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
                Some(settings) => because(*keys, settings).into_iter().map(Shown::of).collect(),
                None => keys.iter().map(|key| Shown::named(key.domain(), key.name())).collect(),
            }
        });
        Rc::clone(shown)
    }

    /// The same, a line for each.
    pub(crate) fn of(&self, line: &Line) -> Vec<String> {
        self.shown(line).iter().map(Shown::line).collect()
    }
}

impl Shown {
    fn of(because: Because) -> Self {
        Self {
            value: because.value,
            unit: because.unit,
            layer: Some(because.layer.name()),
            ..Self::named(because.key.domain(), because.key.name())
        }
    }

    const fn named(domain: &'static str, key: &'static str) -> Self {
        Self { domain, key, value: Value::Null, unit: None, layer: None }
    }

    /// `LoginPeriodWithOfflineFactor = 168 hours (built in)`
    fn line(&self) -> String {
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
