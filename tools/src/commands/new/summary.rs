//! Settings to the policy in words.

use latchkey_profile_schema::Value;

use super::answer::ALL;
use super::draft::Draft;
use super::question::{
    CLIENT_ID, CODE, DAY, EXEMPT, FACTORS, GRACE, LINKING, MAIL, OFFLINE_ALLOWED, OFFLINE_CODE,
    OFFLINE_PERIOD, ORGANIZATION, PHONE, PUSH, REQUIRED, factors,
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
    lines.push(who(&draft.texts(REQUIRED), &draft.texts(EXEMPT)));
    let chosen = draft.texts(FACTORS);
    lines.push(match chosen.as_slice() {
        [ALL] => "every factor is allowed that the organization offers".to_owned(),
        [only] => format!("the only factor is: {}", titles(&[only])),
        chosen => format!("the factors are, in this order: {}", titles(chosen)),
    });
    match draft.value(LINKING).and_then(Value::as_str) {
        Some(CODE) => lines
            .push("an account is linked by the code of Okta Verify, since pushes are not allowed".to_owned()),
        Some(PUSH) => lines.push(
            "an account is linked by a push of Okta Verify, since none of the factors links one; after that \
             pushes are not allowed"
                .to_owned(),
        ),
        _ => {}
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
    // Exempt wins, so nobody is said to be both.
    let left: Vec<&str> = required.iter().filter(|name| !exempt.contains(name)).copied().collect();
    let must = match left.as_slice() {
        [ALL] => "everybody must sign in with a second factor".to_owned(),
        names => format!("{} must sign in with a second factor, and nobody else", listed(names)),
    };
    match exempt {
        [] => format!("{must}; no account is exempt"),
        [only] => format!("{must}; {} is exempt", quoted(only)),
        names => format!("{must}; {} are exempt", listed(names)),
    }
}

fn offline(draft: &Draft) -> String {
    let period_of = number(draft, OFFLINE_PERIOD);
    let works_offline = |factor: &&str| matches!(*factor, ALL | OFFLINE_CODE);
    let closed = if matches!(draft.value(OFFLINE_ALLOWED), Some(Value::Boolean(false))) {
        "offline use is not allowed"
    } else if !draft.texts(FACTORS).iter().any(works_offline) {
        "none of the factors works offline"
    } else if period_of == Some(0.0) {
        "the offline period is 0"
    } else {
        return format!(
            "without the network a factor that works offline is enough for {} after a sign-in online",
            period(period_of.unwrap_or_default())
        );
    };
    let mut text = format!(
        "{closed}: while the organization cannot be reached, nobody signs in who must use a second factor"
    );
    if number(draft, GRACE) != Some(0.0) {
        text.push_str(", but for those who have not linked the account and can still put that off");
    }
    if draft.texts(REQUIRED) != [ALL] || !draft.texts(EXEMPT).is_empty() {
        text.push_str("; whoever needs none still does");
    }
    text
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
        assert_eq!(
            who(&["a", "b"], &["a"]),
            "`b` must sign in with a second factor, and nobody else; `a` is exempt"
        );
        assert_eq!(who(&["*"], &["c"]), "everybody must sign in with a second factor; `c` is exempt");
    }
}
