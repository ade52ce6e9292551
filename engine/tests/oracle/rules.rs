//! A profile as it is written to what it means: defaults filled in, who and what it tells apart.

use std::collections::{BTreeMap, BTreeSet};

use crate::written::Written;

/// A way to prove an identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Factor {
    Push,
    Otp,
    Key,
    Code,
    OfflineKey,
}

impl Factor {
    pub(crate) fn is_offline(self) -> bool {
        matches!(self, Self::Code | Self::OfflineKey)
    }

    /// Security keys are not asked for yet.
    pub(crate) fn is_performed(self) -> bool {
        matches!(self, Self::Push | Self::Otp | Self::Code)
    }
}

/// What a profile means.
#[derive(Clone, Debug)]
pub(crate) struct Rules {
    pub(crate) report: bool,
    required: Vec<&'static str>,
    exempt: Vec<&'static str>,
    reserved: Vec<&'static str>,
    services: BTreeMap<&'static str, bool>,
    pub(crate) factors: Vec<Factor>,
    pub(crate) linking: Vec<Factor>,
    pub(crate) grace: u32,
    pub(crate) offline_period: u32,
    pub(crate) offline_allowed: bool,
    pub(crate) window: u32,
    pub(crate) any_identity: bool,
    pub(crate) shared: bool,
    pub(crate) missing: &'static str,
    pub(crate) budget: u8,
    pub(crate) refill: u8,
    pub(crate) escrowed: bool,
}

/// What a profile makes of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Kind {
    Required,
    Exempt,
    NotRequired,
    Reserved,
}

/// A service, as a profile sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Gate {
    pub(crate) exempt: bool,
    pub(crate) local: bool,
    pub(crate) login: bool,
    pub(crate) ssh: bool,
}

/// An account: its name and number.
pub(crate) type Account = (&'static str, u32);

/// The services of a system, and what they count as.
const PAM: &[(&str, &[&str])] = &[
    ("login", &["login", "gdm-password", "lightdm", "sddm", "system.login.console"]),
    ("unlock", &["screensaver", "kde", "xscreensaver", "i3lock"]),
    ("sudo", &["sudo", "sudo-i"]),
    ("su", &["su", "su-l", "runuser"]),
    ("ssh", &["sshd"]),
];

impl Rules {
    pub(crate) fn of(written: &Written) -> Self {
        let words = written.factors.clone().unwrap_or_else(|| vec!["*"]);
        let words = match words.is_empty() || words.contains(&"*") {
            true => vec!["OV_Push", "OV_TOTP", "FIDO2_USB_key", "Offline_TOTP"],
            false => words,
        };
        let mut factors = Vec::new();
        for word in words {
            factors.push(factor(word));
            if word == "FIDO2_USB_key" && written.offline_key == Some(true) {
                factors.push(Factor::OfflineKey);
            }
        }
        let linking = match written.linking {
            Some(word) => vec![factor(word)],
            None if factors.contains(&Factor::Push) => vec![Factor::Push],
            None => factors.iter().copied().filter(|factor| !factor.is_offline()).collect(),
        };
        Self {
            report: written.report.unwrap_or(false),
            required: written.required.clone().unwrap_or_else(|| vec!["*"]),
            exempt: written.exempt.clone().unwrap_or_default(),
            reserved: written.reserved.clone().unwrap_or_default(),
            services: written.services.clone().unwrap_or_default(),
            factors,
            linking,
            grace: written.grace.unwrap_or(0),
            offline_period: written.offline_period,
            offline_allowed: written.offline_allowed.unwrap_or(true),
            window: written.window.unwrap_or(4),
            any_identity: written.any_identity.unwrap_or(false),
            shared: written.shared.unwrap_or(false),
            missing: written.missing.unwrap_or("last-known-good"),
            budget: u8::try_from(written.budget.unwrap_or(5)).unwrap(),
            refill: u8::try_from(written.refill.unwrap_or(1)).unwrap(),
            escrowed: written.recipients.unwrap_or(false),
        }
    }

    pub(crate) fn kind(&self, (name, uid): Account) -> Kind {
        let lists = |list: &[&str]| list.contains(&"*") || list.contains(&name);
        // No pattern, not even `*`, is special among reserved names; none means the system's own accounts.
        let reserved =
            uid == 0 || if self.reserved.is_empty() { uid < 500 } else { self.reserved.contains(&name) };
        match () {
            () if lists(&self.exempt) => Kind::Exempt,
            () if !lists(&self.required) => Kind::NotRequired,
            () if reserved => Kind::Reserved,
            () => Kind::Required,
        }
    }

    /// Every service that could be told from another: of each kind one that no rule names, and those with rules.
    pub(crate) fn gates<'r>(
        all: impl IntoIterator<Item = &'r Self>,
    ) -> BTreeSet<(&'static str, &'static str)> {
        let named: BTreeSet<&'static str> =
            all.into_iter().flat_map(|rules| rules.services.keys().copied()).collect();
        let mut gates = BTreeSet::new();
        for &(word, names) in PAM {
            let free = names.iter().find(|name| **name == word || !named.contains(*name));
            gates.extend(free.map(|name| (*name, word)));
        }
        let unknown = ["other", "something-else"].into_iter().find(|name| !named.contains(name)).unwrap();
        gates.insert((unknown, unknown));
        for name in named {
            let counts_as = PAM.iter().find(|(word, names)| *word == name || names.contains(&name));
            match counts_as {
                Some((word, _)) if *word == name => {}
                Some((word, _)) => _ = gates.insert((name, word)),
                None => _ = gates.insert((name, name)),
            }
        }
        gates
    }

    pub(crate) fn gate(&self, (name, counts_as): (&'static str, &'static str)) -> Gate {
        let rule = self.services.get(name).or_else(|| self.services.get(counts_as));
        Gate {
            exempt: rule.copied().unwrap_or(counts_as == "unlock"),
            local: matches!(counts_as, "login" | "unlock" | "sudo" | "su"),
            login: counts_as == "login",
            ssh: counts_as == "ssh",
        }
    }

    /// Accounts with every name that plays a part, people and the system's own.
    pub(crate) fn accounts<'r>(all: impl IntoIterator<Item = &'r Self>) -> Vec<Account> {
        let mut names = vec!["nobody-in-particular"];
        for rules in all {
            for list in [&rules.required, &rules.exempt, &rules.reserved] {
                names.extend(list.iter().copied().filter(|name| *name != "*"));
            }
        }
        names.sort_unstable();
        names.dedup();
        let people = names.iter().filter(|name| **name != "root").map(|name| (*name, 501));
        let system = names.iter().filter(|name| **name != "root").map(|name| (*name, 200));
        people.chain(system).chain([("root", 0)]).collect()
    }
}

fn factor(word: &str) -> Factor {
    match word {
        "OV_Push" => Factor::Push,
        "OV_TOTP" => Factor::Otp,
        "FIDO2_USB_key" => Factor::Key,
        "Offline_TOTP" => Factor::Code,
        other => panic!("{other}"),
    }
}
