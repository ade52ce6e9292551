//! `latchkey lsp`: an editor on standard input and output to an exit status.

use super::Status;
use crate::cli::LspArguments;
use crate::lsp::{self, Ended};

/// Serves the editor until it says goodbye or is gone.
pub(crate) fn run(arguments: &LspArguments) -> anyhow::Result<Status> {
    // There is no other way to speak.
    let LspArguments { stdio: _ } = arguments;
    Ok(match lsp::serve(std::io::BufReader::new(std::io::stdin()), std::io::stdout().lock())? {
        Ended::Politely => Status::Done,
        // The protocol wants 1 after an `exit` without `shutdown`.
        Ended::Abruptly => Status::Found,
    })
}
