//! What holds for every file of a run.

use std::sync::Arc;

use latchkey_profile_schema::domain::Domain;
use latchkey_profile_schema::library::Library;

use crate::target::Target;
use crate::version::Version;

/// What is assumed about every file of a run.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    /// The domain of files that do not say theirs.
    pub(crate) domain: Option<&'static Domain>,
    /// The same, where only a schema that the user brought describes it.
    pub(crate) described: Option<String>,
    /// Where the files will go; none: nobody said, and what only some destinations mind is not reported.
    pub(crate) targets: Vec<Target>,
    /// The oldest Okta Verify that reads the settings, where it was said.
    pub(crate) okta_verify: Option<Version>,
    /// Schemas that the user brought.
    pub(crate) schemas: Option<Arc<Library>>,
}

impl Options {
    /// Whether the files go there, as far as was said.
    pub(crate) fn goes_to(&self, target: Target) -> bool {
        self.targets.contains(&target)
    }
}
