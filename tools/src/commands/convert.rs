//! `latchkey convert`: a file in any carrier to other carriers, and a word on everything that does not come along.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context as _, bail};
use latchkey_mdm_manifests::{
    Artifact, Build, CARRIERS, CarrierTarget, DomainSettings, SETTINGS, Secrets, SettingsFile, carriers, emit,
};
use latchkey_profile_schema::{Catalog, Value, domain, spelling};

use super::carried::{self, Carried, NotRead, Wrapping};
use super::still_to_do::StillToDo;
use super::{Screen, Status, complain, deliver, deliver_secrets};
use crate::cli::ConvertArguments;
use crate::files::Existing;
use crate::phrase::{one_of, quoted};
use crate::render;

/// So many names are said; the others are counted.
const MOST_NAMES: usize = 20;

/// Converts a file to every carrier asked for, and writes all of them or nothing.
pub(crate) fn run(arguments: &ConvertArguments, screen: Screen) -> anyhow::Result<Status> {
    let (path, carriers) = told_apart(arguments)?;
    let carriers = carriers.into_iter().map(carrier).collect::<anyhow::Result<Vec<_>>>()?;
    let Carried { name, settings, wrapping } = match carried::read(path, arguments.domain.as_deref()) {
        Ok(carried) => carried,
        Err(NotRead::Error(error)) => return Err(error),
        Err(NotRead::Findings(reports)) => {
            complain(format_args!(
                "{} is not sound, and nothing is converted\n{}",
                path.display(),
                render::human::render(&reports, screen).trim_end()
            ));
            return Ok(Status::Found);
        }
    };
    if wrapping.written {
        bail!("{name} is a settings file; `latchkey build {name} --to …` makes the carriers of it");
    }
    let secrets = if arguments.with_secrets { Secrets::Write } else { Secrets::Placeholder };
    let mut artifacts: Vec<Artifact> = Vec::new();
    let (mut open, mut left) = (StillToDo::default(), BTreeSet::new());
    for carrier in carriers {
        let built = emit(&settings, carrier, secrets).with_context(|| format!("{name}: {}", carrier.name))?;
        let Build { artifacts: more, placeholders, filled_in, left_behind, .. } = built;
        for artifact in more {
            add(&mut artifacts, artifact)?;
        }
        open.add(&placeholders, &filled_in);
        let said = left_behind.into_iter().filter(|key| says_something(&settings, key));
        left.extend(said.map(|key| format!("{} by `{}`", quoted(&key), carrier.name)));
    }
    let existing = if arguments.force { Existing::Replace } else { Existing::Keep };
    let folder = arguments.output.as_deref();
    match secrets {
        Secrets::Write => deliver_secrets(&artifacts, folder, existing)?,
        Secrets::Placeholder => deliver(&artifacts, folder, existing)?,
    }
    for word in words(&settings, &wrapping, left) {
        complain(word);
    }
    open.tell(secrets);
    Ok(Status::Done)
}

/// The file and the carriers. `--to` takes words as long as there are any, the name of the file too when it stands
/// after them; no carrier has a dot or a slash in its name.
fn told_apart(arguments: &ConvertArguments) -> anyhow::Result<(&Path, Vec<&str>)> {
    let mut carriers: Vec<&str> = arguments.to.iter().map(String::as_str).collect();
    if let Some(path) = &arguments.file {
        return Ok((path, carriers));
    }
    let is_file = |word: &&str| *word == "-" || word.contains(['.', '/']);
    let Some(index) = carriers.iter().position(is_file) else {
        bail!("no file is named; name it before `--to`, or `-`");
    };
    let path = Path::new(carriers.remove(index));
    if carriers.is_empty() {
        bail!("`--to` names no carrier; the carriers are {}", one_of(every().map(|target| target.name)));
    }
    Ok((path, carriers))
}

/// What settings can be converted to.
fn every() -> impl Iterator<Item = &'static CarrierTarget> {
    CARRIERS.iter().chain([&SETTINGS])
}

fn carrier(name: &str) -> anyhow::Result<&'static CarrierTarget> {
    if let Some(carrier) = every().chain(carriers::REFUSING).find(|carrier| carrier.name == name) {
        return Ok(carrier);
    }
    let names = || every().map(|target| target.name);
    match spelling::nearest(name, names()) {
        Some(nearest) => bail!("there is no carrier {}; perhaps {}", quoted(name), quoted(nearest)),
        None => bail!("there is no carrier {}; the carriers are {}", quoted(name), one_of(names())),
    }
}

/// Takes a file over; two carriers may make the same one, and no file twice otherwise.
fn add(artifacts: &mut Vec<Artifact>, artifact: Artifact) -> anyhow::Result<()> {
    match artifacts.iter().find(|there| there.path == artifact.path) {
        Some(there) if there.bytes == artifact.bytes => {}
        Some(_) => bail!("two carriers write {}; convert to one after the other", quoted(&artifact.path)),
        None => artifacts.push(artifact),
    }
    Ok(())
}

/// Whether a key of the profile's envelope is more than an empty text.
fn says_something(settings: &SettingsFile, key: &str) -> bool {
    let value = settings.profile.others.iter().find(|(there, _)| there == key).map(|(_, value)| value);
    value.and_then(Value::as_str) != Some("")
}

/// What is said of a conversion: what came along although nobody knows it, and what did not.
fn words(settings: &SettingsFile, wrapping: &Wrapping, left: BTreeSet<String>) -> Vec<String> {
    let mut words = Vec::new();
    if !wrapping.signed_by.is_empty() {
        let signers = names(wrapping.signed_by.iter().map(|name| quoted(name)));
        words.push(format!(
            "the file is signed by {signers}; no signature is kept, since it is one of other bytes"
        ));
    }
    if wrapping.exported {
        words.push(
            "what the MDM has beside the profile, such as its name and whom it is for, is not kept"
                .to_owned(),
        );
    }
    let unknown: Vec<String> = settings.domains.iter().flat_map(undeclared_keys).collect();
    if !unknown.is_empty() {
        words.push(format!("{} kept: {}", undeclared(unknown.len(), "key"), names(unknown)));
    }
    let others = settings.domains.iter().filter(|settings| domain::known(&settings.domain).is_none());
    let others: BTreeSet<String> = others.map(|settings| quoted(&settings.domain)).collect();
    if !others.is_empty() {
        words.push(format!("{} kept: {}", undeclared(others.len(), "domain"), names(others)));
    }
    for (domain, count) in &wrapping.merged {
        words.push(format!(
            "{count} payloads of {} become one, which holds the keys of all of them",
            quoted(domain)
        ));
    }
    for (key, types) in &wrapping.left_behind {
        words.push(format!(
            "{} of {} is left behind",
            quoted(key),
            names(types.iter().map(|name| quoted(name)))
        ));
    }
    if !left.is_empty() {
        words.push(format!("left behind of the profile itself: {}", names(left)));
    }
    words
}

fn undeclared(number: usize, what: &str) -> String {
    match number {
        1 => format!("1 {what} that nobody declared is"),
        number => format!("{number} {what}s that nobody declared are"),
    }
}

/// The keys of a declared domain that are not declared themselves.
fn undeclared_keys(settings: &DomainSettings) -> Vec<String> {
    let Some(catalog) = domain::known(&settings.domain).and_then(Catalog::declared) else {
        return Vec::new();
    };
    let is_known =
        |key: &str| catalog.key(key).is_some() || catalog.other_keys.iter().any(|other| other == key);
    let unknown = settings.values.iter().filter(|(key, _)| !is_known(key));
    unknown.map(|(key, _)| format!("{} of {}", quoted(key), quoted(&settings.domain))).collect()
}

/// Names with commas between.
fn names(names: impl IntoIterator<Item = String>) -> String {
    let all: Vec<String> = names.into_iter().collect();
    match all.len().checked_sub(MOST_NAMES) {
        Some(more @ 1..) => {
            let said = all.iter().take(MOST_NAMES).map(String::as_str).collect::<Vec<_>>().join(", ");
            format!("{said} and {more} more")
        }
        _ => all.join(", "),
    }
}
