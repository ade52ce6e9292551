//! One thing that a rule found: where it stands, what it is, what to do about it, and what happens otherwise.

use latchkey_profile_schema::{KeyPath, Part, Place, Span};

use crate::fix::Fix;
use crate::rule::{Level, Rule};
use crate::target::Target;

/// A finding, before its place is turned into a line.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    /// Whose finding it is.
    pub(crate) rule: &'static Rule,
    /// What it is at most, where the rule's own level would be too grave.
    pub(crate) at_most: Option<Level>,
    /// Where.
    pub(crate) place: Place,
    /// What was found, and what was expected.
    pub(crate) message: String,
    /// What to do.
    pub(crate) help: Option<String>,
    /// What the Mac, the MDM or the sign-in does with it.
    pub(crate) consequence: Option<String>,
    /// Whom it concerns; none: everybody.
    pub(crate) targets: Vec<Target>,
    /// Other places that belong to it.
    pub(crate) related: Vec<Related>,
    /// What mends it.
    pub(crate) fix: Option<Fix>,
    /// Whether the prover tells how it comes to what the finding says.
    pub(crate) is_told_by_proof: bool,
}

/// Another place that belongs to a finding.
#[derive(Clone, Debug)]
pub(crate) struct Related {
    /// Where.
    pub(crate) place: Place,
    /// What stands there.
    pub(crate) message: String,
}

impl Finding {
    /// A finding without advice.
    pub(crate) fn new(rule: &'static Rule, place: Place, message: impl Into<String>) -> Self {
        Self {
            rule,
            at_most: None,
            place,
            message: message.into(),
            help: None,
            consequence: None,
            targets: Vec::new(),
            related: Vec::new(),
            fix: None,
            is_told_by_proof: false,
        }
    }

    /// Says that it is less grave than the rule's other findings.
    pub(crate) const fn at_most(mut self, level: Level) -> Self {
        self.at_most = Some(level);
        self
    }

    /// Says what to do.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Says that the prover tells how it comes to what the finding says. Whoever does not ask it points to it.
    pub(crate) const fn told_by_proof(mut self) -> Self {
        self.is_told_by_proof = true;
        self
    }

    /// Says what happens otherwise.
    pub(crate) fn consequence(mut self, consequence: impl Into<String>) -> Self {
        self.consequence = Some(consequence.into());
        self
    }

    /// Says what happens otherwise, where that is declared.
    pub(crate) fn at_stake(mut self, consequence: Option<&str>) -> Self {
        self.consequence = consequence.map(str::to_owned);
        self
    }

    /// Says whom it concerns.
    pub(crate) fn concerns(mut self, targets: impl IntoIterator<Item = Target>) -> Self {
        self.targets.extend(targets);
        self
    }

    /// Says what mends it.
    pub(crate) fn fix(mut self, fix: impl Into<Option<Fix>>) -> Self {
        self.fix = fix.into();
        self
    }

    /// Points at another place.
    pub(crate) fn related(mut self, place: Place, message: impl Into<String>) -> Self {
        self.related.push(Related { place, message: message.into() });
        self
    }
}

/// The key path of a place that has one.
pub(crate) const fn path_of(place: &Place) -> Option<&KeyPath> {
    match place {
        Place::Path(path, _) => Some(path),
        Place::Bytes(_) | Place::File => None,
    }
}

/// The bytes of a place that no key path names.
pub(crate) const fn bytes_of(place: &Place) -> Option<Span> {
    match place {
        Place::Bytes(span) => Some(*span),
        Place::Path(..) | Place::File => None,
    }
}

/// The place of the value at a key path.
pub(crate) const fn value_at(path: KeyPath) -> Place {
    Place::Path(path, Part::Value)
}

/// The place of the key that ends a key path.
pub(crate) const fn key_at(path: KeyPath) -> Place {
    Place::Path(path, Part::Key)
}
