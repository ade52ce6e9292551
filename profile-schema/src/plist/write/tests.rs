use proptest::prelude::*;

use super::*;
use crate::plist::{Root, read};

fn entry(key: &str, value: Value) -> Entry {
    Entry::new(key, value)
}

#[test]
fn is_laid_out_as_apples_tools_lay_it_out() {
    let value = Value::Dictionary(vec![
        entry("A<B", Value::String("x & y > z".into())),
        entry("Blob", Value::Data((0..60).collect())),
        entry("Empty", Value::Array(vec![])),
        entry("Hours", Value::Real(48.0)),
        entry(
            "List",
            Value::Array(vec![Node::new(Value::Boolean(true)), Node::new(Value::Dictionary(vec![]))]),
        ),
    ]);
    let expected = concat!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
        "<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n",
        "<plist version=\"1.0\">\n",
        "<dict>\n",
        "\t<key>A&lt;B</key>\n",
        "\t<string>x &amp; y &gt; z</string>\n",
        "\t<key>Blob</key>\n",
        "\t<data>\n",
        "\tAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEy\n",
        "\tMzQ1Njc4OTo7\n",
        "\t</data>\n",
        "\t<key>Empty</key>\n",
        "\t<array/>\n",
        "\t<key>Hours</key>\n",
        "\t<real>48</real>\n",
        "\t<key>List</key>\n",
        "\t<array>\n",
        "\t\t<true/>\n",
        "\t\t<dict/>\n",
        "\t</array>\n",
        "</dict>\n",
        "</plist>\n",
    );
    assert_eq!(write(&value).as_deref(), Ok(expected));
}

#[test]
fn fragments_hold_the_entries_alone() {
    let entries =
        [entry("A", Value::Boolean(true)), entry("B", Value::Array(vec![Node::new(Value::Integer(1))]))];
    let fragment = write_fragment(&entries).expect("a sound tree");
    assert_eq!(fragment, "<key>A</key>\n<true/>\n<key>B</key>\n<array>\n\t<integer>1</integer>\n</array>\n");
    let dictionary = write_dictionary(&entries[..1]).expect("a sound tree");
    assert_eq!(dictionary, "<dict>\n\t<key>A</key>\n\t<true/>\n</dict>\n");
    assert_eq!(read(fragment.as_bytes()).root, Root::Fragment);
    assert_eq!(read(dictionary.as_bytes()).root, Root::BareDictionary);
}

#[test]
fn what_no_property_list_holds_is_refused_with_its_path() {
    let inside = |value: Value| Value::Dictionary(vec![entry("A", Value::Array(vec![Node::new(value)]))]);
    let cases = [
        (inside(Value::String("a\u{1}".into())), "`/A/0` holds the character U+0001, which XML cannot carry"),
        (
            inside(Value::Integer(i128::MAX)),
            "`/A/0` is 170141183460469231731687303715884105727, outside of the integers of a property list",
        ),
        (inside(Value::Real(f64::NAN)), "`/A/0` is no finite number"),
        (inside(Value::Date("today".into())), "`/A/0` is `today`, expected a date as `YYYY-MM-DDThh:mm:ssZ`"),
        (
            Value::Dictionary(vec![entry("A", Value::Boolean(true)), entry("A", Value::Boolean(true))]),
            "`/A` stands twice in one dictionary",
        ),
        (
            Value::Dictionary(vec![entry("\u{0}", Value::Boolean(true))]),
            "`/\u{0}` holds the character U+0000, which XML cannot carry",
        ),
    ];
    for (value, expected) in cases {
        assert_eq!(write(&value).map_err(|error| error.to_string()), Err(expected.to_owned()));
    }
    let mut deep = Value::Boolean(true);
    for _ in 0..=MAX_DEPTH {
        deep = Value::Array(vec![Node::new(deep)]);
    }
    assert_eq!(write(&deep).map_err(|error| error.refusal), Err(Refusal::TooDeep));
    assert_eq!(write_binary(&deep).map_err(|error| error.refusal), Err(Refusal::TooDeep));
}

fn date() -> impl Strategy<Value = String> {
    (1_i64..10_000, 1_i64..13, 1_i64..29, 0_i64..24, 0_i64..60, 0_i64..60)
        .prop_map(|(y, m, d, h, n, s)| format!("{y:04}-{m:02}-{d:02}T{h:02}:{n:02}:{s:02}Z"))
}

fn text() -> impl Strategy<Value = String> {
    // Everything that XML 1.0 allows, markup and line ends often.
    let character = prop_oneof![
        Just('<'),
        Just('&'),
        Just('>'),
        Just('\r'),
        Just('\n'),
        Just('\t'),
        Just(' '),
        Just(']'),
        Just('"'),
        proptest::char::range(' ', '\u{D7FF}'),
        proptest::char::range('\u{E000}', '\u{FFFD}'),
        proptest::char::range('\u{10000}', '\u{10FFFF}'),
    ];
    proptest::collection::vec(character, 0..12).prop_map(String::from_iter)
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        text().prop_map(Value::String),
        (i64::MIN..=i64::MAX).prop_map(|number| Value::Integer(number.into())),
        any::<u64>().prop_map(|number| Value::Integer(number.into())),
        any::<f64>().prop_filter("finite", |number| number.is_finite()).prop_map(Value::Real),
        any::<bool>().prop_map(Value::Boolean),
        date().prop_map(Value::Date),
        proptest::collection::vec(any::<u8>(), 0..200).prop_map(Value::Data),
    ];
    leaf.prop_recursive(6, 48, 6, |inner| {
        let entries = proptest::collection::btree_map(text(), inner.clone(), 0..6).prop_map(|entries| {
            Value::Dictionary(entries.into_iter().map(|(key, value)| Entry::new(key, value)).collect())
        });
        let items = proptest::collection::vec(inner, 0..6)
            .prop_map(|items| Value::Array(items.into_iter().map(Node::new).collect()));
        prop_oneof![entries, items]
    })
}

/// The tree without places.
fn bare(value: &Value) -> Value {
    match value {
        Value::Array(items) => Value::Array(items.iter().map(|item| Node::new(bare(&item.value))).collect()),
        Value::Dictionary(entries) => Value::Dictionary(
            entries.iter().map(|entry| Entry::new(entry.key.clone(), bare(&entry.node.value))).collect(),
        ),
        other => other.clone(),
    }
}

fn reread(bytes: &[u8]) -> Option<Value> {
    let reading = read(bytes);
    assert_eq!(reading.problems, [], "{}", String::from_utf8_lossy(bytes));
    reading.document.map(|document| bare(&document.root.value))
}

proptest! {
    #[test]
    fn xml_reads_back_as_it_was(value in value()) {
        let text = write(&value).expect("only what XML allows");
        prop_assert_eq!(reread(text.as_bytes()), Some(value));
    }

    #[test]
    fn binary_reads_back_as_it_was(value in value()) {
        let bytes = write_binary(&value).expect("only what property lists hold");
        prop_assert_eq!(reread(&bytes), Some(value));
    }
}
