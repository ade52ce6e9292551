//! The tree of a settings file to settings: each table in its place, each number of the type that its key declares.

use latchkey_profile_schema::document::PlistType;
use latchkey_profile_schema::domain::{self, DOMAINS};
use latchkey_profile_schema::{Catalog, Entry, KeyPath, Value};

use super::error::{SettingsError, SettingsErrorKind};
use super::{DomainSettings, ProfileOptions, SettingsFile};

/// The table that is no domain.
const PROFILE: &str = "profile";
const OPTIONS: &[&str] = &["identifier", "display_name", "organization"];

pub(super) fn lift(root: Value) -> Result<SettingsFile, SettingsError> {
    let Value::Dictionary(tables) = root else {
        return Err(SettingsErrorKind::NotATable { found: type_in_words(&root) }.into());
    };
    let mut file = SettingsFile::default();
    for Entry { key: name, node, .. } in tables {
        let at = KeyPath::root().key(&name);
        let table = match node.value {
            Value::Dictionary(entries) => entries,
            value if name == PROFILE || domain::named(&name).is_some() => {
                return Err(wrong_type(at, "a table", &value).into());
            }
            // A name that nothing knows is the worse mistake.
            _ => return Err(unknown_table(name).into()),
        };
        if name == PROFILE {
            file.profile = profile(table, &at)?;
        } else if let Some(domain) = domain::named(&name) {
            let catalog = Catalog::of(domain);
            let values = table.into_iter().map(|entry| shaped(entry, &catalog)).collect();
            file.domains.push(DomainSettings { domain: name, values });
        } else {
            return Err(unknown_table(name).into());
        }
    }
    if file.domains.is_empty() {
        return Err(SettingsErrorKind::NoDomain { known: known() }.into());
    }
    Ok(file)
}

fn known() -> Vec<&'static str> {
    DOMAINS.iter().map(|domain| domain.name).collect()
}

fn unknown_table(name: String) -> SettingsErrorKind {
    let first_word = |domain: &str| domain.strip_prefix(&name).is_some_and(|rest| rest.starts_with('.'));
    match DOMAINS.iter().find(|domain| first_word(domain.name)) {
        Some(domain) => SettingsErrorKind::UnquotedDomain { name, domain: domain.name },
        None => SettingsErrorKind::UnknownTable { name, known: known() },
    }
}

fn profile(entries: Vec<Entry>, at: &KeyPath) -> Result<ProfileOptions, SettingsErrorKind> {
    let mut options = ProfileOptions::default();
    for Entry { key, node, .. } in entries {
        let path = at.key(&key);
        let option = match key.as_str() {
            "identifier" => &mut options.identifier,
            "display_name" => &mut options.display_name,
            "organization" => &mut options.organization,
            _ => return Err(SettingsErrorKind::UnknownOption { path, known: OPTIONS }),
        };
        match node.value {
            Value::String(text) if text.trim().is_empty() => return Err(SettingsErrorKind::Empty { path }),
            Value::String(text) if key == "identifier" && !is_identifier(&text) => {
                return Err(SettingsErrorKind::BadIdentifier { path, found: text });
            }
            Value::String(text) => *option = text,
            value => return Err(wrong_type(path, "a string", &value)),
        }
    }
    Ok(options)
}

fn is_identifier(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'))
}

/// A setting whose numbers have the declared types, where that changes no value.
fn shaped(entry: Entry, catalog: &Catalog) -> (String, Value) {
    let Entry { key, node, .. } = entry;
    let Some(declared) = catalog.key(&key) else {
        return (key, node.value);
    };
    let mut value = number(node.value, declared.value_type);
    match (&mut value, &declared.item, &declared.map_value) {
        (Value::Array(items), Some(element), _) => {
            for item in items {
                let value = std::mem::replace(&mut item.value, Value::Boolean(false));
                item.value = number(value, element.value_type);
            }
        }
        (Value::Dictionary(entries), _, Some(element)) => {
            for entry in entries {
                let value = std::mem::replace(&mut entry.node.value, Value::Boolean(false));
                entry.node.value = number(value, element.value_type);
            }
        }
        _ => {}
    }
    (key, value)
}

fn number(value: Value, declared: PlistType) -> Value {
    /// 2^53: every integer up to it is a double, and the reverse.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match (&value, declared) {
        (Value::Integer(number), PlistType::Real) if (*number as f64).abs() <= EXACT => {
            Value::Real(*number as f64)
        }
        (Value::Real(number), PlistType::Integer) if number.fract() == 0.0 && number.abs() <= EXACT => {
            Value::Integer(*number as i128)
        }
        _ => value,
    }
}

fn wrong_type(path: KeyPath, expected: &'static str, value: &Value) -> SettingsErrorKind {
    SettingsErrorKind::WrongType { path, expected, found: type_in_words(value) }
}

const fn type_in_words(value: &Value) -> &'static str {
    match value.plist_type() {
        PlistType::String => "a string",
        PlistType::Integer | PlistType::Real => "a number",
        PlistType::Boolean => "true or false",
        PlistType::Date => "a date",
        PlistType::Data => "data",
        PlistType::Array => "a list",
        PlistType::Dictionary => "a table",
    }
}
