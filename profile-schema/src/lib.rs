//! The declaration of every preference domain, and what a file says about it: bytes to a located document, the
//! settings inside whatever carries them, checks against the generated JSON Schema, and settings with defaults.

#![forbid(unsafe_code)]

pub mod carrier;
pub mod catalog;
pub mod check;
pub mod document;
pub mod domain;
pub mod key_path;
pub mod layer;
pub mod library;
pub mod manifest;
pub mod opening;
pub mod plist;
pub mod problem;
pub mod resolve;
pub mod schema;
pub mod settings;
pub mod spelling;
pub mod text;

pub use catalog::{Catalog, CatalogKey};
pub use check::{KeyProblem, check};
pub use document::{Document, Entry, Node, Part, Places, Span, Value};
pub use key_path::{KeyPath, Segment};
pub use layer::Layer;
pub use problem::{Place, Problem, ProblemKind};
pub use resolve::resolve;
pub use settings::{Origins, RefusedKey, Settings};
