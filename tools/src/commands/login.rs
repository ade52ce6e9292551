//! `login`: one attempt in the terminal against the profile's organization, by the engine that decides everywhere.

use std::io::IsTerminal as _;
use std::path::Path;

use anyhow::{Context as _, bail};
use latchkey_engine::attempt::Matter;
use latchkey_engine::policy::{Platform, Policy, PolicyStatus};
use latchkey_engine::profile;
use latchkey_engine::request::{Origin, Request, Service, Subject};
use latchkey_engine::settle::Reply;
use latchkey_linker::{Factor, Secret};
use latchkey_profile_schema::Settings;

use crate::cli::{LoginArguments, LoginFormat};
use crate::commands::{Screen, Status, complain, runtime, unless_stopped};
use crate::place::{Network, Place};
use crate::terminal::Terminal;
use crate::terminal::answers::Answers;
use crate::terminal::input::Input;
use crate::terminal::screen::{JsonLines, Show, Story};
use crate::{accounts, files};

pub(crate) fn run(arguments: &LoginArguments, screen: Screen) -> anyhow::Result<Status> {
    let (name, uid) = subject(arguments)?;
    let factor = factor(arguments.factor.as_deref())?;
    let place = Place::open(arguments.state.as_deref())?;
    let in_force = InForce::read(&arguments.profile, &place)?;
    let matter = Matter {
        status: in_force.status(),
        settings: Some(&in_force.settings),
        request: Request {
            subject: Subject { uid, name: &name },
            service: Service::named(&arguments.service),
            origin: Origin::Local,
        },
        username: arguments.account.as_deref(),
        factor,
    };
    let network = if arguments.offline { Network::Gone } else { Network::There };
    let (settings, contact) = (matter.settings, in_force.policy.as_ref().map(|policy| &policy.contact));
    let reply = match arguments.format {
        LoginFormat::Human => {
            play(&place, network, &matter, arguments, Story::new(settings, contact, screen))
        }
        LoginFormat::Json => play(&place, network, &matter, arguments, JsonLines::new(settings)),
    }?;
    Ok(match reply {
        Reply::Permit { .. } => Status::Done,
        Reply::Deny { .. } => Status::Found,
    })
}

fn play<S: Show>(
    place: &Place,
    network: Network,
    matter: &Matter<'_>,
    arguments: &LoginArguments,
    screen: S,
) -> anyhow::Result<Reply> {
    // What a program reads has no place for a person's questions, nor for the secret that one of them shows.
    let person = arguments.format == LoginFormat::Human
        && std::io::stdin().is_terminal()
        && std::io::stdout().is_terminal();
    let answers = Answers {
        account: arguments.account.clone(),
        factor: matter.factor,
        code: arguments.code.as_ref().map(|code| Secret::new(code.expose().to_owned())),
        postpone: arguments.postpone,
        person,
    };
    let input = person.then(Input::standard);
    let mut terminal = Terminal::new(place.clock().clone(), answers, input, screen);
    let runtime = runtime()?;
    let reply = runtime.block_on(unless_stopped(place.attempt(network, matter, &mut terminal)));
    // A name that is still being resolved must not hold the reply up.
    runtime.shutdown_background();
    if let Some(option) = terminal.missing() {
        complain(format_args!("nobody was there to answer; give `{option}`"));
    }
    reply
}

/// The profile as a device would have it: the policy that it makes, or the last good one.
struct InForce {
    settings: Settings,
    policy: Option<Policy>,
    valid: Valid,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Valid {
    Yes,
    No,
}

impl InForce {
    /// Reads the profile. What is wrong with it is `lint`'s to tell; here it must be readable, and set something.
    fn read(path: &Path, place: &Place) -> anyhow::Result<Self> {
        let bytes = files::read(path).with_context(|| format!("`{}` is not used", path.display()))?;
        let (effect, problems) = profile::read(&bytes);
        let Some(effect) = effect else {
            let count = problems.len();
            bail!(
                "`{}` is no sound property list ({count} problems); `latchkey lint` shows them",
                path.display()
            );
        };
        if effect.domains.is_empty() {
            bail!(
                "`{}` sets nothing of ours for the device; `latchkey lint` says what it holds",
                path.display()
            );
        }
        match Policy::compile(&effect.settings, Platform::current()) {
            Ok(policy) => {
                place.memory.keep_last_good(&bytes)?;
                Ok(Self { settings: effect.settings, policy: Some(policy), valid: Valid::Yes })
            }
            Err(faults) => {
                for fault in faults {
                    complain(format_args!("{}: {fault}", path.display()));
                }
                complain("such a profile is never used; `latchkey lint` says where the mistake is");
                Ok(Self::last_good(place, effect.settings)?)
            }
        }
    }

    fn last_good(place: &Place, settings: Settings) -> anyhow::Result<Self> {
        let effect = place.memory.last_good()?.and_then(|bytes| profile::read(&bytes).0);
        let policy = effect.and_then(|effect| {
            Some((Policy::compile(&effect.settings, Platform::current()).ok()?, effect.settings))
        });
        Ok(match policy {
            Some((policy, settings)) => {
                complain("the last good profile decides instead");
                Self { settings, policy: Some(policy), valid: Valid::No }
            }
            None => Self { settings, policy: None, valid: Valid::No },
        })
    }

    fn status(&self) -> PolicyStatus<'_> {
        match (&self.policy, self.valid) {
            (Some(policy), Valid::Yes) => PolicyStatus::Present(policy),
            (last_good, _) => PolicyStatus::Invalid { last_good: last_good.as_ref() },
        }
    }
}

fn subject(arguments: &LoginArguments) -> anyhow::Result<(String, u32)> {
    if let Some(uid) = arguments.uid {
        return Ok((arguments.user.clone(), uid));
    }
    accounts::named(&arguments.user)?.with_context(|| {
        format!("this machine has no account `{}`; give `--uid NUMBER` to play one", arguments.user)
    })
}

fn factor(word: Option<&str>) -> anyhow::Result<Option<Factor>> {
    let Some(word) = word else { return Ok(None) };
    let known = Factor::ALL.map(Factor::word).join("`, `");
    Factor::from_word(word)
        .map(Some)
        .with_context(|| format!("`{word}` is no factor; the factors are `{known}`"))
}
