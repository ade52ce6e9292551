//! Sessions: what an editor says, and what it is answered and told.

mod typing;

use std::io::BufReader;

use serde_json::{Value, json};

use super::session::Session;
use super::transport::{INVALID_PARAMS, INVALID_REQUEST, METHOD_NOT_FOUND, NOT_INITIALIZED, Outgoing};
use super::{Ended, serve};

const NAME: &str = "file:///profiles/com.okta.deviceaccess.servicedaemon.plist";

/// A preference file of Okta's domain.
fn preferences(inside: &str) -> String {
    format!("<plist version=\"1.0\">\n<dict>\n{inside}\n</dict>\n</plist>\n")
}

/// An editor with one buffer.
struct Editor {
    session: Session,
    name: &'static str,
    version: i32,
}

impl Editor {
    /// An editor that can do this.
    fn new(capabilities: Value) -> Self {
        let mut session = Session::new();
        session.request("initialize", json!({ "capabilities": capabilities })).unwrap();
        session.notification("initialized", json!({}));
        session.take_outgoing();
        Self { session, name: NAME, version: 0 }
    }

    /// One that can do everything.
    fn able() -> Self {
        Self::new(json!({
            "general": { "positionEncodings": ["utf-16", "utf-8"] },
            "textDocument": {
                "completion": { "completionItem": { "snippetSupport": true } },
                "hover": { "contentFormat": ["markdown"] },
                "publishDiagnostics": { "relatedInformation": true },
            },
            "workspace": { "workspaceEdit": { "documentChanges": true, "resourceOperations": ["create"] } },
        }))
    }

    fn open(&mut self, text: &str) {
        self.version += 1;
        let document =
            json!({ "uri": self.name, "languageId": "xml", "version": self.version, "text": text });
        self.session.notification("textDocument/didOpen", json!({ "textDocument": document }));
    }

    fn change(&mut self, text: &str) {
        self.version += 1;
        let document = json!({ "uri": self.name, "version": self.version });
        let params = json!({ "textDocument": document, "contentChanges": [{ "text": text }] });
        self.session.notification("textDocument/didChange", params);
    }

    /// What it is told about its buffer.
    fn told(&mut self) -> Vec<Value> {
        let mut told = Vec::new();
        while self.session.is_behind() {
            if let Some(looked) = self.session.look()
                && let Some(Outgoing::Notification { params, .. }) = self.session.publish(looked)
            {
                told.push(params);
            }
        }
        told
    }

    fn ask(&mut self, method: &str, place: Value) -> Value {
        let mut params = json!({ "textDocument": { "uri": self.name } });
        params.as_object_mut().unwrap().extend(place.as_object().unwrap().clone());
        self.session.request(method, params).unwrap()
    }

    fn actions(&mut self, line: u32, kinds: &[&str]) -> Vec<Value> {
        let range =
            json!({ "start": { "line": line, "character": 0 }, "end": { "line": line, "character": 99 } });
        let context = json!({ "diagnostics": [], "only": kinds, "triggerKind": 1 });
        let found = self.ask("textDocument/codeAction", json!({ "range": range, "context": context }));
        found.as_array().unwrap().clone()
    }
}

fn rules(told: &Value) -> Vec<&str> {
    told["diagnostics"].as_array().unwrap().iter().map(|found| found["code"].as_str().unwrap()).collect()
}

#[test]
fn only_the_newest_version_is_told() {
    let mut editor = Editor::able();
    editor.open(&preferences("<key>Allowed</key><true/>"));
    editor.change(&preferences(""));
    let told = editor.told();
    assert_eq!(told.len(), 1);
    assert_eq!(told[0]["version"], 2);
    assert!(!rules(&told[0]).contains(&"unknown-key"));
    // What was typed while a version was checked makes the result an old one.
    editor.change(&preferences("<key>Allowed</key><true/>"));
    let looked = editor.session.look().unwrap();
    editor.change(&preferences(""));
    assert_eq!(editor.session.publish(looked), None);
    assert_eq!(editor.told()[0]["version"], 4);
}

#[test]
fn a_closed_buffer_has_no_diagnostics() {
    let mut editor = Editor::able();
    editor.open(&preferences(""));
    editor.session.notification("textDocument/didClose", json!({ "textDocument": { "uri": NAME } }));
    assert!(editor.told().is_empty());
    let expected = json!({ "uri": NAME, "diagnostics": [] });
    let outgoing = editor.session.take_outgoing();
    assert_eq!(
        outgoing,
        [Outgoing::Notification { method: "textDocument/publishDiagnostics", params: expected }]
    );
}

#[test]
fn an_editor_that_asks_is_not_told() {
    let mut editor = Editor::new(json!({ "textDocument": { "diagnostic": {} } }));
    editor.open(&preferences("<key>Allowed</key><true/>"));
    assert!(!editor.session.is_behind());
    let report = editor.ask("textDocument/diagnostic", json!({}));
    assert_eq!(report["kind"], "full");
    assert!(report["items"].as_array().unwrap().iter().any(|found| found["code"] == "unknown-key"));
}

#[test]
fn ranges_count_in_the_units_of_the_editor() {
    for (capabilities, expected) in
        [(json!({}), 18), (json!({ "general": { "positionEncodings": ["utf-8"] } }), 20)]
    {
        let mut editor = Editor::new(capabilities);
        editor.open(&preferences("<!-- \u{1F600} --><key>Allowed</key><true/>"));
        let told = editor.told();
        let found = told[0]["diagnostics"].as_array().unwrap();
        let found = found.iter().find(|found| found["code"] == "unknown-key").unwrap();
        assert_eq!(found["range"]["start"], json!({ "line": 2, "character": expected - 2 }));
    }
}

#[test]
fn a_diagnostic_says_everything() {
    let mut editor = Editor::able();
    editor.open(&preferences("<key>OfflineLoginAllowed</key><true/>\n<key>OfflineLoginAllowed</key><true/>"));
    let told = editor.told();
    let found = told[0]["diagnostics"].as_array().unwrap();
    let found = found.iter().find(|found| found["code"] == "duplicate-key").unwrap();
    assert_eq!(found["source"], "latchkey");
    assert_eq!(found["severity"], 1);
    assert_eq!(found["relatedInformation"][0]["location"]["range"]["start"]["line"], 2);
    assert!(found["message"].as_str().unwrap().contains("\notherwise: "));
}

#[test]
fn any_buffer_gets_an_answer() {
    let large = " ".repeat(16 * 1024 * 1024 + 1);
    let deep = "<array>".repeat(5000);
    for text in ["", "\u{0}\u{1}", "bplist00\u{FFFD}", "<", "<plist", "{}", "hello", &large, &deep] {
        let mut editor = Editor::able();
        editor.open(text);
        let told = editor.told();
        assert_eq!(told.len(), 1);
        let count = told[0]["diagnostics"].as_array().unwrap().len();
        assert!(count <= 2, "{count}");
        for method in ["textDocument/hover", "textDocument/completion"] {
            editor.ask(method, json!({ "position": { "line": 0, "character": 3 } }));
        }
        editor.actions(0, &[]);
    }
    let mut editor = Editor::able();
    editor.open(&large);
    assert_eq!(rules(&editor.told()[0]), ["too-large"]);
}

#[test]
fn other_files_are_nobodys_business() {
    for (name, text) in [
        ("file:///project/pom.xml", "<project><name>x</name></project>"),
        ("file:///project/package.json", "{\"properties\": {}}"),
        ("file:///project/Cargo.toml", "[package]\n"),
    ] {
        let mut editor = Editor::able();
        editor.name = name;
        editor.open(text);
        assert!(rules(&editor.told()[0]).is_empty(), "{name}");
    }
}

#[test]
fn a_configuration_is_checked_as_one() {
    let mut editor = Editor::able();
    editor.name = "file:///project/latchkey.toml";
    editor.open("[lint]\ntarget = []\n");
    let told = editor.told();
    let found = &told[0]["diagnostics"].as_array().unwrap()[0];
    assert_eq!(found["code"], "broken-configuration");
    assert_eq!(found["range"]["start"]["line"], 1);
}

#[test]
fn what_is_in_force_is_read_again_when_it_changes() {
    let folder = tempfile::tempdir().unwrap();
    let file =
        gen_lsp_types::Uri::from_file_path(folder.path().join("com.okta.deviceaccess.servicedaemon.plist"));
    let mut editor = Editor::able();
    editor.name = Box::leak(file.unwrap().to_string().into_boxed_str());
    editor.open(&preferences("<key>Allowed</key><true/>"));
    assert!(rules(&editor.told()[0]).contains(&"unknown-key"));
    #[expect(clippy::disallowed_methods, reason = "the test is the one who changes the file")]
    std::fs::write(folder.path().join("latchkey.toml"), "[lint.rules]\nunknown-key = \"off\"\n").unwrap();
    let changes = json!({ "changes": [] });
    editor.session.notification("workspace/didChangeWatchedFiles", changes);
    assert!(!rules(&editor.told()[0]).contains(&"unknown-key"));
}

#[test]
fn messages_out_of_order_are_refused() {
    let mut session = Session::new();
    let mut code =
        |method: &str, params: Value| session.request(method, params).err().map(|fault| fault.code);
    assert_eq!(code("textDocument/hover", json!({})), Some(NOT_INITIALIZED));
    assert_eq!(code("initialize", Value::Null), None);
    assert_eq!(code("initialize", json!({})), Some(INVALID_REQUEST));
    assert_eq!(code("textDocument/hover", json!({ "position": "secret" })), Some(INVALID_PARAMS));
    assert_eq!(code("textDocument/unheardOf", json!({})), Some(METHOD_NOT_FOUND));
    assert_eq!(code("shutdown", Value::Null), None);
    assert_eq!(code("textDocument/hover", json!({})), Some(INVALID_REQUEST));
}

/// What is answered to these messages, and how it ends.
fn served(messages: &[&str]) -> (Ended, String) {
    let framed: String =
        messages.iter().map(|body| format!("Content-Length: {}\r\n\r\n{body}", body.len())).collect();
    let mut output = Vec::new();
    let ended = serve(BufReader::new(std::io::Cursor::new(framed.into_bytes())), &mut output).unwrap();
    (ended, String::from_utf8(output).unwrap())
}

#[test]
fn the_end_is_as_the_editor_takes_it() {
    let initialize = r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}"#;
    let shutdown = r#"{"jsonrpc":"2.0","id":2,"method":"shutdown"}"#;
    let exit = r#"{"jsonrpc":"2.0","method":"exit"}"#;
    assert_eq!(served(&[initialize, shutdown, exit]).0, Ended::Politely);
    assert_eq!(served(&[initialize, exit]).0, Ended::Abruptly);
    assert_eq!(served(&[exit]).0, Ended::Abruptly);
    assert_eq!(served(&[initialize]).0, Ended::Abruptly);
    let (ended, output) = served(&["{ not JSON", initialize, shutdown, exit]);
    assert_eq!(ended, Ended::Politely);
    assert!(output.contains(r#"{"jsonrpc":"2.0","id":null,"error":{"code":-32700"#), "{output}");
    assert!(output.contains(r#""id":2,"result":null"#), "{output}");
}

#[test]
fn fixes_are_offered_and_mend() {
    let mut editor = Editor::able();
    editor.open(&preferences("<key>AllowedFactors</key>\n<array>\n<string>ov_push</string>\n</array>"));
    let found = editor.actions(4, &["quickfix"]);
    let titles: Vec<&str> = found.iter().map(|action| action["title"].as_str().unwrap()).collect();
    assert!(titles.contains(&"ignore `unknown-factor` here"), "{titles:?}");
    let fix = found.iter().find(|action| action["isPreferred"] == true).unwrap();
    assert_eq!(fix["diagnostics"][0]["data"]["fix"]["safe"], true);
    let document = &fix["edit"]["documentChanges"][0];
    assert_eq!(document["textDocument"]["version"], 1);
    assert!(document["edits"][0]["newText"].as_str().unwrap().contains("OV_Push"), "{document}");
    let all = editor.actions(0, &["source.fixAll"]);
    assert_eq!(all.len(), 1);
    assert_eq!(all[0]["kind"], "source.fixAll.latchkey");
}

#[test]
fn an_editor_without_versioned_edits_gets_plain_ones() {
    let mut editor = Editor::new(json!({}));
    editor.open(&preferences("<key>AllowedFactors</key>\n<array>\n<string>ov_push</string>\n</array>"));
    let found = editor.actions(4, &["quickfix"]);
    assert!(found[0]["edit"]["changes"][NAME].is_array(), "{}", found[0]);
}

#[test]
fn a_file_becomes_another_carrier() {
    let text = preferences(
        "<key>DMFAOrgURL</key><string>https://a.okta.com</string>\n<key>DMFAClientSecret</key><string>s3cr3t</string>",
    );
    let mut editor = Editor::able();
    editor.open(&text);
    let found = editor.actions(0, &["refactor"]);
    let titles: Vec<&str> = found.iter().map(|action| action["title"].as_str().unwrap()).collect();
    assert_eq!(
        titles,
        [
            "convert to a configuration profile (`mobileconfig`)",
            "convert to a managed-client profile (`mcx`)",
            "convert to Intune's preference files (`intune`)",
        ]
    );
    let changes = &found[0]["edit"]["documentChanges"];
    assert_eq!(changes[0]["kind"], "create");
    assert!(changes[0]["uri"].as_str().unwrap().starts_with("file:///profiles/"));
    assert!(changes[1]["edits"][0]["newText"].as_str().unwrap().contains("s3cr3t"));
    // An editor that creates no files has its buffer replaced.
    let mut editor = Editor::new(json!({}));
    editor.open(&text);
    let found = editor.actions(0, &["refactor"]);
    assert!(found[0]["edit"]["changes"][NAME][0]["newText"].as_str().unwrap().contains("PayloadContent"));
}
