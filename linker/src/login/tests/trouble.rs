//! Organizations and networks in trouble: refused, unavailable or ridden out, as fits, and never in.

use super::stage::{play, sign_in};
use crate::Factor::{Otp, Push};

const ASKED: &str = "get openid-configuration Day | discovery\n";

const STARTING: &str = "
    get openid-configuration Day | discovery
    charge | charged
    start primary-authenticate alice@corp.example |";

const POLLING: &str = "
    get openid-configuration Day | discovery
    charge | charged
    start primary-authenticate alice@corp.example | push
    tell push | done
    wait until +5 | +5 elapsed
    poll oob1 |";

fn discovering(answers: &str, ending: &str) {
    play(sign_in(&[Push]), &format!("get openid-configuration Day | {answers}"), ending);
}

fn starting(answers: &str, ending: &str) {
    play(sign_in(&[Push]), &format!("{STARTING} {answers}"), ending);
}

fn polling(answers: &str, ending: &str) {
    play(sign_in(&[Push]), &format!("{POLLING} {answers}"), ending);
}

fn sending(answers: &str, ending: &str) {
    let before = "ask code otp | type 123456\ncharge | charged\nsend code 123456 |";
    play(sign_in(&[Otp]), &format!("{ASKED}{before} {answers}"), ending);
}

/// After tokens came by push.
fn verifying(tokens: &str, answers: &str, ending: &str) {
    polling(&format!("{tokens}\nget keys Day | {answers}"), ending);
}

#[test]
fn an_organization_out_of_reach_is_unavailable_at_once() {
    for (failure, cause) in [
        ("unreachable", "Unreachable"),
        ("tls", "Tls"),
        ("silent", "TimedOut"),
        ("too-long", "NotTheOrganization"),
    ] {
        let ending = format!("unavailable {cause}");
        discovering(failure, &ending);
        starting(&format!("{failure}\nrefund | done"), &ending);
        sending(&format!("{failure}\nrefund | done"), &ending);
    }
}

#[test]
fn somebody_else_who_answers_is_unavailable() {
    for answer in ["html", "redirect", "status 511"] {
        let ending = "unavailable NotTheOrganization";
        discovering(answer, ending);
        starting(&format!("{answer}\nrefund | done"), ending);
        polling(&format!("{answer}\nrefund | done"), ending);
        sending(&format!("{answer}\nrefund | done"), ending);
        verifying("tokens", &format!("{answer}\nrefund | done"), ending);
    }
    discovering("missing", "unavailable NotTheOrganization");
    discovering("json {}", "unavailable NotTheOrganization");
    discovering("json []", "unavailable NotTheOrganization");
}

#[test]
fn a_discovery_of_somebody_else_is_refused() {
    for (changes, what) in [
        (r#"{"issuer": "https://corp.example/"}"#, "the discovery document is another issuer's"),
        (
            r#"{"jwks_uri": "https://evil.example/keys"}"#,
            "the discovery document names endpoints of another origin",
        ),
        (
            r#"{"token_endpoint": "https://evil.example/token"}"#,
            "the discovery document names endpoints of another origin",
        ),
        (r#"{"token_endpoint": "https://corp.example/"}"#, "the token endpoint is not `/token`"),
    ] {
        discovering(&format!("discovery {changes}"), &format!("refused Protocol({what:?})"));
    }
}

#[test]
fn an_address_that_the_organization_does_not_know_is_a_configuration_matter() {
    discovering("api E0000007", r#"refused Configuration { code: "E0000007", description: "d" }"#);
}

#[test]
fn a_failing_organization_is_asked_again_a_few_times() {
    discovering(
        "status 503
         wait until +1 | +1 elapsed
         get openid-configuration Day | status 500
         wait until +3 | +2 elapsed
         get openid-configuration Day | status 502
         wait until +7 | +4 elapsed
         get openid-configuration Day | status 503",
        "unavailable ServerError { status: 503 }",
    );
    sending(
        "status 503
         wait until +1 | +1 elapsed
         send code 123456 | tokens
         get keys Day | status 500
         wait until +2 | +1 elapsed
         get keys Day | keys
         refund | done",
        "granted otp 00u1 at +1",
    );
    polling(
        "status 500
         wait until +10 | +5 elapsed
         poll oob1 | status 500
         wait until +15 | +5 elapsed
         poll oob1 | status 500
         wait until +23 | +8 elapsed
         poll oob1 | error temporarily_unavailable
         refund | done",
        "unavailable ServerError { status: 400 }",
    );
}

#[test]
fn a_push_that_may_be_on_its_way_is_not_sent_again() {
    starting("status 503\nrefund | done", "unavailable ServerError { status: 503 }");
}

#[test]
fn networks_may_come_and_go_while_a_push_is_pending() {
    polling(
        "unreachable
         wait until +10 | +5 elapsed
         poll oob1 | silent
         wait until +15 | +5 elapsed
         poll oob1 | tls
         wait until +23 | +8 elapsed
         poll oob1 | pending
         wait until +28 | +5 elapsed
         poll oob1 | tokens
         get keys Day | unreachable
         wait until +29 | +1 elapsed
         get keys Day | keys
         refund | done",
        "granted push 00u1 at +28",
    );
    polling(
        "unreachable
         wait until +10 | +54 elapsed
         poll oob1 | unreachable
         wait until +60 | +5 elapsed
         refund | done",
        "unavailable Unreachable",
    );
    polling("too-long\nrefund | done", "unavailable NotTheOrganization");
}

#[test]
fn a_rate_limit_is_waited_for_within_the_deadline() {
    discovering(
        "limited 20
         tell limited 20 | done
         wait until +20 | +20 elapsed
         get openid-configuration Day | limited 40",
        "unavailable RateLimited",
    );
    starting(
        "limited 3
         tell limited 3 | done
         wait until +3 | +3 elapsed
         start primary-authenticate alice@corp.example | push
         tell push | cancel
         refund | done",
        "refused Cancelled",
    );
    polling(
        "limited 20
         tell limited 20 | done
         wait until +25 | +20 elapsed
         poll oob1 | limited -7
         tell limited 1 | done
         wait until +30 | +5 elapsed
         poll oob1 | limited 30
         refund | done",
        "unavailable RateLimited",
    );
    sending("api E0000047\ntell limited 5 | cancel\nrefund | done", "refused Cancelled");
}

#[test]
fn a_rate_limit_need_not_be_waited_for_where_there_is_another_factor() {
    let before = "ask factor push otp | factor push\nget openid-configuration Day |";
    let limited = "limited 20\ntell limited 20 | done\nwait until +20 | another";
    let end = "ask factor push otp | cancel";
    play(sign_in(&[Push, Otp]), &format!("{before} {limited}\n{end}"), "refused Cancelled");
    let started = "discovery\ncharge | charged\nstart primary-authenticate alice@corp.example |";
    play(
        sign_in(&[Push, Otp]),
        &format!("{before} {started} {limited}\nrefund | done\n{end}"),
        "refused Cancelled",
    );
}

#[test]
fn a_refused_client_is_a_configuration_matter() {
    for code in [
        "invalid_client",
        "unauthorized_client",
        "unsupported_grant_type",
        "invalid_scope",
        "consent_required",
    ] {
        let answers = format!("error {code}\nrefund | done");
        let ending = format!("refused Configuration {{ code: \"{code}\", description: \"d\" }}");
        starting(&answers, &ending);
        polling(&answers, &ending);
        sending(&answers, &ending);
    }
}

#[test]
fn an_unknown_error_ends_the_login() {
    for (answer, code) in [("error brand_new", "brand_new"), ("api E0009999", "E0009999")] {
        let ending = format!("refused UnknownError {{ code: \"{code}\" }}");
        starting(&format!("{answer}\nrefund | done"), &ending);
        polling(answer, &ending);
        sending(answer, &ending);
    }
}

#[test]
fn an_answer_that_is_not_the_protocol_ends_the_login() {
    let ending = |what: &str| format!("refused Protocol({what:?})");
    let tokens = ending("tokens without an ID token");
    polling("json {}\nrefund | done", &tokens);
    polling("json {\"access_token\": \"a\"}\nrefund | done", &tokens);
    sending("json {\"id_token\": 7}\nrefund | done", &tokens);
    polling("status 400\nrefund | done", &ending("an error without a code"));
    starting("json {}\nrefund | done", &ending("a push without its code, its binding or its life"));
}

#[test]
fn a_token_that_does_not_stand_up_is_refused() {
    for (tokens, fault) in [
        ("forged", "Signature"),
        (r#"tokens {"iss": "https://evil.example"}"#, "Issuer"),
        (r#"tokens {"aud": "other"}"#, "Audience"),
        (r#"tokens {"exp": 1}"#, "Expired"),
        (r#"tokens {"sub": ""}"#, "Subject"),
        (r#"tokens {"nonce": "n"}"#, "Nonce"),
        (r#"tokens {"at_hash": "AAAA"}"#, "AccessTokenHash"),
        (r#"json {"id_token": "a.b.c"}"#, "Malformed"),
        (r#"json {"id_token": "eyJhbGciOiJub25lIn0.e30."}"#, "Algorithm"),
    ] {
        verifying(tokens, "keys\nrefund | done", &format!("refused Token({fault})"));
    }
}

#[test]
fn a_wrong_clock_is_told() {
    verifying(
        r#"tokens {"iat": 1799913605}"#,
        "keys
         refund | done
         tell clock +86400 | done",
        "refused Token(IssuedAt)",
    );
    verifying(
        r#"tokens {"iat": 1800086405, "exp": 1800090005}"#,
        "keys
         refund | done
         tell clock -86400 | cancel",
        "refused Token(IssuedAt)",
    );
}

#[test]
fn keys_are_asked_again_once_for_an_unknown_name() {
    verifying(
        "tokens",
        "no-keys
         get keys Again | keys
         refund | done",
        "granted push 00u1 at +5",
    );
    verifying(
        "tokens",
        "no-keys
         get keys Again | no-keys
         refund | done",
        "refused Token(UnknownKey)",
    );
}

#[test]
fn keys_that_cannot_be_read_are_refused() {
    for answer in ["json {}", "json []", "api E0000022", "status 400"] {
        verifying("tokens", &format!("{answer}\nrefund | done"), "refused Token(Keys)");
    }
    verifying(
        "tokens",
        "unreachable
         wait until +6 | +1 elapsed
         get keys Day | unreachable
         wait until +8 | +2 elapsed
         get keys Day | unreachable
         wait until +12 | +4 elapsed
         get keys Day | unreachable
         refund | done",
        "unavailable Unreachable",
    );
}

#[test]
fn answers_to_other_questions_are_ignored() {
    discovering(
        "charged
         get openid-configuration Day | yes
         get openid-configuration Day | elapsed
         get openid-configuration Day | timeout
         get openid-configuration Day | accepted
         get openid-configuration Day | done
         get openid-configuration Day | cancel",
        "refused Cancelled",
    );
    starting(
        "elapsed\nstart primary-authenticate alice@corp.example | cancel\nrefund | tokens\nrefund | done",
        "refused Cancelled",
    );
}
