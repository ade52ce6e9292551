//! A setting, to values that it gives and refuses itself.

use super::setting::{Located, Setting};
use crate::document::{Node, Value};
use crate::library::{Listed, NAMED, Patterns, is_less, text};
use crate::problem::{Contradiction, ManifestFault, Refusal, Role};

use super::report::Report;

/// Looks at the default, the listed values and the bounds.
pub(super) fn check(setting: &Setting<'_>, report: &mut Report) {
    if let (Some(minimum), Some(maximum)) = (&setting.minimum, &setting.maximum)
        && is_less(&maximum.node.value, &minimum.node.value)
    {
        add(setting, maximum, Role::Bound, Refusal::EmptyRange, report);
    }
    for bound in [&setting.minimum, &setting.maximum].into_iter().flatten() {
        if let Some(refusal) = wrong_type(setting, bound) {
            add(setting, bound, Role::Bound, refusal, report);
        }
    }
    for value in setting.listed.iter().flat_map(Located::items) {
        let refusal = wrong_type(setting, &value)
            .or_else(|| out_of_range(setting, &value))
            .or_else(|| mismatch(setting, &value, &mut report.patterns));
        if let Some(refusal) = refusal {
            add(setting, &value, Role::Listed, refusal, report);
        }
    }
    if let Some(item) = &setting.item {
        check(item, report);
    }
    let Some(default) = &setting.default else { return };
    if let Some(refusal) = refused(setting, &Choices::of(setting), default, &mut report.patterns) {
        add(setting, default, Role::Default, refusal, report);
    }
    if let Some(item) = &setting.item {
        let choices = Choices::of(item);
        for value in default.items() {
            if report.is_full() {
                return;
            }
            if let Some(refusal) = refused(item, &choices, &value, &mut report.patterns) {
                add(setting, &value, Role::DefaultItem, refusal, report);
            }
        }
    }
}

/// Why a setting refuses a value.
fn refused(
    setting: &Setting<'_>,
    choices: &Choices<'_>,
    value: &Located<'_>,
    patterns: &mut Patterns,
) -> Option<Refusal> {
    wrong_type(setting, value)
        .or_else(|| not_listed(setting, choices, value))
        .or_else(|| out_of_range(setting, value))
        .or_else(|| mismatch(setting, value, patterns))
}

fn wrong_type(setting: &Setting<'_>, value: &Located<'_>) -> Option<Refusal> {
    let expected = setting.kind.filter(|_| !setting.fits(&value.node.value))?;
    Some(Refusal::Type { expected, found: value.node.value.plist_type() })
}

fn not_listed(setting: &Setting<'_>, choices: &Choices<'_>, value: &Located<'_>) -> Option<Refusal> {
    let values = setting.listed.as_ref().filter(|_| !setting.is_open)?.node.items();
    // The list of an array is about its items, or about arrays.
    if values.is_empty()
        || matches!(value.node.value, Value::Array(_) | Value::Dictionary(_))
        || choices.values.has(&value.node.value)
    {
        return None;
    }
    let titled = choices.titles.position(&value.node.value);
    match titled.and_then(|index| text(&values.get(index)?.value)) {
        Some(value) => Some(Refusal::IsTitle { value }),
        None if values.len() > NAMED => Some(Refusal::NotListed { allowed: Vec::new() }),
        None => {
            Some(Refusal::NotListed { allowed: values.iter().filter_map(|node| text(&node.value)).collect() })
        }
    }
}

/// The listed values of a setting and their titles, to be looked up.
struct Choices<'a> {
    values: Listed<'a>,
    titles: Listed<'a>,
}

impl<'a> Choices<'a> {
    fn of(setting: &Setting<'a>) -> Self {
        let values = |list: Option<&'a Node>| {
            Listed::of(list.map(Node::items).unwrap_or_default().iter().map(|node| &node.value))
        };
        let listed = setting.listed.as_ref().map(|listed| listed.node);
        Self { values: values(listed), titles: values(setting.titles) }
    }
}

fn out_of_range(setting: &Setting<'_>, value: &Located<'_>) -> Option<Refusal> {
    let value = &value.node.value;
    let below = setting.minimum.as_ref().is_some_and(|minimum| is_less(value, &minimum.node.value));
    let above = setting.maximum.as_ref().is_some_and(|maximum| is_less(&maximum.node.value, value));
    let bound = |bound: &Option<Located<'_>>| bound.as_ref().and_then(|bound| text(&bound.node.value));
    (below || above)
        .then(|| Refusal::OutOfRange { minimum: bound(&setting.minimum), maximum: bound(&setting.maximum) })
}

fn mismatch(setting: &Setting<'_>, value: &Located<'_>, patterns: &mut Patterns) -> Option<Refusal> {
    let pattern = setting.pattern.as_ref()?;
    // An empty default is how editors show a field that nobody filled in.
    let text = value.node.as_str().filter(|text| !text.is_empty())?;
    (!patterns.matches(pattern, text)).then(|| Refusal::Pattern { pattern: pattern.text.clone() })
}

fn add(setting: &Setting<'_>, value: &Located<'_>, role: Role, because: Refusal, report: &mut Report) {
    let (found, because) =
        if setting.is_secret { (None, hidden(because)) } else { (text(&value.node.value), because) };
    let fault = ManifestFault::Contradictory(Contradiction { role, found, because });
    report.at(value.at.clone(), Some(setting.name), fault);
}

/// Why a secret is refused, without any of the values that it may have.
fn hidden(because: Refusal) -> Refusal {
    match because {
        Refusal::NotListed { .. } | Refusal::IsTitle { .. } => Refusal::NotListed { allowed: Vec::new() },
        Refusal::OutOfRange { .. } => Refusal::OutOfRange { minimum: None, maximum: None },
        Refusal::Type { .. } | Refusal::Pattern { .. } | Refusal::EmptyRange => because,
    }
}
