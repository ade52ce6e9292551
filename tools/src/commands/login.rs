//! `login`: one attempt in the terminal against the profile's organization, by the engine that decides everywhere.

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use latchkey_engine::attempt::{Conversation, Matter, Room};
use latchkey_engine::memory::Folder;
use latchkey_engine::policy::{Platform, Policy, PolicyStatus};
use latchkey_engine::profile::Effect;
use latchkey_engine::request::{Origin, Request, Service, Subject};
use latchkey_engine::settle::Reply;
use latchkey_engine::{attempt, profile};
use latchkey_linker::drive::{Clock, FolderStore, HttpClient};
use latchkey_linker::{Factor, Secret};

use crate::cli::{LoginArguments, LoginFormat};
use crate::commands::{Screen, Status, complain};
use crate::terminal::Terminal;
use crate::terminal::answers::Answers;
use crate::terminal::input::Input;
use crate::terminal::screen::{JsonLines, Show, Story};
use crate::{accounts, files};

pub(crate) fn run(arguments: &LoginArguments, screen: Screen) -> anyhow::Result<Status> {
    let effect = read_profile(&arguments.profile)?;
    let platform = Platform::current();
    let policy = Policy::compile(&effect.settings, platform);
    if let Err(faults) = &policy {
        for fault in faults {
            complain(format_args!("{}: {fault}", arguments.profile.display()));
        }
        complain("such a policy is never used; `latchkey lint` says where the mistake is");
    }
    let status = match &policy {
        Ok(policy) => PolicyStatus::Present(policy),
        Err(_) => PolicyStatus::Invalid { last_good: None },
    };
    let (name, uid) = subject(arguments)?;
    let matter = Matter {
        status,
        settings: Some(&effect.settings),
        request: Request {
            subject: Subject { uid, name: &name },
            service: Service::named(&arguments.service),
            origin: Origin::Local,
        },
        username: arguments.account.as_deref(),
        factor: factor(arguments.factor.as_deref())?,
    };
    let place = Place::open(arguments.state.as_deref())?;
    let clock = Clock::open()?;
    let person = std::io::stdin().is_terminal();
    let answers = Answers {
        account: arguments.account.clone(),
        factor: matter.factor,
        code: arguments.code.clone().map(Secret::new),
        postpone: arguments.postpone,
        person,
    };
    let input = person.then(Input::standard);
    let contact = policy.as_ref().ok().map(|policy| &policy.contact);
    let reply = match arguments.format {
        LoginFormat::Human => {
            let screen = Story::new(Some(&effect.settings), contact, screen);
            play(
                &place,
                &clock,
                arguments.offline,
                &matter,
                Terminal::new(clock.clone(), answers, input, screen),
            )
        }
        LoginFormat::Json => {
            let screen = JsonLines::new(Some(&effect.settings));
            play(
                &place,
                &clock,
                arguments.offline,
                &matter,
                Terminal::new(clock.clone(), answers, input, screen),
            )
        }
    }?;
    Ok(match reply {
        Reply::Permit { .. } => Status::Done,
        Reply::Deny { .. } => Status::Found,
    })
}

fn play<S: Show>(
    place: &Place,
    clock: &Clock,
    offline: bool,
    matter: &Matter<'_>,
    mut terminal: Terminal<S>,
) -> anyhow::Result<Reply> {
    let reply = runtime()?.block_on(place.attempt(clock, offline, matter, &mut terminal));
    if let Some(option) = terminal.missing() {
        complain(format_args!("nobody was there to answer; give `{option}`"));
    }
    Ok(reply)
}

/// Where the state and the secrets of a terminal's sign-ins are.
#[derive(Debug)]
pub(crate) struct Place {
    memory: Folder,
    secrets: FolderStore,
    machine: String,
    // Removed when dropped.
    _temporary: Option<tempfile::TempDir>,
}

impl Place {
    /// Opens a folder, or one that vanishes afterwards.
    pub(crate) fn open(folder: Option<&Path>) -> anyhow::Result<Self> {
        let temporary = match folder {
            Some(_) => None,
            None => Some(files::private_folder()?),
        };
        let root: PathBuf = match (&temporary, folder) {
            (Some(temporary), _) => temporary.path().join("state"),
            (None, Some(folder)) => folder.to_owned(),
            (None, None) => bail!("no folder"),
        };
        Ok(Self {
            memory: Folder::open(&root)?,
            secrets: FolderStore::open(&root.join("secrets"))?,
            machine: accounts::machine_name(),
            _temporary: temporary,
        })
    }

    /// Plays one attempt.
    pub(crate) async fn attempt<C: Conversation>(
        &self,
        clock: &Clock,
        offline: bool,
        matter: &Matter<'_>,
        conversation: &mut C,
    ) -> Reply {
        let http = (!offline).then(|| HttpClient::new(clock.clone()));
        let room = Room {
            clock,
            http: http.as_ref(),
            memory: &self.memory,
            secrets: &self.secrets,
            machine: &self.machine,
        };
        attempt(&room, matter, conversation).await
    }
}

/// The settings of a profile. What is wrong with it is `lint`'s to tell; here it must be readable.
pub(crate) fn read_profile(path: &Path) -> anyhow::Result<Effect> {
    let bytes = files::read(path).with_context(|| format!("`{}` cannot be read", path.display()))?;
    let (effect, problems) = profile::read(&bytes);
    let Some(effect) = effect else {
        let count = problems.len();
        bail!(
            "`{}` is no sound property list ({count} problems); `latchkey lint` shows them",
            path.display()
        );
    };
    if effect.domains.is_empty() {
        bail!("`{}` sets nothing of ours for the device; `latchkey lint` says what it holds", path.display());
    }
    Ok(effect)
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

/// Timers and sockets on one thread: a sign-in waits far more than it works.
pub(crate) fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("timers and sockets cannot be had from the system")
}
