//! What a run did not look at, counted by the reason, to words.

use std::fmt;

/// How many files were passed over.
#[derive(Debug, Default)]
pub(super) struct PassedOver {
    /// They are called something else, or hold something else.
    pub(super) others: usize,
    /// A `.gitignore` names them, or the folder they are in, which counts once.
    pub(super) gitignored: usize,
    /// The configuration excludes them.
    pub(super) excluded: usize,
}

impl PassedOver {
    /// Whether there are any.
    pub(super) const fn any(&self) -> bool {
        self.others + self.gitignored + self.excluded > 0
    }
}

impl fmt::Display for PassedOver {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counts = [
            (self.others, "of other kinds"),
            (self.gitignored, "that `.gitignore` names"),
            (self.excluded, "that the configuration excludes"),
        ];
        let words: Vec<String> = counts
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, which)| format!("{count} {which}"))
            .collect();
        formatter.write_str(&words.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_reason_is_counted() {
        assert!(!PassedOver::default().any());
        let all = PassedOver { others: 9, gitignored: 2, excluded: 1 };
        assert_eq!(
            all.to_string(),
            "9 of other kinds, 2 that `.gitignore` names, 1 that the configuration excludes"
        );
        let some = PassedOver { gitignored: 1, ..PassedOver::default() };
        assert_eq!((some.any(), some.to_string().as_str()), (true, "1 that `.gitignore` names"));
    }
}
