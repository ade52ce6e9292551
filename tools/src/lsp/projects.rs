//! A file of the editor to what is in force for it, as for a run on that very file: the nearest configuration, its
//! schemas and its baseline. Each is read once, until somebody says that it has changed.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use latchkey_profile_schema::plist::MAX_BYTES;

use crate::baseline::{Baseline, Named};
use crate::business::Business;
use crate::configuration::{self, Settings};
use crate::files::{self, Above, way};
use crate::judgement::{Law, judge};
use crate::lint::{self, FileReport, Source};
use crate::options::Options;
use crate::schemas::Schemas;

/// What is in force for the files of each configuration.
#[derive(Debug)]
pub(super) struct Projects {
    above: Above,
    known: HashMap<Arc<Path>, Rc<InForce>>,
    without: Rc<InForce>,
    schemas: Schemas,
}

/// What is in force for the files of one configuration.
#[derive(Debug, Default)]
pub(super) struct InForce {
    options: Options,
    settings: Settings,
    baseline: Option<(Baseline, PathBuf)>,
    folder: Option<Arc<Path>>,
    /// What is wrong with the configuration or what it names, in words.
    trouble: Vec<String>,
}

/// A file, and what is in force for it.
#[derive(Clone, Debug)]
pub(super) struct Placed {
    /// What is in force.
    in_force: Rc<InForce>,
    /// What the file is called in reports.
    name: String,
    /// The real path of its folder, and its name in it; none for what is no file yet.
    real: Option<PathBuf>,
}

impl Projects {
    /// Nothing is known yet.
    pub(super) fn new() -> Self {
        Self {
            above: Above::new(configuration::FILE_NAME),
            known: HashMap::new(),
            without: Rc::default(),
            schemas: Schemas::default(),
        }
    }

    /// Forgets what was read, since some of it has changed.
    pub(super) fn forget(&mut self) {
        *self = Self::new();
    }

    /// What is in force for a file. What is no file, and only has a name, has no configuration.
    pub(super) fn place(&mut self, name: String, file: Option<&Path>) -> (Placed, Vec<String>) {
        let Some(file) = file else {
            let placed = Placed { in_force: Rc::clone(&self.without), name, real: None };
            return (placed, Vec::new());
        };
        let folder = self.above.folder(file);
        let real = Some(folder.join(file.file_name().unwrap_or(file.as_os_str())));
        let Some(path) = self.above.nearest(&folder) else {
            return (Placed { in_force: Rc::clone(&self.without), name, real }, Vec::new());
        };
        if let Some(in_force) = self.known.get(&path) {
            return (Placed { in_force: Rc::clone(in_force), name, real }, Vec::new());
        }
        let in_force = Rc::new(self.read(&path));
        self.known.insert(path, Rc::clone(&in_force));
        let trouble = in_force.trouble.clone();
        (Placed { in_force, name, real }, trouble)
    }

    /// Reads a configuration. What of it cannot be used is told, and the rest is in force.
    fn read(&mut self, path: &Path) -> InForce {
        let folder = self.above.folder(path);
        let mut trouble = Vec::new();
        let bytes = files::read(path).unwrap_or_else(|error| {
            trouble.push(format!("{} is not in force: {error}", path.display()));
            Vec::new()
        });
        let (settings, mistakes) = configuration::parse(&bytes);
        if !mistakes.is_empty() {
            trouble.push(format!("{} is not in force, since it is not in order", path.display()));
        }
        let schemas = settings.schemas.iter().map(|path| folder.join(path)).collect();
        let schemas = self.schemas.open(schemas).unwrap_or_else(|error| {
            trouble.push(format!("the schemas of {} are not in force: {error:#}", path.display()));
            None
        });
        let baseline = settings.baseline.as_ref().and_then(|baseline| {
            let file = folder.join(baseline);
            let above = self.above.folder(&file).to_path_buf();
            let text = files::read(&file).map_err(anyhow::Error::from);
            let read = text.and_then(|text| Baseline::read(&text).map_err(anyhow::Error::from));
            let read = read.map_err(|error| {
                trouble.push(format!("the baseline {} is not in force: {error:#}", file.display()));
            });
            Some((read.ok()?, above))
        });
        let options = Options {
            domain: None,
            described: None,
            targets: settings.targets.clone(),
            okta_verify: settings.okta_verify.clone(),
            schemas,
        };
        InForce { options, settings, baseline, folder: Some(folder), trouble }
    }
}

impl Placed {
    /// What the file is called.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// What is assumed about it.
    pub(super) fn options(&self) -> &Options {
        &self.in_force.options
    }

    /// Everything that is wrong with a text of this file, judged.
    pub(super) fn look(&self, text: &str) -> Vec<FileReport> {
        let path = self.path(self.in_force.folder.as_deref());
        if self.in_force.settings.excludes(&path) {
            return Vec::new();
        }
        let mut reports = if text.len() > MAX_BYTES {
            vec![lint::refuse_size(self.name.clone(), u64::try_from(text.len()).unwrap_or(u64::MAX))]
        } else {
            self.lint(text.as_bytes().to_vec())
        };
        lint::across(&mut reports);
        self.judge(&mut reports, &path);
        self.business(text).told(reports)
    }

    /// Checks a text and judges what was found, as mending does after each step.
    pub(super) fn check(&self, source: Source) -> Vec<FileReport> {
        let mut reports = self.lint(source.bytes);
        self.judge(&mut reports, &self.path(self.in_force.folder.as_deref()));
        reports
    }

    fn lint(&self, bytes: Vec<u8>) -> Vec<FileReport> {
        lint::lint(Source { name: self.name.clone(), bytes }, &self.in_force.options)
    }

    fn judge(&self, reports: &mut [FileReport], path: &str) {
        let law = Law::new(&self.in_force.settings, &self.in_force.options.targets, path);
        reports.iter_mut().for_each(|report| judge(report, &law));
        if let Some((baseline, folder)) = &self.in_force.baseline {
            let path = self.path(Some(folder));
            let mut named: Vec<Named<'_>> =
                reports.iter_mut().map(|report| Named { path: &path, report, law: &law }).collect();
            // What of it is stale, a run tells.
            baseline.accept(&mut named);
        }
    }

    /// Whether it is the linter's: a profile or preference file by its name, else what there is something to check in.
    fn business(&self, text: &str) -> Business {
        let name = Path::new(&self.name);
        let is = |word: &str| name.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(word));
        if ["mobileconfig", "plist", "json"].into_iter().any(is) {
            Business::of(name, text.as_bytes())
        } else if is("toml") {
            // Editors are told to send these for the configuration's sake.
            Business::Nobodys
        } else {
            Business::Perhaps
        }
    }

    fn path(&self, folder: Option<&Path>) -> String {
        folder.zip(self.real.as_deref()).map(|(folder, real)| way(folder, real)).unwrap_or_default()
    }
}
