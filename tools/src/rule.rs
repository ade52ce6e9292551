//! What a rule is: a name for a defect, how grave it is, and the page that explains it.

mod page;

use std::fmt;

use crate::target::Target;

/// A rule of the linter.
pub(crate) struct Rule {
    /// A kebab-case noun for the defect, never used for another one.
    pub(crate) name: &'static str,
    /// One sentence: the first line of the page.
    pub(crate) summary: &'static str,
    /// How grave a finding is.
    pub(crate) level: Level,
    /// Where a finding is graver or less grave than elsewhere.
    pub(crate) on: &'static [(Target, Level)],
    /// The version of Latchkey that had it first.
    pub(crate) since: &'static str,
    /// The page, under the headings that every rule has, as [`rule!`] takes it from the doc comment.
    pub(crate) explanation: &'static str,
}

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    /// Worth knowing.
    Info,
    /// It limits what users can do, or is probably not meant.
    Warning,
    /// It contradicts the declaration, or locks people out.
    Error,
}

impl Level {
    /// The word for it, in every format.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl Rule {
    /// How grave a finding is for a file that goes to these targets: as grave as for the one that minds it most.
    pub(crate) fn level_for(&self, targets: &[Target]) -> Level {
        let on = |target: &Target| self.on.iter().find(|(named, _)| named == target).map(|(_, level)| *level);
        targets.iter().map(|target| on(target).unwrap_or(self.level)).max().unwrap_or(self.level)
    }
}

impl fmt::Debug for Rule {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name)
    }
}

/// Declares a rule: the doc comment is its page, the comment's first line its summary.
macro_rules! rule {
    (
        #[doc = $summary:literal] $(#[doc = $line:literal])*
        static RULE = {
            name: $name:literal, level: $level:ident, $(on: [$($target:ident: $there:ident),+ $(,)?],)? since: $since:literal
        };
    ) => {
        #[doc = $summary] $(#[doc = $line])*
        pub(crate) static RULE: $crate::rule::Rule = $crate::rule::Rule {
            name: $name,
            summary: $summary,
            level: $crate::rule::Level::$level,
            on: &[$($(($crate::target::Target::$target, $crate::rule::Level::$there)),+)?],
            since: $since,
            explanation: concat!($summary, "\n", $($line, "\n"),*),
        };
    };
}

pub(crate) use rule;
