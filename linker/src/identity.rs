//! What a link is, and the only file that makes [`Evidence`]: from a verified proof and the identity it must match.

use serde::{Deserialize, Serialize};

use crate::id_token::VerifiedToken;
use crate::refusal::Refusal;
use crate::totp::AcceptedCode;
use crate::{Factor, UnixTime};

/// An identity as an organization proves it: the issuer and its subject are the key, the name is a label.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// The issuer, an exact URL.
    pub issuer: String,
    /// The issuer's immutable name for the person.
    pub subject: String,
    /// `preferred_username`, for people to read and for [`AccountRule`]'s match at linking; may change.
    pub username: Option<String>,
}

impl Identity {
    /// Whether both name the same person: same issuer, same subject.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        self.issuer == other.issuer && self.subject == other.subject
    }
}

/// Whom a local account may be linked to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AccountRule {
    /// The proven `preferred_username`, whole or before its first `@`, is exactly this.
    Name(String),
    /// Anybody whom the organization proves.
    Any,
}

impl AccountRule {
    /// Whether an account under this rule may be linked to this identity.
    #[must_use]
    pub fn allows(&self, identity: &Identity) -> bool {
        match (self, identity.username.as_deref()) {
            (Self::Any, _) => true,
            (Self::Name(_), None) => false,
            (Self::Name(expected), Some(proven)) => {
                let local = proven.split_once('@').map_or(proven, |(local, _)| local);
                !expected.is_empty() && (proven == expected || local == expected)
            }
        }
    }
}

/// Proof that a factor was verified. Nothing outside this file can make one.
#[derive(Debug)]
pub struct Evidence {
    factor: Factor,
    identity: Identity,
    username: Option<String>,
    issued_at: Option<UnixTime>,
}

impl Evidence {
    /// The factor that was verified.
    #[must_use]
    pub fn factor(&self) -> Factor {
        self.factor
    }

    /// The identity that was proven; for an offline factor, the linked one it was enrolled for.
    #[must_use]
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// The username that the organization was asked for at linking, good for asking again; not itself proven.
    #[must_use]
    pub fn username(&self) -> Option<&str> {
        self.username.as_deref()
    }

    /// `iat` of the verified ID token, received in this exchange; may re-anchor trusted time.
    #[must_use]
    pub fn issued_at(&self) -> Option<UnixTime> {
        self.issued_at
    }

    /// The proven identity is the linked one, whatever either is called.
    pub(crate) fn for_sign_in(
        factor: Factor,
        token: VerifiedToken,
        linked: &Identity,
    ) -> Result<Self, Refusal> {
        if token.identity().is(linked) { Ok(Self::of(factor, token)) } else { Err(Refusal::OtherIdentity) }
    }

    /// The proven identity is one this account may be linked to.
    pub(crate) fn for_linking(
        factor: Factor,
        token: VerifiedToken,
        rule: &AccountRule,
        username: &str,
    ) -> Result<Self, Refusal> {
        if rule.allows(token.identity()) {
            Ok(Self { username: Some(username.to_owned()), ..Self::of(factor, token) })
        } else {
            Err(Refusal::AccountMismatch)
        }
    }

    /// The code's secret was enrolled for the linked identity.
    pub(crate) fn for_offline_code(code: AcceptedCode, linked: &Identity) -> Result<Self, Refusal> {
        if !code.identity().is(linked) {
            return Err(Refusal::OtherIdentity);
        }
        Ok(Self { factor: Factor::OfflineCode, identity: linked.clone(), username: None, issued_at: None })
    }

    fn of(factor: Factor, token: VerifiedToken) -> Self {
        let (identity, issued_at) = token.into_parts();
        Self { factor, identity, username: None, issued_at: Some(issued_at) }
    }

    /// The same evidence again, since [`crate::Machine::poll`] gives its last step as often as it is asked.
    pub(crate) fn again(&self) -> Self {
        Self {
            factor: self.factor,
            identity: self.identity.clone(),
            username: self.username.clone(),
            issued_at: self.issued_at,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{AccountRule, Identity};

    fn allows(rule: &str, username: Option<&str>) -> bool {
        AccountRule::Name(rule.to_owned()).allows(&Identity {
            issuer: "https://corp.example".to_owned(),
            subject: "00u1".to_owned(),
            username: username.map(str::to_owned),
        })
    }

    #[test]
    fn account_name_matches_whole_or_before_the_at() {
        assert!(allows("alice", Some("alice")));
        assert!(allows("alice", Some("alice@corp.example")));
        assert!(allows("alice@corp.example", Some("alice@corp.example")));
    }

    #[test]
    fn account_name_matches_nothing_else() {
        for username in ["Alice", "alice2", "malice", "bob@alice", "", "@corp.example", " alice", "alice "] {
            assert!(!allows("alice", Some(username)), "{username}");
        }
        assert!(!allows("alice@corp.example", Some("alice@other.example")));
        assert!(!allows("alice@corp.example", Some("alice")));
        assert!(!allows("alice", None));
        assert!(!allows("", Some("@corp.example")));
        assert!(!allows("", Some("")));
    }
}
