//! Settings to modules for Intune, which hold the texts themselves: one of the whole profile, and one of a preference
//! file for each domain. They manage the same domains, so one of the two is applied.
//!
//! Terraform provider `deploymenttheory/microsoft365`:
//! `microsoft365_graph_beta_device_management_macos_device_configuration_templates`.

use latchkey_profile_schema::plist;

use super::hcl;
use super::secrets::Variables;
use crate::artifact::{Artifact, file_name};
use crate::carriers::intune::{self, channel, limited};
use crate::carriers::preference_file::can_hold;
use crate::error::EmitError;
use crate::settings_file::{DomainSettings, SettingsFile};
use crate::tree::entries;

const RESOURCE: &str = "microsoft365_graph_beta_device_management_macos_device_configuration_templates";
const PROFILE: &str = "terraform-microsoft365/custom-configuration";
const PREFERENCES: &str = "terraform-microsoft365/preference-file";

/// `terraform-microsoft365/custom-configuration/<identifier>.tf` and, where preference files can hold all of the
/// settings, `terraform-microsoft365/preference-file/preferences.tf`, each with its `….versions.tf`
pub(crate) fn write(settings: &SettingsFile) -> Result<Vec<Artifact>, EmitError> {
    let name = file_name(&settings.profile.identifier);
    let variables = Variables::of(settings);
    let requirements = |folder, module: &str| {
        hcl::requirements(folder, module, "microsoft365", "deploymenttheory/microsoft365")
    };
    let mut artifacts = vec![
        Artifact::new(format!("{PROFILE}/{name}.tf"), profile(settings, &variables)?),
        requirements(PROFILE, &name),
    ];
    if settings.domains.iter().all(|domain| can_hold(settings, domain).is_ok()) {
        let mut text = variables.declarations();
        let resources = settings.domains.iter().map(|domain| preferences(settings, domain, &variables));
        text.push_str(&resources.collect::<Result<Vec<_>, _>>()?.join("\n"));
        artifacts.push(Artifact::new(format!("{PREFERENCES}/preferences.tf"), text));
        artifacts.push(requirements(PREFERENCES, "preferences"));
    }
    Ok(artifacts)
}

fn profile(settings: &SettingsFile, variables: &Variables) -> Result<String, EmitError> {
    let options = &settings.profile;
    let (profile, _) = intune::custom_profile(settings)?;
    let text = String::from_utf8_lossy(&profile.bytes);
    let attributes = hcl::attributes(
        4,
        &[
            ("deployment_channel", hcl::quoted(channel(settings))),
            ("payload_file_name", hcl::quoted(&profile.path)),
            ("payload_name", hcl::quoted(&options.display_name)),
            ("payload", variables.inserted(hcl::heredoc(&text))),
        ],
    );
    let description = format!("Configuration profile {}", options.identifier);
    let inside = ("custom_configuration", attributes);
    let resource = resource(&options.identifier, &options.display_name, &description, &inside);
    Ok(format!("{}{resource}", variables.declarations()))
}

fn preferences(
    settings: &SettingsFile,
    domain: &DomainSettings,
    variables: &Variables,
) -> Result<String, EmitError> {
    let path = format!("{}.plist", file_name(&domain.domain));
    let fragment = plist::write_fragment(&entries(domain.values.clone()))?;
    let fragment =
        String::from_utf8_lossy(&limited(Artifact::new(path.clone(), fragment))?.bytes).into_owned();
    let attributes = hcl::attributes(
        4,
        &[
            ("file_name", hcl::quoted(&path)),
            ("bundle_id", hcl::quoted(&domain.domain)),
            ("configuration_xml", variables.inserted(hcl::heredoc(&fragment))),
        ],
    );
    let name = format!("{}{}", settings.profile.display_name, intune::suffix(&domain.domain));
    let description = format!("Preferences of {}", domain.domain);
    Ok(resource(&domain.domain, &name, &description, &("preference_file", attributes)))
}

fn resource(identifier: &str, name: &str, description: &str, inside: &(&str, String)) -> String {
    let attributes = hcl::attributes(
        2,
        &[
            ("display_name", hcl::quoted(name)),
            ("description", hcl::quoted(description)),
            ("role_scope_tag_ids", "[\"0\"]".to_owned()),
        ],
    );
    let (kind, inside) = inside;
    let label = hcl::label(identifier);
    format!("resource \"{RESOURCE}\" \"{label}\" {{\n{attributes}\n  {kind} = {{\n{inside}  }}\n}}\n")
}
