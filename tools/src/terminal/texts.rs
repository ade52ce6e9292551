//! Every sentence a person reads in a sign-in, in one place.

use latchkey_engine::decision::Reason;
use latchkey_engine::settle::Cause;
use latchkey_linker::outcome::{Refusal, TokenFault};
use latchkey_linker::step::CodeRefused;
use latchkey_linker::{Factor, Unavailability};

pub(crate) const WHILE_WAITING: &str =
    "still waiting for your phone; type `other` for another method, `q` to give up";

/// Whether a line means that the person gives up.
pub(crate) fn is_give_up(line: &str) -> bool {
    matches!(line.trim(), "q" | "quit" | "cancel")
}

/// Whether a line means that the person wants another method.
pub(crate) fn is_another(line: &str) -> bool {
    matches!(line.trim(), "o" | "other")
}

/// A factor as people know it.
pub(crate) const fn factor(factor: Factor) -> &'static str {
    match factor {
        Factor::Push => "approve a push in Okta Verify on your phone",
        Factor::Otp => "type the code that Okta Verify shows for your organization",
        Factor::SecurityKey => "touch your security key",
        Factor::OfflineCode => "type the device access code of this computer",
        Factor::OfflineSecurityKey => "touch the security key of this computer",
    }
}

/// Why a code is asked again.
pub(crate) const fn again(refused: CodeRefused) -> &'static str {
    match refused {
        CodeRefused::Wrong => "that is not the code",
        CodeRefused::Replayed => "that code was used before; wait for the next one",
        CodeRefused::NotACode => "a code is six digits",
    }
}

/// Why somebody is let in.
pub(crate) const fn permit(reason: Reason) -> &'static str {
    match reason {
        Reason::NotManaged => "no policy was ever seen on this computer",
        Reason::MissingProfile => "the profile is gone, and it said to let everybody in then",
        Reason::Report => "the policy only reports",
        Reason::Exempt => "this account is exempt",
        Reason::NotRequired => "this account is not among those who must",
        Reason::ServiceExempt => "this service does not ask",
        Reason::Reserved => "this account belongs to the system",
        Reason::Recovery => "the help desk opened a window",
        Reason::Grace => "linking can still be put off",
        Reason::Linked => "the account is linked now",
        Reason::SignedIn => "the organization confirmed who you are",
        Reason::Offline => "the device access code is right",
        _ => "",
    }
}

/// Why somebody is kept out, and what helps.
pub(crate) const fn deny(reason: Reason) -> (&'static str, &'static str) {
    match reason {
        Reason::MissingProfile => {
            ("the profile of this computer is gone", "ask your administrator to install it again")
        }
        Reason::InvalidPolicy => (
            "the profile of this computer does not say what to do",
            "your administrator finds the mistake with `latchkey lint`",
        ),
        Reason::Reserved => {
            ("this account belongs to the system and is never linked", "sign in with your own account")
        }
        Reason::Budget => {
            ("there were too many wrong answers", "wait with this computer switched on, then try again")
        }
        Reason::GraceOver => (
            "this account must be linked first, and the organization cannot be reached",
            "connect to the network and try again",
        ),
        Reason::OfflineForbidden => (
            "signing in without the organization is not allowed here",
            "connect to the network and try again",
        ),
        Reason::OfflineOver => (
            "it is too long since the organization last confirmed who you are",
            "connect to the network and sign in another way",
        ),
        Reason::Clock => (
            "the clock of this computer cannot be trusted",
            "connect to the network, let it set the clock, and try again",
        ),
        Reason::NoUsableFactor => (
            "none of the allowed methods can be used here",
            "connect to the network, or ask your administrator",
        ),
        Reason::Unavailable => ("the organization cannot be reached", "connect to the network and try again"),
        _ => ("the sign-in was not confirmed", "try again, or ask your help desk"),
    }
}

/// What came of a login, and whose it is to mend.
pub(crate) fn cause(cause: &Cause) -> String {
    match cause {
        Cause::Unavailable(unavailability) => unavailable(unavailability),
        Cause::IdentityTaken => {
            "this Okta identity is linked to another account of this computer (`SharedIdentityAllowed` is off)".to_owned()
        }
        Cause::NotRemembered => "this computer could not keep what it must remember; see the log".to_owned(),
        Cause::Overtaken => "something else happened to this account meanwhile, such as another sign-in".to_owned(),
        Cause::Settings(fault) => format!("the profile does not say whom to ask: {fault}"),
        Cause::Refused(refusal) => refused(refusal),
    }
}

/// What helps against this very cause, where that is more than what helps against its reason.
pub(crate) const fn help(cause: &Cause) -> Option<&'static str> {
    match cause {
        Cause::Refused(Refusal::Replayed) => Some("wait until the code changes, then type the new one"),
        Cause::Refused(Refusal::WrongCode(_)) => Some(
            "check that it is the right account in the app, and that the clocks of phone and computer are right",
        ),
        Cause::Refused(Refusal::Declined | Refusal::Expired | Refusal::TimedOut | Refusal::Cancelled) => {
            Some("try again, and answer this time")
        }
        Cause::Refused(Refusal::Token(TokenFault::Expired | TokenFault::IssuedAt)) => {
            Some("let the network set the clock of this computer, and try again")
        }
        Cause::Refused(
            Refusal::Configuration { .. }
            | Refusal::Token(_)
            | Refusal::Protocol(_)
            | Refusal::UnknownError { .. },
        ) => Some("nothing that you can do here; tell your administrator this line"),
        Cause::Overtaken => Some("try again"),
        Cause::Settings(_) => Some("nothing that you can do here; tell your administrator this line"),
        Cause::Unavailable(Unavailability::NotTheOrganization) => {
            Some("sign in to the network with a browser first, then try again")
        }
        Cause::Unavailable(Unavailability::ServerError { .. } | Unavailability::RateLimited) => {
            Some("try again in a few minutes; this is the organization's to mend")
        }
        Cause::Unavailable(Unavailability::Tls) => {
            Some("let the network set the clock of this computer, or tell your administrator this line")
        }
        Cause::Refused(_)
        | Cause::Unavailable(Unavailability::Unreachable | Unavailability::TimedOut)
        | Cause::IdentityTaken
        | Cause::NotRemembered => None,
    }
}

/// Why nobody could answer, and whose it is to mend.
pub(crate) fn unavailable(unavailability: &Unavailability) -> String {
    match unavailability {
        Unavailability::Unreachable => "the organization cannot be reached: no connection".to_owned(),
        Unavailability::Tls => {
            "the connection to the organization is not secure, so it was not used".to_owned()
        }
        Unavailability::TimedOut => "the organization did not answer in time".to_owned(),
        Unavailability::NotTheOrganization => {
            "something else than the organization answered, such as the sign-in page of a network".to_owned()
        }
        Unavailability::ServerError { status } => format!("the organization failed (HTTP status {status})"),
        Unavailability::RateLimited => {
            "the organization asks to wait longer than this sign-in can".to_owned()
        }
    }
}

fn refused(refusal: &Refusal) -> String {
    match refusal {
        Refusal::PutOff => "linking cannot be put off any more".to_owned(),
        Refusal::Cancelled => "you ended the sign-in".to_owned(),
        Refusal::TimedOut => "nobody answered in time".to_owned(),
        Refusal::Declined => {
            "the push was declined on the phone, or the organization's policy refused it".to_owned()
        }
        Refusal::Expired => "the push was not answered in time".to_owned(),
        Refusal::WrongCode(_) => "the code was not right".to_owned(),
        Refusal::Replayed => "the code was used before".to_owned(),
        Refusal::BudgetSpent => "there were too many wrong answers".to_owned(),
        Refusal::IdentityRefused { code } => {
            format!("the organization refuses this user (`{code}`); ask its administrator")
        }
        Refusal::OtherIdentity => "the organization confirmed somebody else than the linked user".to_owned(),
        Refusal::AccountMismatch => {
            "the organization's username does not fit this account (`LinkMatch`, `AccountName`)".to_owned()
        }
        Refusal::Configuration { code, description } => {
            format!(
                "the organization refuses this computer's request, a mistake in the configuration: `{code}` {description}"
            )
        }
        Refusal::Token(fault) => format!("the organization's answer does not stand up: {}", token(*fault)),
        Refusal::Protocol(what) => format!("the organization broke the protocol: {what}"),
        Refusal::UnknownError { code } => {
            format!("the organization answered an error that is not known here: `{code}`")
        }
        Refusal::NoUsableFactor => "none of the allowed methods can be used here".to_owned(),
        Refusal::NotRemembered => {
            "this computer could not keep what it must remember; see the log".to_owned()
        }
    }
}

const fn token(fault: TokenFault) -> &'static str {
    match fault {
        TokenFault::Malformed => "the ID token is no token",
        TokenFault::Algorithm => "the ID token is not signed by RS256",
        TokenFault::UnknownKey => "the ID token is signed by a key that is not the organization's",
        TokenFault::Signature => "the signature of the ID token is wrong",
        TokenFault::Issuer => "the ID token comes from another issuer",
        TokenFault::Audience => "the ID token is for another client",
        TokenFault::Expired => "the ID token is over, or the clock of this computer is wrong",
        TokenFault::IssuedAt => {
            "the ID token was not issued just now, or the clock of this computer is wrong"
        }
        TokenFault::Nonce => "the ID token answers another request",
        TokenFault::Subject => "the ID token names nobody",
        TokenFault::AccessTokenHash => "the ID token does not belong to its access token",
        TokenFault::Keys => "the organization's keys cannot be read",
    }
}

/// A length of time in the two largest units that fit.
pub(crate) fn span(seconds: u64) -> String {
    let units = [("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1)];
    let parts: Vec<_> = units
        .iter()
        .scan(seconds, |left, &(unit, length)| {
            let count = *left / length;
            *left %= length;
            Some((count, unit))
        })
        .filter(|(count, _)| *count > 0)
        .take(2)
        .map(|(count, unit)| format!("{count} {unit}{}", if count == 1 { "" } else { "s" }))
        .collect();
    if parts.is_empty() { "0 seconds".to_owned() } else { parts.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_has_at_most_two_units() {
        assert_eq!(span(0), "0 seconds");
        assert_eq!(span(61), "1 minute 1 second");
        assert_eq!(span(172_800), "2 days");
        assert_eq!(span(90_061), "1 day 1 hour");
    }
}
