//! The one list of carriers: what settings can be carried by to a Mac, one file for each.

mod apple_business;
mod declaration;
pub mod fleet;
pub(crate) mod intune;
mod intune_folders;
mod jamf;
pub(crate) mod kandji;
pub(crate) mod managed_client;
pub(crate) mod mobileconfig;
pub(crate) mod preference_file;
mod terraform;
mod workspace_one;

use crate::artifact::Artifact;
use crate::error::EmitError;
use crate::settings_file::SettingsFile;
use crate::stand_in::{self, StandIn};

/// Something that carries settings to a Mac.
#[derive(Clone, Copy, Debug)]
pub struct CarrierTarget {
    /// The name on the command line.
    pub name: &'static str,
    /// A few words.
    pub title: &'static str,
    /// What `lint --target` calls the place where the files go, where the linter knows it.
    pub target: Option<&'static str>,
    /// Whether there is a profile around the settings.
    pub(crate) profile: bool,
    /// What stands for the secret of a key until somebody, or the MDM, fills it in.
    pub(crate) stand_in: StandIn,
    /// Keys beside the settings that hold a placeholder, such as the address at which a declaration finds its profile.
    pub(crate) left_open: &'static [&'static [&'static str]],
    /// The files; the settings come in the order in which they are written.
    pub(crate) make: fn(&SettingsFile) -> Result<Vec<Artifact>, EmitError>,
}

/// What settings can be carried by.
pub static CARRIERS: &[CarrierTarget] = &[
    CarrierTarget {
        name: "mobileconfig",
        title: "configuration profile, one payload for each domain",
        target: None,
        profile: true,
        stand_in: StandIn::Placeholder,
        left_open: &[],
        make: mobileconfig::write,
    },
    CarrierTarget {
        name: "mcx",
        title: "configuration profile, one managed-client payload",
        target: None,
        profile: true,
        stand_in: StandIn::Placeholder,
        left_open: &[],
        make: managed_client::write,
    },
    CarrierTarget {
        name: "plist",
        title: "preference file for each domain",
        target: None,
        profile: false,
        stand_in: StandIn::Placeholder,
        left_open: &[],
        make: preference_file::write,
    },
    CarrierTarget {
        name: "jamf",
        title: "Jamf Pro profile, and the Classic API's body of it",
        target: Some("jamf"),
        profile: true,
        stand_in: StandIn::Placeholder,
        left_open: &[],
        make: jamf::write,
    },
    CarrierTarget {
        name: "kandji",
        title: "Kandji custom profile, as its repository holds it",
        target: Some("kandji"),
        profile: true,
        stand_in: StandIn::Placeholder,
        left_open: &[],
        make: kandji::write,
    },
    CarrierTarget {
        name: "intune",
        title: "Intune preference files, and Graph bodies of them and of the whole profile",
        target: Some("intune"),
        profile: true,
        stand_in: StandIn::Placeholder,
        left_open: &[],
        make: intune::write,
    },
    CarrierTarget {
        name: "intune-management",
        title: "folder of IntuneManagement with the whole profile",
        target: Some("intune"),
        profile: true,
        stand_in: StandIn::Placeholder,
        left_open: &[],
        make: intune_folders::management,
    },
    CarrierTarget {
        name: "intune-cd",
        title: "folder of IntuneCD with the whole profile",
        target: Some("intune"),
        profile: true,
        stand_in: StandIn::Placeholder,
        left_open: &[],
        make: intune_folders::cd,
    },
    CarrierTarget {
        name: "fleet",
        title: "Fleet profile, and the configuration that lists it",
        target: Some("fleet"),
        profile: true,
        stand_in: StandIn::Variable(&stand_in::FLEET),
        left_open: &[],
        make: fleet::write,
    },
    CarrierTarget {
        name: "workspace-one",
        title: "custom settings of Workspace ONE, a payload for each domain",
        target: Some("workspace-one"),
        profile: false,
        stand_in: StandIn::Placeholder,
        left_open: &[],
        make: workspace_one::write,
    },
    CarrierTarget {
        name: "mosyle",
        title: "profile for Mosyle",
        target: None,
        profile: true,
        stand_in: StandIn::Placeholder,
        left_open: &[],
        make: |settings| mobileconfig::write_for("mosyle", settings),
    },
    CarrierTarget {
        name: "addigy",
        title: "profile for Addigy",
        target: None,
        profile: true,
        stand_in: StandIn::Placeholder,
        left_open: &[],
        make: |settings| mobileconfig::write_for("addigy", settings),
    },
    CarrierTarget {
        name: "simplemdm",
        title: "profile for SimpleMDM, secrets as custom attributes",
        target: None,
        profile: true,
        stand_in: StandIn::Variable(&stand_in::SIMPLE_MDM),
        left_open: &[],
        make: |settings| mobileconfig::write_for("simplemdm", settings),
    },
    CarrierTarget {
        name: "apple-business",
        title: "body with which Apple Business takes a custom profile",
        target: Some("apple-business"),
        profile: true,
        stand_in: StandIn::Placeholder,
        left_open: &[],
        make: apple_business::write,
    },
    CarrierTarget {
        name: "ddm",
        title: "profile, and the legacy declaration that delivers it",
        target: Some("device"),
        profile: true,
        stand_in: StandIn::Placeholder,
        left_open: declaration::LEFT_OPEN,
        make: declaration::write,
    },
    CarrierTarget {
        name: "terraform-jamfpro",
        title: "Terraform module for Jamf Pro",
        target: Some("jamf"),
        profile: true,
        stand_in: StandIn::Variable(&stand_in::TERRAFORM),
        left_open: &[],
        make: terraform::jamfpro,
    },
    CarrierTarget {
        name: "terraform-microsoft365",
        title: "Terraform modules for Intune: the whole profile, or preference files",
        target: Some("intune"),
        profile: true,
        stand_in: StandIn::Variable(&stand_in::TERRAFORM),
        left_open: &[],
        make: terraform::microsoft365,
    },
    CarrierTarget {
        name: "terraform-simplemdm",
        title: "Terraform module for SimpleMDM",
        target: None,
        profile: true,
        stand_in: StandIn::Variable(&stand_in::SIMPLE_MDM),
        left_open: &[],
        make: terraform::simplemdm,
    },
];

/// What people ask for and cannot be had: each refuses, and names what can carry the settings instead.
pub static REFUSING: &[CarrierTarget] = &[CarrierTarget {
    name: "intune-settings-catalog",
    title: "policy of Intune's settings catalog",
    target: Some("intune"),
    profile: false,
    stand_in: StandIn::Placeholder,
    left_open: &[],
    make: |_| Err(EmitError::SettingsCatalog),
}];

/// The carrier of this name, one that refuses among them.
#[must_use]
pub fn carrier_named(name: &str) -> Option<&'static CarrierTarget> {
    CARRIERS.iter().chain(REFUSING).find(|target| target.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_and_stand_once() {
        for target in CARRIERS.iter().chain(REFUSING) {
            assert_eq!(carrier_named(target.name).map(|found| found.title), Some(target.title));
        }
        assert!(carrier_named("Kandji").is_none());
    }
}
