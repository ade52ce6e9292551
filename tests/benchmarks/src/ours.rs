//! A sign-in to our own decision.

use std::time::Duration;

use latchkey_engine::decide::decide;
use latchkey_engine::decision::{Challenge, Decision};
use latchkey_engine::policy::{Platform, Policy, PolicyStatus};
use latchkey_engine::profile;
use latchkey_engine::request::{Origin, Request, Service, Subject};
use latchkey_engine::scenario::Supposed;
use latchkey_engine::settle::{Case as Stand, Settled, settle};
use latchkey_engine::state::{LinkRecord, MachineState, OfflineFactor, SubjectState};
use latchkey_engine::time::{BootId, Reading};
use latchkey_engine::{Facts, Verdict as Decided};
use latchkey_linker::{Outcome, Unavailability, UnixTime};

use crate::{Case, NOW, Verdict};

const PROFILE: &str = "<plist version=\"1.0\"><dict>\
    <key>DMFAClientID</key><string>0oa1</string><key>DMFAClientSecret</key><string>s</string>\
    <key>DMFAOrgURL</key><string>https://corp.example.com</string>\
    <key>AllowedFactors</key><array><string>OV_Push</string><string>OV_TOTP</string><string>Offline_TOTP</string></array>\
    <key>LoginPeriodWithoutEnrolledFactor</key><real>48</real>\
    <key>LoginPeriodWithOfflineFactor</key><real>168</real>\
    <key>MFANotRequiredList</key><array><string>breakglass</string></array></dict></plist>";

/// A policy and what is known of an account.
#[derive(Debug)]
pub struct Ours {
    policy: Policy,
    facts: Facts,
    link: Option<LinkRecord>,
    user: &'static str,
    online: bool,
}

impl Ours {
    /// Everything that a decision stands on.
    #[must_use]
    pub fn new(case: &Case) -> Self {
        let (effect, _) = profile::read(PROFILE.as_bytes());
        let policy = Policy::compile(&effect.unwrap().settings, Platform::MacOs).unwrap();
        let at = |since: i64| UnixTime(NOW - since);
        let identity = latchkey_engine::scenario::identity(case.user);
        let record = LinkRecord { identity, username: case.user.to_owned(), at: at(0) };
        let link = case.linked.then_some(record);
        let subject = SubjectState {
            link: link.clone(),
            grace_started: case.since_first.map(at),
            last_online: case.since_online.map(at),
            enrolled: if case.linked { vec![OfflineFactor::OfflineCode] } else { Vec::new() },
            ..SubjectState::default()
        };
        let reading = Reading {
            wall: UnixTime(NOW),
            boot_id: BootId::parse("00000000-0000-4000-8000-000000000000").unwrap(),
            since_boot: Duration::from_secs(60),
            running: Duration::from_secs(60),
        };
        let facts = Facts::of(Some(&policy), &MachineState::default(), &subject, &reading);
        Self { policy, facts, link, user: case.user, online: case.online }
    }

    /// The first decision of an attempt.
    #[must_use]
    pub fn decide(&self) -> Decision {
        decide(&PolicyStatus::Present(&self.policy), &self.request(), &self.facts)
    }

    /// What comes of it. Without the organization: what is settled once it turned out to be out of reach.
    #[must_use]
    pub fn verdict(&self, decision: &Decision) -> Verdict {
        if self.online {
            return told(decision);
        }
        let request = self.request();
        let status = PolicyStatus::Present(&self.policy);
        let case = Stand { status, request: &request, facts: &self.facts, link: self.link.as_ref() };
        let outcome: Outcome<Supposed> = Outcome::Unavailable(Unavailability::Unreachable);
        match settle(&case, decision, outcome, |_| false) {
            Settled::AskOffline { .. } => Verdict::Offline,
            Settled::Over { .. } => Verdict::Deny,
        }
    }

    fn request(&self) -> Request<'_> {
        let subject = Subject { uid: 501, name: self.user };
        Request { subject, service: Service::named("login"), origin: Origin::Local }
    }
}

fn told(decision: &Decision) -> Verdict {
    match decision.verdict {
        Decided::Permit(_) => Verdict::Permit,
        Decided::Challenge(Challenge::Link { .. }) => Verdict::Link,
        Decided::Challenge(Challenge::SignIn { .. }) => Verdict::SignIn,
        Decided::Deny(_) => Verdict::Deny,
    }
}
