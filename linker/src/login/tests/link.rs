//! Linking: every way it begins, and every way it ends.

use super::stage::{link, play};
use crate::AccountRule;
use crate::Factor::{self, OfflineCode, Otp, Push, SecurityKey};

fn alice_by(factor: Factor) -> crate::Link {
    link(&[factor], AccountRule::Name("alice".to_owned()), true)
}

fn check(transcript: &str, ending: &str) {
    play(alice_by(Push), transcript, ending);
}

#[test]
fn push_links() {
    check(
        "ask begin or later | yes
         ask username alice | username alice@corp.example
         get openid-configuration Day | discovery
         charge | charged
         start primary-authenticate alice@corp.example | push
         tell push | done
         wait until +5 | +5 elapsed
         poll oob1 | pending
         wait until +10 | +5 elapsed
         poll oob1 | tokens
         get keys Day | keys
         refund | done",
        "granted push 00u1 at +10",
    );
}

#[test]
fn push_with_a_number_shows_it() {
    check(
        r#"ask begin or later | yes
         ask username alice | username alice
         get openid-configuration Day | discovery
         charge | charged
         start primary-authenticate alice | push {"binding_method": "transfer", "binding_code": "42"}
         tell number 42 | done
         wait until +5 | +5 elapsed
         poll oob1 | tokens
         get keys Day | keys
         refund | done"#,
        "granted push 00u1 at +5",
    );
}

#[test]
fn otp_links() {
    play(
        alice_by(Otp),
        "ask begin or later | yes
         ask username alice | username alice
         get openid-configuration Day | discovery
         ask code otp | type 123 456
         charge | charged
         send code 123456 | tokens
         get keys Day | keys
         refund | done",
        "granted otp 00u1 at +0",
    );
}

#[test]
fn linking_may_be_put_off_only_where_allowed() {
    check("ask begin or later | later", "refused PutOff");
    play(
        link(&[Push], AccountRule::Any, false),
        "ask begin | later
         ask begin | +61 timeout",
        "refused TimedOut",
    );
}

#[test]
fn a_username_is_asked_until_there_is_one() {
    let long = "x".repeat(257);
    check(
        &format!(
            "ask begin or later | yes
             ask username alice | username
             ask username alice | username {long}
             ask username alice | username al\u{7}ice
             ask username alice | username   alice
             get openid-configuration Day | unreachable"
        ),
        "unavailable Unreachable",
    );
}

#[test]
fn another_name_than_the_accounts_is_refused() {
    for claims in [
        r#"{"preferred_username": "bob@corp.example"}"#,
        r#"{"preferred_username": "Alice@corp.example"}"#,
        r#"{"preferred_username": null}"#,
    ] {
        let transcript = format!(
            "ask begin or later | yes
             ask username alice | username alice
             get openid-configuration Day | discovery
             charge | charged
             start primary-authenticate alice | push
             tell push | done
             wait until +5 | +5 elapsed
             poll oob1 | tokens {claims}
             get keys Day | keys"
        );
        check(&transcript, "refused AccountMismatch");
    }
}

#[test]
fn any_name_links_where_the_rule_says_so() {
    play(
        link(&[Push], AccountRule::Any, false),
        r#"ask begin | yes
         ask username alice | username bob
         get openid-configuration Day | discovery
         charge | charged
         start primary-authenticate bob | push
         tell push | done
         wait until +5 | +5 elapsed
         poll oob1 | tokens {"sub": "00u2", "preferred_username": null}
         get keys Day | keys
         refund | done"#,
        "granted push 00u2 at +5",
    );
}

#[test]
fn offline_factors_do_not_link() {
    play(link(&[OfflineCode, SecurityKey], AccountRule::Any, false), "", "refused NoUsableFactor");
    play(link(&[], AccountRule::Any, false), "", "refused NoUsableFactor");
}

#[test]
fn the_factor_is_asked_where_several_are_allowed() {
    play(
        link(&[SecurityKey, Otp, Push, Otp, OfflineCode], AccountRule::Any, false),
        "ask begin | yes
         ask username alice | username alice
         ask factor otp push | factor offline-code
         ask factor otp push | factor otp
         get openid-configuration Day | discovery
         ask code otp | another
         ask factor otp push | factor push
         charge | charged
         start primary-authenticate alice | push
         tell push | cancel
         refund | done",
        "refused Cancelled",
    );
}

#[test]
fn every_prompt_can_be_cancelled_and_ends_in_time() {
    let prompts = [
        ("ask begin or later", "yes"),
        ("ask username alice", "username alice"),
        ("ask factor push otp", "factor otp"),
        ("get openid-configuration Day", "discovery"),
        ("ask code otp", ""),
    ];
    let mut before = String::new();
    for (prompt, answer) in prompts {
        let machine = || link(&[Push, Otp], AccountRule::Any, true);
        play(machine(), &format!("{before}{prompt} | cancel"), "refused Cancelled");
        if prompt.starts_with("ask") {
            play(machine(), &format!("{before}{prompt} | timeout"), "refused TimedOut");
            play(machine(), &format!("{before}{prompt} | +61 another"), "refused TimedOut");
        }
        before.push_str(&format!("{prompt} | {answer}\n"));
    }
}
