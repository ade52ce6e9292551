//! Random inputs: whatever the world answers, a login ends, never panics, and never grants without a proof.
//!
//! The source of randomness is seeded, so a failure names the script that plays it again.

use std::sync::LazyLock;
use std::time::Duration;

use serde_json::{Value, json};

use super::stage::{
    START, alice, claims, code, discovery, enrolment, html, input, json_response, later, limited, link, push,
    secret, sign_in_choosing, tokens_response,
};
use crate::id_token::test_key::{FORGED, GENUINE};
use crate::step::{Answer, HttpResponse, Question, SecurityKeyRequest};
use crate::totp::{self, Seed};
use crate::{
    AccountRule, EnrolmentEnding, Factor, Input, Machine, Monotonic, Now, Outcome, Secret, Step, UnixTime,
};

const SCRIPTS: u64 = 100_000;

/// The most steps of one login: a push polled every second for ten minutes, with a notice each time, and change.
const MOST_STEPS: usize = 4_000;

/// SplitMix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    fn one_in(&mut self, bound: u64) -> bool {
        self.below(bound) == 0
    }

    fn pick<'a, T>(&mut self, among: &'a [T]) -> &'a T {
        &among[usize::try_from(self.below(among.len() as u64)).unwrap()]
    }
}

/// ID tokens, signed once: those that prove `alice`, and all sorts that do not.
struct Pool {
    genuine: Vec<HttpResponse>,
    worthless: Vec<HttpResponse>,
    keys: HttpResponse,
}

static POOL: LazyLock<Pool> = LazyLock::new(|| {
    let tokens = |changes: Value| {
        let mut claims = claims(START);
        for (name, change) in changes.as_object().unwrap() {
            claims[name] = change.clone();
        }
        tokens_response(&GENUINE.sign(&claims))
    };
    let mut worthless: Vec<HttpResponse> = [
        json!({"iss": "https://evil.example"}),
        json!({"aud": "other"}),
        json!({"sub": ""}),
        json!({"exp": 1}),
        json!({"iat": 1}),
        json!({"nonce": "n"}),
        json!({"at_hash": "AAAA"}),
        // Genuine, but of somebody else, whom no script may let in.
        json!({"sub": "00u2", "preferred_username": "bob@corp.example"}),
    ]
    .map(tokens)
    .into();
    worthless.push(tokens_response(&FORGED.sign(&claims(START))));
    worthless.push(tokens_response(&secret("eyJhbGciOiJub25lIn0.e30.")));
    worthless.push(tokens_response(&secret("a.b.c")));
    Pool {
        genuine: vec![tokens(json!({})), tokens(json!({"exp": START.wall.0 + 30}))],
        worthless,
        keys: json_response(200, &json!({"keys": [GENUINE.jwk()]})),
    }
});

fn copy(response: &HttpResponse) -> HttpResponse {
    HttpResponse { status: response.status, headers: response.headers.clone(), body: response.body.clone() }
}

/// A world that answers at random and knows whether it ever gave away a proof.
struct World {
    random: Random,
    now: Now,
    /// Whether to give proofs at all.
    honest: bool,
    gave_proof: bool,
    /// The code typed last was right; a proof once its step is accepted.
    typed_right: bool,
}

impl World {
    /// An answer to the step: the right kind mostly, anything sometimes.
    fn answer<F>(&mut self, step: &Step<F>) -> Input {
        let seconds = if self.random.one_in(40) { self.random.below(200) } else { self.random.below(8) };
        self.now = later(self.now, seconds);
        if self.random.one_in(200) {
            // The wall clock jumps; the other one does not.
            let wall = i64::try_from(self.random.below(20_000)).unwrap() - 10_000;
            self.now.wall = UnixTime(self.now.wall.0.saturating_add(wall));
        }
        let input = if self.random.one_in(10) { self.anything() } else { self.fitting(step) };
        self.note(step, &input);
        input
    }

    /// Takes note of a proof, which only the right answer to the right step is.
    fn note<F>(&mut self, step: &Step<F>, input: &Input) {
        match (step, input) {
            (Step::Send(request), Input::Response(response)) if request.url.ends_with("/token") => {
                self.gave_proof |= POOL.genuine.iter().any(|genuine| genuine.body == response.body);
            }
            (Step::Ask { .. }, Input::Answer(Answer::Code(code))) => {
                let seed = Seed::new(super::stage::SEED);
                self.typed_right = totp::check(&seed, &alice(), code, self.now.wall).is_some();
            }
            (Step::AcceptTimeStep(_), Input::StepAccepted) => self.gave_proof |= self.typed_right,
            _ => {}
        }
    }

    fn fitting<F>(&mut self, step: &Step<F>) -> Input {
        match step {
            Step::Send(request) => self.organization(request.url.rsplit('/').next().unwrap()),
            Step::Ask { question, deadline } => self.person(question, *deadline),
            Step::Tell(_) => Input::Done,
            Step::Load(_) => self.words(&["loaded", "loaded", "loaded", "loaded other", "loaded nothing"]),
            Step::Store(..) => self.words(&["stored", "stored", "stored", "store-failed"]),
            Step::AcceptTimeStep(_) => self.words(&["accepted", "accepted", "replayed", "store-failed"]),
            Step::Charge => {
                self.words(&["charged", "charged", "charged", "charged", "spent", "store-failed"])
            }
            Step::Refund => self.words(&["done", "done", "store-failed"]),
            Step::WaitUntil(until) => self.wait(*until),
            Step::SecurityKey(SecurityKeyRequest::List) | Step::Finish(_) => Input::Done,
        }
    }

    fn words(&mut self, among: &[&str]) -> Input {
        let words = self.random.pick(among);
        input(words, self.now)
    }

    fn wait(&mut self, until: Monotonic) -> Input {
        if self.random.one_in(30) {
            return Input::Answer(Answer::AnotherFactor);
        }
        let missing = until.0.saturating_sub(self.now.monotonic.0);
        self.now = later(self.now, (missing + Duration::from_millis(999)).as_secs());
        Input::Elapsed
    }

    fn code(&mut self) -> Input {
        if self.honest && self.random.one_in(2) && self.now.wall.0 > 60 {
            return Input::Answer(Answer::Code(code(0, self.now)));
        }
        Input::Answer(Answer::Code(Secret::new(format!("{:06}", self.random.below(1_000_000)))))
    }

    fn person(&mut self, question: &Question, deadline: Monotonic) -> Input {
        if self.random.one_in(40) {
            let missing = deadline.0.saturating_sub(self.now.monotonic.0);
            self.now = later(self.now, missing.as_secs() + 1);
            return Input::TimedOut;
        }
        match question {
            Question::BeginLinking { .. } | Question::BeginOfflineCode { .. } => {
                self.words(&["yes", "yes", "yes", "yes", "later"])
            }
            Question::Username { .. } => self.words(&["username alice", "username bob", "username"]),
            Question::ChooseFactor(factors) => {
                let factor = *self.random.pick(factors);
                Input::Answer(Answer::Factor(factor))
            }
            Question::Code { .. } | Question::ConfirmOfflineCode { .. } => match self.random.below(8) {
                0 => Input::Answer(Answer::AnotherFactor),
                1 => self.words(&["type 1", "type +12345", "type", "type 1234567"]),
                _ => self.code(),
            },
        }
    }

    fn organization(&mut self, place: &str) -> Input {
        if self.random.one_in(5) {
            return self.trouble();
        }
        match place {
            "openid-configuration" => Input::Response(json_response(200, &discovery())),
            "keys" => Input::Response(copy(&POOL.keys)),
            "primary-authenticate" | "oob-authenticate" => {
                let mut push = push();
                push["interval"] = json!(self.random.below(7));
                push["expires_in"] = json!(self.random.below(90));
                if self.random.one_in(3) {
                    push["binding_method"] = json!(*self.random.pick(&["transfer", "prompt", "none"]));
                    push["binding_code"] = json!(*self.random.pick(&["7", "42", "\u{1b}[2J"]));
                }
                Input::Response(json_response(200, &push))
            }
            _ if self.random.one_in(2) => {
                self.words(&["pending", "pending", "slow", "error invalid_grant", "error access_denied"])
            }
            _ => self.tokens(),
        }
    }

    fn tokens(&mut self) -> Input {
        if self.honest && self.random.one_in(2) {
            return Input::Response(copy(self.random.pick(&POOL.genuine)));
        }
        Input::Response(copy(self.random.pick(&POOL.worthless)))
    }

    fn trouble(&mut self) -> Input {
        let seconds = i64::try_from(self.random.below(40)).unwrap();
        match self.random.below(12) {
            0 => Input::Response(limited(seconds, self.now)),
            1 => Input::Response(html(200)),
            2 => Input::Response(self.mangled()),
            _ => self.words(&[
                "status 500",
                "status 503",
                "unreachable",
                "silent",
                "tls",
                "too-long",
                "missing",
                "redirect",
                "error invalid_client",
                "error invalid_request",
                "error brand_new",
                "api E0000004",
                "api E0000047",
                "json {}",
                "json []",
                "json null",
                "no-keys",
                "status 404",
                "status 0",
            ]),
        }
    }

    /// An answer with some bytes of its body changed or missing.
    fn mangled(&mut self) -> HttpResponse {
        let mut response = copy(self.random.pick(&POOL.worthless));
        let length = response.body.len() as u64;
        for _ in 0..=self.random.below(4) {
            let at = usize::try_from(self.random.below(length)).unwrap();
            response.body[at] = u8::try_from(self.random.below(256)).unwrap();
        }
        response.body.truncate(usize::try_from(self.random.below(2 * length)).unwrap());
        response
    }

    /// Any input at all, whether or not it answers the step.
    fn anything(&mut self) -> Input {
        match self.random.below(16) {
            0 => self.organization("token"),
            1 => self.organization("keys"),
            2 => self.trouble(),
            3 => self.code(),
            4 if self.random.one_in(4) => Input::Cancelled,
            5 if self.random.one_in(4) => Input::TimedOut,
            6 => Input::Answer(Answer::Factor(*self.random.pick(&Factor::ALL))),
            7 => Input::StepAccepted,
            _ => self.words(&[
                "yes",
                "later",
                "username alice",
                "another",
                "loaded nothing",
                "loaded other",
                "stored",
                "store-failed",
                "replayed",
                "charged",
                "spent",
                "elapsed",
                "done",
            ]),
        }
    }
}

/// Plays one script to its end.
fn end<M: Machine>(machine: &mut M, world: &mut World) -> M::Ending {
    for _ in 0..MOST_STEPS {
        let step = machine.poll();
        if let Step::Finish(ending) = step {
            return ending;
        }
        let input = world.answer(&step);
        machine.handle(input, world.now);
    }
    panic!("no end");
}

fn factors(random: &mut Random) -> Vec<Factor> {
    (0..=random.below(4)).map(|_| *random.pick(&Factor::ALL)).collect()
}

#[test]
fn random_inputs_always_end_and_never_grant_without_a_proof() {
    let (mut granted, mut refused, mut unavailable, mut enrolled) = (0, 0, 0, 0);
    for script in 0..SCRIPTS {
        let mut random = Random(script);
        let honest = random.one_in(5);
        let kind = random.below(8);
        let factors = factors(&mut random);
        let choice = random.one_in(3).then(|| *random.pick(&Factor::ALL));
        let mut world = World { random, now: START, honest, gave_proof: false, typed_right: false };
        let outcome = match kind {
            0 => {
                let ending = end(&mut enrolment(script % 2 == 0), &mut world);
                if ending == EnrolmentEnding::Enrolled {
                    assert!(world.typed_right, "script {script} enrolled without a right code");
                    enrolled += 1;
                }
                continue;
            }
            1..=3 => {
                let rule = AccountRule::Name("alice".to_owned());
                end(&mut link(&factors, rule, script % 2 == 0), &mut world)
            }
            _ => end(&mut sign_in_choosing(&factors, choice), &mut world),
        };
        match outcome {
            Outcome::Granted(evidence) => {
                assert!(world.gave_proof, "script {script} granted without a proof");
                assert!(evidence.identity().is(&alice()), "script {script} granted somebody else");
                assert!(factors.contains(&evidence.factor()), "script {script} granted by another factor");
                granted += 1;
            }
            Outcome::Refused(_) => refused += 1,
            Outcome::Unavailable(_) => unavailable += 1,
        }
    }
    // The scripts must reach every kind of ending, or they show nothing.
    assert!(
        granted > 500 && refused > 10_000 && unavailable > 5_000 && enrolled > 100,
        "{granted} granted, {refused} refused, {unavailable} unavailable, {enrolled} enrolled"
    );
}
