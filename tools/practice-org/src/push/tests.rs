use std::time::Duration;

use super::{Addressee, Poll, Pushes, Reply, Starter, Unanswerable};
use crate::{clock::Moment, issuer::Issuer};

const ALICE: Addressee = Addressee::Account(0);

fn pushes() -> Pushes {
    Pushes::new(Duration::from_secs(300), Duration::from_secs(5))
}

fn starter(client: &str) -> Starter {
    Starter { issuer: Issuer::Org, client_id: client.to_owned(), mfa_token: None }
}

fn at(milliseconds: u64) -> Moment {
    Moment::from_unix_seconds(1000).plus(Duration::from_millis(milliseconds))
}

/// Starts a push at time 0; its code, its ID and the right number.
fn start(pushes: &mut Pushes, with_number: bool) -> (String, u64, Option<u8>) {
    let push = pushes.start(ALICE, starter("app"), with_number, at(0)).unwrap();
    (push.code.clone(), push.id, push.numbers.map(|numbers| numbers.right))
}

#[test]
fn a_push_ends_approved_only_by_an_explicit_approval_with_the_right_number() {
    type Case = (bool, fn(Option<u8>) -> Reply, Result<bool, Unanswerable>, Poll);
    let cases: [Case; 7] = [
        (true, Reply::Approve, Ok(true), Poll::Approved(ALICE)),
        (true, |right| Reply::Approve(right.map(|number| number ^ 1)), Ok(false), Poll::Declined),
        (true, |_| Reply::Approve(None), Err(Unanswerable::NumberMissing), Poll::Pending),
        (true, |_| Reply::Decline, Ok(false), Poll::Declined),
        (false, |_| Reply::Approve(None), Ok(true), Poll::Approved(ALICE)),
        (false, |_| Reply::Approve(Some(42)), Err(Unanswerable::NumberUnexpected), Poll::Pending),
        (false, |_| Reply::Decline, Ok(false), Poll::Declined),
    ];
    for (index, (with_number, reply, answered, polled)) in cases.into_iter().enumerate() {
        let mut pushes = pushes();
        let (code, id, right) = start(&mut pushes, with_number);
        assert_eq!(pushes.answer(0, id, reply(right), at(1)), answered, "case {index}");
        assert_eq!(pushes.poll(&code, &starter("app"), at(2)), polled, "case {index}");
    }
}

#[test]
fn an_answered_push_cannot_be_answered_again() {
    let mut pushes = pushes();
    let (code, id, right) = start(&mut pushes, true);
    assert_eq!(pushes.answer(0, id, Reply::Decline, at(1)), Ok(false));
    assert_eq!(pushes.answer(0, id, Reply::Approve(right), at(2)), Err(Unanswerable::NotPending));
    assert_eq!(pushes.poll(&code, &starter("app"), at(3)), Poll::Declined);
}

#[test]
fn nobody_answers_the_push_of_another_account() {
    let mut pushes = pushes();
    let (_, id, right) = start(&mut pushes, true);
    assert_eq!(pushes.answer(1, id, Reply::Approve(right), at(1)), Err(Unanswerable::NotPending));
}

#[test]
fn only_the_starter_learns_of_a_push() {
    let mut pushes = pushes();
    let (code, ..) = start(&mut pushes, true);
    let custom = Starter { issuer: Issuer::Custom, ..starter("app") };
    let second = Starter { mfa_token: Some("token".to_owned()), ..starter("app") };
    for other in [starter("other"), custom, second] {
        assert_eq!(pushes.poll(&code, &other, at(1)), Poll::Unknown);
    }
    assert_eq!(pushes.poll("another code", &starter("app"), at(1)), Poll::Unknown);
    assert_eq!(pushes.poll(&code, &starter("app"), at(1)), Poll::Pending);
}

#[test]
fn the_end_is_told_once() {
    for reply in [Reply::Decline, Reply::Approve(None)] {
        let mut pushes = pushes();
        let (code, id, _) = start(&mut pushes, false);
        pushes.answer(0, id, reply, at(1)).unwrap();
        assert!(matches!(pushes.poll(&code, &starter("app"), at(2)), Poll::Declined | Poll::Approved(_)));
        assert_eq!(pushes.poll(&code, &starter("app"), at(9000)), Poll::Unknown);
    }
}

#[test]
fn a_push_is_over_at_its_deadline_whether_answered_or_not() {
    for (time, expected) in [(299_999, Poll::Pending), (300_000, Poll::Unknown), (300_001, Poll::Unknown)] {
        let mut pushes = pushes();
        let (code, id, _) = start(&mut pushes, false);
        assert_eq!(pushes.poll(&code, &starter("app"), at(time)), expected, "unanswered at {time}");
        if expected == Poll::Unknown {
            assert_eq!(pushes.answer(0, id, Reply::Approve(None), at(time)), Err(Unanswerable::NotPending));
        }
    }
    let mut pushes = pushes();
    let (code, id, _) = start(&mut pushes, false);
    pushes.answer(0, id, Reply::Approve(None), at(1)).unwrap();
    assert_eq!(pushes.poll(&code, &starter("app"), at(300_000)), Poll::Unknown);
}

#[test]
fn polling_too_fast_makes_the_interval_grow() {
    let mut pushes = pushes();
    let (code, ..) = start(&mut pushes, true);
    for (time, expected) in [
        (0, Poll::Pending),
        (5_000, Poll::Pending),
        (9_900, Poll::TooFast),
        (15_000, Poll::TooFast),
        (30_000, Poll::Pending),
        (44_960, Poll::Pending),
    ] {
        assert_eq!(pushes.poll(&code, &starter("app"), at(time)), expected, "at {time}");
    }
}

#[test]
fn one_push_of_a_client_is_outstanding_until_it_is_answered_or_over() {
    let mut pushes = pushes();
    let (_, id, _) = start(&mut pushes, false);
    assert_eq!(pushes.outstanding(&ALICE, "app", at(1)), Some(at(300_000)));
    assert_eq!(pushes.outstanding(&ALICE, "other", at(1)), None);
    assert_eq!(pushes.outstanding(&Addressee::Account(1), "app", at(1)), None);
    assert_eq!(pushes.outstanding(&ALICE, "app", at(300_000)), None);
    let (_, second, _) = start(&mut pushes, false);
    assert_ne!(id, second);
    pushes.answer(0, second, Reply::Decline, at(1)).unwrap();
    assert_eq!(pushes.outstanding(&ALICE, "app", at(1)), None);
}

#[test]
fn three_different_numbers_of_two_digits_are_shown_and_one_is_right() {
    let mut pushes = pushes();
    for _ in 0..200 {
        let numbers = pushes.start(ALICE, starter("app"), true, at(0)).unwrap().numbers.unwrap();
        let [first, second, third] = numbers.shown;
        assert!(first != second && second != third && first != third, "{numbers:?}");
        assert!(numbers.shown.iter().all(|number| (10..=99).contains(number)), "{numbers:?}");
        assert!(numbers.shown.contains(&numbers.right), "{numbers:?}");
    }
}
