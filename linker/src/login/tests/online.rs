//! Signing in by push and by OTP: every way the person and the organization can answer.

use super::stage::{play, sign_in, sign_in_choosing};
use crate::Factor::{OfflineCode, OfflineSecurityKey, Otp, Push, SecurityKey};

const PUSHED: &str = "
    get openid-configuration Day | discovery
    charge | charged
    start primary-authenticate alice@corp.example | push
    tell push | done
    wait until +5 | +5 elapsed
";

const ASKED: &str = "get openid-configuration Day | discovery\n";

fn push(transcript: &str, ending: &str) {
    play(sign_in(&[Push]), &format!("{PUSHED}{transcript}"), ending);
}

fn otp(transcript: &str, ending: &str) {
    play(sign_in(&[Otp]), &format!("{ASKED}{transcript}"), ending);
}

#[test]
fn push_signs_in() {
    push(
        "poll oob1 | tokens
         get keys Day | keys
         refund | done",
        "granted push 00u1 at +5",
    );
}

#[test]
fn a_declined_push_is_refused_and_stays_charged() {
    push("poll oob1 | error access_denied", "refused Declined");
    push("poll oob1 | error oob_rejected", "refused Declined");
}

#[test]
fn an_expired_push_is_refused_and_given_back() {
    for code in ["expired_token", "invalid_grant"] {
        push(&format!("poll oob1 | error {code}\n refund | done"), "refused Expired");
    }
}

#[test]
fn an_unanswered_push_is_polled_no_faster_than_asked_and_ends_with_its_life() {
    push(
        "poll oob1 | pending
         wait until +10 | +4 elapsed
         wait until +10 | +1 elapsed
         poll oob1 | slow
         wait until +20 | +10 elapsed
         poll oob1 | slow
         wait until +35 | +15 elapsed
         poll oob1 | error direct_auth_authorization_pending
         wait until +50 | +15 elapsed
         poll oob1 | pending
         wait until +60 | +9 elapsed
         wait until +60 | +1 elapsed
         refund | done",
        "refused Expired",
    );
}

#[test]
fn a_push_cannot_be_started_for_a_refused_identity() {
    for (answer, code) in [
        ("error access_denied", "access_denied"),
        ("error invalid_grant", "invalid_grant"),
        ("api E0000004", "E0000004"),
    ] {
        let transcript = format!(
            "{ASKED}
             charge | charged
             start primary-authenticate alice@corp.example | {answer}
             refund | done"
        );
        let ending = format!("refused IdentityRefused {{ code: \"{code}\" }}");
        play(sign_in(&[Push]), &transcript, &ending);
    }
}

#[test]
fn giving_up_does_not_hide_a_refusal() {
    let transcript = format!(
        "{ASKED}
         charge | charged
         start primary-authenticate alice@corp.example | error access_denied
         refund | cancel"
    );
    play(sign_in(&[Push]), &transcript, r#"refused IdentityRefused { code: "access_denied" }"#);
}

#[test]
fn an_older_organization_is_asked_at_the_older_endpoint_once() {
    for unknown in ["missing", "status 405", "error invalid_request"] {
        let begun = format!(
            "{ASKED}
             charge | charged
             start primary-authenticate alice@corp.example | {unknown}\n"
        );
        let older = "start oob-authenticate alice@corp.example";
        play(
            sign_in(&[Push]),
            &format!(
                "{begun}
                 {older} | push
                 tell push | done
                 wait until +5 | +5 elapsed
                 poll oob1 | tokens
                 get keys Day | keys
                 refund | done"
            ),
            "granted push 00u1 at +5",
        );
        play(
            sign_in(&[Push]),
            &format!("{begun} {older} | error invalid_request\n refund | done"),
            r#"refused Configuration { code: "invalid_request", description: "d" }"#,
        );
    }
}

#[test]
fn a_push_breaks_the_protocol_without_its_number_and_where_it_wants_a_code_here() {
    for (binding, what) in [
        ("transfer", "a push with a number to compare, but no number"),
        ("prompt", "a push that asks for a code here, which is not offered"),
        ("smoke", "a push with an unknown binding"),
    ] {
        let transcript = format!(
            "{ASKED}
             charge | charged
             start primary-authenticate alice@corp.example | push {{\"binding_method\": \"{binding}\"}}
             refund | done"
        );
        play(sign_in(&[Push]), &transcript, &format!("refused Protocol({what:?})"));
    }
}

#[test]
fn another_identity_is_refused() {
    push(
        r#"poll oob1 | tokens {"sub": "00u2"}
         get keys Day | keys"#,
        "refused OtherIdentity",
    );
    otp(
        r#"ask code otp | type 123456
         charge | charged
         send code 123456 | tokens {"sub": "00u2"}
         get keys Day | keys"#,
        "refused OtherIdentity",
    );
}

#[test]
fn a_renamed_identity_is_the_same() {
    push(
        r#"poll oob1 | tokens {"preferred_username": "alice.smith@corp.example"}
         get keys Day | keys
         refund | done"#,
        "granted push 00u1 at +5",
    );
}

#[test]
fn wrong_codes_are_asked_again_and_each_is_charged() {
    otp(
        "ask code otp | type 111111
         charge | charged
         send code 111111 | error invalid_grant
         ask code otp Wrong | type 222222
         charge | charged
         send code 222222 | error invalid_otp
         ask code otp Wrong | type 333333
         charge | charged
         send code 333333 | tokens
         get keys Day | keys
         refund | done",
        "granted otp 00u1 at +0",
    );
    otp(
        "ask code otp | type 111111
         charge | charged
         send code 111111 | error invalid_grant
         ask code otp Wrong | type 111111
         charge | charged
         send code 111111 | api E0000004
         ask code otp Wrong | type 111111
         charge | charged
         send code 111111 | error invalid_grant",
        "refused WrongCode(Otp)",
    );
}

#[test]
fn what_is_no_code_is_neither_sent_nor_charged() {
    let mut transcript = "ask code otp | type 12345\n".to_owned();
    for _ in 0..8 {
        transcript.push_str("ask code otp NotACode | type 12345a\n");
    }
    otp(&format!("{transcript} ask code otp NotACode | +61 timeout"), "refused TimedOut");
    otp(&format!("{transcript} ask code otp NotACode | type +12345"), "refused WrongCode(Otp)");
}

#[test]
fn a_refused_identity_ends_a_code_too() {
    otp(
        "ask code otp | type 111111
         charge | charged
         send code 111111 | error access_denied",
        r#"refused IdentityRefused { code: "access_denied" }"#,
    );
}

#[test]
fn a_policy_that_wants_more_is_the_administrators_matter() {
    let description = "the organization's sign-in policy asks this client for a second factor; one factor must \
                       satisfy it";
    otp(
        "ask code otp | type 111111
         charge | charged
         send code 111111 | error mfa_required
         refund | done",
        &format!("refused Configuration {{ code: \"mfa_required\", description: {description:?} }}"),
    );
}

#[test]
fn a_spent_budget_asks_the_organization_nothing() {
    let spent = "charge | spent";
    play(sign_in(&[Push]), &format!("{ASKED}{spent}"), "refused BudgetSpent");
    otp(&format!("ask code otp | type 111111\n{spent}"), "refused BudgetSpent");
}

#[test]
fn a_charge_that_is_not_kept_checks_nothing() {
    play(sign_in(&[Push]), &format!("{ASKED}charge | store-failed"), "refused NotRemembered");
}

#[test]
fn a_push_that_was_left_is_found_again_not_sent_again() {
    let left = format!(
        "ask factor push otp | factor push
         {PUSHED}
         poll oob1 | pending
         wait until +10 | +1 another
         refund | done
         ask factor push otp | factor otp
         ask code otp | another
         ask factor push otp | +2 factor push
         charge | charged\n"
    );
    play(
        sign_in(&[Push, Otp]),
        &format!(
            "{left}
             tell push | done
             wait until +10 | +2 elapsed
             poll oob1 | tokens
             get keys Day | keys
             refund | done"
        ),
        "granted push 00u1 at +10",
    );
    let expired = left.replace("+2 factor push", "+59 factor push");
    play(
        sign_in(&[Push, Otp]),
        &format!(
            "{expired}
             start primary-authenticate alice@corp.example | push
             tell push | cancel
             refund | done"
        ),
        "refused Cancelled",
    );
}

#[test]
fn a_push_cannot_be_left_where_it_is_the_only_factor() {
    push(
        "poll oob1 | pending
         wait until +10 | another
         wait until +10 | cancel
         refund | done",
        "refused Cancelled",
    );
}

#[test]
fn a_person_who_never_decides_comes_to_an_end() {
    let mut transcript =
        "ask factor push otp | factor otp\nget openid-configuration Day | discovery\n".to_owned();
    for _ in 0..20 {
        transcript.push_str("ask code otp | another\nask factor push otp | factor otp\n");
    }
    transcript.push_str("ask code otp | another\nask code otp | timeout");
    play(sign_in(&[Push, Otp]), &transcript, "refused TimedOut");
}

#[test]
fn a_choice_made_beforehand_is_not_asked() {
    play(
        sign_in_choosing(&[Push, Otp], Some(Otp)),
        "get openid-configuration Day | discovery
         ask code otp | cancel",
        "refused Cancelled",
    );
    play(
        sign_in_choosing(&[Push, Otp], Some(OfflineCode)),
        "ask factor push otp | cancel",
        "refused Cancelled",
    );
}

#[test]
fn factors_without_states_are_left_out() {
    play(sign_in(&[SecurityKey, OfflineSecurityKey]), "", "refused NoUsableFactor");
    play(sign_in(&[SecurityKey, Otp]), "get openid-configuration Day | cancel", "refused Cancelled");
    play(sign_in(&[]), "", "refused NoUsableFactor");
}

#[test]
fn every_moment_of_a_push_can_be_cancelled() {
    let moments = [
        ("get openid-configuration Day", "discovery", false),
        ("charge", "charged", false),
        ("start primary-authenticate alice@corp.example", "push", true),
        ("tell push", "done", true),
        ("wait until +5", "+5 elapsed", true),
        ("poll oob1", "tokens", true),
        ("get keys Day", "keys", true),
        ("refund", "done", false),
    ];
    let mut before = String::new();
    for (step, answer, charged) in moments {
        let refund = if charged { "refund | done" } else { "" };
        play(sign_in(&[Push]), &format!("{before}{step} | cancel\n{refund}"), "refused Cancelled");
        before.push_str(&format!("{step} | {answer}\n"));
    }
}
