//! A finding with its place in the text of a file, as every format shows it.

use std::borrow::Cow;

use latchkey_profile_schema::text::Position;
use latchkey_profile_schema::{KeyPath, Span};

use crate::finding::Finding;
use crate::fix::LocatedFix;
use crate::rule::{Level, Rule};
use crate::target::Target;

/// A finding with its place in the text.
#[derive(Clone, Debug)]
pub(crate) struct Located {
    /// Whose finding it is.
    pub(crate) rule: &'static Rule,
    /// How grave it is here: the rule's own level, unless the target or the configuration says otherwise.
    pub(crate) level: Level,
    /// Where.
    pub(crate) spot: Spot,
    /// What was found.
    pub(crate) message: String,
    /// What to do.
    pub(crate) help: Option<String>,
    /// What happens otherwise.
    pub(crate) consequence: Option<String>,
    /// Whom it concerns; none: everybody.
    pub(crate) targets: Vec<Target>,
    /// Other places that belong to it.
    pub(crate) related: Vec<Other>,
    /// What mends it.
    pub(crate) fix: Option<LocatedFix>,
    /// What the prover has to do with it.
    pub(crate) proof: Proof,
}

/// What the prover has to do with a finding.
#[derive(Clone, Debug, Default)]
pub(crate) enum Proof {
    /// Nothing.
    #[default]
    Apart,
    /// The help ends by pointing to it; without that, the help is this.
    PointedTo(Option<String>),
    /// This is what it says of the whole policy.
    Told(String),
}

/// Another place that belongs to a finding.
#[derive(Clone, Debug)]
pub(crate) struct Other {
    /// The file, where it is another one.
    pub(crate) file: Option<String>,
    /// Where in it.
    pub(crate) spot: Spot,
    /// What stands there.
    pub(crate) message: String,
}

/// A place by names and, where there is text, by numbers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Spot {
    /// The key path; none where the file did not parse.
    pub(crate) key_path: Option<KeyPath>,
    /// The bytes.
    pub(crate) span: Option<Span>,
    /// The same as lines and columns.
    pub(crate) range: Option<(Position, Position)>,
}

impl Proof {
    /// The help without what points to the proof.
    pub(crate) const fn help(&mut self) -> Option<&mut String> {
        match self {
            Self::PointedTo(help) => help.as_mut(),
            Self::Apart | Self::Told(_) => None,
        }
    }
}

impl Located {
    /// The message with the names of other files alone: how they were called depends on where the linter was run.
    pub(crate) fn message_from_anywhere(&self) -> Cow<'_, str> {
        let files = self.related.iter().filter_map(|other| other.file.as_deref());
        files.fold(Cow::Borrowed(self.message.as_str()), |message, file| {
            match file.rsplit_once(['/', '\\']) {
                Some((_, name)) if message.contains(file) => Cow::Owned(message.replace(file, name)),
                _ => message,
            }
        })
    }

    /// Makes the help of a finding that the prover can tell more of point to it.
    pub(crate) fn points_to_proof(mut self) -> Self {
        let pointed = "`latchkey policy prove` tells how it comes to that";
        let help = self.help.as_ref().map_or_else(|| pointed.to_owned(), |help| format!("{help}; {pointed}"));
        self.proof = Proof::PointedTo(self.help.replace(help));
        self
    }

    /// Puts what the prover says in the place of what points to it.
    pub(crate) fn tell(&mut self, said: &str) {
        if let Proof::PointedTo(help) = &mut self.proof {
            self.help = help.take();
            self.proof = Proof::Told(said.to_owned());
        }
    }

    /// What the prover says of the whole policy, where it was asked.
    pub(crate) const fn told(&self) -> Option<&String> {
        match &self.proof {
            Proof::Told(said) => Some(said),
            Proof::Apart | Proof::PointedTo(_) => None,
        }
    }

    /// A finding whose place is known otherwise, with the rule's own level and nothing beside it.
    pub(crate) fn at(finding: Finding, spot: Spot) -> Self {
        Self {
            rule: finding.rule,
            level: finding.rule.level,
            spot,
            message: finding.message,
            help: finding.help,
            consequence: finding.consequence,
            targets: finding.targets,
            related: Vec::new(),
            fix: None,
            proof: Proof::Apart,
        }
    }
}
