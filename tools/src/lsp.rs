//! An editor on a stream of bytes to its diagnostics, explanations, completions and fixes: the Language Server Protocol
//! 3.17. Translation only: what is wrong with a file, the linter says.
//!
//! One thread reads, one does everything else. What was typed meanwhile comes first, so only the newest version of a
//! buffer is checked, and nothing is told of an older one. Nothing that a buffer holds is ever logged.

mod actions;
mod buffers;
mod capabilities;
mod client;
mod completion;
mod configuration;
mod convert;
mod cursor;
mod diagnostics;
mod edits;
mod hover;
mod ignoring;
mod lines;
mod meaning;
mod page;
mod projects;
mod session;
mod sketch;
mod snippet;
mod subject;
#[cfg(test)]
mod tests;
mod transport;

use std::io::{self, BufRead, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::Duration;

use serde_json::Value;

use session::Session;
use transport::Incoming;

/// How long nothing must be typed before a buffer is checked.
const QUIET: Duration = Duration::from_millis(20);
/// How many messages may come before a buffer is checked all the same.
const PATIENCE: usize = 64;

/// How an editor went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    /// After `shutdown`.
    Politely,
    /// Without.
    Abruptly,
}

/// Serves an editor until it goes.
pub(crate) fn serve(input: impl BufRead + Send + 'static, mut output: impl Write) -> io::Result<Ended> {
    let (sender, messages) = sync_channel(PATIENCE);
    std::thread::Builder::new().name("editor".to_owned()).spawn(move || {
        let mut input = input;
        while let Ok(Some(message)) = transport::read(&mut input) {
            if sender.send(message).is_err() {
                return;
            }
        }
    })?;
    let mut session = Session::new();
    let ended = attend(&mut session, &messages, &mut output);
    match ended {
        // Nobody is left to be told.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Ended::Abruptly),
        ended => ended,
    }
}

fn attend(
    session: &mut Session,
    messages: &Receiver<Incoming>,
    output: &mut impl Write,
) -> io::Result<Ended> {
    let mut waited = 0;
    loop {
        let next = if session.is_behind() && waited >= PATIENCE {
            Err(RecvTimeoutError::Timeout)
        } else if session.is_behind() {
            messages.recv_timeout(QUIET)
        } else {
            messages.recv().map_err(Into::into)
        };
        match next {
            Ok(message) => {
                waited += 1;
                if let Some(ended) = handle(session, message, output)? {
                    return Ok(ended);
                }
            }
            Err(RecvTimeoutError::Disconnected) => return Ok(Ended::Abruptly),
            Err(RecvTimeoutError::Timeout) => {
                waited = 0;
                let looked = session.look();
                // What was typed while the buffer was checked makes the result an old one.
                while let Ok(message) = messages.try_recv() {
                    if let Some(ended) = handle(session, message, output)? {
                        return Ok(ended);
                    }
                }
                if let Some(outgoing) = looked.and_then(|looked| session.publish(looked)) {
                    transport::send(output, &outgoing)?;
                }
            }
        }
        for outgoing in session.take_outgoing() {
            transport::send(output, &outgoing)?;
        }
    }
}

/// Answers a message; a value where the editor goes.
fn handle(session: &mut Session, message: Incoming, output: &mut impl Write) -> io::Result<Option<Ended>> {
    match message {
        Incoming::Request { id, method, params } => {
            let result = session.request(&method, params);
            transport::respond(output, &id, result)?;
        }
        Incoming::Notification { method, .. } if method == "exit" => {
            return Ok(Some(if session.has_shut_down() { Ended::Politely } else { Ended::Abruptly }));
        }
        Incoming::Notification { method, params } => session.notification(&method, params),
        Incoming::Response => {}
        Incoming::Malformed(fault) => transport::respond(output, &Value::Null, Err(fault))?,
    }
    Ok(None)
}
