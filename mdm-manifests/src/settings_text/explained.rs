//! Settings to the TOML of a settings file with a comment at each key, for a person who goes on with it by hand.

use latchkey_profile_schema::{Catalog, CatalogKey, KeyPath, domain};
use toml::Value as Toml;

use super::{of_key, profile};
use crate::error::EmitError;
use crate::prose::{self, wrapped};
use crate::settings_file::{DomainSettings, SettingsFile, Syntax};

/// How wide comments are.
const WIDTH: usize = 100;

/// What the keys of the profile mean.
const PROFILE: &[(&str, &str)] = &[
    (
        "identifier",
        "The name by which a Mac knows the profile, in reverse-DNS style: one that comes later under the same name \
         replaces it, so keep it once it is deployed.",
    ),
    ("display_name", "What System Settings and the MDM call the profile."),
    ("organization", "Who made the profile, as System Settings shows it."),
    ("scope", "For whom the profile is installed: `System` is the device."),
];

/// Writes settings with what the declaration says of each key: what it means, its unit, and what a mistake does. Keys
/// come in display order; a secret that is needed and not set has a line that is commented out.
///
/// # Errors
///
/// Where a domain is not declared or stands twice, or a value has no form in TOML.
pub fn explained(settings: &SettingsFile) -> Result<String, EmitError> {
    let mut text = String::from("[profile]\n");
    for (index, (key, value)) in profile(&settings.profile).into_iter().enumerate() {
        if index > 0 {
            text.push('\n');
        }
        let meaning = PROFILE.iter().find(|(name, _)| *name == key).map_or("", |(_, meaning)| meaning);
        comment(&mut text, meaning);
        assign(&mut text, &key, &value);
    }
    for settings in &settings.domains {
        text.push('\n');
        write_domain(&mut text, settings)?;
    }
    // The file is worth nothing unless it is read as what was written.
    SettingsFile::read(&text, Syntax::Toml).map_err(EmitError::Settings)?;
    Ok(text)
}

fn write_domain(text: &mut String, settings: &DomainSettings) -> Result<(), EmitError> {
    let undeclared = || EmitError::UndeclaredDomains { domains: vec![settings.domain.clone()] };
    let catalog = domain::known(&settings.domain).and_then(Catalog::declared).ok_or_else(undeclared)?;
    comment(text, &prose::after(&format!("{}.", catalog.title), [&catalog.description]));
    let name = Toml::String(settings.domain.clone());
    text.push_str(&format!("[{name}]\n"));
    let at = KeyPath::root().key(&settings.domain);
    let mut values: Vec<_> = settings.values.iter().collect();
    values.sort_by_key(|(key, _)| order(catalog, key));
    let mut first = true;
    let mut between = |text: &mut String| {
        if !std::mem::take(&mut first) {
            text.push('\n');
        }
    };
    for (key, value) in values {
        let declared = catalog.key(key);
        between(text);
        if let Some(declared) = declared {
            comment(text, &meaning(declared));
        }
        assign(text, key, &of_key(declared, value, &at.key(key))?);
    }
    let is_set = |key: &&CatalogKey| settings.values.iter().any(|(name, _)| *name == key.name);
    for key in catalog.keys.iter().filter(|key| key.sensitive && key.required && !is_set(key)) {
        between(text);
        let left_out = "Not written here: a placeholder or a variable of the MDM stands for it in what is built. To \
                        have it built in, write it here, keep this file to yourself, and say `--with-secrets`.";
        comment(text, &prose::after(&meaning(key), [left_out]));
        text.push_str(&format!("# {} = \"…\"\n", key.name));
    }
    Ok(())
}

/// Where a key stands among the others; what nobody declared comes last.
fn order(catalog: &Catalog, key: &str) -> usize {
    catalog.keys.iter().position(|declared| declared.name == key).unwrap_or(usize::MAX)
}

/// What is known of a key, in sentences.
fn meaning(key: &CatalogKey) -> String {
    let unit = prose::unit(key).map(|unit| format!("In {unit}."));
    let unit = unit.into_iter().chain(prose::consequence(key));
    prose::after(&format!("{}. {}", key.title, key.description), unit)
}

fn comment(text: &mut String, meaning: &str) {
    for line in wrapped(meaning, WIDTH - 2) {
        text.push_str(&format!("# {line}\n"));
    }
}

/// A line of its own, dictionaries too: a header of theirs would take the keys after it.
fn assign(text: &mut String, key: &str, value: &Toml) {
    let is_bare = !key.is_empty()
        && key.bytes().all(|sign| sign.is_ascii_alphanumeric() || matches!(sign, b'_' | b'-'));
    let quoted = || Toml::String(key.to_owned()).to_string();
    let key = if is_bare { key.to_owned() } else { quoted() };
    text.push_str(&format!("{key} = {value}\n"));
}

#[cfg(test)]
mod tests {
    use latchkey_profile_schema::Value;

    use super::*;

    const SETTINGS: &str = r#"
        ["com.okta.deviceaccess.servicedaemon"]
        LoginPeriodWithOfflineFactor = 168
        DMFAOrgURL = "https://corp.okta.com"
        DMFAClientID = "0oa1\"b2"
        AllowedFactors = ["OV_Push", "Offline_TOTP"]
        LoginPeriodWithoutEnrolledFactor = 0.5
        OfflineLoginAllowed = true
        NobodyDeclaredThis = 1.0
        ["org.latchkey.agent"]
        Services = { sshd = "require", "sudo i" = "exempt" }
        PromptTimeoutSeconds = 120
    "#;

    #[test]
    fn what_is_written_is_read_as_the_same_settings() {
        let settings = SettingsFile::read(SETTINGS, Syntax::Toml).unwrap();
        let text = explained(&settings).unwrap();
        let again = SettingsFile::read(&text, Syntax::Toml).unwrap();
        assert_eq!(again.sorted(), settings.sorted());
    }

    #[test]
    fn each_key_is_explained_in_display_order() {
        let settings = SettingsFile::read(SETTINGS, Syntax::Toml).unwrap();
        let text = explained(&settings).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        let mut last = 0;
        for (line, words) in [
            ("identifier = \"org.latchkey.desktop-mfa\"", "replaces it"),
            ("DMFAClientID = '0oa1\"b2'", "invalid_client"),
            ("DMFAOrgURL = \"https://corp.okta.com\"", "scheme and host"),
            ("AllowedFactors = [\"OV_Push\", \"Offline_TOTP\"]", "not offered at sign-in"),
            ("LoginPeriodWithoutEnrolledFactor = 0.5", "In hours."),
            ("LoginPeriodWithOfflineFactor = 168", "In hours."),
            ("OfflineLoginAllowed = true", "nobody signs in without reaching"),
            ("NobodyDeclaredThis = 1.0", ""),
            ("# DMFAClientSecret = \"…\"", "`--with-secrets`"),
        ] {
            let at =
                lines.iter().position(|found| *found == line).unwrap_or_else(|| panic!("{line} in\n{text}"));
            assert!(at > last, "{line} is out of order in\n{text}");
            assert!(
                lines[last..at].join(" ").replace("# ", "").contains(words),
                "{words} at {line} in\n{text}"
            );
            last = at;
        }
        assert!(lines.iter().all(|line| line.chars().count() <= WIDTH), "{text}");
    }

    #[test]
    fn a_secret_that_is_set_is_not_offered_again() {
        let text = SETTINGS.replace("NobodyDeclaredThis = 1.0", "DMFAClientSecret = \"hunter2\"");
        let settings = SettingsFile::read(&text, Syntax::Toml).unwrap();
        let text = explained(&settings).unwrap();
        assert!(text.contains("\nDMFAClientSecret = \"hunter2\"\n") && !text.contains('…'), "{text}");
    }

    #[test]
    fn a_domain_that_nobody_declared_is_refused() {
        let mut settings = SettingsFile::default();
        settings
            .domains
            .push(DomainSettings::new("com.example.nothing", vec![("A".into(), Value::Boolean(true))]));
        assert!(matches!(explained(&settings), Err(EmitError::UndeclaredDomains { .. })));
    }
}
