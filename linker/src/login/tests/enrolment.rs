//! Enrolling the offline code: shown, confirmed, kept, and only then called enrolled.

use super::stage::{START, enrolment, play};
use crate::offline_secret::OfflineSecret;
use crate::step::{Answer, Question};
use crate::{Input, Machine, Step};

fn check(transcript: &str, ending: &str) {
    play(enrolment(true), transcript, ending);
}

#[test]
fn a_confirmed_code_is_enrolled_once_it_is_kept() {
    check(
        "ask begin or later | yes
         ask confirm | code 0
         store | stored
         accept 0 | accepted
         tell enrolled | done",
        "Enrolled",
    );
}

#[test]
fn a_step_used_already_does_not_stand_in_the_way() {
    check(
        "ask begin or later | yes
         ask confirm | code 1
         store | stored
         accept 1 | replayed
         tell enrolled | done
         tell clock -30 | done",
        "Enrolled",
    );
}

#[test]
fn enrolment_may_be_put_off_only_where_allowed() {
    check("ask begin or later | later", "PutOff");
    play(enrolment(false), "ask begin | later\n ask begin | cancel", "Abandoned(Cancelled)");
}

#[test]
fn wrong_codes_are_asked_again_and_end_the_enrolment() {
    check(
        "ask begin or later | yes
         ask confirm | type 000000
         ask confirm Wrong | type 1234567
         ask confirm NotACode | code 3
         ask confirm Wrong | code -3",
        "Abandoned(WrongCode(OfflineCode))",
    );
    let mut transcript = "ask begin or later | yes\n ask confirm | type x\n".to_owned();
    for _ in 0..9 {
        transcript.push_str("ask confirm NotACode | type x\n");
    }
    check(&transcript, "Abandoned(WrongCode(OfflineCode))");
}

#[test]
fn what_is_not_kept_is_not_enrolled() {
    let confirmed = "ask begin or later | yes\n ask confirm | code 0\n";
    check(&format!("{confirmed} store | store-failed"), "Abandoned(NotRemembered)");
    check(&format!("{confirmed} store | stored\n accept 0 | store-failed"), "Abandoned(NotRemembered)");
}

#[test]
fn every_prompt_can_be_cancelled_and_ends_in_time() {
    for before in ["ask begin or later |", "ask begin or later | yes\n ask confirm |"] {
        check(&format!("{before} cancel"), "Abandoned(Cancelled)");
        check(&format!("{before} timeout"), "Abandoned(TimedOut)");
        check(&format!("{before} +61 yes"), "Abandoned(TimedOut)");
    }
}

#[test]
fn what_is_shown_is_what_is_kept() {
    let mut machine = enrolment(false);
    machine.handle(Input::Answer(Answer::Yes), START);
    let Step::Ask { question: Question::ConfirmOfflineCode { enrolment: shown, .. }, .. } = machine.poll()
    else {
        panic!("not asked to confirm");
    };
    machine.handle(Input::Answer(Answer::Code(super::stage::code(0, START))), START);
    let Step::Store(_, kept) = machine.poll() else { panic!("not asked to store") };
    let kept = OfflineSecret::read(&kept).unwrap();
    assert!(kept.identity.is(&super::stage::alice()));
    let base32 = kept.seed.to_base32();
    assert_eq!(shown.typed.replace(' ', ""), base32.expose());
    assert!(shown.uri.starts_with("otpauth://totp/Corp:alice%40corp.example%20%28mac-01%29?"));
    assert!(shown.uri.contains(base32.expose()));
}
