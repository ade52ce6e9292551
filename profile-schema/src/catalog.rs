//! The generated schema of a domain, walked once into its keys with everything known about each.

mod key;
mod read;

use std::borrow::Cow;
use std::sync::{LazyLock, OnceLock};

use crate::domain::{self, Domain, DomainKind};
use crate::key_path::Segment;

pub use key::{
    AllowedValue, CatalogKey, Channel, Conditions, Enrollment, Fallback, Repetition, RequiredUnless,
    RequiredWhen, Syntax, Unit,
};

/// All keys of a domain, in display order.
#[derive(Clone, Debug, PartialEq)]
pub struct Catalog {
    /// The preference domain, or the envelope's word.
    pub domain: Cow<'static, str>,
    /// Who reads the keys.
    pub kind: DomainKind,
    /// The program whose versions [`CatalogKey::since`] and [`CatalogKey::until`] count.
    pub application: Cow<'static, str>,
    /// A few words.
    pub title: String,
    /// A sentence or two.
    pub description: String,
    /// The first macOS version that reads any of it.
    pub macos_since: Option<String>,
    /// Which channel of an MDM server may deliver it; `None` where nothing says so.
    pub channel: Option<Channel>,
    /// Whether several payloads of it may stand in one profile; `None` where nothing says so.
    pub repetition: Option<Repetition>,
    /// From whom macOS takes it, where not from anybody.
    pub enrollment: Option<Enrollment>,
    /// The vendor's page about all of it, where there is one.
    pub documentation: Option<String>,
    /// The keys.
    pub keys: Vec<CatalogKey>,
    /// Keys that exist besides the declared ones, by name alone.
    pub other_keys: Vec<String>,
}

impl Catalog {
    /// The keys of a domain; of what is declared, read once a process.
    #[must_use]
    pub fn of(domain: &Domain) -> Cow<'static, Self> {
        Self::declared(domain).map_or_else(|| Cow::Owned(read::root(domain)), Cow::Borrowed)
    }

    /// The names of the keys that a committed schema marks with a keyword, in its order, found in its text alone: who
    /// asks for a few names of every domain need not read all of them.
    #[must_use]
    pub fn marked(domain: &Domain, keyword: &str) -> Vec<&'static str> {
        /// How far a schema's text is indented at each level.
        const STEP: usize = 2;
        let text: &'static str = domain.committed;
        let name = |at| {
            let before = text.get(..at)?;
            let indentation = before.len() - before.trim_end_matches(' ').len();
            let opening = before.lines().rev().find_map(|line| {
                let words = line.trim_start_matches(' ');
                (line.len() - words.len() + STEP == indentation).then_some(words)
            });
            opening?.strip_prefix('"')?.split('"').next()
        };
        memchr::memmem::find_iter(text.as_bytes(), &format!("\"{keyword}\":")).filter_map(name).collect()
    }

    /// The keys of a declared domain or envelope, read once a process; `None` for any other.
    #[must_use]
    pub fn declared(domain: &Domain) -> Option<&'static Self> {
        Self::cell(domain).map(|cell| cell.get_or_init(|| read::root(domain)))
    }

    fn cell(domain: &Domain) -> Option<&'static OnceLock<Self>> {
        static CELLS: LazyLock<Vec<(&str, OnceLock<Catalog>)>> =
            LazyLock::new(|| domain::every().map(|domain| (domain.name, OnceLock::new())).collect());
        CELLS.iter().find(|(name, _)| *name == domain.name).map(|(_, cell)| cell)
    }

    /// A key by its exact name.
    #[must_use]
    pub fn key(&self, name: &str) -> Option<&CatalogKey> {
        self.keys.iter().find(|key| key.name == name)
    }

    /// The declaration of what stands at a path from the settings, as deep as there are names: the key itself, or the
    /// key whose item or value it is.
    #[must_use]
    pub fn declaration(&self, path: &[Segment]) -> Option<&CatalogKey> {
        let Some((Segment::Key(name), rest)) = path.split_first() else { return None };
        let mut named = self.key(name)?;
        let mut declared = named;
        for segment in rest {
            declared = match (declared.below(segment), segment) {
                (Some(below), _) => below,
                // What is in a dictionary of free values belongs to the key that holds it.
                (None, Segment::Key(_)) if !declared.keys.is_empty() => return None,
                (None, _) => break,
            };
            if !declared.name.is_empty() {
                named = declared;
            }
        }
        Some(named)
    }

    /// All declared keys, at any depth.
    pub fn every_key(&self) -> impl Iterator<Item = &CatalogKey> {
        let mut open: Vec<&CatalogKey> = self.keys.iter().rev().collect();
        std::iter::from_fn(move || {
            loop {
                let key = open.pop()?;
                open.extend(key.item.as_deref().into_iter().chain(key.map_value.as_deref()));
                open.extend(key.keys.iter().rev());
                if !key.name.is_empty() {
                    return Some(key);
                }
            }
        })
    }
}

#[cfg(test)]
mod tests;
