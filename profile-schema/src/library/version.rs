//! The text of a version to numbers that compare.

use std::fmt;

/// A version of macOS or of an application: numbers with dots between them.
#[derive(Clone, Debug, Eq)]
pub struct Version(
    /// As written; schemas hold many, so that the numbers are taken from it.
    Box<str>,
);

impl Version {
    /// Reads `14`, `10.15.4` and the like; `None` for any other text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let is_version = text.split('.').all(|part| part.parse::<u64>().is_ok());
        is_version.then(|| Self(text.into()))
    }

    /// Whether a newer one is meant; without one the newest is.
    pub(super) fn is_over(&self, target: Option<&Self>) -> bool {
        target.is_none_or(|target| target > self)
    }

    /// The numbers without the zeros at the end, which say nothing.
    fn significant(&self) -> Vec<u64> {
        let mut numbers: Vec<u64> = self.0.split('.').filter_map(|part| part.parse().ok()).collect();
        numbers.truncate(numbers.iter().rposition(|number| *number != 0).map_or(0, |last| last + 1));
        numbers
    }
}

impl PartialEq for Version {
    fn eq(&self, other: &Self) -> bool {
        self.significant() == other.significant()
    }
}

impl Ord for Version {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.significant().cmp(&other.significant())
    }
}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_by_number() {
        let version = |text| Version::parse(text).expect("a version");
        assert!(version("10.9") < version("10.15"));
        assert!(version("10.15.4") < version("11"));
        assert_eq!(version("14"), version("14.0"));
        assert_eq!(version("14.0").to_string(), "14.0");
        for text in ["n/a", "", "14.", "1.2b"] {
            assert_eq!(Version::parse(text), None, "{text}");
        }
    }
}
