//! Every key that takes part in decisions has words, and they say what happens.

use std::collections::BTreeSet;

use latchkey_mdm_manifests::Syntax;
use latchkey_profile_schema::Catalog;
use latchkey_profile_schema::domain::{AGENT, DESKTOP_MFA, DOMAINS};

use super::*;

/// The key, its line before and after (empty: it is not set), and the effect; none: no change.
const CASES: &[(&str, &str, &str, Option<&str>)] = &[
    ("DMFAClientID", "\"0oa1\"", "\"0oa2\"", Some("sign-ins go through the app `0oa2` instead of `0oa1`")),
    (
        "DMFAClientID",
        "\"0oa1\"",
        "",
        Some(
            "`DMFAClientID` is not set to a valid value any more, so no policy is made of the settings: the last good \
             one goes on, or nobody gets in",
        ),
    ),
    (
        "DMFAClientSecret",
        "\"one\"",
        "\"two\"",
        Some("the client secret is another one; the organization takes only the right one"),
    ),
    (
        "DMFAOrgURL",
        "\"https://a.example.com\"",
        "\"https://b.example.com\"",
        Some("people sign in at `https://b.example.com` instead of `https://a.example.com`"),
    ),
    ("MFARequiredList", "", "[\"*\"]", None),
    ("MFARequiredList", "[\"a\", \"b\"]", "[\"b\", \"a\"]", None),
    ("MFARequiredList", "", "[]", Some("nobody must use MFA any more; everybody had to")),
    ("MFARequiredList", "[]", "", Some("everybody must use MFA now; nobody had to")),
    ("MFARequiredList", "", "[\"a\"]", Some("only `a` must use MFA now, no longer everybody")),
    ("MFARequiredList", "[\"a\"]", "", Some("everybody must use MFA now, no longer only `a`")),
    (
        "MFARequiredList",
        "[\"a\", \"b\"]",
        "[\"b\", \"c\"]",
        Some("must use MFA now: `c`; need not use MFA any more: `a`"),
    ),
    ("MFANotRequiredList", "", "[]", None),
    ("MFANotRequiredList", "", "[\"breakglass\"]", Some("newly exempt from MFA: `breakglass`")),
    ("MFANotRequiredList", "[\"a\"]", "[]", Some("no longer exempt from MFA: `a`")),
    ("MFANotRequiredList", "", "[\"*\"]", Some("everybody is exempt from MFA now")),
    ("MFANotRequiredList", "[\"*\"]", "", Some("nobody is exempt from MFA any more; everybody was")),
    ("AllowedFactors", "[\"*\"]", "", None),
    ("AllowedFactors", "[\"*\"]", "[]", None),
    (
        "AllowedFactors",
        "[\"OV_Push\", \"Offline_TOTP\"]",
        "[\"OV_Push\", \"FIDO2_USB_key\"]",
        Some(
            "a FIDO2 security key may be used now; a device access code may not be used any more; no factor works \
             offline any more",
        ),
    ),
    (
        "AllowedFactors",
        "[\"OV_Push\", \"OV_TOTP\"]",
        "[\"OV_TOTP\", \"OV_Push\"]",
        Some("the factors are offered in another order: an Okta Verify code and an Okta Verify push"),
    ),
    (
        "AllowedFactors",
        "[\"OV_Push\", \"OV_TOTP\"]",
        "[\"OV_TOTP\"]",
        Some(
            "an Okta Verify push may not be used any more; accounts are linked with an Okta Verify code instead of an \
             Okta Verify push",
        ),
    ),
    (
        "AllowedFactors",
        "",
        "[\"OV_Push\", \"OV_TOTP\", \"FIDO2_USB_key\", \"Offline_TOTP\"]",
        Some("signing in with a browser, which no list can restrict, is no fallback any more"),
    ),
    ("AccountLinkingMFAFactor", "", "\"OV_Push\"", None),
    (
        "AccountLinkingMFAFactor",
        "",
        "\"OV_TOTP\"",
        Some("accounts are linked with an Okta Verify code instead of an Okta Verify push"),
    ),
    ("LoginPeriodWithoutEnrolledFactor", "", "0", None),
    (
        "LoginPeriodWithoutEnrolledFactor",
        "48",
        "168",
        Some("the grace before linking lengthens from 2 to 7 days"),
    ),
    (
        "LoginPeriodWithoutEnrolledFactor",
        "48",
        "",
        Some("there is no grace before linking any more; it was 2 days"),
    ),
    (
        "LoginPeriodWithoutEnrolledFactor",
        "",
        "1.5",
        Some("there is a grace of 90 minutes before linking now; there was none"),
    ),
    ("LoginPeriodWithOfflineFactor", "168", "", None),
    ("LoginPeriodWithOfflineFactor", "168", "48", Some("offline use shortens from 7 to 2 days")),
    (
        "LoginPeriodWithOfflineFactor",
        "168",
        "0",
        Some("no offline factor is accepted any more; offline use was allowed for 7 days"),
    ),
    (
        "LoginPeriodWithOfflineFactor",
        "0",
        "36",
        Some("offline use is allowed for 36 hours now; no offline factor was accepted"),
    ),
    (
        "OfflineLoginAllowed",
        "",
        "false",
        Some("offline sign-in is forbidden now: nobody signs in without reaching the organization"),
    ),
    (
        "OfflineLoginAllowed",
        "false",
        "true",
        Some("offline sign-in is allowed now, for 7 days after the last online success"),
    ),
    (
        "DeviceRecoveryPINDuration",
        "",
        "30",
        Some("the time that a used recovery PIN keeps working shortens from 1 hour to 30 minutes"),
    ),
    (
        "DeviceRecoveryValidityInDays",
        "",
        "30",
        Some("the time that a recovery secret is used before it is replaced shortens from 90 to 30 days"),
    ),
    (
        "AdminEmail",
        "",
        "\"a@example.com\"",
        Some("a user who needs help is told to write to `a@example.com`"),
    ),
    (
        "AdminPhone",
        "\"+1 555\"",
        "\"+1 556\"",
        Some("a user who needs help is told to call `+1 556` instead of `+1 555`"),
    ),
    (
        "OktaJoinEnabled",
        "",
        "true",
        Some("the state that Device-Bound SSO needs is turned on; the sign-in is the same"),
    ),
    (
        "Enforcement",
        "",
        "\"report\"",
        Some(
            "the policy is only tried out: everybody gets in with the password alone, and the audit log says what would \
             have happened",
        ),
    ),
    (
        "Enforcement",
        "\"report\"",
        "\"enforce\"",
        Some("the policy decides who gets in; it was only tried out"),
    ),
    (
        "Issuer",
        "",
        "\"https://id.example.com\"",
        Some("ID tokens must come from `https://id.example.com` instead of the organization itself"),
    ),
    (
        "AuthorizationServer",
        "\"default\"",
        "",
        Some("sign-ins go to the organization's own authorization server instead of `default`"),
    ),
    (
        "ClientAuthentication",
        "",
        "\"none\"",
        Some("the app proves itself to the organization not at all: it is a public client"),
    ),
    ("Protocol", "", "\"direct-authentication\"", Some("factors are asked for at the prompt only")),
    (
        "AccountName",
        "",
        "\"{user}@example.com\"",
        Some("the Okta username expected of an account is `{user}@example.com` instead of `{user}`"),
    ),
    (
        "LinkMatch",
        "",
        "\"any\"",
        Some("an account may be linked to any Okta identity, whatever its username"),
    ),
    (
        "SharedIdentityAllowed",
        "",
        "true",
        Some("one Okta identity may open several accounts of a computer now"),
    ),
    ("Services", "", "{ unlock = \"exempt\", sudo = \"require\" }", None),
    (
        "Services",
        "",
        "{ unlock = \"require\", sudo = \"exempt\", sudo-i = \"exempt\" }",
        Some("the password alone is enough for: `sudo` and `sudo-i`; MFA is asked for by: `unlock`"),
    ),
    ("MissingProfile", "", "\"deny\"", Some("once the profile is gone, nobody gets in")),
    ("FailureBudget", "", "3", Some("a user is denied after 3 wrong answers instead of 5")),
    (
        "FailureRefillMinutes",
        "",
        "60",
        Some("the running time after which a wrong answer is given back lengthens from 15 minutes to 1 hour"),
    ),
    (
        "OfflineSecurityKeyAllowed",
        "",
        "true",
        Some("a security key enrolled on this computer may be used offline now"),
    ),
    (
        "RecoveryRecipients",
        "",
        "[\"age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq\"]",
        Some("a user who is locked out can be let in by a recovery PIN now"),
    ),
    (
        "PromptTimeoutSeconds",
        "",
        "60",
        Some("the time that a prompt waits for an answer shortens from 5 to 1 minute"),
    ),
    (
        "ReservedAccounts",
        "",
        "[\"_backup\"]",
        Some(
            "`_backup` and uid 0 are never linked now, and the system's own accounts no longer are reserved",
        ),
    ),
    ("ReservedAccounts", "[\"a\"]", "[\"b\"]", Some("never linked any more: `b`; free to be linked: `a`")),
];

/// Settings in which a key has a value, and all that must be set besides.
fn in_force(key: &str, line: &str) -> InForce {
    let is_set = |domain: &Domain| Catalog::of(domain).key(key).is_some() && !line.is_empty();
    let mut text = format!("[\"{}\"]\n", DESKTOP_MFA.name);
    for (name, value) in
        [("DMFAClientID", "0oa1"), ("DMFAClientSecret", "s"), ("DMFAOrgURL", "https://a.example.com")]
    {
        if name != key {
            text.push_str(&format!("{name} = \"{value}\"\n"));
        }
    }
    if is_set(&DESKTOP_MFA) {
        text.push_str(&format!("{key} = {line}\n"));
    }
    if is_set(&AGENT) {
        text.push_str(&format!("[\"{}\"]\n{key} = {line}\n", AGENT.name));
    }
    let file = SettingsFile::read(&text, Syntax::Toml).unwrap_or_else(|error| panic!("{text}: {error}"));
    InForce::of(&file).unwrap_or_else(|| panic!("{text}"))
}

fn domain_of(key: &str) -> &'static str {
    let has = |domain: &&&'static Domain| Catalog::of(domain).key(key).is_some();
    DOMAINS.iter().find(has).map(|domain| domain.name).unwrap_or_else(|| panic!("no domain has {key}"))
}

#[test]
fn a_change_is_said_by_what_it_does() {
    for (key, before, after, expected) in CASES {
        let (left, right) = (in_force(key, before), in_force(key, after));
        let effect = of_key(domain_of(key), key, Some(&left), Some(&right));
        let expected = expected.map_or(Effect::Nothing, |words| Effect::Words(words.to_owned()));
        assert_eq!(effect, expected, "{key}: {before} → {after}");
        // The way back is a change too, and nothing never is.
        let back = of_key(domain_of(key), key, Some(&right), Some(&left));
        assert_eq!(back == Effect::Nothing, expected == Effect::Nothing, "{key}: {after} → {before}");
        assert_eq!(of_key(domain_of(key), key, Some(&left), Some(&left)), Effect::Nothing, "{key}: {before}");
    }
}

#[test]
fn every_key_has_words_and_a_case() {
    let tried: BTreeSet<&str> = CASES.iter().filter(|case| case.3.is_some()).map(|case| case.0).collect();
    for domain in DOMAINS {
        for key in &Catalog::of(domain).keys {
            assert!(key::words(domain.name, &key.name).is_some(), "no words for `{}`", key.name);
            assert!(tried.contains(key.name.as_str()), "no case for `{}`", key.name);
        }
    }
}

#[test]
fn what_is_not_known_is_not_guessed() {
    let known = in_force("AdminPhone", "");
    let filled = in_force("AccountName", "\"$EMAIL\"");
    assert_eq!(of_key(AGENT.name, "AccountName", Some(&known), Some(&filled)), Effect::Unknown);
    assert_eq!(of_key(AGENT.name, "Enforcement", Some(&known), None), Effect::Unknown);
    assert_eq!(of_key(DESKTOP_MFA.name, "NoSuchKey", Some(&known), Some(&known)), Effect::Unknown);
    assert_eq!(of_key("com.example.app", "AccountName", Some(&known), Some(&known)), Effect::Unknown);
}

#[test]
fn settings_for_a_user_and_settings_that_are_set_once_are_not_in_force() {
    let text = "[profile]\nscope = \"User\"\n[\"org.latchkey.agent\"]\nEnforcement = \"report\"\n";
    let mut file = SettingsFile::read(text, Syntax::Toml).expect("settings");
    assert!(InForce::of(&file).is_none());
    file.profile.scope = ProfileScope::System;
    assert!(InForce::of(&file).is_some());
    for domain in &mut file.domains {
        domain.means = Means::SetOnce { timestamp: None };
    }
    assert!(InForce::of(&file).is_none());
}
