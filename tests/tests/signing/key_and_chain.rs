//! Keys and chains of every kind to signatures that OpenSSL verifies and our own reader opens, or to a reason.

use std::time::Duration;

use base64::Engine;
use latchkey_mdm_manifests::sign::{
    Certificate, CertificateError, KeyError, PrivateKey, SignError, Validity,
};
use latchkey_profile_schema::opening::{self, Integrity, Layer};

use crate::authority::Authority;
use crate::intact;

/// A profile with so many bytes of text in it.
fn profile(bytes: usize) -> Vec<u8> {
    let text = "ä<&amp;\n".replace('<', "").repeat(bytes / 8);
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<plist version=\"1.0\"><dict>\
         <key>PayloadType</key><string>Configuration</string><key>Note</key><string>{text}</string></dict></plist>\n"
    )
    .into_bytes()
}

#[test]
fn openssl_and_our_reader_accept_what_every_kind_of_key_signs() {
    let Some(authority) = Authority::new() else { return };
    let kinds = [
        ("rsa-2048", "RSA", "rsa_keygen_bits:2048", "SHA-256"),
        ("rsa-3072", "RSA", "rsa_keygen_bits:3072", "SHA-256"),
        ("p-256", "EC", "ec_paramgen_curve:P-256", "SHA-256"),
        ("p-384", "EC", "ec_paramgen_curve:P-384", "SHA-384"),
    ];
    for (name, algorithm, option, digest) in kinds {
        authority.key(name, algorithm, option);
        authority.certify(name);
        let older = if algorithm == "RSA" { "rsa -traditional" } else { "ec" };
        authority.openssl(&format!("{older} -in {name}.key -out {name}.older.key"));
        let signer = authority.signer(&format!("{name}.key"), &format!("{name}.chain.pem")).unwrap();
        for content in [profile(0), profile(1_000), profile(100_000), profile(3_000_000)] {
            let signed = signer.sign(&content).unwrap();
            assert_eq!(authority.verified(&signed), content, "{name}");
            assert_eq!(intact(&signed, name, digest), content, "{name}");

            // The older form of the same key, the certificates the other way round, and twice.
            let chain =
                [authority.read("between.pem"), authority.read(&format!("{name}.chain.pem"))].concat();
            authority.write("turned.pem", chain);
            let again = authority.signer(&format!("{name}.older.key"), "turned.pem").unwrap();
            assert_eq!(again.sign(&content).unwrap(), signed, "{name}");
        }
    }
}

#[test]
fn what_is_changed_after_it_was_signed_is_refused() {
    let Some(authority) = Authority::new() else { return };
    authority.key("signer", "EC", "ec_paramgen_curve:P-256");
    authority.certify("signer");
    let mut signed = authority.signer("signer.key", "signer.chain.pem").unwrap().sign(&profile(100)).unwrap();
    let at = signed.windows(13).position(|window| window == b"Configuration").unwrap();
    signed[at] ^= 1;
    let opening = opening::open(&signed);
    let [Layer::Signed(signature)] = opening.layers.as_slice() else { panic!("{:?}", opening.layers) };
    assert_eq!(signature.integrity, Integrity::Altered);
}

#[test]
fn the_key_and_the_certificate_belong_together() {
    let Some(authority) = Authority::new() else { return };
    for (name, algorithm, option) in [
        ("rsa", "RSA", "rsa_keygen_bits:2048"),
        ("p256", "EC", "ec_paramgen_curve:P-256"),
        ("other", "EC", "ec_paramgen_curve:P-256"),
    ] {
        authority.key(name, algorithm, option);
        authority.certify(name);
    }
    for (key, certificate) in [("rsa", "p256"), ("p256", "rsa"), ("p256", "other"), ("other", "between")] {
        let found = authority.signer(&format!("{key}.key"), &format!("{certificate}.pem")).unwrap_err();
        let subject = if certificate == "between" { "Between" } else { certificate };
        assert_eq!(found, SignError::OtherKey { subject: subject.to_owned() });
    }
}

#[test]
fn keys_that_cannot_sign_are_refused_with_a_reason() {
    let Some(authority) = Authority::new() else { return };
    authority.key("short", "RSA", "rsa_keygen_bits:1024");
    authority.key("p521", "EC", "ec_paramgen_curve:P-521");
    authority.key("k256", "EC", "ec_paramgen_curve:secp256k1");
    authority.key("plain", "EC", "ec_paramgen_curve:P-256");
    authority.openssl("genpkey -algorithm ED25519 -out ed25519.key");
    authority.openssl("genpkey -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048 -out pss.key");
    authority.openssl("pkey -in plain.key -aes256 -passout pass:canary -out encrypted.key");
    authority.openssl("ec -in plain.key -aes256 -passout pass:canary -out older.key");
    authority.openssl("ec -in k256.key -out k256.older.key");
    authority.openssl("pkey -in plain.key -outform DER -out der.key");
    authority.openssl("pkey -in plain.key -pubout -out public.key");
    let refused = |name: &str| PrivateKey::from_pem(&authority.read(name)).unwrap_err();
    assert_eq!(refused("short.key"), KeyError::TooShort);
    assert_eq!(refused("encrypted.key"), KeyError::Encrypted);
    assert_eq!(refused("older.key"), KeyError::Encrypted);
    for name in ["p521.key", "k256.key", "k256.older.key", "ed25519.key", "pss.key"] {
        assert!(matches!(refused(name), KeyError::Unsupported { .. }), "{name}: {}", refused(name));
    }
    for name in ["der.key", "public.key", "between.pem"] {
        assert!(matches!(refused(name), KeyError::Missing(_)), "{name}: {}", refused(name));
    }
}

#[test]
fn a_certificate_is_valid_from_its_first_second_to_its_last() {
    let Some(authority) = Authority::new() else { return };
    authority.key("signer", "EC", "ec_paramgen_curve:P-256");
    authority.certify("signer");
    let certificate = &Certificate::from_pem(&authority.read("signer.pem")).unwrap()[0];
    let valid = |seconds: u64| certificate.validity(Duration::from_secs(seconds));
    let Validity::NotYet(start) = valid(0) else { panic!("{:?}", valid(0)) };
    let Validity::Expired(end) = valid(u64::MAX) else { panic!("{:?}", valid(u64::MAX)) };
    let (start, end) = (start.to_unix_duration().as_secs(), end.to_unix_duration().as_secs());
    assert_eq!(end - start, 30 * 24 * 60 * 60);
    for (seconds, is_valid) in [(start - 1, false), (start, true), (end, true), (end + 1, false)] {
        assert_eq!(valid(seconds) == Validity::Valid, is_valid, "{seconds}");
    }
}

#[test]
fn a_byte_order_mark_does_not_hide_a_key_or_a_certificate() {
    let Some(authority) = Authority::new() else { return };
    authority.key("signer", "EC", "ec_paramgen_curve:P-256");
    authority.certify("signer");
    for name in ["signer.key", "signer.chain.pem"] {
        authority.write(name, [b"\xEF\xBB\xBF".as_slice(), &authority.read(name)].concat());
    }
    assert_eq!(authority.signer("signer.key", "signer.chain.pem").unwrap().certificates().count(), 2);
}

#[test]
fn certificates_that_lead_nowhere_are_strays() {
    let Some(authority) = Authority::new() else { return };
    for name in ["signer", "other"] {
        authority.key(name, "EC", "ec_paramgen_curve:P-256");
        authority.certify(name);
    }
    let strays = |files: &[&str]| {
        authority.write("chain.pem", files.iter().flat_map(|name| authority.read(name)).collect::<Vec<_>>());
        let signer = authority.signer("signer.key", "chain.pem").unwrap();
        signer.strays().iter().map(|stray| stray.subject()).collect::<Vec<_>>()
    };
    assert_eq!(strays(&["root.pem", "signer.pem", "between.pem"]), Vec::<String>::new());
    assert_eq!(strays(&["signer.pem", "other.pem", "between.pem"]), ["other"]);
    assert_eq!(strays(&["signer.pem", "root.pem"]), ["Root"], "nothing leads to it without the one between");
}

#[test]
fn too_many_certificates_are_no_chain() {
    let Some(authority) = Authority::new() else { return };
    let bundle = authority.read("root.pem").repeat(17);
    assert_eq!(Certificate::from_pem(&bundle).unwrap_err(), CertificateError::TooMany { limit: 16 });
    let repeated = authority.read("root.pem").repeat(3);
    assert_eq!(Certificate::from_pem(&repeated).unwrap().len(), 1);
}

/// X.690 section 11.5: a value that is the default is left out; here `critical` is written as false.
#[test]
fn a_certificate_that_would_change_when_it_is_written_is_refused() {
    let Some(authority) = Authority::new() else { return };
    authority.openssl("x509 -in root.pem -outform DER -out root.der");
    let mut certificate = authority.read("root.der");
    let critical = certificate.windows(4).position(|window| window == [1, 1, 0xFF, 4]).unwrap();
    certificate[critical + 2] = 0;
    let encoded = base64::engine::general_purpose::STANDARD.encode(certificate);
    let pem = format!("-----BEGIN CERTIFICATE-----\n{encoded}\n-----END CERTIFICATE-----\n");
    let file = [authority.read("between.pem"), pem.into_bytes()].concat();
    assert_eq!(Certificate::from_pem(&file).unwrap_err(), CertificateError::NotDer { number: 2 });
}
