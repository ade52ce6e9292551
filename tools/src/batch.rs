//! Many items to what comes of each, on all processors, in the order of the items.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Below this many items starting threads costs more than it saves.
const FEW: usize = 16;
/// How many items a thread takes at a time: enough to make taking them cheap, few enough for all to end together.
const TAKEN: usize = 8;

/// Applies a function to each item; results stand in the order of the items.
pub(crate) fn each<T: Sync, R: Send>(items: &[T], function: impl Fn(&T) -> R + Sync) -> Vec<R> {
    if is_few(items.len()) {
        items.iter().map(function).collect()
    } else {
        by_threads(items, TAKEN, function)
    }
}

/// Whether so many items are done sooner without threads.
pub(crate) const fn is_few(items: usize) -> bool {
    items < FEW
}

/// The same on all processors whatever the number of items, of which a thread takes so many at a time.
pub(crate) fn by_threads<T: Sync, R: Send>(
    items: &[T],
    taken: usize,
    function: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let threads = std::thread::available_parallelism().map_or(1, NonZero::get);
    let others = threads.min(items.len().div_ceil(taken)).saturating_sub(1);
    if others == 0 {
        return items.iter().map(function).collect();
    }
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let start = next.fetch_add(taken, Ordering::Relaxed);
            let end = items.len().min(start + taken);
            match items.get(start..end) {
                None | Some([]) => return done,
                Some(items) => done.push((start, items.iter().map(&function).collect::<Vec<R>>())),
            }
        }
    };
    // The first such block is asked of the system; from then on blocks of its size are the thread's own.
    take_at_once(2 * ROOM);
    let mut done = std::thread::scope(|scope| {
        let work_with_room = || {
            take_at_once(ROOM);
            work()
        };
        let others: Vec<_> = (0..others).map(|_| scope.spawn(work_with_room)).collect();
        let mut done = work();
        for other in others {
            done.extend(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        done
    });
    done.sort_unstable_by_key(|(start, _)| *start);
    done.into_iter().flat_map(|(_, results)| results).collect()
}

/// Room for what a thread keeps of its items. Nothing of it is used before it is needed.
const ROOM: usize = 4 << 20;

/// Takes memory from the allocator and gives it back. That of glibc gets memory for a thread page by page, and each time
/// all other threads wait; what it was given once it keeps.
fn take_at_once(bytes: usize) {
    drop(std::hint::black_box(Vec::<u8>::with_capacity(bytes)));
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
