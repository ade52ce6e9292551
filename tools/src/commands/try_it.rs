//! `try`: the main job on one machine, by a person or by itself.

use crate::cli::TryArguments;
use crate::commands::{Screen, Status, runtime};
use crate::rehearsal::{Answering, play};

pub(crate) fn run(arguments: &TryArguments, screen: Screen) -> anyhow::Result<Status> {
    let answering = if arguments.auto { Answering::Automatic } else { Answering::Person };
    runtime()?.block_on(play(answering, screen))?;
    Ok(Status::Done)
}
