//! Reads every profile of the corpora beside the project, which other people wrote for real use, and holds the
//! problems found in them, and the linter's errors for any target, against tables of the known bad ones.
//!
//! The corpora are data in `../shared/corpora`, read in place. Without them these tests have nothing to read: they
//! say so, and fail where `CI` is set.

#![expect(
    clippy::disallowed_methods,
    clippy::panic,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "a test reads files, fails loudly and says what it left out"
)]

use std::path::{Path, PathBuf};

use latchkey_profile_schema::carrier::{self, Delivery, EnvelopeKind};
use latchkey_profile_schema::check::Beside;
use latchkey_profile_schema::domain::{PAYLOAD, PROFILE};
use latchkey_profile_schema::opening::{self, Encoding, Integrity, Layer};
use latchkey_profile_schema::text::LineIndex;
use latchkey_profile_schema::{Document, KeyPath, Node, Place, Problem, ProblemKind, Value, check};
use latchkey_tests::command::latchkey;

/// The known bad files, sorted: where each problem stands, and its facts. Two more of the corpora are bad only to a
/// reader who compares payloads or knows Apple's payload types, which is the linter's business: `duplicate-uuid` and
/// `unknown-payload-type`.
const BAD: &[(&str, &[(&str, &str)])] = &[
    (
        "lowprofile/README Resources/Example.mobileconfig",
        &[(
            "/PayloadContent/2/PayloadContent/com.apple.SoftwareUpdate/Forced/0/mcx_preference_settings 124:8",
            r#"SameDomainTwice { domain: "com.apple.SoftwareUpdate", first: KeyPath([Key("PayloadContent"), Index(0)]) }"#,
        )],
    ),
    (
        "mobileconfig-validator/tests/fixtures/invalid/invalid-uuid-format.mobileconfig",
        &[(
            "/PayloadContent/0/PayloadUUID 15:4",
            r#"PatternMismatch { found: Some("not-a-valid-uuid"), expected: "a UUID, 8-4-4-4-12 hexadecimal digits" }"#,
        )],
    ),
    (
        "mobileconfig-validator/tests/fixtures/invalid/missing-payload-uuid.mobileconfig",
        &[("/PayloadContent/0 7:3", r#"MissingKey { key: "PayloadUUID" }"#)],
    ),
    (
        "mobileconfig-validator/tests/fixtures/invalid/not-a-plist.mobileconfig",
        &[("file", "NotAPropertyList { looks_like: Text }")],
    ),
    (
        "mobileconfig-validator/tests/fixtures/invalid/wrong-outer-type.mobileconfig",
        &[
            (
                "/PayloadType 25:2",
                r#"NotAllowed { found: Some("NotConfiguration"), allowed: ["Configuration"], nearest: Some("Configuration") }"#,
            ),
            ("/PayloadType 25:2", r#"WrongProfileType { found: Some("NotConfiguration") }"#),
        ],
    ),
    (
        "mobileconfig-validator/tests/fixtures/invalid/wrong-payload-version.mobileconfig",
        &[(
            "/PayloadContent/0/PayloadVersion 17:4",
            r#"NotAllowed { found: Some("2"), allowed: ["1"], nearest: None }"#,
        )],
    ),
    (
        "rtrouton-profiles/SetDiagnosticandUsageReportSettings/SetDiagnosticandUsageReportSettings.mobileconfig",
        &[(
            "/PayloadUUID 14:3",
            r#"PatternMismatch { found: Some("81927370-ef798a72-978d-4ffc-81a3-88ba36f52585"), expected: "a UUID, 8-4-4-4-12 hexadecimal digits" }"#,
        )],
    ),
    (
        "xcreds/Sample Profile/xcreds_example_okta.mobileconfig",
        &[("24:4", r#"ValueWithoutKey { element: "string" }"#)],
    ),
];

#[test]
fn only_the_known_bad_profiles_have_problems() {
    let Some(files) = profiles() else { return };
    let found: Vec<_> = files
        .iter()
        .map(|file| (file.name.as_str(), problems(&file.bytes)))
        .filter(|(_, problems)| !problems.is_empty())
        .collect();
    let owned = |&(at, what): &(&str, &str)| (at.to_owned(), what.to_owned());
    let expected: Vec<_> =
        BAD.iter().map(|&(name, problems)| (name, problems.iter().map(owned).collect::<Vec<_>>())).collect();
    assert_eq!(found, expected);
}

#[test]
fn every_value_is_the_one_that_another_reader_sees() {
    let Some(files) = profiles() else { return };
    let mut read = 0;
    for file in &files {
        let opening = opening::open(&file.bytes);
        let Some(content) = opening.contents.first() else { continue };
        let reading = content.read();
        let is_sound = reading.is_sound();
        if let Some(document) = reading.document.filter(|_| is_sound) {
            let other = ::plist::Value::from_reader_xml(&*content.bytes)
                .unwrap_or_else(|error| panic!("{}: {error}", file.name));
            assert_same(&document.root, &other, &KeyPath::root(), &file.name);
            read += 1;
        }
    }
    assert!(read >= 130, "{read} files");
}

#[test]
fn every_well_formed_profile_delivers_settings() {
    let Some(files) = profiles() else { return };
    let mut forced = 0;
    for file in &files {
        let opening = opening::open(&file.bytes);
        let Some(document) = opening.contents.first().and_then(|content| content.read().document) else {
            continue;
        };
        let contents = carrier::open(&document);
        assert!(!contents.payloads.is_empty(), "{}", file.name);
        for payload in &contents.payloads {
            assert!(payload.domain.is_some(), "{}: {}", file.name, payload.path);
            forced += usize::from(
                payload.delivery == Delivery::Forced && file.name.starts_with("rtrouton-profiles/"),
            );
        }
    }
    // `<key>Forced</key>` stands that often in the text of these files.
    assert_eq!(forced, 55);
}

#[test]
fn a_profile_that_macos_signed_is_read_through_its_segments() {
    let Some(files) = profiles() else { return };
    let signed = files.iter().find(|file| file.name.starts_with("lowprofile/")).unwrap();
    let opening = opening::open(&signed.bytes);
    let [Layer::Signed(signature)] = opening.layers.as_slice() else { panic!("{:?}", opening.layers) };
    assert_eq!((signature.integrity, signature.encoding), (Integrity::Intact, Encoding::Ber));
    let signer = signature.signers.first().unwrap();
    assert_eq!(signer.digest, "SHA-1");
    assert_eq!(signer.issuer.as_deref(), Some("Developer ID Certification Authority"));
    assert!(signer.subject.as_deref().unwrap().starts_with("Developer ID Application: "));
    let content = opening.contents.first().unwrap();
    assert_eq!(content.bytes.len(), 5_830);
    let document = content.read().document.unwrap();
    assert_eq!(carrier::open(&document).payloads.len(), 3);
}

/// The findings of the level `error`, sorted: the file and the rule. That the sample profiles of XCreds share two
/// identifiers is true too: they are alternatives, and one call looks at them all.
const ERRORS: &[(&str, &str)] = &[
    ("mobileconfig-validator/tests/fixtures/invalid/duplicate-uuid.mobileconfig", "duplicate-uuid"),
    (
        "mobileconfig-validator/tests/fixtures/invalid/missing-payload-uuid.mobileconfig",
        "missing-envelope-key",
    ),
    ("mobileconfig-validator/tests/fixtures/invalid/not-a-plist.mobileconfig", "not-a-property-list"),
    ("mobileconfig-validator/tests/fixtures/invalid/wrong-outer-type.mobileconfig", "wrong-payload-type"),
    (
        "mobileconfig-validator/tests/fixtures/invalid/wrong-payload-version.mobileconfig",
        "wrong-envelope-value",
    ),
    ("xcreds/Sample Profile/xcreds_example_okta.mobileconfig", "malformed-plist"),
];

#[test]
fn no_rule_calls_a_sound_profile_an_error_wherever_it_goes() {
    let (Some(_), Some(latchkey)) = (profiles(), latchkey()) else { return };
    let targets = ["device", "jamf", "kandji", "intune", "fleet", "workspace-one", "apple-business"];
    let each = targets.iter().map(|target| vec!["--target", target]);
    let all = targets.iter().flat_map(|target| ["--target", target]).collect();
    for options in each.chain([Vec::new(), all]) {
        let root = root();
        let arguments = ["lint", "--no-config", "--format", "json", root.to_str().unwrap()];
        let ended = latchkey.run(arguments.into_iter().chain(options.iter().copied()));
        let output: serde_json::Value = serde_json::from_str(&ended.stdout).unwrap();
        let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
        let errors =
            output["findings"].as_array().unwrap().iter().filter(|finding| finding["level"] == "error");
        let errors = errors.map(|finding| {
            let file = text(&finding["file"]);
            let file = Path::new(&file).strip_prefix(&root).unwrap().display().to_string();
            (file, text(&finding["rule"]))
        });
        let (shared, mut others): (Vec<_>, Vec<_>) =
            errors.partition(|(_, rule)| rule == "shared-identifier");
        others.sort();
        let known: Vec<(String, String)> =
            ERRORS.iter().map(|(file, rule)| ((*file).to_owned(), (*rule).to_owned())).collect();
        assert_eq!(others, known, "{options:?}");
        assert!(shared.iter().all(|(file, _)| file.starts_with("xcreds/Sample Profile/")), "{shared:#?}");
    }
}

/// A profile of the corpora.
struct File {
    /// Its path, from the root of the corpora.
    name: String,
    bytes: Vec<u8>,
}

/// All profiles, sorted by name; none when there are no corpora here.
fn profiles() -> Option<Vec<File>> {
    let root = root();
    if !root.is_dir() {
        assert!(std::env::var_os("CI").is_none(), "{} is missing", root.display());
        eprintln!("skipped: {} is missing", root.display());
        return None;
    }
    let mut paths = Vec::new();
    find(&root, &mut paths);
    paths.sort();
    assert!(paths.len() >= 130, "{} profiles", paths.len());
    let file = |path: &PathBuf| File {
        name: path.strip_prefix(&root).unwrap().display().to_string(),
        bytes: std::fs::read(path).unwrap(),
    };
    Some(paths.iter().map(file).collect())
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpora")
}

fn find(folder: &Path, profiles: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            find(&path, profiles);
        } else if path.extension().is_some_and(|extension| extension == "mobileconfig") {
            profiles.push(path);
        }
    }
}

/// Everything wrong with the bytes, the carrier and the envelopes, with its place in the text. What macOS reads the
/// same way nevertheless, such as `<plist version="1">`, makes no file bad.
fn problems(bytes: &[u8]) -> Vec<(String, String)> {
    let opening = opening::open(bytes);
    let reading = opening.contents.first().map(opening::Content::read);
    let document = reading.as_ref().and_then(|reading| reading.document.as_ref());
    let read = reading.iter().flat_map(|reading| &reading.problems);
    let mut problems: Vec<_> = opening.problems.iter().chain(read).cloned().collect();
    if let Some(document) = document {
        let contents = carrier::open(document);
        for envelope in &contents.envelopes {
            let declared = match envelope.kind {
                EnvelopeKind::Profile => &PROFILE,
                EnvelopeKind::Payload => &PAYLOAD,
            };
            problems.extend(check(declared, envelope.node, &envelope.path, Beside::Nothing));
        }
        problems.extend(contents.problems);
    }
    problems.retain(|problem| !matches!(&problem.kind, ProblemKind::Parse(problem) if problem.is_notice()));
    let lines = LineIndex::new(opening.contents.first().map_or(bytes, |content| &content.bytes));
    problems.iter().map(|problem| told(problem, document, &lines)).collect()
}

fn told(problem: &Problem, document: Option<&Document>, lines: &LineIndex<'_>) -> (String, String) {
    let position = |offset| {
        let position = lines.position(offset);
        format!("{}:{}", position.line, position.column)
    };
    let place = match &problem.place {
        Place::File => "file".to_owned(),
        Place::Bytes(span) => position(span.start),
        Place::Path(path, part) => {
            let span = document.and_then(|document| document.span(path, *part)).unwrap();
            format!("{path} {}", position(span.start))
        }
    };
    let facts = match &problem.kind {
        ProblemKind::Parse(problem) => format!("{problem:?}"),
        ProblemKind::Carrier(problem) => format!("{problem:?}"),
        ProblemKind::Key(problem) => format!("{problem:?}"),
        _ => panic!("{problem:?}"),
    };
    (place, facts)
}

/// Holds a value against that of the `plist` library, which shares no code with our reader.
fn assert_same(ours: &Node, other: &::plist::Value, path: &KeyPath, file: &str) {
    use ::plist::Value as Other;
    let same = match (&ours.value, other) {
        (Value::String(ours), Other::String(other)) => ours == other,
        (Value::Integer(ours), Other::Integer(other)) => {
            other.as_signed().map(i128::from).or(other.as_unsigned().map(i128::from)) == Some(*ours)
        }
        (Value::Real(ours), Other::Real(other)) => ours.total_cmp(other).is_eq(),
        (Value::Boolean(ours), Other::Boolean(other)) => ours == other,
        (Value::Date(ours), Other::Date(other)) => *ours == other.to_xml_format(),
        (Value::Data(ours), Other::Data(other)) => ours == other,
        (Value::Array(ours), Other::Array(other)) => {
            for (index, (ours, other)) in ours.iter().zip(other).enumerate() {
                assert_same(ours, other, &path.index(index), file);
            }
            ours.len() == other.len()
        }
        (Value::Dictionary(ours), Other::Dictionary(other)) => {
            for (ours, (key, other)) in ours.iter().zip(other) {
                assert_eq!(ours.key, *key, "{file}: {path}");
                assert_same(&ours.node, other, &path.key(key), file);
            }
            ours.len() == other.len()
        }
        _ => false,
    };
    assert!(same, "{file}: {path}: {:?} and {other:?}", ours.value);
}
