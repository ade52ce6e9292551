//! The names of a profile and its payloads, and texts of domains that are not declared, to the leftovers in them.

use latchkey_mdm_manifests::is_placeholder;
use latchkey_profile_schema::check::is_secret;
use latchkey_profile_schema::domain;
use latchkey_profile_schema::plist::MAX_PROBLEMS;
use latchkey_profile_schema::{KeyPath, Node, Value};

use super::RULE;
use crate::finding::{Finding, value_at};
use crate::phrase::{key, quoted};
use crate::rule::Level;
use crate::view::FileView;

/// What people and servers know a profile by.
const NAMES: [&str; 4] =
    ["PayloadIdentifier", "PayloadDisplayName", "PayloadOrganization", "PayloadDescription"];

/// Adds the leftovers of a file.
pub(super) fn look(file: &FileView<'_>, findings: &mut Vec<Finding>) {
    for envelope in &file.contents.envelopes {
        for name in NAMES {
            let text = envelope.node.get(name).and_then(Node::as_str);
            if let Some(text) = text.filter(|text| is_leftover_name(text)) {
                add(text, envelope.path.key(name), "people and servers see the template's text", findings);
            }
        }
    }
    for payload in &file.contents.payloads {
        if payload.domain.is_some_and(|name| domain::known(name).is_none()) {
            for entry in payload.entries() {
                within(&entry.node, &|| payload.path.key(&entry.key), findings);
            }
        }
    }
}

/// Texts of other programs may be anything but what says by itself that it is to be replaced.
fn within(node: &Node, path: &dyn Fn() -> KeyPath, findings: &mut Vec<Finding>) {
    match &node.value {
        Value::String(text) if is_placeholder(text) => {
            add(text, path(), "the program takes the template's text for the value", findings);
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                within(item, &|| path().index(index), findings);
            }
        }
        Value::Dictionary(entries) => {
            for entry in entries {
                within(&entry.node, &|| path().key(&entry.key), findings);
            }
        }
        _ => {}
    }
}

fn add(text: &str, path: KeyPath, consequence: &'static str, findings: &mut Vec<Finding>) {
    if findings.len() >= MAX_PROBLEMS {
        return;
    }
    let held = if path.last_key().is_some_and(is_secret) {
        "a placeholder".to_owned()
    } else {
        format!("the placeholder {}", quoted(text))
    };
    findings.push(
        Finding::new(&RULE, value_at(path.clone()), format!("{} still holds {held}", key(&path)))
            .at_most(Level::Warning)
            .help("write the real value")
            .consequence(consequence),
    );
}

/// `YOUR_IDENTIFIER`, `com.YOUR_ORG.mfa`, `YOUR PROFILE`, `{{name}}`. A variable beside other words may be an MDM's.
fn is_leftover_name(text: &str) -> bool {
    // A description may be long, and hardly one has any of this.
    if !(text.contains("YOUR") || text.contains("{{")) {
        return false;
    }
    let text = text.trim();
    let inner = text.strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}")).map(str::trim);
    let words = ["name", "identifier", "organization", "display_name", "description"];
    text.starts_with("YOUR ")
        || text.split(['.', ' ']).any(is_placeholder)
        || inner.is_some_and(|inner| words.iter().any(|word| inner.eq_ignore_ascii_case(word)))
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{found, payload, profile};
    use crate::rule::Level;

    #[test]
    fn a_profile_has_a_name_of_its_own() {
        let count = |name: &str| {
            let file = profile("").replace("<string>Test</string>", &format!("<string>{name}</string>"));
            found("placeholder-value", file.as_bytes(), None).len()
        };
        for leftover in
            ["YOUR_IDENTIFIER", "YOUR PROFILE", "com.YOUR_ORG.mfa", "{{name}}", "{{ Identifier }}"]
        {
            assert_eq!(count(leftover), 1, "{leftover}");
        }
        for name in ["Your profile", "Yours", "{{serialnumber}}", "Mac of {{name}}", "com.example.mfa"] {
            assert_eq!(count(name), 0, "{name}");
        }
    }

    #[test]
    fn a_domain_that_is_not_declared_has_leftovers_too() {
        let levels = |text: &str| {
            let inside = format!("<key>a</key><array><string>{text}</string></array>");
            let file = profile(&payload("com.example.app", &inside));
            let found = found("placeholder-value", file.as_bytes(), None);
            found.into_iter().map(|finding| finding.level).collect::<Vec<_>>()
        };
        assert_eq!(levels("YOUR_TENANT"), [Level::Warning]);
        for text in ["$HOME", "{{x}}", "TODO", "your tenant"] {
            assert!(levels(text).is_empty(), "{text}");
        }
    }
}
