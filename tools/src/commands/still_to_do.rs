//! What is open in files that were made to what somebody still has to do, each thing once.

use latchkey_mdm_manifests::Secrets;
use latchkey_mdm_manifests::build::FilledIn;
use latchkey_profile_schema::{KeyPath, Segment, domain};

use super::complain;
use crate::phrase::quoted;

/// What somebody still has to do before the files work.
#[derive(Debug, Default)]
pub(super) struct StillToDo {
    placeholders: Vec<KeyPath>,
    filled_in: Vec<FilledIn>,
}

impl StillToDo {
    /// Adds what one carrier leaves open.
    pub(super) fn add(&mut self, placeholders: &[KeyPath], filled_in: &[FilledIn]) {
        for key in placeholders {
            if !self.placeholders.contains(key) {
                self.placeholders.push(key.clone());
            }
        }
        for value in filled_in {
            if !self.filled_in.contains(value) {
                self.filled_in.push(value.clone());
            }
        }
    }

    /// Says it on standard error.
    pub(super) fn tell(&self, secrets: Secrets) {
        for key in &self.placeholders {
            let of_settings =
                matches!(key.segments(), [Segment::Key(name), ..] if domain::known(name).is_some());
            // Whoever asked for secrets has them, so the file that was read holds none.
            let hidden = of_settings && secrets == Secrets::Placeholder;
            let otherwise = if hidden { ", or say `--with-secrets`" } else { "" };
            complain(format_args!(
                "{key} holds a placeholder; fill it in where the profile is deployed{otherwise}"
            ));
        }
        for FilledIn { key, by, name } in &self.filled_in {
            complain(format_args!("{key} is filled in by {by}; give it the value as {}", quoted(name)));
        }
    }
}
