//! Alice links her account and sets up its device access code, which takes somebody who can scan: played through the
//! library, in the same state folder that the command line then uses.

use latchkey_engine::attempt::{Conversation, Event, Interruption, Matter, Room};
use latchkey_engine::memory::Folder;
use latchkey_engine::policy::{Platform, Policy, PolicyStatus};
use latchkey_engine::request::{Origin, Request, Service, Subject};
use latchkey_engine::settle::Reply;
use latchkey_engine::{attempt, profile};
use latchkey_linker::drive::{Asked, Clock, FolderStore, HttpClient};
use latchkey_linker::step::{Answer, Notice, Question};
use latchkey_linker::{Factor, Monotonic, Secret};

use crate::stage::{ALICE, OTP_SEED, Stage};
use latchkey_tests::codes::code;

/// Links by a code of the organization, since that waits for nobody.
const BY_CODE: &str = "\
AllowedFactors = [\"OV_TOTP\", \"Offline_TOTP\"]
AccountLinkingMFAFactor = \"OV_TOTP\"
LoginPeriodWithoutEnrolledFactor = 48
";

/// Who answers, and what she scanned.
#[derive(Default)]
struct Guest {
    seed: Option<String>,
}

impl Stage {
    /// Links alice and gives the base32 seed of her device access code. The time step of now is used up, both at
    /// the organization and on this machine.
    pub(crate) fn enrol(&self) -> String {
        let bytes = std::fs::read(self.profile(BY_CODE, "")).unwrap();
        let settings = profile::read(&bytes).0.unwrap().settings;
        let policy = Policy::compile(&settings, Platform::current()).unwrap();
        let clock = Clock::open().unwrap();
        let room = Room {
            clock: &clock,
            http: Some(&HttpClient::new(clock.clone())),
            memory: &Folder::open(&self.state()).unwrap(),
            secrets: &FolderStore::open(&self.state().join("secrets")).unwrap(),
            machine: "the machine of the test",
        };
        let (name, uid) = ALICE;
        let matter = Matter {
            status: PolicyStatus::Present(&policy),
            settings: Some(&settings),
            request: Request {
                subject: Subject { uid, name },
                service: Service::named("login"),
                origin: Origin::Local,
            },
            username: Some("alice@example.com"),
            factor: Some(Factor::Otp),
        };
        let mut guest = Guest::default();
        let reply = self.runtime.block_on(attempt(&room, &matter, &mut guest));
        assert!(matches!(reply, Reply::Permit { .. }), "{reply:?}");
        guest.seed.unwrap()
    }
}

impl Conversation for Guest {
    async fn ask(&mut self, question: &Question, _deadline: Monotonic) -> Asked {
        Asked::Answer(match question {
            Question::BeginLinking { .. } | Question::BeginOfflineCode { .. } => Answer::Yes,
            Question::Username { suggestion } => Answer::Username(suggestion.clone().unwrap()),
            Question::ChooseFactor(factors) => Answer::Factor(factors[0]),
            Question::Code { .. } => Answer::Code(Secret::new(code(OTP_SEED, 0))),
            Question::ConfirmOfflineCode { enrolment, .. } => {
                let seed = enrolment.typed.replace(' ', "");
                let shown = code(&seed, 0);
                self.seed = Some(seed);
                Answer::Code(Secret::new(shown))
            }
        })
    }

    async fn tell(&mut self, _notice: &Notice) {}

    async fn interrupted(&mut self) -> Interruption {
        std::future::pending().await
    }

    fn event(&mut self, _event: &Event<'_>) {}
}
