//! Organizations that fail, lie, or are not there: nobody gets in by them, what is nobody's "no" may be decided
//! offline, and the person reads whose fault it is.

use std::net::TcpListener;
use std::time::Duration;

use latchkey_practice_org::Fault;

use crate::stage::{Attempt, BOB, Format, Stage, USUAL};
use latchkey_tests::codes::code;

/// Faults by which nobody says no, and what the person reads of them.
const UNAVAILABLE: &[(Fault, &str)] = &[
    (Fault::Down, "the organization cannot be reached: no connection"),
    (Fault::Slow(Duration::from_secs(60)), "the organization did not answer in time"),
    (Fault::Html, "something else than the organization answered"),
    (Fault::InternalError, "the organization failed (HTTP status 500)"),
    (Fault::Unavailable, "the organization failed (HTTP status 503)"),
    (Fault::RateLimited, "the organization asks to wait longer"),
    (Fault::RateLimitedSilently, "the organization asks to wait longer"),
];

/// Faults that are a no.
const REFUSED: &[(Fault, &str)] = &[
    (Fault::UnknownError, "an error that is not known here: `practice_unheard_of`"),
    (Fault::WrongSignature, "the signature of the ID token is wrong"),
    (Fault::UnknownKey, "a key that is not the organization's"),
    (Fault::WrongIssuer, "the ID token comes from another issuer"),
    (Fault::WrongAudience, "the ID token is for another client"),
    (Fault::Expired, "the ID token is over"),
    (Fault::IssuedInFuture, "the ID token was not issued just now"),
    (Fault::AlgorithmNone, "the ID token is not signed by RS256"),
    (Fault::Hs256WithPublicKey, "the ID token is not signed by RS256"),
    (Fault::DiscoveryIssuer, "the discovery document is another issuer's"),
];

/// Plays every fault at an organization of its own, all at the same time, since most of them are waited for.
fn each(faults: &[(Fault, &str)], play: impl Fn(&Stage, Fault, &str) + Sync) {
    let play = &play;
    std::thread::scope(|scope| {
        for &(fault, words) in faults {
            scope.spawn(move || {
                let Some(stage) = Stage::new() else { return };
                play(&stage, fault, words);
            });
        }
    });
}

/// The sign-in of alice, who is linked and has the next device access code at hand, and of bob, who is not linked.
fn both(stage: &Stage, fault: Fault, url: &str, seed: &str) -> (Attempt, Attempt) {
    let profile = stage.profile_for(url, USUAL, "");
    let linked = stage.call(&profile).with(&format!("--factor push --code {}", code(seed, 1)));
    let unlinked = stage.call(&profile).by(BOB).with("--account bob@example.com").shown(Format::Human);
    stage.organization.set_fault(Some(fault));
    std::thread::scope(|scope| {
        let linked = scope.spawn(|| stage.play(&linked));
        let unlinked = stage.play(&unlinked);
        (linked.join().unwrap(), unlinked)
    })
}

/// What comes of an organization that cannot answer.
fn is_unavailable((linked, unlinked): (Attempt, Attempt), words: &str) {
    let linked = linked.permits("offline");
    assert_eq!(linked.reply()["factor"], "offline-code");
    let causes = linked.events_named("unavailable");
    assert_eq!(causes.len(), 1, "{linked:?}");
    assert!(causes[0]["cause"].as_str().unwrap().contains(words), "{causes:?}");

    assert_eq!(unlinked.status, Some(0), "{unlinked:?}");
    assert!(unlinked.stdout.contains(words) && unlinked.stdout.contains("(grace)"), "{unlinked:?}");
}

#[test]
fn every_fault_is_judged() {
    let judged = UNAVAILABLE.iter().chain(REFUSED).map(|(fault, _)| fault.name());
    let mut judged: Vec<_> = judged.collect();
    let mut all = Fault::ALL.map(Fault::name).to_vec();
    judged.sort_unstable();
    all.sort_unstable();
    assert_eq!(judged, all);
}

#[test]
fn what_is_unavailable_is_decided_again_as_offline() {
    each(UNAVAILABLE, |stage, fault, words| {
        let seed = stage.enrol();
        is_unavailable(both(stage, fault, stage.organization.url(), &seed), words);
    });
}

#[test]
fn what_is_refused_lets_nobody_in_and_is_never_decided_as_offline() {
    each(REFUSED, |stage, fault, words| {
        let seed = stage.enrol();
        let (linked, unlinked) = both(stage, fault, stage.organization.url(), &seed);
        let linked = linked.denies("refused");
        assert!(linked.cause().contains(words), "{linked:?}");
        assert_eq!(linked.events_named("decision").len(), 1, "{linked:?}");
        assert_eq!(linked.events_named("answered").len(), 0, "the code was not even asked for: {linked:?}");

        assert_eq!(unlinked.status, Some(1), "{unlinked:?}");
        assert!(unlinked.stdout.contains(words) && unlinked.stdout.contains("kept out"), "{unlinked:?}");

        // It was the answer that was refused, not the identity, so offline use is as it was.
        stage.organization.set_fault(None);
        let offline = stage.usual().with(&format!("--offline --factor push --code {}", code(&seed, 1)));
        stage.play(&offline).permits("offline");
    });
}

#[test]
fn an_organization_that_is_not_there_is_unavailable() {
    let Some(stage) = Stage::new() else { return };
    let seed = stage.enrol();
    // Nothing listens on the first port, which nobody gets by chance either.
    let attempts = both(&stage, Fault::Down, "http://127.0.0.1:1", &seed);
    is_unavailable(attempts, "the organization cannot be reached: no connection");
}

#[test]
fn an_organization_that_never_answers_is_unavailable() {
    let Some(stage) = Stage::new() else { return };
    let seed = stage.enrol();
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", silent.local_addr().unwrap());
    is_unavailable(both(&stage, Fault::Down, &url, &seed), "the organization did not answer in time");
}

#[test]
fn a_person_who_is_kept_out_reads_once_why_and_what_helps() {
    let Some(stage) = Stage::new() else { return };
    let call = stage.usual().with("--account alice@example.com --service sshd").shown(Format::Human);
    for (fault, why, help) in [
        (Fault::Down, "no connection", "connect to the network"),
        (
            Fault::Html,
            "something else than the organization answered",
            "sign in to the network with a browser",
        ),
        (Fault::DiscoveryIssuer, "another issuer's", "tell your administrator this line"),
    ] {
        stage.organization.set_fault(Some(fault));
        let attempt = stage.play(&call);
        assert_eq!(attempt.status, Some(1), "{attempt:?}");
        assert_eq!(attempt.stdout.matches(why).count(), 1, "{attempt:?}");
        let helps = attempt.stdout.lines().find_map(|line| line.trim().strip_prefix("what helps: ")).unwrap();
        assert!(helps.contains(help), "{attempt:?}");
    }
}

#[test]
fn without_the_organization_only_a_local_service_has_the_grace() {
    let Some(stage) = Stage::new() else { return };
    stage.organization.set_fault(Some(Fault::Down));
    let linking = stage.usual().with("--account alice@example.com");
    stage.play(&linking.clone().with("--service sudo")).permits("grace");
    for service in ["sshd", "cups"] {
        let attempt =
            stage.play(&linking.clone().with(&format!("--service {service}"))).denies("unavailable");
        assert!(attempt.cause().contains("no connection"), "{attempt:?}");
    }
    let over = stage.profile("AllowedFactors = [\"OV_Push\"]\n", "");
    stage.play(&stage.call(&over).with("--account alice@example.com")).denies("grace-over");
}
