//! `latchkey try`, the main job on one machine: by itself, and by somebody with a keyboard and the phone page in a
//! browser.

#![expect(
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test reads folders and pages, and fails loudly"
)]

use latchkey_tests::codes::code;
use latchkey_tests::command::{Ended, Started, latchkey};
use reqwest::Client;
use serde_json::Value;
use tokio::runtime::Runtime;

/// The client secret of the sample profile.
const CLIENT_SECRET: &str = "practice-only-not-a-secret";
const PARTS: usize = 6;
const TYPED_KEY: &str = "or type the key there:\n";
const CHOOSE: &str = "a number (Enter for the first):";
const ACCESS_CODE: &str = "type the device access code of this computer:";

/// The story's parts, each from its number on.
fn parts(story: &str) -> Vec<&str> {
    let mut starts = vec![0];
    for number in 2..=PARTS {
        let start = story.find(&format!("\n{number}. "));
        starts.push(start.unwrap_or_else(|| panic!("part {number} is missing in\n{story}")));
    }
    starts.push(story.len());
    starts.windows(2).map(|ends| &story[ends[0]..ends[1]]).collect()
}

/// Every part is told, each sign-in names the keys that decided it, and the story ended as it must.
fn is_whole(ended: &Ended) {
    assert_eq!((ended.status, ended.stderr.as_str()), (Some(0), ""), "{}", ended.stdout);
    let parts = parts(&ended.stdout);
    let keys = [
        "LoginPeriodWithoutEnrolledFactor = 48 hours (managed device file)",
        "AllowedFactors = [\"OV_Push\",\"OV_TOTP\",\"Offline_TOTP\"] (managed device file)",
        "LoginPeriodWithOfflineFactor = 168 hours (managed device file)",
        "OfflineLoginAllowed = true (built in)",
    ];
    let endings = ["(linked)", "(signed-in)", "(offline)", "(refused)"];
    for ((part, key), ending) in parts.iter().skip(2).zip(keys).zip(endings) {
        assert!(part.contains(key), "`{key}` in\n{part}");
        assert!(part.contains(ending), "`{ending}` in\n{part}");
    }
    assert!(ended.stdout.trim_end().lines().last().unwrap().starts_with("done: "), "{}", ended.stdout);
}

/// The key of the device access code is typed once, as it must be, and nothing else secret is printed.
fn is_discreet(ended: &Ended) {
    let story = &ended.stdout;
    let after = story.find(TYPED_KEY).unwrap() + TYPED_KEY.len();
    let typed = story[after..].lines().next().unwrap().trim();
    assert_eq!(story.matches(typed).count(), 1, "{story}");
    for secret in [CLIENT_SECRET, &typed.replace(' ', ""), "otpauth", "secret="] {
        assert!(!story.contains(secret), "`{secret}` in\n{story}");
    }
}

fn temporary() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

fn is_empty(folder: &tempfile::TempDir) {
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(left, Vec::<std::path::PathBuf>::new());
}

#[test]
fn by_itself_it_tells_the_whole_story_and_leaves_nothing() {
    let Some(latchkey) = latchkey() else { return };
    let folder = temporary();
    let ended = latchkey.start(["try", "--auto"], Some(folder.path())).end();
    is_whole(&ended);
    is_discreet(&ended);
    is_empty(&folder);
}

#[test]
fn a_person_does_it_with_the_phone_page() {
    let Some(latchkey) = latchkey() else { return };
    let folder = temporary();
    let mut person = Person::begin(latchkey.start(["try"], Some(folder.path())));

    person.answer("to put it off:", "");
    person.answer("(Enter for alice@example.com):", "");
    person.approve();
    person.answer("Enter to set it up now", "");
    person.terminal.wait_for(TYPED_KEY);
    let key = person.terminal.next_line().unwrap().replace(' ', "");
    person.terminal.wait_for("the code that it shows now:");
    let scanned = person.page_state()["scanned"].as_str().unwrap().to_owned();
    person.terminal.type_line(&scanned);

    person.terminal.wait_for("\n4. ");
    person.answer(CHOOSE, "1");
    person.approve();

    // An authenticator app whose clock is half a minute ahead already shows the next code.
    let next = code(&key, 1);
    person.terminal.wait_for("\n5. ");
    person.answer(CHOOSE, "1");
    person.answer(ACCESS_CODE, &next);

    person.terminal.wait_for("\n6. ");
    person.answer(CHOOSE, "1");
    person.answer(ACCESS_CODE, &next);
    person.terminal.wait_for("that code was used before");
    person.answer(ACCESS_CODE, "q");

    let ended = person.terminal.end();
    is_whole(&ended);
    is_discreet(&ended);
    is_empty(&folder);
}

#[test]
fn a_person_who_walks_away_is_told_so_and_nothing_is_left() {
    let Some(latchkey) = latchkey() else { return };
    let folder = temporary();
    let ended = latchkey.start(["try"], Some(folder.path())).end();
    assert_eq!(ended.status, Some(1), "{ended:?}");
    assert!(ended.stderr.contains("the story went another way"), "{ended:?}");
    is_empty(&folder);
}

/// Somebody at the terminal with a browser beside it.
struct Person {
    terminal: Started,
    runtime: Runtime,
    browser: Client,
    phone: String,
}

impl Person {
    fn begin(mut terminal: Started) -> Self {
        terminal.wait_for("in a browser: ");
        let phone = terminal.next_line().unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let browser = Client::builder().no_proxy().build().unwrap();
        Self { terminal, runtime, browser, phone }
    }

    fn answer(&mut self, question: &str, line: &str) {
        self.terminal.wait_for(question);
        self.terminal.type_line(line);
    }

    /// Reads the number that the terminal shows, and presses its button on the phone page.
    fn approve(&mut self) {
        self.terminal.wait_for("[ ");
        let number = self.terminal.wait_for(" ]").replace(" ]", "");
        let told = self.runtime.block_on(async {
            let page = self.browser.get(&self.phone).send().await.unwrap().text().await.unwrap();
            assert!(page.contains(&format!("value=\"{number}\"")), "{page}");
            let (token, push) = (hidden(&page, "page_token"), hidden(&page, "push"));
            let (origin, _) = self.phone.split_once("/phone/").unwrap();
            let form = [("page_token", token), ("push", push), ("answer", &number)];
            let answer = self.browser.post(format!("{}/answer", self.phone)).form(&form);
            let answer = answer.header("origin", origin).header("accept", "application/json");
            answer.send().await.unwrap().json::<Value>().await.unwrap()
        });
        assert_eq!(told["told"], "Approved. The sign-in goes on.");
    }

    fn page_state(&self) -> Value {
        self.runtime.block_on(async {
            let state = self.browser.get(format!("{}/state", self.phone)).send().await.unwrap();
            state.json().await.unwrap()
        })
    }
}

/// The value of a hidden field.
fn hidden<'p>(page: &'p str, name: &str) -> &'p str {
    let (_, value) = page.split_once(&format!("name=\"{name}\" value=\"")).unwrap();
    value.split_once('"').unwrap().0
}
