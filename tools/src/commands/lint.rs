//! `latchkey lint`: paths to a report and an exit status.

mod accepted;
mod passed_over;
mod plan;
mod planned;

use std::path::Path;
use std::sync::Arc;

use latchkey_profile_schema::library::Library;

use super::fix::{Fixing, Mending};
use super::{Screen, Status, complain, print, print_aside};
use crate::batch::each;
use crate::business::Business;
use crate::cli::{Format, LintArguments};
use crate::files::{self, FileError, PathError};
use crate::judgement::{apply, judge};
use crate::lint::{self, FileReport, Source};
use crate::proof;
use crate::render;
use crate::rule::Level;

use accepted::{Accepted, Judged};
use plan::{InForce, Plan};
use planned::Planned;

/// Checks every file under the paths, and prints what was found.
pub(crate) fn run(arguments: &LintArguments, screen: Screen) -> anyhow::Result<Status> {
    let mut plan = Plan::new(arguments)?;
    if !plan.broken.is_empty() {
        print(&text(&plan.broken, &[], arguments.format, Level::Error, screen)?)?;
        complain("nothing was checked: the configuration is not in order");
        return Ok(Status::CouldNotRun);
    }
    let fixing = Fixing::of(arguments);
    let (mut reports, mut owners, mendings) = check(&mut plan, fixing);
    let (mut shown, mut aside) = (0, false);
    if let Some(fixing) = fixing {
        let unwritten;
        (shown, unwritten) = fixing.finish(&mendings, screen)?;
        aside = fixing.takes_output(&arguments.paths);
        for (index, failure) in unwritten {
            look_again(&mut plan, index, &mut reports, &mut owners);
            plan.failures.push(failure);
        }
    }
    lint::across(&mut reports);
    for (report, owner) in reports.iter_mut().zip(&owners) {
        if let Some((planned, in_force)) = plan.owner(*owner) {
            judge(report, &in_force.law(&planned.path));
        }
    }
    let checked = reports.iter().chain(&plan.in_order).any(|report| report.checked);
    let mut denied = settle(&mut plan, &mut reports, &owners, arguments)?;
    proof::tell(&mut reports);
    for (report, is_denied) in schemas(&plan) {
        denied |= is_denied;
        reports.push(report);
    }
    reports.append(&mut plan.in_order);
    let screen = if aside { Screen::Plain } else { screen };
    let say = |text: &str| {
        if aside {
            print_aside(text);
            return Ok(());
        }
        print(text)
    };
    if arguments.format == Format::Human {
        render::human::findings(&reports, screen).try_for_each(|text| say(&text))?;
        say(&render::human::end(&reports, &plan.passed_over.to_string()))?;
    } else {
        say(&text(&reports, &plan.failures, arguments.format, plan.fails(), screen)?)?;
    }
    for failure in &plan.failures {
        complain(failure);
    }
    if !checked && !arguments.allow_nothing {
        complain(nothing(&reports, &plan));
    }
    let found = |level| reports.iter().any(|report| report.count(level) > 0);
    let status = match () {
        () if !plan.failures.is_empty() || (!checked && !arguments.allow_nothing) => Status::CouldNotRun,
        () if found(Level::Error) || denied || shown > 0 => Status::Found,
        () => Status::Done,
    };
    // The process ends here, and the system takes all memory back at once.
    std::mem::forget(reports);
    Ok(status)
}

/// Reports in a format; `fails` is the level from which a finding is a failure, where a format has such.
fn text(
    reports: &[FileReport],
    failures: &[PathError],
    format: Format,
    fails: Level,
    screen: Screen,
) -> anyhow::Result<String> {
    Ok(match format {
        Format::Human => render::human::render(reports, screen),
        Format::Json => render::json::render(reports, failures)?,
        Format::Sarif => render::sarif::render(reports, failures)?,
        Format::Github => render::github::render(reports, failures),
        Format::Junit => render::junit::render(reports, failures, fails),
    })
}

/// Puts what is found in a file as it is in the place of what was found in its mended text, which could not be written.
fn look_again(plan: &mut Plan, index: usize, reports: &mut Vec<FileReport>, owners: &mut Vec<usize>) {
    let Some((planned, in_force)) = plan.owner(index) else { return };
    let parts = match look(planned, in_force, None, None) {
        Ok((parts, _)) => parts,
        Err(failure) => {
            plan.failures.push(failure);
            Vec::new()
        }
    };
    let first = owners.partition_point(|owner| *owner < index);
    let last = owners.partition_point(|owner| *owner <= index);
    owners.splice(first..last, parts.iter().map(|_| index));
    reports.splice(first..last, parts);
}

/// The reports, the index of the file of each, and what was mended, beside the index of its file.
type Checked = (Vec<FileReport>, Vec<usize>, Vec<(usize, Mending)>);

/// Checks the files of a plan, and mends them in memory where that is asked for.
fn check(plan: &mut Plan, fixing: Option<Fixing>) -> Checked {
    let outcomes = each(&plan.files, |planned| match plan.in_force.get(planned.in_force) {
        Some(in_force) => {
            let baseline = in_force.baseline.and_then(|index| plan.baselines.get(index));
            look(planned, in_force, baseline, fixing)
        }
        None => Ok((Vec::new(), None)),
    });
    let (mut reports, mut owners) = (Vec::with_capacity(outcomes.len()), Vec::with_capacity(outcomes.len()));
    let mut mendings = Vec::new();
    for (index, outcome) in outcomes.into_iter().enumerate() {
        match outcome {
            Ok((parts, mending)) => {
                plan.passed_over.others += usize::from(parts.is_empty());
                mendings.extend(mending.map(|mending| (index, mending)));
                owners.extend(parts.iter().map(|_| index));
                reports.extend(parts);
            }
            Err(failure) => plan.failures.push(failure),
        }
    }
    (reports, owners, mendings)
}

/// Checks one file, and mends it in memory where that is asked for. A file of a folder that turns out to be
/// something else is nobody's business, and has no report.
fn look(
    planned: &Planned,
    in_force: &InForce,
    baseline: Option<&Accepted>,
    fixing: Option<Fixing>,
) -> Result<(Vec<FileReport>, Option<Mending>), PathError> {
    let file = &planned.listed;
    let name = file.path.display().to_string();
    let lint = |source| lint::lint(source, &in_force.options);
    let business =
        |bytes: &[u8]| if file.asked_for { Business::Ours } else { Business::of(&file.path, bytes) };
    let bytes = match files::read(&file.path) {
        Ok(bytes) => bytes,
        Err(FileError::TooLarge { bytes }) => {
            return Ok((business(&[]).told(vec![lint::refuse_size(name, bytes)]), None));
        }
        Err(error) => return Err(PathError { path: file.path.clone(), error }),
    };
    let business = business(&bytes);
    if business == Business::Nobodys {
        return Ok((Vec::new(), None));
    }
    let Some(fixing) = fixing else {
        return Ok((business.told(lint(Source { name, bytes })), None));
    };
    let judged = |source| {
        let law = in_force.law(&planned.path);
        let mut reports = lint(source);
        reports.iter_mut().for_each(|report| judge(report, &law));
        // What is accepted is not mended.
        if let Some(baseline) = baseline {
            baseline.accept(planned, &law, &mut reports);
        }
        reports
    };
    let mending = fixing.mend(
        &file.path,
        Source { name: name.clone(), bytes },
        in_force.options.schemas.as_ref(),
        judged,
    );
    let bytes = mending.result().to_vec();
    Ok((business.told(lint(Source { name, bytes })), Some(mending)))
}

/// What is wrong with schemas that were brought, and whether it fails the run: as grave as under the configuration that
/// minds it most, of those whose files were checked with them.
fn schemas(plan: &Plan) -> Vec<(FileReport, bool)> {
    let mut seen: Vec<&Arc<Library>> = Vec::new();
    let mut reports = Vec::new();
    for library in plan.in_use().filter_map(|in_force| in_force.options.schemas.as_ref()) {
        if seen.iter().any(|known| Arc::ptr_eq(known, library)) {
            continue;
        }
        seen.push(library);
        let theirs = |in_force: &&InForce| {
            in_force.options.schemas.as_ref().is_some_and(|named| Arc::ptr_eq(named, library))
        };
        let mut judged: Vec<(FileReport, bool)> = Vec::new();
        for in_force in plan.in_use().filter(theirs) {
            for (index, mut report) in lint::of_library(library).into_iter().enumerate() {
                let path = in_force.path_of(Path::new(&report.name));
                judge(&mut report, &in_force.law(&path));
                let denied = in_force.denies(&report);
                match judged.get_mut(index) {
                    Some((gravest, any)) => {
                        gravest.take_graver(report);
                        *any |= denied;
                    }
                    None => judged.push((report, denied)),
                }
            }
        }
        reports.append(&mut judged);
    }
    reports
}

/// Puts aside or writes down what the baselines accept, adds what of them is stale, and tells whether a warning is left
/// that fails the run.
fn settle(
    plan: &mut Plan,
    reports: &mut Vec<FileReport>,
    owners: &[usize],
    arguments: &LintArguments,
) -> anyhow::Result<bool> {
    let Plan { files, in_force, baselines, .. } = plan;
    let mut stale = Vec::new();
    let mut denied = false;
    for (index, baseline) in baselines.iter_mut().enumerate() {
        let judged = |(report, owner): (_, &usize)| {
            let planned = files.get(*owner)?;
            let theirs = in_force.get(planned.in_force).filter(|theirs| theirs.baseline == Some(index))?;
            Some(Judged { planned, law: theirs.law(&planned.path), report })
        };
        let mut found: Vec<Judged<'_>> = reports.iter_mut().zip(owners).filter_map(judged).collect();
        if arguments.write_baseline {
            baseline.write(&mut found)?;
        }
        let mut findings = baseline.settle(&mut found);
        if let Some(theirs) = in_force.iter().find(|in_force| in_force.baseline == Some(index)) {
            apply(&mut findings, &theirs.law(""));
            if !findings.is_empty() {
                let report = baseline.report(findings);
                denied |= theirs.denies(&report);
                stale.push(report);
            }
        }
    }
    for (report, owner) in reports.iter().zip(owners) {
        let theirs = files.get(*owner).and_then(|planned| in_force.get(planned.in_force));
        denied |= theirs.is_some_and(|theirs| theirs.denies(report));
    }
    reports.extend(stale);
    Ok(denied)
}

/// Why nothing was checked, and what to do about it.
fn nothing(reports: &[FileReport], plan: &Plan) -> String {
    let why = if !reports.is_empty() {
        "no file holds settings that are known here".to_owned()
    } else if plan.passed_over.any() {
        let ignored =
            if plan.passed_over.gitignored > 0 { "; `--no-gitignore` looks at those too" } else { "" };
        format!("every file was passed over: {}{ignored}", plan.passed_over)
    } else if plan.failures.is_empty() {
        "there are no files".to_owned()
    } else {
        "no path could be read".to_owned()
    };
    format!("nothing was checked: {why}; `--allow-nothing` accepts this")
}
