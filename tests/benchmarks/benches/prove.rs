//! Times the proof of every profile of the decision corpus and of those that are the hardest, or of the files that are
//! named, and says how many took longer than they may.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use latchkey_benchmarks::hostile;
use latchkey_engine::policy::Platform;
use latchkey_engine::profile;
use latchkey_engine::prove::prove;

/// A proof takes no longer.
const BAR: Duration = Duration::from_millis(50);

/// The median of so many, and the fastest beside it: what a busy machine adds stands between them.
const ROUNDS: usize = 9;

fn main() {
    // Cargo itself says `--bench`.
    let named = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).map(PathBuf::from);
    let mut files: Vec<PathBuf> = named.collect();
    let mut profiles: Vec<(String, Vec<u8>)> = Vec::new();
    if files.is_empty() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../decisions/profiles");
        files.extend(std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()));
        let hostile = hostile::profiles().into_iter();
        profiles.extend(hostile.map(|(name, text)| (name.to_owned(), text.into_bytes())));
    }
    files.sort();
    for file in files {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        profiles.push((name, std::fs::read(&file).unwrap()));
    }
    let mut over = 0;
    for (name, bytes) in profiles {
        let (effect, _) = profile::read(&bytes);
        let Some(effect) = effect else { continue };
        let mut situations = 0;
        let mut times: Vec<Duration> = (0..ROUNDS)
            .map(|_| {
                let began = Instant::now();
                if let Ok(proof) = prove(&effect.settings, Platform::MacOs) {
                    situations = proof.situations;
                }
                began.elapsed()
            })
            .collect();
        times.sort();
        let median = times[ROUNDS / 2];
        over += usize::from(median > BAR);
        let [median, fastest] = [median, times[0]].map(|time| time.as_secs_f64() * 1e3);
        println!("{name:40} {median:9.3} ms, at best {fastest:9.3} ms, {situations:6} situations");
    }
    println!("{over} over the bar of {} ms", BAR.as_millis());
}
