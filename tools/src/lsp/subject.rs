//! A version of a buffer, and all that an offer to change it is made from.

use gen_lsp_types::Uri;

use super::client::Client;
use super::lines::Lines;
use super::projects::Placed;
use crate::lint::FileReport;

/// A buffer, and what was found in it.
pub(super) struct Subject<'a> {
    /// Its name.
    pub(super) uri: &'a Uri,
    /// Which version of it.
    pub(super) version: i32,
    /// Its text.
    pub(super) text: &'a str,
    /// What is in force for it.
    pub(super) placed: &'a Placed,
    /// What was found.
    pub(super) reports: &'a [FileReport],
    /// Its lines.
    pub(super) lines: &'a Lines<'a>,
    /// The editor.
    pub(super) client: &'a Client,
}
