//! A list of accounts to who of them is denied under a policy, and when: block by block, on all processors, in the order of
//! the list, with no more in memory than a block.

mod columns;
mod row;
mod source;
mod tally;

use std::io::Read;

use csv::ByteRecord;
use latchkey_engine::outlook::{Outlook, outlook};
use latchkey_engine::policy::{Enforcing, Platform, Policy};
use latchkey_engine::request::Origin;
use latchkey_engine::{Request, Service, Subject};
use latchkey_linker::UnixTime;

use crate::batch::by_threads;

pub(crate) use columns::ColumnsError;
pub(crate) use row::RowFault;
pub(crate) use source::{Source, SourceError};
pub(crate) use tally::{Counts, Denied, HORIZONS, Tally};

/// Rows that are in memory at a time.
const BLOCK: usize = 16_384;
/// Rows that a thread takes at a time.
const TAKEN: usize = 512;

/// What is asked of every account.
pub(crate) struct Question {
    policy: Policy,
    /// The moment that counts as now.
    at: UnixTime,
    /// The number of an account that has none in the list: that of the first person.
    uid: u32,
}

/// What came of one row.
pub(crate) struct Judged {
    /// The account's name.
    pub(crate) user: String,
    /// When it is first denied.
    pub(crate) outlook: Outlook,
}

/// Why a list was not read to its end.
#[derive(Debug, thiserror::Error)]
pub(crate) enum InventoryError {
    /// The bytes.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// The header.
    #[error(transparent)]
    Columns(#[from] ColumnsError),
    /// What came of a row could not be written.
    #[error("what came of it cannot be written: {0}")]
    Unwritable(std::io::Error),
}

impl Question {
    /// What becomes of accounts under a policy from a moment on, as if it decided where it only reports.
    pub(crate) fn new(policy: &Policy, platform: Platform, at: UnixTime) -> Self {
        let uid = match platform {
            Platform::MacOs => 501,
            Platform::Linux => 1_000,
        };
        Self { policy: Policy { enforcement: Enforcing::Enforce, ..policy.clone() }, at, uid }
    }

    fn judge(&self, account: row::Account) -> Judged {
        let subject = Subject { uid: account.uid.unwrap_or(self.uid), name: &account.user };
        let request = Request { subject, service: Service::named("login"), origin: Origin::Local };
        let facts = account.facts(self.at);
        let outlook = outlook(&self.policy, &request, &facts, self.at.plus(tally::last()));
        Judged { user: account.user, outlook }
    }
}

/// Judges every row of a list. `each` gets the good ones in their order; the wrong ones are in the tally. `read` is told
/// how many bytes were read so far.
pub(crate) fn run(
    question: &Question,
    source: Source<impl Read>,
    mut each: impl FnMut(&Judged) -> std::io::Result<()>,
    read: impl Fn(u64),
) -> Result<Tally, InventoryError> {
    let mut rows = source.rows()?;
    let (columns, ignored) = columns::Columns::find(rows.header()?)?;
    let mut tally = Tally::new(question.at, ignored);
    let mut block: Vec<(u64, ByteRecord)> = Vec::new();
    loop {
        let filled = rows.fill(&mut block, BLOCK)?;
        let records = block.get(..filled).unwrap_or_default();
        let judged = by_threads(records, TAKEN, |(line, record)| {
            row::read(record, &columns).map(|account| question.judge(account)).map_err(|fault| (*line, fault))
        });
        for outcome in judged {
            match outcome {
                Ok(judged) => {
                    tally.count(&judged);
                    each(&judged).map_err(InventoryError::Unwritable)?;
                }
                Err((line, fault)) => tally.wrong(line, fault),
            }
        }
        read(rows.bytes());
        if filled < BLOCK {
            return Ok(tally);
        }
    }
}
