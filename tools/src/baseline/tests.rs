//! What a baseline accepts, and what it does not.

use super::*;
use crate::lint::testing::{self, preferences};
use crate::options::Options;
use crate::target::Target;

/// The law of files without a configuration.
fn law() -> &'static Law<'static> {
    Box::leak(Box::new(Law::new(Box::leak(Box::default()), &[], "")))
}

fn report(inside: &str) -> FileReport {
    testing::report("org.latchkey.agent.plist", preferences(inside), &Options::default())
}

/// The text of a baseline of a file `a.plist` with this in it.
fn written(inside: &str) -> String {
    let mut report = report(inside);
    Baseline::default().write(&[Named { path: "a.plist", report: &mut report, law: law() }], |_| false)
}

/// Messages of what is left, and of what is stale, when `now` is held against the baseline of `then`.
fn compared(then: &str, now: &str) -> (Vec<String>, Vec<String>) {
    let mut report = report(now);
    let baseline = Baseline::read(written(then).as_bytes()).unwrap();
    let stale = baseline.settle(&mut [Named { path: "a.plist", report: &mut report, law: law() }], |_| false);
    let messages = |findings: Vec<Located>| findings.into_iter().map(|found| found.message).collect();
    (messages(report.findings), messages(stale))
}

fn key(name: &str) -> String {
    format!("<key>{name}</key>\n<true/>\n")
}

#[test]
fn what_was_there_is_accepted_wherever_it_has_moved() {
    let then = key("A");
    assert_eq!(compared(&then, &format!("\n\n{then}")), (vec![], vec![]));
}

#[test]
fn what_is_new_is_reported() {
    let both = format!("{}{}", key("A"), key("B"));
    assert_eq!(compared(&key("A"), &both).0, ["`org.latchkey.agent` has no key `B`"]);
    // The same finding in the same place once more is new too.
    let twice = format!("{}{}", key("A"), key("A"));
    let (left, stale) = compared(&key("A"), &twice);
    assert!(left.iter().any(|message| message.contains("`A`")) && stale.is_empty(), "{left:?} {stale:?}");
}

#[test]
fn what_is_gone_is_stale() {
    let (left, stale) = compared(&key("A"), "");
    assert!(left.is_empty());
    assert_eq!(stale, ["`a.plist` has no finding like this of `unknown-key` any more"]);
}

#[test]
fn a_file_that_was_not_checked_is_neither_stale_nor_forgotten() {
    let baseline = Baseline::read(written(&key("A")).as_bytes()).unwrap();
    assert!(baseline.settle(&mut [], |_| false).is_empty());
    assert_eq!(baseline.write(&[], |_| false), written(&key("A")));
    assert_eq!(baseline.settle(&mut [], |_| true).len(), 1);
    assert_eq!(baseline.write(&[], |_| true), "{\"version\":1,\"findings\":[\n]}\n");
}

#[test]
fn writing_again_changes_nothing_and_each_entry_has_a_line() {
    let inside = format!("{}{}", key("B"), key("A"));
    let text = written(&inside);
    insta::assert_snapshot!(text);
    let baseline = Baseline::read(text.as_bytes()).unwrap();
    let mut report = report(&inside);
    let mut files = [Named { path: "a.plist", report: &mut report, law: law() }];
    let stale = baseline.settle(&mut files, |_| false);
    assert!(stale.is_empty() && files[0].report.findings.is_empty());
    assert_eq!(baseline.write(&files, |_| false), text);
    let lines: Vec<_> = baseline.accepted.values().map(|entry| entry.spot.range.unwrap().0.line).collect();
    assert_eq!(lines, [2, 3]);
}

#[test]
fn entries_have_their_lines_however_they_are_laid_out() {
    let text = "{\"findings\": [\n {\n\"file\":\"a{[\\\"\",\"rule\":\"r\",\"key_path\":null,\"fingerprint\":\"f\",\"count\":1}, {\"file\":\"b\",\"rule\":\"r\",\n\"key_path\":null,\"fingerprint\":\"f\",\"count\":1}],\n\"version\": 1}";
    let baseline = Baseline::read(text.as_bytes()).unwrap();
    let lines: Vec<_> = baseline.accepted.values().map(|entry| entry.spot.range.unwrap().0.line).collect();
    assert_eq!(lines, [2, 3]);
}

#[test]
fn what_is_no_baseline_is_refused() {
    for text in
        ["", "[]", "{\"version\":1}", "{\"version\":2,\"findings\":[]}", "{\"version\":1,\"findings\":[{}]}"]
    {
        assert!(Baseline::read(text.as_bytes()).is_err(), "{text}");
    }
}

#[test]
fn what_was_not_looked_for_is_neither_stale_nor_forgotten() {
    let text = written(&key("A")).replace("\"count\":1", "\"count\":1,\"targets\":[\"jamf\"]");
    let baseline = Baseline::read(text.as_bytes()).unwrap();
    let mut clean = report("");
    let settings = Box::leak(Box::default());
    for (targets, stale) in [(&[][..], 0), (&[Target::Intune], 0), (&[Target::Intune, Target::Jamf], 1)] {
        let law = Law::new(settings, targets, "");
        let mut files = [Named { path: "a.plist", report: &mut clean, law: &law }];
        assert_eq!(baseline.settle(&mut files, |_| false).len(), stale, "{targets:?}");
        assert_eq!(baseline.write(&files, |_| false).contains("unknown-key"), stale == 0, "{targets:?}");
    }
    let baseline = Baseline::read(written(&key("A")).as_bytes()).unwrap();
    let mut cut =
        testing::report("org.latchkey.agent.plist", "<plist version=\"1.0\"><dict>", &Options::default());
    let files = &mut [Named { path: "a.plist", report: &mut cut, law: law() }];
    assert_eq!(baseline.settle(files, |_| false).len(), 0);
}
