//! What a deployment holds besides our domains: nested keys, lists of dictionaries, names that others have too.

use super::*;
use crate::domain::{
    ASSOCIATED_DOMAINS, EXTENSIBLE_SSO, OKTA_EXTENSION, OKTA_VERIFY, SCEP, SERVICE_MANAGEMENT,
};

fn sso(more: Vec<(&str, Node)>) -> Node {
    let mut entries = vec![
        ("ExtensionIdentifier", text("com.okta.mobile.auth-service-extension")),
        ("TeamIdentifier", text("B7F62B65BN")),
        ("Type", text("Redirect")),
        ("URLs", array(["https://corp.okta.com/oauth2/v1/token"])),
    ];
    entries.retain(|(name, _)| more.iter().all(|(other, _)| other != name));
    entries.extend(more);
    settings(entries)
}

fn platform(keys: Vec<(&str, Node)>) -> Node {
    sso(vec![("PlatformSSO", settings(keys))])
}

fn app(identifier: &str, domains: Node) -> Node {
    dictionary([("ApplicationIdentifier", text(identifier)), ("AssociatedDomains", domains)])
}

fn scep(keys: Vec<(&str, Node)>) -> Node {
    let mut entries = vec![("URL", text("https://corp.okta.com/pki/scep"))];
    entries.extend(keys);
    dictionary([("PayloadContent", settings(entries))])
}

fn data() -> Node {
    node(Value::Data(vec![1, 2]))
}

fn list<const N: usize>(items: [Node; N]) -> Node {
    node(Value::Array(items.to_vec()))
}

#[test]
fn sound_payloads_pass() {
    let platform = platform(vec![
        ("AuthenticationMethod", text("Password")),
        ("UseSharedDeviceKeys", boolean(true)),
        ("LoginFrequency", integer(3600)),
        ("LoginPolicy", array(["AttemptAuthentication", "AllowOfflineGracePeriod"])),
        ("UnlockPolicy", array(["AllowTouchIDOrWatchForUnlock"])),
        ("AuthorizationGroups", dictionary([("system.preferences", text("admins"))])),
        ("NewUserAuthenticationMethods", array(["Password"])),
        (
            "TokenToUserMapping",
            dictionary([("AccountName", text("macOSAccountUsername")), ("FullName", text("name"))]),
        ),
    ]);
    let subject = list([list([array(["CN", "Mac"])])]);
    let names =
        dictionary([("dNSName", array(["a.example.com", "b.example.com"])), ("rfc822Name", text("a"))]);
    let cases: [(&Domain, Node); 9] = [
        (&EXTENSIBLE_SSO, sso(vec![])),
        (&EXTENSIBLE_SSO, platform),
        (&EXTENSIBLE_SSO, sso(vec![("ExtensionData", dictionary([("any", list([data(), integer(1)]))]))])),
        (&EXTENSIBLE_SSO, sso(vec![("Unheard", text("of"))])),
        (
            &ASSOCIATED_DOMAINS,
            dictionary([(
                "Configuration",
                list([app("B7F62B65BN.com.okta.mobile", array(["authsrv:corp.okta.com"]))]),
            )]),
        ),
        (
            &SCEP,
            scep(vec![
                ("Subject", subject),
                ("CAFingerprint", data()),
                ("Keysize", integer(2048)),
                ("Key Usage", integer(1)),
                ("SubjectAltName", names),
            ]),
        ),
        (
            &SERVICE_MANAGEMENT,
            dictionary([(
                "Rules",
                list([dictionary([("RuleType", text("TeamIdentifier")), ("RuleValue", text("B7F62B65BN"))])]),
            )]),
        ),
        (
            &OKTA_VERIFY,
            dictionary([
                ("OktaVerify.OrgUrl", text("https://corp.okta.com")),
                ("OktaVerify.DeviceHealthOptions", text("HideBiometrics; HidePassword")),
                ("OktaVerify.OSQueryCustomChecksTimeout", text("2")),
                (
                    "OktaVerify.Plugins",
                    list([dictionary([("name", text("a")), ("format", text("JWT")), ("vendor", text("b"))])]),
                ),
            ]),
        ),
        (
            &OKTA_VERIFY,
            dictionary([
                ("OktaVerify.Plugins", list([text("com.crowdstrike.zta"), text("com.example.none")])),
                ("com.crowdstrike.zta", dictionary([("format", text("JWT")), ("type", text("file"))])),
            ]),
        ),
    ];
    for (domain, settings) in cases {
        assert_eq!(found(domain, &settings), [], "{settings:?}");
    }
}

#[test]
fn what_a_list_names_is_checked_where_it_stands_beside_the_list() {
    let plugin = |name: &str, format: Node| {
        dictionary([
            ("OktaVerify.Plugins", list([text("com.crowdstrike.zta"), integer(1)])),
            (name, dictionary([("format", format)])),
        ])
    };
    let paths = |settings: &Node| {
        let problems = found(&OKTA_VERIFY, settings);
        problems.into_iter().map(|(path, ..)| path).collect::<Vec<_>>()
    };
    assert_eq!(
        paths(&plugin("com.crowdstrike.zta", integer(1))),
        ["/OktaVerify.Plugins/1", "/com.crowdstrike.zta/format"]
    );
    assert_eq!(paths(&plugin("com.example.edr", text("JWT"))), ["/OktaVerify.Plugins/1", "/com.example.edr"]);
    assert_eq!(
        paths(&dictionary([
            ("OktaVerify.Plugins", list([text("OktaVerify.OrgUrl")])),
            ("OktaVerify.OrgUrl", dictionary([])),
        ])),
        ["/OktaVerify.OrgUrl"]
    );
}

#[test]
fn a_nested_value_is_checked_where_it_stands() {
    let wrong = |expected, found, meant: Option<&str>| KeyProblem::WrongType {
        expected,
        found,
        meant: meant.map(str::to_owned),
    };
    use PlistType as T;
    let policies = ["AttemptAuthentication", "RequireAuthentication"];
    let policies = [policies[0], policies[1], "AllowOfflineGracePeriod", "AllowAuthenticationGracePeriod"];
    let cases = [
        (
            platform(vec![("UseSharedDeviceKeys", text("true"))]),
            "/PlatformSSO/UseSharedDeviceKeys",
            wrong(T::Boolean, T::String, Some("<true/>")),
        ),
        (
            platform(vec![("LoginFrequency", real(3600.0))]),
            "/PlatformSSO/LoginFrequency",
            wrong(T::Integer, T::Real, Some("<integer>3600</integer>")),
        ),
        (
            platform(vec![("LoginFrequency", integer(60))]),
            "/PlatformSSO/LoginFrequency",
            KeyProblem::OutOfRange { found: "60".into(), minimum: Some("3600".into()), maximum: None },
        ),
        (
            platform(vec![("AuthenticationMethod", text("password"))]),
            "/PlatformSSO/AuthenticationMethod",
            not_allowed("password", &["Password", "UserSecureEnclaveKey", "SmartCard"], Some("Password")),
        ),
        (
            platform(vec![("LoginPolicy", array(["RequireAuthentication", "AttemptAuthentification"]))]),
            "/PlatformSSO/LoginPolicy/1",
            not_allowed("AttemptAuthentification", &policies, Some("AttemptAuthentication")),
        ),
        (
            platform(vec![("AuthorizationGroups", dictionary([("right", integer(1))]))]),
            "/PlatformSSO/AuthorizationGroups/right",
            wrong(T::String, T::Integer, Some("<string>1</string>")),
        ),
        (
            platform(vec![("TokenToUserMapping", dictionary([("FullName", text(""))]))]),
            "/PlatformSSO/TokenToUserMapping/FullName",
            KeyProblem::EmptyValue,
        ),
        (sso(vec![("PlatformSSO", boolean(true))]), "/PlatformSSO", wrong(T::Dictionary, T::Boolean, None)),
        (
            sso(vec![("URLs", array(["corp.okta.com"]))]),
            "/URLs/0",
            KeyProblem::PatternMismatch {
                found: Some("corp.okta.com".into()),
                expected: "an http or https URL without query and fragment".into(),
            },
        ),
    ];
    for (settings, path, problem) in cases {
        one(&EXTENSIBLE_SSO, &settings, path, problem);
    }
    one(
        &SCEP,
        &scep(vec![("CAFingerprint", text("0A0B"))]),
        "/PayloadContent/CAFingerprint",
        wrong(T::Data, T::String, None),
    );
    one(
        &SCEP,
        &scep(vec![("Subject", list([list([list([text("CN"), integer(1)])])]))]),
        "/PayloadContent/Subject/0/0/1",
        wrong(T::String, T::Integer, Some("<string>1</string>")),
    );
    one(
        &SCEP,
        &scep(vec![("Keysize", integer(20_488))]),
        "/PayloadContent/Keysize",
        not_allowed("20488", &["1024", "2048", "4096"], Some("2048")),
    );
}

#[test]
fn secrets_are_not_repeated() {
    let found = found(&SCEP, &scep(vec![("Challenge", integer(271_828))]));
    assert_eq!(found.len(), 1);
    assert!(!format!("{found:?}").contains("271828"));
    for key in ["Challenge", "RegistrationToken"] {
        assert!(is_secret(key), "{key}");
    }
    for key in ["TokenToUserMapping", "OktaVerify.PasswordSyncClientID", "Name"] {
        assert!(!is_secret(key), "{key}");
    }
}

#[test]
fn a_nested_dictionary_says_what_it_lacks() {
    let missing = |key: &str| KeyProblem::MissingKey { key: key.to_owned() };
    let lacking = app("B7F62B65BN.com.okta.mobile", array(["authsrv:corp.okta.com"]));
    let configuration = list([lacking, dictionary([("AssociatedDomains", array(["authsrv:a.b"]))])]);
    one(
        &ASSOCIATED_DOMAINS,
        &dictionary([("Configuration", configuration)]),
        "/Configuration/1",
        missing("ApplicationIdentifier"),
    );
    one(&SCEP, &dictionary([("PayloadContent", dictionary([]))]), "/PayloadContent", missing("URL"));
    one(&SCEP, &dictionary([]), "", missing("PayloadContent"));
}

#[test]
fn what_one_key_asks_for_is_missing_then_alone() {
    let without = |kind: &str, other: &str| {
        settings(vec![
            ("ExtensionIdentifier", text("a.b")),
            ("TeamIdentifier", text("B7F62B65BN")),
            ("Type", text(kind)),
            (other, array(["https://corp.okta.com/x"])),
        ])
    };
    let problem = KeyProblem::MissingKey { key: "URLs".into() };
    one(&EXTENSIBLE_SSO, &without("Redirect", "Elsewhere"), "", problem);
    let problem = KeyProblem::MissingKey { key: "Hosts".into() };
    one(&EXTENSIBLE_SSO, &without("Credential", "URLs"), "", problem);
}

#[test]
fn only_slips_of_known_names_are_mistakes() {
    let unknown = |key: &str, nearest: &str| KeyProblem::UnknownKey {
        key: key.to_owned(),
        nearest: Some(nearest.to_owned()),
    };
    let miscased = |key: &str, expected: &str| KeyProblem::MiscasedKey {
        key: key.to_owned(),
        expected: expected.to_owned(),
    };
    let nested = |key: &'static str| platform(vec![(key, boolean(true))]);
    let cases = [
        (&EXTENSIBLE_SSO, sso(vec![("Realms", text("a"))]), "/Realms", unknown("Realms", "Realm")),
        (&EXTENSIBLE_SSO, sso(vec![("realm", text("a"))]), "/realm", miscased("realm", "Realm")),
        (
            &EXTENSIBLE_SSO,
            nested("UseSharedDeviceKey"),
            "/PlatformSSO/UseSharedDeviceKey",
            unknown("UseSharedDeviceKey", "UseSharedDeviceKeys"),
        ),
        (
            &EXTENSIBLE_SSO,
            nested("SynchronizeProfilePictures"),
            "/PlatformSSO/SynchronizeProfilePictures",
            unknown("SynchronizeProfilePictures", "SynchronizeProfilePicture"),
        ),
        (
            &SCEP,
            scep(vec![("KeySize", integer(2048))]),
            "/PayloadContent/KeySize",
            miscased("KeySize", "Keysize"),
        ),
        (
            &SCEP,
            scep(vec![("KeyType", text("RSA"))]),
            "/PayloadContent/KeyType",
            unknown("KeyType", "Key Type"),
        ),
        (
            &SCEP,
            scep(vec![("SubjectAltName", dictionary([("DNSName", text("a"))]))]),
            "/PayloadContent/SubjectAltName/DNSName",
            miscased("DNSName", "dNSName"),
        ),
    ];
    for (domain, settings, path, problem) in cases {
        assert_eq!(found(domain, &settings), [(path.to_owned(), Part::Key, problem)]);
    }
    for key in ["AllowSomethingNew", "AuthenticationPolicy", "Other", "ABC"] {
        assert_eq!(found(&EXTENSIBLE_SSO, &nested(key)), [], "{key}");
    }
    let every = dictionary([("OktaVerify.Unheard", text("a"))]);
    assert_eq!(found(&OKTA_EXTENSION, &every).len(), 1, "every key of Okta's domains is declared");
}

#[test]
fn what_sources_disagree_on_is_unconfirmed() {
    let unconfirmed = |found: &str, confirmed: &[&str]| KeyProblem::UnconfirmedValue {
        found: found.to_owned(),
        confirmed: confirmed.iter().map(|word| (*word).to_owned()).collect(),
    };
    let health = ["Disabled", "HideOSUpdate", "HideDiskEncryption", "HideBiometrics", "HidePassword"];
    let cases = [
        (
            "OktaVerify.EnrollmentOptions",
            "SilentEnrollmentEnabled",
            unconfirmed("SilentEnrollmentEnabled", &["SilentEnrollmentDisabled", "Enabled", "Disabled"]),
        ),
        ("OktaVerify.OrgUrl", "corp.okta.com", unconfirmed("corp.okta.com", &["https://corp.okta.com"])),
        (
            "OktaVerify.OrgUrl",
            "https://corp.okta.com/",
            unconfirmed("https://corp.okta.com/", &["https://corp.okta.com"]),
        ),
        ("OktaVerify.DeviceHealthOptions", "HidePassword;HideDisk", unconfirmed("HideDisk", &health)),
        ("PlatformSSO.ProtocolVersion", "3.0", unconfirmed("3.0", &["1.0", "2.0"])),
    ];
    for (key, value, problem) in cases {
        one(&OKTA_EXTENSION, &dictionary([(key, text(value))]), &format!("/{key}"), problem);
    }
    let version = dictionary([("PlatformSSO.ProtocolVersion", real(2.0))]);
    assert!(matches!(
        found(&OKTA_EXTENSION, &version).as_slice(),
        [(_, Part::Value, KeyProblem::WrongType { expected: PlistType::String, .. })]
    ));
}

#[test]
fn each_payload_that_macos_reads_stands_alone() {
    let whole = sso(vec![]);
    let lacking = settings(vec![("ExtensionIdentifier", text("a.b")), ("Type", text("Credential"))]);
    let delivered = |settings, index| Delivered {
        domain: &EXTENSIBLE_SSO,
        settings,
        at: KeyPath::root().index(index),
        delivery: Delivery::Direct,
    };
    let missing: Vec<_> = told(together(&[delivered(&whole, 0), delivered(&lacking, 1)]))
        .into_iter()
        .map(|(path, _, problem)| (path, problem))
        .collect();
    let at = |key: &str| ("/1".to_owned(), KeyProblem::MissingKey { key: key.to_owned() });
    assert_eq!(missing, [at("TeamIdentifier"), at("Hosts")]);
}

#[test]
fn a_key_that_is_named_like_the_envelopes_is_a_setting_where_it_is_declared() {
    let payload = dictionary([
        ("PayloadType", text("com.apple.security.scep")),
        ("PayloadVersion", integer(1)),
        ("Payloadcontent", dictionary([])),
        ("PayloadContent", dictionary([("URL", text("ftp"))])),
    ]);
    let problems = told(check(&SCEP, &payload, &KeyPath::root(), Beside::EnvelopeKeys));
    let places: Vec<_> = problems.iter().map(|(path, part, _)| (path.as_str(), *part)).collect();
    assert_eq!(places, [("/PayloadContent/URL", Part::Value), ("/Payloadcontent", Part::Key)]);
}

#[test]
fn a_huge_list_of_mistakes_stays_bounded() {
    let items = vec![dictionary([("Rule", text("a")), ("RuleTipe", text("b"))]); 20_000];
    let problems = found(&SERVICE_MANAGEMENT, &dictionary([("Rules", node(Value::Array(items)))]));
    assert!(problems.len() <= 64 + 4, "{}", problems.len());
    assert!(problems.iter().any(|(_, _, problem)| problem.refuses()));
}
