//! What is wrong with a settings file, as facts, and where.

use latchkey_profile_schema::text::Position;
use latchkey_profile_schema::{KeyPath, Part};

/// Why a settings file cannot be read.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{}{kind}", position.map(|at| format!("line {}, column {}: ", at.line, at.column)).unwrap_or_default())]
pub struct SettingsError {
    /// Where in the text, as far as the parser says.
    pub position: Option<Position>,
    /// What is wrong.
    pub kind: SettingsErrorKind,
}

/// What is wrong with a settings file.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SettingsErrorKind {
    /// The text does not follow its own syntax, or holds what no property list can hold.
    #[error("{reason}")]
    Syntax {
        /// The parser's words.
        reason: String,
    },
    /// The outermost value is not a table.
    #[error("expected one table for each preference domain, found {found}")]
    NotATable {
        /// What it is.
        found: &'static str,
    },
    /// Lists and tables that stand too deep in each other.
    #[error("lists and tables stand too deep in each other")]
    TooDeep,
    /// No domain has settings.
    #[error("there are no settings; expected a table named {}", words(known))]
    NoDomain {
        /// The declared domains.
        known: Vec<&'static str>,
    },
    /// A table that is neither `profile` nor a declared domain.
    #[error("unknown table `{name}`; {}", match nearest {
        Some(nearest) => format!("perhaps `{nearest}`"),
        None => format!("expected `profile` or {}", words(known)),
    })]
    UnknownTable {
        /// Its name.
        name: String,
        /// The table that may be meant.
        nearest: Option<&'static str>,
        /// The declared domains and payload types.
        known: Vec<&'static str>,
    },
    /// A domain whose dots were read as tables inside tables.
    #[error("`{name}` is only the first word of `{domain}`; write the whole domain in quotes")]
    UnquotedDomain {
        /// The first word.
        name: String,
        /// The domain that begins with it.
        domain: &'static str,
    },
    /// A key of `profile` that does not exist.
    #[error("unknown key `{path}`; expected {}", words(known))]
    UnknownOption {
        /// Where it stands.
        path: KeyPath,
        /// The keys that exist.
        known: &'static [&'static str],
    },
    /// A value of another type than its place needs.
    #[error("`{path}` is {found}; expected {expected}")]
    WrongType {
        /// Where it stands.
        path: KeyPath,
        /// The type that belongs there.
        expected: &'static str,
        /// The type that stands there.
        found: &'static str,
    },
    /// A scope that does not exist.
    #[error("`{path}` is `{found}`; expected `System` or `User`")]
    UnknownScope {
        /// Where it stands.
        path: KeyPath,
        /// The word.
        found: String,
    },
    /// An identifier that is empty or has characters that no identifier has.
    #[error("`{path}` is `{found}`; expected letters, digits, `.`, `-` and `_`")]
    BadIdentifier {
        /// Where it stands.
        path: KeyPath,
        /// The identifier.
        found: String,
    },
    /// A text that is empty and must not be.
    #[error("`{path}` is empty")]
    Empty {
        /// Where it stands.
        path: KeyPath,
    },
    /// A value that no property list can hold.
    #[error("`{path}` is {found}, which a property list cannot hold")]
    Inexpressible {
        /// Where it stands.
        path: KeyPath,
        /// What it is.
        found: &'static str,
    },
}

impl SettingsErrorKind {
    /// What it is about.
    pub(super) fn place(&self) -> Option<(KeyPath, Part)> {
        Some(match self {
            Self::Syntax { .. } | Self::NotATable { .. } | Self::TooDeep | Self::NoDomain { .. } => {
                return None;
            }
            Self::UnknownTable { name, .. } | Self::UnquotedDomain { name, .. } => {
                (KeyPath::root().key(name), Part::Key)
            }
            Self::UnknownOption { path, .. } => (path.clone(), Part::Key),
            Self::WrongType { path, .. }
            | Self::UnknownScope { path, .. }
            | Self::BadIdentifier { path, .. }
            | Self::Empty { path }
            | Self::Inexpressible { path, .. } => (path.clone(), Part::Value),
        })
    }
}

impl From<SettingsErrorKind> for SettingsError {
    fn from(kind: SettingsErrorKind) -> Self {
        Self { position: None, kind }
    }
}

fn words(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    }
}
