use latchkey_profile_schema::{KeyPath, Value, plist};

use super::tree::Expected;
use super::*;

/// What one edit makes of a text, checked against the values that it should lead to; none where it has no place.
fn edited(text: &str, edit: Edit) -> Option<String> {
    let document = plist::read(text.as_bytes()).document.expect("a property list");
    let fix = Fix::safe("mend it", [edit]);
    let located = Locator::new(Some(&document), text).fix(&fix)?;
    let fixed = apply(text, &[&located]).text;
    let after = plist::read(fixed.as_bytes()).document.expect("still a property list");
    assert!(Expected::of(&document, &fix.edits).expect("a tree").is(&after), "{text}\n{fixed}");
    Some(fixed)
}

fn at(keys: &str) -> KeyPath {
    let step = |path: KeyPath, step: &str| match step.parse() {
        Ok(index) => path.index(index),
        Err(_) => path.key(step),
    };
    keys.split('/').filter(|key| !key.is_empty()).fold(KeyPath::root(), step)
}

fn check(edit: impl Fn() -> Edit, cases: &[(&str, Option<&str>)]) {
    for (inside, expected) in cases {
        let around = |inside: &str| format!("<plist version=\"1.0\">{inside}</plist>");
        let expected = expected.map(around);
        assert_eq!(edited(&around(inside), edit()), expected, "{inside}");
    }
}

#[test]
fn a_key_goes_with_its_lines_and_comments_stay() {
    check(
        || Edit::Remove(at("b")),
        &[
            ("<dict><key>a</key><true/><key>b</key><true/></dict>", Some("<dict><key>a</key><true/></dict>")),
            (
                "<dict>\r\n\t<!-- of b -->\r\n\t<key>b</key>\r\n\t<true/>\r\n\t<!-- of c -->\r\n</dict>",
                Some("<dict>\r\n\t<!-- of b -->\r\n\t<!-- of c -->\r\n</dict>"),
            ),
            ("<dict>\n  <key>b</key> <true/> <!-- c -->\n</dict>", Some("<dict>\n   <!-- c -->\n</dict>")),
            (
                "<dict>\n  <key>b</key>\n  <!-- between -->\n  <true/>\n</dict>",
                Some("<dict>\n  <!-- between -->\n</dict>"),
            ),
            ("<dict>\n<key>b</key><true/></dict>", Some("<dict>\n</dict>")),
            (
                "<dict><key>b</key><true/><key>a</key><true/><key>b</key><false/></dict>",
                Some("<dict><key>b</key><true/><key>a</key><true/></dict>"),
            ),
            ("<dict><key><![CDATA[b]]></key ><string>x</string></dict>", Some("<dict></dict>")),
            ("<dict/>", None),
        ],
    );
    check(
        || Edit::Remove(at("0")),
        &[(
            "<array>\n\t<!-- a -->\n\t<string>x</string>\n\t<true/>\n</array>",
            Some("<array>\n\t<!-- a -->\n\t<true/>\n</array>"),
        )],
    );
}

#[test]
fn a_new_key_looks_like_its_neighbours() {
    check(
        || Edit::Insert { into: at(""), key: "n&".into(), value: Value::Integer(1) },
        &[
            (
                "<dict>\n  <key>a</key>\n  <true/>\n</dict>",
                Some(
                    "<dict>\n  <key>a</key>\n  <true/>\n  <key>n&amp;</key>\n  <integer>1</integer>\n</dict>",
                ),
            ),
            (
                "<dict>\r\n\t<key>a</key> <true/> <!-- of a -->\r\n</dict>",
                Some(
                    "<dict>\r\n\t<key>a</key> <true/> <!-- of a -->\r\n\t<key>n&amp;</key> <integer>1</integer>\r\n</dict>",
                ),
            ),
            (
                "<dict><key>a</key><true/></dict>",
                Some("<dict><key>a</key><true/><key>n&amp;</key><integer>1</integer></dict>"),
            ),
            ("<dict/>", Some("<dict><key>n&amp;</key><integer>1</integer></dict>")),
            ("<dict></dict>", Some("<dict><key>n&amp;</key><integer>1</integer></dict>")),
            (
                "\n  <dict/>\n",
                Some("\n  <dict>\n  \t<key>n&amp;</key>\n  \t<integer>1</integer>\n  </dict>\n"),
            ),
            ("\n<dict>\n</dict>\n", Some("\n<dict>\n\t<key>n&amp;</key>\n\t<integer>1</integer>\n</dict>\n")),
            (
                "\n<dict> <!-- c --> </dict>\n",
                Some("\n<dict> <!-- c -->\n\t<key>n&amp;</key>\n\t<integer>1</integer>\n</dict>\n"),
            ),
            ("<array/>", None),
        ],
    );
    let fragment = "<key>a</key>\n<true/>\n";
    let edit = Edit::Insert { into: at(""), key: "b".into(), value: Value::Boolean(false) };
    assert_eq!(edited(fragment, edit).as_deref(), Some("<key>a</key>\n<true/>\n<key>b</key>\n<false/>\n"));
}

#[test]
fn values_and_names_change_within_their_tags() {
    let text = || Value::String("x < y".into());
    check(
        || Edit::Value(at("a"), text()),
        &[
            (
                "<dict><key>a</key><string>1</string></dict>",
                Some("<dict><key>a</key><string>x &lt; y</string></dict>"),
            ),
            (
                "<dict><key>a</key><string><![CDATA[1]]></string></dict>",
                Some("<dict><key>a</key><string>x &lt; y</string></dict>"),
            ),
            (
                "<dict><key>a</key><string/></dict>",
                Some("<dict><key>a</key><string>x &lt; y</string></dict>"),
            ),
            (
                "<dict><key>a</key><string b='>'>1</string ></dict>",
                Some("<dict><key>a</key><string b='>'>x &lt; y</string ></dict>"),
            ),
            (
                "<dict><key>a</key><true/><key>a</key><true/></dict>",
                Some("<dict><key>a</key><true/><key>a</key><string>x &lt; y</string></dict>"),
            ),
            ("<dict><key>a</key><string>1<!-- kept --></string></dict>", None),
        ],
    );
    check(
        || Edit::Key(at("a"), "<b>".into()),
        &[
            ("<dict><key >a</key><true/></dict>", Some("<dict><key >&lt;b&gt;</key><true/></dict>")),
            (
                "<dict><key><![CDATA[a]]></key><true/></dict>",
                Some("<dict><key>&lt;b&gt;</key><true/></dict>"),
            ),
            ("<dict><key>a<!-- c --></key><true/></dict>", None),
        ],
    );
    check(
        || Edit::Key(KeyPath::root().key(""), "b".into()),
        &[("<dict><key/><true/></dict>", Some("<dict><key>b</key><true/></dict>"))],
    );
    check(
        || Edit::Wrap(at("a")),
        &[(
            "\n<dict>\n  <key>a</key>\n  <string>x</string>\n</dict>\n",
            Some("\n<dict>\n  <key>a</key>\n  <array>\n    <string>x</string>\n  </array>\n</dict>\n"),
        )],
    );
}
