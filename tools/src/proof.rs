//! What was proven of a profile to what an administrator is told: words for people, one object for programs.

mod findings;
mod human;
mod json;
mod sarif;
mod story;
mod words;

pub(crate) use findings::tell;
pub(crate) use human::{changed, proven};
pub(crate) use json::{change_object, object};
pub(crate) use sarif::{change_log, log};
