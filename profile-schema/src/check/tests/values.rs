//! What is wrong with values.

use super::*;

const FACTORS: &[&str] = &["*", "OV_Push", "OV_TOTP", "Offline_TOTP", "FIDO2_USB_key"];

#[test]
fn the_vendor_sample_is_clean() {
    assert_eq!(found(&DESKTOP_MFA, &settings(sample())), []);
}

#[test]
fn every_committed_schema_compiles() {
    for domain in DOMAINS.iter().chain(ENVELOPES) {
        let schema: serde_json::Value = serde_json::from_str(domain.committed).expect("a JSON file");
        let built = jsonschema::options().offline().build(&schema);
        assert!(built.is_ok(), "{}: {:?}", domain.name, built.err());
    }
}

#[test]
fn numbers_may_be_written_as_integers() {
    let key = "LoginPeriodWithOfflineFactor";
    assert_eq!(found(&DESKTOP_MFA, &sample_with(key, integer(168))), []);
    assert_eq!(found(&DESKTOP_MFA, &sample_with(key, real(0.5))), []);
}

#[test]
fn values_of_the_wrong_type_are_named() {
    let wrong = |expected, found, meant: Option<&str>| KeyProblem::WrongType {
        expected,
        found,
        meant: meant.map(str::to_owned),
    };
    let cases = [
        (
            "LoginPeriodWithOfflineFactor",
            text("168"),
            wrong(PlistType::Real, PlistType::String, Some("<real>168</real>")),
        ),
        ("OfflineLoginAllowed", text("true"), wrong(PlistType::Boolean, PlistType::String, Some("<true/>"))),
        ("OfflineLoginAllowed", integer(1), wrong(PlistType::Boolean, PlistType::Integer, Some("<true/>"))),
        (
            "MFARequiredList",
            text("*"),
            wrong(PlistType::Array, PlistType::String, Some("<array><string>*</string></array>")),
        ),
        (
            "DMFAOrgURL",
            boolean(true),
            wrong(PlistType::String, PlistType::Boolean, Some("<string>true</string>")),
        ),
        (
            "DMFAOrgURL",
            node(Value::Date("2026-01-01T00:00:00Z".into())),
            wrong(PlistType::String, PlistType::Date, None),
        ),
        ("AdminEmail", node(Value::Data(b"a@b".to_vec())), wrong(PlistType::String, PlistType::Data, None)),
        ("AllowedFactors", dictionary([]), wrong(PlistType::Array, PlistType::Dictionary, None)),
        (
            "AccountLinkingMFAFactor",
            integer(1),
            wrong(PlistType::String, PlistType::Integer, Some("<string>1</string>")),
        ),
        ("DMFAClientSecret", integer(12345), wrong(PlistType::String, PlistType::Integer, None)),
    ];
    for (key, value, problem) in cases {
        one(&DESKTOP_MFA, &sample_with(key, value), &format!("/{key}"), problem);
    }
}

#[test]
fn an_integer_key_takes_no_real() {
    one(
        &AGENT,
        &dictionary([("FailureBudget", real(5.0))]),
        "/FailureBudget",
        KeyProblem::WrongType {
            expected: PlistType::Integer,
            found: PlistType::Real,
            meant: Some("<integer>5</integer>".into()),
        },
    );
}

#[test]
fn unknown_words_are_named_with_the_nearest() {
    let factors = |words| sample_with("AllowedFactors", words);
    one(
        &DESKTOP_MFA,
        &factors(array(["OV_Push", "OV_Pusch"])),
        "/AllowedFactors/1",
        not_allowed("OV_Pusch", FACTORS, Some("OV_Push")),
    );
    one(
        &DESKTOP_MFA,
        &factors(array(["fido2_usb_key"])),
        "/AllowedFactors/0",
        not_allowed("fido2_usb_key", FACTORS, Some("FIDO2_USB_key")),
    );
    one(&DESKTOP_MFA, &factors(array(["SMS"])), "/AllowedFactors/0", not_allowed("SMS", FACTORS, None));
    one(
        &AGENT,
        &dictionary([("Services", dictionary([("sudo", text("exempted"))]))]),
        "/Services/sudo",
        not_allowed("exempted", &["require", "exempt"], Some("exempt")),
    );
}

#[test]
fn items_and_entries_of_the_wrong_type_are_named() {
    let items = node(Value::Array(vec![text("OV_Push"), integer(1)]));
    one(
        &DESKTOP_MFA,
        &sample_with("AllowedFactors", items),
        "/AllowedFactors/1",
        KeyProblem::WrongType {
            expected: PlistType::String,
            found: PlistType::Integer,
            meant: Some("<string>1</string>".into()),
        },
    );
    one(
        &AGENT,
        &dictionary([("Services", dictionary([("sudo", boolean(true))]))]),
        "/Services/sudo",
        KeyProblem::WrongType {
            expected: PlistType::String,
            found: PlistType::Boolean,
            meant: Some("<string>true</string>".into()),
        },
    );
}

#[test]
fn a_windows_factor_is_foreign() {
    one(
        &DESKTOP_MFA,
        &sample_with("AllowedFactors", array(["OV_Push", "Offline_Security_key"])),
        "/AllowedFactors/1",
        KeyProblem::ForeignValue { found: "Offline_Security_key".into(), platform: "Windows", instead: &[] },
    );
    let alone = found(&DESKTOP_MFA, &sample_with("AllowedFactors", array(["Offline_Security_key"])));
    assert!(alone.iter().any(|(_, _, problem)| problem.refuses()), "a list without any factor is not used");
}

#[test]
fn a_linking_factor_that_nobody_confirms_is_used_and_named() {
    let problem = KeyProblem::UnconfirmedValue {
        found: "FIDO2_USB_key".into(),
        confirmed: vec!["OV_Push".into(), "OV_TOTP".into()],
    };
    assert!(!problem.refuses());
    let value = text("FIDO2_USB_key");
    one(&DESKTOP_MFA, &sample_with("AccountLinkingMFAFactor", value), "/AccountLinkingMFAFactor", problem);
}

#[test]
fn numbers_outside_their_bounds_are_named() {
    one(
        &DESKTOP_MFA,
        &sample_with("LoginPeriodWithOfflineFactor", integer(-1)),
        "/LoginPeriodWithOfflineFactor",
        KeyProblem::OutOfRange { found: "-1".into(), minimum: Some("0".into()), maximum: None },
    );
    one(
        &AGENT,
        &dictionary([("FailureBudget", integer(0))]),
        "/FailureBudget",
        KeyProblem::OutOfRange { found: "0".into(), minimum: Some("1".into()), maximum: Some("1000".into()) },
    );
}

#[test]
fn a_number_that_is_none_never_passes() {
    for number in [f64::NAN, f64::INFINITY] {
        let problems = found(&DESKTOP_MFA, &sample_with("LoginPeriodWithOfflineFactor", real(number)));
        assert!(problems.iter().any(|(_, _, problem)| problem.refuses()), "{number}: {problems:?}");
    }
}

#[test]
fn organization_urls_are_explained() {
    one(
        &DESKTOP_MFA,
        &sample_with("DMFAOrgURL", text("http://corp.example.com")),
        "/DMFAOrgURL",
        KeyProblem::InsecureUrl {
            found: "http://corp.example.com".into(),
            instead: "https://corp.example.com".into(),
        },
    );
    one(
        &DESKTOP_MFA,
        &sample_with("DMFAOrgURL", text("https://corp.example.com/")),
        "/DMFAOrgURL",
        KeyProblem::BadUrl {
            found: "https://corp.example.com/".into(),
            fault: UrlFault::TrailingSlash,
            instead: Some("https://corp.example.com".into()),
        },
    );
    assert_eq!(found(&DESKTOP_MFA, &sample_with("DMFAOrgURL", text("http://127.0.0.1:4711"))), []);
}

#[test]
fn what_the_schema_refuses_as_a_url_is_always_explained() {
    let texts =
        ["x", "https://", "https://a b", "http://127.0.0.256", "http://example.com", "https://é.example"];
    for text_of in texts {
        let problems = found(&DESKTOP_MFA, &sample_with("DMFAOrgURL", text(text_of)));
        assert!(
            matches!(
                problems.as_slice(),
                [(_, _, KeyProblem::BadUrl { .. } | KeyProblem::InsecureUrl { .. })]
            ),
            "{text_of}: {problems:?}"
        );
    }
}

#[test]
fn empty_texts_are_named_once() {
    for key in ["DMFAClientID", "DMFAClientSecret", "DMFAOrgURL", "AdminEmail", "AdminPhone"] {
        one(&DESKTOP_MFA, &sample_with(key, text("")), &format!("/{key}"), KeyProblem::EmptyValue);
    }
    one(
        &DESKTOP_MFA,
        &sample_with("MFANotRequiredList", array(["a", ""])),
        "/MFANotRequiredList/1",
        KeyProblem::EmptyValue,
    );
    let may_be = dictionary([("Issuer", text("")), ("AuthorizationServer", text(""))]);
    assert_eq!(found(&AGENT, &may_be), []);
}

#[test]
fn items_listed_twice_and_mixed_wildcards_are_named_and_used() {
    let cases = [
        (
            array(["OV_Push", "OV_TOTP", "OV_Push"]),
            "/AllowedFactors/2",
            KeyProblem::DuplicateItem { found: "OV_Push".into(), first: 0 },
        ),
        (array(["OV_Push", "*"]), "/AllowedFactors/1", KeyProblem::WildcardMixed { wildcard: "*".into() }),
    ];
    for (factors, path, problem) in cases {
        assert!(!problem.refuses());
        one(&DESKTOP_MFA, &sample_with("AllowedFactors", factors), path, problem);
    }
}

#[test]
fn a_sensitive_value_is_in_no_fact() {
    let secret = "hunter 2 is a secret";
    let problems = found(&DESKTOP_MFA, &sample_with("DMFAClientSecret", text(secret)));
    assert!(matches!(problems.as_slice(), [(_, _, KeyProblem::PatternMismatch { found: None, .. })]));
    assert!(!format!("{problems:?}").contains("hunter"));
}

#[test]
fn a_list_full_of_mistakes_is_cut_short_and_still_refused() {
    let mut items = vec![text("OV_Push"); 10_000];
    items.push(text("bogus"));
    let problems = found(&DESKTOP_MFA, &sample_with("AllowedFactors", node(Value::Array(items))));
    assert!(problems.len() < 100, "{}", problems.len());
    assert!(problems.iter().any(|(_, _, problem)| problem.refuses()));
}

#[test]
fn long_lists_keep_the_places_of_their_items() {
    let mut items: Vec<Node> = (0..3_000).map(|number| text(&format!("user{number}"))).collect();
    items.push(integer(1));
    items.push(text("user7"));
    let problems = found(&DESKTOP_MFA, &sample_with("MFARequiredList", node(Value::Array(items))));
    let places: Vec<&str> = problems.iter().map(|(path, _, _)| path.as_str()).collect();
    assert_eq!(places, ["/MFARequiredList/3000", "/MFARequiredList/3001"]);
    assert!(matches!(problems[0].2, KeyProblem::WrongType { .. }));
    assert_eq!(problems[1].2, KeyProblem::DuplicateItem { found: "user7".into(), first: 7 });
}
