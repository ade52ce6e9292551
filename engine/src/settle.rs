//! A challenge and how the login ended give a reply and the changes to remember. The only place where
//! "unavailable" becomes allow or deny.

use latchkey_linker::identity::{Evidence, Identity};
use latchkey_linker::{Factor, Outcome, Refusal, Unavailability, UnixTime};

use crate::decide::{Connectivity, decide_for};
use crate::decision::{Challenge, Decision, Permit, Reason, Verdict};
use crate::facts::Facts;
use crate::keys::{KeySet, PolicyKey};
use crate::organization::OrganizationFault;
use crate::policy::{Policy, PolicyStatus};
use crate::request::Request;
use crate::state::{Change, LinkRecord};
use crate::time::left;

/// What a proof tells. Code that lets people in takes [`Evidence`] alone; the simulator has a type of its own.
pub trait Proof {
    /// The factor that was verified.
    fn factor(&self) -> Factor;
    /// The identity that was proven.
    fn identity(&self) -> &Identity;
    /// The username to ask the organization for from now on, where the proof links an account.
    fn username(&self) -> Option<&str>;
    /// `iat` of the verified ID token, for an online factor.
    fn issued_at(&self) -> Option<UnixTime>;
}

impl Proof for Evidence {
    fn factor(&self) -> Factor {
        self.factor()
    }

    fn identity(&self) -> &Identity {
        self.identity()
    }

    fn username(&self) -> Option<&str> {
        self.username()
    }

    fn issued_at(&self) -> Option<UnixTime> {
        self.issued_at()
    }
}

/// The answer to an attempt. `E` is the proof behind it, as in [`Outcome`].
#[derive(Debug)]
#[must_use]
pub enum Reply<E = Evidence> {
    /// Let in.
    Permit {
        /// On which terms.
        terms: Permit,
        /// Why, in one word.
        reason: Reason,
        /// The keys that led to it.
        keys: KeySet,
        /// What was proven; `None` where the policy asked for no proof.
        proof: Option<E>,
    },
    /// Keep out.
    Deny {
        /// Why, in one word.
        reason: Reason,
        /// The keys that led to it.
        keys: KeySet,
        /// What came of the login, if it came to one.
        cause: Option<Cause>,
        /// Whether the help desk can open a window from here.
        recovery_offered: bool,
    },
}

/// Why a login let nobody in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The login said no.
    Refused(Refusal),
    /// Nobody could answer.
    Unavailable(Unavailability),
    /// The proven identity is linked to another account of this machine.
    IdentityTaken,
    /// Something else happened to the account meanwhile, such as another sign-in that linked it.
    Overtaken,
    /// The settings name no organization that can be asked.
    Settings(OrganizationFault),
    /// What had to be remembered could not be kept.
    NotRemembered,
}

/// What comes of a login.
#[derive(Debug)]
#[must_use]
pub enum Settled<E = Evidence> {
    /// The attempt is over.
    Over {
        /// The answer.
        reply: Reply<E>,
        /// What to remember; the answer counts only once it is.
        changes: Vec<Change>,
    },
    /// The organization could not be reached, and the policy asks for an offline factor instead.
    AskOffline {
        /// The second challenge of this attempt.
        challenge: Challenge,
        /// The decision it comes from.
        decision: Decision,
    },
}

/// How things stand when a login is settled.
#[derive(Clone, Copy, Debug)]
pub struct Case<'c> {
    /// The policy's situation.
    pub status: PolicyStatus<'c>,
    /// What was asked.
    pub request: &'c Request<'c>,
    /// What is known now.
    pub facts: &'c Facts,
    /// The link, where there is one.
    pub link: Option<&'c LinkRecord>,
}

/// Turns a decision that needs no login into the reply.
///
/// # Errors
///
/// Gives the challenge back when the decision needs a login first.
pub fn without_login<E>(decision: &Decision) -> Result<Reply<E>, Challenge> {
    match decision.verdict {
        Verdict::Permit(terms) => {
            Ok(Reply::Permit { terms, reason: decision.reason, keys: decision.keys, proof: None })
        }
        Verdict::Deny(denial) => Ok(Reply::Deny {
            reason: decision.reason,
            keys: decision.keys,
            cause: None,
            recovery_offered: denial.recovery_offered,
        }),
        Verdict::Challenge(challenge) => Err(challenge),
    }
}

/// Settles a challenge with the outcome of its login. `case` is how things stand *now*, which may be hours after the
/// decision was made: what it rested on must still hold. `taken` says whether an identity is linked to another
/// account of this machine.
pub fn settle<E: Proof>(
    case: &Case<'_>,
    decision: &Decision,
    outcome: Outcome<E>,
    taken: impl FnOnce(&Identity) -> bool,
) -> Settled<E> {
    let standing = case.standing(decision);
    match (outcome, standing.verdict) {
        (Outcome::Granted(proof), Verdict::Challenge(challenge)) => {
            granted(case, decision, challenge, proof, taken)
        }
        (Outcome::Refused(Refusal::PutOff), Verdict::Challenge(challenge)) => {
            put_off(case, decision, challenge)
        }
        // What would be permitted by now without any proof is not kept out for having given one.
        (Outcome::Granted(_), Verdict::Permit(_) | Verdict::Deny(_)) => match without_login(&standing) {
            Ok(reply) => over(reply, Vec::new()),
            Err(_) => over(denied(Reason::Refused, decision.keys, Cause::Overtaken, case), Vec::new()),
        },
        (Outcome::Refused(refusal), _) => refused(case, decision, refusal),
        (Outcome::Unavailable(cause), _) => unavailable(case, decision, cause),
    }
}

fn granted<E: Proof>(
    case: &Case<'_>,
    decision: &Decision,
    challenge: Challenge,
    proof: E,
    taken: impl FnOnce(&Identity) -> bool,
) -> Settled<E> {
    let asked_for =
        |verdict: &Verdict| matches!(verdict, Verdict::Challenge(asked) if asked.is_like(&challenge));
    if !asked_for(&decision.verdict) {
        return over(denied(Reason::Refused, decision.keys, Cause::Overtaken, case), Vec::new());
    }
    // A proof of a factor that is not asked for proves nothing here. An offline one says best why not.
    if !challenge.factors().contains(proof.factor()) {
        let offline = decide_for(&case.status, case.request, case.facts, Connectivity::Offline);
        return match without_login(&offline) {
            Ok(deny @ Reply::Deny { .. }) if proof.factor().is_offline() => over(deny, Vec::new()),
            _ => refused(case, decision, Refusal::NoUsableFactor),
        };
    }
    match challenge {
        Challenge::Link { .. } => linked(case, decision, proof, taken),
        Challenge::SignIn { .. } => signed_in(case, decision, proof),
    }
}

fn put_off<E>(case: &Case<'_>, decision: &Decision, challenge: Challenge) -> Settled<E> {
    let Challenge::Link { put_off_until: Some(until), .. } = challenge else {
        return refused(case, decision, Refusal::PutOff);
    };
    let grace_left = u64::try_from(until.since(case.facts.moment.now)).ok();
    let terms = Permit { grace_left, ..Permit::default() };
    over(Reply::Permit { terms, reason: Reason::Grace, keys: decision.keys, proof: None }, Vec::new())
}

fn linked<E: Proof>(
    case: &Case<'_>,
    decision: &Decision,
    proof: E,
    taken: impl FnOnce(&Identity) -> bool,
) -> Settled<E> {
    let keys = decision.keys.with(PolicyKey::SharedIdentity);
    let shared = case.policy().is_some_and(|policy| policy.shared_identity_allowed);
    if !shared && taken(proof.identity()) {
        return over(denied(Reason::Refused, keys, Cause::IdentityTaken, case), Vec::new());
    }
    let at = case.facts.moment.now;
    let identity = proof.identity().clone();
    let username = proof.username().or(identity.username.as_deref()).unwrap_or_default().to_owned();
    let changes = vec![
        Change::Link(LinkRecord { identity, username, at: proof.issued_at().unwrap_or(at) }),
        Change::OnlineSuccess { at, issued_at: proof.issued_at() },
    ];
    let reply = Reply::Permit {
        terms: Permit::default(),
        reason: Reason::Linked,
        keys: decision.keys,
        proof: Some(proof),
    };
    over(reply, changes)
}

fn signed_in<E: Proof>(case: &Case<'_>, decision: &Decision, proof: E) -> Settled<E> {
    if !case.link.is_some_and(|link| link.identity.is(proof.identity())) {
        return over(
            denied(Reason::Refused, decision.keys, Cause::Refused(Refusal::OtherIdentity), case),
            Vec::new(),
        );
    }
    let facts = case.facts;
    let (reason, terms, changes) = if proof.factor().is_offline() {
        let offline_left = case.policy().and_then(|policy| {
            facts.last_online.and_then(|last| left(last, policy.offline_period, facts.moment.now))
        });
        (Reason::Offline, Permit { offline_left, ..Permit::default() }, Vec::new())
    } else {
        let success = Change::OnlineSuccess { at: facts.moment.now, issued_at: proof.issued_at() };
        (Reason::SignedIn, Permit::default(), vec![success])
    };
    over(Reply::Permit { terms, reason, keys: decision.keys, proof: Some(proof) }, changes)
}

fn refused<E>(case: &Case<'_>, decision: &Decision, refusal: Refusal) -> Settled<E> {
    let changes = match refusal {
        Refusal::IdentityRefused { .. } => vec![Change::CloseOffline],
        _ => Vec::new(),
    };
    let (reason, keys) = match refusal {
        Refusal::BudgetSpent => (Reason::Budget, BUDGET),
        Refusal::NoUsableFactor => (Reason::NoUsableFactor, KeySet::NONE),
        Refusal::AccountMismatch => (Reason::Refused, MATCH),
        _ => (Reason::Refused, KeySet::NONE),
    };
    over(denied(reason, decision.keys.union(keys), Cause::Refused(refusal), case), changes)
}

const BUDGET: KeySet = KeySet::NONE.with(PolicyKey::FailureBudget).with(PolicyKey::FailureRefill);
const MATCH: KeySet = KeySet::NONE.with(PolicyKey::LinkMatch).with(PolicyKey::AccountName);

/// Decides once more, as offline. A second "unavailable" is a no.
fn unavailable<E>(case: &Case<'_>, decision: &Decision, cause: Unavailability) -> Settled<E> {
    let offline = decide_for(&case.status, case.request, case.facts, Connectivity::Offline);
    let asked_offline = connectivity(decision) == Connectivity::Offline;
    match without_login(&offline) {
        Ok(Reply::Deny { reason, keys, .. }) => {
            over(denied(reason, keys, Cause::Unavailable(cause), case), Vec::new())
        }
        Ok(permit @ Reply::Permit { .. }) => over(permit, Vec::new()),
        Err(challenge) if !asked_offline => Settled::AskOffline { challenge, decision: offline },
        Err(_) => {
            over(denied(Reason::Unavailable, decision.keys, Cause::Unavailable(cause), case), Vec::new())
        }
    }
}

impl<'c> Case<'c> {
    /// The policy that decides, wherever it comes from.
    #[must_use]
    pub fn policy(&self) -> Option<&'c Policy> {
        self.status.policy()
    }

    /// What would be decided now. The check that just ended was charged before it, and needs nothing more.
    fn standing(&self, decision: &Decision) -> Decision {
        let facts = Facts { budget_left: self.facts.budget_left.max(1), ..*self.facts };
        decide_for(&self.status, self.request, &facts, connectivity(decision))
    }
}

/// Whether a decision was made for a machine with the organization in reach.
fn connectivity(decision: &Decision) -> Connectivity {
    if decision.reason == Reason::Offline { Connectivity::Offline } else { Connectivity::Online }
}

fn denied<E>(reason: Reason, keys: KeySet, cause: Cause, case: &Case<'_>) -> Reply<E> {
    let recovery_offered = case.facts.recovery_escrowed;
    Reply::Deny { reason, keys, cause: Some(cause), recovery_offered }
}

fn over<E>(reply: Reply<E>, changes: Vec<Change>) -> Settled<E> {
    Settled::Over { reply, changes }
}

#[cfg(test)]
mod tests;
