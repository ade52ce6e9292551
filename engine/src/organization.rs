//! The settings' words for an organization to the linker's: whom to ask, and as which client.

use latchkey_linker::Secret;
use latchkey_linker::oauth::{ClientAuthentication, Issuer, IssuerError, Organization};
use latchkey_profile_schema::Settings;
use latchkey_profile_schema::domain::{ClientAuthentication as Word, Protocol};

/// `openid` for an ID token, `profile` for the username in it.
const SCOPE: &str = "openid profile";

/// Why settings name no organization that can be asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OrganizationFault {
    /// Neither `DMFAOrgURL` nor `Issuer` is set. An absent organization refuses; it never widens to any.
    #[error("no organization is named: `DMFAOrgURL` and `Issuer` are both absent")]
    NoOrganization,
    /// `DMFAClientID` is not set.
    #[error("no client is named: `DMFAClientID` is absent")]
    NoClient,
    /// The client authenticates with a secret, and there is none.
    #[error("`ClientAuthentication` needs a secret, and `DMFAClientSecret` is absent")]
    NoSecret,
    /// The URL is not one that may be asked.
    #[error(transparent)]
    Issuer(#[from] IssuerError),
    /// This version does not speak it yet.
    #[error("`{key}` = `{word}` is not available in this version")]
    NotAvailable {
        /// The key.
        key: &'static str,
        /// Its value.
        word: &'static str,
    },
}

/// The organization that these settings name.
///
/// # Errors
///
/// When something is missing, or asks for what this version cannot do.
pub fn organization(settings: &Settings) -> Result<Organization, OrganizationFault> {
    let (okta, agent) = (&settings.desktop_mfa, &settings.agent);
    match agent.protocol {
        Protocol::Automatic | Protocol::DirectAuthentication => {}
        Protocol::DeviceAuthorization => return Err(not_available("Protocol", "device-authorization")),
        Protocol::Ciba => return Err(not_available("Protocol", "ciba")),
    }
    let issuer = match okta.org_url.as_deref() {
        _ if !agent.issuer.is_empty() => Issuer::parse(&agent.issuer)?,
        Some(url) => Issuer::of_okta(url, &agent.authorization_server)?,
        None => return Err(OrganizationFault::NoOrganization),
    };
    let secret = || {
        let text = okta.client_secret.as_ref().ok_or(OrganizationFault::NoSecret)?;
        Ok::<_, OrganizationFault>(Secret::new(text.expose().to_owned()))
    };
    let client_authentication = match agent.client_authentication {
        Word::ClientSecretPost => ClientAuthentication::SecretPost(secret()?),
        Word::ClientSecretBasic => ClientAuthentication::SecretBasic(secret()?),
        Word::None => ClientAuthentication::None,
        Word::PrivateKeyJwt => return Err(not_available("ClientAuthentication", "private_key_jwt")),
    };
    Ok(Organization {
        issuer,
        client_id: okta.client_id.clone().ok_or(OrganizationFault::NoClient)?,
        client_authentication,
        scope: SCOPE.to_owned(),
    })
}

fn not_available(key: &'static str, word: &'static str) -> OrganizationFault {
    OrganizationFault::NotAvailable { key, word }
}
