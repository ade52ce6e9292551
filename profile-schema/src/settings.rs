//! The settings as they are used: every domain's struct, and for each key where its value came from.

use std::collections::BTreeMap;

use crate::catalog::Fallback;
use crate::domain::{Agent, DesktopMfa};
use crate::layer::Layer;

/// Settings of all domains, defaults filled in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// `com.okta.deviceaccess.servicedaemon`
    pub desktop_mfa: DesktopMfa,
    /// `org.latchkey.agent`
    pub agent: Agent,
    /// Which layer each value came from.
    pub origins: Origins,
    /// Keys whose value was refused, or that had to be set and are not; their default stands in the struct.
    pub refused: Vec<RefusedKey>,
}

impl Settings {
    /// Whether a policy may be made of these settings: no refused key forbids its default.
    #[must_use]
    pub fn may_be_used(&self) -> bool {
        self.refused.iter().all(|refused| refused.fallback == Fallback::Default)
    }
}

/// A key whose value is not in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedKey {
    /// The preference domain.
    pub domain: &'static str,
    /// The key.
    pub key: String,
    /// What that means for the policy.
    pub fallback: Fallback,
}

/// The layer that each value came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origins(BTreeMap<(&'static str, String), Layer>);

impl Origins {
    /// The layer whose value is in force; [`Layer::BuiltIn`] where none set the key, or the value was refused.
    #[must_use]
    pub fn layer(&self, domain: &'static str, key: &str) -> Layer {
        self.0.get(&(domain, key.to_owned())).copied().unwrap_or(Layer::BuiltIn)
    }

    /// Whether a layer set the key and its value is in force.
    #[must_use]
    pub fn is_set(&self, domain: &'static str, key: &str) -> bool {
        self.layer(domain, key) != Layer::BuiltIn
    }

    /// Every key that is set: domain, key, layer.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &str, Layer)> {
        self.0.iter().map(|((domain, key), layer)| (*domain, key.as_str(), *layer))
    }

    pub(crate) fn set(&mut self, domain: &'static str, key: &str, layer: Layer) {
        self.0.insert((domain, key.to_owned()), layer);
    }

    pub(crate) fn forget(&mut self, domain: &str) {
        self.0.retain(|(owner, _), _| *owner != domain);
    }
}
