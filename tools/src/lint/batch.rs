//! Many files to their reports, on all processors, in the order of the files.

use std::num::NonZero;

/// Below this many files starting threads costs more than it saves.
const FEW: usize = 16;

/// Applies a function to each item; results stand in the order of the items.
pub(crate) fn each<T: Sync, R: Send>(items: &[T], function: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let threads = std::thread::available_parallelism().map_or(1, NonZero::get);
    if items.len() < FEW || threads < 2 {
        return items.iter().map(function).collect();
    }
    let function = &function;
    std::thread::scope(|scope| {
        let workers: Vec<_> = items
            .chunks(items.len().div_ceil(threads))
            .map(|chunk| scope.spawn(move || chunk.iter().map(function).collect::<Vec<R>>()))
            .collect();
        workers
            .into_iter()
            .flat_map(|worker| worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    })
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
