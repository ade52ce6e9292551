//! The arguments of `policy` and its subcommands.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::prove::ProveArguments;

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
    Simulate(SimulateArguments),
    Prove(ProveArguments),
}

/// Play stories of sign-ins, and hold what comes of them against what was expected
///
/// A scenario is a TOML file that names a profile, who there is and what happens when. A folder with a `scenario.toml` is
/// one scenario; other folders are searched for such.
///
/// Exit status: 0 every expectation is met; 1 one is not; 2 a scenario could not be played.
#[derive(Args, Debug)]
pub(crate) struct SimulateArguments {
    /// Scenarios, or folders that hold some
    #[arg(required = true, value_name = "SCENARIO")]
    pub(crate) scenarios: Vec<PathBuf>,
}
