//! Files to their layers and what is in them.

use proptest::prelude::*;

use super::*;
use crate::problem::{Markup, PayloadsProblem};

const PLIST: &str = "<plist version=\"1.0\"><dict><key>a</key><true/></dict></plist>";

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

#[test]
fn a_property_list_is_its_own_content() {
    for bytes in [PLIST.as_bytes(), b"bplist00", b"<key>a</key><true/>"] {
        let opening = open(bytes);
        assert!(opening.layers.is_empty() && opening.problems.is_empty());
        assert_eq!(opening.contents.len(), 1);
        assert_eq!(&*opening.contents[0].bytes, bytes);
        assert_eq!(opening.text(), bytes);
    }
}

#[test]
fn utf_16_may_say_so() {
    let text = format!("<?xml version=\"1.0\" encoding=\"UTF-16\"?>{PLIST}");
    let bytes = utf16(&format!("\u{FEFF}{text}"));
    let opening = open(&bytes);
    assert_eq!(opening.layers, [Layer::Utf16(ByteOrder::LittleEndian)]);
    assert_eq!(opening.text(), text.as_bytes());
    let reading = opening.contents[0].read();
    assert!(reading.is_sound(), "{:?}", reading.problems);
}

/// The text that a problem or a key of the content stands on in the file.
fn text_of<'o>(opening: &'o Opening<'_>, span: Span) -> &'o str {
    let text = opening.text().get(span.start as usize..span.end as usize).expect("a place in the file");
    std::str::from_utf8(text).expect("the file is text")
}

#[test]
fn places_in_a_jamf_profile_are_those_of_its_file() {
    let escaped = PLIST.replace('<', "&lt;").replace('>', "&#62;").replace("<key>a", "<key>\u{e9}&amp;amp;");
    let file = format!(
        "<?xml version=\"1.0\"?>\n<os_x_configuration_profile><general><name>A &amp; B</name>\n\
         <payloads>{escaped}</payloads></general></os_x_configuration_profile>"
    );
    for bytes in [file.as_bytes(), &utf16(&file)] {
        let opening = open(bytes);
        assert_eq!(opening.layers.last(), Some(&Layer::JamfClassic));
        assert!(opening.problems.is_empty(), "{:?}", opening.problems);
        let [content] = opening.contents.as_slice() else { panic!("one profile") };
        assert_eq!(&*content.bytes, PLIST.as_bytes());
        assert_eq!(content.name.as_deref(), Some("A & B"));
        assert_eq!(content.around.map(|span| text_of(&opening, span)), Some(escaped.as_str()));
        let at = |text: &str| {
            let start = u32::try_from(PLIST.find(text).unwrap()).unwrap();
            let end = start + u32::try_from(text.len()).unwrap();
            text_of(&opening, content.in_file(Span { start, end }).unwrap())
        };
        assert_eq!(at("<plist "), "&lt;plist ");
        assert_eq!(at("<key>a</key>"), "&lt;key&#62;a&lt;/key&#62;");
        assert_eq!(at("</plist>"), "&lt;/plist&#62;");
    }
}

#[test]
fn what_is_around_a_profile_says_for_whom_it_is_installed() {
    let jamf = |before: &str, after: &str| {
        format!(
            "<os_x_configuration_profiles><os_x_configuration_profile><general>{before}<payloads>\
             <![CDATA[{PLIST}]]></payloads>{after}</general></os_x_configuration_profile></os_x_configuration_profiles>"
        )
    };
    let graph = |channel: &str| {
        format!(
            r##"{{"@odata.type":"#microsoft.graph.macOSCustomConfiguration","deploymentChannel":"{channel}","payload":"{}"}}"##,
            base64(PLIST)
        )
    };
    let cases = [
        (jamf("<level>computer</level>", ""), Some(Deployment::Device)),
        (jamf("", "<level> User </level>"), Some(Deployment::User)),
        (jamf("", ""), None),
        (graph("userChannel"), Some(Deployment::User)),
        (graph("deviceChannel"), Some(Deployment::Device)),
        (graph("unknownFutureValue"), None),
    ];
    for (file, expected) in cases {
        let opening = open(file.as_bytes());
        assert_eq!(opening.contents.first().map(|content| content.deployment), Some(expected), "{file}");
    }
}

#[test]
fn a_jamf_profile_without_a_profile_is_a_problem() {
    let cases = [
        ("<general><name>a</name></general>", ParseProblem::Payloads(PayloadsProblem::Missing)),
        ("<general><payloads> \n</payloads></general>", ParseProblem::Payloads(PayloadsProblem::Empty)),
        ("<general><payloads/></general>", ParseProblem::Payloads(PayloadsProblem::Empty)),
        (
            "<general><payloads><plist><dict/></plist></payloads></general>",
            ParseProblem::Payloads(PayloadsProblem::NotEscaped),
        ),
        ("<general><payloads>&lt;", ParseProblem::UnclosedElement { element: "payloads".into() }),
        ("<general><payloads><![CDATA[<plist>", ParseProblem::UnclosedMarkup { markup: Markup::CData }),
        ("<general><payloads>a &b</payloads></general>", ParseProblem::LoneAmpersand),
    ];
    for (inside, expected) in cases {
        let file = format!("<os_x_configuration_profile>{inside}");
        let file = if inside.ends_with("general>") { file + "</os_x_configuration_profile>" } else { file };
        let opening = open(file.as_bytes());
        let found: Vec<_> = opening.problems.iter().map(|problem| &problem.kind).collect();
        assert_eq!(found.first(), Some(&&ProblemKind::Parse(expected)), "{inside}");
    }
}

#[test]
fn cdata_of_jamf_keeps_its_place() {
    let file = format!(
        "<os_x_configuration_profiles><os_x_configuration_profile><general><payloads><![CDATA[{PLIST}]]></payloads>\
         </general></os_x_configuration_profile></os_x_configuration_profiles>"
    );
    let opening = open(file.as_bytes());
    let content = opening.contents.first().expect("a profile");
    assert_eq!(&*content.bytes, PLIST.as_bytes());
    let end = u32::try_from(PLIST.len()).unwrap();
    assert_eq!(text_of(&opening, content.in_file(Span { start: 0, end }).unwrap()), PLIST);
}

fn base64(text: &str) -> String {
    use base64::Engine;
    crate::plist::BASE64.encode(text)
}

#[test]
fn graph_bodies_are_found_alone_and_in_lists() {
    let profile = format!(
        r##"{{"@odata.type":"#microsoft.graph.macOSCustomConfiguration","displayName":"P","payload":"{}"}}"##,
        base64(PLIST)
    );
    let preferences = format!(
        r##"{{"@odata.type":"#microsoft.graph.macOSCustomAppConfiguration","bundleId":"com.example","configurationXml":"{}"}}"##,
        base64("<key>a</key><true/>")
    );
    let other = r##"{"@odata.type":"#microsoft.graph.macOSGeneralDeviceConfiguration","payload":[1]}"##;
    let cases = [
        (profile.clone(), vec!["/payload"], 0),
        (preferences.clone(), vec!["/configurationXml"], 0),
        (format!("[{other},{preferences}]"), vec!["/1/configurationXml"], 1),
        (
            format!(r#"{{"value":[{preferences},{other},3,{profile}]}}"#),
            vec!["/value/0/configurationXml", "/value/3/payload"],
            2,
        ),
    ];
    for (file, expected, passed_over) in cases {
        let opening = open(file.as_bytes());
        assert!(opening.problems.is_empty(), "{:?}", opening.problems);
        assert_eq!(opening.layers, [Layer::Graph { bodies: expected.len(), passed_over }]);
        let within: Vec<_> =
            opening.contents.iter().map(|content| content.within.clone().unwrap().to_string()).collect();
        assert_eq!(within, expected);
        for content in &opening.contents {
            let is_preferences = content.domain.as_deref() == Some("com.example");
            let expected = if is_preferences { "<key>a</key><true/>" } else { PLIST };
            assert_eq!(&*content.bytes, expected.as_bytes());
            assert_eq!(content.name.as_deref(), (!is_preferences).then_some("P"));
            assert_eq!(content.around.map(|span| text_of(&opening, span)), Some(base64(expected).as_str()));
        }
    }
}

#[test]
fn a_body_that_cannot_be_read_has_a_place() {
    let opening = open(
        br##"{"value":[{"@odata.type":"#microsoft.graph.macOSCustomConfiguration","payload":"?"},
        {"@odata.type":"#microsoft.graph.macOSCustomConfiguration"}]}"##,
    );
    assert!(opening.contents.is_empty());
    let [bad, missing] = opening.problems.as_slice() else { panic!("{:?}", opening.problems) };
    let pointer = "/value/0/payload".to_owned();
    assert_eq!(bad.kind, ProblemKind::Parse(ParseProblem::BadGraphProperty { pointer }));
    let Place::Bytes(span) = bad.place else { panic!("{bad:?}") };
    assert_eq!(text_of(&opening, span), "?");
    let pointer = "/value/1/payload".to_owned();
    assert_eq!(missing.kind, ProblemKind::Parse(ParseProblem::NoGraphProperty { pointer }));
}

#[test]
fn a_body_of_apple_business_holds_a_profile_as_text() {
    let escaped = serde_json::to_string(PLIST).unwrap();
    let body = |inner: &str| format!(r#"{{"data":{{"type":"configurations","attributes":{inner}}}}}"#);
    let sound =
        body(&format!(r#"{{"name":"P","customSettingsValues":{{"configurationProfile":{escaped}}}}}"#));
    let opening = open(sound.as_bytes());
    assert!(opening.problems.is_empty(), "{:?}", opening.problems);
    assert_eq!(opening.layers, [Layer::AppleBusiness]);
    let [content] = opening.contents.as_slice() else { panic!("{:?}", opening.contents) };
    assert_eq!(&*content.bytes, PLIST.as_bytes());
    let within = content.within.clone().unwrap().to_string();
    assert_eq!(within, "/data/attributes/customSettingsValues/configurationProfile");
    for other in [
        body(r#"{"customSettingsValues":null}"#),
        body(&format!(r#"{{"configurationProfile":{escaped}}}"#)),
        body(&format!(r#"{{"attributes":{{"customSettingsValues":{{"configurationProfile":{escaped}}}}}}}"#)),
        format!(r#"{{"data":{{"configurationProfile":{escaped}}}}}"#),
        format!(r#"{{"configurationProfile":{escaped}}}"#),
    ] {
        assert!(open(other.as_bytes()).contents.is_empty(), "{other}");
    }
}

#[test]
fn json_is_told_apart() {
    let cases: &[(&str, LooksLike)] = &[
        (r#"{"a":1}"#, LooksLike::Json),
        ("[1,2]", LooksLike::Json),
        (r#"{"value":[]}"#, LooksLike::Json),
        (r#"{"settings":[{"settingInstance":{}}],"name":"a"}"#, LooksLike::SettingsCatalog),
        (r#"{"value":[{"settings":[{"settingInstance":{}}]}]}"#, LooksLike::SettingsCatalog),
        (
            r#"{"Type":"com.apple.configuration.legacy","Identifier":"a","Payload":{}}"#,
            LooksLike::Declaration,
        ),
        (r#"{"title":"a","properties":{}}"#, LooksLike::JamfSchema),
        (
            r#"{"$schema":"https://json-schema.org/draft/2020-12/schema","properties":{}}"#,
            LooksLike::JsonSchema,
        ),
        (
            r##"{"@odata.type":"#microsoft.graph.windows10CustomConfiguration"}"##,
            LooksLike::GraphObject { kind: "#microsoft.graph.windows10CustomConfiguration".into() },
        ),
    ];
    for (text, expected) in cases {
        let problems = open(text.as_bytes()).problems;
        let looks_like = expected.clone();
        assert_eq!(
            problems[0].kind,
            ProblemKind::Parse(ParseProblem::NotAPropertyList { looks_like }),
            "{text}"
        );
    }
}

#[test]
fn broken_json_has_a_place() {
    let opening = open(b"{\"a\":\n  tru }");
    let Place::Bytes(span) = opening.problems[0].place else { panic!("{:?}", opening.problems) };
    assert!((8..13).contains(&span.start), "{span:?}");
    assert!(matches!(&opening.problems[0].kind, ProblemKind::Parse(ParseProblem::BrokenJson { .. })));
}

#[test]
fn hostile_files_are_bounded() {
    let bodies = r##"{"@odata.type":"#microsoft.graph.macOSCustomConfiguration","payload":"PGEvPg=="},"##
        .repeat(5_000);
    let file = format!("[{}]", bodies.trim_end_matches(','));
    let opening = open(file.as_bytes());
    assert!(opening.contents.len() <= MAX_CONTENTS && opening.problems.len() <= MAX_PROBLEMS + 1);

    for nested in ["[", "{\"value\":[", "{\"a\":"] {
        let file = nested.repeat(100_000);
        let problems = open(file.as_bytes()).problems;
        assert!(matches!(problems[0].kind, ProblemKind::Parse(ParseProblem::BrokenJson { .. })), "{nested}");
    }

    let nested = format!("<os_x_configuration_profile>{}", "<a>".repeat(100_000));
    assert_eq!(open(nested.as_bytes()).problems[0].kind, ProblemKind::Parse(ParseProblem::TooDeep));
}

#[test]
fn utf_16_in_utf_16_is_not_recoded_again() {
    let inner: String = "<a/>".chars().flat_map(|character| [character, '\0']).collect();
    let file = [b"\xFF\xFE".as_slice(), &utf16(&inner)].concat();
    let opening = open(&file);
    assert_eq!((opening.layers.len(), opening.contents.len()), (1, 0));
    let found = ParseProblem::NotAPropertyList { looks_like: LooksLike::Utf16 };
    assert_eq!(opening.problems[0].kind, ProblemKind::Parse(found));
}

#[test]
fn a_file_that_is_too_large_is_not_opened() {
    let bytes = vec![b'<'; MAX_BYTES + 1];
    let opening = open(&bytes);
    assert!(opening.contents.is_empty());
    let too_large = ParseProblem::TooLarge { bytes: MAX_BYTES + 1 };
    assert_eq!(opening.problems[0].kind, ProblemKind::Parse(too_large));
}

#[test]
fn a_broken_pem_block_is_a_problem() {
    for text in ["-----BEGIN CMS-----\nMAA=\n", "-----BEGIN CMS-----\n?\n-----END CMS-----\n"] {
        let broken = ParseProblem::BrokenPem { label: "CMS".into() };
        assert_eq!(open(text.as_bytes()).problems[0].kind, ProblemKind::Parse(broken), "{text}");
    }
}

#[test]
fn what_is_wrong_with_text_around_pem_stands_in_the_text() {
    let mut bytes = utf16("\u{FEFF}-----BEGIN CMS-----\nMAA=\n-----END CMS-----\n");
    bytes.push(0);
    let opening = open(&bytes);
    let text = opening.text();
    assert_eq!(text.get(..5), Some(b"-----".as_slice()));
    let Some(Problem { place: Place::Bytes(span), .. }) = opening.problems.first() else {
        panic!("{:?}", opening.problems)
    };
    assert!(span.end as usize <= text.len());
}

#[test]
fn utf_16_has_its_places_in_the_text() {
    let mut bytes = utf16("<plist version=\"1.0\"><string>a</string></plist>");
    bytes[62..64].copy_from_slice(&0xD800_u16.to_le_bytes());
    let opening = open(&bytes);
    let [Problem { place: Place::Bytes(span), kind }] = opening.problems.as_slice() else {
        panic!("{:?}", opening.problems)
    };
    assert_eq!(*kind, ProblemKind::Parse(ParseProblem::BadUtf16));
    assert_eq!(text_of(&opening, *span), "\u{FFFD}");
}

#[test]
fn other_text_that_was_utf_16_is_named() {
    let opening = open(b"\xFF\xFEh\0i\0");
    let looks_like = LooksLike::Text;
    assert_eq!(opening.problems[0].kind, ProblemKind::Parse(ParseProblem::NotAPropertyList { looks_like }));
    assert_eq!(opening.text(), b"hi");
}

proptest! {
    #[test]
    fn every_character_of_a_jamf_profile_has_its_place(
        pieces in prop::collection::vec(
            prop::sample::select(vec![
                "a", "\u{e9}", "&lt;", "&#x1F600;", "&amp;", "<![CDATA[<&x]]>", "<![CDATA[]]>", "&odd;", "& ", "<!--c-->",
                "\r\n",
            ]),
            0..40,
        ),
    ) {
        let inside = pieces.concat();
        let file = format!(
            "\u{FEFF}<os_x_configuration_profile><general><payloads>&lt;plist>{inside}</payloads></general>\
             </os_x_configuration_profile>"
        );
        let opening = open(file.as_bytes());
        let [content] = opening.contents.as_slice() else { panic!("one profile") };
        let text = std::str::from_utf8(&content.bytes).expect("text");
        let mut last = 0;
        for (at, character) in text.char_indices() {
            let start = u32::try_from(at).expect("short");
            let end = start + u32::try_from(character.len_utf8()).expect("short");
            let place = content.in_file(Span { start, end }).expect("a place");
            let there = text_of(&opening, place);
            prop_assert!(there == character.to_string() || there.starts_with('&'), "{there} {character}");
            prop_assert!(place.start >= last);
            last = place.end;
        }
        let end = u32::try_from(text.len()).expect("short");
        let past = content.in_file(Span { start: end, end }).expect("a place");
        let after = text_of(&opening, Span { start: past.start, end: past.start + 3 });
        prop_assert!(after.starts_with('<') || after == "]]>", "{after}");
    }

    #[test]
    fn any_change_to_text_gets_an_answer(
        graph in any::<bool>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        wide in any::<bool>(),
    ) {
        let text = if graph {
            r##"{"value":[{"@odata.type":"#microsoft.graph.macOSCustomConfiguration","payload":"PGEvPg=="},3,{"settings":[{"settingInstance":1}]}]}"##
        } else {
            "<?xml version='1.0'?><os_x_configuration_profile><general><name>a</name><payloads>&lt;plist/></payloads></general></os_x_configuration_profile>"
        };
        let mut bytes = if wide { utf16(text) } else { text.as_bytes().to_vec() };
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let opening = open(&bytes);
        prop_assert!(!opening.contents.is_empty() || !opening.problems.is_empty());
    }
}
