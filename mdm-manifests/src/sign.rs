//! The files of a build to the same files with a signature around each whole profile.
//!
//! Profiles are signed as the MDM passes them on: `.mobileconfig` files, and the `payload` of a Microsoft Graph body. A
//! preference file has no place for a signature, and neither have the texts in Jamf's XML and in Terraform's
//! configuration: these stay as they are.

mod certificate;
mod error;
mod key;
mod pem;
mod signer;
#[cfg(test)]
mod tests;
mod unfinished;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::artifact::Artifact;
use crate::carriers::intune;
use crate::read_back::read_back;

pub use self::certificate::{Certificate, Validity};
pub use self::error::{CertificateError, Found, KeyError, SignError};
pub use self::key::PrivateKey;
pub use self::signer::Signer;
pub use self::unfinished::Text;

/// The files of one carrier, signed as far as they can be.
#[derive(Clone, Debug, PartialEq)]
pub struct Signing {
    /// All of them, in their order.
    pub artifacts: Vec<Artifact>,
    /// The paths of those that are signed, or hold a signed profile.
    pub signed: Vec<String>,
    /// The paths of those that hold settings and cannot be signed.
    pub unsigned: Vec<String>,
    /// Texts that look like variables of an MDM, which does not fill them in within a signature.
    pub variables: Vec<Text>,
}

/// Signs the files of one carrier.
///
/// # Errors
///
/// Where a profile is not finished, or would grow too large.
pub fn sign(artifacts: Vec<Artifact>, signer: &Signer) -> Result<Signing, SignError> {
    let mut signing =
        Signing { artifacts: Vec::new(), signed: Vec::new(), unsigned: Vec::new(), variables: Vec::new() };
    // Providers of Terraform hold a profile as text of their own state, also where it lies in a file beside.
    let text_only = artifacts.iter().any(|artifact| has_extension(&artifact.path, "tf"));
    for artifact in artifacts {
        let form = if text_only { Form::Other } else { Form::of(&artifact) };
        let Artifact { path, bytes } = artifact;
        let bytes = match form {
            Form::Profile => {
                signing.variables.extend(unfinished::check(&path, &bytes)?);
                signer.sign(&bytes)?
            }
            Form::GraphBody(mut body, profile) => {
                signing.variables.extend(unfinished::check(&path, &profile)?);
                let signed = signer.sign(&profile)?;
                if signed.len() > intune::LIMIT {
                    let bytes = signed.len();
                    return Err(SignError::TooLarge { path, bytes, limit: intune::LIMIT });
                }
                if let Some(payload) = body.get_mut(PAYLOAD) {
                    *payload = STANDARD.encode(signed).into();
                }
                intune::pretty(&body).into_bytes()
            }
            Form::Other => {
                if read_back(&path, &bytes).is_ok() {
                    signing.unsigned.push(path.clone());
                }
                signing.artifacts.push(Artifact { path, bytes });
                continue;
            }
        };
        signing.signed.push(path.clone());
        signing.artifacts.push(Artifact { path, bytes });
    }
    Ok(signing)
}

/// The property of a Graph body that holds a profile.
const PAYLOAD: &str = "payload";

/// What a file is to a signature.
enum Form {
    /// It is a profile.
    Profile,
    /// It is a Graph body, and this is the profile in it.
    GraphBody(Value, Vec<u8>),
    /// It has no place for a signature.
    Other,
}

impl Form {
    fn of(artifact: &Artifact) -> Self {
        if has_extension(&artifact.path, "mobileconfig") {
            return Self::Profile;
        }
        if !has_extension(&artifact.path, "json") {
            return Self::Other;
        }
        let body = serde_json::from_slice::<Value>(&artifact.bytes).ok();
        let custom =
            body.filter(|body| body.get("@odata.type").is_some_and(|kind| kind == intune::CUSTOM_PROFILE));
        let decoded = custom.and_then(|body| {
            let profile = STANDARD.decode(body.get(PAYLOAD)?.as_str()?).ok()?;
            Some((body, profile))
        });
        decoded.map_or(Self::Other, |(body, profile)| Self::GraphBody(body, profile))
    }
}

fn has_extension(path: &str, extension: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, there)| there == extension)
}
