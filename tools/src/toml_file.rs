//! A TOML file of ours, its text, and the schema generated from what it may say: everything that is wrong with it, with
//! places, in words.

mod check;
mod schema;
mod text;
mod wording;

pub(crate) use check::{Found, Mistake, MistakeKind, against, options, syntax};
pub(crate) use schema::without_null;
pub(crate) use text::Text;
pub(crate) use wording::{nearest, word};
