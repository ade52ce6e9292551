//! No step, input or machine prints a secret, whatever way a login goes.

use std::fmt::Debug;

use super::stage::{START, claims, code, enrolment, input, json_response, later, sign_in, tokens_response};
use crate::id_token::test_key::GENUINE;
use crate::step::Answer;
use crate::{Factor, Input, Machine, Now, Secret, Step};

/// Nothing that was printed may hold one of these.
struct Watch {
    secrets: Vec<String>,
}

impl Watch {
    fn look(&self, printed: &impl Debug) {
        let printed = format!("{printed:?}");
        for secret in &self.secrets {
            assert!(!printed.contains(secret.as_str()), "{printed}");
        }
    }

    fn play<M: Machine + Debug>(&self, mut machine: M, inputs: Vec<(Now, Input)>)
    where
        M::Ending: Debug,
    {
        for (now, input) in inputs {
            self.look(&machine);
            self.look(&machine.poll());
            self.look(&input);
            machine.handle(input, now);
        }
        self.look(&machine);
        let step = machine.poll();
        assert!(matches!(step, Step::Finish(_)), "{step:?}");
        self.look(&step);
    }
}

#[test]
fn logins_print_no_secret() {
    let now = later(START, 5);
    let typed = code(0, START);
    let id_token = GENUINE.sign(&claims(START));
    let mut watch = Watch {
        secrets: ["client-secret", "canary-oob", "canary-access", "GEZDGNBV", "GEZD GNBV", "MG9hMTpjbGllbnQ"]
            .map(str::to_owned)
            .to_vec(),
    };
    watch.secrets.push(typed.expose().to_owned());
    watch.secrets.extend(id_token.expose().split('.').map(str::to_owned));
    let answer = |words: &str| (START, input(words, START));
    let tokens = || (now, Input::Response(tokens_response(&id_token)));

    let push = serde_json::json!({"oob_code": "canary-oob", "binding_method": "none", "expires_in": 60});
    watch.play(
        sign_in(&[Factor::Push]),
        vec![
            answer("discovery"),
            answer("charged"),
            (START, Input::Response(json_response(200, &push))),
            answer("done"),
            (now, Input::Elapsed),
            tokens(),
            (now, input("keys", now)),
            answer("done"),
        ],
    );
    let typing = || (START, Input::Answer(Answer::Code(Secret::new(typed.expose().to_owned()))));
    watch.play(
        sign_in(&[Factor::Otp]),
        vec![
            answer("discovery"),
            typing(),
            answer("charged"),
            answer("error invalid_grant"),
            typing(),
            answer("charged"),
            tokens(),
            (now, input("keys", now)),
            answer("done"),
        ],
    );
    watch.play(
        sign_in(&[Factor::OfflineCode]),
        vec![answer("loaded"), typing(), answer("charged"), answer("accepted"), answer("done")],
    );
    watch.play(
        enrolment(true),
        vec![answer("yes"), typing(), answer("stored"), answer("accepted"), answer("done")],
    );
}
