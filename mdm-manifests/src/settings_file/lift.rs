//! The tree of a settings file to settings and everything that is wrong with it: each table in its place, each number of
//! the type that its key declares.

use latchkey_profile_schema::document::PlistType;
use latchkey_profile_schema::domain::{self, COMPANIONS, DOMAINS, Domain, DomainKind};
use latchkey_profile_schema::{Catalog, CatalogKey, Entry, KeyPath, Segment, Value, spelling};

use crate::tree;

use super::error::SettingsErrorKind;
use super::faults::Faults;
use super::{DomainSettings, ProfileOptions, ProfileScope, SettingsFile};

/// The table that is no domain.
const PROFILE: &str = "profile";
const OPTIONS: &[&str] = &["identifier", "display_name", "organization", "scope"];

/// The settings; what is wrong is left out of them.
pub(super) fn lift(root: Value, faults: &mut Faults) -> SettingsFile {
    let Value::Dictionary(entries) = root else {
        faults.add(SettingsErrorKind::NotATable { found: type_in_words(&root) });
        return SettingsFile::default();
    };
    let mut file = SettingsFile::default();
    for Entry { key: name, node, .. } in entries {
        let at = KeyPath::root().key(&name);
        if name == PROFILE {
            match node.value {
                Value::Dictionary(table) => file.profile = profile(table, &at, faults),
                value => faults.add(wrong_type(at, "a table", &value)),
            }
        } else if let Some(domain) = domain::known(&name) {
            file.domains.extend(tables(domain, node.value, &at, faults));
        } else {
            faults.add(unknown_table(name));
        }
    }
    if file.domains.is_empty() && faults.is_empty() {
        faults.add(SettingsErrorKind::NoDomain { known: known() });
    }
    file
}

/// The settings of a domain; of a payload that macOS reads itself there may be several, in a list.
fn tables(domain: &Domain, value: Value, at: &KeyPath, faults: &mut Faults) -> Vec<DomainSettings> {
    let catalog = Catalog::of(domain);
    let settings = |entries: Vec<Entry>| {
        let values = entries.into_iter().map(|entry| shaped(entry, &catalog));
        DomainSettings::new(domain.name, values.collect())
    };
    match value {
        Value::Dictionary(entries) => vec![settings(entries)],
        Value::Array(items) if domain.kind == DomainKind::PayloadType => items
            .into_iter()
            .enumerate()
            .filter_map(|(index, item)| match item.value {
                Value::Dictionary(entries) => Some(settings(entries)),
                value => {
                    faults.add(wrong_type(at.index(index), "a table", &value));
                    None
                }
            })
            .collect(),
        value => {
            faults.add(wrong_type(at.clone(), "a table", &value));
            Vec::new()
        }
    }
}

fn known() -> Vec<&'static str> {
    DOMAINS.iter().chain(COMPANIONS).map(|domain| domain.name).collect()
}

fn unknown_table(name: String) -> SettingsErrorKind {
    let first_word = |domain: &str| domain.strip_prefix(&name).is_some_and(|rest| rest.starts_with('.'));
    match DOMAINS.iter().chain(COMPANIONS).find(|domain| first_word(domain.name)) {
        Some(domain) => SettingsErrorKind::UnquotedDomain { name, domain: domain.name },
        None => {
            let nearest = spelling::nearest(&name, known().into_iter().chain([PROFILE]));
            SettingsErrorKind::UnknownTable { name, nearest, known: known() }
        }
    }
}

fn profile(entries: Vec<Entry>, at: &KeyPath, faults: &mut Faults) -> ProfileOptions {
    let mut options = ProfileOptions::default();
    for Entry { key, node, .. } in entries {
        if let Err(fault) = option(&mut options, &key, node.value, at.key(&key)) {
            faults.add(fault);
        }
    }
    options
}

/// Takes one option over.
fn option(
    options: &mut ProfileOptions,
    key: &str,
    value: Value,
    path: KeyPath,
) -> Result<(), SettingsErrorKind> {
    let option = match key {
        "identifier" => &mut options.identifier,
        "display_name" => &mut options.display_name,
        "organization" => &mut options.organization,
        "scope" => {
            options.scope = scope(path, &value)?;
            return Ok(());
        }
        _ => return Err(SettingsErrorKind::UnknownOption { path, known: OPTIONS }),
    };
    match value {
        Value::String(text) if text.trim().is_empty() => return Err(SettingsErrorKind::Empty { path }),
        Value::String(text) if key == "identifier" && !is_identifier(&text) => {
            return Err(SettingsErrorKind::BadIdentifier { path, found: text });
        }
        Value::String(text) => *option = text,
        value => return Err(wrong_type(path, "a string", &value)),
    }
    Ok(())
}

fn scope(path: KeyPath, value: &Value) -> Result<ProfileScope, SettingsErrorKind> {
    let scopes = [ProfileScope::System, ProfileScope::User];
    let Some(word) = value.as_str() else { return Err(wrong_type(path, "a string", value)) };
    scopes
        .into_iter()
        .find(|scope| scope.word() == word)
        .ok_or_else(|| SettingsErrorKind::UnknownScope { path, found: word.to_owned() })
}

fn is_identifier(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'))
}

/// A setting whose numbers have the declared types, where that changes no value.
fn shaped(entry: Entry, catalog: &Catalog) -> (String, Value) {
    let Entry { key, node, .. } = entry;
    match catalog.key(&key) {
        Some(declared) => (key, shape(node.value, declared)),
        None => (key, node.value),
    }
}

fn shape(value: Value, declared: &CatalogKey) -> Value {
    match number(value, declared.value_type) {
        Value::Array(items) => tree::array(items.into_iter().map(|item| match &declared.item {
            Some(element) => shape(item.value, element),
            None => item.value,
        })),
        Value::Dictionary(entries) => tree::dictionary(entries.into_iter().map(|entry| {
            let segment = Segment::Key(entry.key.as_str().into());
            let value = match declared.below(&segment) {
                Some(below) => shape(entry.node.value, below),
                None => entry.node.value,
            };
            (entry.key, value)
        })),
        value => value,
    }
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
