//! The story for people: what is asked, what happens, and which keys of the profile decided it.

use latchkey_engine::attempt::Event;
use latchkey_engine::because::because;
use latchkey_engine::decide::EnrolmentOffer;
use latchkey_engine::keys::KeySet;
use latchkey_engine::policy::Contact;
use latchkey_engine::settle::{Cause, Reply};
use latchkey_engine::{Decision, Verdict};
use latchkey_linker::step::{Answer, Notice, Question};
use latchkey_profile_schema::Settings;

use super::{Show, line, part};
use crate::commands::Screen;
use crate::terminal::{qr, texts};

/// Seconds of a period below which its end is worth a word.
const QUARTER: u64 = 4;

/// The story of one sign-in.
#[derive(Debug)]
pub(crate) struct Story<'s> {
    settings: Option<&'s Settings>,
    contact: Option<&'s Contact>,
    colours: Screen,
}

impl<'s> Story<'s> {
    pub(crate) fn new(settings: Option<&'s Settings>, contact: Option<&'s Contact>, colours: Screen) -> Self {
        Self { settings, contact, colours }
    }

    /// The keys that decided, a line each.
    fn keys(&self, keys: KeySet) {
        let Some(settings) = self.settings else { return };
        for because in because(keys, settings) {
            let unit = because.unit.map(|unit| format!(" {unit}")).unwrap_or_default();
            let (name, value, layer) = (because.key.name(), because.value, because.layer.name());
            line(&format!("    {name} = {value}{unit} ({layer})"));
        }
    }

    fn decided(&self, decision: &Decision) {
        let reason = decision.reason.word();
        line(&match decision.verdict {
            Verdict::Permit(_) => format!("  decision: permit ({reason})"),
            Verdict::Challenge(_) => format!("  decision: prove it first ({reason})"),
            Verdict::Deny(_) => format!("  decision: deny ({reason})"),
        });
        self.keys(decision.keys);
        if let Some(would_be) = decision.would_be {
            let (kind, reason) = (would_be.kind.word(), would_be.reason.word());
            line(&format!("  enforced, it would have been: {kind} ({reason})"));
            self.keys(would_be.keys);
        }
    }

    fn replied(&self, reply: &Reply) {
        match reply {
            Reply::Permit { terms, reason, .. } => {
                line(&format!("  let in: {} ({})", texts::permit(*reason), reason.word()));
                if let Some(left) = terms.grace_left {
                    line(&format!("  linking can be put off for another {}", texts::span(left)));
                }
                let period = self
                    .settings
                    .map(|settings| settings.desktop_mfa.login_period_with_offline_factor.to_seconds());
                if let Some(left) =
                    terms.offline_left.filter(|left| period.is_none_or(|all| *left < all / QUARTER))
                {
                    line(&format!(
                        "  the device access code works for another {}; sign in with the network before then",
                        texts::span(left)
                    ));
                }
            }
            Reply::Deny { reason, cause, recovery_offered, keys } => {
                let (what, help) = texts::deny(*reason);
                line(&format!("  kept out: {what} ({})", reason.word()));
                // Why nobody could answer was told when it happened.
                if let Some(cause) = cause.as_ref().filter(|cause| !matches!(cause, Cause::Unavailable(_))) {
                    line(&format!("  because: {}", texts::cause(cause)));
                }
                self.keys(*keys);
                let help = cause.as_ref().and_then(texts::help).unwrap_or(help);
                line(&format!("  what helps: {help}"));
                if *recovery_offered {
                    line("  the help desk can give you a recovery PIN");
                }
                let contact = self.contact.into_iter().flat_map(|contact| [&contact.email, &contact.phone]);
                for contact in contact.flatten() {
                    line(&format!("  help desk: {contact}"));
                }
            }
        }
    }
}

impl Show for Story<'_> {
    fn ask(&mut self, question: &Question, answerable: bool) {
        for text in question_lines(question, self.colours) {
            line(&text);
        }
        if answerable {
            part(&format!("> {} ", prompt(question)));
        }
    }

    fn answered(&mut self, question: &Question, answer: &Answer) {
        let text = match answer {
            Answer::Yes => "yes".to_owned(),
            Answer::Later => "later".to_owned(),
            Answer::Username(name) => name.clone(),
            Answer::Factor(factor) => factor.word().to_owned(),
            Answer::Code(_) => "(a code)".to_owned(),
            Answer::AnotherFactor => "another method".to_owned(),
        };
        line(&format!("  {}: {text}", asked(question)));
    }

    fn tell(&mut self, notice: &Notice) {
        for text in notice_lines(notice) {
            line(&text);
        }
    }

    fn hint(&mut self, text: &str) {
        line(&format!("  {text}"));
    }

    fn event(&mut self, event: &Event<'_>) {
        match event {
            Event::Decided(decision) | Event::DecidedOffline(decision) => self.decided(decision),
            Event::Unavailable(cause) => line(&format!("  {}", texts::unavailable(cause))),
            Event::OffersOfflineCode(EnrolmentOffer::Postponable | EnrolmentOffer::Insistent) => {
                line("  no offline factor is set up; it is offered now");
            }
            Event::NotRemembered(error) => {
                line(&format!("  this computer could not keep what it must: {error}"))
            }
            Event::Stuck(stuck) => line(&format!("  a mistake of ours ended the sign-in: {stuck}")),
            Event::Replied(reply) => self.replied(reply),
        }
    }
}

fn question_lines(question: &Question, colours: Screen) -> Vec<String> {
    match question {
        Question::BeginLinking { postponable } => {
            let mut lines = vec!["  this account is not linked to an Okta identity yet".to_owned()];
            if *postponable {
                lines.push("  without a link you can sign in only until the grace is over".to_owned());
            }
            lines
        }
        Question::ChooseFactor(factors) => factors
            .iter()
            .enumerate()
            .map(|(index, factor)| format!("  {}. {}", index + 1, texts::factor(*factor)))
            .collect(),
        Question::Code { again: Some(again), .. } => vec![format!("  {}", texts::again(*again))],
        Question::BeginOfflineCode { .. } => vec![
            "  a device access code lets you sign in when this computer has no network".to_owned(),
            "  without one, no network means no sign-in".to_owned(),
        ],
        Question::ConfirmOfflineCode { again: Some(again), .. } => {
            vec![format!("  {}", texts::again(*again))]
        }
        Question::ConfirmOfflineCode { enrolment, again: None } => {
            let mut lines = qr::draw(&enrolment.uri, colours).unwrap_or_default();
            lines.push(
                "  scan this with Okta Verify or any authenticator app, or type the key there:".to_owned(),
            );
            lines.push(format!("  {}", enrolment.typed));
            lines
        }
        Question::Username { .. } | Question::Code { again: None, .. } => Vec::new(),
    }
}

fn prompt(question: &Question) -> String {
    match question {
        Question::BeginLinking { postponable: true } => {
            "Enter to link it now, `later` to put it off:".to_owned()
        }
        Question::BeginLinking { postponable: false } => "Enter to link it now, `q` to give up:".to_owned(),
        Question::Username { suggestion: Some(name) } => format!("your Okta username (Enter for {name}):"),
        Question::Username { suggestion: None } => "your Okta username:".to_owned(),
        Question::ChooseFactor(_) => "a number (Enter for the first):".to_owned(),
        Question::Code { factor, .. } => format!("{}:", texts::factor(*factor)),
        Question::BeginOfflineCode { postponable: true } => {
            "Enter to set it up now, `later` to put it off:".to_owned()
        }
        Question::BeginOfflineCode { postponable: false } => {
            "Enter to set it up now, `q` to go on without:".to_owned()
        }
        Question::ConfirmOfflineCode { .. } => "the code that it shows now:".to_owned(),
    }
}

const fn asked(question: &Question) -> &'static str {
    match question {
        Question::BeginLinking { .. } => "link the account now",
        Question::Username { .. } => "Okta username",
        Question::ChooseFactor(_) => "method",
        Question::Code { .. } => "code",
        Question::BeginOfflineCode { .. } => "set up the device access code now",
        Question::ConfirmOfflineCode { .. } => "first code",
    }
}

fn notice_lines(notice: &Notice) -> Vec<String> {
    match notice {
        Notice::PushSent => vec!["  a push is on its way to your phone; approve it there".to_owned()],
        Notice::PushNumber(number) => vec![
            "  a push is on its way to your phone; choose this number there:".to_owned(),
            String::new(),
            format!("        [ {number} ]"),
            String::new(),
        ],
        Notice::OfflineCodeEnrolled => vec!["  the device access code is set up".to_owned()],
        Notice::ClockSkew { seconds } => {
            let direction = if *seconds > 0 { "ahead of" } else { "behind" };
            vec![format!(
                "  note: the clock of this computer is about {} {direction} your phone's; more than a minute apart, codes stop working",
                texts::span(seconds.unsigned_abs())
            )]
        }
        Notice::RateLimited { seconds } => {
            vec![format!("  the organization asks to wait {}", texts::span(*seconds))]
        }
    }
}
