//! The baseline of a run: its file, what it accepts, and what of it is stale.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use super::planned::Planned;
use crate::baseline::{Baseline, Named};
use crate::files::{self, Above, Existing, FileError};
use crate::judgement::Law;
use crate::lint::{FileReport, of_text};
use crate::located::Located;

/// The baseline of a run.
#[derive(Debug)]
pub(super) struct Accepted {
    /// The file.
    pub(super) path: PathBuf,
    folder: PathBuf,
    text: Vec<u8>,
    baseline: Baseline,
}

/// A file of the run, and what is left of its findings.
#[derive(Debug)]
pub(super) struct Judged<'a> {
    pub(super) planned: &'a Planned,
    pub(super) law: Law<'a>,
    pub(super) report: &'a mut FileReport,
}

impl Accepted {
    /// Reads a baseline; one that is going to be written may be missing.
    pub(super) fn open(path: &Path, is_written: bool) -> anyhow::Result<Self> {
        let text = match files::read(path) {
            Ok(text) => text,
            Err(FileError::Missing) if is_written => Vec::new(),
            Err(FileError::Missing) => {
                bail!("there is no such file; `--baseline FILE --write-baseline` writes one")
            }
            Err(error) => return Err(error.into()),
        };
        let baseline = match text.as_slice() {
            [] if is_written => Baseline::default(),
            text => Baseline::read(text)
                .context("mend it, or remove it and write it anew with `--baseline FILE --write-baseline`")?,
        };
        let folder = Above::new("").folder(path).to_path_buf();
        Ok(Self { path: path.to_path_buf(), folder, text, baseline })
    }

    /// Puts aside what the baseline accepts of one file.
    pub(super) fn accept(&self, planned: &Planned, law: &Law<'_>, reports: &mut [FileReport]) {
        let path = planned.from(&self.folder);
        let mut named: Vec<Named<'_>> =
            reports.iter_mut().map(|report| Named { path: &path, report, law }).collect();
        self.baseline.accept(&mut named);
    }

    /// Puts aside what the baseline accepts, and gives what of it is stale.
    pub(super) fn settle(&self, files: &mut [Judged<'_>]) -> Vec<Located> {
        let names = self.names(files);
        self.baseline.settle(&mut with_names(files, &names), |file| self.is_gone(file))
    }

    /// The stale entries as a report on the file.
    pub(super) fn report(&self, stale: Vec<Located>) -> FileReport {
        let here = Above::new("").folder(Path::new("-"));
        let name = self.path.strip_prefix(&here).unwrap_or(&self.path).display().to_string();
        FileReport { checked: false, ..of_text(name, self.text.clone(), stale) }
    }

    /// Writes what is found now, which is accepted from then on.
    pub(super) fn write(&mut self, files: &mut [Judged<'_>]) -> anyhow::Result<()> {
        let names = self.names(files);
        let text = self.baseline.write(&with_names(files, &names), |file| self.is_gone(file));
        let name = self.path.file_name().context("the baseline has no name")?;
        let name =
            name.to_str().context("the name of the baseline is not UTF-8 text; give it another")?.to_owned();
        files::write_all(&self.folder, &[(name, text.as_bytes())], Existing::Replace)?;
        self.baseline = Baseline::read(text.as_bytes())?;
        self.text = text.into_bytes();
        Ok(())
    }

    fn names(&self, files: &[Judged<'_>]) -> Vec<String> {
        files.iter().map(|file| file.planned.from(&self.folder)).collect()
    }

    fn is_gone(&self, file: &str) -> bool {
        !files::exists(&self.folder.join(file))
    }
}

fn with_names<'a>(files: &'a mut [Judged<'_>], names: &'a [String]) -> Vec<Named<'a>> {
    let files = files.iter_mut().zip(names);
    files.map(|(file, path)| Named { path, report: file.report, law: &file.law }).collect()
}
