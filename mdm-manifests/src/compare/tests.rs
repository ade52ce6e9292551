//! What counts as a difference, what does not, and what is shown of it.

use super::*;
use crate::settings_file::{ProfileScope, Syntax};

const OKTA: &str = "com.okta.deviceaccess.servicedaemon";
const APP: &str = "com.example.app";

fn number(number: i128) -> Value {
    Value::Integer(number)
}

fn text(text: &str) -> Value {
    tree::string(text)
}

fn dictionary(values: &[(&str, Value)]) -> Value {
    tree::dictionary(values.iter().map(|(key, value)| ((*key).to_owned(), value.clone())))
}

fn domain(name: &str, values: &[(&str, Value)]) -> DomainSettings {
    DomainSettings::new(name, values.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect())
}

fn file(domains: &[DomainSettings]) -> SettingsFile {
    SettingsFile { domains: domains.to_vec(), ..SettingsFile::default() }
}

/// The differences as lines: kind, domain, path, values.
#[track_caller]
fn check(before: &SettingsFile, after: &SettingsFile, expected: &[&str]) {
    let comparison = compare(before, after, Envelopes::Compared);
    let shown = |shown: &Option<Shown>| match shown {
        None => "-".to_owned(),
        Some(Shown::Hidden) => "hidden".to_owned(),
        Some(Shown::Value(Value::String(text))) => text.clone(),
        Some(Shown::Value(Value::Integer(number))) => number.to_string(),
        Some(Shown::Value(value)) => format!("{:?}", value.plist_type()),
    };
    let lines: Vec<String> = comparison
        .differences
        .iter()
        .map(|one| {
            let (before, after) = (shown(&one.before), shown(&one.after));
            format!("{:?} {}{}: {before} → {after}", one.kind, one.domain, one.path)
        })
        .collect();
    assert_eq!(lines, expected);
}

#[test]
fn the_order_of_keys_and_the_form_of_numbers_make_no_difference() {
    let before = domain(OKTA, &[("LoginPeriodWithOfflineFactor", number(48)), ("DMFAClientID", text("a"))]);
    let after =
        domain(OKTA, &[("DMFAClientID", text("a")), ("LoginPeriodWithOfflineFactor", Value::Real(48.0))]);
    check(&file(&[before.clone(), domain(APP, &[])]), &file(&[after]), &[]);
    // Where nobody declared a type, a program may mind it.
    let before = domain(APP, &[("N", number(48))]);
    let after = domain(APP, &[("N", Value::Real(48.0))]);
    check(&file(&[before]), &file(&[after]), &["Changed com.example.app/N: 48 → Real"]);
}

#[test]
fn keys_are_told_apart_at_every_depth() {
    let value = |inner: i128, items: &[i128]| {
        let items = items.iter().map(|item| dictionary(&[("I", number(*item))]));
        domain(APP, &[("Outer", dictionary(&[("Inner", number(inner))])), ("List", tree::array(items))])
    };
    check(
        &file(&[value(1, &[1, 2, 3])]),
        &file(&[value(2, &[1, 4, 5, 3])]),
        &[
            "Changed com.example.app/List/1/I: 2 → 4",
            "Added com.example.app/List/2: - → Dictionary",
            "Changed com.example.app/Outer/Inner: 1 → 2",
        ],
    );
    check(
        &file(&[domain(APP, &[("Gone", text("x"))])]),
        &file(&[domain(OKTA, &[("AdminPhone", text("+1"))])]),
        &[
            "Added com.okta.deviceaccess.servicedaemon/AdminPhone: - → +1",
            "Removed com.example.app/Gone: x → -",
        ],
    );
}

#[test]
fn secrets_are_never_shown_and_may_be_open() {
    let secret = |value: &str| file(&[domain(OKTA, &[("DMFAClientSecret", text(value))])]);
    let path = "com.okta.deviceaccess.servicedaemon/DMFAClientSecret";
    for (before, after, kind) in [
        ("one", "other", "Changed"),
        ("one", "pa$Word", "Changed"),
        ("YOUR_DMFA_CLIENT_SECRET", "one", "Open"),
        ("one", "$FLEET_SECRET_X", "Open"),
        ("{{ secret }}", "${SECRET}", "Open"),
    ] {
        let expected = format!("{kind} {path}: hidden → hidden");
        check(&secret(before), &secret(after), &[&expected]);
    }
    check(&secret("one"), &file(&[]), &[&format!("Removed {path}: hidden → -")]);
    // Not below other keys, not in URLs, and not where everything else is the same.
    let nested = |password: &str, url: &str| {
        let list = tree::array([dictionary(&[("ListPassword", text(password))])]);
        file(&[domain(
            APP,
            &[("Nested", dictionary(&[("Password", text(password))])), ("List", list), ("URL", text(url))],
        )])
    };
    let (one, other) = (nested("one", "https://a:canary@b.c/"), nested("two", "https://a:secret@b.c/"));
    let difference = compare(&one, &other, Envelopes::Compared);
    assert_eq!(difference.differences.len(), 3);
    assert!(difference.differences.iter().all(|one| one.before == Some(Shown::Hidden)), "{difference:?}");
    let added = format!("{:?}", compare(&file(&[]), &other, Envelopes::Compared));
    assert!(!added.contains("two") && !added.contains("secret@"), "{added}");
}

#[test]
fn how_settings_are_set_is_a_difference() {
    let once = |timestamp: Option<&str>| DomainSettings {
        means: Means::SetOnce { timestamp: timestamp.map(str::to_owned) },
        ..domain(APP, &[("K", number(1))])
    };
    let enforced = domain(APP, &[("K", number(2))]);
    check(
        &file(std::slice::from_ref(&enforced)),
        &file(&[once(None)]),
        &["Means com.example.app: enforced → set again at every login", "Changed com.example.app/K: 2 → 1"],
    );
    check(
        &file(&[once(None)]),
        &file(&[once(Some("2026-01-01T00:00:00Z"))]),
        &["Means com.example.app: set again at every login → set once, as of 2026-01-01T00:00:00Z"],
    );
    check(
        &file(std::slice::from_ref(&enforced)),
        &file(&[once(None), enforced]),
        &["Means com.example.app: - → set again at every login", "Added com.example.app/K: - → 1"],
    );
}

#[test]
fn of_a_profile_its_scope_counts_and_its_name_is_told() {
    let before = file(&[]);
    let mut after = file(&[]);
    after.profile.identifier = "4F1C0E6C-1111-4222-8333-444455556666".into();
    after.profile.display_name = "As Jamf calls it".into();
    after.profile.scope = ProfileScope::User;
    after.profile.others = vec![("PayloadRemovalDisallowed".into(), Value::Boolean(false))];
    check(
        &before,
        &after,
        &[
            "Label Configuration/PayloadDisplayName: Desktop MFA → As Jamf calls it",
            "Added Configuration/PayloadRemovalDisallowed: - → Boolean",
            "Changed Configuration/PayloadScope: System → User",
        ],
    );
    assert!(compare(&before, &after, Envelopes::LeftOut).is_empty());
}

#[test]
fn payloads_of_one_type_are_paired_by_what_they_hold() {
    let scep = |urls: &[&str]| {
        let payload = |url: &&str| {
            format!(
                "[[\"com.apple.security.scep\"]]\nPayloadContent = {{ URL = \"{url}\", Keysize = 2048 }}\n"
            )
        };
        SettingsFile::read(&urls.iter().map(payload).collect::<String>(), Syntax::Toml).unwrap_or_default()
    };
    check(&scep(&["https://a", "https://b"]), &scep(&["https://b", "https://a"]), &[]);
    check(
        &scep(&["https://a", "https://b"]),
        &scep(&["https://c", "https://d", "https://a"]),
        &[
            "Changed com.apple.security.scep/1/PayloadContent/URL: https://b → https://c",
            "Added com.apple.security.scep/1/PayloadContent: - → Dictionary",
        ],
    );
}

#[test]
fn what_nobody_reads_is_counted_and_the_time_is_bounded() {
    let many = |range: std::ops::Range<usize>| {
        let values = range.map(|index| (format!("k{index}"), number(1))).collect();
        file(&[DomainSettings::new(APP, values)])
    };
    let comparison = compare(&many(0..3_000), &many(2_000..4_000), Envelopes::Compared);
    assert_eq!((comparison.differences.len(), comparison.len()), (MOST_DIFFERENCES, 3_000));
    let payloads = |range: std::ops::Range<i128>| -> SettingsFile {
        file(&range.map(|index| domain("com.apple.dock", &[("K", number(index))])).collect::<Vec<_>>())
    };
    let mut before = payloads(0..5_000);
    before.domains.iter_mut().for_each(|domain| domain.means = Means::Payload);
    assert!(compare(&before, &before.clone(), Envelopes::Compared).is_empty());
}
