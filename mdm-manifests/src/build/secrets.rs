//! Keeps sensitive values out of settings that are written for others to see, and finds what is still to be filled in.

use latchkey_profile_schema::check::is_secret;
use latchkey_profile_schema::{
    Catalog, CatalogKey, KeyPath, KeyProblem, Place, Problem, ProblemKind, Segment, Value, domain,
};

use crate::placeholder::{is_placeholder, placeholder_for};
use crate::settings_file::{DomainSettings, SettingsFile};

/// Puts placeholders in the place of sensitive values. A misspelt key is as sensitive as the right one.
pub(super) fn leave_out(settings: &mut SettingsFile) {
    for settings in &mut settings.domains {
        let declared = sensitive_keys(&settings.domain);
        for (key, value) in &mut settings.values {
            let same = declared.iter().find(|name| name.eq_ignore_ascii_case(key));
            hide(same.unwrap_or(key), value);
        }
    }
}

fn hide(key: &str, value: &mut Value) {
    if is_secret(key) {
        *value = Value::String(placeholder_for(key));
        return;
    }
    match value {
        Value::Dictionary(entries) => {
            entries.iter_mut().for_each(|entry| hide(&entry.key, &mut entry.node.value));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| hide(key, &mut item.value)),
        _ => {}
    }
}

/// Sets a placeholder where the problem is a secret that must be set and is not; whether it was that.
pub(super) fn stand_in(settings: &mut SettingsFile, problem: &Problem) -> bool {
    let (ProblemKind::Key(KeyProblem::MissingKey { key }), Place::Path(path, _)) =
        (&problem.kind, &problem.place)
    else {
        return false;
    };
    let Some(Segment::Key(domain)) = path.segments().first() else {
        return false;
    };
    if !sensitive_keys(domain).contains(key) {
        return false;
    }
    let value = (key.clone(), Value::String(placeholder_for(key)));
    match settings.domains.iter_mut().find(|settings| *settings.domain == **domain) {
        Some(settings) => settings.values.push(value),
        None => {
            settings.domains.push(DomainSettings { domain: domain.to_string(), values: vec![value] });
        }
    }
    true
}

/// The keys that hold placeholders.
pub(super) fn placeholders(settings: &SettingsFile) -> Vec<KeyPath> {
    let mut found = Vec::new();
    for settings in &settings.domains {
        let at = KeyPath::root().key(&settings.domain);
        let open = settings.values.iter().filter(|(_, value)| match value {
            Value::String(text) => is_placeholder(text),
            _ => false,
        });
        found.extend(open.map(|(key, _)| at.key(key)));
    }
    found
}

fn sensitive_keys(name: &str) -> Vec<String> {
    let keys = domain::named(name).map(|domain| Catalog::of(domain).keys).unwrap_or_default();
    keys.into_iter().filter(|key| key.sensitive).map(|CatalogKey { name, .. }| name).collect()
}
