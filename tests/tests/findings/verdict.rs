//! Files to what the linter finds in them, as one line of JSON each.

use std::path::{Path, PathBuf};

use latchkey_tests::command::Latchkey;
use serde_json::{Value, json};

/// What a run of the linter said.
#[derive(Clone, Debug)]
pub(crate) struct Verdict {
    pub(crate) findings: Vec<Value>,
    unchecked: Vec<Value>,
    /// How many files were checked.
    checked: u64,
}

/// Lints paths of one call.
pub(crate) fn lint(latchkey: &Latchkey, options: &[String], paths: &[PathBuf]) -> Verdict {
    let fixed = ["lint", "--format", "json"].map(str::to_owned);
    let paths = paths.iter().map(|path| path.display().to_string());
    let ended = latchkey.run(fixed.into_iter().chain(options.iter().cloned()).chain(paths));
    let output: Value = serde_json::from_str(&ended.stdout).unwrap_or_else(|_| panic!("{ended:?}"));
    let list = |key: &str| output[key].as_array().unwrap().clone();
    Verdict {
        findings: list("findings"),
        unchecked: list("unchecked"),
        checked: output["summary"]["checked"].as_u64().unwrap(),
    }
}

impl Verdict {
    /// Whether a rule found something.
    pub(crate) fn has(&self, rule: &str) -> bool {
        self.findings.iter().any(|finding| finding["rule"] == rule)
    }

    /// The rules above `info` that found something, each once.
    pub(crate) fn grave(&self) -> Vec<String> {
        let grave = self.findings.iter().filter(|finding| finding["level"] != "info");
        let mut rules: Vec<String> = grave.map(|finding| text(&finding["rule"])).collect();
        rules.sort();
        rules.dedup();
        rules
    }

    /// What was not checked, but for what nothing describes and that is known.
    pub(crate) fn unchecked(&self, known: &[String]) -> Vec<String> {
        let reasons = self.unchecked.iter().map(|part| text(&part["reason"]));
        let mut reasons: Vec<String> = reasons
            .filter(|reason| !known.iter().any(|known| reason.contains(&format!("`{known}`"))))
            .collect();
        if self.checked == 0 {
            reasons.push("nothing was checked".to_owned());
        }
        reasons
    }

    /// A line for each finding and each part that was not checked; one that says so where there is none.
    pub(crate) fn lines(&self, folder: &Path, input: &Path) -> Vec<String> {
        let prefix = format!("{}/", folder.display());
        // A configuration is named as seen from where the linter runs.
        let case = format!("profiles/{}/", folder.file_name().unwrap().display());
        let file = |value: &Value| text(&value["file"]).replace(&prefix, "").replace(&case, "");
        let finding = |finding: &Value| {
            let start = &finding["range"]["start"];
            let start = if start.is_null() {
                Value::Null
            } else {
                format!("{}:{}", start["line"], start["column"]).into()
            };
            json!({
                "file": file(finding), "rule": finding["rule"], "level": finding["level"],
                "key_path": finding["key_path"], "start": start, "message": finding["message"],
            })
        };
        let unchecked = |part: &Value| json!({ "file": file(part), "unchecked": part["reason"], "key_path": part["key_path"] });
        let findings = self.findings.iter().map(finding);
        let mut lines: Vec<String> = findings
            .chain(self.unchecked.iter().map(unchecked))
            .map(|line| line.to_string().replace(&prefix, ""))
            .collect();
        if lines.is_empty() {
            lines.push(json!({ "file": input.strip_prefix(folder).unwrap() }).to_string());
        }
        lines
    }
}

pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}
