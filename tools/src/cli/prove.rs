//! The arguments of `policy prove`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// Prove that a profile locks nobody out and lets nobody past, or tell the shortest story of how it does
///
/// Every situation that an account can get into is visited. A story is a scenario that `policy simulate` replays. With a
/// second profile it proves the change: nobody is kept out who got in before, nobody gets in who was kept out.
///
/// Exit status: 0 everything holds; 1 something breaks; 2 a profile makes no policy, or could not be read.
#[derive(Args, Debug)]
pub(crate) struct ProveArguments {
    /// The profile, in any carrier
    #[arg(value_name = "PROFILE")]
    pub(crate) profile: PathBuf,

    /// The profile that is to take its place
    #[arg(value_name = "AFTER")]
    pub(crate) after: Option<PathBuf>,

    /// How accounts are numbered
    #[arg(long, value_enum, default_value_t = Numbered::Macos)]
    pub(crate) platform: Numbered,

    /// A property that may break, by its name. May be given several times; with a reason it stands in `latchkey.toml`
    #[arg(long, value_enum, value_name = "PROPERTY")]
    pub(crate) waive: Vec<Waived>,

    /// The configuration; without it, the nearest `latchkey.toml` in the profile's folder or above
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    pub(crate) config: Option<PathBuf>,

    /// Look for no configuration
    #[arg(long)]
    pub(crate) no_config: bool,

    /// Write each story as a scenario into this folder
    #[arg(long, value_name = "DIR")]
    pub(crate) stories: Option<PathBuf>,

    /// How it is said
    #[arg(long, value_enum, default_value_t = ProveFormat::Human)]
    pub(crate) format: ProveFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Numbered {
    /// People from 501 on
    Macos,
    /// People from 1000 on
    Linux,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Waived {
    /// Whoever must sign in gets in again without an administrator
    LockOut,
    /// Nobody gets in on the password alone but whom the policy names
    WayPast,
    /// There is an end to going without the organization
    UnboundedOffline,
    /// Each setting changes something
    DeadSetting,
    /// No change of the clock opens what had closed
    UnsafeTime,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ProveFormat {
    /// For people: each property, what bounds it, or what breaks it
    Human,
    /// For programs: one object, its shape is frozen
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
}
