//! A payload that carries settings of a declared domain to those settings.

use super::names::{self, Beside};
use crate::carrier::{Delivery, Payload};
use crate::catalog::Catalog;
use crate::document::Node;
use crate::domain::{self, COMPANIONS, DOMAINS, Domain, DomainKind};
use crate::key_path::KeyPath;

/// The settings of one domain as one payload delivers them.
#[derive(Clone, Debug)]
pub struct Delivered<'a> {
    /// The domain.
    pub domain: &'static Domain,
    /// The dictionary.
    pub settings: &'a Node,
    /// Where the dictionary stands in its file.
    pub at: KeyPath,
    /// How the settings reach the Mac.
    pub delivery: Delivery,
}

impl<'a> Delivered<'a> {
    /// A payload of a domain that is declared; `None` for any other, for a preference file, which does not say, and for
    /// what macOS reads as a payload and is delivered as preferences.
    #[must_use]
    pub fn of(payload: &Payload<'a>) -> Option<Self> {
        let domain = domain::known(payload.domain?)?;
        let is_read = domain.kind == DomainKind::Preferences || payload.delivery == Delivery::Direct;
        is_read.then(|| Self::to(domain, payload))
    }

    /// A payload taken for settings of this domain.
    #[must_use]
    pub fn to(domain: &'static Domain, payload: &Payload<'a>) -> Self {
        Self { domain, settings: payload.settings, at: payload.path.clone(), delivery: payload.delivery }
    }

    /// The declared domain whose keys a preference file matches best, if it has any of one.
    #[must_use]
    pub fn guess(settings: &Node) -> Option<&'static Domain> {
        let matches = |domain: &&Domain| {
            Catalog::declared(domain).map_or(0, |catalog| {
                settings.entries().iter().filter(|entry| catalog.key(&entry.key).is_some()).count()
            })
        };
        let preferences = |domain: &&Domain| domain.kind == DomainKind::Preferences;
        let best = DOMAINS.iter().chain(COMPANIONS).copied().filter(preferences).rev().max_by_key(matches)?;
        (matches(&best) > 0).then_some(best)
    }

    /// The keys and values of the settings; of a repeated key the last.
    pub fn entries(&self) -> impl Iterator<Item = (&'a str, &'a Node)> + use<'a> {
        names::entries(self.settings, self.domain, self.beside()).into_iter()
    }

    /// What stands beside the settings.
    #[must_use]
    pub const fn beside(&self) -> Beside {
        match self.delivery {
            Delivery::Direct => Beside::EnvelopeKeys,
            Delivery::Bare | Delivery::Forced | Delivery::SetOnce { .. } => Beside::Nothing,
        }
    }

    /// Whether a Mac holds its user to these settings.
    #[must_use]
    pub const fn is_enforced(&self) -> bool {
        !matches!(self.delivery, Delivery::SetOnce { .. })
    }
}
