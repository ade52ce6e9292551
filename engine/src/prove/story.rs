//! The way to a situation to a scenario that `policy simulate` replays.

use std::fmt::Write as _;

use latchkey_linker::Factor;

use super::explore::Explored;
use super::moves::{End, Move, Try};
use super::people::{Door, Person};
use crate::policy::Platform;
use crate::request::Origin;
use crate::scenario::{AnswerWord, Network};

/// What happens, step by step, and how each attempt ends.
#[derive(Clone, Debug, PartialEq)]
pub struct Story {
    /// To whom.
    pub person: Person,
    /// The services that are named by their places.
    pub doors: Vec<Door>,
    /// What happens.
    pub moves: Vec<(Move, Option<End>)>,
    /// Wrong answers that spend the budget.
    pub budget: u32,
}

impl Story {
    /// The shortest way to a situation.
    pub(super) fn to(explored: &Explored, node: usize, person: &Person, doors: &[Door], budget: u32) -> Self {
        let mut moves = Vec::new();
        let mut at = explored.nodes.get(node);
        while let Some(node) = at {
            moves.extend(node.moved.map(|moved| (moved, node.end)));
            at = node.from.and_then(|from| explored.nodes.get(from));
        }
        moves.reverse();
        Self { person: person.clone(), doors: doors.to_vec(), moves, budget }
    }

    /// The same with one more thing that happens.
    #[must_use]
    pub(super) fn and(mut self, moved: Move, end: Option<End>) -> Self {
        self.moves.push((moved, end));
        self
    }

    /// The story in the format of scenarios, about the profile at this path.
    #[must_use]
    pub fn scenario(&self, profile: &str, platform: Platform, title: &str) -> String {
        let mut text = format!("# {title}\n\nprofile = {}\n", quoted(profile));
        if platform == Platform::Linux {
            text.push_str("platform = \"linux\"\n");
        }
        let Person { name, uid, username, .. } = &self.person;
        let _ = write!(text, "\n[[subject]]\nname = {}\nuid = {uid}\n", quoted(name));
        if username != name {
            let _ = writeln!(text, "username = {}", quoted(username));
        }
        let mut network = Network::Up;
        let (mut wait, mut ahead) = (0_u64, 0_i64);
        for (moved, end) in &self.moves {
            if let Move::Wait(seconds) = moved {
                wait = wait.saturating_add(*seconds);
                continue;
            }
            let at = |wait: &mut u64| match std::mem::take(wait) {
                0 => String::new(),
                seconds => format!("at = \"{}\"\n", span(seconds)),
            };
            match moved {
                Move::Attempt(attempt) | Move::Spend(attempt) => {
                    if attempt.network != network {
                        network = attempt.network;
                        let _ =
                            write!(text, "\n[[step]]\n{}network = \"{}\"\n", at(&mut wait), word(network));
                    }
                    let times = if matches!(moved, Move::Spend(_)) { self.budget } else { 1 };
                    for _ in 0..times {
                        let _ = write!(text, "\n[[step]]\n{}{}", at(&mut wait), self.attempt(attempt, *end));
                    }
                }
                other => {
                    let thing = match other {
                        Move::Clock(to) => {
                            let by = to.saturating_sub(std::mem::replace(&mut ahead, *to));
                            format!("clock = \"{}\"", signed(by))
                        }
                        Move::Reboot => "reboot = true".to_owned(),
                        Move::Wipe => "wipe = true".to_owned(),
                        _ => format!("recovery = {}", quoted(name)),
                    };
                    let _ = write!(text, "\n[[step]]\n{}{thing}\n", at(&mut wait));
                }
            }
        }
        text
    }

    fn attempt(&self, attempt: &Try, end: Option<End>) -> String {
        let door = self.doors.get(attempt.door);
        let mut parts = vec![format!("subject = {}", quoted(&self.person.name))];
        parts.extend(door.map(|door| format!("service = {}", quoted(&door.service))));
        if door.is_some_and(|door| door.origin == Origin::Remote) {
            parts.push("remote = true".to_owned());
        }
        parts.push(format!("answer = \"{}\"", answer(attempt.answer)));
        parts.extend(attempt.factor.map(|factor| format!("factor = \"{}\"", factor_word(factor))));
        let mut text = format!("attempt = {{ {} }}\n", parts.join(", "));
        if let Some(End { decision, reason, .. }) = end {
            let _ = writeln!(
                text,
                "expect = {{ decision = \"{}\", reason = \"{}\" }}",
                decision.word(),
                reason.word()
            );
        }
        text
    }
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

const fn word(network: Network) -> &'static str {
    match network {
        Network::Up => "up",
        Network::Down => "down",
        Network::Refusing => "refusing",
    }
}

const fn answer(answer: AnswerWord) -> &'static str {
    match answer {
        AnswerWord::Approve => "approve",
        AnswerWord::Decline => "decline",
        AnswerWord::Code => "code",
        AnswerWord::WrongCode => "wrong-code",
        AnswerWord::Replay => "replay",
        AnswerWord::Touch => "touch",
        AnswerWord::Later => "later",
        AnswerWord::None => "none",
    }
}

/// The factor in the words of `AllowedFactors`.
const fn factor_word(factor: Factor) -> &'static str {
    match factor {
        Factor::Push => "OV_Push",
        Factor::Otp => "OV_TOTP",
        Factor::SecurityKey | Factor::OfflineSecurityKey => "FIDO2_USB_key",
        Factor::OfflineCode => "Offline_TOTP",
    }
}

/// A span as scenarios have it: `+2d3h`.
fn span(seconds: u64) -> String {
    let mut text = "+".to_owned();
    let mut rest = seconds;
    for (unit, length) in [('d', 86_400), ('h', 3_600), ('m', 60), ('s', 1)] {
        if rest >= length {
            let _ = write!(text, "{}{unit}", rest / length);
            rest %= length;
        }
    }
    if text.len() == 1 { "+0s".to_owned() } else { text }
}

fn signed(seconds: i64) -> String {
    let text = span(seconds.unsigned_abs());
    if seconds < 0 { text.replacen('+', "-", 1) } else { text }
}
