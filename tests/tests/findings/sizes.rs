//! Profiles that are larger than a server takes. They are made here, since nobody reads a megabyte.

use latchkey_tests::command::latchkey;

use crate::carrier;
use crate::case::{AGENT, Description};
use crate::verdict::lint;

/// What Intune documents for custom profiles.
const LIMIT: usize = 1_000_000;

/// A profile whose description fills it up to this many bytes.
fn profile(bytes: usize) -> Description {
    let description =
        |length| format!("<key>PayloadDescription</key>\n<string>{}</string>", "a".repeat(length));
    let of = |length| Description {
        domains: [(AGENT.to_owned(), String::new())].into(),
        profile: description(length),
        ..Description::default()
    };
    let empty = carrier::named("direct").make(&of(0), 0).unwrap().len();
    of(bytes - empty)
}

#[test]
fn a_megabyte_is_too_much_in_every_carrier() {
    let Some(latchkey) = latchkey() else { return };
    let folder = tempfile::tempdir().unwrap();
    for name in ["direct", "jamf", "graph"] {
        let carrier = carrier::named(name);
        for (bytes, too_large) in [(LIMIT, false), (LIMIT + 1, true)] {
            let path = folder.path().join(format!("{name}.{}", carrier.ending));
            std::fs::write(&path, carrier.make(&profile(bytes), 0).unwrap()).unwrap();
            for (target, level) in [("intune", "error"), ("device", "warning")] {
                let options = ["--target", target].map(str::to_owned);
                let verdict = lint(&latchkey, &options, std::slice::from_ref(&path));
                let found = verdict.findings.iter().find(|finding| finding["rule"] == "too-large-for-target");
                let expected = too_large.then_some(level);
                assert_eq!(
                    found.and_then(|found| found["level"].as_str()),
                    expected,
                    "{name} {bytes} {target}"
                );
            }
        }
    }
}
