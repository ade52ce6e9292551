use crate::document::{Document, Node, Span, Value};
use crate::plist::{Format, MAX_PROBLEMS, ParseProblem, Reading, Root, read};
use crate::problem::{Place, ProblemKind};
use crate::text::LineIndex;

const DOCTYPE: &str = concat!(
    "<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" ",
    "\"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">"
);

/// Each problem as `line:column-line:column Kind { facts }`.
fn problems(bytes: &[u8]) -> Vec<String> {
    let index = LineIndex::new(bytes);
    let reading = read(bytes);
    let line = |problem: &crate::Problem| {
        let place = match &problem.place {
            Place::Bytes(span) => {
                let (start, end) = index.range(*span);
                format!("{}:{}-{}:{}", start.line, start.column, end.line, end.column)
            }
            other => format!("{other:?}"),
        };
        match &problem.kind {
            ProblemKind::Parse(problem) => format!("{place} {problem:?}"),
            other => format!("{place} {other:?}"),
        }
    };
    reading.problems.iter().map(line).collect()
}

fn check(text: &str, expected: &[&str]) {
    assert_eq!(problems(text.as_bytes()), expected, "{text}");
}

fn root(text: &str) -> Value {
    let reading = read(text.as_bytes());
    assert_eq!(reading.problems, [], "{text}");
    reading.document.expect(text).root.value
}

fn scalar(xml: &str) -> Value {
    root(&format!("<plist version=\"1.0\">{xml}</plist>"))
}

#[test]
fn every_type_is_read() {
    let cases = [
        ("<string>a</string>", Value::String("a".into())),
        ("<string/>", Value::String(String::new())),
        ("<integer>-5</integer>", Value::Integer(-5)),
        ("<real>0.5</real>", Value::Real(0.5)),
        ("<true/>", Value::Boolean(true)),
        ("<false></false>", Value::Boolean(false)),
        ("<true> <!-- yes --> </true>", Value::Boolean(true)),
        ("<date>2024-02-29T00:00:00Z</date>", Value::Date("2024-02-29T00:00:00Z".into())),
        ("<data> aGk= </data>", Value::Data(b"hi".to_vec())),
        ("<data/>", Value::Data(Vec::new())),
        ("<array/>", Value::Array(Vec::new())),
        ("<dict/>", Value::Dictionary(Vec::new())),
    ];
    for (xml, expected) in cases {
        assert_eq!(scalar(xml), expected, "{xml}");
    }
}

#[test]
fn text_is_kept_as_it_is_written() {
    let cases = [
        ("<string>  a \n b\t</string>", "  a \n b\t"),
        ("<string>a\r\nb</string>", "a\r\nb"),
        ("<string>&lt;&gt;&amp;&quot;&apos;</string>", "<>&\"'"),
        ("<string>&#65;&#x42;&#x1F600;&#13;</string>", "AB\u{1F600}\r"),
        ("<string>a<![CDATA[<b>&amp;]]>c</string>", "a<b>&amp;c"),
        ("<string>a<!-- no -->b<?pi?>c</string>", "abc"),
        ("<string>&amp;</string>", "&"),
        ("<string\n>x</string >", "x"),
    ];
    for (xml, expected) in cases {
        assert_eq!(scalar(xml), Value::String(expected.into()), "{xml}");
    }
}

#[test]
fn every_value_has_the_place_of_its_element() {
    let text = "<?xml version=\"1.0\"?>\r\n<plist version=\"1.0\">\r\n<dict>\r\n\t<key>A&amp;B</key>\r\n\t<array>\
        <true/></array>\r\n\t<key/><string>\u{e9}</string>\r\n</dict></plist>\r\n";
    let reading = read(text.as_bytes());
    let document = reading.document.expect("a sound file");
    let of = |span: Option<Span>| span.and_then(|span| text.get(span.start as usize..span.end as usize));
    assert!(
        of(document.root.span).is_some_and(|text| text.starts_with("<dict>") && text.ends_with("</dict>"))
    );
    let [first, second] = document.root.entries() else { panic!("two entries: {document:?}") };
    assert_eq!((first.key.as_str(), of(first.key_span)), ("A&B", Some("A&amp;B")));
    assert_eq!(of(first.node.span), Some("<array><true/></array>"));
    assert_eq!(of(first.node.items()[0].span), Some("<true/>"));
    assert_eq!((second.key.as_str(), of(second.key_span)), ("", Some("<key/>")));
    assert_eq!(of(second.node.span), Some("<string>\u{e9}</string>"));
}

#[test]
fn a_byte_leads_to_the_key_path() {
    let text = "<plist version=\"1.0\"><dict><key>A</key><array><true/><dict><key>B</key><false/></dict></array></dict></plist>";
    let document = read(text.as_bytes()).document.expect("a sound file");
    let path = |needle: &str| document.path_at(text.find(needle).expect(needle) as u32).to_string();
    assert_eq!(path("<plist"), "");
    assert_eq!(path("A</key>"), "/A");
    assert_eq!(path("<true"), "/A/0");
    assert_eq!(path("B</key>"), "/A/1/B");
    assert_eq!(path("<false"), "/A/1/B");
}

#[test]
fn fragments_are_read_without_a_root() {
    let reading = read(b"\n<key>A</key>\n<true/>\n<key>B</key><array/>\n");
    assert_eq!((reading.format, reading.root), (Some(Format::Xml), Root::Fragment));
    assert_eq!(reading.problems, []);
    let document = reading.document.expect("a fragment");
    assert_eq!(document.root.span, Some(Span { start: 1, end: 42 }));
    assert_eq!(document.root.get("B").map(Node::items), Some(&[][..]));

    let reading = read(b"<dict><key>A</key><true/></dict>");
    assert_eq!(reading.root, Root::BareDictionary);
    assert_eq!(reading.problems, []);
    assert!(reading.document.is_some_and(|document| document.root.get("A").is_some()));

    check("<key>A</key>", &["1:6-1:7 KeyWithoutValue { key: \"A\" }"]);
    check("<key>A</key><true/></dict>", &["1:20-1:27 StrayEndTag { found: \"dict\" }"]);
    check("<key>A</key><true/><false/>", &["1:20-1:28 ValueWithoutKey { element: \"false\" }"]);
    check("<dict/><dict/>", &["1:8-1:15 SecondValue { element: \"dict\" }"]);
}

#[test]
fn notices_leave_the_document_whole() {
    let sound = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{DOCTYPE}\n<plist version=\"1.0\"><true/></plist>\n"
    );
    check(&sound, &[]);
    let cases = [
        (format!("\u{FEFF}{sound}"), vec!["1:1-1:1 ByteOrderMark"]),
        (format!("\n  {sound}"), vec!["1:1-2:3 BlankBeforeDeclaration"]),
        (sound.replace("<true/>", "<!-- a -- b --><true/>"), vec!["3:22-3:37 HyphensInComment"]),
        (sound.replace("<true/>", "<true/><!--- a --->"), vec!["3:29-3:41 HyphensInComment"]),
        (sound.replace("<plist version=\"1.0\">", "<plist>"), vec!["3:1-3:8 PlistVersion { found: None }"]),
        (
            sound.replace("<plist version=\"1.0\">", "<plist version='1'>"),
            vec!["3:1-3:20 PlistVersion { found: Some(\"1\") }"],
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(problems(text.as_bytes()), expected, "{text}");
        let reading = read(text.as_bytes());
        assert!(reading.is_sound(), "{text}");
        assert_eq!(reading.document.map(|document| document.root.value), Some(Value::Boolean(true)));
    }
}

/// Slips in one value: the document goes on with the text as a string.
#[test]
fn unreadable_values_are_named_and_kept_as_text() {
    let cases = [
        ("<integer>1o</integer>", "1:22-1:43 BadInteger { found: \"1o\" }"),
        ("<integer/>", "1:22-1:32 BadInteger { found: \"\" }"),
        (
            "<integer>99999999999999999999</integer>",
            "1:22-1:61 IntegerOutOfRange { found: \"99999999999999999999\" }",
        ),
        ("<real>nan</real>", "1:22-1:38 BadReal { found: \"nan\" }"),
        ("<date>yesterday</date>", "1:22-1:44 BadDate { found: \"yesterday\" }"),
        ("<data>a*b</data>", "1:22-1:38 BadData"),
        ("<true>false</true>", "1:22-1:40 BooleanWithContent { found: \"false\" }"),
        ("<true>yes</true>", "1:22-1:38 BooleanWithContent { found: \"yes\" }"),
    ];
    for (xml, expected) in cases {
        let text = format!("<plist version=\"1.0\">{xml}</plist>");
        check(&text, &[expected]);
        let reading = read(text.as_bytes());
        assert!(!reading.is_sound(), "{xml}");
        assert!(
            matches!(&reading.document, Some(Document { root: Node { value: Value::String(_), .. } })),
            "{xml}: {reading:?}"
        );
    }
}

#[test]
fn a_boolean_that_says_itself_is_one() {
    for (xml, value) in [("<true>true</true>", true), ("<false> False </false>", false)] {
        let reading = read(format!("<plist version=\"1.0\">{xml}</plist>").as_bytes());
        assert_eq!(reading.problems.len(), 1, "{xml}");
        assert_eq!(reading.document.map(|document| document.root.value), Some(Value::Boolean(value)));
    }
}

#[test]
fn a_declaration_has_straight_quotation_marks() {
    let declared = |attributes: &str| {
        problems(format!("<?xml {attributes}?><plist version=\"1.0\"><true/></plist>").as_bytes())
    };
    assert_eq!(declared("version=\"1.0\" encoding='UTF-8' standalone=\"no\""), Vec::<String>::new());
    for attributes in
        ["version=“1.0” encoding=“UTF-8”", "version=\"1.0\" encoding=“UTF-8”", "encoding=\"UTF-8\""]
    {
        let found = declared(attributes);
        assert!(
            matches!(found.as_slice(), [one] if one.ends_with("BadDeclaration")),
            "{attributes}: {found:?}"
        );
    }
}

/// Slips that leave no doubt about the tree.
#[test]
fn harmless_slips_keep_the_document() {
    let cases = [
        ("<string>a & b</string>", "1:32-1:33 LoneAmpersand"),
        ("<string>&nbsp;</string>", "1:30-1:36 UnknownEntity { name: \"nbsp\" }"),
        ("<string>&#0;</string>", "1:30-1:34 BadCharacterReference { found: \"#0\" }"),
        ("<string>&#xD800;</string>", "1:30-1:38 BadCharacterReference { found: \"#xD800\" }"),
        ("<string>\u{1}</string>", "1:30-1:31 ForbiddenCharacter { code: 1 }"),
        ("<string>\u{FFFE}</string>", "1:30-1:31 ForbiddenCharacter { code: 65534 }"),
        ("<string>&#xFFFF;</string>", "1:30-1:38 BadCharacterReference { found: \"#xFFFF\" }"),
        (
            "<string id=\"1\">a</string>",
            "1:22-1:37 ForeignAttribute { element: \"string\", attribute: \"id\" }",
        ),
        ("<string id>a</string>", "1:22-1:33 BadAttributes { element: \"string\" }"),
        ("<array> stray <true/></array>", "1:30-1:35 StrayText { found: \"stray\" }"),
        ("<true/> stray", "1:30-1:35 StrayText { found: \"stray\" }"),
        ("<true/><?xml version=\"1.0\"?>", "1:29-1:50 MisplacedDeclaration"),
        ("<true/><!DOCTYPE plist>", "1:29-1:45 MisplacedDoctype"),
        (
            "<dict><key>A</key><true/><key>A</key><false/></dict>",
            "1:52-1:53 DuplicateKey { key: \"A\", first: Some(Span { start: 32, end: 33 }) }",
        ),
    ];
    for (xml, expected) in cases {
        let text = format!("<plist version=\"1.0\">{xml}</plist>");
        check(&text, &[expected]);
        let reading = read(text.as_bytes());
        assert!(reading.document.is_some() && !reading.is_sound(), "{xml}");
    }
}

#[test]
fn a_repeated_key_keeps_both_entries() {
    let mut inside = String::new();
    for index in 0..40 {
        inside.push_str(&format!("<key>k{index}</key><true/>"));
    }
    inside.push_str("<key>k7</key><false/>");
    let text = format!("<plist version=\"1.0\"><dict>{inside}</dict></plist>");
    let reading = read(text.as_bytes());
    assert_eq!(reading.problems.len(), 1);
    let document = reading.document.expect("no doubt about the tree");
    assert_eq!(document.root.entries().len(), 41);
    assert_eq!(document.root.get("k7").map(|node| &node.value), Some(&Value::Boolean(false)));
}

/// Slips after which reading goes on, but the tree is in doubt.
#[test]
fn broken_structure_gives_no_document() {
    let cases: &[(&str, &[&str])] = &[
        (
            "<dict><key>A</key><boolean>true</boolean><key>B</key><integer>x</integer></dict>",
            &[
                "1:40-1:49 UnknownElement { element: \"boolean\", nearest: Some(\"true\") }",
                "1:75-1:95 BadInteger { found: \"x\" }",
            ],
        ),
        ("<dict><true/></dict>", &["1:28-1:35 ValueWithoutKey { element: \"true\" }"]),
        ("<dict><key>A</key><key>B</key><true/></dict>", &["1:33-1:34 KeyWithoutValue { key: \"A\" }"]),
        ("<dict><key>A</key></dict>", &["1:33-1:34 KeyWithoutValue { key: \"A\" }"]),
        (
            "<array><key>A</key></array>",
            &["1:29-1:41 KeyOutsideDictionary", "1:34-1:35 KeyWithoutValue { key: \"A\" }"],
        ),
        // One tag that lacks is one mistake.
        (
            "<array><key>A</key><true/><key>B</key><true/></dict><dict/></array>",
            &["1:29-1:41 KeyOutsideDictionary"],
        ),
        (
            "<dict><key>A</key><array><true/><key>B</key><true/><key>C</key><true/></dict>",
            &["1:54-1:66 UnclosedBeforeKey { element: \"array\", opened: Span { start: 39, end: 46 } }"],
        ),
        ("<true/><false/>", &["1:29-1:37 SecondValue { element: \"false\" }"]),
        ("<array><plist version=\"1.0\"/></array>", &["1:29-1:51 NestedPlist", "1:29-1:51 NoValue"]),
        ("", &["1:1-1:30 NoValue"]),
        // One end is enough to leave the rest in doubt.
        (
            "<dict><key>A</key><array></dict>",
            &[
                "1:47-1:54 MismatchedEndTag { expected: \"array\", found: \"dict\", opened: Span { start: 39, end: 46 } }",
            ],
        ),
        (
            "<string>a</sting>",
            &[
                "1:31-1:39 MismatchedEndTag { expected: \"string\", found: \"sting\", opened: Span { start: 21, end: 29 } }",
            ],
        ),
        (
            "<string>a<key>b</key></string>",
            &[
                "1:31-1:36 ElementInText { outer: \"string\", inner: \"key\", opened: Span { start: 21, end: 29 } }",
            ],
        ),
        ("<string>a</string <true/>", &["1:31-1:47 UnclosedMarkup { markup: Tag }"]),
        (
            "</dict>",
            &[
                "1:22-1:29 MismatchedEndTag { expected: \"plist\", found: \"dict\", opened: Span { start: 0, end: 21 } }",
            ],
        ),
        ("<!-- open", &["1:22-1:39 UnclosedMarkup { markup: Comment }"]),
        ("<string><![CDATA[ open</string>", &["1:30-1:61 UnclosedMarkup { markup: CData }"]),
        ("<? open", &["1:22-1:37 UnclosedMarkup { markup: Instruction }"]),
        ("<!ELEMENT a>", &["1:22-1:42 UnknownMarkup"]),
    ];
    for (xml, expected) in cases {
        let text = format!("<plist version=\"1.0\">{xml}</plist>");
        check(&text, expected);
        let reading = read(text.as_bytes());
        assert_eq!(reading.document, None, "{xml}");
        assert_eq!(reading.format, Some(Format::Xml), "{xml}");
    }
}

#[test]
fn a_missing_end_points_at_the_start_tag() {
    let text = "<plist version=\"1.0\">\n<dict>\n\t<key>A</key>\n\t<array>\n";
    check(text, &["4:2-4:9 UnclosedElement { element: \"array\" }"]);
    check("<plist version=\"1.0\">\n<dict/>", &["1:1-1:22 UnclosedElement { element: \"plist\" }"]);
    check("<plist version=\"1.0\"><string>a", &["1:22-1:30 UnclosedElement { element: \"string\" }"]);
    check(
        "<plist version=\"1.0\"><wifi>",
        &[
            "1:22-1:28 UnknownElement { element: \"wifi\", nearest: None }",
            "1:22-1:28 UnclosedElement { element: \"wifi\" }",
        ],
    );
    check("<plist version=\"1.0\"><true/></plist></plist>", &["1:37-1:45 StrayEndTag { found: \"plist\" }"]);
    check("<plist version=\"1.0\"><true/></plist", &["1:29-1:36 UnclosedMarkup { markup: Tag }"]);
    check("<?xml version=\"1.0\"?>\n", &["1:1-2:1 NoValue"]);
}

#[test]
fn what_stands_before_the_values_is_checked() {
    check("hello <plist version=\"1.0\"><true/></plist>", &["1:1-1:6 StrayText { found: \"hello\" }"]);
    check(
        "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><plist version=\"1.0\"><true/></plist>",
        &["1:1-1:44 DeclaredEncoding { found: \"ISO-8859-1\" }"],
    );
    check(
        "<!DOCTYPE plist SYSTEM \"http://example.com/x.dtd\"><plist version=\"1.0\"><true/></plist>",
        &["1:1-1:51 ForeignDoctype"],
    );
    check("<svg/>", &["1:1-1:7 NotAPropertyList { looks_like: Xml { root: \"svg\" } }"]);
    check("<?xml version=\"1.0\"?><html></html>", &["1:22-1:28 NotAPropertyList { looks_like: Html }"]);
    check(
        "<?xml version=\"1.0\"?><!DOCTYPE html><html/>",
        &["1:22-1:37 NotAPropertyList { looks_like: Html }"],
    );
    assert_eq!(problems(b"<plist>\n\xFF</plist>"), ["2:1-2:2 NotUtf8"]);
    let Reading { format, document, .. } = read(b"<svg/>");
    assert_eq!((format, document), (None, None));
}

#[test]
fn declared_entities_are_refused_before_they_are_read() {
    let mut bomb = "<?xml version=\"1.0\"?>\n<!DOCTYPE plist [<!ENTITY a \"aaaaaaaaaa\">".to_owned();
    for (name, inner) in ('b'..='j').zip('a'..) {
        bomb.push_str(&format!("<!ENTITY {name} \"{}\">", format!("&{inner};").repeat(10)));
    }
    bomb.push_str("]>\n<plist version=\"1.0\"><string>&j;</string></plist>");
    let reading = read(bomb.as_bytes());
    let kinds: Vec<_> = reading.problems.iter().map(|problem| &problem.kind).collect();
    assert_eq!(kinds, [&ProblemKind::Parse(ParseProblem::EntitiesDeclared)]);
    assert_eq!(reading.document, None);
}

#[test]
fn comments_to_latchkey_are_kept_wherever_they_stand() {
    let text = "<!-- latchkey: first -->\n<!DOCTYPE plist><!--other latchkey:--><plist version=\"1.0\"><dict>\
                <!--\n\tlatchkey:second\n--><key>a<!--latchkey:third--></key><true/><odd><!-- latchkey:fourth --></odd>\
                </dict></plist><!-- latchkey: fifth --><!-- Latchkey: no -->";
    let remarks = read(text.as_bytes()).remarks;
    let slice = |span: Span| text.get(span.start as usize..span.end as usize).expect("a place in the text");
    let found: Vec<_> = remarks.iter().map(|remark| slice(remark.text)).collect();
    let expected =
        ["latchkey: first", "latchkey:second", "latchkey:third", "latchkey:fourth", "latchkey: fifth"];
    assert_eq!(found, expected);
    assert!(remarks.iter().all(|remark| slice(remark.span).starts_with("<!--")));
    assert!(remarks.iter().all(|remark| slice(remark.span).ends_with("-->")));
    let many = "<!--latchkey:a-->".repeat(2 * MAX_PROBLEMS);
    assert_eq!(read(many.as_bytes()).remarks.len(), MAX_PROBLEMS);
}
