//! Schemas that others wrote, and payloads compared with them: Apple's device-management YAML and community manifests.
//!
//! Files are handed in; nothing is read until somebody asks for a payload type.

mod answers;
mod apple;
mod catalog;
mod community;
mod compare;
mod condition;
mod fault;
mod merge;
mod pattern;
mod schema;
#[cfg(test)]
mod tests;
mod values;
mod version;
mod yaml;

use std::collections::{BTreeMap, HashSet};
use std::sync::{Arc, OnceLock};

use crate::plist::MAX_BYTES;

pub use catalog::{Untold, UntoldKind};
pub(crate) use community::{FORMAT, META_SETTINGS, is_pseudo, kind};
pub use compare::{Against, check};
pub(crate) use compare::{is_less, text};
pub use condition::{Condition, Test};
use fault::Faults;
pub use fault::{Fault, LibraryProblem};
pub use pattern::Pattern;
pub(crate) use pattern::Patterns;
pub use schema::{Author, Delivery, Key, Keys, Presence, Schema, Support};
pub(crate) use values::{Listed, NAMED};
pub use version::Version;

/// The schemas of a run, by payload type.
#[derive(Debug, Default)]
pub struct Library {
    types: BTreeMap<String, Shelf>,
    problems: Vec<LibraryProblem>,
}

/// Everything about one payload type.
#[derive(Debug, Default)]
struct Shelf {
    files: Vec<File>,
    /// Boxed, since one file may name a hundred thousand types of which nobody asks.
    read: OnceLock<Box<Read>>,
}

/// A file that was not read yet.
#[derive(Debug)]
struct File {
    name: Arc<str>,
    text: Text,
}

#[derive(Debug)]
enum Text {
    Yaml(String),
    Manifest(Arc<Manifest>),
}

/// A manifest, which names several domains and is about one of them.
#[derive(Debug)]
struct Manifest {
    bytes: Vec<u8>,
    /// The one, as soon as it was read; none where it is broken.
    domain: OnceLock<Option<String>>,
}

/// What the files of a payload type say together.
#[derive(Debug, Default)]
struct Read {
    schema: Option<Schema>,
    problems: Vec<LibraryProblem>,
}

impl Library {
    /// Looks which payload types these files describe, without reading them. Other files are passed over.
    pub fn index(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Self {
        let mut library = Self::default();
        for (name, bytes) in files {
            library.add(name, bytes);
        }
        library
    }

    /// The payload types that are described, in order.
    pub fn payload_types(&self) -> impl Iterator<Item = &str> {
        self.types.keys().map(String::as_str)
    }

    /// Whether no file describes anything, or was meant to.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.types.is_empty() && self.problems.is_empty()
    }

    /// What is known about a payload type; read at the first call, by whichever thread makes it.
    #[must_use]
    pub fn of(&self, payload_type: &str) -> Option<&Schema> {
        let shelf = self.types.get(payload_type)?;
        shelf.read.get_or_init(|| Box::new(shelf.read(payload_type))).schema.as_ref()
    }

    /// What is wrong with the files that were looked at so far, in the order of their payload types.
    pub fn problems(&self) -> impl Iterator<Item = &LibraryProblem> {
        let read = self.types.values().filter_map(|shelf| shelf.read.get());
        let mut told = HashSet::new();
        // A broken file may have been read for several types.
        self.problems
            .iter()
            .chain(read.flat_map(|read| &read.problems))
            .filter(move |problem| told.insert(*problem))
    }

    fn add(&mut self, name: String, bytes: Vec<u8>) {
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
        let is_yaml = matches!(ending.as_deref(), Some("yaml" | "yml"));
        let (word, most): (&[u8], _) =
            if is_yaml { (b"payloadtype:", yaml::MAX_BYTES) } else { (b"pfm_domain", MAX_BYTES) };
        if !holds(&bytes, word) {
            return;
        }
        let added = if bytes.len() > most {
            Err(Fault::TooLarge { most })
        } else if is_yaml {
            self.add_yaml(&name, bytes)
        } else {
            self.add_manifest(&name, bytes)
        };
        if let Err(fault) = added {
            self.problems.push(LibraryProblem { file: name, fault });
        }
    }

    fn add_yaml(&mut self, name: &str, bytes: Vec<u8>) -> Result<(), Fault> {
        let text = String::from_utf8(bytes).map_err(|_| Fault::NotUtf8)?;
        if let Some(payload_type) = apple::payload_type(&text) {
            let payload_type = payload_type.to_owned();
            self.put(payload_type, File { name: name.into(), text: Text::Yaml(text) });
        }
        Ok(())
    }

    fn add_manifest(&mut self, name: &str, bytes: Vec<u8>) -> Result<(), Fault> {
        let domains = community::domains(&bytes);
        if domains.is_empty() {
            return Err(Fault::BrokenManifest);
        }
        let (name, manifest) = (Arc::from(name), Arc::new(Manifest { bytes, domain: OnceLock::new() }));
        for domain in domains {
            self.put(domain, File { name: Arc::clone(&name), text: Text::Manifest(Arc::clone(&manifest)) });
        }
        Ok(())
    }

    fn put(&mut self, payload_type: String, file: File) {
        self.types.entry(payload_type).or_default().files.push(file);
    }
}

impl Shelf {
    fn read(&self, payload_type: &str) -> Read {
        let mut read = Read::default();
        for File { name, text } in &self.files {
            let mut faults = Faults::default();
            let schema = match text {
                Text::Yaml(text) => apple::read(name, text, &mut faults),
                Text::Manifest(manifest) if manifest.is_about_another(payload_type) => continue,
                Text::Manifest(manifest) => manifest.read(name, &mut faults),
            };
            // What the file's first look promised may be about another setting's domain.
            let Some(schema) = schema else {
                read.problems.extend(problems(name, faults));
                continue;
            };
            if schema.payload_type != payload_type {
                continue;
            }
            read.problems.extend(problems(name, faults));
            read.schema = Some(match read.schema.take() {
                Some(others) => merge::merge(others, schema),
                None => schema,
            });
        }
        read
    }
}

impl Manifest {
    fn is_about_another(&self, payload_type: &str) -> bool {
        self.domain.get().is_some_and(|domain| domain.as_deref() != Some(payload_type))
    }

    fn read(&self, name: &str, faults: &mut Faults) -> Option<Schema> {
        let schema = community::read(name, &self.bytes, faults);
        let _ = self.domain.set(schema.as_ref().map(|schema| schema.payload_type.clone()));
        schema
    }
}

fn problems(file: &str, faults: Faults) -> impl Iterator<Item = LibraryProblem> {
    faults.into_iter().map(move |fault| LibraryProblem { file: file.to_owned(), fault })
}

/// Whether bytes hold a word.
fn holds(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|window| window == word)
}
