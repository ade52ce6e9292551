//! The profiles that scenarios name, each read once.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use latchkey_engine::policy::{Platform, PolicyFault};
use latchkey_engine::scenario::Profiles;
use latchkey_engine::{Policy, profile};
use latchkey_profile_schema::Settings;

use crate::files;

/// The profiles that were read so far.
#[derive(Default)]
pub(crate) struct Shelf {
    read: RefCell<BTreeMap<PathBuf, Rc<Profile>>>,
}

/// A profile that a scenario names.
pub(crate) struct Profile {
    /// What it sets, where it can be read.
    pub(crate) settings: Option<Settings>,
    /// Why it makes no policy.
    pub(crate) fault: Option<String>,
}

/// The profiles beside one scenario.
pub(crate) struct Beside<'s> {
    shelf: &'s Shelf,
    folder: &'s Path,
}

impl Shelf {
    /// The profiles beside a scenario in this folder.
    pub(crate) const fn beside<'s>(&'s self, folder: &'s Path) -> Beside<'s> {
        Beside { shelf: self, folder }
    }

    /// The profile that a scenario in a folder spelt this way, once it was read.
    pub(crate) fn profile(&self, folder: &Path, path: &str) -> Option<Rc<Profile>> {
        self.read.borrow().get(&folder.join(path)).cloned()
    }
}

impl Profiles for Beside<'_> {
    fn policy(&self, path: &str, platform: Platform) -> Result<Option<Policy>, std::io::Error> {
        let file = self.folder.join(path);
        let known = self.shelf.read.borrow().get(&file).cloned();
        let profile = match known {
            Some(profile) => profile,
            None => {
                let bytes = files::read(&file).map_err(std::io::Error::other)?;
                let profile = Rc::new(read(&bytes, platform));
                self.shelf.read.borrow_mut().insert(file, Rc::clone(&profile));
                profile
            }
        };
        Ok(profile.settings.as_ref().and_then(|settings| Policy::compile(settings, platform).ok()))
    }
}

fn read(bytes: &[u8], platform: Platform) -> Profile {
    let (effect, _) = profile::read(bytes);
    let Some(effect) = effect else {
        let fault = Some("it cannot be read as a profile; `latchkey lint` says why".to_owned());
        return Profile { settings: None, fault };
    };
    // Whether settings make a policy does not depend on the platform.
    let faults = Policy::compile(&effect.settings, platform).err();
    let fault = faults.map(|faults| faults.iter().map(PolicyFault::to_string).collect::<Vec<_>>().join("; "));
    Profile { settings: Some(effect.settings), fault }
}
