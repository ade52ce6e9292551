//! The settings of two files to what differs in meaning between them, whatever carries them and in whatever order.
//!
//! What servers rewrite is no difference: identifiers and UUIDs, the order of keys and payloads, white space.

mod difference;
mod pairs;
mod references;
#[cfg(test)]
mod tests;
mod value;
mod walk;

use std::collections::{BTreeMap, BTreeSet};

use latchkey_profile_schema::carrier::CONFIGURATION;
use latchkey_profile_schema::{KeyPath, Segment, Value};

use crate::settings_file::{DomainSettings, Means, ProfileOptions, SettingsFile};
use crate::tree;
use references::References;
use walk::Walk;

pub use difference::{Comparison, Difference, DifferenceKind, MOST_DIFFERENCES, Shown};

/// Keys of a profile's envelope that only say what it is called.
const LABELS: &[&str] = &["PayloadDescription", "PayloadDisplayName", "PayloadOrganization"];

/// Whether what profiles say of themselves is compared too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Envelopes {
    /// Both files say it.
    Compared,
    /// One of them has no profile around its settings.
    LeftOut,
}

/// Compares the settings of two files. Asked the other way round, it finds the same, mirrored.
///
/// A key of our own domains is compared as a whole; what other keys hold, at every depth. Of several payloads of a
/// type, those are held against each other that differ least, whatever their order; the path of a difference then
/// begins with the payload's place among them, in the first file unless only the second has it.
#[must_use]
pub fn compare(before: &SettingsFile, after: &SettingsFile, envelopes: Envelopes) -> Comparison {
    let mut found = Comparison::with_room(MOST_DIFFERENCES);
    if envelopes == Envelopes::Compared {
        let (before, after) = (envelope(&before.profile), envelope(&after.profile));
        Walk::new(CONFIGURATION, &References::default(), &mut found).keys(&before, &after);
        for difference in &mut found.differences {
            if difference.path.last_key().is_some_and(|key| LABELS.contains(&key)) {
                difference.kind = DifferenceKind::Label;
            }
        }
    }
    let (before, after) = (by_domain(before), by_domain(after));
    let names: BTreeSet<&str> = before.keys().chain(after.keys()).copied().collect();
    let mut names: Vec<&str> = names.into_iter().collect();
    // Those of ours come first.
    names.sort_by_key(|domain| tree::rank(domain));
    let none = Vec::new();
    let of = |domain: &str| (before.get(domain).unwrap_or(&none), after.get(domain).unwrap_or(&none));
    let mut references = References::default();
    for domain in &names {
        let (before, after) = of(domain);
        referred(domain, before, after, &mut references);
    }
    for domain in names {
        let (before, after) = of(domain);
        compare_domain(domain, before, after, &references, &mut found);
    }
    found
}

/// What a profile says of itself, but for what servers rewrite.
fn envelope(options: &ProfileOptions) -> Vec<(String, Value)> {
    let own = [
        ("PayloadDisplayName", options.display_name.as_str()),
        ("PayloadOrganization", options.organization.as_str()),
        ("PayloadScope", options.scope.word()),
    ];
    let own = own.map(|(key, text)| (key.to_owned(), tree::string(text)));
    own.into_iter().chain(options.others.iter().cloned()).collect()
}

/// The settings of each domain in which any key is set.
type ByDomain<'a> = BTreeMap<&'a str, Vec<&'a DomainSettings>>;

fn by_domain(file: &SettingsFile) -> ByDomain<'_> {
    let mut all = ByDomain::new();
    for settings in file.domains.iter().filter(|settings| !settings.values.is_empty()) {
        all.entry(settings.domain.as_str()).or_default().push(settings);
    }
    all
}

fn compare_domain(
    domain: &str,
    before: &[&DomainSettings],
    after: &[&DomainSettings],
    references: &References<'_>,
    found: &mut Comparison,
) {
    // What one file enforces and the other sets once is the same settings by other means.
    if let ([before], [after]) = (before, after) {
        means(domain, Some(&before.means), Some(&after.means), found);
        Walk::new(domain, references, found).keys(&before.values, &after.values);
        return;
    }
    let (before_payloads, before) = split(before, is_payload);
    let (after_payloads, after) = split(after, is_payload);
    // Preferences are one for each way in which they are set.
    let (before_enforced, before_once) = split(&before, |settings| settings.means == Means::Enforced);
    let (after_enforced, after_once) = split(&after, |settings| settings.means == Means::Enforced);
    preferences(domain, (&before_enforced, &after_enforced), references, found);
    preferences(domain, (&before_once, &after_once), references, found);
    payloads(domain, (&before_payloads, &after_payloads), references, found);
}

/// Takes over the payloads of a type to which others refer.
fn referred<'a>(
    domain: &'a str,
    before: &[&DomainSettings],
    after: &[&DomainSettings],
    references: &mut References<'a>,
) {
    if before.iter().chain(after).all(|settings| settings.uuid.is_none()) {
        return;
    }
    let ((before, _), (after, _)) = (split(before, is_payload), split(after, is_payload));
    for (number, (left, right)) in pairs::of(domain, &before, &after).into_iter().enumerate() {
        let left = left.and_then(|at| before.get(at).copied());
        let right = right.and_then(|at| after.get(at).copied());
        references.add((domain, number), left, right);
    }
}

fn is_payload(settings: &DomainSettings) -> bool {
    settings.means == Means::Payload
}

fn split<'a>(
    all: &[&'a DomainSettings],
    first: impl Fn(&DomainSettings) -> bool,
) -> (Vec<&'a DomainSettings>, Vec<&'a DomainSettings>) {
    all.iter().copied().partition(|settings| first(settings))
}

/// Of preferences that are set in the same way, the later ones win.
fn preferences(
    domain: &str,
    (before, after): (&[&DomainSettings], &[&DomainSettings]),
    references: &References<'_>,
    found: &mut Comparison,
) {
    let first = |all: &[&DomainSettings]| all.first().map(|settings| settings.means.clone());
    let values = |all: &[&DomainSettings]| -> Vec<(String, Value)> {
        all.iter().flat_map(|settings| settings.values.iter().cloned()).collect()
    };
    means(domain, first(before).as_ref(), first(after).as_ref(), found);
    Walk::new(domain, references, found).keys(&values(before), &values(after));
}

/// Each payload that macOS reads itself stands alone.
fn payloads(
    domain: &str,
    (before, after): (&[&DomainSettings], &[&DomainSettings]),
    references: &References<'_>,
    found: &mut Comparison,
) {
    let several = before.len().max(after.len()) > 1;
    for (left, right) in pairs::of(domain, before, after) {
        let path = left.or(right).filter(|_| several).map(Segment::Index);
        let values = |all: &[&DomainSettings], at: Option<usize>| -> Vec<(String, Value)> {
            at.and_then(|at| all.get(at)).map(|settings| settings.values.clone()).unwrap_or_default()
        };
        Walk::below(domain, path.into_iter().collect(), references, found)
            .keys(&values(before, left), &values(after, right));
    }
}

/// A difference in how settings reach their reader.
fn means(domain: &str, before: Option<&Means>, after: Option<&Means>, found: &mut Comparison) {
    // Enforced is the usual case, and needs no word where the keys are told as added or removed.
    let usual = |means: Option<&Means>| matches!(means, None | Some(Means::Enforced | Means::Payload));
    let one_sided = before.is_none() || after.is_none();
    if before == after || (one_sided && usual(before) && usual(after)) {
        return;
    }
    let words = |means: &Means| Shown::Value(Value::String(in_words(means)));
    found.add(|| Difference {
        domain: domain.to_owned(),
        path: KeyPath::root(),
        kind: DifferenceKind::Means,
        before: before.map(words),
        after: after.map(words),
    });
}

fn in_words(means: &Means) -> String {
    match means {
        Means::Enforced => "enforced".to_owned(),
        Means::SetOnce { timestamp: None } => "set again at every login".to_owned(),
        Means::SetOnce { timestamp: Some(date) } => format!("set once, as of {date}"),
        Means::Payload => "a payload that macOS reads itself".to_owned(),
    }
}
