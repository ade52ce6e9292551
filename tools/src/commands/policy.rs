//! `policy`: what a profile does to people, before anybody has it.

mod explain;
mod inventory;
mod profile;
mod prove;
mod simulate;

use super::{Screen, Status};
use crate::cli::{PolicyArguments, PolicyCommand};

pub(crate) fn run(arguments: &PolicyArguments, screen: Screen) -> anyhow::Result<Status> {
    match &arguments.command {
        PolicyCommand::Explain(arguments) => match &arguments.inventory {
            Some(list) => inventory::run(arguments, list),
            None => explain::run(arguments, screen),
        },
        PolicyCommand::Simulate(arguments) => simulate::run(arguments, screen),
        PolicyCommand::Prove(arguments) => prove::run(arguments, screen),
    }
}
