//! Keeps what is known throughout one login, and turns decisions about it into what comes next.

use std::time::Duration;

use crate::id_token::VerifiedToken;
use crate::identity::{AccountRule, Evidence, Identity};
use crate::login::check::CodeOf;
use crate::login::errand::Errand;
use crate::login::next::Next;
use crate::login::pending_push::PendingPush;
use crate::login::usable::Usable;
use crate::oauth::Organization;
use crate::oauth::endpoints::Endpoints;
use crate::step::{CodeRefused, Notice};
use crate::totp::AcceptedCode;
use crate::{Factor, Monotonic, Now, Outcome, Refusal};

/// How often a person may go to another factor, and type what is no code, in one login: enough for anybody, and
/// an end for whoever never stops.
const CHANGES: u8 = 20;
const NO_CODES: u8 = 10;

/// What the proof is for.
#[derive(Debug)]
pub(super) enum Goal {
    SignIn { linked: Identity },
    Link { rule: AccountRule },
}

impl Goal {
    pub(super) fn evidence(
        &self,
        factor: Factor,
        token: VerifiedToken,
        username: &str,
    ) -> Result<Evidence, Refusal> {
        match self {
            Self::SignIn { linked } => Evidence::for_sign_in(factor, token, linked),
            Self::Link { rule } => Evidence::for_linking(factor, token, rule, username),
        }
    }

    pub(super) fn offline_evidence(&self, code: AcceptedCode) -> Result<Evidence, Refusal> {
        match self {
            Self::SignIn { linked } => Evidence::for_offline_code(code, linked),
            Self::Link { .. } => Err(Refusal::NoUsableFactor),
        }
    }

    pub(super) fn is_for(&self, identity: &Identity) -> bool {
        matches!(self, Self::SignIn { linked } if linked.is(identity))
    }
}

/// What ends a login that would go on.
#[derive(Debug)]
pub(super) struct Limits {
    prompt_timeout: Duration,
    tries: u8,
    changes: u8,
    no_codes: u8,
}

impl Limits {
    pub(super) fn new(prompt_timeout: Duration, tries: u8) -> Self {
        Self { prompt_timeout, tries, changes: CHANGES, no_codes: NO_CODES }
    }
}

/// The facts of one login.
#[derive(Debug)]
pub(super) struct Attempt {
    pub(super) organization: Organization,
    pub(super) goal: Goal,
    /// Empty until it is known.
    pub(super) username: String,
    /// Known once the organization was asked.
    pub(super) endpoints: Option<Endpoints>,
    /// A push that was left for another factor. No second one is sent while it lives.
    pub(super) left_push: Option<PendingPush>,
    /// Whether a charge is out that was neither given back nor deserved.
    pub(super) charged: bool,
    factors: Vec<Usable>,
    choice: Option<Factor>,
    limits: Limits,
}

impl Attempt {
    pub(super) fn new(
        organization: Organization,
        goal: Goal,
        factors: Vec<Usable>,
        choice: Option<Factor>,
        limits: Limits,
    ) -> Self {
        Self {
            organization,
            goal,
            username: String::new(),
            endpoints: None,
            left_push: None,
            charged: false,
            factors,
            choice,
            limits,
        }
    }

    /// Whether any factor can be used.
    pub(super) fn can_begin(&self) -> bool {
        !self.factors.is_empty()
    }

    pub(super) fn factors(&self) -> impl Iterator<Item = Usable> + '_ {
        self.factors.iter().copied()
    }

    /// When a question of this moment ends.
    pub(super) fn prompt_deadline(&self, now: Now) -> Monotonic {
        now.monotonic.plus(self.limits.prompt_timeout)
    }

    pub(super) fn prompt_timeout(&self) -> Duration {
        self.limits.prompt_timeout
    }

    /// Begins the factor that was chosen beforehand or is the only one; asks otherwise.
    pub(super) fn choose_factor(&mut self) -> Next {
        let chosen = self.factors().find(|usable| Some(usable.factor()) == self.choice);
        match (chosen, self.factors.as_slice()) {
            (Some(usable), _) | (None, &[usable]) => self.begin(usable),
            (None, []) => self.refuse(Refusal::NoUsableFactor),
            (None, _) => Next::Choice,
        }
    }

    /// Begins a factor, asking the organization first where it takes what, unless that is known.
    pub(super) fn begin(&self, usable: Usable) -> Next {
        match (usable, &self.endpoints) {
            (Usable::OfflineCode, _) => Next::Seed,
            (Usable::Online(online), None) => Next::Discovery(online),
            (Usable::Online(online), Some(endpoints)) => Next::asking(online, endpoints.clone()),
        }
    }

    /// Whether the person may go to another factor now; each time is counted.
    pub(super) fn may_change_factor(&mut self) -> bool {
        if self.factors.len() < 2 || self.limits.changes == 0 {
            return false;
        }
        self.limits.changes -= 1;
        true
    }

    /// Leaves a check that nobody has failed for another factor, and gives its charge back.
    pub(super) fn leave_check(&mut self) -> Next {
        if std::mem::take(&mut self.charged) { Next::Choice.after(Errand::Refund) } else { Next::Choice }
    }

    /// The offline code turned out not to be usable; asks for another factor, or ends with `otherwise`.
    pub(super) fn without_offline_code(&mut self, otherwise: Refusal) -> Next {
        self.factors.retain(|usable| *usable != Usable::OfflineCode);
        if self.can_begin() { Next::Choice } else { self.refuse(otherwise) }
    }

    /// The code was refused: its charge stays, and it is asked again while tries last.
    pub(super) fn refuse_code(&mut self, of: CodeOf, reason: CodeRefused) -> Next {
        self.charged = false;
        self.limits.tries = self.limits.tries.saturating_sub(1);
        if self.limits.tries > 0 {
            return Next::Code { of, again: Some(reason) };
        }
        self.refuse(match reason {
            CodeRefused::Replayed => Refusal::Replayed,
            CodeRefused::Wrong | CodeRefused::NotACode => Refusal::WrongCode(of.factor()),
        })
    }

    /// Whether what is no code may be typed once more; each time is counted.
    pub(super) fn may_mistype(&mut self) -> bool {
        self.limits.no_codes = self.limits.no_codes.saturating_sub(1);
        self.limits.no_codes > 0
    }

    pub(super) fn refuse(&mut self, refusal: Refusal) -> Next {
        self.end(Outcome::Refused(refusal), None)
    }

    /// Ends, telling something first, once the charge is given back that was not deserved.
    pub(super) fn end(&mut self, outcome: Outcome, notice: Option<Notice>) -> Next {
        let deserved = deserves_charge(&outcome);
        self.finish(outcome, notice, deserved)
    }

    /// Ends before anybody was asked anything, so that the charge is given back whatever it is.
    pub(super) fn end_unasked(&mut self, outcome: Outcome) -> Next {
        self.finish(outcome, None, false)
    }

    fn finish(&mut self, outcome: Outcome, notice: Option<Notice>, deserved: bool) -> Next {
        let give_back = std::mem::take(&mut self.charged) && !deserved;
        let mut end = Next::Over(outcome);
        if let Some(notice) = notice {
            end = end.after(Errand::Tell(notice));
        }
        if give_back {
            end = end.after(Errand::Refund);
        }
        end
    }
}

/// Whether the person's answer was judged and found wanting, or may have been. The others are time-outs, the
/// person's second thoughts, success, and faults of machine, network or organization.
fn deserves_charge(outcome: &Outcome) -> bool {
    match outcome {
        Outcome::Granted(_) | Outcome::Unavailable(_) => false,
        Outcome::Refused(refusal) => match refusal {
            Refusal::Declined
            | Refusal::WrongCode(_)
            | Refusal::Replayed
            | Refusal::IdentityRefused { .. }
            | Refusal::OtherIdentity
            | Refusal::AccountMismatch
            | Refusal::UnknownError { .. } => true,
            Refusal::PutOff
            | Refusal::Cancelled
            | Refusal::TimedOut
            | Refusal::Expired
            | Refusal::BudgetSpent
            | Refusal::Configuration { .. }
            | Refusal::Token(_)
            | Refusal::Protocol(_)
            | Refusal::NoUsableFactor
            | Refusal::NotRemembered => false,
        },
    }
}
