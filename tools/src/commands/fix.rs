//! `latchkey lint --fix` and `--diff`: files and what was found in them to mended files, or to what would change.

mod masked;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use latchkey_profile_schema::library::Library;

use super::{Screen, complain, print, print_aside, print_bytes};
use crate::cli::{Format, LintArguments};
use crate::files::{self, PathError};
use crate::fix::Safety;
use crate::lint::{FileReport, Source, TextOf};
use crate::mend::{Dropped, mend};
use crate::phrase::one_line;
use crate::render::difference;

/// What mending may do.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fixing {
    allowed: Safety,
    mode: Mode,
    format: Format,
}

/// What becomes of mended text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    /// It replaces the file.
    Write,
    /// It is shown.
    Show,
}

/// A file that was mended, before anything is written.
#[derive(Debug)]
pub(super) struct Mending {
    path: PathBuf,
    before: Vec<u8>,
    after: Option<String>,
    fixed: usize,
    dropped: Vec<Dropped>,
    settled: bool,
    untouched: Option<&'static str>,
    /// What says of values that they are not shown.
    schemas: Option<Arc<Library>>,
}

impl Fixing {
    /// What the arguments ask for; none where nothing is to be mended.
    pub(super) fn of(arguments: &LintArguments) -> Option<Self> {
        let allowed = if arguments.unsafe_fixes { Safety::Unsafe } else { Safety::Safe };
        let mode = if arguments.diff { Mode::Show } else { Mode::Write };
        (arguments.fix || arguments.diff).then_some(Self { allowed, mode, format: arguments.format })
    }

    /// Whether standard output takes the text or the diff, so that the report must stand elsewhere. A program that reads
    /// the report has it there, and the diff stands elsewhere.
    pub(super) fn takes_output(self, paths: &[PathBuf]) -> bool {
        match self.mode {
            Mode::Show => self.format == Format::Human,
            Mode::Write => paths.iter().any(|path| is_standard_input(path)),
        }
    }

    /// Mends one file in memory.
    pub(super) fn mend(
        self,
        path: &Path,
        source: Source,
        schemas: Option<&Arc<Library>>,
        lint: impl Fn(Source) -> Vec<FileReport>,
    ) -> Mending {
        let before = source.bytes.clone();
        let mut reports = lint(source);
        let untouched = untouched(&reports);
        let mut mending = Mending {
            path: path.to_path_buf(),
            before,
            after: None,
            fixed: 0,
            dropped: Vec::new(),
            settled: true,
            untouched,
            schemas: schemas.cloned(),
        };
        if let (None, Some(report), true) = (untouched, reports.pop(), reports.is_empty()) {
            let mended = mend(report, self.allowed, lint);
            mending.after = mended.text;
            mending.fixed = mended.fixed;
            mending.dropped = mended.dropped;
            mending.settled = mended.settled;
        }
        mending
    }

    /// Writes or shows what was mended. The number is of files that would change and were only shown; a file that could
    /// not be written is given by its index.
    pub(super) fn finish(
        self,
        mendings: &[(usize, Mending)],
        screen: Screen,
    ) -> anyhow::Result<(usize, Vec<(usize, PathError)>)> {
        let (mut shown, mut failures) = (0, Vec::new());
        for (index, mending) in mendings {
            let name = one_line(&mending.path.display().to_string());
            let changed = match (self.mode, &mending.after) {
                (Mode::Show, Some(after)) => {
                    shown += 1;
                    let before = String::from_utf8_lossy(&mending.before);
                    let (before, after) = masked::both(&before, after, mending.schemas.as_deref());
                    if self.format == Format::Human {
                        print(&difference::render(&name, &before, &after, screen))?;
                    } else {
                        print_aside(&difference::render(&name, &before, &after, Screen::Plain));
                    }
                    true
                }
                (Mode::Write, after) if is_standard_input(&mending.path) => {
                    print_bytes(mending.result())?;
                    after.is_some()
                }
                (Mode::Write, Some(after)) => {
                    match files::replace(&mending.path, &mending.before, after.as_bytes()) {
                        Ok(()) => true,
                        Err(failure) => {
                            failures.push((*index, failure));
                            false
                        }
                    }
                }
                (_, None) => false,
            };
            self.tell(mending, &name, changed);
        }
        Ok((shown, failures))
    }

    fn tell(self, mending: &Mending, name: &str, changed: bool) {
        for Dropped { rule, line, title, why } in &mending.dropped {
            let line = line.map_or_else(String::new, |line| format!(":{line}"));
            complain(format_args!("{name}{line}: not fixed: {rule}: {}: {why}", one_line(title)));
        }
        if !mending.settled {
            complain(format_args!("{name}: fixes are left; run it again"));
        }
        if let Some(why) = mending.untouched {
            complain(format_args!("{name}: nothing is fixed in it: {why}"));
        }
        if changed {
            let fixed = if self.mode == Mode::Write { "fixed" } else { "would fix" };
            complain(format_args!("{fixed} {} in {name}", mending.fixed));
        }
    }
}

impl Mending {
    /// The bytes with everything mended.
    pub(super) fn result(&self) -> &[u8] {
        self.after.as_ref().map_or(self.before.as_slice(), |after| after.as_bytes())
    }
}

/// Why a file is not rewritten although something is wrong with it, and what to do; none where it may be.
fn untouched(reports: &[FileReport]) -> Option<&'static str> {
    if reports.iter().all(|report| report.findings.is_empty()) {
        return None;
    }
    let [report] = reports else { return Some(WRAPPED) };
    match report.text_of {
        TextOf::File => None,
        TextOf::Nothing => Some("it is not text; convert a binary property list to XML, and mend that"),
        TextOf::Recoded => Some("it is UTF-16; save it as UTF-8, and mend that"),
        TextOf::Content => {
            Some("it is signed or wrapped; mend the file that it was made from, and sign that again")
        }
        TextOf::Escaped => Some(WRAPPED),
    }
}

const WRAPPED: &str = "another format is around the settings; mend the file that it was made from";

fn is_standard_input(path: &Path) -> bool {
    path.as_os_str() == "-"
}
