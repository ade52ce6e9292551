//! Finds the built command line, and turns arguments into what it printed and how it ended, within a deadline.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "it serves tests: it starts the program under test, and fails loudly when that hangs"
)]

use std::ffi::OsStr;
use std::io::{Read, Write as _};
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

/// How long a program may be silent or go on. The slowest sign-in asks a rate-limited organization for 16 s.
const PATIENCE: Duration = Duration::from_secs(60);

/// The built command line.
#[derive(Clone, Debug)]
pub struct Latchkey {
    path: PathBuf,
}

/// The binary that `LATCHKEY` names; `tests/run` builds it and sets that. `None` says that the test is passed over.
///
/// # Panics
///
/// When `LATCHKEY` is not an absolute path, or is absent where `CI` is set.
#[must_use]
pub fn latchkey() -> Option<Latchkey> {
    let Some(path) = std::env::var_os("LATCHKEY").map(PathBuf::from) else {
        assert!(std::env::var_os("CI").is_none(), "`LATCHKEY` is not set; `tests/run` sets it");
        eprintln!("passed over: `LATCHKEY` is not set; `tests/run` builds the binary and sets it");
        return None;
    };
    assert!(path.is_absolute(), "`LATCHKEY` must be absolute: `{}`", path.display());
    Some(Latchkey { path })
}

/// How a program ended.
#[derive(Debug)]
pub struct Ended {
    /// Its exit status; `None` where a signal ended it.
    pub status: Option<i32>,
    /// The signal that ended it.
    pub signal: Option<i32>,
    /// All of its standard output.
    pub stdout: String,
    /// All of its standard error.
    pub stderr: String,
}

/// A program that goes on. Dropped, it is killed.
#[derive(Debug)]
pub struct Started {
    pid: Pid,
    stdin: Option<ChildStdin>,
    stdout: Arc<Stream>,
    stderr: Arc<Stream>,
    /// How much of standard output was read.
    read: usize,
    status: Receiver<ExitStatus>,
}

/// What came out of a program so far.
#[derive(Debug, Default)]
struct Stream {
    state: Mutex<(Vec<u8>, Flow)>,
    changed: Condvar,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Flow {
    #[default]
    Open,
    Ended,
}

impl Latchkey {
    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Runs it to its end with nothing on standard input.
    #[must_use]
    pub fn run<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Ended {
        self.start(arguments, None).end()
    }

    /// Starts it; `temporary` is where it makes temporary files.
    ///
    /// # Panics
    ///
    /// When it cannot be started.
    #[must_use]
    pub fn start<S: AsRef<OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = S>,
        temporary: Option<&Path>,
    ) -> Started {
        let mut command = Command::new(&self.path);
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        if let Some(folder) = temporary {
            command.env("TMPDIR", folder);
        }
        let mut child = command.spawn().unwrap_or_else(|error| panic!("`{}`: {error}", self.path.display()));
        let pid = Pid::from_child(&child);
        let stdin = child.stdin.take();
        let stdout = Stream::of(child.stdout.take().expect("piped"));
        let stderr = Stream::of(child.stderr.take().expect("piped"));
        let (sender, status) = channel();
        std::thread::spawn(move || {
            let status = child.wait().expect("a child can be waited for");
            // Nobody listens when the test failed meanwhile.
            let _unheard = sender.send(status);
        });
        Started { pid, stdin, stdout, stderr, read: 0, status }
    }
}

impl Started {
    /// Types a line.
    ///
    /// # Panics
    ///
    /// When the program reads no more.
    pub fn type_line(&mut self, line: &str) {
        let stdin = self.stdin.as_mut().expect("standard input is open until the end");
        writeln!(stdin, "{line}").and_then(|()| stdin.flush()).expect("the program reads what is typed");
    }

    /// Waits until standard output holds `text` after what was read before, and gives what came up to its end.
    ///
    /// # Panics
    ///
    /// When the program ends without it, or it does not come in time.
    pub fn wait_for(&mut self, text: &str) -> String {
        let came = self.stdout.wait(|bytes| position(unread(bytes, self.read), text.as_bytes()));
        let Some(at) = came else {
            panic!("`{text}` never came\n{}\n{}", self.stdout.text(), self.stderr.text());
        };
        self.take(at + text.len())
    }

    /// The next whole line of standard output; `None` at its end.
    pub fn next_line(&mut self) -> Option<String> {
        let end = self.stdout.wait(|bytes| position(unread(bytes, self.read), b"\n"))?;
        Some(self.take(end + 1).trim_end().to_owned())
    }

    /// Asks it to end, as a service manager would.
    ///
    /// # Panics
    ///
    /// When it has ended.
    pub fn terminate(&self) {
        kill_process(self.pid, Signal::TERM).expect("the program goes on until then");
    }

    /// Closes standard input and waits for the end.
    ///
    /// # Panics
    ///
    /// When it does not end in time.
    #[must_use]
    pub fn end(mut self) -> Ended {
        self.stdin = None;
        match self.status.recv_timeout(PATIENCE) {
            Ok(status) => Ended {
                status: status.code(),
                signal: status.signal(),
                stdout: self.stdout.whole(),
                stderr: self.stderr.whole(),
            },
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                panic!("it never ended\n{}\n{}", self.stdout.text(), self.stderr.text())
            }
        }
    }

    fn take(&mut self, length: usize) -> String {
        let state = self.stdout.state();
        let taken: Vec<u8> = state.0.iter().skip(self.read).take(length).copied().collect();
        drop(state);
        self.read += taken.len();
        String::from_utf8_lossy(&taken).into_owned()
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        // INVARIANT: the number is the program's own while its status was not collected.
        if matches!(self.status.try_recv(), Err(TryRecvError::Empty)) {
            let _ended_meanwhile = kill_process(self.pid, Signal::KILL);
        }
    }
}

impl Stream {
    fn of(mut source: impl Read + Send + 'static) -> Arc<Self> {
        let stream = Arc::new(Self::default());
        let filled = Arc::clone(&stream);
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(length @ 1..) = source.read(&mut buffer) {
                filled.state().0.extend(buffer.iter().take(length));
                filled.changed.notify_all();
            }
            filled.state().1 = Flow::Ended;
            filled.changed.notify_all();
        });
        stream
    }

    fn state(&self) -> MutexGuard<'_, (Vec<u8>, Flow)> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until something is found in what came; `None` when it ends without, or in time.
    fn wait<T>(&self, find: impl Fn(&[u8]) -> Option<T>) -> Option<T> {
        let waiting = |(bytes, flow): &mut (Vec<u8>, Flow)| *flow == Flow::Open && find(bytes).is_none();
        let waited = self.changed.wait_timeout_while(self.state(), PATIENCE, waiting);
        let (state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        find(&state.0)
    }

    /// Everything, once it has ended.
    fn whole(&self) -> String {
        let _ended: Option<()> = self.wait(|_| None);
        self.text()
    }

    /// Everything so far.
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.state().0).into_owned()
    }
}

fn unread(bytes: &[u8], read: usize) -> &[u8] {
    bytes.get(read..).unwrap_or_default()
}

fn position(bytes: &[u8], text: &[u8]) -> Option<usize> {
    bytes.windows(text.len()).position(|window| window == text)
}
