//! Keeps sensitive values out of settings that are written for others to see, and finds what is still to be filled in.

use latchkey_profile_schema::check::is_secret;
use latchkey_profile_schema::{
    Catalog, KeyPath, KeyProblem, Node, Place, Problem, ProblemKind, Segment, Value, domain,
};

use crate::placeholder::{holds_variable, is_placeholder};
use crate::settings_file::{DomainSettings, SettingsFile};

/// Puts what stands for them in the place of sensitive values. A misspelt key is as sensitive as the right one.
pub(super) fn leave_out(settings: &mut SettingsFile, stand_in: fn(&str) -> String) {
    for settings in &mut settings.domains {
        let declared = sensitive_keys(&settings.domain);
        for (key, value) in &mut settings.values {
            let same = declared.iter().find(|name| name.eq_ignore_ascii_case(key));
            hide(same.unwrap_or(key), value, stand_in);
        }
    }
}

fn hide(key: &str, value: &mut Value, stand_in: fn(&str) -> String) {
    if is_secret(key) {
        // What an MDM fills in is no secret.
        let is_open = |value: &Value| value.as_str().is_some_and(holds_variable);
        if !is_open(value) {
            *value = Value::String(stand_in(key));
        }
        return;
    }
    match value {
        Value::Dictionary(entries) => {
            entries.iter_mut().for_each(|entry| hide(&entry.key, &mut entry.node.value, stand_in));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| hide(key, &mut item.value, stand_in)),
        _ => {}
    }
}

/// Sets what stands for it where the problem is a secret that must be set and is not; whether it was that.
pub(super) fn stand_in(settings: &mut SettingsFile, problem: &Problem, stand_in: fn(&str) -> String) -> bool {
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
    let value = (key.clone(), Value::String(stand_in(key)));
    match settings.domains.iter_mut().find(|settings| *settings.domain == **domain) {
        Some(settings) => settings.values.push(value),
        None => settings.domains.push(DomainSettings::new(domain.to_string(), vec![value])),
    }
    true
}

/// The keys that hold placeholders.
pub(super) fn placeholders(settings: &SettingsFile) -> Vec<KeyPath> {
    let mut found = Vec::new();
    let document = settings.document();
    look(&document.root, &KeyPath::root(), &mut found);
    found
}

fn look(node: &Node, at: &KeyPath, found: &mut Vec<KeyPath>) {
    match &node.value {
        Value::String(text) if is_placeholder(text) => found.push(at.clone()),
        Value::Dictionary(entries) => {
            entries.iter().for_each(|entry| look(&entry.node, &at.key(&entry.key), found));
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| look(item, &at.index(index), found));
        }
        _ => {}
    }
}

fn sensitive_keys(name: &str) -> Vec<String> {
    let catalog = domain::known(name).and_then(Catalog::declared);
    let keys = catalog.into_iter().flat_map(Catalog::every_key).filter(|key| key.sensitive);
    keys.map(|key| key.name.clone()).collect()
}
