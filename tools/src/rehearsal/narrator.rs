//! Who answers in a rehearsal: a person at the terminal, or the program as the phone would.

use latchkey_engine::attempt::{Conversation, Event, Interruption};
use latchkey_linker::Monotonic;
use latchkey_linker::drive::Asked;
use latchkey_linker::step::{Notice, Question};
use latchkey_practice_org::Phone;

use super::auto::Automatic;
use crate::terminal::Terminal;
use crate::terminal::screen::Story;

pub(super) enum Narrator<'s> {
    Person { terminal: Terminal<Story<'s>>, phone: Phone },
    Automatic(Automatic<'s>),
}

impl Narrator<'_> {
    /// From now on a code is one that was used before.
    pub(super) fn replay(&mut self) {
        if let Self::Automatic(automatic) = self {
            automatic.replay();
        }
    }
}

impl Conversation for Narrator<'_> {
    async fn ask(&mut self, question: &Question, deadline: Monotonic) -> Asked {
        match self {
            Self::Person { terminal, phone } => {
                if let Question::ConfirmOfflineCode { enrolment, again: None } = question {
                    // The practice phone cannot see the terminal, so it is handed what a camera would read.
                    let _scanned = phone.scan(&enrolment.uri);
                }
                terminal.ask(question, deadline).await
            }
            Self::Automatic(automatic) => automatic.ask(question, deadline).await,
        }
    }

    async fn tell(&mut self, notice: &Notice) {
        match self {
            Self::Person { terminal, .. } => terminal.tell(notice).await,
            Self::Automatic(automatic) => automatic.tell(notice).await,
        }
    }

    async fn interrupted(&mut self) -> Interruption {
        match self {
            Self::Person { terminal, .. } => terminal.interrupted().await,
            Self::Automatic(automatic) => automatic.interrupted().await,
        }
    }

    fn event(&mut self, event: &Event<'_>) {
        match self {
            Self::Person { terminal, .. } => terminal.event(event),
            Self::Automatic(automatic) => automatic.event(event),
        }
    }
}
