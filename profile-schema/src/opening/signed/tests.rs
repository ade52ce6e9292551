//! Signed files to their content, their signers, and whether they were altered.
//!
//! `../fixtures` holds what `openssl cms -sign -binary -nodetach -outform der -in signed.plist` writes, as base64, with
//! `-signer` a self-signed RSA certificate (`rsa-…`) or one for P-256 that an example authority issued, and: `-md sha1`,
//! `-noattr`, `-keyid`, `-nocerts`, `-stream -indef` (`ecdsa-ber`), `-outform pem`, without `-nodetach` (`detached`),
//! `-keyopt rsa_padding_mode:pss`, two `-signer`s, and a signed file signed again (`twice`). `encrypted` is by
//! `openssl cms -encrypt`. Of four more the attributes were changed before they were signed: `no-content-type`,
//! `other-content-type` (it says enveloped data), `repeated-attribute`, and `no-attributes-other-type`, whose content is
//! called enveloped data. The keys were thrown away.

use base64::Engine;
use proptest::prelude::*;

use crate::opening::{Encoding, Integrity, Layer, Opening, Signed, Unchecked, open};
use crate::plist::BASE64;
use crate::problem::{LooksLike, ParseProblem, ProblemKind, SignatureProblem, SignedPart};

const PLIST: &[u8] = include_bytes!("../fixtures/signed.plist");

macro_rules! fixtures {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../fixtures/", $name, ".base64")))),*]
    };
}

const FIXTURES: &[(&str, &str)] = fixtures![
    "detached",
    "ecdsa",
    "ecdsa-ber",
    "encrypted",
    "no-attributes-other-type",
    "no-certificate",
    "no-content-type",
    "other-content-type",
    "pss",
    "repeated-attribute",
    "rsa-key-identifier",
    "rsa-no-attributes",
    "rsa-sha1",
    "rsa-sha256",
    "twice",
    "two-signers",
];

fn fixture(name: &str) -> Vec<u8> {
    let (_, text) = FIXTURES.iter().find(|(there, _)| *there == name).expect("a fixture");
    BASE64.decode(text.split_ascii_whitespace().collect::<String>()).expect("base64")
}

/// The fixture with another character where the signed text says `example`.
fn altered(name: &str) -> Vec<u8> {
    let mut bytes = fixture(name);
    let at = bytes.windows(12).position(|window| window == b"example.okta").expect("the text");
    bytes[at] = b'E';
    bytes
}

fn signature<'o>(opening: &'o Opening<'_>) -> &'o Signed {
    match opening.layers.as_slice() {
        [Layer::Signed(signed)] => signed,
        layers => panic!("{layers:?}"),
    }
}

fn problems(opening: &Opening<'_>) -> Vec<ParseProblem> {
    let problem = |kind: &ProblemKind| match kind {
        ProblemKind::Parse(problem) => problem.clone(),
        kind => panic!("{kind:?}"),
    };
    opening.problems.iter().map(|found| problem(&found.kind)).collect()
}

#[test]
fn what_was_not_changed_is_intact() {
    let not_checked = Integrity::NotChecked;
    let cases = [
        ("rsa-sha256", Integrity::Intact, Encoding::Der, "SHA-256"),
        ("rsa-sha1", Integrity::Intact, Encoding::Der, "SHA-1"),
        ("rsa-key-identifier", Integrity::Intact, Encoding::Der, "SHA-512"),
        ("rsa-no-attributes", Integrity::Intact, Encoding::Der, "SHA-256"),
        ("ecdsa", Integrity::Intact, Encoding::Der, "SHA-256"),
        ("ecdsa-ber", Integrity::Intact, Encoding::Ber, "SHA-256"),
        ("two-signers", Integrity::Intact, Encoding::Der, "SHA-256"),
        ("no-certificate", not_checked(Unchecked::NoCertificate), Encoding::Der, "SHA-256"),
        ("pss", not_checked(Unchecked::Algorithm), Encoding::Der, "SHA-256"),
        ("no-content-type", not_checked(Unchecked::Attributes), Encoding::Der, "SHA-256"),
        ("other-content-type", not_checked(Unchecked::Attributes), Encoding::Der, "SHA-256"),
        ("repeated-attribute", not_checked(Unchecked::Attributes), Encoding::Der, "SHA-256"),
        ("no-attributes-other-type", not_checked(Unchecked::Attributes), Encoding::Der, "SHA-256"),
    ];
    for (name, integrity, encoding, digest) in cases {
        let bytes = fixture(name);
        let opening = open(&bytes);
        let signed = signature(&opening);
        assert_eq!((signed.integrity, signed.encoding), (integrity, encoding), "{name}");
        assert_eq!(signed.signers[0].digest, digest, "{name}");
        assert_eq!(problems(&opening), [], "{name}");
        assert_eq!(&*opening.contents[0].bytes, PLIST, "{name}");
    }
}

#[test]
fn the_signer_is_named_as_the_certificate_says() {
    let bytes = fixture("ecdsa");
    let opening = open(&bytes);
    let [signer] = signature(&opening).signers.as_slice() else { panic!("one signer") };
    assert_eq!(signer.subject.as_deref(), Some("Example Signer"));
    assert_eq!(signer.issuer.as_deref(), Some("Example CA"));
    assert_eq!(signer.not_after.as_deref(), Some("2046-11-19T07:21:10Z"));
    let bytes = fixture("no-certificate");
    assert_eq!(signature(&open(&bytes)).signers[0].subject, None);
}

#[test]
fn what_was_changed_is_altered_and_still_given() {
    let signed = ["rsa-sha256", "rsa-sha1", "rsa-no-attributes", "ecdsa", "ecdsa-ber", "pss", "two-signers"];
    for name in signed {
        let bytes = altered(name);
        let opening = open(&bytes);
        assert_eq!(signature(&opening).integrity, Integrity::Altered, "{name}");
        let signer = Some("Example Signer".to_owned());
        let altered = SignatureProblem::Altered { part: SignedPart::Content, signer };
        assert_eq!(problems(&opening), [ParseProblem::Signature(altered)], "{name}");
        assert!(opening.contents[0].bytes.windows(12).any(|window| window == b"Example.okta"), "{name}");
    }
}

#[test]
fn a_signature_by_another_key_is_altered() {
    for name in ["rsa-sha256", "rsa-sha1", "ecdsa"] {
        let mut bytes = fixture(name);
        let last = bytes.len() - 1;
        bytes[last] ^= 1;
        let altered = SignatureProblem::Altered {
            part: SignedPart::Signature,
            signer: Some("Example Signer".to_owned()),
        };
        assert_eq!(problems(&open(&bytes)), [ParseProblem::Signature(altered)], "{name}");
    }
}

#[test]
fn a_changed_file_without_a_certificate_is_altered_by_its_digest() {
    let bytes = altered("no-certificate");
    assert_eq!(signature(&open(&bytes)).integrity, Integrity::Altered);
}

#[test]
fn a_detached_signature_has_no_content() {
    let bytes = fixture("detached");
    let opening = open(&bytes);
    assert!(opening.contents.is_empty());
    assert_eq!(signature(&opening).signers[0].subject.as_deref(), Some("Example Signer"));
    assert_eq!(problems(&opening), [ParseProblem::Signature(SignatureProblem::NoContent)]);
}

#[test]
fn an_encrypted_file_is_named() {
    let bytes = fixture("encrypted");
    let opening = open(&bytes);
    assert!(opening.contents.is_empty());
    let looks_like = LooksLike::Encrypted;
    assert_eq!(problems(&opening), [ParseProblem::NotAPropertyList { looks_like }]);
}

#[test]
fn layers_are_taken_off_one_after_the_other() {
    let bytes = fixture("twice");
    let opening = open(&bytes);
    assert!(matches!(opening.layers.as_slice(), [Layer::Signed(_), Layer::Signed(_)]));
    assert_eq!(&*opening.contents[0].bytes, PLIST);

    let pem = include_str!("../fixtures/ecdsa.pem");
    for text in [pem.to_owned(), format!("signed by hand\r\n{}", pem.replace('\n', "\r\n"))] {
        let opening = open(text.as_bytes());
        assert!(matches!(opening.layers.as_slice(), [Layer::Pem, Layer::Signed(_)]));
        assert_eq!(&*opening.contents[0].bytes, PLIST);
    }

    let body = format!(
        r##"{{"@odata.type":"#microsoft.graph.macOSCustomConfiguration","payload":"{}"}}"##,
        BASE64.encode(altered("ecdsa-ber"))
    );
    let opening = open(body.as_bytes());
    assert!(matches!(opening.contents[0].layers.as_slice(), [Layer::Signed(_)]));
    assert!(matches!(problems(&opening).as_slice(), [ParseProblem::Signature(_)]));
}

#[test]
fn layers_are_not_without_end() {
    let mut inner = fixture("ecdsa");
    for _ in 0..5 {
        let body = BASE64.encode(&inner);
        inner = format!("-----BEGIN CMS-----\n{body}\n-----END CMS-----\n").into_bytes();
        inner = enclose(&inner);
    }
    assert_eq!(problems(&open(&inner)), [ParseProblem::TooManyLayers]);
}

/// Signed data without a signer around a content.
fn enclose(content: &[u8]) -> Vec<u8> {
    let mut bytes = vec![0x30, 0x80];
    bytes.extend(b"\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x02\xA0\x80\x30\x80\x02\x01\x01\x31\x00");
    bytes.extend(b"\x30\x80\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x01\xA0\x80\x24\x80");
    for segment in content.chunks(100) {
        bytes.extend([0x04, u8::try_from(segment.len()).expect("a short segment")]);
        bytes.extend(segment);
    }
    bytes.extend(b"\0\0\0\0\0\0\x31\x00\0\0\0\0\0\0");
    bytes
}

#[test]
fn segments_are_joined_and_nobody_need_have_signed() {
    let text = format!("<plist version=\"1.0\"><string>{}</string></plist>", "a".repeat(1_000));
    let bytes = enclose(text.as_bytes());
    let opening = open(&bytes);
    assert_eq!(signature(&opening).integrity, Integrity::NotChecked(Unchecked::NoSigner));
    assert_eq!(signature(&opening).encoding, Encoding::Ber);
    assert_eq!(&*opening.contents[0].bytes, text.as_bytes());
}

#[test]
fn deep_nesting_ends_at_once() {
    let head = b"\x30\x80\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x02\xA0\x80\x30\x80\x02\x01\x01";
    let content = b"\x31\0\x30\x80\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x01\xA0\x80";
    for (before, nested) in [
        (&[][..], &b"\x31\x80"[..]),
        (&b"\x31\0"[..], b"\x30\x80"),
        (content, b"\x24\x80"),
        (content, b"\x30\x80"),
    ] {
        for times in [40, 10_000, 1_000_000] {
            let bytes = [head, before, &nested.repeat(times)].concat();
            let found = problems(&open(&bytes));
            assert!(
                matches!(found.as_slice(), [ParseProblem::Signature(SignatureProblem::Unreadable { .. })]),
                "{found:?}"
            );
        }
    }
}

#[test]
fn many_signers_are_not_all_looked_at() {
    let bytes = fixture("ecdsa");
    let set = bytes.windows(2).rposition(|window| window == [0x31, 0x82]).expect("the signers");
    let signer = bytes[set + 4..].to_vec();
    // Each of the three structures around the signers begins with a tag and three bytes of length.
    let (outer, inner) = bytes[4..].split_at(11);
    let mut crowded = [&[0x30, 0x80], outer, &[0xA0, 0x80, 0x30, 0x80], &inner[8..set - 15]].concat();
    crowded.extend([0x31, 0x80]);
    for _ in 0..40 {
        crowded.extend(&signer);
    }
    crowded.extend([0; 8]);
    let opening = open(&crowded);
    let signed = signature(&opening);
    assert_eq!(signed.signers.len(), 16);
    assert_eq!(signed.integrity, Integrity::NotChecked(Unchecked::TooManySigners));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn any_change_gets_an_answer(
        which in 0..FIXTURES.len(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let mut bytes = fixture(FIXTURES[which].0);
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        let opening = open(&bytes);
        prop_assert!(opening.layers.len() <= crate::opening::MAX_LAYERS);
        prop_assert!(!opening.contents.is_empty() || !opening.problems.is_empty());
    }

    #[test]
    fn any_bytes_get_an_answer(bytes in prop::collection::vec(any::<u8>(), 0..200), head in 0..4_usize) {
        let heads: [&[u8]; 4] =
            [b"", b"\xFF\xFE", b"\x30\x80\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x02\xA0\x80", b"{"];
        let bytes = [heads[head], &bytes].concat();
        let opening = open(&bytes);
        prop_assert!(!opening.contents.is_empty() || !opening.problems.is_empty());
    }
}
