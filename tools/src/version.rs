//! The version of an app: numbers with dots between, compared number by number.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

/// A version such as `9.56.0`. Numbers that are left out at the end count as 0.
#[derive(Clone, Debug)]
pub(crate) struct Version(Vec<u32>);

/// A text that is no version.
#[derive(Debug, thiserror::Error)]
#[error("{0:?} is no version; write numbers with dots between, such as `9.56.0`")]
pub(crate) struct NotAVersion(String);

impl FromStr for Version {
    type Err = NotAVersion;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let numbers: Result<Vec<u32>, _> = text.split('.').map(str::parse).collect();
        let digits = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        numbers.ok().filter(|_| digits).map(Self).ok_or_else(|| NotAVersion(text.to_owned()))
    }
}

impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let numbers: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        formatter.write_str(&numbers.join("."))
    }
}

impl PartialEq for Version {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Version {}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Version {
    fn cmp(&self, other: &Self) -> Ordering {
        let length = self.0.len().max(other.0.len());
        let padded = |version: &Self| {
            version.0.iter().copied().chain(std::iter::repeat(0)).take(length).collect::<Vec<u32>>()
        };
        padded(self).cmp(&padded(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_compared_and_not_letters() {
        let version = |text: &str| text.parse::<Version>().unwrap();
        assert!(version("9.9") < version("9.21.1") && version("10") > version("9.56.0"));
        assert_eq!(version("9.56"), version("9.56.0"));
        for text in ["", "9.", "9.x", "+9", "v9", "9..1"] {
            assert!(text.parse::<Version>().is_err(), "{text}");
        }
    }
}
