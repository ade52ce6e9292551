//! Keeps sensitive values out of settings that are written for others to see, and finds what is still to be filled in.

use std::collections::HashMap;

use latchkey_profile_schema::check::is_secret;
use latchkey_profile_schema::{
    Catalog, KeyPath, KeyProblem, Place, Problem, ProblemKind, Segment, Value, domain,
};

use crate::placeholder::{is_placeholder, is_variable};
use crate::settings_file::{DomainSettings, SettingsFile};
use crate::stand_in::{FilledIn, StandIn};
use crate::tree;

/// Puts what stands for them in the place of sensitive values. A misspelt key is as sensitive as the right one.
pub(super) fn leave_out(settings: &mut SettingsFile, stand_in: StandIn) {
    let mut hiding = Hiding { stand_in, hidden: HashMap::new() };
    for settings in &mut settings.domains {
        let declared = sensitive_keys(&settings.domain);
        for (key, value) in &mut settings.values {
            let same = declared.iter().find(|name| name.eq_ignore_ascii_case(key));
            hiding.hide(same.unwrap_or(key), value);
        }
    }
}

struct Hiding {
    stand_in: StandIn,
    /// For each key the values that were taken out, each once.
    hidden: HashMap<String, Vec<Value>>,
}

impl Hiding {
    fn hide(&mut self, key: &str, value: &mut Value) {
        if is_secret(key) {
            // What an MDM fills in is no secret.
            let is_open = |value: &Value| value.as_str().is_some_and(is_variable);
            if !is_open(value) {
                let hidden = self.hidden.entry(key.to_owned()).or_default();
                let number = hidden.iter().position(|other| other == value).unwrap_or_else(|| {
                    hidden.push(value.clone());
                    hidden.len() - 1
                });
                // Two secrets under one key, such as those of two servers, need two names.
                let numbered = if number == 0 { key.to_owned() } else { format!("{key}{}", number + 1) };
                *value = Value::String(self.stand_in.text(&numbered));
            }
            return;
        }
        match value {
            Value::Dictionary(entries) => {
                entries.iter_mut().for_each(|entry| self.hide(&entry.key, &mut entry.node.value));
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.hide(key, &mut item.value)),
            _ => {}
        }
    }
}

/// Sets what stands for it where the problem is a secret that must be set and is not; whether it was that.
pub(super) fn stand_in(settings: &mut SettingsFile, problem: &Problem, stand_in: StandIn) -> bool {
    let (ProblemKind::Key(KeyProblem::MissingKey { key }), Place::Path(path, _)) =
        (&problem.kind, &problem.place)
    else {
        return false;
    };
    let [Segment::Key(domain)] = path.segments() else {
        return false;
    };
    if !sensitive_keys(domain).contains(key) {
        return false;
    }
    let value = (key.clone(), Value::String(stand_in.text(key)));
    match settings.domains.iter_mut().find(|settings| *settings.domain == **domain) {
        Some(settings) => settings.values.push(value),
        None => settings.domains.push(DomainSettings::new(domain.to_string(), vec![value])),
    }
    true
}

/// The keys whose values are still to come: those that somebody fills in, and those that a program does.
pub(super) fn open(settings: &SettingsFile, stand_in: StandIn) -> (Vec<KeyPath>, Vec<FilledIn>) {
    let mut placeholders = Vec::new();
    let mut filled_in = Vec::new();
    tree::texts(&settings.document().root, &KeyPath::root(), &mut |at, text| {
        let variable = match stand_in {
            StandIn::Variable(variable) => variable.name(text).map(|name| (variable.of, name)),
            StandIn::Placeholder => None,
        };
        match variable {
            Some((by, name)) => filled_in.push(FilledIn { key: at.clone(), by, name }),
            None if is_placeholder(text) => placeholders.push(at.clone()),
            None => {}
        }
    });
    (placeholders, filled_in)
}

fn sensitive_keys(name: &str) -> Vec<String> {
    let catalog = domain::known(name).and_then(Catalog::declared);
    let keys = catalog.into_iter().flat_map(Catalog::every_key).filter(|key| key.sensitive);
    keys.map(|key| key.name.clone()).collect()
}
