//! Settings to the policy in words.

use latchkey_profile_schema::Value;

use super::draft::Draft;
use super::question::{
    CLIENT_ID, DAY, EXEMPT, FACTORS, GRACE, LINKING, MAIL, OFFLINE_ALLOWED, OFFLINE_CODE, OFFLINE_PERIOD,
    ORGANIZATION, PHONE, REQUIRED, factors,
};
use crate::phrase::quoted;

/// What the answers mean, a line each.
pub(super) fn summary(draft: &Draft) -> Vec<String> {
    let text = |key| match draft.value(key) {
        Some(Value::String(text)) => Some(quoted(text)),
        _ => None,
    };
    let known = |key| text(key).unwrap_or_default();
    let mut lines =
        vec![format!("the organization is {}, the client {}", known(ORGANIZATION), known(CLIENT_ID))];
    lines.push(who(&names(draft, REQUIRED), &names(draft, EXEMPT)));
    let chosen = names(draft, FACTORS);
    lines.push(format!("the factors are, in this order: {}", titles(&chosen)));
    if text(LINKING).is_some() {
        lines
            .push("an account is linked by the code of Okta Verify, since pushes are not allowed".to_owned());
    }
    lines.push(offline(draft));
    lines.push(match number(draft, GRACE) {
        Some(0.0) => "an account must be linked at the very next sign-in".to_owned(),
        grace => format!(
            "linking the account can be put off for {}; until then the password alone is enough",
            period(grace.unwrap_or_default())
        ),
    });
    lines.push(match (text(MAIL), text(PHONE)) {
        (None, None) => "a user who needs help is not told whom to ask".to_owned(),
        (mail, phone) => {
            let both: Vec<String> = mail.into_iter().chain(phone).collect();
            format!("a user who needs help is shown {}", both.join(" and "))
        }
    });
    lines
}

fn who(required: &[&str], exempt: &[&str]) -> String {
    let must = match required {
        ["*"] => "everybody must sign in with a second factor".to_owned(),
        names => format!("{} must sign in with a second factor, and nobody else", listed(names)),
    };
    match exempt {
        [] => format!("{must}; no account is exempt"),
        [only] => format!("{must}; {} is exempt", quoted(only)),
        names => format!("{must}; {} are exempt", listed(names)),
    }
}

fn offline(draft: &Draft) -> String {
    if matches!(draft.value(OFFLINE_ALLOWED), Some(Value::Boolean(false))) {
        return "nobody signs in while the organization cannot be reached".to_owned();
    }
    if !names(draft, FACTORS).iter().any(|factor| matches!(*factor, "*" | OFFLINE_CODE)) {
        return "nobody signs in while the organization cannot be reached: none of the factors works offline"
            .to_owned();
    }
    match number(draft, OFFLINE_PERIOD) {
        Some(0.0) => "offline factors are blocked, and nobody signs in without the organization".to_owned(),
        hours => format!(
            "without the network a factor that works offline is enough for {} after a sign-in online",
            period(hours.unwrap_or_default())
        ),
    }
}

/// A number of hours as people say it.
fn period(hours: f64) -> String {
    let (number, unit) =
        if hours >= 3.0 * DAY && hours % DAY == 0.0 { (hours / DAY, "day") } else { (hours, "hour") };
    format!("{number} {unit}{}", if number == 1.0 { "" } else { "s" })
}

fn titles(chosen: &[&str]) -> String {
    let title = |name: &&str| {
        let declared = factors().iter().find(|factor| factor.value == **name);
        declared.map_or_else(|| quoted(name), |factor| factor.title.clone())
    };
    chosen.iter().map(title).collect::<Vec<_>>().join(", ")
}

fn listed(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| quoted(name)).collect();
    match names.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        _ => names.concat(),
    }
}

fn number(draft: &Draft, key: &str) -> Option<f64> {
    match draft.value(key) {
        Some(Value::Real(number)) => Some(*number),
        _ => None,
    }
}

fn names<'d>(draft: &'d Draft, key: &str) -> Vec<&'d str> {
    match draft.value(key) {
        Some(Value::Array(items)) => items.iter().filter_map(|item| item.as_str()).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_said_in_days_where_they_are_long_and_whole() {
        for (hours, words) in
            [(1.0, "1 hour"), (0.5, "0.5 hours"), (48.0, "48 hours"), (168.0, "7 days"), (100.0, "100 hours")]
        {
            assert_eq!(period(hours), words);
        }
    }

    #[test]
    fn names_are_told_as_in_a_sentence() {
        assert_eq!(who(&["*"], &[]), "everybody must sign in with a second factor; no account is exempt");
        assert_eq!(
            who(&["a", "b"], &["c", "d", "e"]),
            "`a` and `b` must sign in with a second factor, and nobody else; `c`, `d` and `e` are exempt"
        );
        assert_eq!(who(&["*"], &["c"]), "everybody must sign in with a second factor; `c` is exempt");
    }
}
