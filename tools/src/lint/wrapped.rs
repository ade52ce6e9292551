//! A property list as it stands in its file, with what is said around it.

use latchkey_profile_schema::opening::{Deployment, Layer};

use crate::view::Beginning;

/// A property list as it stands in its file.
pub(super) struct Wrapped<'a> {
    /// What the file is called.
    pub(super) name: &'a str,
    /// The size of the file.
    pub(super) bytes: usize,
    /// What is around it, outermost first.
    pub(super) layers: Vec<&'a Layer>,
    /// For whom an MDM installs it, where what is around it says that.
    pub(super) deployment: Option<Deployment>,
    /// What its bytes begin with.
    pub(super) beginning: Beginning,
    /// Its domain, where what is around it says that.
    pub(super) domain: Option<&'a str>,
}
