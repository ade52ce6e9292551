//! Turns the state of the moment into its step, and an input into the next state.

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
use crate::login::await_refund::AwaitRefund;
use crate::login::await_retry::AwaitRetry;
use crate::login::await_seed::AwaitSeed;
use crate::login::await_time_step::AwaitTimeStep;
use crate::login::await_told::AwaitTold;
use crate::login::await_username::AwaitUsername;
use crate::{Input, Now, Outcome, Refusal, Step};

/// Something a login waits for.
pub(super) trait Await: Into<State> {
    /// What has to be done for it.
    fn step(&self, attempt: &Attempt) -> Step<Outcome>;

    /// Goes on with an answer; what is none leaves everything as it is.
    fn handle(self, input: Input, now: Now, attempt: &mut Attempt) -> State;
}

macro_rules! states {
    ($($state:ident),+ $(,)?) => {
        /// What a login waits for, or how it ended.
        #[derive(Debug)]
        pub(super) enum State {
            $($state($state),)+
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
                    Self::Over(outcome) => Step::Finish(again(outcome)),
                }
            }

            pub(super) fn handle(self, input: Input, now: Now, attempt: &mut Attempt) -> Self {
                match self {
                    $(Self::$state(state) => state.handle(input, now, attempt),)+
                    Self::Over(outcome) => Self::Over(outcome),
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
    AwaitRetry,
    AwaitTold,
    AwaitRefund,
);

impl State {
    pub(super) fn cancelled() -> Self {
        Self::Over(Outcome::Refused(Refusal::Cancelled))
    }

    /// The person gave up. What was refused already stays refused for its own reason; a refund that is under way
    /// is not asked for twice, which would be a gift.
    pub(super) fn cancel(self, attempt: &mut Attempt) -> Self {
        let refused = match &self {
            Self::Over(_) => return self,
            Self::AwaitTold(AwaitTold { then, .. }) | Self::AwaitRefund(AwaitRefund { then }) => {
                then.refusal()
            }
            _ => None,
        };
        attempt.refuse(refused.unwrap_or(Refusal::Cancelled))
    }

    /// The refusal that this state leads to whatever happens.
    fn refusal(&self) -> Option<Refusal> {
        match self {
            Self::Over(Outcome::Refused(refusal)) => Some(refusal.clone()),
            Self::AwaitTold(AwaitTold { then, .. }) | Self::AwaitRefund(AwaitRefund { then }) => {
                then.refusal()
            }
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
