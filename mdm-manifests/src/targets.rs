//! The one list of targets of the declaration: editors, and what people and programs read.

use latchkey_profile_schema::Catalog;

use crate::manifest::Manifest;
use crate::{jamf_schema, json_schema, markdown, profile_manifest};

/// What the declaration can become.
#[derive(Clone, Copy, Debug)]
pub struct ManifestTarget {
    /// The name on the command line.
    pub name: &'static str,
    /// A few words.
    pub title: &'static str,
    /// Of what it can be made.
    pub subject: Subject,
    make: fn(&Catalog) -> Manifest,
}

/// Of what a target can be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// Of the declaration, and of schemas that others wrote.
    AnySchema,
    /// Of the declaration alone: it would say less than the schema of somebody else.
    Declaration,
}

/// What the declaration can become.
pub static MANIFESTS: &[ManifestTarget] = &[
    ManifestTarget {
        name: "jamf",
        title: "Jamf Pro custom schema",
        subject: Subject::AnySchema,
        make: jamf_schema::manifest,
    },
    ManifestTarget {
        name: "profile-manifest",
        title: "community manifest for ProfileCreator and iMazing Profile Editor",
        subject: Subject::Declaration,
        make: profile_manifest::manifest,
    },
    ManifestTarget {
        name: "json-schema",
        title: "JSON Schema (2020-12)",
        subject: Subject::AnySchema,
        make: json_schema::manifest,
    },
    ManifestTarget {
        name: "markdown",
        title: "reference page in Markdown",
        subject: Subject::AnySchema,
        make: markdown::manifest,
    },
];

/// The target of this name.
#[must_use]
pub fn manifest_named(name: &str) -> Option<&'static ManifestTarget> {
    MANIFESTS.iter().find(|target| target.name == name)
}

/// Makes the files of one target.
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
