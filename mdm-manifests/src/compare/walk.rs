//! The keys of two dictionaries to their differences, down to the values that differ.

use std::collections::{BTreeMap, BTreeSet};

use latchkey_profile_schema::check::Secrecy;
use latchkey_profile_schema::document::PlistType;
use latchkey_profile_schema::{Catalog, CatalogKey, KeyPath, Node, Segment, Value, domain};

use super::difference::{Comparison, Difference, DifferenceKind, Shown};
use super::references::References;
use super::value::{by_key, is_open, same, shown};

/// The values of a dictionary by key.
type Keys<'v> = BTreeMap<&'v str, &'v Value>;

/// A way down through two trees at once.
pub(super) struct Walk<'a> {
    domain: &'a str,
    catalog: Option<&'static Catalog>,
    /// Whether the values of keys are compared as a whole.
    whole: bool,
    path: Vec<Segment>,
    secrecy: Secrecy,
    references: &'a References<'a>,
    found: &'a mut Comparison,
}

/// What is known about the values that are compared.
#[derive(Clone, Copy)]
struct About {
    declared: Option<&'static CatalogKey>,
    /// Whether no value below is shown.
    secret: bool,
}

impl<'a> Walk<'a> {
    /// Begins at the settings of a domain.
    pub(super) fn new(domain: &'a str, references: &'a References<'a>, found: &'a mut Comparison) -> Self {
        Self::below(domain, Vec::new(), references, found)
    }

    /// Begins at settings that stand at a path.
    pub(super) fn below(
        domain: &'a str,
        path: Vec<Segment>,
        references: &'a References<'a>,
        found: &'a mut Comparison,
    ) -> Self {
        Self {
            domain,
            catalog: domain::known(domain).and_then(Catalog::declared),
            whole: domain::named(domain).is_some(),
            path,
            secrecy: Secrecy::default(),
            references,
            found,
        }
    }

    /// Compares settings by key; of a repeated key the last value counts.
    pub(super) fn keys(&mut self, before: &[(String, Value)], after: &[(String, Value)]) {
        let (before, after) = (keys(before), keys(after));
        let catalog = self.catalog;
        self.union(&before, &after, false, |key| catalog.and_then(|catalog| catalog.key(key)));
    }

    fn union(
        &mut self,
        before: &Keys<'_>,
        after: &Keys<'_>,
        secret: bool,
        declared: impl Fn(&str) -> Option<&'static CatalogKey>,
    ) {
        let names: BTreeSet<&str> = before.keys().chain(after.keys()).copied().collect();
        for name in names {
            let secret = secret || self.secrecy.is_secret(name);
            let about = About { declared: declared(name), secret };
            self.path.push(Segment::Key(name.into()));
            self.one(before.get(name).copied(), after.get(name).copied(), about);
            self.path.pop();
        }
    }

    fn one(&mut self, before: Option<&Value>, after: Option<&Value>, about: About) {
        match (before, after) {
            (Some(before), Some(after)) => self.values(before, after, about),
            (before, after) => self.tell(before, after, about),
        }
    }

    fn values(&mut self, before: &Value, after: &Value, about: About) {
        match (before, after) {
            _ if self.whole => self.as_a_whole(before, after, about),
            (Value::Dictionary(before), Value::Dictionary(after)) => {
                let below = |key: &str| about.declared?.below(&Segment::Key(key.into()));
                self.union(&by_key(before), &by_key(after), about.secret, below);
            }
            (Value::Array(before), Value::Array(after)) if before.iter().chain(after).any(has_parts) => {
                self.items(before, after, about);
            }
            _ => self.as_a_whole(before, after, about),
        }
    }

    fn as_a_whole(&mut self, before: &Value, after: &Value, about: About) {
        if !same(before, after, about.declared, self.references) {
            self.tell(Some(before), Some(after), about);
        }
    }

    /// Items are told by their place, but for those that both lists end with.
    fn items(&mut self, before: &[Node], after: &[Node], about: About) {
        let item = about.declared.and_then(|declared| declared.item.as_deref());
        let alike =
            |(before, after): &(&Node, &Node)| same(&before.value, &after.value, item, self.references);
        let end = before.iter().rev().zip(after.iter().rev()).take_while(alike).count();
        let left = before.get(..before.len() - end).unwrap_or_default();
        let right = after.get(..after.len() - end).unwrap_or_default();
        for index in 0..left.len().max(right.len()) {
            let (left, right) = (left.get(index), right.get(index));
            self.path.push(Segment::Index(index));
            self.one(
                left.map(|node| &node.value),
                right.map(|node| &node.value),
                About { declared: item, ..about },
            );
            self.path.pop();
        }
    }

    fn tell(&mut self, before: Option<&Value>, after: Option<&Value>, about: About) {
        let kind = match (before, after) {
            (None, _) => DifferenceKind::Added,
            (_, None) => DifferenceKind::Removed,
            (Some(before), Some(after)) if about.secret && (is_open(before) || is_open(after)) => {
                DifferenceKind::Open
            }
            _ => DifferenceKind::Changed,
        };
        let Self { domain, path, secrecy, found, .. } = self;
        found.add(|| {
            let mut show = |value: &Value| match about.secret {
                true => Shown::Hidden,
                false => shown(value, secrecy),
            };
            let (mut before, mut after) = (before.map(&mut show), after.map(show));
            // What differs is in the parts that are not shown.
            if before == after {
                (before, after) = (Some(Shown::Hidden), Some(Shown::Hidden));
            }
            Difference {
                domain: (*domain).to_owned(),
                path: KeyPath::from(path.clone()),
                kind,
                before,
                after,
            }
        });
    }
}

fn keys(values: &[(String, Value)]) -> Keys<'_> {
    values.iter().map(|(key, value)| (key.as_str(), value)).collect()
}

/// Whether a list of such items is looked into.
fn has_parts(item: &Node) -> bool {
    matches!(item.value.plist_type(), PlistType::Dictionary | PlistType::Array)
}
