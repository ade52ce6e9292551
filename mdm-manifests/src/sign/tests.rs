//! Keys and certificates that are refused, and signatures that are known from elsewhere. What OpenSSL makes and accepts
//! is tested from outside, where it can be run.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::{Certificate, CertificateError, Found, KeyError, PrivateKey};

fn pem(label: &str, der: &[u8]) -> Vec<u8> {
    let encoded = STANDARD.encode(der);
    let lines: Vec<&str> =
        encoded.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.join("\n")).into_bytes()
}

fn bytes(hexadecimal: &str) -> Vec<u8> {
    let digits: Vec<u8> =
        hexadecimal.chars().filter_map(|digit| digit.to_digit(16)).map(|digit| digit as u8).collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}

/// RFC 6979, A.2.5 and A.2.6: keys that the standard publishes, and their signatures of `sample`.
#[test]
fn nonces_follow_from_the_message() {
    // RFC 5915: a sequence of the version, the key, and nothing that says the curve.
    let p256 = bytes("30 25 020101 0420 C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721");
    let p384 = bytes(
        "30 35 020101 0430 \
         6B9D3DAD2E1B8C1C05B19875B6659F4DE23C3B667BF297BA9AA47740787137D896D5724E4C70A825F872C9EA60D2EDF5",
    );
    let cases: [(&[u8], &str, &str, &str); 2] = [
        (
            &p256,
            "PrivateKey(P-256)",
            "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716",
            "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8",
        ),
        (
            &p384,
            "PrivateKey(P-384)",
            "94EDBB92A5ECB8AAD4736E56C691916B3F88140666CE9FA73D64C4EA95AD133C81A648152E44ACF96E36DD1E80FABE46",
            "99EF4AEB15F178CEA1FE40DB2603138F130E740A19624526203B6351D0A3A94FA329C145786E679E7B82C71A38628AC8",
        ),
    ];
    for (key, kind, r, s) in cases {
        let key = PrivateKey::from_pem(&pem("EC PRIVATE KEY", key)).unwrap();
        assert_eq!(format!("{key:?}"), kind);
        let signature = key.sign(b"sample").unwrap();
        for number in [r, s] {
            let number = bytes(number);
            assert!(signature.windows(number.len()).any(|window| window == number), "{kind}");
        }
    }
}

#[test]
fn what_is_no_key_is_named() {
    let missing = |label: &str| KeyError::Missing(Found::Label(label.to_owned()));
    let cases: [(Vec<u8>, KeyError); 9] = [
        (pem("CERTIFICATE", &[0x30, 0]), missing("CERTIFICATE")),
        (pem("PUBLIC KEY", &[0x30, 0]), missing("PUBLIC KEY")),
        (pem("OPENSSH PRIVATE KEY", b"openssh-key-v1"), missing("OPENSSH PRIVATE KEY")),
        (vec![0x30, 0x82, 1, 0], KeyError::Missing(Found::Binary)),
        (Vec::new(), KeyError::Missing(Found::Other)),
        (pem("ENCRYPTED PRIVATE KEY", &[0x30, 0]), KeyError::Encrypted),
        (
            b"-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nAAAA\n\
              -----END RSA PRIVATE KEY-----\n"
                .to_vec(),
            KeyError::Encrypted,
        ),
        (
            b"-----BEGIN PRIVATE KEY-----\nM?AA\n-----END PRIVATE KEY-----\n".to_vec(),
            KeyError::Broken("its PEM is damaged".to_owned()),
        ),
        (b"-----BEGIN PRIVATE KEY-----\nMAA=\n".to_vec(), KeyError::Broken("its PEM is damaged".to_owned())),
    ];
    for (file, expected) in cases {
        let words = expected.to_string();
        assert_eq!(PrivateKey::from_pem(&file).unwrap_err(), expected, "{words}");
    }
    for label in ["PRIVATE KEY", "RSA PRIVATE KEY"] {
        let broken = PrivateKey::from_pem(&pem(label, &[0x30, 0]));
        assert!(matches!(broken, Err(KeyError::Broken(_))), "{label} {broken:?}");
    }
}

#[test]
fn other_algorithms_are_named() {
    // RFC 8410 section 10.3: a key for Ed25519 that the standard publishes.
    let ed25519 = b"-----BEGIN PRIVATE KEY-----\n\
        MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----\n";
    let expected = KeyError::Unsupported { found: "`id-Ed25519`".to_owned() };
    assert_eq!(PrivateKey::from_pem(ed25519).unwrap_err(), expected);
}

#[test]
fn what_is_no_certificate_is_named() {
    let cases: [(Vec<u8>, CertificateError); 3] = [
        (pem("PRIVATE KEY", &[0x30, 0]), CertificateError::Missing(Found::Label("PRIVATE KEY".to_owned()))),
        (vec![0x30, 0x82, 1, 0], CertificateError::Missing(Found::Binary)),
        (
            b"-----BEGIN CERTIFICATE-----\n*\n-----END CERTIFICATE-----\n".to_vec(),
            CertificateError::Broken { number: 1, reason: "its PEM is damaged".to_owned() },
        ),
    ];
    for (file, expected) in cases {
        assert_eq!(Certificate::from_pem(&file).unwrap_err(), expected);
    }
    let broken = Certificate::from_pem(&pem("CERTIFICATE", &[0x30, 0]));
    assert!(matches!(broken, Err(CertificateError::Broken { number: 1, .. })), "{broken:?}");
}
