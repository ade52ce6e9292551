//! Turns the state of the moment into its step, and an input into the next state.
//!
//! The only file that knows all states. They know none of each other: each says where an answer leads, and what
//! that means is written here.

use crate::login::attempt::Attempt;
use crate::login::await_approval::AwaitApproval;
use crate::login::await_charge::AwaitCharge;
use crate::login::await_choice::AwaitChoice;
use crate::login::await_code::AwaitCode;
use crate::login::await_code_verdict::AwaitCodeVerdict;
use crate::login::await_consent::AwaitConsent;
use crate::login::await_discovery::AwaitDiscovery;
use crate::login::await_keys::AwaitKeys;
use crate::login::await_poll_time::AwaitPollTime;
use crate::login::await_push_started::AwaitPushStarted;
use crate::login::await_seed::AwaitSeed;
use crate::login::await_time_step::AwaitTimeStep;
use crate::login::await_username::AwaitUsername;
use crate::login::errand::Errand;
use crate::login::next::Next;
use crate::login::turn::{Await, Turn};
use crate::step::Answer;
use crate::{Input, Now, Outcome, Refusal, Step};

macro_rules! states {
    ($($state:ident),+ $(,)?) => {
        /// What a login waits for, or how it ended.
        #[derive(Debug)]
        pub(super) enum State {
            $($state($state),)+
            AwaitErrand { errand: Errand, then: Box<State> },
            Over(Outcome),
        }

        $(impl From<$state> for State {
            fn from(state: $state) -> Self {
                Self::$state(state)
            }
        })+

        impl State {
            pub(super) fn step(&self, attempt: &Attempt) -> Step<Outcome> {
                match self {
                    $(Self::$state(state) => state.step(attempt),)+
                    Self::AwaitErrand { errand, .. } => errand.step(),
                    Self::Over(outcome) => Step::Finish(again(outcome)),
                }
            }

            fn answer(self, input: Input, now: Now, attempt: &mut Attempt) -> Self {
                match self {
                    $(Self::$state(state) => {
                        let turn = state.handle(input, now, attempt);
                        Self::follow(turn, attempt, now)
                    })+
                    Self::AwaitErrand { errand: Errand::WaitUntil(_), then }
                        if matches!(input, Input::Answer(Answer::AnotherFactor))
                            && then.may_be_left()
                            && attempt.may_change_factor() =>
                    {
                        let next = attempt.leave_check();
                        Self::of(next, attempt, now)
                    }
                    Self::AwaitErrand { errand, then } if errand.is_done(&input, now) => *then,
                    unmoved @ (Self::AwaitErrand { .. } | Self::Over(_)) => unmoved,
                }
            }
        }
    };
}

states!(
    AwaitConsent,
    AwaitUsername,
    AwaitChoice,
    AwaitDiscovery,
    AwaitCharge,
    AwaitPushStarted,
    AwaitPollTime,
    AwaitApproval,
    AwaitCode,
    AwaitCodeVerdict,
    AwaitSeed,
    AwaitTimeStep,
    AwaitKeys,
);

impl State {
    /// The state that waits for what comes next, from now on.
    pub(super) fn of(next: Next, attempt: &Attempt, now: Now) -> Self {
        match next {
            Next::Consent { postponable, suggestion } => {
                AwaitConsent::new(postponable, suggestion, attempt, now).into()
            }
            Next::Username { suggestion } => AwaitUsername::new(suggestion, attempt, now).into(),
            Next::Choice => AwaitChoice::new(attempt, now).into(),
            Next::Discovery(online) => AwaitDiscovery::new(online, attempt, now).into(),
            Next::Charge(check) => AwaitCharge { check }.into(),
            Next::PushStarted(endpoints) => AwaitPushStarted::new(endpoints, attempt, now).into(),
            Next::PollTime(push) => AwaitPollTime { push }.into(),
            Next::Approval(push) => AwaitApproval { push }.into(),
            Next::Code { of, again } => AwaitCode::new(of, again, attempt, now).into(),
            Next::CodeVerdict { code, endpoints } => {
                AwaitCodeVerdict::new(code, endpoints, attempt, now).into()
            }
            Next::Seed => AwaitSeed.into(),
            Next::TimeStep { secret, matched, asked } => AwaitTimeStep { secret, matched, asked }.into(),
            Next::Keys { tokens, factor, endpoints } => {
                AwaitKeys::new(tokens, factor, endpoints, attempt, now).into()
            }
            Next::Over(outcome) => Self::Over(outcome),
            Next::After(errand, next) => Self::of(*next, attempt, now).after(errand),
        }
    }

    pub(super) fn cancelled() -> Self {
        Self::Over(Outcome::Refused(Refusal::Cancelled))
    }

    pub(super) fn handle(self, input: Input, now: Now, attempt: &mut Attempt) -> Self {
        match input {
            Input::Cancelled => self.cancel(now, attempt),
            input => self.answer(input, now, attempt),
        }
    }

    fn follow<S: Into<Self>>(turn: Turn<S>, attempt: &Attempt, now: Now) -> Self {
        match turn {
            Turn::Stay(state) => state.into(),
            Turn::Retry(retry, state) => {
                let wait = state.into().after(Errand::WaitUntil(retry.until));
                match retry.notice {
                    Some(notice) => wait.after(Errand::Tell(notice)),
                    None => wait,
                }
            }
            Turn::Go(next) => Self::of(next, attempt, now),
        }
    }

    /// Whether the organization has nothing of this login yet that could still be answered.
    const fn may_be_left(&self) -> bool {
        matches!(self, Self::AwaitDiscovery(_) | Self::AwaitPushStarted(_))
    }

    fn after(self, errand: Errand) -> Self {
        Self::AwaitErrand { errand, then: Box::new(self) }
    }

    /// The person gave up. What was refused already stays refused for its own reason; a refund that is under way
    /// is not asked for twice, which would be a gift.
    fn cancel(self, now: Now, attempt: &mut Attempt) -> Self {
        if matches!(self, Self::Over(_)) {
            return self;
        }
        let refused = self.refusal().unwrap_or(Refusal::Cancelled);
        Self::of(attempt.refuse(refused), attempt, now)
    }

    /// The refusal that this state leads to whatever happens, or unless a better answer comes.
    fn refusal(&self) -> Option<Refusal> {
        match self {
            Self::Over(Outcome::Refused(refusal)) => Some(refusal.clone()),
            Self::AwaitErrand { then, .. } => then.refusal(),
            Self::AwaitCode(state) => state.refusal(),
            _ => None,
        }
    }
}

fn again(outcome: &Outcome) -> Outcome {
    match outcome {
        Outcome::Granted(evidence) => Outcome::Granted(evidence.again()),
        Outcome::Refused(refusal) => Outcome::Refused(refusal.clone()),
        Outcome::Unavailable(cause) => Outcome::Unavailable(cause.clone()),
    }
}
