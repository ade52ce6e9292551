//! Who of a list of accounts is denied, to what people read: how many within each horizon, what leads to it, who first.

pub(crate) mod json;
pub(crate) mod rows;

use std::fmt::Write as _;

use latchkey_engine::outlook::FirstDenial;
use latchkey_engine::policy::Enforcing;
use latchkey_linker::UnixTime;
use latchkey_profile_schema::Settings;

use super::keys::shown;
use super::transcript::moment;
use crate::inventory::{Counts, Denied, HORIZONS, Tally};
use crate::phrase::one_line;

/// What was asked of the accounts.
pub(crate) struct About<'a> {
    /// The profile, as it was named.
    pub(crate) profile: &'a str,
    /// What it sets.
    pub(crate) settings: &'a Settings,
    /// Whether the policy decides, or only reports.
    pub(crate) enforcing: Enforcing,
    /// The moment that counts as now.
    pub(crate) at: UnixTime,
}

/// How wide a count is: a million with its commas, and a blank.
const WIDTH: usize = 11;
/// How wide the first column is.
const FIRST: usize = 22;

/// Renders the summary.
pub(crate) fn render(about: &About<'_>, tally: &Tally) -> String {
    let mut text = format!(
        "{}: {} accounts, from {} UTC on\n",
        one_line(about.profile),
        thousands(tally.users),
        moment(about.at)
    );
    if about.enforcing == Enforcing::Report {
        text.push_str("`Enforcement` is `report`, so nobody is kept out; this is what `enforce` would do\n");
    }
    text.push('\n');
    let heads: String = HORIZONS.iter().map(|(_, head, _)| format!("{head:>WIDTH$}")).collect();
    line(&mut text, "denied at `login`", &heads);
    line(&mut text, "  without network", &columns(tally.offline.counts));
    line(&mut text, "  with network", &columns(tally.online.counts));
    for (title, denied) in [("why, without network", &tally.offline), ("why, with network", &tally.online)] {
        reasons(&mut text, title, denied, about.settings);
    }
    if !tally.first.is_empty() {
        text.push_str("\nthe first of them, without network\n");
        for (user, FirstDenial { at, reason, .. }) in &tally.first {
            let when = if *at <= about.at { "now".to_owned() } else { moment(*at) };
            let _infallible = writeln!(text, "  {:<20} {when:<21} {}", one_line(user), reason.word());
        }
    }
    text
}

fn reasons(text: &mut String, title: &str, denied: &Denied, settings: &Settings) {
    let reasons = denied.reasons();
    if reasons.is_empty() {
        return;
    }
    let _infallible = writeln!(text, "\n{title}");
    for (reason, keys, counts) in reasons {
        line(text, &format!("  {}", reason.word()), &columns(counts));
        for key in shown(keys, settings) {
            let _infallible = writeln!(text, "      {}", key.line());
        }
    }
}

fn line(text: &mut String, first: &str, rest: &str) {
    let _infallible = writeln!(text, "{first:<FIRST$}{rest}");
}

fn columns(counts: Counts) -> String {
    counts.iter().map(|count| format!("{:>WIDTH$}", thousands(*count))).collect()
}

/// A number with a comma at each thousand.
pub(crate) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_told_apart() {
        for (number, expected) in [(0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(thousands(number), expected);
        }
    }
}
