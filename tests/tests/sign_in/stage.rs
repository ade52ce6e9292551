//! A machine to sign in at: an organization of its own, profiles written as an administrator would, a folder for the
//! state, and somebody with a phone.

use std::path::{Path, PathBuf};
use std::time::Duration;

use latchkey_mdm_manifests::{Secrets, SettingsFile, Syntax, carriers, emit};
use latchkey_practice_org::{
    Client, ClientAuthentication, Grant, Options, PracticeOrg, Rates, Running, Secret, Users, Verdict,
};
use latchkey_tests::command::{Latchkey, latchkey};
use serde_json::Value;
use tokio::runtime::Runtime;

/// A secret that must never be seen again.
pub(crate) const CLIENT_SECRET: &str = "canary-client-secret-canary-client-secret";
/// The seed of alice's codes at the organization.
pub(crate) const OTP_SEED: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

pub(crate) const ALICE: (&str, u32) = ("alice", 1501);
/// Whose pushes ask for no number.
pub(crate) const BOB: (&str, u32) = ("bob", 1502);

/// Push, code and offline code; linking may be put off for two days.
pub(crate) const USUAL: &str = "\
AllowedFactors = [\"OV_Push\", \"OV_TOTP\", \"Offline_TOTP\"]
LoginPeriodWithoutEnrolledFactor = 48
LoginPeriodWithOfflineFactor = 168
";

const USERS: &str = r#"
[[user]]
username = "alice@example.com"
factors = ["push", "otp"]
otp_seed = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"

[[user]]
username = "bob@example.com"
factors = ["push"]
number_challenge = false
"#;

pub(crate) struct Stage {
    pub(crate) latchkey: Latchkey,
    pub(crate) organization: Running,
    pub(crate) runtime: Runtime,
    folder: tempfile::TempDir,
}

/// What the owner of the phone does when a push comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Person {
    /// Approves, with the number that the computer shows if there is one.
    Approves,
    /// Approves with another number than the computer shows.
    MistakesTheNumber,
    Declines,
}

/// How a sign-in is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Human,
    Json,
}

/// One call of `latchkey login`.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) profile: PathBuf,
    pub(crate) user: (&'static str, u32),
    /// Whose phone is at hand.
    pub(crate) phone: &'static str,
    pub(crate) person: Person,
    pub(crate) format: Format,
    pub(crate) options: Vec<String>,
}

/// How a sign-in went.
#[derive(Debug)]
pub(crate) struct Attempt {
    pub(crate) status: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Stage {
    /// `None` where there is no binary to play with.
    pub(crate) fn new() -> Option<Self> {
        let latchkey = latchkey()?;
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let options = Options {
            users: Users::read(USERS).unwrap(),
            clients: vec![Client {
                id: "0oaOfTheTest00000000".to_owned(),
                authentication: ClientAuthentication::Secret(Secret::new(CLIENT_SECRET)),
                grants: Grant::ALL.to_vec(),
            }],
            // As short as may be, so that a test does not wait for the next poll.
            interval: Duration::from_secs(1),
            rates: Rates { per_user_and_second: 1000, per_organization_and_minute: 10_000 },
            ..Options::default()
        };
        let organization = runtime.block_on(PracticeOrg::start(options)).unwrap();
        let ours = std::os::unix::fs::PermissionsExt::from_mode(0o700);
        let folder = tempfile::Builder::new().permissions(ours).tempdir().unwrap();
        Some(Self { latchkey, organization, runtime, folder })
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn state(&self) -> PathBuf {
        self.folder().join("state")
    }

    /// A profile with these settings of Okta's domain and of the agent's, for this organization.
    pub(crate) fn profile(&self, okta: &str, agent: &str) -> PathBuf {
        self.profile_for(self.organization.url(), okta, agent)
    }

    /// The same for an organization at this address.
    pub(crate) fn profile_for(&self, url: &str, okta: &str, agent: &str) -> PathBuf {
        let secret = format!("DMFAClientSecret = \"{CLIENT_SECRET}\"\n");
        let client = format!("DMFAClientID = \"0oaOfTheTest00000000\"\n{secret}");
        self.written(&format!(
            "[\"com.okta.deviceaccess.servicedaemon\"]\nDMFAOrgURL = \"{url}\"\n{client}{okta}\n\
             [\"org.latchkey.agent\"]\n{agent}\n"
        ))
    }

    /// Settings as a profile, however wrong they are.
    pub(crate) fn written(&self, settings: &str) -> PathBuf {
        let settings = format!("[profile]\nidentifier = \"org.latchkey.test\"\n{settings}");
        let settings = SettingsFile::read(&settings, Syntax::Toml).unwrap();
        let carrier = carriers::carrier_named("mobileconfig").unwrap();
        let artifacts = emit(&settings, carrier, Secrets::Write).unwrap().artifacts;
        let file = tempfile::Builder::new().suffix(".mobileconfig").tempfile_in(self.folder()).unwrap();
        std::fs::write(file.path(), &artifacts[0].bytes).unwrap();
        file.keep().unwrap().1
    }

    /// The usual profile, and alice with an approving hand.
    pub(crate) fn usual(&self) -> Call {
        self.call(&self.profile(USUAL, ""))
    }

    pub(crate) fn call(&self, profile: &Path) -> Call {
        Call {
            profile: profile.to_owned(),
            user: ALICE,
            phone: ALICE.0,
            person: Person::Approves,
            format: Format::Json,
            options: Vec::new(),
        }
    }

    /// Plays a call, answering the phone whenever a push is shown.
    pub(crate) fn play(&self, call: &Call) -> Attempt {
        let (name, uid) = call.user;
        let mut arguments =
            vec!["login".to_owned(), "--profile".to_owned(), call.profile.display().to_string()];
        let state = self.state().display().to_string();
        let format = match call.format {
            Format::Human => "human",
            Format::Json => "json",
        };
        let fixed = ["--user", name, "--uid", &uid.to_string(), "--state", &state, "--format", format];
        arguments.extend(fixed.map(str::to_owned));
        arguments.extend(call.options.iter().cloned());
        let mut started = self.latchkey.start(&arguments, Some(self.folder()));
        while let Some(line) = started.next_line() {
            if let Some(push) = shown_push(&line, call.format) {
                self.answer(call, push);
            }
        }
        let ended = started.end();
        Attempt { status: ended.status, stdout: ended.stdout, stderr: ended.stderr }
    }

    fn answer(&self, call: &Call, shown: Option<u8>) {
        let phone = self.organization.phone(call.phone).unwrap();
        let verdict = match (call.person, shown) {
            (Person::Approves, number) => phone.approve(number),
            (Person::Declines, _) => phone.decline(),
            (Person::MistakesTheNumber, Some(number)) => {
                let numbers = phone.pending().unwrap().numbers.unwrap();
                phone.approve(numbers.into_iter().find(|other| *other != number))
            }
            (Person::MistakesTheNumber, None) => panic!("there is no number to mistake"),
        };
        let expected = if call.person == Person::Approves { Verdict::Approved } else { Verdict::Declined };
        assert_eq!(verdict, Ok(expected));
    }
}

/// The number of a push that this line shows; the inner value is `None` where it asks for none.
fn shown_push(line: &str, format: Format) -> Option<Option<u8>> {
    match format {
        Format::Json => {
            let event: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
            (event["event"] == "push").then(|| event["number"].as_str().map(|number| number.parse().unwrap()))
        }
        Format::Human if line.contains("approve it there") => Some(None),
        Format::Human => {
            let number = line.trim().strip_prefix("[ ")?.strip_suffix(" ]")?;
            Some(Some(number.parse().unwrap()))
        }
    }
}

impl Call {
    /// By this account, with the phone of the user of the same name.
    pub(crate) fn by(mut self, user: (&'static str, u32)) -> Self {
        self.user = user;
        self.phone = user.0;
        self
    }

    pub(crate) fn who(mut self, person: Person) -> Self {
        self.person = person;
        self
    }

    pub(crate) fn shown(mut self, format: Format) -> Self {
        self.format = format;
        self
    }

    /// With these options, separated by blanks.
    pub(crate) fn with(mut self, options: &str) -> Self {
        self.options.extend(options.split_whitespace().map(str::to_owned));
        self
    }
}

impl Attempt {
    /// Every line of the output.
    pub(crate) fn events(&self) -> Vec<Value> {
        self.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// The events of this name.
    pub(crate) fn events_named(&self, name: &str) -> Vec<Value> {
        self.events().into_iter().filter(|event| event["event"] == name).collect()
    }

    /// The reply: the last line, and the only one.
    pub(crate) fn reply(&self) -> Value {
        let replies = self.events_named("reply");
        assert_eq!(replies.len(), 1, "{self:?}");
        assert_eq!(self.events().last(), replies.first(), "{self:?}");
        replies[0].clone()
    }

    /// Lets in, for this reason, and the exit status says so.
    #[track_caller]
    pub(crate) fn permits(self, reason: &str) -> Self {
        self.replies("permit", reason, 0)
    }

    /// Keeps out, for this reason, and the exit status says so.
    #[track_caller]
    pub(crate) fn denies(self, reason: &str) -> Self {
        self.replies("deny", reason, 1)
    }

    #[track_caller]
    fn replies(self, decision: &str, reason: &str, status: i32) -> Self {
        let reply = self.reply();
        let found = (reply["decision"].as_str(), reply["reason"].as_str(), self.status);
        assert_eq!(found, (Some(decision), Some(reason), Some(status)), "{self:?}");
        self
    }

    /// Why nobody was let in, in words.
    pub(crate) fn cause(&self) -> String {
        self.reply()["cause"].as_str().unwrap_or_default().to_owned()
    }

    /// The keys that the reply names.
    pub(crate) fn keys(&self) -> Vec<String> {
        let reply = self.reply();
        let reasons = reply["reasons"].as_array().unwrap();
        reasons.iter().map(|reason| reason["key"].as_str().unwrap().to_owned()).collect()
    }
}
