//! The main job on one machine: a practice organization, a profile built from settings and read back from disk, an
//! account linked by push with a number, an offline code, and four sign-ins by the engine that decides everywhere.

mod auto;
mod narrator;
mod profile;

use anyhow::{Context as _, ensure};
use latchkey_engine::attempt::Matter;
use latchkey_engine::policy::{Platform, Policy, PolicyStatus};
use latchkey_engine::profile::Effect;
use latchkey_engine::request::{Origin, Request, Service, Subject};
use latchkey_engine::settle::Reply;
use latchkey_engine::{Reason, profile as engine_profile};
use latchkey_linker::Factor;
use latchkey_practice_org::{Options, Phone, PracticeOrg, Running};

use crate::commands::{Screen, print};
use crate::place::{Network, Place};
use crate::terminal::Terminal;
use crate::terminal::answers::Answers;
use crate::terminal::input::Input;
use crate::terminal::screen::Story;

use auto::{AutoPhone, Automatic};
use narrator::Narrator;

/// The made-up subject. On a Mac people are numbered from 501 on.
const SUBJECT: Subject<'static> = Subject { uid: 501, name: "alice" };
const USERNAME: &str = "alice@example.com";

/// Who answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answering {
    /// A person, with the phone page.
    Person,
    /// This program, as the phone would.
    Automatic,
}

/// The story went another way than it must.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the story went another way: it ended with `{found}`, not with `{expected}`")]
pub(crate) struct Strayed {
    found: &'static str,
    expected: &'static str,
}

/// Plays the whole story.
///
/// # Errors
///
/// [`Strayed`] when a part of it did not end as it must; any other when the machine gives no socket or folder.
pub(crate) async fn play(answering: Answering, colours: Screen) -> anyhow::Result<()> {
    let folder = crate::files::private_folder()?;
    let organization = PracticeOrg::start(options(answering)).await?;
    let phone =
        organization.phone(USERNAME).context("the practice organization does not know its own user")?;
    say("1. an organization to practise against")?;
    say(&format!("  it listens on {}", organization.url()))?;
    if answering == Answering::Person {
        say(&format!("  open the phone of {USERNAME} in a browser: {}", organization.phone_url(USERNAME)))?;
    }
    let effect = declare(&organization, folder.path())?;
    let policy = Policy::compile(&effect.settings, Platform::MacOs)
        .map_err(|faults| anyhow::anyhow!("the sample profile is no policy: {faults:?}"))?;
    let stage =
        Stage { place: Place::open(Some(&folder.path().join("state")))?, effect, policy, answering, colours };
    stage.perform(phone).await?;
    organization.stop().await;
    Ok(())
}

/// Settings become a profile on disk, and the profile becomes the policy, as on a device.
fn declare(organization: &Running, folder: &std::path::Path) -> anyhow::Result<Effect> {
    say("\n2. one declaration becomes a profile, and the profile a policy")?;
    let path = profile::write(organization.url(), folder)?;
    let bytes = crate::files::read(&path).context("the sample profile cannot be read back")?;
    say(&format!("  {} ({} bytes) is built, read and checked", path.display(), bytes.len()))?;
    let (effect, problems) = engine_profile::read(&bytes);
    let effect = effect.with_context(|| format!("the sample profile is no property list: {problems:?}"))?;
    ensure!(effect.problems.is_empty(), "the sample profile has problems: {:?}", effect.problems);
    Ok(effect)
}

struct Stage {
    place: Place,
    effect: Effect,
    policy: Policy,
    answering: Answering,
    colours: Screen,
}

impl Stage {
    async fn perform(&self, phone: Phone) -> anyhow::Result<()> {
        let mut narrator = self.narrator(phone);
        say("\n3. alice signs in for the first time: her account is linked to her Okta identity")?;
        self.attempt(&mut narrator, None, Network::There, Reason::Linked).await?;
        say("\n4. she signs in again")?;
        self.attempt(&mut narrator, Some(Factor::Push), Network::There, Reason::SignedIn).await?;
        say("\n5. she signs in on a plane: no network, so the device access code")?;
        self.attempt(&mut narrator, Some(Factor::Push), Network::Gone, Reason::Offline).await?;
        say("\n6. somebody who watched her types the same code again")?;
        narrator.replay();
        self.attempt(&mut narrator, Some(Factor::Push), Network::Gone, Reason::Refused).await?;
        say("\ndone: linked, signed in online and offline, and a code that was used once is worth nothing")?;
        Ok(())
    }

    async fn attempt(
        &self,
        narrator: &mut Narrator<'_>,
        factor: Option<Factor>,
        network: Network,
        expected: Reason,
    ) -> anyhow::Result<()> {
        let matter = Matter {
            status: PolicyStatus::Present(&self.policy),
            settings: Some(&self.effect.settings),
            request: Request { subject: SUBJECT, service: Service::named("login"), origin: Origin::Local },
            username: Some(USERNAME),
            factor: factor.filter(|_| self.answering == Answering::Automatic),
        };
        let reply = self.place.attempt(network, &matter, narrator).await;
        let (Reply::Permit { reason, .. } | Reply::Deny { reason, .. }) = reply;
        if self.answering == Answering::Person && expected == Reason::Refused && reason == Reason::Offline {
            return say("  (that was a new code; the one used before would have been refused)");
        }
        ensure!(reason == expected, Strayed { found: reason.word(), expected: expected.word() });
        Ok(())
    }

    fn narrator(&self, phone: Phone) -> Narrator<'_> {
        let story = || Story::new(Some(&self.effect.settings), Some(&self.policy.contact), self.colours);
        match self.answering {
            Answering::Automatic => Narrator::Automatic(Automatic::new(
                AutoPhone::new(phone, self.place.clock().clone()),
                story(),
            )),
            Answering::Person => {
                let answers = Answers { person: true, ..Answers::default() };
                let input = Some(Input::standard());
                let terminal = Terminal::new(self.place.clock().clone(), answers, input, story());
                Narrator::Person { terminal, phone }
            }
        }
    }
}

/// As a real organization, but for the time between polls: nobody wants to wait for a program's answer.
fn options(answering: Answering) -> Options {
    let interval = match answering {
        Answering::Person => 2,
        Answering::Automatic => 1,
    };
    Options {
        clients: vec![profile::client()],
        interval: std::time::Duration::from_secs(interval),
        ..Options::default()
    }
}

fn say(text: &str) -> anyhow::Result<()> {
    print(&format!("{text}\n"))
}
