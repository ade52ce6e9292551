//! A key that differs between two files to what that does to the policy, in words.

mod key;
pub(crate) mod phrase;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use latchkey_engine::policy::{Platform, Policy};
use latchkey_mdm_manifests::{Means, ProfileScope, SettingsFile, Shown};
use latchkey_profile_schema::carrier::Delivery;
use latchkey_profile_schema::catalog::Fallback;
use latchkey_profile_schema::check::Delivered;
use latchkey_profile_schema::domain::{self, Domain};
use latchkey_profile_schema::{Catalog, Entry, KeyPath, Layer, Node, Settings, Value, resolve};

use crate::rules::variables::holds_variable;

/// What a file puts in force on a device, defaults filled in.
pub(crate) struct InForce {
    settings: Settings,
    policy: Policy,
    /// Keys with a text that the MDM fills in, by domain.
    open: BTreeSet<(&'static str, String)>,
}

/// What a difference does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// Nothing: the values mean the same, or stand where nobody reads them.
    Nothing,
    /// This.
    Words(String),
    /// That is not known.
    Unknown,
}

impl InForce {
    /// The policy that a file makes; none where it enforces nothing of ours for the device.
    pub(crate) fn of(file: &SettingsFile) -> Option<Self> {
        if file.profile.scope == ProfileScope::User {
            return None;
        }
        let (mut nodes, mut open): (Vec<(&'static Domain, Node)>, _) = (Vec::new(), BTreeSet::new());
        for settings in file.domains.iter().filter(|settings| settings.means == Means::Enforced) {
            let Some(domain) = domain::named(&settings.domain) else { continue };
            // What nobody declared decides nothing.
            let Some(catalog) = Catalog::declared(domain) else { continue };
            let declared = settings.values.iter().filter(|(key, _)| catalog.key(key).is_some());
            let filled = declared.clone().filter(|(_, value)| is_filled_in(value));
            open.extend(filled.map(|(key, _)| (domain.name, key.clone())));
            let entries = declared.map(|(key, value)| Entry::new(key.as_str(), value.clone()));
            nodes.push((domain, Node::new(Value::Dictionary(entries.collect()))));
        }
        if nodes.iter().all(|(_, node)| node.entries().is_empty()) {
            return None;
        }
        let delivered = nodes.iter().map(|(domain, settings)| Delivered {
            domain,
            settings,
            at: KeyPath::root(),
            delivery: Delivery::Bare,
        });
        let (settings, _) = resolve::single(&delivered.collect::<Vec<_>>());
        // The words are about what the values mean; that some are refused is said apart.
        let accepted = Settings { refused: Vec::new(), ..settings.clone() };
        let policy = Policy::compile(&accepted, Platform::MacOs).ok()?;
        Some(Self { settings, policy, open })
    }

    fn refusal(&self, domain: &str, key: &str) -> Option<Fallback> {
        let refused = self.settings.refused.iter().find(|there| there.domain == domain && there.key == key);
        refused.map(|refused| refused.fallback)
    }

    fn is_set(&self, domain: &'static str, key: &str) -> bool {
        self.settings.origins.layer(domain, key) != Layer::BuiltIn
    }
}

/// The effect of a key of our own domains.
pub(crate) fn of_key(domain: &str, key: &str, before: Option<&InForce>, after: Option<&InForce>) -> Effect {
    /// What the engine does with settings of which it makes no policy; design section 5.2, row 1c.
    const NO_POLICY: &str = "no policy is made of the settings: the last good one goes on, or nobody gets in";
    let (Some(domain), Some(before), Some(after)) = (domain::named(domain), before, after) else {
        return Effect::Unknown;
    };
    let slot = (domain.name, key.to_owned());
    if before.open.contains(&slot) || after.open.contains(&slot) {
        return Effect::Unknown;
    }
    let refused = |side: &InForce| side.refusal(domain.name, key) == Some(Fallback::Deny);
    match (refused(before), refused(after)) {
        (true, true) => Effect::Unknown,
        (false, true) => {
            Effect::Words(format!("`{key}` is not set to a valid value any more, so {NO_POLICY}"))
        }
        (true, false) => {
            Effect::Words(format!("`{key}` is set to a valid value now; without one, {NO_POLICY}"))
        }
        (false, false) => match key::words(domain.name, key) {
            Some(words) => words(before, after).map_or(Effect::Nothing, Effect::Words),
            None => Effect::Unknown,
        },
    }
}

/// The effect of settings that are for a user, or that nobody is held to, where they were not; and the reverse.
pub(crate) fn of_reach(before: Option<&InForce>, after: Option<&InForce>) -> Effect {
    match (before, after) {
        (Some(_), None) => Effect::Words(
            "nothing of the policy is in force any more: only what a device enforces decides".into(),
        ),
        (None, Some(_)) => Effect::Words(
            "the policy is in force now; it was not, since only what a device enforces decides".into(),
        ),
        _ => Effect::Unknown,
    }
}

/// The effect of settings of ours that are enforced in one file and set once in the other.
pub(crate) fn of_means(before: Option<&Shown>, after: Option<&Shown>) -> Effect {
    let enforced = Shown::Value(Value::String("enforced".to_owned()));
    match (before == Some(&enforced), after == Some(&enforced)) {
        (true, false) => Effect::Words(
            "the settings decide nothing any more: a user may change what is set once, so the defaults are in force"
                .to_owned(),
        ),
        (false, true) => Effect::Words("the settings decide now; what is set once decides nothing".to_owned()),
        _ => Effect::Nothing,
    }
}

fn is_filled_in(value: &Value) -> bool {
    match value {
        Value::String(text) => holds_variable(text),
        Value::Array(items) => items.iter().any(|item| is_filled_in(&item.value)),
        Value::Dictionary(entries) => entries.iter().any(|entry| is_filled_in(&entry.node.value)),
        _ => false,
    }
}
