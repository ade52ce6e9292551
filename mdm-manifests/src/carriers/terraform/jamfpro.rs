//! Settings to a module for Jamf Pro: a resource that reads the profile beside it.
//!
//! Terraform provider `deploymenttheory/jamfpro`: `jamfpro_macos_configuration_profile_plist`.

use super::hcl;
use super::secrets::Variables;
use crate::artifact::{Artifact, file_name};
use crate::carriers::jamf;
use crate::error::EmitError;
use crate::settings_file::SettingsFile;

const FOLDER: &str = "terraform-jamfpro";

/// `terraform-jamfpro/<identifier>.tf`, `….versions.tf` and `….mobileconfig`
pub(crate) fn write(settings: &SettingsFile) -> Result<Vec<Artifact>, EmitError> {
    let options = &settings.profile;
    let name = file_name(&options.identifier);
    let profile = format!("{name}.mobileconfig");
    let variables = Variables::of(settings);
    let attributes = hcl::attributes(
        2,
        &[
            ("name", hcl::quoted(&options.display_name)),
            ("description", hcl::quoted(&jamf::description(options))),
            ("level", hcl::quoted(options.scope.word())),
            ("distribution_method", hcl::quoted("Install Automatically")),
            ("redeploy_on_update", hcl::quoted("Newly Assigned")),
            ("user_removable", jamf::is_removable(options).to_string()),
            ("payload_validate", "true".to_owned()),
            ("payloads", variables.replaced(hcl::file(&profile))),
        ],
    );
    let text = format!(
        "{}resource \"jamfpro_macos_configuration_profile_plist\" \"{}\" {{\n{attributes}\n  \
           scope {{\n    all_computers = false\n  }}\n}}\n",
        variables.declarations(),
        hcl::label(&options.identifier),
    );
    Ok(vec![
        Artifact::new(format!("{FOLDER}/{name}.tf"), text),
        hcl::requirements(FOLDER, &name, "jamfpro", "deploymenttheory/jamfpro"),
        Artifact::new(format!("{FOLDER}/{profile}"), jamf::profile(settings)?),
    ])
}
