//! Names what a login waits for next, with what has to be known for it.
//!
//! These are facts, not states: a state names its successor here without knowing it, and `state.rs` turns the name
//! into the state.

use crate::login::check::{Check, CodeOf};
use crate::login::errand::Errand;
use crate::login::pending_push::PendingPush;
use crate::login::usable::Online;
use crate::oauth::endpoints::Endpoints;
use crate::oauth::tokens::Tokens;
use crate::offline_secret::OfflineSecret;
use crate::step::CodeRefused;
use crate::totp::MatchedCode;
use crate::{Factor, Outcome, Secret, UnixTime};

/// What is waited for next, or how the login ended.
#[derive(Debug)]
#[must_use]
pub(super) enum Next {
    /// The person's word on whether to link now.
    Consent { postponable: bool, suggestion: Option<String> },
    /// The Okta username of the person who links.
    Username { suggestion: Option<String> },
    /// The factor the person wants to use.
    Choice,
    /// Where the organization takes what; then the factor begins.
    Discovery(Online),
    /// The failure budget's word on a check.
    Charge(Check),
    /// A push on its way.
    PushStarted(Endpoints),
    /// The time to ask about a push.
    PollTime(PendingPush),
    /// Whether a push was answered.
    Approval(PendingPush),
    /// A code of the person, and why it is asked again, if so.
    Code { of: CodeOf, again: Option<CodeRefused> },
    /// The organization's word on a code.
    CodeVerdict { code: Secret, endpoints: Endpoints },
    /// The secret of the offline code.
    Seed,
    /// Whether the time step of a right offline code is new.
    TimeStep { secret: OfflineSecret, matched: MatchedCode, asked: UnixTime },
    /// The keys to check tokens with, and the factor that brought them.
    Keys { tokens: Tokens, factor: Factor, endpoints: Endpoints },
    /// Nothing more.
    Over(Outcome),
    /// An errand, and then the rest.
    After(Errand, Box<Next>),
}

impl Next {
    /// Begins an online factor at an organization that answered.
    pub(super) fn asking(online: Online, endpoints: Endpoints) -> Self {
        match online {
            Online::Push => Self::Charge(Check::Push(endpoints)),
            Online::Otp => Self::Code { of: CodeOf::Otp(endpoints), again: None },
        }
    }

    /// Shows a push, then goes on waiting for it.
    pub(super) fn showing(push: PendingPush) -> Self {
        let shown = Errand::Tell(push.notice());
        Self::PollTime(push).after(shown)
    }

    /// The same, once this is done.
    pub(super) fn after(self, errand: Errand) -> Self {
        Self::After(errand, Box::new(self))
    }
}
