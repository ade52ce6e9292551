//! Many files to their reports, on all processors, in the order of the files.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Below this many files starting threads costs more than it saves.
const FEW: usize = 16;
/// How many items a thread takes at a time: enough to make taking them cheap, few enough for all to end together.
const TAKEN: usize = 8;

/// Applies a function to each item; results stand in the order of the items.
pub(crate) fn each<T: Sync, R: Send>(items: &[T], function: impl Fn(&T) -> R + Sync) -> Vec<R> {
    // The number of processors is asked for last: finding it out takes a few files of the system.
    let threads = || std::thread::available_parallelism().map_or(1, NonZero::get);
    let others = if items.len() < FEW { 0 } else { threads().min(items.len().div_ceil(TAKEN)) - 1 };
    if others == 0 {
        return items.iter().map(function).collect();
    }
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let start = next.fetch_add(TAKEN, Ordering::Relaxed);
            let end = items.len().min(start + TAKEN);
            match items.get(start..end) {
                None | Some([]) => return done,
                Some(taken) => done.push((start, taken.iter().map(&function).collect::<Vec<R>>())),
            }
        }
    };
    let mut done = std::thread::scope(|scope| {
        let others: Vec<_> = (0..others).map(|_| scope.spawn(work)).collect();
        let mut done = work();
        for other in others {
            done.extend(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        done
    });
    done.sort_unstable_by_key(|(start, _)| *start);
    done.into_iter().flat_map(|(_, results)| results).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_is_kept() {
        let items: Vec<usize> = (0..1_000).collect();
        assert_eq!(each(&items, |item| item + 1), (1..=1_000).collect::<Vec<_>>());
        assert_eq!(each(&items[..3], |item| item + 1), [1, 2, 3]);
    }
}
