//! The `latchkey` command line: arguments to one subcommand, and its outcome to an exit status.
//!
//! A library, so that tests and fuzzing reach what the binary is made of; nothing else stands on it.

mod accounts;
mod baseline;
mod batch;
mod business;
mod changes;
mod cli;
mod commands;
mod configuration;
mod effect;
mod explain;
mod facts;
mod files;
mod finding;
mod fingerprint;
mod fix;
#[cfg(any(test, feature = "fuzzing"))]
pub mod fuzzing;
mod generate;
mod ignore;
mod inventory;
mod judgement;
mod lint;
mod located;
mod lsp;
mod mend;
mod options;
mod phrase;
mod place;
mod proof;
mod rehearsal;
mod render;
mod rule;
mod rules;
mod scenarios;
mod schemas;
mod suppressed;
mod target;
mod terminal;
mod toml_file;
mod version;
mod view;

use std::io::IsTerminal;
use std::process::ExitCode;

use clap::Parser;

use crate::cli::{Cli, Command};
use crate::commands::{Screen, Status};

/// Runs the subcommand that the arguments of the process name.
#[must_use]
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let outcome = match cli.command {
        Command::Lint(arguments) => commands::lint::run(&arguments, screen()),
        Command::Rule(arguments) => commands::rule::run(&arguments),
        Command::Schema(arguments) => commands::schema::run(&arguments),
        Command::Manifest(arguments) => commands::manifest::run(&arguments),
        Command::New(arguments) => commands::new::run(&arguments),
        Command::Build(arguments) => commands::build::run(&arguments, screen()),
        Command::Convert(arguments) => commands::convert::run(&arguments, screen()),
        Command::Diff(arguments) => commands::diff::run(&arguments, screen()),
        Command::Policy(arguments) => commands::policy::run(&arguments, screen()),
        Command::Try(arguments) => commands::try_it::run(&arguments, screen()),
        Command::Login(arguments) => commands::login::run(&arguments, screen()),
        Command::PracticeOrg(arguments) => commands::practice_org::run(&arguments),
        Command::Lsp(arguments) => commands::lsp::run(&arguments),
    };
    let status = outcome.unwrap_or_else(|error| {
        commands::complain(format_args!("{error:#}"));
        Status::CouldNotRun
    });
    ExitCode::from(status.code())
}

#[expect(clippy::disallowed_methods, reason = "the environment is read here alone")]
fn screen() -> Screen {
    let colours = std::env::var("NO_COLOR").map_or(true, |value| value.is_empty());
    let able = std::env::var("TERM").map_or(true, |kind| kind != "dumb");
    if colours && able && std::io::stdout().is_terminal() { Screen::Coloured } else { Screen::Plain }
}
