//! Mistakes planted into profiles that other people wrote, and mended: the values are those of the profile again.
//!
//! The corpora are data in `../shared/corpora`, read in place. Without them there is nothing to read, which only CI minds.

#![expect(clippy::disallowed_methods, reason = "a test reads files")]

use std::path::{Path, PathBuf};

use latchkey_profile_schema::{Node, plist};

use super::*;
use crate::fix::is_same;

/// A mistake whose fix is safe: what stands in the text, and what is planted for it.
const MISTAKES: &[(&str, &str)] = &[
    ("<?xml ", "\u{feff}\n<?xml "),
    ("<plist version=\"1.0\">", "<plist version=\"1\">"),
    ("<key>PayloadVersion</key>", "<key>payloadVersion</key>"),
    ("<integer>1</integer>", "<string>1</string>"),
    ("<string>System</string>", "<string>SYSTEM</string>"),
    ("<string>Configuration</string>", "<string>configuration</string>"),
    ("<key>PayloadUUID</key>\n", "<key>PayloadUuid</key>\n"),
    ("<key>Forced</key>", "<key>forced</key>"),
    ("<key>mcx_preference_settings</key>", "<key>MCX_preference_settings</key>"),
    ("&amp;", "&"),
    ("\n", "\r\n"),
    ("\t", "    "),
];

#[test]
fn mended_profiles_hold_the_values_that_they_had() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpora");
    if !root.is_dir() {
        assert!(std::env::var_os("CI").is_none(), "{} is missing", root.display());
        eprintln!("skipped: {} is missing", root.display());
        return;
    }
    let mut planted = 0;
    for path in profiles(root) {
        let bytes = std::fs::read(&path).unwrap();
        let Some(before) = settled(&bytes) else { continue };
        let text = String::from_utf8(bytes).unwrap();
        let mistakes = MISTAKES.iter().filter(|(right, _)| text.contains(right));
        for (right, wrong) in mistakes {
            let broken = text.replacen(right, wrong, 3);
            let after = settled(broken.as_bytes());
            let same = after.is_some_and(|after| is_same(&before, &after));
            assert!(same, "{}: {wrong:?} for {right:?}", path.display());
            planted += 1;
        }
    }
    assert!(planted > 500, "{planted}");
}

/// The values of a file with every safe fix made; none for what is no sound property list afterwards.
fn settled(bytes: &[u8]) -> Option<Node> {
    let look = |source: Source| lint(source, &Options::default());
    let source = Source { name: "test.mobileconfig".into(), bytes: bytes.to_vec() };
    let mended = mend(own(look(source))?, Safety::Safe, look);
    assert_eq!(mended.dropped, []);
    let reading = plist::read(mended.text.as_ref().map_or(bytes, |text| text.as_bytes()));
    let sound = reading.is_sound();
    reading.document.filter(|_| sound).map(|document| document.root)
}

fn profiles(root: PathBuf) -> Vec<PathBuf> {
    let (mut open, mut profiles) = (vec![root], Vec::new());
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "mobileconfig") {
                profiles.push(path);
            }
        }
    }
    profiles.sort();
    profiles
}
