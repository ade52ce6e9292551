//! A key to its entry: in a large dictionary by a table, which the first look at it makes.

use std::cell::RefCell;
use std::collections::HashMap;

use super::{Entry, Node};

/// A dictionary with fewer keys is searched as fast as a table.
const MANY: usize = 128;

/// Dictionaries in which many keys are looked up; each large one is gone through once, not once a key.
#[derive(Debug, Default)]
pub(crate) struct Lookup<'d> {
    /// The last entry of each key of the large dictionaries that were looked into, by the address of their entries,
    /// which nothing moves while they are borrowed.
    large: RefCell<HashMap<*const Entry, HashMap<&'d str, &'d Entry>>>,
}

impl<'d> Lookup<'d> {
    /// The entry of a key; of a repeated one the last.
    pub(crate) fn entry(&self, node: &'d Node, key: &str) -> Option<&'d Entry> {
        let entries = node.entries();
        if entries.len() < MANY {
            return entries.iter().rev().find(|entry| entry.key == key);
        }
        let mut large = self.large.borrow_mut();
        let known = large
            .entry(entries.as_ptr())
            .or_insert_with(|| entries.iter().map(|entry| (entry.key.as_str(), entry)).collect());
        known.get(key).copied()
    }
}
