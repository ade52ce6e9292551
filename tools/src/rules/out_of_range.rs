//! `out-of-range`: a number outside of its bounds.

use latchkey_profile_schema::{KeyPath, Place};

use crate::finding::Finding;
use crate::phrase::{key, quoted};
use crate::rule::rule;

rule! {
    /// A number that is smaller or larger than the key allows.
    ///
    /// # What it does
    /// Compares the number with the declared bounds.
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
    /// Every number.
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
        .help(format!("write a number that is {expected}"))
        .at_stake(at_stake)
}

#[cfg(test)]
mod tests {
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
}
