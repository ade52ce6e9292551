//! What can happen next to a machine and one account on it, and what comes of it.

use latchkey_linker::Factor;

use super::people::{Door, Person};
use crate::decision::Reason;
use crate::scenario::{AnswerWord, DecisionWord, Doing, Network, World};
use crate::settle::Reply;
use crate::time::{TOLERANCE, left};

/// A wall clock that is set back by this many seconds is believed by nobody.
const BACK: i64 = -86_400;

/// Whoever waits for this long waits for ever.
pub(super) const CENTURY: u64 = 100 * 365 * 86_400;

/// Something that happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// The account's owner wants in.
    Attempt(Try),
    /// Wrong answers until none is left.
    Spend(Try),
    /// So many seconds pass, with the machine on.
    Wait(u64),
    /// The wall clock is set, so many seconds ahead of the true time.
    Clock(i64),
    /// The machine starts anew.
    Reboot,
    /// What the machine remembers is lost.
    Wipe,
    /// The help desk opens its window.
    Recovery,
}

/// An attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Try {
    /// Which of the services.
    pub door: usize,
    /// Whether the organization can be reached.
    pub network: Network,
    /// What the person does when asked.
    pub answer: AnswerWord,
    /// The factor that is chosen.
    pub factor: Option<Factor>,
}

/// How an attempt ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct End {
    /// Let in or kept out.
    pub decision: DecisionWord,
    /// Why.
    pub reason: Reason,
    /// Whether something was proven.
    pub proven: bool,
    /// Whether the organization proved it.
    pub online: bool,
}

impl Try {
    /// The right answer by a factor.
    #[must_use]
    pub const fn right(door: usize, network: Network, factor: Factor) -> Self {
        let answer = match factor {
            Factor::Push => AnswerWord::Approve,
            Factor::Otp | Factor::OfflineCode => AnswerWord::Code,
            Factor::SecurityKey | Factor::OfflineSecurityKey => AnswerWord::Touch,
        };
        Self { door, network, answer, factor: Some(factor) }
    }

    /// A wrong answer by a factor; none is wrong with a security key.
    #[must_use]
    pub const fn wrong(door: usize, network: Network, factor: Factor) -> Self {
        let answer = match factor {
            Factor::Push => AnswerWord::Decline,
            _ => AnswerWord::WrongCode,
        };
        Self { door, network, answer, factor: Some(factor) }
    }

    /// Nothing but the password.
    #[must_use]
    pub const fn password(door: usize, network: Network, answer: AnswerWord) -> Self {
        Self { door, network, answer, factor: None }
    }

    /// What comes of it.
    pub fn play(self, world: &mut World, person: &Person, door: &Door) -> End {
        world.network = self.network;
        let doing = Doing { answer: self.answer, factor: self.factor, username: &person.username };
        match world.attempt(&person.at(door), doing) {
            Reply::Permit { reason, proof, .. } => End {
                decision: DecisionWord::Permit,
                reason,
                proven: proof.is_some(),
                online: proof.is_some_and(|proof| !proof.factor.is_offline()),
            },
            Reply::Deny { reason, .. } => {
                End { decision: DecisionWord::Deny, reason, proven: false, online: false }
            }
        }
    }
}

impl Move {
    /// Whether a person can do it, or it happens by itself, in order to get in.
    #[must_use]
    pub const fn helps(&self) -> bool {
        match self {
            Self::Attempt(attempt) => !matches!(
                (attempt.network, attempt.answer),
                (Network::Refusing, _)
                    | (_, AnswerWord::WrongCode | AnswerWord::Decline | AnswerWord::Replay)
            ),
            Self::Wait(_) | Self::Reboot | Self::Clock(0) => true,
            Self::Clock(_) | Self::Spend(_) | Self::Wipe | Self::Recovery => false,
        }
    }

    /// Lets it happen; the end of an attempt, where it is one. `None` where nothing comes of it.
    pub fn play(self, world: &mut World, person: &Person, doors: &[Door]) -> Option<Option<End>> {
        match self {
            Self::Attempt(attempt) => {
                return Some(Some(attempt.play(world, person, doors.get(attempt.door)?)));
            }
            Self::Spend(attempt) => {
                let first = attempt.play(world, person, doors.get(attempt.door)?);
                let limits = world.last_good.as_ref()?.budget;
                let reading = world.reading();
                let budget = &mut world.state.subjects.get_mut(&person.uid)?.budget;
                if budget.left(limits, &reading) + 1 != limits.budget {
                    return None;
                }
                // What the other wrong answers come to, without asking for each.
                budget.exhaust(limits, &reading);
                return Some(Some(first));
            }
            Self::Wait(seconds) => world.now = world.now.plus(seconds),
            Self::Clock(ahead) => world.ahead = ahead,
            Self::Reboot => {
                if !world.reboot() {
                    return None;
                }
            }
            Self::Wipe => {
                let escrowed = world.state.machine.recovery_escrowed;
                world.wipe();
                world.state.machine.recovery_escrowed = escrowed;
            }
            Self::Recovery => world.open_window(person.uid),
        }
        let reading = world.reading();
        world.state.observe(&reading);
        Some(None)
    }
}

/// Everything that may happen next and could make a difference. `longest` is longer than every period of the policy.
#[must_use]
pub(super) fn moves(
    world: &World,
    person: &Person,
    door: usize,
    factors: &[Factor],
    longest: i64,
) -> Vec<Move> {
    let mut moves = Vec::new();
    let attempt = |attempt| Move::Attempt(attempt);
    let (offline, online): (Vec<Factor>, Vec<Factor>) =
        factors.iter().partition(|factor| factor.is_offline());
    // What comes first is what stories tell: an offline factor is for when there is no network.
    moves.extend(online.iter().map(|&factor| attempt(Try::right(door, Network::Up, factor))));
    moves.extend(offline.iter().map(|&factor| attempt(Try::right(door, Network::Down, factor))));
    moves.push(attempt(Try::password(door, Network::Up, AnswerWord::Later)));
    moves.push(attempt(Try::password(door, Network::Down, AnswerWord::None)));
    moves.extend(offline.iter().map(|&factor| attempt(Try::right(door, Network::Up, factor))));
    if let Some(&factor) = online.first() {
        moves.push(attempt(Try::right(door, Network::Refusing, factor)));
    }
    if let Some(&factor) =
        factors.iter().find(|factor| !matches!(factor, Factor::SecurityKey | Factor::OfflineSecurityKey))
    {
        let network = if factor.is_offline() { Network::Down } else { Network::Up };
        moves.push(attempt(Try::wrong(door, network, factor)));
        moves.push(Move::Spend(Try::wrong(door, network, factor)));
    }
    moves.extend(waits(world, person).into_iter().map(Move::Wait));
    if world.ahead == 0 {
        moves.extend([Move::Clock(BACK), Move::Clock(longest)]);
    } else {
        moves.push(Move::Clock(0));
    }
    moves.push(Move::Reboot);
    if world.state.machine.recovery_escrowed {
        moves.push(Move::Recovery);
    }
    moves.push(Move::Wipe);
    moves
}

/// The seconds until each thing that time ends.
fn waits(world: &World, person: &Person) -> Vec<u64> {
    let (Some(policy), Some(known)) = (&world.last_good, world.state.subjects.get(&person.uid)) else {
        return Vec::new();
    };
    let reading = world.reading();
    let now = world.state.machine.moment(&reading).now;
    let within = |start, period| left(start, period, now);
    let mut waits = Vec::new();
    // A linked account has no grace to lose.
    if known.link.is_none() {
        waits.extend(known.grace_started.and_then(|start| within(start, policy.grace)));
    }
    waits.extend(known.last_online.and_then(|start| within(start, policy.offline_period)));
    waits.extend(known.budget.until_refill(policy.budget, &reading).map(|left| left.as_secs()));
    if known
        .recovery
        .as_ref()
        .is_some_and(|window| window.is_open(world.state.machine.moment(&reading), &reading))
    {
        waits.push(policy.recovery_window);
    }
    waits.retain(|seconds| *seconds <= CENTURY);
    waits.sort_unstable();
    waits.dedup();
    waits
}

/// Whether a token is believed by this wall clock.
#[must_use]
pub(super) const fn is_right(world: &World) -> bool {
    world.ahead.unsigned_abs() <= TOLERANCE
}
