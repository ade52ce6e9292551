//! `out-of-range`: a number outside of its bounds.

use latchkey_profile_schema::{KeyPath, Place};

use crate::finding::Finding;
use crate::phrase::{key, quoted};
use crate::rule::rule;

rule! {
    /// A number, date or count of items that is smaller or larger than the key allows.
    ///
    /// # What it does
    /// Compares the number with the declared bounds. Where a schema of yours (`--schemas`) bounds a date, or how many
    /// items a list has, these are compared too.
    ///
    /// # Why it matters
    /// A negative time has no meaning, and a failure budget of 0 would lock everybody out.
    ///
    /// # Example
    /// ```xml
    /// <key>LoginPeriodWithOfflineFactor</key><real>-1</real>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>LoginPeriodWithOfflineFactor</key><real>168</real>
    /// ```
    ///
    /// # Keys
    /// Every number; dates and lists that a schema bounds.
    static RULE = { name: "out-of-range", level: Error, since: "0.1.0" };
}

/// Words the number and its bounds.
pub(crate) fn word(
    place: Place,
    path: &KeyPath,
    found: &str,
    bounds: (Option<&str>, Option<&str>),
    at_stake: Option<&str>,
) -> Finding {
    let expected = match bounds {
        (Some(minimum), Some(maximum)) => format!("between {minimum} and {maximum}"),
        (Some(minimum), None) => format!("{minimum} or more"),
        (None, Some(maximum)) => format!("{maximum} or less"),
        (None, None) => "within its bounds".to_owned(),
    };
    Finding::new(&RULE, place, format!("{} is {}, and must be {expected}", key(path), quoted(found)))
        .help(format!("write a value that is {expected}"))
        .at_stake(at_stake)
}

/// Words how many items there are and how many there must be.
pub(crate) fn items(
    place: Place,
    path: &KeyPath,
    found: usize,
    bounds: (Option<usize>, Option<usize>),
    at_stake: Option<&str>,
) -> Finding {
    let expected = match bounds {
        (Some(fewest), _) => format!("{fewest} or more"),
        (None, Some(most)) => format!("{most} or fewer"),
        (None, None) => "another number of them".to_owned(),
    };
    let noun = if found == 1 { "item" } else { "items" };
    Finding::new(&RULE, place, format!("{} has {found} {noun}, and must have {expected}", key(path)))
        .help(format!("list {expected}"))
        .at_stake(at_stake)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::testing::{agent_paths_in, paths_in};

    #[test]
    fn bounds_belong_to_the_range() {
        let cases: &[(&str, &[&str])] = &[
            ("<key>LoginPeriodWithOfflineFactor</key><real>-0.5</real>", &["/LoginPeriodWithOfflineFactor"]),
            ("<key>LoginPeriodWithOfflineFactor</key><integer>0</integer>", &[]),
            ("<key>DeviceRecoveryPINDuration</key><integer>-60</integer>", &["/DeviceRecoveryPINDuration"]),
        ];
        for (inside, expected) in cases {
            assert_eq!(paths_in("out-of-range", inside), *expected, "{inside}");
        }
        assert_eq!(
            agent_paths_in("out-of-range", "<key>FailureBudget</key><integer>0</integer>"),
            ["/FailureBudget"]
        );
    }

    #[test]
    fn items_are_counted() {
        let path = KeyPath::root().key("URLs");
        let few = items(Place::File, &path, 0, (Some(1), None), None);
        assert_eq!(few.message, "`URLs` has 0 items, and must have 1 or more");
        let many = items(Place::File, &path, 3, (None, Some(2)), None);
        assert_eq!(many.message, "`URLs` has 3 items, and must have 2 or fewer");
    }
}
