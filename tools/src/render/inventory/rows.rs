//! What becomes of each account, to a row of a table for programs and spreadsheets. Its columns are frozen.

use std::io::{self, Write};

use csv::Writer;
use latchkey_engine::outlook::FirstDenial;

use super::json::rfc3339;
use crate::inventory::Judged;

/// The columns. What is not prefixed is without the organization in reach.
const COLUMNS: [&str; 7] =
    ["user", "denied_at", "reason", "keys", "online_denied_at", "online_reason", "online_keys"];

/// A table that is being written.
pub(crate) struct Rows<W: Write>(Writer<W>);

impl<W: Write> Rows<W> {
    /// Writes the names of the columns.
    pub(crate) fn begin(output: W) -> io::Result<Self> {
        let mut writer = Writer::from_writer(output);
        writer.write_record(COLUMNS).map_err(of_writing)?;
        Ok(Self(writer))
    }

    /// Writes a row.
    pub(crate) fn write(&mut self, judged: &Judged) -> io::Result<()> {
        let [at, reason, keys] = fields(judged.outlook.offline);
        let [online_at, online_reason, online_keys] = fields(judged.outlook.online);
        let row = [&judged.user, &at, &reason, &keys, &online_at, &online_reason, &online_keys];
        self.0.write_record(row).map_err(of_writing)
    }

    /// Gives back what was written to.
    pub(crate) fn end(self) -> io::Result<W> {
        self.0.into_inner().map_err(|error| io::Error::new(error.error().kind(), error.to_string()))
    }
}

/// The error under that of the library, which tells whether a reader has gone away.
fn of_writing(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

fn fields(denial: Option<FirstDenial>) -> [String; 3] {
    let Some(FirstDenial { at, reason, keys }) = denial else { return Default::default() };
    let mut names = String::new();
    for key in keys.iter() {
        if !names.is_empty() {
            names.push(' ');
        }
        names.push_str(key.name());
    }
    [rfc3339(at), reason.word().to_owned(), names]
}
