//! Keeps sensitive values out of settings that are written for others to see, and finds what is still to be filled in.

use latchkey_profile_schema::{
    Catalog, CatalogKey, KeyPath, KeyProblem, Place, Problem, ProblemKind, Segment, Value, domain,
};

use crate::placeholder::{is_placeholder, placeholder_for};
use crate::settings_file::{DomainSettings, SettingsFile};

/// Puts placeholders in the place of sensitive values. A key in the wrong case is as sensitive as the right one.
pub(super) fn leave_out(settings: &mut SettingsFile) {
    for settings in &mut settings.domains {
        let sensitive = sensitive_keys(&settings.domain);
        for (key, value) in &mut settings.values {
            if let Some(declared) = sensitive.iter().find(|name| name.eq_ignore_ascii_case(key)) {
                *value = Value::String(placeholder_for(declared));
            }
        }
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
