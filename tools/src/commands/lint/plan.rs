//! Arguments to what is going to be checked, and by which configuration and baseline each file is judged.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, ensure};
use latchkey_profile_schema::domain;

use super::accepted::Accepted;
use super::passed_over::PassedOver;
use super::planned::Planned;
use crate::cli::{Denied, LintArguments};
use crate::commands::schema::preferences;
use crate::configuration::{self, Deny, Settings};
use crate::files::{self, Above, Gitignored, Listed, Listing, Named, PathError, Seek, way};
use crate::judgement::Law;
use crate::lint::{FileReport, of_text};
use crate::options::Options;
use crate::rule::Level;
use crate::schemas::Schemas;

/// What is going to be checked.
#[derive(Debug)]
pub(super) struct Plan {
    /// The files.
    pub(super) files: Vec<Planned>,
    /// What the configurations say; the first is that of files without one.
    pub(super) in_force: Vec<InForce>,
    schemas: Schemas,
    /// The baselines.
    pub(super) baselines: Vec<Accepted>,
    /// Configurations that are not in order.
    pub(super) broken: Vec<FileReport>,
    /// Paths that could not be looked at.
    pub(super) failures: Vec<PathError>,
    /// Configurations that are in order and that somebody asked for.
    pub(super) in_order: Vec<FileReport>,
    /// How many files are not looked at.
    pub(super) passed_over: PassedOver,
}

/// What is in force for the files of one configuration, the command line included.
#[derive(Debug, Default)]
pub(super) struct InForce {
    /// What is assumed about them.
    pub(super) options: Options,
    /// What is decided about their findings.
    pub(super) settings: Settings,
    deny: Option<Deny>,
    /// The baseline, by index.
    pub(super) baseline: Option<usize>,
    folder: Option<PathBuf>,
}

impl InForce {
    /// The law for a file, by its path from the folder of the configuration.
    pub(super) fn law<'a>(&'a self, path: &'a str) -> Law<'a> {
        Law::new(&self.settings, &self.options.targets, path)
    }

    /// The path of a file from the folder of the configuration; empty without one.
    pub(super) fn path_of(&self, file: &Path) -> String {
        let Some(folder) = &self.folder else { return String::new() };
        let name = file.file_name().unwrap_or(file.as_os_str());
        way(folder, &Above::new("").folder(file).join(name))
    }

    /// Whether the warnings of a report fail the run.
    pub(super) fn denies(&self, report: &FileReport) -> bool {
        self.deny == Some(Deny::Warnings) && report.count(Level::Warning) > 0
    }
}

impl Plan {
    /// Finds the files, and the configuration of each.
    pub(super) fn new(arguments: &LintArguments) -> anyhow::Result<Self> {
        let (configurations, paths): (Vec<PathBuf>, Vec<PathBuf>) =
            arguments.paths.iter().cloned().partition(|path| path.ends_with(configuration::FILE_NAME));
        let named = if arguments.as_in_folder { Named::Sifted } else { Named::Taken };
        let gitignored = if arguments.no_gitignore { Gitignored::LookedAt } else { Gitignored::PassedOver };
        let Listing { files, failures, others, gitignored, .. } =
            files::list(&paths, Seek::profiles(named, gitignored));
        let mut plan = Self {
            files: Vec::with_capacity(files.len()),
            in_force: Vec::new(),
            schemas: Schemas::default(),
            baselines: Vec::new(),
            broken: Vec::new(),
            failures,
            in_order: Vec::new(),
            passed_over: PassedOver { others, gitignored, excluded: 0 },
        };
        plan.enact(arguments, Settings::default(), None)?;
        let mut above = Above::new(configuration::FILE_NAME);
        let named = match &arguments.config {
            Some(path) => Some(plan.read(arguments, path, &mut above)?),
            None => None,
        };
        let mut known: HashMap<Arc<Path>, usize> = HashMap::new();
        for path in configurations {
            plan.name(arguments, &path, &mut above, &mut known)?;
        }
        for listed in files {
            let folder = above.folder(&listed.path);
            let nearest = if arguments.no_config || named.is_some() { None } else { above.nearest(&folder) };
            let in_force = match (named, nearest) {
                (Some(named), _) => named,
                (None, None) => 0,
                (None, Some(file)) => match known.get(&file) {
                    Some(index) => *index,
                    None => {
                        let index = plan.read(arguments, &file, &mut above)?;
                        known.insert(file, index);
                        index
                    }
                },
            };
            plan.add(listed, folder, in_force);
        }
        ensure!(
            !arguments.write_baseline || !plan.baselines.is_empty() || !plan.broken.is_empty(),
            "there is no baseline to write; name one with `--baseline FILE`"
        );
        Ok(plan)
    }

    /// A file, by index, and what is in force for it.
    pub(super) fn owner(&self, index: usize) -> Option<(&Planned, &InForce)> {
        let planned = self.files.get(index)?;
        Some((planned, self.in_force.get(planned.in_force)?))
    }

    /// What is in force for some file.
    pub(super) fn in_use(&self) -> impl Iterator<Item = &InForce> {
        let is_used = |index: &usize| self.files.iter().any(|planned| planned.in_force == *index);
        self.in_force
            .iter()
            .enumerate()
            .filter(move |(index, _)| is_used(index))
            .map(|(_, in_force)| in_force)
    }

    /// The lowest level that fails the run.
    pub(super) fn fails(&self) -> Level {
        let denied = self.in_force.iter().any(|in_force| in_force.deny == Some(Deny::Warnings));
        if denied { Level::Warning } else { Level::Error }
    }

    fn add(&mut self, listed: Listed, folder: Arc<Path>, in_force: usize) {
        let mut planned = Planned { listed, in_force, path: String::new(), folder };
        let Some(theirs) = self.in_force.get(in_force) else { return };
        if let Some(folder) = &theirs.folder {
            planned.path = planned.from(folder);
            if !planned.listed.asked_for && theirs.settings.excludes(&planned.path) {
                self.passed_over.excluded += 1;
                return;
            }
        }
        self.files.push(planned);
    }

    /// Reads a configuration that somebody asked for, so that it is checked although no file is under it.
    fn name(
        &mut self,
        arguments: &LintArguments,
        path: &Path,
        above: &mut Above,
        known: &mut HashMap<Arc<Path>, usize>,
    ) -> anyhow::Result<()> {
        let file: Arc<Path> = above.folder(path).join(configuration::FILE_NAME).into();
        if known.contains_key(&file) {
            return Ok(());
        }
        let broken = self.broken.len();
        let index = self.read(arguments, &file, above)?;
        known.insert(file, index);
        if self.broken.len() == broken {
            self.in_order.push(of_text(path.display().to_string(), Vec::new(), Vec::new()));
        }
        Ok(())
    }

    /// Reads a configuration; one that is not in order is put aside.
    fn read(&mut self, arguments: &LintArguments, file: &Path, above: &mut Above) -> anyhow::Result<usize> {
        let folder = above.folder(file);
        let here = above.folder(Path::new("-"));
        let bytes = files::read(file).map_err(|error| PathError { path: file.to_path_buf(), error })?;
        let (settings, mistakes) = configuration::parse(&bytes);
        if !mistakes.is_empty() {
            let name = file.strip_prefix(&here).unwrap_or(file).display().to_string();
            self.broken.push(of_text(name, bytes, mistakes));
        }
        self.enact(arguments, settings, Some(folder.to_path_buf()))
    }

    /// Puts settings in force; the command line wins over them.
    fn enact(
        &mut self,
        arguments: &LintArguments,
        settings: Settings,
        folder: Option<PathBuf>,
    ) -> anyhow::Result<usize> {
        let targets = if arguments.target.is_empty() { &settings.targets } else { &arguments.target };
        let beside = |path: &PathBuf| folder.as_deref().unwrap_or(Path::new("")).join(path);
        let schemas = match arguments.schemas.as_slice() {
            [] => settings.schemas.iter().map(beside).collect(),
            named => named.to_vec(),
        };
        let schemas = self.schemas.open(schemas)?;
        let named = arguments.domain.as_deref();
        let is_described = |name: &&str| {
            domain::known(name).is_none()
                && schemas.as_deref().is_some_and(|library| library.of(name).is_some())
        };
        let described = named.filter(is_described);
        let options = Options {
            domain: named.filter(|_| described.is_none()).map(preferences).transpose()?,
            described: described.map(str::to_owned),
            targets: targets.clone(),
            okta_verify: arguments.okta_verify.clone().or_else(|| settings.okta_verify.clone()),
            schemas,
        };
        let baseline = arguments.baseline.clone().or_else(|| settings.baseline.as_ref().map(beside));
        let baseline = baseline.map(|path| self.baseline(arguments, &path)).transpose()?;
        let deny = match arguments.deny {
            Some(Denied::Warnings) => Some(Deny::Warnings),
            None => settings.deny,
        };
        self.in_force.push(InForce { options, settings, deny, baseline, folder });
        Ok(self.in_force.len() - 1)
    }

    fn baseline(&mut self, arguments: &LintArguments, path: &Path) -> anyhow::Result<usize> {
        if let Some(index) = self.baselines.iter().position(|known| known.path == path) {
            return Ok(index);
        }
        let baseline = Accepted::open(path, arguments.write_baseline)
            .with_context(|| format!("the baseline {} cannot be used", path.display()))?;
        self.baselines.push(baseline);
        Ok(self.baselines.len() - 1)
    }
}
