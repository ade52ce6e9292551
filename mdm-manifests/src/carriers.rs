//! The one list of carriers: what settings can be carried by to a Mac, one file for each.

pub(crate) mod intune;
pub(crate) mod kandji;
pub(crate) mod managed_client;
pub(crate) mod mobileconfig;
pub(crate) mod preference_file;

use crate::artifact::Artifact;
use crate::error::EmitError;
use crate::placeholder::placeholder_for;
use crate::settings_file::SettingsFile;

/// Something that carries settings to a Mac.
#[derive(Clone, Copy, Debug)]
pub struct CarrierTarget {
    /// The name on the command line.
    pub name: &'static str,
    /// A few words.
    pub title: &'static str,
    /// Whether there is a profile around the settings.
    pub(crate) profile: bool,
    /// What stands for the secret of a key until somebody, or the MDM, fills it in.
    pub(crate) stand_in: fn(&str) -> String,
    /// The files; the settings come in the order in which they are written.
    pub(crate) make: fn(&SettingsFile) -> Result<Vec<Artifact>, EmitError>,
}

/// What settings can be carried by.
pub static CARRIERS: &[CarrierTarget] = &[
    CarrierTarget {
        name: "mobileconfig",
        title: "configuration profile, one payload for each domain",
        profile: true,
        stand_in: placeholder_for,
        make: mobileconfig::write,
    },
    CarrierTarget {
        name: "mcx",
        title: "configuration profile, one managed-client payload",
        profile: true,
        stand_in: placeholder_for,
        make: managed_client::write,
    },
    CarrierTarget {
        name: "plist",
        title: "preference file for each domain",
        profile: false,
        stand_in: placeholder_for,
        make: preference_file::write,
    },
    CarrierTarget {
        name: "kandji",
        title: "Kandji custom profile, as its repository holds it",
        profile: true,
        stand_in: placeholder_for,
        make: kandji::write,
    },
    CarrierTarget {
        name: "intune",
        title: "Intune preference files, and Graph bodies of them and of the whole profile",
        profile: true,
        stand_in: placeholder_for,
        make: intune::write,
    },
];

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
        for target in CARRIERS {
            assert_eq!(carrier_named(target.name).map(|found| found.title), Some(target.title));
        }
        assert!(carrier_named("Kandji").is_none());
    }
}
