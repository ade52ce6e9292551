//! `try`: the main job on one machine, by a person or by itself.

use crate::cli::TryArguments;
use crate::commands::{Screen, Status, complain, runtime, unless_stopped};
use crate::rehearsal::{Answering, Strayed, play};

pub(crate) fn run(arguments: &TryArguments, screen: Screen) -> anyhow::Result<Status> {
    let answering = if arguments.auto { Answering::Automatic } else { Answering::Person };
    match runtime()?.block_on(unless_stopped(play(answering, screen)))? {
        Ok(()) => Ok(Status::Done),
        Err(error) => {
            let strayed = error.downcast::<Strayed>()?;
            complain(strayed);
            Ok(Status::Found)
        }
    }
}
