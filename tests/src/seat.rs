//! A pseudo-terminal: somebody sits before the built command line, reads and types.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    reason = "it serves tests: it starts the program under test, and fails loudly when that hangs"
)]

use std::ffi::OsStr;
use std::fs::{File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

use crate::command::Latchkey;

/// How long the screen may stay as it is.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long it is waited before a program is looked at again.
const PAUSE: Duration = Duration::from_millis(10);

/// A program at a terminal. Dropped, it is killed.
#[derive(Debug)]
pub struct Seat {
    child: Child,
    keyboard: File,
    screen: Receiver<Vec<u8>>,
    /// What came so far.
    seen: String,
    /// How much of that was waited for.
    read: usize,
}

impl Seat {
    /// Starts the command line in a folder, at a terminal that can do nothing but lines.
    ///
    /// # Panics
    ///
    /// When the system has no pseudo-terminal, or the program cannot be started.
    #[must_use]
    pub fn take<S: AsRef<OsStr>>(
        latchkey: &Latchkey,
        folder: &Path,
        arguments: impl IntoIterator<Item = S>,
    ) -> Self {
        let controller = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a pseudo-terminal");
        grantpt(&controller).and_then(|()| unlockpt(&controller)).expect("it is ours");
        let name = ptsname(&controller, Vec::new()).expect("it has a name").into_string().expect("in ASCII");
        let terminal = OpenOptions::new().read(true).write(true).open(name).expect("its other end");
        let end = || Stdio::from(terminal.try_clone().expect("one more of it"));
        let child = Command::new(latchkey.path())
            .args(arguments)
            .current_dir(folder)
            .env("TERM", "dumb")
            .stdin(end())
            .stdout(end())
            .stderr(end())
            .spawn()
            .expect("the program starts");
        let keyboard = File::from(controller);
        let mut source = keyboard.try_clone().expect("one more of it");
        let (sender, screen) = channel();
        // Once nobody has the other end any more, reading fails.
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(length @ 1..) = source.read(&mut buffer) {
                if sender.send(buffer.iter().take(length).copied().collect()).is_err() {
                    break;
                }
            }
        });
        Self { child, keyboard, screen, seen: String::new(), read: 0 }
    }

    /// Types a line when a text stands on the screen, after what was waited for before.
    ///
    /// # Panics
    ///
    /// When it does not come in time.
    pub fn answer(&mut self, text: &str, line: &str) {
        self.wait_for(text);
        self.keyboard.write_all(format!("{line}\n").as_bytes()).expect("the program reads");
    }

    /// Waits for a text.
    ///
    /// # Panics
    ///
    /// When it does not come in time.
    pub fn wait_for(&mut self, text: &str) {
        loop {
            if let Some(at) = self.seen.get(self.read..).and_then(|rest| rest.find(text)) {
                self.read += at + text.len();
                return;
            }
            match self.screen.recv_timeout(PATIENCE) {
                Ok(bytes) => self.seen.push_str(&String::from_utf8_lossy(&bytes).replace('\r', "")),
                Err(_) => panic!("`{text}` never came\n{}", self.seen),
            }
        }
    }

    /// Stops it as Ctrl-C does.
    ///
    /// # Panics
    ///
    /// When it has ended.
    pub fn interrupt(&self) {
        let pid = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw).expect("it has a number");
        kill_process(pid, Signal::INT).expect("the program goes on until then");
    }

    /// Waits for the end: its exit status, and everything that came.
    ///
    /// # Panics
    ///
    /// When it does not end in time.
    #[must_use]
    pub fn end(mut self) -> (Option<i32>, String) {
        while let Ok(bytes) = self.screen.recv_timeout(PATIENCE) {
            self.seen.push_str(&String::from_utf8_lossy(&bytes).replace('\r', ""));
        }
        // A program lets go of its terminal a moment before it has ended.
        for _ in 0..PATIENCE.as_millis() / PAUSE.as_millis() {
            if let Some(ended) = self.child.try_wait().expect("it can be waited for") {
                return (ended.code(), std::mem::take(&mut self.seen));
            }
            std::thread::sleep(PAUSE);
        }
        panic!("it never ended\n{}", self.seen)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let _ended_before = self.child.kill();
        let _ended_before = self.child.wait();
    }
}
