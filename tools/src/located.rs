//! A finding with its place in the text of a file, as every format shows it.

use latchkey_profile_schema::text::Position;
use latchkey_profile_schema::{Document, KeyPath, Span};

use crate::finding::Finding;
use crate::fix::{Fix, Safety};
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

/// A fix whose edits are bytes of the file.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct LocatedFix {
    /// What it does.
    pub(crate) title: String,
    /// Whether it can change what was meant.
    pub(crate) safety: Safety,
    /// The edits, in order of place and apart from each other.
    pub(crate) edits: Vec<TextEdit>,
}

/// Other text in place of some bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TextEdit {
    /// The bytes.
    pub(crate) span: Span,
    /// The text.
    pub(crate) text: String,
}

impl Located {
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
        }
    }
}

impl LocatedFix {
    /// The bytes that a fix changes; none where one of its places is not in the text.
    pub(crate) fn new(fix: &Fix, document: &Document, text: &[u8]) -> Option<Self> {
        let _ = (document, text);
        let edits = fix.edits.iter().map(|edit| match edit {
            crate::fix::Edit::Text(span, text) => Some(TextEdit { span: *span, text: text.clone() }),
            _ => None,
        });
        Some(Self { title: fix.title.clone(), safety: fix.safety, edits: edits.collect::<Option<_>>()? })
    }
}
