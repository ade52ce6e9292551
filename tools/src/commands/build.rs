//! `latchkey build`: settings, as an administrator writes them, to the files that each MDM deploys.

use std::path::Path;

use anyhow::{Context, bail};
use latchkey_mdm_manifests::build::Build;
use latchkey_mdm_manifests::{
    Artifact, BuildError, CARRIERS, CarrierTarget, Secrets, SettingsFile, Syntax, build, targets,
};
use latchkey_profile_schema::{KeyPath, Problem, spelling};

use super::{Screen, Status, complain, deliver};
use crate::cli::BuildArguments;
use crate::files::{self, Existing};
use crate::lint;
use crate::phrase::{one_of, quoted};
use crate::render;

/// Builds every carrier asked for, and writes all of them or nothing.
pub(crate) fn run(arguments: &BuildArguments, screen: Screen) -> anyhow::Result<Status> {
    let carriers = arguments.to.iter().map(|name| carrier(name)).collect::<anyhow::Result<Vec<_>>>()?;
    let name = arguments.settings.display().to_string();
    let text = files::read_text(&arguments.settings)?;
    let settings = SettingsFile::read(&text, syntax(&arguments.settings, &text)?).context(name.clone())?;
    let secrets = if arguments.with_secrets { Secrets::Write } else { Secrets::Placeholder };

    let mut artifacts: Vec<Artifact> = Vec::new();
    let mut placeholders: Vec<KeyPath> = Vec::new();
    let mut notices: Vec<Problem> = Vec::new();
    for carrier in carriers {
        match build(&settings, carrier, secrets) {
            Ok(Build { artifacts: more, placeholders: keys, notices: odd, .. }) => {
                artifacts.extend(more);
                placeholders = keys;
                notices = odd;
            }
            Err(BuildError::Problems(problems)) => {
                complain_findings(&name, &problems, screen);
                return Ok(Status::Found);
            }
            Err(error) => return Err(error).context(format!("{name}: {}", carrier.name)),
        }
    }
    let existing = if arguments.force { Existing::Replace } else { Existing::Keep };
    deliver(&artifacts, arguments.output.as_deref(), existing)?;
    if !notices.is_empty() {
        complain_findings(&name, &notices, screen);
    }
    for key in placeholders {
        complain(format_args!(
            "{key} holds a placeholder; fill it in where the profile is deployed, or say `--with-secrets`"
        ));
    }
    Ok(Status::Done)
}

/// Findings belong on standard error here: standard output may be the profile.
fn complain_findings(name: &str, problems: &[Problem], screen: Screen) {
    let report = lint::of_settings(name.to_owned(), problems);
    complain(render::human::render(&[report], screen).trim_end());
}

fn carrier(name: &str) -> anyhow::Result<&'static CarrierTarget> {
    if let Some(carrier) = targets::carrier_named(name) {
        return Ok(carrier);
    }
    let names = || CARRIERS.iter().map(|target| target.name);
    match spelling::nearest(name, names()) {
        Some(nearest) => bail!("there is no carrier {}; perhaps {}", quoted(name), quoted(nearest)),
        None => bail!("there is no carrier {}; the carriers are {}", quoted(name), one_of(names())),
    }
}

/// The syntax by the file's name; from standard input JSON where it begins like JSON, else TOML.
fn syntax(path: &Path, text: &str) -> anyhow::Result<Syntax> {
    if path.as_os_str() == "-" {
        return Ok(if text.trim_start().starts_with('{') { Syntax::Json } else { Syntax::Toml });
    }
    let name = path.display().to_string();
    Syntax::of(&name).with_context(|| format!("{name}: settings are called .toml, .json, .yaml or .yml"))
}
