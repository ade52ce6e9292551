//! What a sign-in shows: a story for people, or one JSON object a line for programs.

mod json;
mod story;

use latchkey_engine::attempt::Event;
use latchkey_linker::step::{Answer, Notice, Question};

pub(crate) use json::JsonLines;
pub(crate) use story::Story;

/// Where a conversation shows itself.
pub(crate) trait Show {
    /// A question is open. `answerable` says whether somebody can type an answer.
    fn ask(&mut self, question: &Question, answerable: bool);

    /// An option answered a question, so that nobody is asked.
    fn answered(&mut self, question: &Question, answer: &Answer);

    /// Something to know.
    fn tell(&mut self, notice: &Notice);

    /// What was typed is no answer; this is one.
    fn hint(&mut self, text: &str);

    /// Something happened.
    fn event(&mut self, event: &Event<'_>);
}

/// Output that fails has nowhere to say so, and must not end a sign-in.
fn line(text: &str) {
    part(&format!("{text}\n"));
}

/// The same, the line left open.
fn part(text: &str) {
    drop(crate::commands::print(text));
}
