//! Turns a new seed into an enrolled offline code: shown, confirmed by one code, kept, and only then called enrolled.
//!
//! The order matters: a secret that the person holds but the store does not would lock out the next offline
//! sign-in. The confirming code is used up like any other.

use std::time::Duration;

use crate::offline_secret::OfflineSecret;
use crate::step::{Answer, CodeRefused, Notice, OfflineEnrolment, Question, SecretName};
use crate::totp::{self, Seed};
use crate::{
    EnrolmentEnding, Factor, Identity, Input, Machine, Monotonic, Now, Refusal, Secret, Step, UnixTime,
};

/// How often what is no code may be typed.
const NO_CODES: u8 = 10;

/// What to enrol, and how.
#[derive(Debug)]
pub struct EnrolmentPlan {
    /// The new seed.
    pub seed: Seed,
    /// The linked identity, the only one whom codes of this seed will ever prove.
    pub identity: Identity,
    /// Who asks for the code, as the authenticator app shows it.
    pub issuer: String,
    /// This machine, as the authenticator app shows it.
    pub machine: String,
    /// Whether the person may answer *later*.
    pub postponable: bool,
    /// How long a question waits.
    pub prompt_timeout: Duration,
    /// Wrong codes after which the enrolment ends.
    pub tries: u8,
}

/// The enrolment of an offline code. It lets nobody in.
#[derive(Debug)]
pub struct EnrolOfflineCode {
    secret: OfflineSecret,
    shown: OfflineEnrolment,
    postponable: bool,
    prompt_timeout: Duration,
    tries: u8,
    no_codes: u8,
    state: State,
}

#[derive(Clone, Debug)]
enum State {
    AwaitBegin { deadline: Monotonic },
    AwaitCode { again: Option<CodeRefused>, asked: UnixTime, deadline: Monotonic },
    AwaitStored { step: u64, skew: i64 },
    AwaitTimeStep { step: u64, skew: i64 },
    AwaitTold { skew: i64 },
    AwaitSkewTold { skew: i64 },
    Over(EnrolmentEnding),
}

impl EnrolOfflineCode {
    /// Begins.
    #[must_use]
    pub fn new(plan: EnrolmentPlan, now: Now) -> Self {
        let owner = plan.identity.username.as_deref().unwrap_or(&plan.identity.subject);
        let shown = totp::enrolment(&plan.seed, &plan.issuer, owner, &plan.machine);
        let deadline = now.monotonic.plus(plan.prompt_timeout);
        Self {
            secret: OfflineSecret { identity: plan.identity, seed: plan.seed },
            shown,
            postponable: plan.postponable,
            prompt_timeout: plan.prompt_timeout,
            tries: plan.tries,
            no_codes: NO_CODES,
            state: State::AwaitBegin { deadline },
        }
    }

    fn ask(&self, again: Option<CodeRefused>, now: Now) -> State {
        let deadline = now.monotonic.plus(self.prompt_timeout);
        State::AwaitCode { again, asked: now.wall, deadline }
    }

    fn typed(&mut self, typed: &Secret, asked: UnixTime, deadline: Monotonic, now: Now) -> State {
        let Some(code) = totp::read_code(typed) else {
            self.no_codes = self.no_codes.saturating_sub(1);
            if self.no_codes == 0 {
                return abandoned(Refusal::WrongCode(Factor::OfflineCode));
            }
            return State::AwaitCode { again: Some(CodeRefused::NotACode), asked, deadline };
        };
        match totp::check(&self.secret.seed, &self.secret.identity, &code, now.wall) {
            Some(matched) => {
                let step = matched.step();
                State::AwaitStored { step, skew: totp::clock_skew(step, asked, now.wall) }
            }
            None => {
                self.tries = self.tries.saturating_sub(1);
                match self.tries {
                    0 => abandoned(Refusal::WrongCode(Factor::OfflineCode)),
                    _ => self.ask(Some(CodeRefused::Wrong), now),
                }
            }
        }
    }

    fn answer(&mut self, state: State, input: Input, now: Now) -> State {
        match (state, input) {
            (State::AwaitBegin { .. } | State::AwaitCode { .. }, Input::TimedOut) => {
                abandoned(Refusal::TimedOut)
            }
            (State::AwaitBegin { deadline } | State::AwaitCode { deadline, .. }, Input::Answer(_))
                if now.monotonic > deadline =>
            {
                abandoned(Refusal::TimedOut)
            }
            (State::AwaitBegin { .. }, Input::Answer(Answer::Yes)) => self.ask(None, now),
            (State::AwaitBegin { .. }, Input::Answer(Answer::Later)) if self.postponable => {
                State::Over(EnrolmentEnding::PutOff)
            }
            (State::AwaitCode { asked, deadline, .. }, Input::Answer(Answer::Code(code))) => {
                self.typed(&code, asked, deadline, now)
            }
            (State::AwaitStored { step, skew }, Input::Stored) => State::AwaitTimeStep { step, skew },
            // Either way the step cannot be used again, which is all that enrolling asks of it.
            (State::AwaitTimeStep { skew, .. }, Input::StepAccepted | Input::StepReplayed) => {
                State::AwaitTold { skew }
            }
            (State::AwaitStored { .. } | State::AwaitTimeStep { .. }, Input::StoreFailed) => {
                abandoned(Refusal::NotRemembered)
            }
            (State::AwaitTold { skew: 0 } | State::AwaitSkewTold { .. }, Input::Done) => {
                State::Over(EnrolmentEnding::Enrolled)
            }
            (State::AwaitTold { skew }, Input::Done) => State::AwaitSkewTold { skew },
            (State::AwaitTold { .. } | State::AwaitSkewTold { .. }, Input::Cancelled) => {
                State::Over(EnrolmentEnding::Enrolled)
            }
            (state @ State::Over(_), _) => state,
            (_, Input::Cancelled) => abandoned(Refusal::Cancelled),
            (state, _) => state,
        }
    }
}

fn abandoned(refusal: Refusal) -> State {
    State::Over(EnrolmentEnding::Abandoned(refusal))
}

impl Machine for EnrolOfflineCode {
    type Ending = EnrolmentEnding;

    fn poll(&mut self) -> Step<EnrolmentEnding> {
        match &self.state {
            State::AwaitBegin { deadline } => Step::Ask {
                question: Question::BeginOfflineCode { postponable: self.postponable },
                deadline: *deadline,
            },
            State::AwaitCode { again, deadline, .. } => Step::Ask {
                question: Question::ConfirmOfflineCode { enrolment: self.shown.clone(), again: *again },
                deadline: *deadline,
            },
            State::AwaitStored { .. } => Step::Store(SecretName::OfflineCode, self.secret.write()),
            State::AwaitTimeStep { step, .. } => Step::AcceptTimeStep(*step),
            State::AwaitTold { .. } => Step::Tell(Notice::OfflineCodeEnrolled),
            State::AwaitSkewTold { skew } => Step::Tell(Notice::ClockSkew { seconds: *skew }),
            State::Over(ending) => Step::Finish(ending.clone()),
        }
    }

    fn handle(&mut self, input: Input, now: Now) {
        let state = self.state.clone();
        self.state = self.answer(state, input, now);
    }
}
