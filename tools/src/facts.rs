//! What a file says that another file of the same run may contradict.

use latchkey_profile_schema::{KeyPath, Part, Span};

use crate::located::{Located, Spot};

/// What one file says.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts {
    /// Names that no two profiles may share.
    pub(crate) identities: Vec<Identity>,
    /// Settings of declared domains that it puts in force.
    pub(crate) settings: Vec<Setting>,
}

impl Facts {
    /// Whether there is nothing that another file could contradict.
    pub(crate) fn is_empty(&self) -> bool {
        self.identities.is_empty() && self.settings.is_empty()
    }

    /// Finds out where everything stands in the text.
    pub(crate) fn locate(&mut self, span: impl Fn(&KeyPath, Part) -> Option<Span>) {
        let identities = self.identities.iter_mut().map(|identity| &mut identity.spot);
        for spot in identities.chain(self.settings.iter_mut().map(|setting| &mut setting.spot)) {
            spot.span = spot.key_path.as_ref().and_then(|path| span(path, Part::Value));
        }
    }
}

/// A name that no two profiles may share.
#[derive(Clone, Debug)]
pub(crate) struct Identity {
    /// Which of the names.
    pub(crate) kind: IdentityKind,
    /// The name as it is compared.
    pub(crate) name: String,
    /// Where it stands.
    pub(crate) spot: Spot,
}

/// The names that no two profiles may share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum IdentityKind {
    /// `PayloadIdentifier` of a profile.
    ProfileIdentifier,
    /// `PayloadUUID` of a profile.
    ProfileUuid,
    /// `PayloadUUID` of a payload.
    PayloadUuid,
}

/// A setting that a file puts in force.
#[derive(Clone, Debug)]
pub(crate) struct Setting {
    /// The domain.
    pub(crate) domain: &'static str,
    /// The key.
    pub(crate) key: String,
    /// A digest of the value, the same for the same value.
    pub(crate) value: u64,
    /// Where the value stands.
    pub(crate) spot: Spot,
}

/// One of the files of a run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OneOfMany<'a> {
    /// What it is called.
    pub(crate) name: &'a str,
    /// What it says.
    pub(crate) facts: &'a Facts,
}

/// A finding about one of the files, by its index.
pub(crate) type Across = (usize, Located);
