//! Settings to a module for SimpleMDM: a resource that reads the profile beside it. Secrets are custom attributes, which
//! SimpleMDM inserts, escaped for XML.
//!
//! Terraform provider `DavidKrau/simplemdm`: `simplemdm_customprofile`.

use super::hcl;
use crate::artifact::{Artifact, file_name};
use crate::carriers::mobileconfig;
use crate::error::EmitError;
use crate::settings_file::{ProfileScope, SettingsFile};

const FOLDER: &str = "terraform-simplemdm";

/// `terraform-simplemdm/<identifier>.tf`, `….versions.tf` and `….mobileconfig`
pub(crate) fn write(settings: &SettingsFile) -> Result<Vec<Artifact>, EmitError> {
    let options = &settings.profile;
    let name = file_name(&options.identifier);
    let profile = format!("{name}.mobileconfig");
    let attributes = hcl::attributes(
        2,
        &[
            ("name", hcl::quoted(&options.display_name)),
            ("mobileconfig", hcl::file(&profile)),
            ("userscope", (options.scope == ProfileScope::User).to_string()),
            ("attributesupport", "true".to_owned()),
            ("escapeattributes", "true".to_owned()),
            ("reinstallafterosupdate", "false".to_owned()),
        ],
    );
    let label = hcl::label(&options.identifier);
    let text = format!("resource \"simplemdm_customprofile\" \"{label}\" {{\n{attributes}}}\n");
    Ok(vec![
        Artifact::new(format!("{FOLDER}/{name}.tf"), text),
        hcl::requirements(FOLDER, &name, "simplemdm", "DavidKrau/simplemdm"),
        Artifact::new(format!("{FOLDER}/{profile}"), mobileconfig::text(settings)?),
    ])
}
