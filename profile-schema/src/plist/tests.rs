//! Bytes that nobody means well with: each gets an answer.

use super::*;
use crate::document::{Entry, Node, Value};

fn kinds(bytes: &[u8]) -> Vec<ParseProblem> {
    let parse = |problem: Problem| match problem.kind {
        ProblemKind::Parse(problem) => problem,
        other => panic!("{other:?}"),
    };
    read(bytes).problems.into_iter().map(parse).collect()
}

fn nested(depth: usize) -> String {
    format!("<plist version=\"1.0\">{}{}</plist>", "<array>".repeat(depth), "</array>".repeat(depth))
}

#[test]
fn nesting_ends_at_the_limit() {
    assert_eq!(kinds(nested(20_000).as_bytes()), [ParseProblem::TooDeep]);
    assert_eq!(kinds(nested(MAX_DEPTH + 1).as_bytes()), [ParseProblem::TooDeep]);
    assert_eq!(kinds("<dict><key>a</key>".repeat(20_000).as_bytes()), [ParseProblem::TooDeep]);
    assert!(kinds("<plist version=\"1.0\">".repeat(20_000).as_bytes()).contains(&ParseProblem::TooDeep));
}

#[test]
fn the_deepest_tree_can_be_walked_written_and_dropped() {
    let deepest = nested(MAX_DEPTH);
    // Half of the stack that a thread of the standard library gets, without optimization.
    let thread = std::thread::Builder::new().stack_size(1024 * 1024);
    let walk = move || {
        let document = read(deepest.as_bytes()).document.expect("just within the limit");
        let mut node = &document.root;
        let mut depth = 1;
        while let Some(inner) = node.items().first() {
            node = inner;
            depth += 1;
        }
        let xml = write(&document.root.value).expect("depth was accepted");
        assert_eq!(read(xml.as_bytes()).document.map(|document| write(&document.root.value)), Some(Ok(xml)));
        (depth, document.clone() == document)
    };
    let result = thread.spawn(walk).expect("a thread").join().expect("no overflow");
    assert_eq!(result, (MAX_DEPTH, true));
}

#[test]
fn large_files_are_read_and_larger_ones_refused() {
    let entry = "<key>k</key><string>some text that fills the file</string>\n";
    let ten = entry.repeat(10_000_000 / entry.len());
    let reading = read(ten.as_bytes());
    assert!(reading.document.is_some());
    assert_eq!(reading.problems.len(), MAX_PROBLEMS + 1, "each key repeats the first");
    let bytes = MAX_BYTES + 1;
    assert_eq!(kinds(&vec![b' '; bytes]), [ParseProblem::TooLarge { bytes }]);
}

#[test]
fn values_are_counted() {
    let many =
        |count: usize| format!("<plist version=\"1.0\"><array>{}</array></plist>", "<true/>".repeat(count));
    assert_eq!(kinds(many(MAX_ELEMENTS - 1).as_bytes()), []);
    assert_eq!(kinds(many(MAX_ELEMENTS).as_bytes()), [ParseProblem::TooManyElements]);
}

fn sample() -> Value {
    let list = ["OV_Push", "Offline_TOTP"].map(|factor| Node::new(Value::String(factor.to_owned())));
    Value::Dictionary(vec![
        Entry::new("AllowedFactors", Value::Array(list.to_vec())),
        Entry::new("LoginPeriodWithOfflineFactor", Value::Real(168.5)),
        Entry::new("OfflineLoginAllowed", Value::Boolean(true)),
        Entry::new("Count", Value::Integer(300)),
        Entry::new("Since", Value::Date("2024-01-02T03:04:05Z".to_owned())),
        Entry::new("Blob", Value::Data(vec![0, 1, 2])),
        Entry::new("Ünïcode", Value::String("☃ & <tags>".to_owned())),
    ])
}

#[test]
fn every_cut_and_every_changed_byte_gets_an_answer() {
    let xml = write(&sample()).expect("a sound tree").into_bytes();
    let binary = write_binary(&sample()).expect("a sound tree");
    for whole in [xml, binary] {
        assert!(read(&whole).is_sound());
        let end = whole.trim_ascii_end().len();
        for length in 0..end {
            let reading = read(&whole[..length]);
            assert!(!reading.is_sound() && !reading.problems.is_empty(), "cut at {length}: {reading:?}");
        }
        for position in 0..whole.len() {
            for bit in 0..8 {
                let mut changed = whole.clone();
                changed[position] ^= 1 << bit;
                let reading = read(&changed);
                assert!(reading.document.is_some() || !reading.problems.is_empty(), "{position}.{bit}");
            }
            for byte in [0, 0xFF, b'<', b'>', b'&'] {
                let mut changed = whole.clone();
                changed[position] = byte;
                let reading = read(&changed);
                assert!(reading.document.is_some() || !reading.problems.is_empty(), "{position}={byte}");
            }
        }
    }
}

mod properties {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_bytes_get_an_answer(bytes in proptest::collection::vec(any::<u8>(), 0..256)) {
            let reading = read(&bytes);
            prop_assert!(reading.document.is_some() || !reading.problems.is_empty());
        }

        #[test]
        fn any_binary_body_gets_an_answer(body in proptest::collection::vec(any::<u8>(), 0..256)) {
            let reading = read(&[b"bplist00", body.as_slice()].concat());
            prop_assert!(reading.document.is_some() || !reading.problems.is_empty());
        }

        #[test]
        fn any_tags_get_an_answer(
            tags in proptest::collection::vec(
                prop_oneof![
                    Just("<dict>"), Just("</dict>"), Just("<array>"), Just("</array>"), Just("<key>"), Just("</key>"),
                    Just("<true/>"), Just("<string>"), Just("</string>"), Just("&amp;"), Just("x"), Just("<!--"),
                    Just("-->"), Just("<plist version=\"1.0\">"), Just("</plist>"), Just("<a>"), Just("]]>"),
                ],
                0..24,
            )
        ) {
            let text: String = tags.concat();
            let reading = read(text.as_bytes());
            prop_assert!(reading.document.is_some() || !reading.problems.is_empty(), "{}", text);
        }
    }
}
