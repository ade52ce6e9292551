//! Signing in by the offline code: right, wrong, replayed, missing.

use super::stage::{play, sign_in};
use crate::Factor::{OfflineCode, Push};

fn check(transcript: &str, ending: &str) {
    play(sign_in(&[OfflineCode]), transcript, ending);
}

#[test]
fn a_right_code_signs_in_without_the_organization() {
    check(
        "load | loaded
         ask code offline-code | code 0
         charge | charged
         accept 0 | accepted
         refund | done",
        "granted offline-code 00u1",
    );
}

#[test]
fn a_code_typed_late_tells_of_no_skew() {
    check(
        "load | +25 loaded
         ask code offline-code | +10 code -1
         charge | charged
         accept 0 | accepted
         refund | done",
        "granted offline-code 00u1",
    );
}

#[test]
fn a_code_of_another_step_tells_of_the_clock() {
    for (step, told) in [(-1, "+30"), (1, "-30")] {
        check(
            &format!(
                "load | loaded
                 ask code offline-code | code {step}
                 charge | charged
                 accept {step} | accepted
                 refund | done
                 tell clock {told} | done"
            ),
            "granted offline-code 00u1",
        );
    }
}

#[test]
fn a_code_outside_the_window_is_wrong() {
    for step in [-2, 2, 2880] {
        check(
            &format!(
                "load | loaded
                 ask code offline-code | code {step}
                 charge | charged
                 ask code offline-code Wrong | cancel"
            ),
            "refused WrongCode(OfflineCode)",
        );
    }
}

#[test]
fn wrong_codes_are_charged_and_end_the_login() {
    check(
        "load | loaded
         ask code offline-code | type 000000
         charge | charged
         ask code offline-code Wrong | type 12345
         ask code offline-code NotACode | type 000000
         charge | charged
         ask code offline-code Wrong | type 000000
         charge | charged",
        "refused WrongCode(OfflineCode)",
    );
}

#[test]
fn a_replayed_code_is_refused_and_the_next_one_works() {
    check(
        "load | loaded
         ask code offline-code | code 0
         charge | charged
         accept 0 | replayed
         ask code offline-code Replayed | +30 code 0
         charge | charged
         accept 1 | accepted
         refund | done",
        "granted offline-code 00u1",
    );
    check(
        "load | loaded
         ask code offline-code | code 0
         charge | charged
         accept 0 | replayed
         ask code offline-code Replayed | code 0
         charge | charged
         accept 0 | replayed
         ask code offline-code Replayed | code 0
         charge | charged
         accept 0 | replayed",
        "refused Replayed",
    );
}

#[test]
fn a_spent_budget_checks_nothing() {
    check(
        "load | loaded
         ask code offline-code | code 0
         charge | spent",
        "refused BudgetSpent",
    );
}

#[test]
fn a_step_that_is_not_remembered_lets_nobody_in() {
    check(
        "load | loaded
         ask code offline-code | code 0
         charge | charged
         accept 0 | store-failed
         refund | store-failed",
        "refused NotRemembered",
    );
    check(
        "load | loaded
         ask code offline-code | code 0
         charge | store-failed",
        "refused NotRemembered",
    );
    check("load | store-failed", "refused NotRemembered");
}

#[test]
fn a_secret_that_is_not_this_identitys_is_not_usable() {
    for loaded in ["nothing", "garbage", "other"] {
        check(&format!("load | loaded {loaded}"), "refused NoUsableFactor");
        play(
            sign_in(&[Push, OfflineCode]),
            &format!(
                "ask factor push offline-code | factor offline-code
                 load | loaded {loaded}
                 ask factor push | cancel"
            ),
            "refused Cancelled",
        );
    }
}

#[test]
fn the_offline_code_may_be_left_for_a_push() {
    play(
        sign_in(&[Push, OfflineCode]),
        "ask factor push offline-code | factor offline-code
         load | loaded
         ask code offline-code | another
         ask factor push offline-code | factor push
         get openid-configuration Day | unreachable",
        "unavailable Unreachable",
    );
}

#[test]
fn the_code_prompt_can_be_cancelled_and_ends_in_time() {
    check("load | loaded\n ask code offline-code | cancel", "refused Cancelled");
    check("load | loaded\n ask code offline-code | timeout", "refused TimedOut");
    check("load | loaded\n ask code offline-code | +61 code 0", "refused TimedOut");
    check(
        "load | loaded
         ask code offline-code | code 0
         charge | charged
         accept 0 | cancel
         refund | done",
        "refused Cancelled",
    );
}
