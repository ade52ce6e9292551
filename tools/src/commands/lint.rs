//! `latchkey lint`: paths to a report and an exit status.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::ensure;
use latchkey_profile_schema::library::Library;

use super::schema::preferences;
use super::{Screen, Status, complain, print};
use crate::cli::{Denied, Format, LintArguments};
use crate::files::{self, FileError, Listed, Listing, PathError};
use crate::lint::{self, FileReport, Source};
use crate::options::Options;
use crate::render;
use crate::rule::Level;

/// Checks every file under the paths, and prints what was found.
pub(crate) fn run(arguments: &LintArguments, screen: Screen) -> anyhow::Result<Status> {
    let options = Options {
        domain: arguments.domain.as_deref().map(preferences).transpose()?,
        targets: arguments.target.clone(),
        okta_verify: arguments.okta_verify.clone(),
        schemas: schemas(&arguments.schemas)?,
    };
    let listing = files::list(&arguments.paths);
    let outcomes = lint::each(&listing.files, |file| look(file, &options));
    let Listing { mut failures, skipped, .. } = listing;
    let mut reports = Vec::with_capacity(outcomes.len());
    for outcome in outcomes {
        match outcome {
            Ok(file) => reports.extend(file),
            Err(failure) => failures.push(failure),
        }
    }
    lint::across(&mut reports);
    if let Some(library) = &options.schemas {
        reports.extend(lint::of_library(library));
    }
    let checked = reports.iter().any(|report| report.checked);
    print(&match arguments.format {
        Format::Human => render::human::render(&reports, screen),
        Format::Json => render::json::render(&reports, &failures)?,
        Format::Sarif => render::sarif::render(&reports, &failures)?,
        Format::Github => render::github::render(&reports, &failures),
        Format::Junit => {
            let fails = if arguments.deny == Some(Denied::Warnings) { Level::Warning } else { Level::Error };
            render::junit::render(&reports, &failures, fails)
        }
    })?;
    for failure in &failures {
        complain(failure);
    }
    if !checked && !arguments.allow_nothing {
        complain(nothing(&reports, &failures, skipped));
    }
    let found = |level| reports.iter().any(|report| report.count(level) > 0);
    let denied = arguments.deny == Some(Denied::Warnings) && found(Level::Warning);
    Ok(match () {
        () if !failures.is_empty() || (!checked && !arguments.allow_nothing) => Status::CouldNotRun,
        () if found(Level::Error) || denied => Status::Found,
        () => Status::Done,
    })
}

/// The schemas that the user brought; every file that may hold one is looked at.
fn schemas(folders: &[PathBuf]) -> anyhow::Result<Option<Arc<Library>>> {
    if folders.is_empty() {
        return Ok(None);
    }
    let mut library = Vec::new();
    for path in files::schemas(folders)? {
        let bytes = files::read(&path).map_err(|error| PathError { path: path.clone(), error })?;
        library.push((path.display().to_string(), bytes));
    }
    let library = Library::index(library);
    ensure!(
        !library.is_empty(),
        "no schema was found by `--schemas`; name a checkout of Apple's device-management schema, or a folder of \
         manifests"
    );
    Ok(Some(Arc::new(library)))
}

/// Checks one file. A file of a folder that turns out to be some other XML is nobody's business.
fn look(file: &Listed, options: &Options) -> Result<Vec<FileReport>, PathError> {
    let name = file.path.display().to_string();
    let mut reports = match files::read(&file.path) {
        Ok(bytes) => lint::lint(Source { name, bytes }, options),
        Err(FileError::TooLarge { bytes }) => vec![lint::refuse_size(name, bytes)],
        Err(error) => return Err(PathError { path: file.path.clone(), error }),
    };
    let is_xml = || file.path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("xml"));
    if !file.asked_for && is_xml() && !reports.iter().any(|report| report.checked) {
        reports.clear();
    }
    Ok(reports)
}

/// Why nothing was checked, and what to do about it.
fn nothing(reports: &[FileReport], failures: &[PathError], skipped: usize) -> String {
    let why = if !reports.is_empty() {
        "no file holds settings that are known here".to_owned()
    } else if skipped > 0 || failures.is_empty() {
        format!("no file is called .mobileconfig, .plist or .xml, and {skipped} others were skipped")
    } else {
        "no path could be read".to_owned()
    };
    format!("nothing was checked: {why}; `--allow-nothing` accepts this")
}
