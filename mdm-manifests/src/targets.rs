//! The one list of targets: what the declaration can become, and what settings can be carried by.

use crate::artifact::Artifact;
use crate::carriers::{intune, kandji, managed_client, mobileconfig, preference_file};
use crate::error::EmitError;
use crate::jamf_schema;
use crate::manifest::Manifest;
use crate::settings_file::SettingsFile;
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

/// Something that carries settings to a Mac.
pub type CarrierTarget = Target<fn(&SettingsFile) -> Result<Vec<Artifact>, EmitError>>;

/// The editors that read the declaration.
pub static MANIFESTS: &[ManifestTarget] =
    &[Target { name: "jamf", title: "Jamf Pro custom schema", make: jamf_schema::manifest }];

/// What settings can be carried by.
pub static CARRIERS: &[CarrierTarget] = &[
    Target {
        name: "mobileconfig",
        title: "configuration profile, one payload for each domain",
        make: mobileconfig::write,
    },
    Target {
        name: "mcx",
        title: "configuration profile, one managed-client payload",
        make: managed_client::write,
    },
    Target { name: "plist", title: "preference file for each domain", make: preference_file::write },
    Target {
        name: "kandji",
        title: "Kandji custom profile, as its repository holds it",
        make: kandji::write,
    },
    Target {
        name: "intune",
        title: "Intune preference files, and Graph bodies of them and of the whole profile",
        make: intune::write,
    },
];

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

/// The carrier of this name.
#[must_use]
pub fn carrier_named(name: &str) -> Option<&'static CarrierTarget> {
    CARRIERS.iter().find(|target| target.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_and_stand_once() {
        for target in MANIFESTS {
            assert_eq!(manifest_named(target.name).map(|found| found.title), Some(target.title));
        }
        for target in CARRIERS {
            assert_eq!(carrier_named(target.name).map(|found| found.title), Some(target.title));
        }
        assert!(carrier_named("Kandji").is_none());
    }
}
