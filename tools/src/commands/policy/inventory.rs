//! `policy explain --inventory`: a list of accounts to who of them is denied, and when.

use std::io::{self, IsTerminal as _, Write as _};
use std::path::Path;

use anyhow::{Context as _, bail};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use latchkey_engine::policy::Platform;
use latchkey_linker::UnixTime;
use latchkey_linker::drive::clock::Clock;

use super::profile;
use crate::cli::{ExplainArguments, ExplainFormat, Numbered};
use crate::commands::{Status, complain, print_aside};
use crate::files::{self, Stream, Written};
use crate::inventory::{self, InventoryError, Judged, Question, Source, Tally};
use crate::phrase::{many, one_line, quoted};
use crate::render::inventory::{About, json, render, rows::Rows, thousands};

pub(crate) fn run(arguments: &ExplainArguments, list: &Path) -> anyhow::Result<Status> {
    let ExplainArguments { profile: path, platform, format, output, at, .. } = arguments;
    if *format == ExplainFormat::Svg {
        bail!("a list of accounts has no picture; ask for `human`, `json` or `csv`");
    }
    if path.as_os_str() == "-" && list.as_os_str() == "-" {
        bail!("standard input can be read only once; name a file for one of the two");
    }
    if let Some(output) = output.as_deref().filter(|output| *output == path || *output == list) {
        bail!("`{}` would be written over itself; name another file with `-o`", output.display());
    }
    let platform = match platform {
        Numbered::Macos => Platform::MacOs,
        Numbered::Linux => Platform::Linux,
    };
    let at = match at {
        Some(at) => UnixTime(at.as_second()),
        None => {
            Clock::open().context("the clock cannot be read; say with `--at` what counts as now")?.now().wall
        }
    };
    let profile = profile::read(path, platform)?;
    let question = Question::new(&profile.policy, platform, at);
    let name = path.display().to_string();
    let about =
        About { profile: &name, settings: &profile.settings, enforcing: profile.policy.enforcement, at };

    let stream = files::stream(list)?;
    let written = Written::begin(output.as_deref())?;
    let to_screen = output.is_none() && io::stdout().is_terminal();
    let bar = bar(&stream, *format == ExplainFormat::Csv && to_screen);
    match tell(&question, &about, stream, &bar, written, *format) {
        // Whoever read it has seen enough.
        Err(InventoryError::Unwritable(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
            Ok(Status::Done)
        }
        ended => {
            let (tally, written) = ended.with_context(|| said(list))?;
            written.finish()?;
            Ok(aside(list, &tally))
        }
    }
}

/// What is written of a list.
enum Shape {
    /// A row for each account.
    Table(Box<Rows<Written>>),
    /// What came of all of them.
    Summary(Written),
}

/// Judges the accounts and writes what came of it; gives back where that went, which is not finished yet.
fn tell(
    question: &Question,
    about: &About<'_>,
    stream: Stream,
    bar: &ProgressBar,
    written: Written,
    format: ExplainFormat,
) -> Result<(Tally, Written), InventoryError> {
    let mut shape = match format {
        ExplainFormat::Csv => {
            Shape::Table(Box::new(Rows::begin(written).map_err(InventoryError::Unwritable)?))
        }
        _ => Shape::Summary(written),
    };
    let each = |judged: &Judged| match &mut shape {
        Shape::Table(rows) => rows.write(judged),
        Shape::Summary(_) => Ok(()),
    };
    let tally = inventory::run(question, Source::new(stream.reader), each, |bytes| bar.set_position(bytes));
    bar.finish_and_clear();
    let tally = tally?;
    let written = match shape {
        Shape::Table(rows) => rows.end(),
        Shape::Summary(mut written) => {
            let text = match format {
                ExplainFormat::Json => json::render(about, &tally).map_err(io::Error::from),
                _ => Ok(render(about, &tally)),
            };
            text.and_then(|text| written.write_all(text.as_bytes())).map(|()| written)
        }
    };
    Ok((tally, written.map_err(InventoryError::Unwritable)?))
}

/// How far the list was read, on standard error where that is a terminal.
fn bar(stream: &Stream, hidden: bool) -> ProgressBar {
    let target = if hidden { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
    let bar = ProgressBar::with_draw_target(stream.length, target);
    let template = match stream.length {
        Some(_) => "{wide_bar} {percent:>3} %  {eta}",
        None => "{spinner} {bytes} read",
    };
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

fn said(list: &Path) -> String {
    one_line(&list.display().to_string())
}

/// What was passed over, on standard error, and how that ends the run.
fn aside(list: &Path, tally: &Tally) -> Status {
    let name = said(list);
    if !tally.ignored.is_empty() {
        const NAMED: usize = 10;
        let named: Vec<String> = tally.ignored.iter().take(NAMED).map(|name| quoted(name)).collect();
        let count = many(tally.ignored.len(), "column");
        print_aside(&format!("{name}: {count} passed over: {}\n", named.join(", ")));
    }
    if tally.wrong > 0 {
        let faults: Vec<String> =
            tally.faults.iter().map(|(line, fault)| format!("{name}:{line}: {fault}\n")).collect();
        print_aside(&faults.concat());
        let (rows, are) = if tally.wrong == 1 { ("row", "is") } else { ("rows", "are") };
        complain(format_args!(
            "{} {rows} {are} not understood, and of {} all others were judged",
            thousands(tally.wrong),
            thousands(tally.users + tally.wrong)
        ));
        return Status::CouldNotRun;
    }
    if tally.users == 0 {
        complain(format_args!("{name}: no account is in it"));
        return Status::CouldNotRun;
    }
    Status::Done
}
