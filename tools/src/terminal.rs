//! The person at the terminal: questions become lines, lines become answers, events become a story or JSON.

pub(crate) mod answers;
pub(crate) mod input;
pub(crate) mod qr;
pub(crate) mod screen;
pub(crate) mod texts;

use latchkey_engine::attempt::{Conversation, Event, Interruption};
use latchkey_linker::Monotonic;
use latchkey_linker::drive::{Asked, Clock};
use latchkey_linker::step::{Notice, Question};

use answers::{Answers, Given};
use input::{Input, Line};
use screen::Show;

/// How many characters a line of standard output has, where it is a terminal.
pub(crate) fn columns() -> Option<usize> {
    let size = rustix::termios::tcgetwinsize(std::io::stdout()).ok()?;
    Some(usize::from(size.ws_col)).filter(|columns| *columns > 0)
}

/// A conversation in the terminal: what an option answers is not asked.
#[derive(Debug)]
pub(crate) struct Terminal<S> {
    clock: Clock,
    answers: Answers,
    input: Option<Input>,
    screen: S,
    missing: Option<&'static str>,
}

impl<S: Show> Terminal<S> {
    /// `input` is `None` where nobody can be asked.
    pub(crate) fn new(clock: Clock, answers: Answers, input: Option<Input>, screen: S) -> Self {
        Self { clock, answers, input, screen, missing: None }
    }

    /// The option that would have answered the question that ended the attempt.
    pub(crate) fn missing(&self) -> Option<&'static str> {
        self.missing
    }

    async fn ask_person(&mut self, question: &Question, deadline: Monotonic) -> Asked {
        let Some(input) = &mut self.input else {
            self.missing = Some(answers::option_for(question));
            return Asked::TimedOut;
        };
        loop {
            let line = tokio::select! {
                line = input.next() => line,
                () = self.clock.sleep_until(deadline) => return Asked::TimedOut,
            };
            let text = match line {
                Line::Text(text) => text,
                Line::End => {
                    self.missing = Some(answers::option_for(question));
                    return Asked::TimedOut;
                }
            };
            match answers::read(question, &text) {
                Ok(Some(answer)) => return Asked::Answer(answer),
                Ok(None) => return Asked::Cancelled,
                Err(hint) => self.screen.hint(hint),
            }
        }
    }
}

impl<S: Show> Conversation for Terminal<S> {
    async fn ask(&mut self, question: &Question, deadline: Monotonic) -> Asked {
        match self.answers.take(question) {
            Given::Answer(answer) => {
                self.screen.answered(question, &answer);
                Asked::Answer(answer)
            }
            Given::GiveUp => {
                if matches!(question, Question::Code { .. }) {
                    // Nobody is asked again, but whoever gave the code should read what was wrong with it.
                    self.screen.ask(question, false);
                }
                Asked::Cancelled
            }
            Given::Nothing => {
                self.screen.ask(question, self.input.is_some());
                self.ask_person(question, deadline).await
            }
        }
    }

    async fn tell(&mut self, notice: &Notice) {
        self.screen.tell(notice);
    }

    async fn interrupted(&mut self) -> Interruption {
        let Some(input) = &mut self.input else { return std::future::pending().await };
        loop {
            match input.next().await {
                Line::Text(text) if texts::is_give_up(&text) => return Interruption::GivesUp,
                Line::Text(text) if texts::is_another(&text) => return Interruption::AnotherFactor,
                Line::Text(_) => self.screen.hint(texts::WHILE_WAITING),
                Line::End => return std::future::pending().await,
            }
        }
    }

    fn event(&mut self, event: &Event<'_>) {
        self.screen.event(event);
    }
}
