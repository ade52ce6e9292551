//! Lengths of time as a profile writes them, a number in the key's own unit, to whole seconds.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

macro_rules! quantity {
    ($(#[$doc:meta])* $name:ident, $unit:literal, $seconds:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd, Deserialize, Serialize, JsonSchema)]
        #[serde(transparent)]
        #[schemars(extend("x-unit" = $unit, "x-plist-type" = "real"))]
        pub struct $name(#[schemars(range(min = 0))] pub f64);

        impl $name {
            /// Whole seconds, rounded; what does not fit is the largest number of seconds.
            #[must_use]
            pub fn to_seconds(self) -> u64 {
                (self.0 * $seconds).round() as u64
            }
        }
    };
}

quantity! {
    /// A number of hours, fractions allowed.
    Hours, "hours", 3_600.0
}
quantity! {
    /// A number of minutes, fractions allowed.
    Minutes, "minutes", 60.0
}
quantity! {
    /// A number of days, fractions allowed.
    Days, "days", 86_400.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_become_whole_seconds() {
        assert_eq!(Hours(48.0).to_seconds(), 172_800);
        assert_eq!(Hours(1.1).to_seconds(), 3_960);
        assert_eq!(Minutes(0.5).to_seconds(), 30);
        assert_eq!(Days(90.0).to_seconds(), 7_776_000);
    }

    #[test]
    fn what_does_not_fit_saturates() {
        assert_eq!(Hours(f64::MAX).to_seconds(), u64::MAX);
        assert_eq!(Days(-1.0).to_seconds(), 0);
    }
}
