//! Answers as a person with a phone would, from what the terminal shows and the phone knows; nothing is taken from
//! inside the login.

use latchkey_engine::attempt::{Conversation, Event, Interruption};
use latchkey_linker::drive::{Asked, Clock};
use latchkey_linker::step::{Answer, Notice, Question};
use latchkey_linker::{Factor, Monotonic, Secret, totp};
use latchkey_practice_org::Phone;
use totp_rs::Totp;

use crate::terminal::screen::{Show as _, Story};

/// Answers by itself, and shows what it answers.
pub(super) struct Automatic<'s> {
    phone: AutoPhone,
    story: Story<'s>,
}

/// A phone with Okta Verify: the push and code of the organization's account, and the code of this computer's.
pub(super) struct AutoPhone {
    organization: Phone,
    clock: Clock,
    offline: Option<Totp>,
    /// Codes shown so far; each is one time step later than the one before, as when a person waits for the next.
    shown: u64,
    last: Option<String>,
    replaying: bool,
}

impl<'s> Automatic<'s> {
    pub(super) fn new(phone: AutoPhone, story: Story<'s>) -> Self {
        Self { phone, story }
    }

    pub(super) fn replay(&mut self) {
        self.phone.replaying = true;
    }

    fn answer(&mut self, question: &Question) -> Option<Answer> {
        match question {
            Question::BeginLinking { .. } | Question::BeginOfflineCode { .. } => Some(Answer::Yes),
            Question::Username { suggestion } => suggestion.clone().map(Answer::Username),
            Question::ChooseFactor(factors) => factors.first().copied().map(Answer::Factor),
            Question::Code { again: Some(_), .. } if !self.phone.replaying => None,
            Question::Code { factor: Factor::OfflineCode, .. } => self.phone.offline_code(),
            Question::Code { .. } => Some(Answer::Code(Secret::new(self.phone.organization.code()))),
            Question::ConfirmOfflineCode { enrolment, .. } => {
                self.phone.offline = Totp::from_url(&enrolment.uri).ok();
                self.phone.offline_code()
            }
        }
    }
}

impl AutoPhone {
    pub(super) fn new(organization: Phone, clock: Clock) -> Self {
        Self { organization, clock, offline: None, shown: 0, last: None, replaying: false }
    }

    /// The next code that was not used yet: rather than wait for it, the phone's clock is let run ahead.
    fn offline_code(&mut self) -> Option<Answer> {
        if !self.replaying {
            let now = u64::try_from(self.clock.now().wall.0).ok()?;
            let code = self.offline.as_ref()?.generate(now + self.shown * totp::STEP_SECONDS).to_string();
            self.shown += 1;
            self.last = Some(code);
        }
        self.last.clone().map(|code| Answer::Code(Secret::new(code)))
    }
}

impl Conversation for Automatic<'_> {
    async fn ask(&mut self, question: &Question, _deadline: Monotonic) -> Asked {
        self.story.ask(question, false);
        match self.answer(question) {
            Some(answer) => {
                self.story.answered(question, &answer);
                Asked::Answer(answer)
            }
            None => Asked::Cancelled,
        }
    }

    async fn tell(&mut self, notice: &Notice) {
        self.story.tell(notice);
        let number = match notice {
            Notice::PushSent => None,
            Notice::PushNumber(number) => number.parse().ok(),
            _ => return,
        };
        match self.phone.organization.approve(number) {
            Ok(_) => self.story.hint("on the phone: approved"),
            Err(error) => self.story.hint(&format!("on the phone: {error}")),
        }
    }

    async fn interrupted(&mut self) -> Interruption {
        std::future::pending().await
    }

    fn event(&mut self, event: &Event<'_>) {
        self.story.event(event);
    }
}
