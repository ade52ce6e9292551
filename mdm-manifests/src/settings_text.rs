//! Settings to the TOML of a settings file, from which `build` makes the same again.

mod explained;

use latchkey_profile_schema::document::PlistType;
use latchkey_profile_schema::domain::{self, DomainKind};
use latchkey_profile_schema::{Catalog, CatalogKey, Entry, KeyPath, Node, Value};
use toml::value::Array;
use toml::{Table, Value as Toml};

use crate::artifact::Artifact;
use crate::carriers::CarrierTarget;
use crate::error::EmitError;
use crate::settings_file::{DomainSettings, Means, ProfileOptions, SettingsFile, Syntax};
use crate::stand_in::StandIn;

pub use explained::explained;

/// A settings file as something that settings can be written to.
pub static SETTINGS: CarrierTarget = CarrierTarget {
    name: "settings",
    title: "settings file in TOML, of which `build` makes every other carrier",
    target: None,
    profile: false,
    stand_in: StandIn::Placeholder,
    left_open: &[],
    make: write,
};

/// `settings.toml`
fn write(settings: &SettingsFile) -> Result<Vec<Artifact>, EmitError> {
    let mut undeclared: Vec<String> = settings
        .domains
        .iter()
        .filter(|settings| domain::known(&settings.domain).is_none())
        .map(|settings| settings.domain.clone())
        .collect();
    undeclared.dedup();
    if !undeclared.is_empty() {
        return Err(EmitError::UndeclaredDomains { domains: undeclared });
    }
    let mut text = piece("profile", Toml::Table(profile(&settings.profile)))?;
    for (index, first) in settings.domains.iter().enumerate() {
        let same = |other: &&DomainSettings| other.domain == first.domain;
        if settings.domains.iter().take(index).any(|other| same(&other)) {
            continue;
        }
        let tables = settings.domains.iter().filter(same).map(table).collect::<Result<Array, _>>()?;
        let value = match <[Toml; 1]>::try_from(tables) {
            Ok([table]) => table,
            Err(tables) => Toml::Array(tables),
        };
        text.push('\n');
        text.push_str(&piece(&first.domain, value)?);
    }
    // The file is worth nothing unless it is read as what was written.
    SettingsFile::read(&text, Syntax::Toml).map_err(EmitError::Settings)?;
    Ok(vec![Artifact::new("settings.toml", text)])
}

/// One table of the file.
fn piece(name: &str, value: Toml) -> Result<String, EmitError> {
    let root = Table::from_iter([(name.to_owned(), value)]);
    toml::to_string(&root).map_err(|error| EmitError::Info(error.to_string()))
}

fn profile(options: &ProfileOptions) -> Table {
    let texts = [
        ("identifier", options.identifier.as_str()),
        ("display_name", &options.display_name),
        ("organization", &options.organization),
        ("scope", options.scope.word()),
    ];
    // No settings file holds an empty text here; the default stands in its place.
    let texts = texts.into_iter().filter(|(_, text)| !text.trim().is_empty());
    texts.map(|(key, text)| (key.to_owned(), Toml::String(text.to_owned()))).collect()
}

fn table(settings: &DomainSettings) -> Result<Toml, EmitError> {
    let domain = || settings.domain.clone();
    let is_payload =
        domain::known(&settings.domain).is_some_and(|declared| declared.kind == DomainKind::PayloadType);
    match settings.means {
        Means::SetOnce { .. } => return Err(EmitError::SetOnce { domain: domain() }),
        Means::Enforced if is_payload => return Err(EmitError::NotAPayload { domain: domain() }),
        Means::Enforced | Means::Payload => {}
    }
    let at = KeyPath::root().key(&settings.domain);
    let catalog = domain::known(&settings.domain).and_then(Catalog::declared);
    let values = settings.values.iter().map(|(key, value)| {
        let declared = catalog.and_then(|catalog| catalog.key(key));
        Ok((key.clone(), of_key(declared, value, &at.key(key))?))
    });
    Ok(Toml::Table(values.collect::<Result<_, EmitError>>()?))
}

/// The value of a key.
fn of_key(declared: Option<&CatalogKey>, value: &Value, at: &KeyPath) -> Result<Toml, EmitError> {
    let is_real = declared.is_some_and(|key| key.value_type == PlistType::Real);
    whole(value).filter(|_| is_real).map_or_else(|| toml(value, at), Ok)
}

/// A whole number as people write it. Where a real is declared, the reader makes one of it again.
fn whole(value: &Value) -> Option<Toml> {
    /// 2^53: every whole number up to it is a double.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match value {
        Value::Real(number) if number.fract() == 0.0 && number.abs() <= EXACT => {
            Some(Toml::Integer(*number as i64))
        }
        _ => None,
    }
}

fn toml(value: &Value, at: &KeyPath) -> Result<Toml, EmitError> {
    let inexpressible = |found| EmitError::Inexpressible { path: at.clone(), found };
    Ok(match value {
        Value::String(text) => Toml::String(text.clone()),
        Value::Integer(number) => Toml::Integer(
            i64::try_from(*number).map_err(|_| inexpressible("an integer of more than 63 bits"))?,
        ),
        Value::Real(number) if number.is_finite() => Toml::Float(*number),
        Value::Real(_) => return Err(inexpressible("no finite number")),
        Value::Boolean(truth) => Toml::Boolean(*truth),
        Value::Date(date) => Toml::Datetime(date.parse().map_err(|_| inexpressible("a date out of range"))?),
        Value::Data(_) => return Err(inexpressible("data")),
        Value::Array(items) => Toml::Array(items_of(items, at)?),
        Value::Dictionary(entries) => Toml::Table(
            entries
                .iter()
                .map(|Entry { key, node, .. }| Ok((key.clone(), toml(&node.value, &at.key(key))?)))
                .collect::<Result<_, EmitError>>()?,
        ),
    })
}

fn items_of(items: &[Node], at: &KeyPath) -> Result<Array, EmitError> {
    items.iter().enumerate().map(|(index, item)| toml(&item.value, &at.index(index))).collect()
}
