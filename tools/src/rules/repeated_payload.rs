//! `repeated-payload`: two payloads of a type of which a profile may hold one.

use std::collections::HashMap;

use latchkey_profile_schema::KeyPath;
use latchkey_profile_schema::carrier::Delivery;
use latchkey_profile_schema::catalog::{Catalog, Repetition};
use latchkey_profile_schema::domain;
use latchkey_profile_schema::plist::MAX_PROBLEMS;

use crate::finding::{Finding, value_at};
use crate::options::Options;
use crate::phrase::quoted;
use crate::rule::rule;
use crate::view::FileView;

rule! {
    /// Two payloads of a type that may stand in a profile once.
    ///
    /// # What it does
    /// Counts the payloads of each type for which Apple's description or a community manifest (`--schemas`) says that
    /// several are not allowed.
    ///
    /// # Why it matters
    /// macOS refuses the whole profile, or keeps one of the two.
    ///
    /// # Example
    /// Two payloads of `com.apple.loginwindow` in one profile.
    ///
    /// # Instead
    /// One payload with the keys of both.
    ///
    /// # Keys
    /// `PayloadType`
    static RULE = { name: "repeated-payload", level: Error, since: "0.1.0" };
}

/// Compares each payload with the first of its type.
pub(crate) fn check(file: &FileView<'_>) -> Vec<Finding> {
    let mut first: HashMap<&str, (KeyPath, bool)> = HashMap::new();
    let mut findings = Vec::new();
    for payload in file.contents.payloads.iter().filter(|payload| payload.delivery == Delivery::Direct) {
        let Some(name) = payload.domain else { continue };
        let Some((earlier, single)) = first.get(name) else {
            first.insert(name, (payload.path.clone(), is_single(name, file.options)));
            continue;
        };
        if *single && findings.len() < MAX_PROBLEMS {
            let message =
                format!("this is the second payload of {}, of which a profile may hold one", quoted(name));
            findings.push(
                Finding::new(&RULE, value_at(payload.path.key("PayloadType")), message)
                    .help("put the keys of both into one payload")
                    .consequence("macOS refuses the profile, or keeps one of the two payloads")
                    .related(value_at(earlier.key("PayloadType")), "the first one"),
            );
        }
    }
    findings
}

fn is_single(name: &str, options: &Options) -> bool {
    let declared = domain::known(name).and_then(Catalog::declared).and_then(|catalog| catalog.repetition);
    let described = options.schemas.as_deref().and_then(|library| library.of(name));
    match declared {
        Some(repetition) => repetition == Repetition::Once,
        None => described.is_some_and(|schema| schema.delivery.multiple == Some(false)),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use latchkey_profile_schema::library::Library;

    use crate::lint::testing::{found_with, payload, payload_of, profile};
    use crate::options::Options;

    #[test]
    fn apple_says_how_many_there_may_be() {
        let options = |multiple: &str| {
            let yaml = format!(
                "title: Window\npayload:\n  payloadtype: com.apple.loginwindow\n  supportedOS:\n    macOS:\n      \
                 introduced: '10.7'\n      multiple: {multiple}\npayloadkeys:\n- key: a\n  type: <boolean>\n  \
                 presence: optional\n"
            );
            let library = Library::index([("a.yaml".to_owned(), yaml.into_bytes())]);
            Options { schemas: Some(Arc::new(library)), ..Options::default() }
        };
        let one = payload("com.apple.loginwindow", "");
        let two = one.clone()
            + &payload_of("com.apple.loginwindow", "a.b", "00000000-0000-4000-8000-00000000000C", "");
        let count = |payloads: &str, options: &Options| {
            found_with("repeated-payload", profile(payloads).as_bytes(), options).len()
        };
        assert_eq!(count(&two, &options("false")), 1);
        assert_eq!(count(&one, &options("false")), 0);
        assert_eq!(count(&two, &options("true")), 0);
        assert_eq!(count(&two, &Options::default()), 0);
    }

    #[test]
    fn a_manifest_says_it_too() {
        let count = |unique: &str| {
            let manifest = format!(
                "<plist version=\"1.0\"><dict><key>pfm_domain</key><string>com.example.app</string>\
                 <key>pfm_unique</key><{unique}/><key>pfm_subkeys</key><array><dict><key>pfm_name</key>\
                 <string>a</string><key>pfm_type</key><string>string</string></dict></array></dict></plist>"
            );
            let library = Library::index([("a.plist".to_owned(), manifest.into_bytes())]);
            let options = Options { schemas: Some(Arc::new(library)), ..Options::default() };
            let two = payload("com.example.app", "")
                + &payload_of("com.example.app", "a.b", "00000000-0000-4000-8000-00000000000C", "");
            found_with("repeated-payload", profile(&two).as_bytes(), &options).len()
        };
        assert_eq!([count("true"), count("false")], [1, 0]);
    }
}
