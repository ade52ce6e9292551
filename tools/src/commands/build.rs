//! `latchkey build`: settings, as an administrator writes them, to the files that each MDM deploys.

mod companions;
mod signature;

use std::io::IsTerminal as _;
use std::path::Path;

use anyhow::{Context, bail};
use clap::ValueEnum as _;
use latchkey_mdm_manifests::build::Build;
use latchkey_mdm_manifests::{
    Artifact, BuildError, CARRIERS, CarrierTarget, EmitError, Examined, Secrets, SettingsFile, Syntax, build,
    carriers,
};
use latchkey_profile_schema::{KeyPath, Part, plist, spelling};

use super::still_to_do::StillToDo;
use super::{Screen, Status, complain, deliver, deliver_secrets};
use crate::cli::BuildArguments;
use crate::files::{self, Existing};
use crate::lint::{self, FileReport, Written};
use crate::options::Options;
use crate::phrase::{one_of, quoted};
use crate::render;
use crate::rule::Level;
use crate::target::Target;

/// Builds every carrier asked for, and writes all of them or nothing.
pub(crate) fn run(arguments: &BuildArguments, screen: Screen) -> anyhow::Result<Status> {
    let (path, carriers) = told_apart(arguments)?;
    let carriers = carriers.into_iter().map(carrier_named).collect::<anyhow::Result<Vec<_>>>()?;
    let name = path.display().to_string();
    let text = files::read_text(path)?;
    let syntax = syntax(path, &text)?;
    let Examined { settings, errors, nulls } = SettingsFile::examine(&text, syntax);
    for (key, position) in nulls {
        let at = position.map(|at| format!("line {}, column {}: ", at.line, at.column)).unwrap_or_default();
        complain(format_args!("{name}: {at}`{key}` is null, which is the same as if it were not there"));
    }
    let written = Written::new(&name, &text, syntax);
    if !errors.is_empty() {
        for error in errors {
            complain(format_args!("{name}: {error}"));
        }
        complain_rest(&settings, &written, screen);
        return Ok(Status::CouldNotRun);
    }
    let settings = companions::completed(settings, &arguments.sets, &name)?;
    let secrets = if arguments.with_secrets { Secrets::Write } else { Secrets::Placeholder };

    let signer = match (&arguments.sign, &arguments.certificate) {
        (Some(key), _) if key.as_os_str() == "-" && path.as_os_str() == "-" => {
            bail!("standard input cannot be the settings and the private key; name a file for one of them")
        }
        (Some(key), Some(certificates)) => Some(signature::signer(key, certificates)?),
        _ => None,
    };

    let mut built: Vec<(&'static str, Vec<Artifact>)> = Vec::new();
    let mut still_to_do = StillToDo::default();
    let targets: Vec<Target> = carriers.iter().filter_map(|carrier| target(carrier)).collect();
    for carrier in carriers {
        match build(&settings, carrier, secrets) {
            Ok(Build { artifacts: more, placeholders, filled_in, .. }) => {
                built.push((carrier.name, more));
                still_to_do.add(&placeholders, &filled_in);
            }
            Err(BuildError::Problems(problems)) => {
                complain_findings(written.problems(&problems), screen);
                return Ok(Status::Found);
            }
            Err(error) => {
                let at = place(&error, &settings)
                    .and_then(|(path, part)| written.position(&path, part))
                    .map(|at| format!("line {}, column {}: ", at.line, at.column));
                return Err(error).context(format!("{name}: {}{}", at.unwrap_or_default(), carrier.name));
            }
        }
    }
    let report = judge(&settings, &written, targets)?;
    let refused = report.count(Level::Error) > 0;
    if !report.findings.is_empty() {
        complain_findings(report, screen);
    }
    if refused {
        return Ok(Status::Found);
    }
    if let Some(signer) = &signer {
        if arguments.output.is_none() && std::io::stdout().is_terminal() {
            bail!("a signed profile is binary and is not shown on a terminal; name a folder with `-o`");
        }
        built = signature::signed(built, signer)?;
    }
    let artifacts: Vec<Artifact> = built.into_iter().flat_map(|(_, artifacts)| artifacts).collect();
    let existing = if arguments.force { Existing::Replace } else { Existing::Keep };
    match (&arguments.output, secrets) {
        (folder, Secrets::Write) => deliver_secrets(&artifacts, folder.as_deref(), existing)?,
        (folder, Secrets::Placeholder) => deliver(&artifacts, folder.as_deref(), existing)?,
    }
    still_to_do.tell(secrets);
    Ok(Status::Done)
}

/// The settings and the carriers. `--to` takes words as long as there are any, the name of the settings too when it
/// stands after them.
fn told_apart(arguments: &BuildArguments) -> anyhow::Result<(&Path, Vec<&str>)> {
    let mut carriers: Vec<&str> = arguments.to.iter().map(String::as_str).collect();
    if let Some(path) = &arguments.settings {
        return Ok((path, carriers));
    }
    let is_file = |word: &&str| *word == "-" || Syntax::of(word).is_some();
    match carriers.iter().position(is_file) {
        Some(index) => {
            let path = Path::new(carriers.remove(index));
            if carriers.is_empty() {
                bail!(
                    "`--to` names no carrier; the carriers are {}",
                    one_of(CARRIERS.iter().map(|target| target.name))
                );
            }
            Ok((path, carriers))
        }
        None => bail!("no settings are named; name a .toml, .json or .yaml file before `--to`, or `-`"),
    }
}

/// What a carrier cannot hold.
fn place(error: &BuildError, settings: &SettingsFile) -> Option<(KeyPath, Part)> {
    match error {
        BuildError::Emit(EmitError::EnvelopeKey { domain, key }) => {
            Some((KeyPath::root().key(domain).key(key), Part::Key))
        }
        // Its own path leads into what was to be written.
        BuildError::Emit(EmitError::Unwritable(_)) => {
            let refused = plist::write(&settings.document().root.value).err()?;
            Some((refused.path, Part::Value))
        }
        _ => None,
    }
}

/// Says what is wrong besides with settings of which a part could not be read.
fn complain_rest(settings: &SettingsFile, written: &Written<'_>, screen: Screen) {
    let report = carrier_named("mcx").ok().and_then(|carrier| {
        match build(settings, carrier, Secrets::Placeholder) {
            Err(BuildError::Problems(problems)) => Some(written.problems(&problems)),
            Ok(_) => judge(settings, written, Vec::new()).ok(),
            // There are none.
            Err(_) => None,
        }
    });
    if let Some(report) =
        report.filter(|report| report.count(Level::Error) + report.count(Level::Warning) > 0)
    {
        complain_findings(report, screen);
    }
}

/// What the linter says about the profile that the settings make, where the settings have it.
fn judge(settings: &SettingsFile, written: &Written<'_>, targets: Vec<Target>) -> anyhow::Result<FileReport> {
    let profile = build(settings, carrier_named("mcx")?, Secrets::Placeholder)?;
    let bytes = profile.artifacts.into_iter().next().map(|artifact| artifact.bytes).unwrap_or_default();
    let options = Options { targets, ..Options::default() };
    let found = lint::made(bytes, &options);
    Ok(written.findings(found.context("the profile that the settings make cannot be read")?))
}

/// Where the linter thinks that the files of a carrier go.
fn target(carrier: &CarrierTarget) -> Option<Target> {
    Target::from_str(carrier.target?, false).ok()
}

/// Findings belong on standard error here: standard output may be the profile.
fn complain_findings(report: FileReport, screen: Screen) {
    complain(format_args!(
        "the settings were checked\n{}",
        render::human::render(&[report], screen).trim_end()
    ));
}

pub(super) fn carrier_named(name: &str) -> anyhow::Result<&'static CarrierTarget> {
    if let Some(carrier) = carriers::carrier_named(name) {
        return Ok(carrier);
    }
    let names = || CARRIERS.iter().map(|target| target.name);
    match spelling::nearest(name, names()) {
        Some(nearest) => bail!("there is no carrier {}; perhaps {}", quoted(name), quoted(nearest)),
        None => bail!("there is no carrier {}; the carriers are {}", quoted(name), one_of(names())),
    }
}

/// The syntax by the file's name; from standard input JSON where it begins like JSON or with its comments, else TOML.
fn syntax(path: &Path, text: &str) -> anyhow::Result<Syntax> {
    if path.as_os_str() == "-" {
        let text = text.trim_start_matches('\u{feff}').trim_start();
        let is_json = text.starts_with('{') || text.starts_with('/');
        return Ok(if is_json { Syntax::Json } else { Syntax::Toml });
    }
    let name = path.display().to_string();
    Syntax::of(&name).with_context(|| format!("{name}: settings are called .toml, .json, .yaml or .yml"))
}
