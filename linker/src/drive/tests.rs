use std::collections::VecDeque;
use std::time::Duration;

use super::*;
use crate::step::{Freshness, Method, SecurityKeyRequest};
use crate::{Factor, UnixTime};

/// A machine that asks for the steps of a list and notes the inputs; after the list it goes on with `then`.
struct Scripted {
    steps: VecDeque<Step<&'static str>>,
    then: fn() -> Step<&'static str>,
    on_cancel: Option<fn() -> Step<&'static str>>,
    seen: Vec<String>,
}

impl Scripted {
    fn new(steps: impl IntoIterator<Item = Step<&'static str>>) -> Self {
        Self {
            steps: steps.into_iter().collect(),
            then: || Step::Finish("over"),
            on_cancel: None,
            seen: Vec::new(),
        }
    }
}

impl Machine for Scripted {
    type Ending = &'static str;

    fn poll(&mut self) -> Step<&'static str> {
        self.steps.pop_front().unwrap_or_else(self.then)
    }

    fn handle(&mut self, input: Input, now: Now) {
        self.seen.push(format!("{input:?} at {}", now.wall.0));
        if let (Input::Cancelled, Some(then)) = (&input, self.on_cancel) {
            self.then = then;
        }
    }
}

/// A world in which everything works, or in which everything fails.
#[derive(Default)]
struct Played {
    fails: bool,
    clock: std::cell::Cell<i64>,
    effects: Vec<String>,
    reported: usize,
}

impl Played {
    fn did<T>(&mut self, effect: &str, value: T) -> Result<T, StoreError> {
        self.effects.push(effect.to_owned());
        if self.fails { Err(StoreError::State { source: "disk full".into() }) } else { Ok(value) }
    }
}

impl World for Played {
    fn now(&self) -> Now {
        self.clock.set(self.clock.get() + 1);
        Now { wall: UnixTime(self.clock.get()), monotonic: Monotonic(Duration::ZERO) }
    }

    async fn send(&mut self, request: HttpRequest) -> Result<HttpResponse, TransportFailure> {
        self.effects.push(format!("send {}", request.url));
        if self.fails {
            return Err(TransportFailure::Tls);
        }
        Ok(HttpResponse { status: 200, headers: Vec::new(), body: Vec::new() })
    }

    async fn ask(&mut self, question: &Question, deadline: Monotonic) -> Asked {
        self.effects.push(format!("ask {question:?} until {:?}", deadline.0));
        if self.fails { Asked::TimedOut } else { Asked::Answer(Answer::Yes) }
    }

    async fn tell(&mut self, notice: &Notice) {
        self.effects.push(format!("tell {notice:?}"));
    }

    async fn load(&mut self, _name: SecretName) -> Result<Option<Secret>, StoreError> {
        self.did("load", None)
    }

    async fn store(&mut self, _name: SecretName, _secret: &Secret) -> Result<(), StoreError> {
        self.did("store", ())
    }

    async fn accept_time_step(&mut self, step: u64) -> Result<StepVerdict, StoreError> {
        self.did("accept", if step == 1 { StepVerdict::Accepted } else { StepVerdict::Replayed })
    }

    async fn charge(&mut self) -> Result<ChargeVerdict, StoreError> {
        let first = !self.effects.iter().any(|effect| effect == "charge");
        self.did("charge", if first { ChargeVerdict::Charged } else { ChargeVerdict::Spent })
    }

    async fn refund(&mut self) -> Result<(), StoreError> {
        self.did("refund", ())
    }

    async fn wait_until(&mut self, _deadline: Monotonic) -> Waited {
        self.effects.push("wait".to_owned());
        if self.fails { Waited::Cancelled } else { Waited::Elapsed }
    }

    fn report(&mut self, _error: StoreError) {
        self.reported += 1;
    }
}

const SOON: Monotonic = Monotonic(Duration::from_secs(9));

fn every_step() -> [Step<&'static str>; 12] {
    let request = HttpRequest {
        method: Method::Get,
        url: "https://org.example/".to_owned(),
        authorization: None,
        form: Vec::new(),
        freshness: Freshness::Always,
        timeout: Duration::ZERO,
    };
    [
        Step::Send(request),
        Step::Ask { question: Question::ChooseFactor(vec![Factor::Push]), deadline: SOON },
        Step::Tell(Notice::PushSent),
        Step::Load(SecretName::OfflineCode),
        Step::Store(SecretName::OfflineCode, Secret::new("s".to_owned())),
        Step::AcceptTimeStep(1),
        Step::AcceptTimeStep(0),
        Step::Charge,
        Step::Charge,
        Step::Refund,
        Step::WaitUntil(SOON),
        Step::SecurityKey(SecurityKeyRequest::List),
    ]
}

#[tokio::test]
async fn each_step_is_answered_once_with_the_time_after_it() {
    let (mut machine, mut world) = (Scripted::new(every_step()), Played::default());
    assert_eq!(drive(&mut machine, &mut world).await, Ok("over"));
    insta::assert_snapshot!(machine.seen.join("\n"), @"
    Response(HttpResponse { status: 200, .. }) at 1
    Answer(Yes) at 2
    Done at 3
    Loaded(None) at 4
    Stored at 5
    StepAccepted at 6
    StepReplayed at 7
    Charged at 8
    BudgetSpent at 9
    Done at 10
    Elapsed at 11
    Cancelled at 12
    ");
    insta::assert_snapshot!(world.effects.join("\n"), @"
    send https://org.example/
    ask ChooseFactor([Push]) until 9s
    tell PushSent
    load
    store
    accept
    accept
    charge
    charge
    refund
    wait
    ");
    assert_eq!(world.reported, 0);
}

#[tokio::test]
async fn a_failing_world_never_answers_as_if_it_had_worked() {
    let (mut machine, mut world) = (Scripted::new(every_step()), Played { fails: true, ..Played::default() });
    assert_eq!(drive(&mut machine, &mut world).await, Ok("over"));
    insta::assert_snapshot!(machine.seen.join("\n"), @"
    TransportFailed(Tls) at 1
    TimedOut at 2
    Done at 3
    StoreFailed at 4
    StoreFailed at 5
    StoreFailed at 6
    StoreFailed at 7
    StoreFailed at 8
    StoreFailed at 9
    StoreFailed at 10
    Cancelled at 11
    Cancelled at 12
    ");
    assert_eq!(world.reported, 7);
}

#[tokio::test]
async fn a_machine_that_goes_on_and_on_is_cancelled() {
    let mut machine = Scripted::new([]);
    machine.then = || Step::Tell(Notice::PushSent);
    machine.on_cancel = Some(|| Step::Finish("cancelled"));
    let mut world = Played::default();
    assert_eq!(drive(&mut machine, &mut world).await, Ok("cancelled"));
    assert_eq!(world.effects.len(), STEP_LIMIT);
}

#[tokio::test]
async fn a_machine_that_ignores_the_end_is_left_without_an_ending() {
    let mut machine = Scripted::new([]);
    machine.then = || Step::Charge;
    let mut world = Played::default();
    assert_eq!(drive(&mut machine, &mut world).await, Err(Stuck { steps: STEP_LIMIT }));
    assert_eq!(world.effects.len(), STEP_LIMIT);
}

#[tokio::test]
async fn a_cancelled_machine_may_still_give_back_a_charge() {
    let mut machine = Scripted::new([]);
    machine.then = || Step::Tell(Notice::PushSent);
    machine.on_cancel = Some(|| Step::Refund);
    let mut world = Played::default();
    assert!(drive(&mut machine, &mut world).await.is_err());
    assert_eq!(world.effects.iter().filter(|effect| *effect == "refund").count(), LAST_STEPS);
}
