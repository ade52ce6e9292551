//! What several rules ask about periods: which keys hold one, and whether a number fits a smaller unit better.

/// The key of the grace before linking, in hours.
pub(super) const GRACE: &str = "LoginPeriodWithoutEnrolledFactor";

/// The key of the offline period, in hours.
pub(super) const OFFLINE_PERIOD: &str = "LoginPeriodWithOfflineFactor";

/// A key that holds a period.
pub(super) struct Period {
    /// The key.
    pub(super) key: &'static str,
    /// Its unit.
    unit: Unit,
    /// From here on the number is implausible in that unit.
    implausible: f64,
    /// What is plausible in that unit.
    plausible: (f64, f64),
}

/// The keys that hold a period. The thresholds are ours.
pub(super) static PERIODS: &[Period] = &[
    Period { key: GRACE, unit: Unit::Hours, implausible: 1_440.0, plausible: (1.0, 720.0) },
    Period { key: OFFLINE_PERIOD, unit: Unit::Hours, implausible: 2_161.0, plausible: (24.0, 2_160.0) },
    Period {
        key: "DeviceRecoveryPINDuration",
        unit: Unit::Minutes,
        implausible: 1_800.0,
        plausible: (5.0, 1_440.0),
    },
    Period {
        key: "DeviceRecoveryValidityInDays",
        unit: Unit::Days,
        implausible: 720.0,
        plausible: (7.0, 366.0),
    },
    Period { key: "FailureRefillMinutes", unit: Unit::Minutes, implausible: 600.0, plausible: (1.0, 120.0) },
];

/// A unit of time.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    Seconds,
    Minutes,
    Hours,
    Days,
}

impl Unit {
    /// From the largest to the smallest.
    const ALL: [Self; 4] = [Self::Days, Self::Hours, Self::Minutes, Self::Seconds];

    const fn seconds(self) -> f64 {
        match self {
            Self::Seconds => 1.0,
            Self::Minutes => 60.0,
            Self::Hours => 3_600.0,
            Self::Days => 86_400.0,
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Seconds => "seconds",
            Self::Minutes => "minutes",
            Self::Hours => "hours",
            Self::Days => "days",
        }
    }
}

/// What a number would mean in the unit that it fits better.
pub(super) struct OtherUnit {
    /// The unit that counts.
    pub(super) own: &'static str,
    /// The unit that the number looks like.
    pub(super) looks_like: &'static str,
    /// The same period in the unit that counts.
    pub(super) instead: f64,
}

/// Whether a number is implausible in the key's own unit and, in a smaller one, a whole and plausible number of it.
pub(super) fn in_other_unit(key: &str, number: f64) -> Option<OtherUnit> {
    let period = PERIODS.iter().find(|period| period.key == key)?;
    if number < period.implausible {
        return None;
    }
    let smaller = Unit::ALL.into_iter().filter(|unit| unit.seconds() < period.unit.seconds());
    let mut fitting = smaller.filter_map(|unit| {
        let instead = number * unit.seconds() / period.unit.seconds();
        let plausible =
            instead.fract() == 0.0 && (period.plausible.0..=period.plausible.1).contains(&instead);
        plausible.then(|| OtherUnit { own: period.unit.word(), looks_like: unit.word(), instead })
    });
    fitting.next()
}

/// A number of hours, and of days where it is a whole one.
pub(super) fn in_hours(hours: f64) -> String {
    /// Nobody reads more digits than these; the largest number has 309.
    const LONG: f64 = 1e15;
    let days = hours / 24.0;
    if hours.abs() >= LONG {
        format!("{hours:e} hours")
    } else if days.fract() == 0.0 && days > 1.0 {
        format!("{hours} hours ({days} days)")
    } else if hours == 1.0 {
        "1 hour".to_owned()
    } else {
        format!("{hours} hours")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_said_in_few_digits_and_in_whole_days() {
        for (hours, words) in [
            (1.0, "1 hour"),
            (24.0, "24 hours"),
            (48.0, "48 hours (2 days)"),
            (0.5, "0.5 hours"),
            (1e300, "1e300 hours"),
            (f64::MAX, "1.7976931348623157e308 hours"),
        ] {
            assert_eq!(in_hours(hours), words);
        }
    }
}
