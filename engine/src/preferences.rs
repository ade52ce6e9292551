//! The preference files of a device, laid out like `/Library/Managed Preferences`, to the settings in force: which
//! file decides, which is only reported, which layer won each key.

mod file;
mod merge;

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use latchkey_profile_schema::domain::{DOMAINS, Domain};
use latchkey_profile_schema::{Layer, Problem, Settings, resolve};

pub use file::{FileFault, Trusted};

/// Where the preference files are.
#[derive(Clone, Debug)]
pub struct Folders {
    /// `DOMAIN.plist` for the device and `SHORTNAME/DOMAIN.plist` for a user, written by the MDM client.
    pub managed: PathBuf,
    /// `DOMAIN.plist`, written by root on a machine without an MDM.
    pub local: PathBuf,
}

/// What the preference files say.
#[derive(Debug)]
pub struct Preferences {
    /// The settings in force; `None` when no file sets anything of ours.
    pub settings: Option<Settings>,
    /// What was noticed on the way, by file.
    pub notices: Vec<Notice>,
}

/// Something about one file.
#[derive(Debug)]
pub struct Notice {
    /// The file.
    pub path: PathBuf,
    /// What about it.
    pub kind: NoticeKind,
}

/// What is the matter with a file.
#[derive(Debug)]
#[non_exhaustive]
pub enum NoticeKind {
    /// It was not read.
    NotRead(FileFault),
    /// A per-user file of one of our domains: it never decides anything.
    WrongScope {
        /// The domain.
        domain: &'static str,
    },
    /// Its bytes or its values are not sound.
    Problem(Problem),
}

impl Folders {
    /// Where macOS keeps them.
    #[must_use]
    pub fn system() -> Self {
        if cfg!(target_os = "macos") {
            Self {
                managed: "/Library/Managed Preferences".into(),
                local: "/Library/Application Support/Latchkey".into(),
            }
        } else {
            Self { managed: "/etc/latchkey/managed".into(), local: "/etc/latchkey/local".into() }
        }
    }

    /// Reads every file of our domains, and merges the layers.
    ///
    /// A file that exists and could not be read or understood still counts: its domain's required keys are then
    /// missing, so that the policy does not validate and nothing is permitted on the strength of the rest.
    #[must_use]
    pub fn read(&self, trusted: Trusted) -> Preferences {
        let mut notices = Vec::new();
        let mut layers = Vec::new();
        for domain in DOMAINS {
            let name = file_name(domain);
            for (layer, folder) in [(Layer::LocalFile, &self.local), (Layer::ManagedDevice, &self.managed)] {
                let path = folder.join(&name);
                match file::read(&path, trusted) {
                    Ok(None) => {}
                    Ok(Some(bytes)) => {
                        let (document, problems) = file::parse(&bytes);
                        notices.extend(problems.into_iter().map(|problem| Notice::problem(&path, problem)));
                        layers.push(merge::Source { layer, domain, path, document });
                    }
                    Err(fault) => {
                        let kind = NoticeKind::NotRead(fault);
                        notices.push(Notice { path: path.clone(), kind });
                        layers.push(merge::Source { layer, domain, path, document: None });
                    }
                }
            }
        }
        notices.extend(self.users_files());
        if layers.is_empty() {
            return Preferences { settings: None, notices };
        }
        let (mut settings, problems) = resolve(&merge::merge(&layers));
        merge::refuse_unread(&mut settings, &layers);
        notices.extend(problems.into_iter().map(|problem| {
            let path = merge::file_of(&layers, &problem).unwrap_or(&self.managed);
            Notice::problem(path, problem)
        }));
        Preferences { settings: Some(settings), notices }
    }

    /// Files of our domains in the folders of users.
    fn users_files(&self) -> Vec<Notice> {
        let users = file::folders(&self.managed);
        users
            .iter()
            .flat_map(|user| DOMAINS.iter().map(move |domain| (user.join(file_name(domain)), *domain)))
            .filter(|(path, _)| file::exists(path))
            .map(|(path, domain)| Notice { path, kind: NoticeKind::WrongScope { domain: domain.name } })
            .collect()
    }
}

impl Notice {
    fn problem(path: &Path, problem: Problem) -> Self {
        Self { path: path.to_owned(), kind: NoticeKind::Problem(problem) }
    }
}

fn file_name(domain: &Domain) -> OsString {
    OsString::from(format!("{}.plist", domain.name))
}

#[cfg(test)]
mod tests;
