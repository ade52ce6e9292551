//! The arguments of `policy` and its subcommands.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::prove::{Numbered, ProveArguments};

/// Explain, simulate and prove what a profile does to people
///
/// Nothing is installed and nobody is signed in.
#[derive(Args, Debug)]
#[command(arg_required_else_help = true)]
pub(crate) struct PolicyArguments {
    #[command(subcommand)]
    pub(crate) command: PolicyCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum PolicyCommand {
    Explain(ExplainArguments),
    Simulate(SimulateArguments),
    Prove(ProveArguments),
}

/// Say in plain sentences what a profile does to each class of user, and what a first week under it is like
///
/// Every sentence comes from decisions of the engine that decides on a device; every number names its key, its unit, and
/// whether the profile set it.
///
/// Exit status: 0 done; 2 the profile makes no policy, a file could not be read, or a row of the inventory is not
/// understood; all others are told all the same.
#[derive(Args, Debug)]
pub(crate) struct ExplainArguments {
    /// The profile, in any carrier
    #[arg(value_name = "PROFILE")]
    pub(crate) profile: PathBuf,

    /// Say what it does to this account only
    #[arg(long, value_name = "NAME")]
    pub(crate) user: Option<String>,

    /// The account's number; without it, that of the first person on the platform
    #[arg(long, value_name = "N", requires = "user")]
    pub(crate) uid: Option<u32>,

    /// Say who of these accounts is denied, now and within 24 hours, 7 and 30 days: a CSV file, or `-`, whose first row
    /// names the columns `user`, `last_online` (RFC 3339, or nothing), `linked` (`true`, `false`), `enrolled` (words of
    /// `AllowedFactors`, with `;` between), and perhaps `uid` and `grace_started`
    #[arg(long, value_name = "CSV", conflicts_with = "user")]
    pub(crate) inventory: Option<PathBuf>,

    /// The moment that counts as now, RFC 3339
    #[arg(long, value_name = "TIME", requires = "inventory")]
    pub(crate) at: Option<jiff::Timestamp>,

    /// How accounts are numbered
    #[arg(long, value_enum, default_value_t = Numbered::Macos)]
    pub(crate) platform: Numbered,

    /// How it is said
    #[arg(long, value_enum, default_value_t = ExplainFormat::Human)]
    pub(crate) format: ExplainFormat,

    /// The file to write; without it, standard output
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExplainFormat {
    /// For people: sentences, then the first week
    Human,
    /// For programs: one object, its shape is frozen
    Json,
    /// The first week as a picture
    Svg,
    /// With `--inventory`: a row for each account
    Csv,
}

/// Play stories of sign-ins, and hold what comes of them against what was expected
///
/// A scenario is a TOML file that names a profile, who there is and what happens when; `latchkey schema scenario.toml`
/// prints its schema. Folders are searched for files called `scenario.toml`; `-` is standard input.
///
/// Exit status: 0 every expectation is met; 1 one is not; 2 a scenario could not be played, or a folder holds none.
#[derive(Args, Debug)]
pub(crate) struct SimulateArguments {
    /// Scenarios, or folders that hold some
    #[arg(required = true, value_name = "SCENARIO")]
    pub(crate) scenarios: Vec<PathBuf>,

    /// How the transcript is printed
    #[arg(long, value_enum, default_value_t = SimulateFormat::Human)]
    pub(crate) format: SimulateFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SimulateFormat {
    /// For people: each step, each decision with the keys that led to it
    Human,
    /// For programs: one object, its shape is frozen
    Json,
}
