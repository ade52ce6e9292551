//! A row of a list to what is known of an account, or to what is wrong with it.

use csv::ByteRecord;
use jiff::Timestamp;
use latchkey_engine::Facts;
use latchkey_engine::decision::Factors;
use latchkey_engine::facts::performable;
use latchkey_engine::time::{Clock, Moment};
use latchkey_linker::{Factor, UnixTime};
use latchkey_profile_schema::spelling;

use super::columns::{Column, Columns};
use crate::phrase::quoted;

/// What is known of an account.
#[derive(Debug, PartialEq)]
pub(super) struct Account {
    pub(super) user: String,
    pub(super) uid: Option<u32>,
    last_online: Option<UnixTime>,
    linked: bool,
    enrolled: Factors,
    grace_started: Option<UnixTime>,
}

/// What is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum RowFault {
    /// It has more or fewer fields than the header.
    #[error("the row has {found} fields, and the header {expected}")]
    Width {
        /// In the row.
        found: usize,
        /// In the header.
        expected: usize,
    },
    /// A field says what is not understood.
    #[error("{}: expected {expected}, found {found}{}", quoted(column.name()), .perhaps.map(|word| format!("; perhaps {}", quoted(word))).unwrap_or_default())]
    Field {
        /// Its column.
        column: Column,
        /// What should be there.
        expected: &'static str,
        /// What is.
        found: String,
        /// The word that was probably meant.
        perhaps: Option<&'static str>,
    },
}

/// The words of `AllowedFactors`, and the factor that is enrolled on the machine with each.
const ENROLLED: [(&str, Option<Factor>); 4] = [
    ("Offline_TOTP", Some(Factor::OfflineCode)),
    ("FIDO2_USB_key", Some(Factor::OfflineSecurityKey)),
    // Enrolled with the organization, which alone asks for them.
    ("OV_Push", None),
    ("OV_TOTP", None),
];

/// Reads a row.
pub(super) fn read(record: &ByteRecord, columns: &Columns) -> Result<Account, RowFault> {
    if record.len() != columns.width {
        return Err(RowFault::Width { found: record.len(), expected: columns.width });
    }
    let field = |column| Field { column, bytes: columns.field(record, column) };
    Ok(Account {
        user: field(Column::User).name()?,
        uid: field(Column::Uid).uid()?,
        last_online: field(Column::LastOnline).time()?,
        linked: field(Column::Linked).truth()?,
        enrolled: field(Column::Enrolled).factors()?,
        grace_started: field(Column::GraceStarted).time()?,
    })
}

impl Account {
    /// The facts at a moment, on a machine whose clock is right and which remembers everything; no wrong answers were
    /// given, and the help desk opened no window.
    pub(super) fn facts(&self, now: UnixTime) -> Facts {
        Facts {
            moment: Moment { now, clock: Clock::Trusted },
            linked: self.linked,
            grace_started: self.grace_started,
            last_online: self.last_online,
            offline_closed: false,
            memory_lost: false,
            enrolled: self.enrolled,
            performable: performable(),
            budget_left: u32::MAX,
            recovery_open: false,
            recovery_escrowed: false,
        }
    }
}

struct Field<'r> {
    column: Column,
    bytes: &'r [u8],
}

impl Field<'_> {
    fn name(&self) -> Result<String, RowFault> {
        match self.text() {
            Some(text) if !text.is_empty() => Ok(text.to_owned()),
            _ => Err(self.wrong("the name of an account")),
        }
    }

    fn uid(&self) -> Result<Option<u32>, RowFault> {
        self.optional("the number of an account", |text| text.parse().ok())
    }

    fn time(&self) -> Result<Option<UnixTime>, RowFault> {
        let read = |text: &str| text.parse::<Timestamp>().ok().map(|time| UnixTime(time.as_second()));
        self.optional("a time as in `2026-01-05T09:00:00Z`, or nothing", read)
    }

    fn truth(&self) -> Result<bool, RowFault> {
        let is = |words: [&str; 3]| words.iter().any(|word| self.bytes.eq_ignore_ascii_case(word.as_bytes()));
        match (is(["true", "yes", "1"]), is(["false", "no", "0"])) {
            (true, _) => Ok(true),
            (_, true) => Ok(false),
            _ => Err(self.wrong("`true` or `false`")),
        }
    }

    fn factors(&self) -> Result<Factors, RowFault> {
        const WORDS: &str = "words of `AllowedFactors`, with blanks or `;` between";
        let text = self.text().ok_or_else(|| self.wrong(WORDS))?;
        let words = text.split([';', ' ', ',']).filter(|word| !word.is_empty());
        let mut factors = Factors::NONE;
        for word in words {
            match ENROLLED.iter().find(|(known, _)| *known == word) {
                Some((_, factor)) => factor.iter().for_each(|factor| factors.push(*factor)),
                None => {
                    let perhaps = spelling::nearest(word, ENROLLED.map(|(known, _)| known));
                    return Err(RowFault::Field {
                        column: self.column,
                        expected: WORDS,
                        found: quoted(word),
                        perhaps,
                    });
                }
            }
        }
        Ok(factors)
    }

    fn optional<T>(
        &self,
        expected: &'static str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>, RowFault> {
        if self.bytes.is_empty() {
            return Ok(None);
        }
        self.text().and_then(read).map(Some).ok_or_else(|| self.wrong(expected))
    }

    fn text(&self) -> Option<&str> {
        std::str::from_utf8(self.bytes).ok()
    }

    fn wrong(&self, expected: &'static str) -> RowFault {
        let found = match self.bytes {
            [] => "nothing".to_owned(),
            bytes => quoted(&String::from_utf8_lossy(bytes)),
        };
        RowFault::Field { column: self.column, expected, found, perhaps: None }
    }
}
