//! Settings to a whole deployment: the payloads that must stand beside them, filled in from what the settings say.
//!
//! Okta, "Create and deploy Desktop Password Sync profiles"; what is set already stays as it is.

use latchkey_profile_schema::domain::okta_apps::{APP, EXTENSION, NONCE, SIGN_IN_SERVICE, TEAM, TOKEN};
use latchkey_profile_schema::domain::{
    ASSOCIATED_DOMAINS, DESKTOP_MFA, Domain, EXTENSIBLE_SSO, OKTA_EXTENSION, OKTA_VERIFY, SCEP,
    SERVICE_MANAGEMENT,
};
use latchkey_profile_schema::{Entry, Node, Value};

use crate::settings_file::{DomainSettings, SettingsFile};
use crate::tree::{array, dictionary, string};

/// The key of both Okta Verify domains that names the organization.
const ORGANIZATION: &str = "OktaVerify.OrgUrl";
/// The key of the app that syncs passwords.
const CLIENT: &str = "OktaVerify.PasswordSyncClientID";
/// Keys of Desktop MFA for which the Mac needs a certificate.
const NEED_CERTIFICATE: &[&str] =
    &["DeviceRecoveryPINDuration", "DeviceRecoveryValidityInDays", "OktaJoinEnabled"];

/// Payloads that come along on request.
#[derive(Clone, Copy, Debug)]
pub struct CompanionSet {
    /// The name on the command line.
    pub name: &'static str,
    /// A few words.
    pub title: &'static str,
    add: fn(&mut SettingsFile) -> Result<(), CompanionError>,
}

/// The sets: two whole deployments, and their parts.
pub static COMPANION_SETS: &[CompanionSet] = &[
    CompanionSet {
        name: "desktop-mfa",
        title: "everything beside Desktop MFA: Okta Verify, background items, the certificate where a key needs it",
        add: desktop_mfa,
    },
    CompanionSet {
        name: "desktop-password-sync",
        title: "everything for Desktop Password Sync: Okta Verify, Platform SSO, associated domains, background items, the certificate",
        add: desktop_password_sync,
    },
    CompanionSet {
        name: "okta-verify",
        title: "the organization for Okta Verify and its extension",
        add: okta_verify,
    },
    CompanionSet { name: "platform-sso", title: "single sign-on by Okta's extension", add: platform_sso },
    CompanionSet {
        name: "associated-domains",
        title: "Okta's apps may sign in to the organization",
        add: associated_domains,
    },
    CompanionSet { name: "scep", title: "the certificate of Device Access", add: certificate },
    CompanionSet {
        name: "background-items",
        title: "Okta's background items stay switched on",
        add: background_items,
    },
];

/// Why a set cannot be made from the settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{key}` of `{domain}` is not set: {what}")]
pub struct CompanionError {
    /// The domain of the key.
    pub domain: &'static str,
    /// The key that must be set.
    pub key: &'static str,
    /// What belongs there.
    pub what: &'static str,
}

/// The set of this name.
#[must_use]
pub fn companion_set_named(name: &str) -> Option<&'static CompanionSet> {
    COMPANION_SETS.iter().find(|set| set.name == name)
}

/// The settings with what belongs to some sets.
///
/// # Errors
///
/// Where the settings do not say what a payload needs.
pub fn complete(settings: &SettingsFile, sets: &[&CompanionSet]) -> Result<SettingsFile, CompanionError> {
    let mut settings = settings.clone();
    sets.iter().try_for_each(|set| (set.add)(&mut settings))?;
    Ok(settings)
}

fn desktop_mfa(settings: &mut SettingsFile) -> Result<(), CompanionError> {
    okta_verify(settings)?;
    background_items(settings)?;
    let needs = |key: &&str| text_or_more(settings, &DESKTOP_MFA, key);
    if NEED_CERTIFICATE.iter().any(needs) || has(settings, &SCEP) {
        certificate(settings)?;
    }
    Ok(())
}

fn desktop_password_sync(settings: &mut SettingsFile) -> Result<(), CompanionError> {
    okta_verify(settings)?;
    platform_sso(settings)?;
    associated_domains(settings)?;
    background_items(settings)?;
    certificate(settings)
}

fn okta_verify(settings: &mut SettingsFile) -> Result<(), CompanionError> {
    let organization = organization(settings)?;
    for domain in [&OKTA_VERIFY, &OKTA_EXTENSION] {
        fill(table(settings, domain), ORGANIZATION, string(&organization));
    }
    Ok(())
}

fn platform_sso(settings: &mut SettingsFile) -> Result<(), CompanionError> {
    let organization = organization(settings)?;
    let client =
        [&OKTA_EXTENSION, &OKTA_VERIFY].into_iter().find_map(|domain| text(settings, domain, CLIENT));
    let client = client.map(str::to_owned).ok_or(CompanionError {
        domain: OKTA_EXTENSION.name,
        key: CLIENT,
        what: "the client ID of the app Platform Single Sign-on for macOS",
    })?;
    let extension = table(settings, &OKTA_EXTENSION);
    fill(extension, CLIENT, string(&client));
    fill(extension, "PlatformSSO.ProtocolVersion", string("2.0"));
    let sign_on = table_where(settings, &EXTENSIBLE_SSO, |values| {
        found(values, "ExtensionIdentifier").is_none_or(|other| other.as_str() == Some(EXTENSION))
    });
    fill(sign_on, "ExtensionIdentifier", string(EXTENSION));
    fill(sign_on, "TeamIdentifier", string(TEAM));
    fill(sign_on, "Type", string("Redirect"));
    fill(sign_on, "URLs", array([NONCE, TOKEN].map(|path| string(&format!("{organization}{path}")))));
    let inside =
        [("AuthenticationMethod", string("Password")), ("UseSharedDeviceKeys", Value::Boolean(true))];
    fill_inside(sign_on, "PlatformSSO", inside);
    Ok(())
}

fn associated_domains(settings: &mut SettingsFile) -> Result<(), CompanionError> {
    let organization = organization(settings)?;
    let host = organization.split_once("://").map_or(organization.as_str(), |(_, host)| host).to_owned();
    let domains = array([string(&format!("{SIGN_IN_SERVICE}{host}"))]);
    let apps = [EXTENSION, APP].map(|app| {
        dictionary([
            ("ApplicationIdentifier".to_owned(), string(&format!("{TEAM}.{app}"))),
            ("AssociatedDomains".to_owned(), domains.clone()),
        ])
    });
    let table = table(settings, &ASSOCIATED_DOMAINS);
    let identifier = |app: &Value| match app {
        Value::Dictionary(entries) => entries
            .iter()
            .find(|entry| entry.key == "ApplicationIdentifier")
            .map(|entry| entry.node.value.clone()),
        _ => None,
    };
    match table.iter_mut().find(|(key, _)| key == "Configuration") {
        Some((_, Value::Array(there))) => {
            for app in apps {
                if !there.iter().any(|other| identifier(&other.value) == identifier(&app)) {
                    there.push(Node::new(app));
                }
            }
        }
        Some(_) => {}
        None => table.push(("Configuration".to_owned(), array(apps))),
    }
    Ok(())
}

fn certificate(settings: &mut SettingsFile) -> Result<(), CompanionError> {
    let table = table(settings, &SCEP);
    let is_named = matches!(found(table, "PayloadContent"), Some(Value::Dictionary(entries))
        if entries.iter().any(|entry| entry.key == "URL"));
    if !is_named {
        return Err(CompanionError {
            domain: SCEP.name,
            key: "PayloadContent.URL",
            what: "the SCEP URL that the Admin Console shows under Security, Device integrations",
        });
    }
    let inside = [
        ("Key Type", string("RSA")),
        ("Key Usage", Value::Integer(1)),
        ("Keysize", Value::Integer(2_048)),
        ("KeyIsExtractable", Value::Boolean(false)),
        ("AllowAllAppsAccess", Value::Boolean(true)),
    ];
    fill_inside(table, "PayloadContent", inside);
    Ok(())
}

fn background_items(settings: &mut SettingsFile) -> Result<(), CompanionError> {
    let rule = dictionary([
        ("RuleType".to_owned(), string("TeamIdentifier")),
        ("RuleValue".to_owned(), string(TEAM)),
        ("Comment".to_owned(), string("Okta Verify")),
    ]);
    let is_there =
        settings.domains.iter().filter(|there| there.domain == SERVICE_MANAGEMENT.name).any(|there| {
            matches!(found(&there.values, "Rules"), Some(Value::Array(rules)) if rules.iter().any(|rule| {
                rule.get("RuleValue").and_then(|value| value.as_str()) == Some(TEAM)
            }))
        });
    if !is_there {
        let table = table(settings, &SERVICE_MANAGEMENT);
        match table.iter_mut().find(|(key, _)| key == "Rules") {
            Some((_, Value::Array(rules))) => rules.push(Node::new(rule)),
            Some(_) => {}
            None => table.push(("Rules".to_owned(), array([rule]))),
        }
    }
    Ok(())
}

/// The organization's URL: scheme and host.
fn organization(settings: &SettingsFile) -> Result<String, CompanionError> {
    let url = text(settings, &DESKTOP_MFA, "DMFAOrgURL");
    let url = url.or_else(|| text(settings, &OKTA_VERIFY, ORGANIZATION));
    let url = url.or_else(|| text(settings, &OKTA_EXTENSION, ORGANIZATION)).ok_or(CompanionError {
        domain: OKTA_VERIFY.name,
        key: ORGANIZATION,
        what: "the URL of the organization, such as https://your-org.okta.com",
    })?;
    let url = url.trim_end_matches('/');
    Ok(if url.contains("://") { url.to_owned() } else { format!("https://{url}") })
}

fn has(settings: &SettingsFile, domain: &Domain) -> bool {
    settings.domains.iter().any(|there| there.domain == domain.name)
}

fn text_or_more(settings: &SettingsFile, domain: &Domain, key: &str) -> bool {
    let theirs = settings.domains.iter().filter(|there| there.domain == domain.name);
    theirs.filter_map(|there| found(&there.values, key)).any(|value| *value != Value::Boolean(false))
}

fn text<'a>(settings: &'a SettingsFile, domain: &Domain, key: &str) -> Option<&'a str> {
    let mut theirs = settings.domains.iter().filter(|there| there.domain == domain.name);
    theirs.find_map(|there| found(&there.values, key)?.as_str()).filter(|text| !text.is_empty())
}

fn found<'a>(values: &'a [(String, Value)], key: &str) -> Option<&'a Value> {
    values.iter().find(|(there, _)| there == key).map(|(_, value)| value)
}

/// The settings of a domain, added where there are none.
fn table<'a>(settings: &'a mut SettingsFile, domain: &Domain) -> &'a mut Vec<(String, Value)> {
    table_where(settings, domain, |_| true)
}

/// The payload of a type that is meant, added where there is none.
fn table_where<'a>(
    settings: &'a mut SettingsFile,
    domain: &Domain,
    is_meant: impl Fn(&[(String, Value)]) -> bool,
) -> &'a mut Vec<(String, Value)> {
    let domains = &mut settings.domains;
    let there = domains.iter().position(|there| there.domain == domain.name && is_meant(&there.values));
    let meant = match there {
        Some(index) => domains.remove(index),
        None => DomainSettings::new(domain.name, Vec::new()),
    };
    // Their order is settled when they are written.
    &mut domains.push_mut(meant).values
}

/// Sets a key that is not set.
fn fill(values: &mut Vec<(String, Value)>, key: &str, value: Value) {
    if found(values, key).is_none() {
        values.push((key.to_owned(), value));
    }
}

/// Sets keys of a dictionary that are not set.
fn fill_inside<const N: usize>(values: &mut Vec<(String, Value)>, key: &str, inside: [(&str, Value); N]) {
    match values.iter_mut().find(|(there, _)| there == key) {
        Some((_, Value::Dictionary(entries))) => {
            for (key, value) in inside {
                if !entries.iter().any(|entry| entry.key == key) {
                    entries.push(Entry::new(key, value));
                }
            }
        }
        // A value of another type is a mistake that the checks report.
        Some(_) => {}
        None => {
            let inside = inside.into_iter().map(|(key, value)| (key.to_owned(), value));
            values.push((key.to_owned(), dictionary(inside)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings_file::Syntax;

    const ORGANIZATION_ALONE: &str =
        "[\"com.okta.deviceaccess.servicedaemon\"]\nDMFAOrgURL = \"https://corp.okta.com\"\n";

    fn completed(text: &str, set: &str) -> Result<Vec<String>, String> {
        let settings = SettingsFile::read(text, Syntax::Toml).unwrap();
        let set = companion_set_named(set).unwrap();
        let made = complete(&settings, &[set]).map_err(|error| error.to_string())?.sorted();
        assert_eq!(complete(&made, &[set]).unwrap().sorted(), made, "a second time adds nothing");
        Ok(made.domains.iter().map(|domain| domain.domain.clone()).collect())
    }

    #[test]
    fn a_set_names_what_it_lacks() {
        let organization = "[\"org.latchkey.agent\"]\nEnforcement = \"report\"\n";
        let lacks = |text: &str, set: &str| completed(text, set).unwrap_err();
        assert!(
            lacks(organization, "okta-verify")
                .starts_with("`OktaVerify.OrgUrl` of `com.okta.mobile` is not set")
        );
        assert!(
            lacks(ORGANIZATION_ALONE, "desktop-password-sync")
                .starts_with("`OktaVerify.PasswordSyncClientID`")
        );
        assert!(lacks(ORGANIZATION_ALONE, "scep").starts_with("`PayloadContent.URL`"));
        let recovery = format!("{ORGANIZATION_ALONE}DeviceRecoveryPINDuration = 60\n");
        assert!(lacks(&recovery, "desktop-mfa").starts_with("`PayloadContent.URL`"));
    }

    #[test]
    fn a_deployment_is_whole() {
        assert_eq!(
            completed(ORGANIZATION_ALONE, "desktop-mfa").unwrap(),
            [DESKTOP_MFA.name, OKTA_VERIFY.name, OKTA_EXTENSION.name, SERVICE_MANAGEMENT.name]
        );
        let sync = format!(
            "{ORGANIZATION_ALONE}[\"com.okta.mobile.auth-service-extension\"]\n\"OktaVerify.PasswordSyncClientID\" = \"0oa1b2c3d4e5f6g7h8i9\"\n\
             [\"com.apple.security.scep\"]\nPayloadContent = {{ URL = \"https://corp.okta.com/scep\" }}\n"
        );
        assert_eq!(
            completed(&sync, "desktop-password-sync").unwrap(),
            [
                DESKTOP_MFA.name,
                OKTA_VERIFY.name,
                OKTA_EXTENSION.name,
                EXTENSIBLE_SSO.name,
                ASSOCIATED_DOMAINS.name,
                SCEP.name,
                SERVICE_MANAGEMENT.name,
            ]
        );
    }

    #[test]
    fn what_is_set_stays() {
        let text = format!(
            "{ORGANIZATION_ALONE}[\"com.okta.mobile\"]\n\"OktaVerify.OrgUrl\" = \"other.okta.com\"\n\
             [\"com.apple.security.scep\"]\nPayloadContent = {{ URL = \"https://corp.okta.com/scep\", Keysize = 4096 }}\n"
        );
        let settings = SettingsFile::read(&text, Syntax::Toml).unwrap();
        let set = companion_set_named("desktop-mfa").unwrap();
        let made = complete(&settings, &[set]).unwrap();
        assert_eq!(text_of(&made, &OKTA_VERIFY), Some("other.okta.com"));
        assert_eq!(text_of(&made, &OKTA_EXTENSION), Some("https://corp.okta.com"));
        let document = made.document();
        let content = document.root.get(SCEP.name).unwrap().get("PayloadContent").unwrap();
        assert_eq!(content.get("Keysize").unwrap().value, Value::Integer(4_096));
        assert_eq!(content.get("Key Usage").unwrap().value, Value::Integer(1));
    }

    fn text_of<'a>(settings: &'a SettingsFile, domain: &Domain) -> Option<&'a str> {
        text(settings, domain, ORGANIZATION)
    }
}
