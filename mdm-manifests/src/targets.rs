//! The one list of editors that read the declaration.

use crate::jamf_schema;
use crate::manifest::Manifest;
use latchkey_profile_schema::Catalog;

/// A target by its name.
#[derive(Clone, Copy, Debug)]
pub struct Target<F> {
    /// The name on the command line.
    pub name: &'static str,
    /// A few words.
    pub title: &'static str,
    pub(crate) make: F,
}

/// An editor that reads the declaration.
pub type ManifestTarget = Target<fn(&Catalog) -> Manifest>;

/// The editors that read the declaration.
pub static MANIFESTS: &[ManifestTarget] =
    &[Target { name: "jamf", title: "Jamf Pro custom schema", make: jamf_schema::manifest }];

/// The editor of this name.
#[must_use]
pub fn manifest_named(name: &str) -> Option<&'static ManifestTarget> {
    MANIFESTS.iter().find(|target| target.name == name)
}

/// Makes the files of one editor.
#[must_use]
pub fn manifest(target: &ManifestTarget, catalog: &Catalog) -> Manifest {
    (target.make)(catalog)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_and_stand_once() {
        for target in MANIFESTS {
            assert_eq!(manifest_named(target.name).map(|found| found.title), Some(target.title));
        }
        assert!(manifest_named("Jamf").is_none());
    }
}
