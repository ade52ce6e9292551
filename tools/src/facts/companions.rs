//! The payloads beside Desktop MFA to what they say that another file may need, lack or contradict.

use latchkey_profile_schema::carrier::{Delivery, Scope};
use latchkey_profile_schema::domain::{DESKTOP_MFA, EXTENSIBLE_SSO, OKTA_EXTENSION, OKTA_VERIFY};
use latchkey_profile_schema::plist::MAX_PROBLEMS;
use latchkey_profile_schema::{KeyPath, Value};

use super::{Mention, What};
use crate::located::Spot;
use crate::rules::companions::{
    SIGN_IN_SERVICE, apps, authority, certificate, host, is_okta_host, is_okta_sso, is_platform_sso, texts,
};
use crate::rules::placeholder_value::is_template_text;
use crate::view::{FileView, PayloadView};

/// Everything that a file says of its companions. No file needs more than some dozens.
pub(super) fn of(file: &FileView<'_>) -> Vec<Mention> {
    let mut found = Found(Vec::new());
    for settings in file.payloads {
        if matches!(settings.payload.delivery, Delivery::SetOnce { .. }) {
            continue;
        }
        match settings.domain.name {
            name if name == DESKTOP_MFA.name => found.organization_in(settings, "DMFAOrgURL"),
            name if name == OKTA_VERIFY.name || name == OKTA_EXTENSION.name => {
                okta_verify(settings, &mut found)
            }
            name if name == EXTENSIBLE_SSO.name => sign_on(settings, &mut found),
            _ => {
                associated(settings, &mut found);
                enrollment(settings, &mut found);
            }
        }
    }
    for payload in &file.contents.payloads {
        let is_policy = payload.domain == Some("com.apple.mobiledevice.passwordpolicy");
        if is_policy && payload.settings.get("maxPINAgeInDays").is_some() {
            found.add(What::PasswordExpiry, "", payload.path.key("maxPINAgeInDays"));
            break;
        }
    }
    found.0
}

struct Found(Vec<Mention>);

impl Found {
    fn add(&mut self, what: What, text: impl Into<String>, path: KeyPath) {
        if self.0.len() >= MAX_PROBLEMS {
            return;
        }
        let spot = Spot { key_path: Some(path), ..Spot::default() };
        self.0.push(Mention { what, text: text.into(), spot });
    }

    /// A placeholder is nobody's organization, and the administrators' console is that of the organization.
    fn organization(&mut self, url: &str, path: KeyPath) {
        let Some(host) = host(url).filter(|_| !is_template_text(url)) else { return };
        let named = host.split_once("-admin.").filter(|_| is_okta_host(&host));
        let host = named.map_or_else(|| host.clone(), |(name, domain)| format!("{name}.{domain}"));
        self.add(What::Organization, host, path);
    }

    fn organization_in(&mut self, settings: &PayloadView<'_>, key: &str) {
        if let Some(url) = settings.text(key) {
            self.organization(url, settings.path(key));
        }
    }
}

fn okta_verify(settings: &PayloadView<'_>, found: &mut Found) {
    const CLIENT: &str = "OktaVerify.PasswordSyncClientID";
    const VERSION: &str = "PlatformSSO.ProtocolVersion";
    const USER: &str = "OktaVerify.UserPrincipalName";
    found.organization_in(settings, "OktaVerify.OrgUrl");
    if settings.text(CLIENT).is_some() {
        found.add(What::PasswordSync, "", settings.path(CLIENT));
    }
    if let Some(version) = settings.text(VERSION) {
        found.add(What::ProtocolVersion, version, settings.path(VERSION));
    }
    if let Some(variable) = settings.text(USER).and_then(crate::rules::device_variable_as_user::user_variable)
    {
        found.add(What::UserVariable, variable, settings.path(USER));
    }
}

fn sign_on(settings: &PayloadView<'_>, found: &mut Found) {
    let node = settings.payload.settings;
    let urls = settings.path("URLs");
    for (index, url) in texts(node, "URLs") {
        found.add(What::SignOnUrl, url.trim_end_matches('/'), urls.index(index));
        if is_okta_sso(settings) {
            found.organization(url, urls.index(index));
        }
    }
    if !is_platform_sso(settings) {
        return;
    }
    let path = settings.payload.path.clone();
    found.add(What::PlatformSso, "", path.clone());
    let Some(platform) = node.get("PlatformSSO") else { return };
    let is_true = |key: &str| platform.get(key).is_some_and(|node| node.value == Value::Boolean(true));
    let below = path.key("PlatformSSO");
    if !is_true("UseSharedDeviceKeys") {
        let key = "UseSharedDeviceKeys";
        let place = if platform.get(key).is_some() { below.key(key) } else { below.clone() };
        found.add(What::UnsharedKeys, "", place);
    }
    if is_true("EnableRegistrationDuringSetup") {
        found.add(What::SetupRegistration, "", below.key("EnableRegistrationDuringSetup"));
    }
}

fn associated(settings: &PayloadView<'_>, found: &mut Found) {
    let path = settings.path("Configuration");
    for app in apps(settings) {
        let path = path.index(app.index);
        found.add(What::OktaApp, app.identifier, path.key("ApplicationIdentifier"));
        for (index, domain) in texts(app.node, "AssociatedDomains") {
            if let Some(domain) = domain.strip_prefix(SIGN_IN_SERVICE) {
                found.organization(domain, path.key("AssociatedDomains").index(index));
            }
        }
    }
}

/// Only Okta's own authority tells whose organization it is; others serve whoever runs them.
fn enrollment(settings: &PayloadView<'_>, found: &mut Found) {
    let Some(content) = certificate(settings) else { return };
    let path = settings.path("PayloadContent").key("URL");
    let host = authority(content).unwrap_or_default();
    if is_okta_host(&host) {
        found.organization(&host, path);
    }
    if settings.payload.scope == Scope::User {
        found.add(What::UserCertificate, host, settings.payload.path.clone());
    }
}
