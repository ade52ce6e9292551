//! Payloads that a schema of the user describes, to the places of the values that it calls sensitive.

use std::collections::HashSet;

use latchkey_profile_schema::library::Library;
use latchkey_profile_schema::{Document, Node, Span, Value, carrier};

use super::content;

/// Where they stand. Only schemas of payloads that are there are read.
pub(super) fn spans(document: &Document, library: &Library, bytes: &[u8]) -> Vec<Span> {
    let mut spans = Vec::new();
    for payload in carrier::open(document).payloads {
        let Some(schema) = payload.domain.and_then(|domain| library.of(domain)) else { continue };
        let names: HashSet<&str> = schema.sensitive().collect();
        if !names.is_empty() {
            below(payload.settings, &names, bytes, &mut spans);
        }
    }
    spans
}

fn below(settings: &Node, names: &HashSet<&str>, bytes: &[u8], spans: &mut Vec<Span>) {
    let mut open = vec![settings];
    while let Some(node) = open.pop() {
        match &node.value {
            Value::Array(items) => open.extend(items),
            Value::Dictionary(entries) => {
                for entry in entries {
                    if names.contains(entry.key.as_str()) {
                        spans.extend(entry.node.span.and_then(|span| content(span, bytes)));
                    } else {
                        open.push(&entry.node);
                    }
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use latchkey_profile_schema::Span;
    use latchkey_profile_schema::library::Library;

    use crate::lint::secrets;
    use crate::lint::testing::{payload, profile};

    #[test]
    fn what_a_manifest_calls_sensitive_is_hidden() {
        let manifest = "<plist version=\"1.0\"><dict><key>pfm_domain</key><string>com.example.app</string>\
                        <key>pfm_subkeys</key><array><dict><key>pfm_name</key><string>Licence</string>\
                        <key>pfm_type</key><string>string</string><key>pfm_sensitive</key><true/></dict></array>\
                        </dict></plist>";
        let library = Library::index([("com.example.app.plist".to_owned(), manifest.as_bytes().to_vec())]);
        let hidden = |payload_type: &str| -> Vec<String> {
            let file = profile(&payload(payload_type, "<key>Licence</key><string>canary</string>"));
            let spans = secrets(file.as_bytes(), Some(&library));
            let text = |span: &Span| file.get(span.start as usize..span.end as usize).unwrap().to_owned();
            spans.iter().map(text).collect()
        };
        assert_eq!(hidden("com.example.app"), ["canary"]);
        assert!(hidden("com.example.other").is_empty());
    }
}
