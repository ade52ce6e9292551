//! A key and certificates to signed files, and to what an administrator should know about them.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, bail};
use latchkey_linker::drive::Clock;
use latchkey_mdm_manifests::Artifact;
use latchkey_mdm_manifests::sign::{Certificate, PrivateKey, Signer, Signing, Validity, sign};

use crate::commands::complain;
use crate::files::{self, PathError, Readers};
use crate::phrase::{one_line, quoted};

/// What somebody sees where a certificate is not valid.
const UNVERIFIED: &str = "the Mac shows the profile as not verified";

/// Reads key and certificates, and warns of what is odd about them.
pub(super) fn signer(key: &Path, certificates: &Path) -> anyhow::Result<Signer> {
    let signer = read(key, certificates)?;
    let now = Clock::open()?.now().wall.0;
    let now = Duration::from_secs(u64::try_from(now).unwrap_or_default());
    let name = one_line(&certificates.display().to_string());
    for certificate in signer.certificates() {
        let when = match certificate.validity(now) {
            Validity::Valid => continue,
            Validity::NotYet(time) => format!("is valid only from {}", time.to_date_time()),
            Validity::Expired(time) => format!("expired at {}", time.to_date_time()),
        };
        let subject = quoted(&certificate.subject());
        complain(format_args!("warning: {name}: the certificate of {subject} {when}; {UNVERIFIED}"));
    }
    if let Some(own) = signer.certificates().next().filter(|own| !own.is_for_signatures()) {
        complain(format_args!(
            "warning: {name}: the certificate of {} is not for signatures, as its key usage says; {UNVERIFIED}",
            quoted(&own.subject())
        ));
    }
    for stray in signer.strays() {
        complain(format_args!(
            "warning: {name}: the certificate of {} is not between the signer's and its root, and stands in the \
             profile for nothing; leave it out of the file",
            quoted(&stray.subject())
        ));
    }
    Ok(signer)
}

fn read(key: &Path, certificates: &Path) -> anyhow::Result<Signer> {
    let named = |path: &Path| one_line(&path.display().to_string());
    let (bytes, readers) = files::read_key(key)?;
    let private = PrivateKey::from_pem(&bytes).with_context(|| named(key))?;
    if readers == Readers::Anybody {
        complain(format_args!(
            "warning: {}: others on this computer can read the private key; `chmod 600` keeps it to you",
            named(key)
        ));
    }
    let bytes =
        files::read(certificates).map_err(|error| PathError { path: certificates.to_path_buf(), error })?;
    let chain = Certificate::from_pem(&bytes).with_context(|| named(certificates))?;
    Signer::new(private, chain).with_context(|| named(certificates))
}

/// Signs the files of each carrier; at least one of them must be signed.
pub(super) fn signed(
    built: Vec<(&'static str, Vec<Artifact>)>,
    signer: &Signer,
) -> anyhow::Result<Vec<(&'static str, Vec<Artifact>)>> {
    let mut all = Vec::with_capacity(built.len());
    let mut any = false;
    for (carrier, artifacts) in built {
        let signing = sign(artifacts, signer).context(carrier)?;
        any |= !signing.signed.is_empty();
        all.push((carrier, signing));
    }
    if !any {
        bail!("nothing that is built can hold a signature; build `mobileconfig`, or leave `--sign` away");
    }
    Ok(all.into_iter().map(|(carrier, signing)| (carrier, tell(carrier, signing))).collect())
}

/// Tells what is not signed, and what a signature keeps from working.
fn tell(carrier: &str, signing: Signing) -> Vec<Artifact> {
    if !signing.unsigned.is_empty() {
        let paths: Vec<String> = signing.unsigned.iter().map(|path| quoted(path)).collect();
        complain(format_args!(
            "{carrier}: {} left unsigned; only a whole profile holds a signature",
            match paths.as_slice() {
                [path] => format!("{path} is"),
                paths => format!("{} are", paths.join(", ")),
            }
        ));
    }
    for text in signing.variables {
        complain(format_args!(
            "warning: {carrier}: {} holds what looks like a variable at {}; in a signed profile no MDM fills it in",
            quoted(&text.path),
            text.at
        ));
    }
    signing.artifacts
}
