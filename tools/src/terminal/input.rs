//! Lines of standard input as they come, so that a question can end by its deadline while nobody types.

use std::io::BufRead as _;

use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

/// Lines of standard input.
#[derive(Debug)]
pub(crate) struct Input {
    lines: UnboundedReceiver<String>,
}

/// A line, or the end of all of them.
#[derive(Debug)]
pub(crate) enum Line {
    /// Without its end.
    Text(String),
    /// Nobody types any more.
    End,
}

impl Input {
    /// Begins to read. The thread ends with the program: a blocking read cannot be taken back.
    pub(crate) fn standard() -> Self {
        let (sender, lines) = unbounded_channel();
        std::thread::spawn(move || {
            for line in std::io::stdin().lock().lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
        Self { lines }
    }

    /// Lines that were typed beforehand, then nobody.
    #[cfg(test)]
    pub(crate) fn typed(typed: &[&str]) -> Self {
        let (sender, lines) = unbounded_channel();
        typed.iter().for_each(|line| drop(sender.send((*line).to_owned())));
        Self { lines }
    }

    /// The next line.
    pub(crate) async fn next(&mut self) -> Line {
        self.lines.recv().await.map_or(Line::End, Line::Text)
    }
}
