//! The cautions of RFC 8725 section 3, each as a token that must not pass, with real keys.

use aws_lc_rs::hmac;
use serde_json::{Value, json};

use super::test_key::{FORGED, GENUINE, TestKey, encode, message};
use super::{Expected, KeySet, Refused, VerifiedToken, verify};
use crate::outcome::TokenFault;
use crate::{Secret, UnixTime};

const NOW: UnixTime = UnixTime(1_800_000_000);

fn claims() -> Value {
    json!({
        "iss": "https://corp.example",
        "aud": "0oa1",
        "sub": "00u1",
        "iat": NOW.0,
        "exp": NOW.0 + 3600,
        "preferred_username": "alice@corp.example",
    })
}

fn with(changes: Value) -> Value {
    let mut claims = claims();
    for (name, value) in changes.as_object().unwrap() {
        if value.is_null() {
            claims.as_object_mut().unwrap().shift_remove(name);
        } else {
            claims[name] = value.clone();
        }
    }
    claims
}

fn keys(keys: &[Value]) -> KeySet {
    KeySet::read(json!({ "keys": keys }).to_string().as_bytes()).unwrap()
}

fn verify_with(token: &Secret, keys: &KeySet) -> Result<VerifiedToken, Refused> {
    let access_token = Secret::new("access".to_owned());
    let expected =
        Expected { issuer: "https://corp.example", client_id: "0oa1", access_token: Some(&access_token) };
    verify(token, keys, &expected, NOW)
}

fn fault(token: &Secret, keys: &KeySet) -> Option<TokenFault> {
    verify_with(token, keys).err().map(|refused| refused.fault)
}

fn check_claims(changes: Value, expected: Option<TokenFault>) {
    let token = GENUINE.sign(&with(changes.clone()));
    assert_eq!(fault(&token, &keys(&[GENUINE.jwk()])), expected, "{changes}");
}

fn check_header(header: Value, expected: Option<TokenFault>) {
    let token = GENUINE.sign_with_header(&header, &claims());
    assert_eq!(fault(&token, &keys(&[GENUINE.jwk()])), expected, "{header}");
}

fn check_keys(with_kid: bool, set: &[Value], expected: Option<TokenFault>) {
    let header = if with_kid { json!({"alg": "RS256", "kid": "k1"}) } else { json!({"alg": "RS256"}) };
    let token = GENUINE.sign_with_header(&header, &claims());
    assert_eq!(fault(&token, &keys(set)), expected, "{set:?}");
}

fn changed(mut key: Value, name: &str, value: Value) -> Value {
    key[name] = value;
    key
}

#[test]
fn a_genuine_token_proves_its_subject() {
    let verified = verify_with(&GENUINE.sign(&claims()), &keys(&[GENUINE.jwk()])).unwrap();
    let (identity, issued_at) = verified.into_parts();
    assert_eq!((identity.issuer.as_str(), identity.subject.as_str()), ("https://corp.example", "00u1"));
    assert_eq!(identity.username.as_deref(), Some("alice@corp.example"));
    assert_eq!(issued_at, NOW);
}

#[test]
fn an_unsigned_token_is_refused() {
    for algorithm in ["none", "None", "NONE", "nOnE", ""] {
        let message = message(&json!({"alg": algorithm, "kid": "k1"}), &claims());
        let token = Secret::new(format!("{message}."));
        assert_eq!(fault(&token, &keys(&[GENUINE.jwk()])), Some(TokenFault::Algorithm), "{algorithm}");
    }
}

#[test]
fn the_public_key_is_no_shared_secret() {
    let message = message(&json!({"alg": "HS256", "kid": "k1"}), &claims());
    let jwk = GENUINE.jwk().to_string().into_bytes();
    for secret in [GENUINE.public_der(), jwk] {
        let key = hmac::Key::new(hmac::HMAC_SHA256, &secret);
        let tag = encode(hmac::sign(&key, message.as_bytes()).as_ref());
        for set in [keys(&[GENUINE.jwk()]), keys(&[changed(GENUINE.jwk(), "alg", json!("HS256"))])] {
            let token = Secret::new(format!("{message}.{tag}"));
            assert_eq!(fault(&token, &set), Some(TokenFault::Algorithm));
        }
    }
}

#[test]
fn only_rs256_is_an_algorithm() {
    for algorithm in ["RS384", "RS512", "PS256", "ES256", "EdDSA", "rs256", "RS256 "] {
        check_header(json!({"alg": algorithm, "kid": "k1"}), Some(TokenFault::Algorithm));
    }
    check_header(json!({"kid": "k1"}), Some(TokenFault::Malformed));
}

#[test]
fn a_tampered_token_is_refused() {
    let keys = keys(&[GENUINE.jwk()]);
    let token = GENUINE.sign(&claims());
    let parts: Vec<&str> = token.expose().split('.').collect();
    let other = encode(with(json!({"sub": "00u2"})).to_string().as_bytes());
    let payload = Secret::new(format!("{}.{other}.{}", parts[0], parts[2]));
    assert_eq!(fault(&payload, &keys), Some(TokenFault::Signature));
    let flipped: String = parts[2].chars().rev().collect();
    for signature in [flipped.as_str(), "AAAA", ""] {
        let token = Secret::new(format!("{}.{}.{signature}", parts[0], parts[1]));
        assert!(
            matches!(fault(&token, &keys), Some(TokenFault::Signature | TokenFault::Malformed)),
            "{signature}"
        );
    }
    let header = encode(json!({"alg": "RS256", "kid": "k1", "x": 1}).to_string().as_bytes());
    let token = Secret::new(format!("{header}.{}.{}", parts[1], parts[2]));
    assert_eq!(fault(&token, &keys), Some(TokenFault::Signature));
}

#[test]
fn another_key_of_the_same_name_is_refused() {
    assert_eq!(fault(&FORGED.sign(&claims()), &keys(&[GENUINE.jwk()])), Some(TokenFault::Signature));
}

#[test]
fn a_key_in_the_token_is_never_used() {
    let mut header = json!({"alg": "RS256", "kid": "k1", "jwk": FORGED.jwk()});
    header["jku"] = json!("https://evil.example/keys");
    header["x5u"] = json!("https://evil.example/chain");
    let token = FORGED.sign_with_header(&header, &claims());
    assert_eq!(fault(&token, &keys(&[GENUINE.jwk()])), Some(TokenFault::Signature));
}

#[test]
fn a_key_is_chosen_by_its_name() {
    let other = TestKey::new("k2");
    check_keys(true, &[other.jwk(), GENUINE.jwk()], None);
    check_keys(true, &[other.jwk()], Some(TokenFault::UnknownKey));
    check_keys(true, &[], Some(TokenFault::UnknownKey));
    check_header(json!({"alg": "RS256", "kid": "k9"}), Some(TokenFault::UnknownKey));
    check_header(json!({"alg": "RS256", "kid": "../../etc/passwd"}), Some(TokenFault::UnknownKey));
}

#[test]
fn without_a_name_there_must_be_one_key() {
    check_keys(false, &[GENUINE.jwk()], None);
    check_keys(false, &[GENUINE.jwk(), TestKey::new("k2").jwk()], Some(TokenFault::UnknownKey));
}

#[test]
fn a_name_of_two_keys_is_refused() {
    check_keys(true, &[GENUINE.jwk(), FORGED.jwk()], Some(TokenFault::Keys));
    check_keys(true, &[FORGED.jwk(), GENUINE.jwk()], Some(TokenFault::Keys));
}

#[test]
fn a_key_that_does_not_qualify_is_as_if_absent() {
    let key = || GENUINE.jwk();
    for unfit in [
        json!({"kty": "EC", "kid": "k1", "crv": "P-256", "x": "AA", "y": "AA"}),
        json!({"kty": "oct", "kid": "k1", "k": "AAAA"}),
        changed(key(), "kty", json!("EC")),
        changed(key(), "use", json!("enc")),
        changed(key(), "alg", json!("RS512")),
        changed(key(), "alg", json!("RSA-OAEP")),
        changed(key(), "key_ops", json!(["sign"])),
        changed(key(), "n", json!(encode(&[0xC3; 128]))),
        changed(key(), "n", json!(encode(&[0; 300]))),
        changed(key(), "n", json!("not base64!")),
        changed(key(), "kid", json!(1)),
        json!("k1"),
    ] {
        check_keys(true, std::slice::from_ref(&unfit), Some(TokenFault::UnknownKey));
        check_keys(true, &[unfit, key()], None);
    }
}

#[test]
fn a_short_modulus_is_refused_whatever_pads_it() {
    // 1024 bits: half of what RFC 7518 section 3.3 asks for.
    let short = changed(GENUINE.jwk(), "n", json!(encode(&[0xFF; 128])));
    check_keys(true, &[short], Some(TokenFault::UnknownKey));
    let padded: Vec<u8> = [vec![0; 200], vec![0xFF; 128]].concat();
    check_keys(true, &[changed(GENUINE.jwk(), "n", json!(encode(&padded)))], Some(TokenFault::UnknownKey));
}

#[test]
fn an_exponent_that_signs_nothing_is_refused() {
    for exponent in [vec![1], vec![0], vec![2], vec![]] {
        let weak = changed(GENUINE.jwk(), "e", json!(encode(&exponent)));
        check_keys(true, &[weak], Some(TokenFault::Signature));
    }
}

#[test]
fn keys_that_are_no_set_are_not_read() {
    for body in ["", "[]", "{}", r#"{"keys":{}}"#, "<html>"] {
        assert!(KeySet::read(body.as_bytes()).is_none(), "{body}");
    }
}

#[test]
fn the_issuer_must_be_exact() {
    for issuer in [
        json!("https://corp.example/"),
        json!("https://CORP.example"),
        json!("http://corp.example"),
        json!("https://corp.example.evil.example"),
        json!(["https://corp.example"]),
        json!(""),
        json!(null),
    ] {
        check_claims(json!({ "iss": issuer }), Some(TokenFault::Issuer));
    }
}

#[test]
fn the_audience_must_be_this_client() {
    check_claims(json!({"aud": ["0oa1"]}), None);
    check_claims(json!({"aud": ["other", "0oa1"]}), None);
    check_claims(json!({"aud": ["other", "0oa1"], "azp": "0oa1"}), None);
    for changes in [
        json!({"aud": "other"}),
        json!({"aud": "0oa"}),
        json!({"aud": "0oa11"}),
        json!({"aud": []}),
        json!({"aud": ["other"]}),
        json!({"aud": ["0oa1", 1]}),
        json!({"aud": {"0oa1": 1}}),
        json!({"aud": null}),
        json!({"azp": "other"}),
        json!({"azp": ["0oa1"]}),
    ] {
        check_claims(changes, Some(TokenFault::Audience));
    }
}

#[test]
fn a_subject_must_be_there() {
    for subject in [json!(""), json!(null), json!(1), json!("x".repeat(256))] {
        check_claims(json!({ "sub": subject }), Some(TokenFault::Subject));
    }
    check_claims(json!({"sub": "x".repeat(255)}), None);
}

#[test]
fn a_nonce_belongs_to_another_flow() {
    check_claims(json!({"nonce": "n"}), Some(TokenFault::Nonce));
}

#[test]
fn the_access_token_must_fit() {
    // base64url of the left half of SHA-256 of `access`
    let fitting =
        encode(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, b"access").as_ref().split_at(16).0);
    check_claims(json!({"at_hash": fitting}), None);
    for hash in [json!("AAAAAAAAAAAAAAAAAAAAAA"), json!(""), json!(1)] {
        check_claims(json!({ "at_hash": hash }), Some(TokenFault::AccessTokenHash));
    }
    let token = GENUINE.sign(&with(json!({"at_hash": fitting})));
    let expected = Expected { issuer: "https://corp.example", client_id: "0oa1", access_token: None };
    let refused = verify(&token, &keys(&[GENUINE.jwk()]), &expected, NOW).unwrap_err();
    assert_eq!(refused.fault, TokenFault::AccessTokenHash);
}

#[test]
fn times_are_judged_to_the_second() {
    let at = |name: &str, offset: i64| json!({ name: NOW.0 + offset });
    check_claims(at("exp", 1), None);
    check_claims(at("exp", 0), Some(TokenFault::Expired));
    check_claims(at("exp", -1), Some(TokenFault::Expired));
    check_claims(at("iat", 300), None);
    check_claims(at("iat", 301), Some(TokenFault::IssuedAt));
    check_claims(at("iat", -300), None);
    check_claims(at("iat", -301), Some(TokenFault::IssuedAt));
    check_claims(at("nbf", 300), None);
    check_claims(at("nbf", 301), Some(TokenFault::IssuedAt));
    check_claims(json!({"exp": NOW.0 as f64 + 0.5}), Some(TokenFault::Expired));
    for odd in [json!(null), json!("1800003600"), json!([]), json!(1e300)] {
        check_claims(json!({ "exp": odd }), Some(TokenFault::Expired));
        check_claims(json!({ "iat": odd }), Some(TokenFault::IssuedAt));
    }
    for extreme in [i64::MIN, i64::MAX] {
        check_claims(json!({ "iat": extreme }), Some(TokenFault::IssuedAt));
    }
}

#[test]
fn a_wrong_clock_is_told_apart_from_a_wrong_token() {
    let refusal = |changes: Value| {
        verify_with(&GENUINE.sign(&with(changes)), &keys(&[GENUINE.jwk()])).map(drop).unwrap_err()
    };
    let day = 86_400;
    let behind = refusal(json!({"iat": NOW.0 + day, "exp": NOW.0 + day + 3600}));
    assert_eq!(behind, Refused { fault: TokenFault::IssuedAt, clock_ahead: Some(-day) });
    let ahead = refusal(json!({"iat": NOW.0 - day, "exp": NOW.0 - day + 3600}));
    assert_eq!(ahead, Refused { fault: TokenFault::Expired, clock_ahead: Some(day) });
    let short = refusal(json!({"iat": NOW.0 - 10, "exp": NOW.0 - 5}));
    assert_eq!(short, Refused { fault: TokenFault::Expired, clock_ahead: None });
    let other = refusal(json!({"iat": NOW.0 - day, "exp": NOW.0 - day + 3600, "aud": "other"}));
    assert_eq!(other, Refused { fault: TokenFault::Audience, clock_ahead: None });
}

#[test]
fn odd_headers_are_refused() {
    check_header(json!({"alg": "RS256", "kid": "k1", "typ": "JWT"}), None);
    check_header(json!({"alg": "RS256", "kid": "k1", "typ": "jwt"}), None);
    for extra in [
        json!({"typ": "at+jwt"}),
        json!({"typ": "dpop+jwt"}),
        json!({"typ": ""}),
        json!({"typ": 1}),
        json!({"cty": "JWT"}),
        json!({"crit": ["exp"]}),
        json!({"crit": []}),
        json!({"crit": ["b64"], "b64": false}),
        json!({"zip": "DEF"}),
        json!({"enc": "A256GCM"}),
        json!({"kid": 1}),
        json!({"alg": ["RS256"]}),
    ] {
        let mut header = json!({"alg": "RS256", "kid": "k1"});
        for (name, value) in extra.as_object().unwrap() {
            header[name] = value.clone();
        }
        check_header(header, Some(TokenFault::Malformed));
    }
}

#[test]
fn what_is_no_token_is_malformed() {
    let keys = keys(&[GENUINE.jwk()]);
    let genuine = GENUINE.sign(&claims());
    let nested = GENUINE.sign_with_header(&json!({"alg": "RS256", "kid": "k1"}), &json!(genuine.expose()));
    assert_eq!(fault(&nested, &keys), Some(TokenFault::Malformed));
    for text in [
        String::new(),
        "..".to_owned(),
        "a.b".to_owned(),
        "a.b.c.d.e".to_owned(),
        "e30.e30.e30".to_owned(),
        format!("{}.x", genuine.expose()),
        format!(" {}", genuine.expose()),
        format!("{}=", genuine.expose()),
        format!("{}\n", genuine.expose()),
        format!("{}{}", genuine.expose(), "A".repeat(16 * 1024)),
    ] {
        assert_eq!(fault(&Secret::new(text), &keys), Some(TokenFault::Malformed));
    }
    for claims in [json!([]), json!(null), json!("x")] {
        assert_eq!(fault(&GENUINE.sign(&claims), &keys), Some(TokenFault::Malformed), "{claims}");
    }
    check_claims(json!({"preferred_username": ["alice"]}), Some(TokenFault::Malformed));
    check_claims(json!({"preferred_username": null}), None);
}
