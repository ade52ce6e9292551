//! The settings of a manifest, compared with the declaration of the domain that they are for.

use super::ManifestKind;
use super::report::Report;
use super::setting::{Located, Setting, fits};
use crate::catalog::{Catalog, CatalogKey, Unit};
use crate::check::entry;
use crate::document::{Node, PlistType, Value};
use crate::domain::{Domain, KeyNames};
use crate::key_path::KeyPath;
use crate::problem::{Disagreement, KeyProblem, ManifestFault, Place, Problem, ProblemKind};

/// Looks for names, types and values that the domain does not have, and for keys that the manifest does not offer;
/// `list` is where its settings stand.
pub(super) fn check(
    domain: &'static Domain,
    kind: ManifestKind,
    settings: &[Setting<'_>],
    list: &KeyPath,
    report: &mut Report,
) {
    let Some(catalog) = Catalog::declared(domain) else { return };
    let top = || settings.iter().filter(|setting| setting.is_top);
    for setting in top() {
        match catalog.key(setting.name) {
            Some(key) => compare(domain, kind, key, setting, report),
            None => unknown(domain, setting, report),
        }
    }
    if domain.keys == KeyNames::Open {
        return;
    }
    let is_offered = |key: &CatalogKey| top().any(|setting| setting.name == key.name);
    let lacking =
        catalog.keys.iter().filter(|key| !key.deprecated && !is_offered(key) && is_offerable(kind, key));
    let keys: Vec<String> = lacking.map(|key| key.name.clone()).collect();
    if !keys.is_empty() {
        report.at_key(list.clone(), None, ManifestFault::Lacks { domain: domain.name, keys });
    }
}

/// Jamf's forms have no field for these.
fn is_offerable(kind: ManifestKind, key: &CatalogKey) -> bool {
    kind != ManifestKind::Jamf
        || !matches!(key.value_type, PlistType::Date | PlistType::Data | PlistType::Dictionary)
}

fn unknown(domain: &'static Domain, setting: &Setting<'_>, report: &mut Report) {
    let nothing = Node::new(Value::Dictionary(Vec::new()));
    let (at, part) = setting.name_at.clone();
    for problem in entry(domain, setting.name, &nothing, &at) {
        if let ProblemKind::Key(problem) = problem.kind {
            let fault = Disagreement::Refused { domain: domain.name, problem: Box::new(problem) };
            report.part(at.clone(), part, Some(setting.name), ManifestFault::Disagrees(fault));
        }
    }
}

fn compare(
    domain: &'static Domain,
    kind: ManifestKind,
    key: &CatalogKey,
    setting: &Setting<'_>,
    report: &mut Report,
) {
    if key.sensitive && kind == ManifestKind::Community && !setting.is_sensitive {
        report.at(setting.at.clone(), Some(setting.name), ManifestFault::UnmarkedSecret);
    }
    let preset =
        setting.default.as_ref().filter(|default| default.node.as_str().is_some_and(|text| !text.is_empty()));
    if let Some(preset) = preset.filter(|_| key.sensitive) {
        report.at(preset.at.clone(), Some(setting.name), ManifestFault::PresetSecret);
    }
    if let Some((title, found, declared)) = other_unit(key, setting) {
        let fault = Disagreement::Unit { domain: domain.name, found, declared };
        report.at(title.at.clone(), Some(setting.name), ManifestFault::Disagrees(fault));
    }
    if let Some(found) = setting.kind.filter(|found| !fits(key.value_type, *found)) {
        let declared = key.value_type;
        let fault = Disagreement::Type { domain: domain.name, found, declared };
        report.at(setting.kind_at.clone(), Some(setting.name), ManifestFault::Disagrees(fault));
        return;
    }
    let item = setting.item.as_ref().zip(key.item.as_ref());
    if let Some((item, declared)) = item
        && let Some(found) = item.kind.filter(|found| !fits(declared.value_type, *found))
    {
        let declared = declared.value_type;
        let fault = Disagreement::ItemType { domain: domain.name, found, declared };
        report.at(item.kind_at.clone(), Some(setting.name), ManifestFault::Disagrees(fault));
        return;
    }
    // What has another type than its own setting is told already.
    let fitting = |value: &&Located<'_>| setting.fits(&value.node.value);
    for value in setting.default.iter().filter(fitting) {
        refuse(domain, setting, value, None, report);
    }
    for bound in [&setting.minimum, &setting.maximum].into_iter().flatten().filter(fitting) {
        refuse(domain, setting, bound, None, report);
    }
    for value in setting.listed_anywhere().iter().flat_map(|listed| listed.items()) {
        match (&setting.item, &value.node.value) {
            (Some(item), scalar) if item.fits(scalar) && !matches!(scalar, Value::Array(_)) => {
                let alone = Node::new(Value::Array(vec![value.node.clone()]));
                let at = value.at.clone();
                refuse(domain, setting, &Located { at, node: &alone }, Some(&value.at), report);
            }
            _ if setting.fits(&value.node.value) => refuse(domain, setting, &value, None, report),
            _ => {}
        }
    }
}

/// The title of a setting that names a unit which is not the key's, and not the key's own beside it.
fn other_unit<'s, 'a>(key: &CatalogKey, setting: &'s Setting<'a>) -> Option<(&'s Located<'a>, Unit, Unit)> {
    const TIMES: [(&str, Unit); 4] = [
        ("days", Unit::Days),
        ("hours", Unit::Hours),
        ("minutes", Unit::Minutes),
        ("seconds", Unit::Seconds),
    ];
    let declared = key.unit.filter(|unit| *unit != Unit::Count)?;
    let title = setting.title.as_ref()?;
    let text = title.node.as_str()?;
    let mut named = text.split(|sign: char| !sign.is_alphabetic()).filter_map(|word| {
        TIMES.iter().find(|(name, _)| word.eq_ignore_ascii_case(name)).map(|(_, unit)| *unit)
    });
    let found = named.next()?;
    (found != declared && !named.any(|unit| unit == declared)).then_some((title, found, declared))
}

/// Reports what the domain would say of this value in a profile; all at one place, where one is given.
fn refuse(
    domain: &'static Domain,
    setting: &Setting<'_>,
    value: &Located<'_>,
    at: Option<&KeyPath>,
    report: &mut Report,
) {
    // Editors show an empty text where nothing is preset.
    if value.node.as_str() == Some("") {
        return;
    }
    for Problem { place, kind } in entry(domain, setting.name, value.node, &value.at) {
        if let (ProblemKind::Key(problem), Place::Path(path, _)) = (kind, place)
            // What no document confirms may be offered all the same.
            && !matches!(problem, KeyProblem::UnconfirmedValue { .. })
        {
            let fault = Disagreement::Refused { domain: domain.name, problem: Box::new(problem) };
            let at = at.cloned().unwrap_or(path);
            report.at(at, Some(setting.name), ManifestFault::Disagrees(fault));
        }
    }
}
