//! `suspicious-unit`: a number that fits another unit better.

use latchkey_profile_schema::Value;

use super::periods::{PERIODS, in_other_unit};
use crate::finding::{Finding, value_at};
use crate::fix::{Edit, Fix};
use crate::phrase::quoted;
use crate::rule::rule;
use crate::view::FileView;

rule! {
    /// A number that is a likely value in a smaller unit than the one that counts.
    ///
    /// # What it does
    /// Reports a period that is implausibly long in the key's own unit and a round number in a smaller one: 2880
    /// hours of grace are 48 hours in minutes, an offline period of 604800 hours is a week in seconds, 3600 minutes
    /// of a recovery PIN are an hour in seconds.
    ///
    /// # Why it matters
    /// The units differ from key to key, and those of the Windows product from those of macOS. A number that is too
    /// large installs without complaint, and the policy hardly ever asks for anything.
    ///
    /// # Example
    /// ```xml
    /// <key>LoginPeriodWithoutEnrolledFactor</key><real>2880</real>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>LoginPeriodWithoutEnrolledFactor</key><real>48</real>
    /// ```
    ///
    /// # Keys
    /// `LoginPeriodWithoutEnrolledFactor`, `LoginPeriodWithOfflineFactor`, `DeviceRecoveryPINDuration`,
    /// `DeviceRecoveryValidityInDays`, `FailureRefillMinutes`
    static RULE = { name: "suspicious-unit", level: Warning, since: "0.1.0" };
}

/// Looks at every period of both domains.
pub(crate) fn check(file: &FileView<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for settings in file.domains {
        for (key, number) in
            PERIODS.iter().filter_map(|period| Some((period.key, settings.number(period.key)?)))
        {
            if let Some(other) = in_other_unit(key, number) {
                let path = settings.path(key);
                let mended = Edit::Value(path.clone(), Value::Real(other.instead));
                findings.push(
                    Finding::new(
                        &RULE,
                        value_at(path),
                        format!(
                            "{} counts {}, and {number} looks like {}",
                            quoted(key),
                            other.own,
                            other.looks_like
                        ),
                    )
                    .help(format!("write {} if {number} {} are meant", other.instead, other.looks_like))
                    .consequence("the period lasts many times longer than it was meant to")
                    .fix(Fix::guess(format!("write {}", other.instead), [mended])),
                );
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use latchkey_profile_schema::domain::{AGENT, DESKTOP_MFA};

    use crate::lint::testing::{found, preferences};

    #[test]
    fn round_numbers_of_a_smaller_unit_are_suspicious() {
        let cases: &[(&str, &str, Option<&str>)] = &[
            ("LoginPeriodWithoutEnrolledFactor", "2880", Some("write 48 if 2880 minutes are meant")),
            ("LoginPeriodWithoutEnrolledFactor", "172800", Some("write 48 if 172800 seconds are meant")),
            ("LoginPeriodWithoutEnrolledFactor", "720", None),
            ("LoginPeriodWithoutEnrolledFactor", "1000", None),
            ("LoginPeriodWithOfflineFactor", "604800", Some("write 168 if 604800 seconds are meant")),
            ("LoginPeriodWithOfflineFactor", "10080", Some("write 168 if 10080 minutes are meant")),
            ("LoginPeriodWithOfflineFactor", "504", None),
            ("LoginPeriodWithOfflineFactor", "2160", None),
            ("DeviceRecoveryPINDuration", "3600", Some("write 60 if 3600 seconds are meant")),
            ("DeviceRecoveryPINDuration", "60", None),
            ("DeviceRecoveryPINDuration", "1440", None),
            ("DeviceRecoveryValidityInDays", "7776000", Some("write 90 if 7776000 seconds are meant")),
            ("DeviceRecoveryValidityInDays", "2160", Some("write 90 if 2160 hours are meant")),
            ("DeviceRecoveryValidityInDays", "365", None),
            ("FailureRefillMinutes", "900", Some("write 15 if 900 seconds are meant")),
            ("FailureRefillMinutes", "15", None),
        ];
        for (key, number, expected) in cases {
            let domain = if *key == "FailureRefillMinutes" { &AGENT } else { &DESKTOP_MFA };
            let file = preferences(&format!("<key>{key}</key><real>{number}</real>"));
            let helps: Vec<_> = found("suspicious-unit", file.as_bytes(), Some(domain))
                .into_iter()
                .filter_map(|finding| finding.help)
                .collect();
            assert_eq!(helps, Vec::from_iter(expected.map(str::to_owned)), "{key} {number}");
        }
    }
}
