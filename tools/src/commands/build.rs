//! `latchkey build`: settings, as an administrator writes them, to the files that each MDM deploys.

use std::path::Path;

use anyhow::{Context, bail};
use latchkey_mdm_manifests::build::Build;
use latchkey_mdm_manifests::{
    Artifact, BuildError, CARRIERS, CarrierTarget, Secrets, SettingsFile, Syntax, build, targets,
};
use latchkey_profile_schema::{KeyPath, spelling};

use super::{Screen, Status, complain, deliver};
use crate::cli::BuildArguments;
use crate::files::{self, Existing};
use crate::lint::{self, FileReport, Options, Source, Spot};
use crate::phrase::{one_of, quoted};
use crate::render;
use crate::rule::Level;
use crate::rules::placeholder_value;

/// `PayloadContent` and the number of the payload lead to its settings.
const PAYLOAD_DEPTH: usize = 2;

/// Builds every carrier asked for, and writes all of them or nothing.
pub(crate) fn run(arguments: &BuildArguments, screen: Screen) -> anyhow::Result<Status> {
    let carriers = arguments.to.iter().map(|name| carrier(name)).collect::<anyhow::Result<Vec<_>>>()?;
    let name = arguments.settings.display().to_string();
    let text = files::read_text(&arguments.settings)?;
    let settings = SettingsFile::read(&text, syntax(&arguments.settings, &text)?).context(name.clone())?;
    let secrets = if arguments.with_secrets { Secrets::Write } else { Secrets::Placeholder };

    let mut artifacts: Vec<Artifact> = Vec::new();
    let mut placeholders: Vec<KeyPath> = Vec::new();
    for carrier in carriers {
        match build(&settings, carrier, secrets) {
            Ok(Build { artifacts: more, placeholders: keys, .. }) => {
                artifacts.extend(more);
                placeholders = keys;
            }
            Err(BuildError::Problems(problems)) => {
                complain_findings(lint::of_settings(name, &problems), screen);
                return Ok(Status::Found);
            }
            Err(error) => return Err(error).context(format!("{name}: {}", carrier.name)),
        }
    }
    let report = judge(&settings, name)?;
    let refused = report.count(Level::Error) > 0;
    if !report.findings.is_empty() {
        complain_findings(report, screen);
    }
    if refused {
        return Ok(Status::Found);
    }
    let existing = if arguments.force { Existing::Replace } else { Existing::Keep };
    deliver(&artifacts, arguments.output.as_deref(), existing)?;
    for key in placeholders {
        complain(format_args!(
            "{key} holds a placeholder; fill it in where the profile is deployed, or say `--with-secrets`"
        ));
    }
    Ok(Status::Done)
}

/// What the linter says about the profile that the settings make, but for placeholders; key paths as the domain has
/// them.
fn judge(settings: &SettingsFile, name: String) -> anyhow::Result<FileReport> {
    let profile = build(settings, carrier("mobileconfig")?, Secrets::Placeholder)?;
    let bytes = profile.artifacts.into_iter().next().map(|artifact| artifact.bytes).unwrap_or_default();
    let mut report = lint::lint(Source { name, bytes }, Options::default());
    report.findings.retain(|finding| !std::ptr::eq(finding.rule, &placeholder_value::RULE));
    for finding in &mut report.findings {
        let path = finding.spot.key_path.take();
        let inside =
            path.and_then(|path| Some(KeyPath::from(path.segments().get(PAYLOAD_DEPTH..)?.to_vec())));
        finding.spot = Spot { key_path: inside, ..Spot::default() };
        finding.related.clear();
    }
    Ok(report)
}

/// Findings belong on standard error here: standard output may be the profile.
fn complain_findings(report: FileReport, screen: Screen) {
    complain(format_args!(
        "the settings were checked\n{}",
        render::human::render(&[report], screen).trim_end()
    ));
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
