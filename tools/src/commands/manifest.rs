//! `latchkey manifest`: the declaration in the shape of an MDM's editor.

use anyhow::bail;
use latchkey_mdm_manifests::{Artifact, MANIFESTS, ManifestTarget, manifest, targets};
use latchkey_profile_schema::domain::DOMAINS;
use latchkey_profile_schema::{Catalog, spelling};

use super::schema::named;
use super::{Status, complain, deliver};
use crate::cli::ManifestArguments;
use crate::files::Existing;
use crate::phrase::{one_of, quoted};

/// Makes the manifests of every domain, or of one, and says what an editor cannot offer.
pub(crate) fn run(arguments: &ManifestArguments) -> anyhow::Result<Status> {
    let domains = match &arguments.domain {
        Some(name) => vec![named(name)?],
        None => DOMAINS.to_vec(),
    };
    let targets = arguments.targets.iter().map(|name| target(name)).collect::<anyhow::Result<Vec<_>>>()?;
    let mut artifacts: Vec<Artifact> = Vec::new();
    for target in targets {
        for domain in &domains {
            let made = manifest(target, &Catalog::of(domain));
            artifacts.extend(made.artifacts);
            for omitted in made.omitted {
                let key = quoted(&format!("{}: {}", domain.name, omitted.key));
                complain(format_args!("{} leaves out {key}: {}", target.name, omitted.reason));
            }
        }
    }
    if arguments.output.is_none() && artifacts.len() > 1 {
        bail!(
            "{} files cannot be printed; write them with `-o DIR`, or print that of one domain with `--domain`: {}",
            artifacts.len(),
            one_of(domains.iter().map(|domain| domain.name))
        );
    }
    deliver(&artifacts, arguments.output.as_deref(), Existing::Replace)?;
    Ok(Status::Done)
}

fn target(name: &str) -> anyhow::Result<&'static ManifestTarget> {
    if let Some(target) = targets::manifest_named(name) {
        return Ok(target);
    }
    let names = || MANIFESTS.iter().map(|target| target.name);
    match spelling::nearest(name, names()) {
        Some(nearest) => bail!("there is no target {}; perhaps {}", quoted(name), quoted(nearest)),
        None => bail!("there is no target {}; the targets are {}", quoted(name), one_of(names())),
    }
}
