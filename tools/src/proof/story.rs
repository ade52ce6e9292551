//! A story to numbered sentences.

use latchkey_engine::prove::{End, Move, Story, Try};
use latchkey_engine::scenario::{AnswerWord, DecisionWord, Network};

use crate::phrase::quoted;
use crate::terminal::texts::span;

/// Everything that happens, a sentence each.
pub(super) fn sentences(story: &Story) -> Vec<String> {
    let mut told = Vec::new();
    let mut later = 0_u64;
    for (moved, end) in &story.moves {
        if let Move::Wait(seconds) = moved {
            later = later.saturating_add(*seconds);
            continue;
        }
        let after = match std::mem::take(&mut later) {
            0 => String::new(),
            seconds => format!("{} later ", span(seconds)),
        };
        told.push(format!("{after}{}", happening(story, moved, *end)));
    }
    told
}

fn happening(story: &Story, moved: &Move, end: Option<End>) -> String {
    let name = quoted(&story.person.name);
    match moved {
        Move::Attempt(attempt) => format!("{name} {}{}", attempted(story, attempt), ended(end)),
        Move::Spend(attempt) => {
            let times = story.budget;
            format!(
                "{name} {}, {times} times in all, until no wrong answer is left",
                attempted(story, attempt)
            )
        }
        Move::Clock(0) => "the clock is set right".to_owned(),
        Move::Clock(ahead) => {
            let way = if *ahead < 0 { "back" } else { "forward" };
            format!("the clock is set {way} by {}", span(ahead.unsigned_abs()))
        }
        Move::Reboot => "the computer starts anew".to_owned(),
        Move::Wipe => "what the computer remembers is lost".to_owned(),
        Move::Recovery => format!("the help desk opens its window for {name}"),
        Move::Wait(seconds) => format!("{} pass", span(*seconds)),
    }
}

fn attempted(story: &Story, attempt: &Try) -> String {
    let service = story.doors.get(attempt.door).map_or("login", |door| door.service.as_str());
    let network = match attempt.network {
        Network::Up => "",
        Network::Down => " without a network",
        Network::Refusing => ", whom the organization refuses,",
    };
    let answer = match attempt.answer {
        AnswerWord::Approve => "approves the push",
        AnswerWord::Decline => "declines the push",
        AnswerWord::Code => "types the right code",
        AnswerWord::WrongCode => "types a wrong code",
        AnswerWord::Replay => "types a code again",
        AnswerWord::Touch => "touches the security key",
        AnswerWord::Later => "puts off whatever is asked",
        AnswerWord::None => "gives nothing but the password",
    };
    format!("signs in at {}{network} and {answer}", quoted(service))
}

fn ended(end: Option<End>) -> String {
    end.map_or_else(String::new, |end| {
        let how = match end.decision {
            DecisionWord::Permit => "let in",
            DecisionWord::Deny => "kept out",
        };
        format!(": {how} ({})", end.reason.word())
    })
}
