//! Settings to what Jamf Pro takes: a profile in the form in which its server keeps one, and the Classic API's body
//! around it.
//!
//! Jamf, Classic API: `osxconfigurationprofiles`. The form: root named by its UUID, `PayloadEnabled`, preferences in a
//! managed-client payload; nothing between the tags, since white space there comes back as empty arrays. The Terraform
//! provider `deploymenttheory/jamfpro` validates the same.

use latchkey_profile_schema::{Value, plist};
use uuid::Uuid;

use super::managed_client;
use crate::artifact::{Artifact, file_name};
use crate::envelope::{Identity, uuid_for};
use crate::error::EmitError;
use crate::settings_file::{Means, ProfileOptions, ProfileScope, SettingsFile};

/// `<identifier>.jamf.mobileconfig` and `<identifier>.jamf.xml`
pub(crate) fn write(settings: &SettingsFile) -> Result<Vec<Artifact>, EmitError> {
    let name = file_name(&settings.profile.identifier);
    let profile = profile(settings)?;
    let body = classic(&settings.profile, &profile);
    Ok(vec![
        Artifact::new(format!("{name}.jamf.mobileconfig"), profile),
        Artifact::new(format!("{name}.jamf.xml"), body),
    ])
}

/// The profile. Its payloads keep the identifiers of the settings, which the server leaves alone.
pub(super) fn profile(settings: &SettingsFile) -> Result<String, EmitError> {
    for domain in settings.domains.iter().filter(|domain| domain.means != Means::Payload) {
        if let Some((key, kind)) = domain.values.iter().find_map(|(key, value)| Some((key, formless(value)?)))
        {
            return Err(EmitError::Formless { domain: domain.domain.clone(), key: key.clone(), kind });
        }
    }
    let identifier = &settings.profile.identifier;
    // One that came from Jamf Pro is called by its UUID.
    let uuid = match Uuid::try_parse(identifier) {
        Ok(_) => identifier.to_uppercase(),
        Err(_) => uuid_for(identifier),
    };
    let identity = Identity { identifier: uuid.clone(), uuid, stem: identifier.clone() };
    let mut settings = settings.clone();
    settings.profile.others.push(("PayloadEnabled".to_owned(), Value::Boolean(true)));
    Ok(plist::write_flat(&managed_client::profile(&settings, &identity)?)?)
}

/// The type of a value for which there is no form in Jamf Pro's custom settings.
fn formless(value: &Value) -> Option<&'static str> {
    match value {
        Value::Data(_) => Some("data"),
        Value::Date(_) => Some("a date"),
        Value::Array(items) => items.iter().find_map(|item| formless(&item.value)),
        Value::Dictionary(entries) => entries.iter().find_map(|entry| formless(&entry.node.value)),
        _ => None,
    }
}

/// The body that creates the profile, for nobody yet: to whom it goes is a step that somebody takes on purpose.
fn classic(options: &ProfileOptions, profile: &str) -> String {
    let level = match options.scope {
        ProfileScope::System => "computer",
        ProfileScope::User => "user",
    };
    let name = escaped(&options.display_name);
    let description = escaped(&description(options));
    let payloads = escaped(profile.trim_end());
    let removable = is_removable(options);
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <os_x_configuration_profile>\n  \
           <general>\n    \
             <name>{name}</name>\n    \
             <description>{description}</description>\n    \
             <site>\n      <id>-1</id>\n      <name>none</name>\n    </site>\n    \
             <category>\n      <id>-1</id>\n      <name>No Category</name>\n    </category>\n    \
             <distribution_method>Install Automatically</distribution_method>\n    \
             <user_removable>{removable}</user_removable>\n    \
             <level>{level}</level>\n    \
             <redeploy_on_update>Newly Assigned</redeploy_on_update>\n    \
             <payloads>{payloads}</payloads>\n  \
           </general>\n  \
           <scope>\n    <all_computers>false</all_computers>\n  </scope>\n\
         </os_x_configuration_profile>\n"
    )
}

/// Whether the profile lets users remove it.
pub(super) fn is_removable(options: &ProfileOptions) -> bool {
    let removable = ("PayloadRemovalDisallowed".to_owned(), Value::Boolean(false));
    options.others.contains(&removable)
}

/// What the profile says it is for, or else its identifier.
pub(super) fn description(options: &ProfileOptions) -> String {
    let said = options.others.iter().find(|(key, _)| key == "PayloadDescription");
    match said {
        Some((_, Value::String(text))) => text.clone(),
        _ => format!("Configuration profile {}", options.identifier),
    }
}

/// A text between tags: XML 1.0 section 2.4, and 2.11 for the carriage return.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + text.len() / 4);
    for sign in text.chars() {
        match sign {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\r' => escaped.push_str("&#13;"),
            sign => escaped.push(sign),
        }
    }
    escaped
}
