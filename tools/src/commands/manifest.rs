//! `latchkey manifest`: the declaration, or somebody else's schema, in the shape of an MDM's editor.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{bail, ensure};
use latchkey_mdm_manifests::targets::{self, Subject};
use latchkey_mdm_manifests::{Artifact, MANIFESTS, ManifestTarget, Omission, Omitted, manifest};
use latchkey_profile_schema::domain::{COMPANIONS, DOMAINS, Domain};
use latchkey_profile_schema::library::Library;
use latchkey_profile_schema::{Catalog, spelling};

use super::schema::known;
use super::{Status, complain, deliver};
use crate::batch::each;
use crate::cli::ManifestArguments;
use crate::files::{self, Existing, PathError};
use crate::phrase::{one_line, one_of, quoted};
use crate::rules::broken_schema;

/// So many keys are named in one line.
const NAMED: usize = 12;

/// What manifests are made of: a catalog, and what was lost on the way to it.
type Described = (Cow<'static, Catalog>, Vec<Omitted>);

/// Makes the manifests of every domain, of one, or of a file, and says what an editor cannot offer.
pub(crate) fn run(arguments: &ManifestArguments) -> anyhow::Result<Status> {
    let targets = arguments.targets.iter().map(|name| target(name)).collect::<anyhow::Result<Vec<_>>>()?;
    let described = match (&arguments.from, &arguments.domain) {
        (Some(path), _) => vec![brought(path, &targets)?],
        (None, Some(name)) => vec![declared(known(name)?)],
        (None, None) => DOMAINS.iter().chain(COMPANIONS).copied().map(declared).collect(),
    };
    let mut artifacts: Vec<Artifact> = Vec::new();
    let asked: Vec<(&ManifestTarget, &Described)> =
        targets.iter().flat_map(|target| described.iter().map(|described| (*target, described))).collect();
    let manifests = each(&asked, |(target, (catalog, _))| manifest(target, catalog));
    for (mut made, (target, (catalog, lost))) in manifests.into_iter().zip(&asked) {
        artifacts.append(&mut made.artifacts);
        made.omitted.splice(..0, lost.iter().cloned());
        report(target.name, &catalog.domain, &made.omitted);
        if let Some(caution) = made.caution {
            complain(format_args!("{}: {}: {caution}", target.name, quoted(&catalog.domain)));
        }
    }
    ensure!(
        arguments.output.is_some() || artifacts.len() <= 1,
        "{} files cannot be printed; write them with `-o DIR`, or print one target of one domain with `--domain`: {}",
        artifacts.len(),
        one_of(described.iter().map(|(catalog, _)| &catalog.domain))
    );
    let existing = if arguments.force { Existing::Replace } else { Existing::Keep };
    deliver(&artifacts, arguments.output.as_deref(), existing)?;
    Ok(Status::Done)
}

/// A domain of the declaration; nothing of it is lost.
fn declared(domain: &Domain) -> Described {
    (Catalog::of(domain), Vec::new())
}

/// The schema in a file, as a catalog.
fn brought(path: &Path, targets: &[&ManifestTarget]) -> anyhow::Result<Described> {
    let name = one_line(&path.display().to_string());
    let takes_any = |target: &&ManifestTarget| target.subject == Subject::AnySchema;
    if let Some(target) = targets.iter().find(|target| !takes_any(target)) {
        bail!(
            "{} is made of the declaration alone, since it would say less than {}; what can be made of it: {}",
            quoted(target.name),
            quoted(&name),
            one_of(MANIFESTS.iter().filter(takes_any).map(|target| target.name))
        );
    }
    let bytes = files::read(path).map_err(|error| PathError { path: path.to_path_buf(), error })?;
    let library = Library::index([(name.clone(), bytes)]);
    let schema = library.payload_types().find_map(|payload_type| library.of(payload_type));
    for problem in library.problems() {
        complain(format_args!("{name}: {}", broken_schema::word(&problem.fault).message));
    }
    let Some(schema) = schema else {
        bail!(
            "{name}: no schema was found, expected a community manifest (a property list with `pfm_domain`) or a file \
             of Apple's device-management schema (`.yaml` with `payloadtype`)"
        );
    };
    let (catalog, untold) = schema.catalog();
    Ok((Cow::Owned(catalog), untold.iter().map(Omitted::from).collect()))
}

/// Says what of a domain is not offered, one line for each reason.
fn report(target: &str, domain: &str, omitted: &[Omitted]) {
    let mut reasons: BTreeMap<Omission, Vec<&str>> = BTreeMap::new();
    for Omitted { key, reason } in omitted {
        reasons.entry(*reason).or_default().push(key);
    }
    for (reason, keys) in reasons {
        let mut named: Vec<String> = keys.iter().take(NAMED).map(|key| quoted(key)).collect();
        if let Some(more) = keys.len().checked_sub(NAMED).filter(|more| *more > 0) {
            named.push(format!("{more} more"));
        }
        let domain = quoted(domain);
        complain(format_args!("{target}: {domain} is not offered in full: {}: {reason}", named.join(", ")));
    }
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
