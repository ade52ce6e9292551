use super::*;
use crate::plist::read;

fn document(inside: &str) -> Document {
    let text = format!("<plist version=\"1.0\">{inside}</plist>");
    let reading = read(text.as_bytes());
    assert_eq!(reading.problems, [], "{text}");
    reading.document.expect("a sound file")
}

/// A dictionary of these entries: a name and the element that follows it.
fn dict(entries: &[(&str, &str)]) -> String {
    let entries = entries.iter().map(|(key, value)| format!("<key>{key}</key>{value}"));
    format!("<dict>{}</dict>", entries.collect::<String>())
}

fn string(text: &str) -> String {
    format!("<string>{text}</string>")
}

fn array(items: &[&str]) -> String {
    format!("<array>{}</array>", items.concat())
}

fn profile(payloads: &[&str]) -> String {
    dict(&[
        ("PayloadType", &string("Configuration")),
        ("PayloadScope", &string("System")),
        ("PayloadContent", &array(payloads)),
    ])
}

fn wrapper(content: &str) -> String {
    dict(&[("PayloadType", &string(MANAGED_CLIENT)), ("PayloadContent", content)])
}

fn item(settings: &str) -> String {
    dict(&[("mcx_preference_settings", settings)])
}

/// Carrier, payloads as `domain delivery path`, problems as `path part problem`.
fn summary(inside: &str) -> (Carrier, Vec<String>, Vec<String>) {
    let document = document(inside);
    let contents = open(&document);
    let payload = |payload: &Payload<'_>| {
        assert_eq!(document.at(&payload.path), Some(payload.settings), "the path leads to the settings");
        format!("{} {:?} {}", payload.domain.unwrap_or("-"), payload.delivery, payload.path)
    };
    let problem = |problem: &Problem| match (&problem.place, &problem.kind) {
        (Place::Path(path, part), ProblemKind::Carrier(kind)) => {
            assert!(document.span(path, *part).is_some(), "{path} leads nowhere");
            format!("{path} {part:?} {kind:?}")
        }
        other => panic!("{other:?}"),
    };
    let payloads = contents.payloads.iter().map(payload).collect();
    (contents.carrier, payloads, contents.problems.iter().map(problem).collect())
}

fn check(inside: &str, carrier: Carrier, payloads: &[&str], problems: &[&str]) {
    let (found, found_payloads, found_problems) = summary(inside);
    assert_eq!(found, carrier, "{inside}");
    assert_eq!(found_payloads, payloads, "{inside}");
    assert_eq!(found_problems, problems, "{inside}");
}

const SETTINGS: &str = "<dict><key>AdminEmail</key><string>a@example.com</string></dict>";

#[test]
fn the_same_settings_are_found_in_every_carrier() {
    let direct = dict(&[("PayloadType", &string("a.b")), ("AdminEmail", &string("a@example.com"))]);
    let content = dict(&[("a.b", &dict(&[("Forced", &array(&[&item(SETTINGS)]))]))]);
    let cases = [
        (SETTINGS.to_owned(), Carrier::Preferences, "- Bare "),
        (direct.clone(), Carrier::SinglePayload, "a.b Direct "),
        (profile(&[&direct]), Carrier::Profile, "a.b Direct /PayloadContent/0"),
        (
            wrapper(&content),
            Carrier::SinglePayload,
            "a.b Forced /PayloadContent/a.b/Forced/0/mcx_preference_settings",
        ),
        (
            profile(&[&wrapper(&content)]),
            Carrier::Profile,
            "a.b Forced /PayloadContent/0/PayloadContent/a.b/Forced/0/mcx_preference_settings",
        ),
        (content, Carrier::ManagedClientContent, "a.b Forced /a.b/Forced/0/mcx_preference_settings"),
    ];
    for (inside, carrier, payload) in cases {
        check(&inside, carrier, &[payload], &[]);
        let document = document(&inside);
        let keys: Vec<_> = open(&document).payloads[0].entries().map(|entry| entry.key.as_str()).collect();
        assert_eq!(keys, ["AdminEmail"], "{inside}");
    }
}

#[test]
fn scope_and_envelopes_come_along() {
    let direct = dict(&[("PayloadType", &string("a.b"))]);
    let document = document(&profile(&[&direct, &wrapper("<dict/>")]));
    let contents = open(&document);
    assert_eq!(contents.payloads[0].scope, Scope::System);
    let envelopes: Vec<_> = contents
        .envelopes
        .iter()
        .map(|envelope| (envelope.kind, envelope.path.to_string(), envelope.payload_type))
        .collect();
    assert_eq!(
        envelopes,
        [
            (EnvelopeKind::Profile, String::new(), Some(CONFIGURATION)),
            (EnvelopeKind::Payload, "/PayloadContent/0".to_owned(), Some("a.b")),
            (EnvelopeKind::Payload, "/PayloadContent/1".to_owned(), Some(MANAGED_CLIENT)),
        ]
    );
    assert_eq!(contents.payloads[0].envelope.as_ref(), contents.envelopes.get(1));
}

#[test]
fn several_items_and_domains_are_payloads_of_their_own() {
    let timed = dict(&[
        ("mcx_data_timestamp", "<date>2024-01-01T00:00:00Z</date>"),
        ("mcx_preference_settings", SETTINGS),
    ]);
    let content = dict(&[
        ("a.b", &dict(&[("Forced", &array(&[&item(SETTINGS), &item(SETTINGS)]))])),
        ("c.d", &dict(&[("Set-Once", &array(&[&timed, &item(SETTINGS)]))])),
    ]);
    check(
        &wrapper(&content),
        Carrier::SinglePayload,
        &[
            "a.b Forced /PayloadContent/a.b/Forced/0/mcx_preference_settings",
            "a.b Forced /PayloadContent/a.b/Forced/1/mcx_preference_settings",
            "c.d SetOnce { timestamp: true } /PayloadContent/c.d/Set-Once/0/mcx_preference_settings",
            "c.d SetOnce { timestamp: false } /PayloadContent/c.d/Set-Once/1/mcx_preference_settings",
        ],
        &["/PayloadContent/c.d/Set-Once Key SetOnce { domain: \"c.d\" }"],
    );
}

#[test]
fn a_profile_with_a_mistake_stays_a_profile() {
    let direct = dict(&[("PayloadType", &string("a.b"))]);
    let payloads = array(&[&direct]);
    check(
        &dict(&[("PayloadContent", &payloads)]),
        Carrier::Profile,
        &["a.b Direct /PayloadContent/0"],
        &[" Value WrongProfileType { found: None }"],
    );
    check(
        &dict(&[("PayloadType", &string("configuration")), ("PayloadContent", &payloads)]),
        Carrier::Profile,
        &["a.b Direct /PayloadContent/0"],
        &["/PayloadType Value WrongProfileType { found: Some(\"configuration\") }"],
    );
    check(
        &dict(&[("PayloadType", &string("Configuration"))]),
        Carrier::ProfileWithoutPayloads,
        &[],
        &[" Value NoContent { payload_type: \"Configuration\" }"],
    );
    check(
        &dict(&[("PayloadUUID", &string("x")), ("AdminEmail", &string("x"))]),
        Carrier::ProfileWithoutPayloads,
        &[],
        &[" Value WrongProfileType { found: None }", " Value NoContent { payload_type: \"Configuration\" }"],
    );
    check(
        &dict(&[("PayloadType", &string("Configuration")), ("PayloadContent", "<dict/>")]),
        Carrier::ProfileWithoutPayloads,
        &[],
        &["/PayloadContent Value ContentIllTyped { expected: Array, found: Dictionary }"],
    );
    check(&profile(&[]), Carrier::ProfileWithoutPayloads, &[], &["/PayloadContent Value EmptyContent"]);
    check("<array/>", Carrier::NotADictionary, &[], &[" Value RootNotADictionary { found: Array }"]);
}

#[test]
fn an_encrypted_profile_says_so() {
    let plain = ("PayloadType", &*string("Configuration"));
    check(
        &dict(&[plain, ("IsEncrypted", "<true/>"), ("EncryptedPayloadContent", "<data>AA==</data>")]),
        Carrier::EncryptedProfile,
        &[],
        &["/EncryptedPayloadContent Key Encrypted"],
    );
    check(
        &dict(&[plain, ("IsEncrypted", "<true/>")]),
        Carrier::EncryptedProfile,
        &[],
        &["/IsEncrypted Key Encrypted"],
    );
}

#[test]
fn payloads_with_a_mistake_are_named() {
    check(
        &profile(&["<string>x</string>", "<dict/>", &dict(&[("PayloadType", "<true/>")])]),
        Carrier::Profile,
        &["- Direct /PayloadContent/1", "- Direct /PayloadContent/2"],
        &[
            "/PayloadContent/0 Value PayloadNotADictionary { found: String }",
            "/PayloadContent/1 Value NoPayloadType { meant: None }",
            "/PayloadContent/2/PayloadType Value PayloadTypeIllTyped { found: Boolean, meant: None }",
        ],
    );
}

#[test]
fn a_wrapper_with_a_mistake_is_named() {
    let domain = |inside: &str| wrapper(&dict(&[("a.b", inside)]));
    let at = "/PayloadContent/a.b";
    let cases: Vec<(String, String)> = vec![
        (
            dict(&[("PayloadType", &string(MANAGED_CLIENT))]),
            format!(" Value NoContent {{ payload_type: {MANAGED_CLIENT:?} }}"),
        ),
        (
            wrapper("<string/>"),
            "/PayloadContent Value ContentIllTyped { expected: Dictionary, found: String }".into(),
        ),
        (wrapper("<dict/>"), "/PayloadContent Value EmptyContent".into()),
        (domain("<true/>"), format!("{at} Value DomainNotADictionary {{ domain: \"a.b\", found: Boolean }}")),
        (domain(SETTINGS), format!("{at} Key NoDelivery {{ domain: \"a.b\" }}")),
        (
            domain(&dict(&[("forced", &array(&[&item(SETTINGS)]))])),
            format!("{at}/forced Key UnknownDelivery {{ found: \"forced\", nearest: Some(\"Forced\") }}"),
        ),
        (
            domain(&dict(&[("Forced", SETTINGS)])),
            format!("{at}/Forced Value DeliveryIllTyped {{ found: Dictionary }}"),
        ),
        (domain(&dict(&[("Forced", "<array/>")])), format!("{at}/Forced Value EmptyDelivery")),
        (
            domain(&dict(&[("Forced", &array(&["<true/>"]))])),
            format!("{at}/Forced/0 Value ItemNotADictionary {{ found: Boolean }}"),
        ),
        (
            domain(&dict(&[("Forced", &array(&[SETTINGS]))])),
            format!("{at}/Forced/0 Value NoSettings {{ nearest: None }}"),
        ),
        (
            domain(&dict(&[("Forced", &array(&[&dict(&[("mcx_preferences_settings", SETTINGS)])]))])),
            format!(
                "{at}/Forced/0/mcx_preferences_settings Key NoSettings {{ nearest: Some(\"mcx_preferences_settings\") }}"
            ),
        ),
        (
            domain(&dict(&[("Forced", &array(&[&item("<true/>")]))])),
            format!("{at}/Forced/0/mcx_preference_settings Value SettingsIllTyped {{ found: Boolean }}"),
        ),
    ];
    for (inside, problem) in cases {
        check(&inside, Carrier::SinglePayload, &[], &[&problem]);
    }
    check(
        &domain(&dict(&[("Forced", &array(&[&item(SETTINGS)])), ("Often", "<array/>")])),
        Carrier::SinglePayload,
        &["a.b Forced /PayloadContent/a.b/Forced/0/mcx_preference_settings"],
        &["/PayloadContent/a.b/Often Key UnknownDelivery { found: \"Often\", nearest: None }"],
    );
}

#[test]
fn a_domain_that_two_payloads_deliver_is_named() {
    let direct = |name: &str| dict(&[("PayloadType", &string(name))]);
    let forced = wrapper(&dict(&[("a.b", &dict(&[("Forced", &array(&[&item(SETTINGS)]))]))]));
    let (_, _, problems) = summary(&profile(&[&direct("a.b"), &forced]));
    assert_eq!(
        problems,
        ["/PayloadContent/1/PayloadContent/a.b/Forced/0/mcx_preference_settings Value SameDomainTwice \
          { domain: \"a.b\", first: KeyPath([Key(\"PayloadContent\"), Index(0)]) }"]
    );
    let (_, _, problems) =
        summary(&profile(&[&direct("com.apple.wifi.managed"), &direct("com.apple.wifi.managed")]));
    assert_eq!(problems, [""; 0]);
}

#[test]
fn many_payloads_are_cut_off_and_said_to_be() {
    let payload = dict(&[("PayloadType", &string("a.b"))]);
    let many = payload.repeat(MAX_PAYLOADS + 100);
    let document = document(&profile(&[&many]));
    let contents = open(&document);
    assert_eq!(contents.payloads.len(), MAX_PAYLOADS);
    let told = |problem: &&Problem| problem.kind == ProblemKind::Carrier(CarrierProblem::TooManyPayloads);
    assert_eq!(contents.problems.iter().filter(told).count(), 1);
}

#[test]
fn a_payload_keeps_the_settings_that_are_named_like_the_envelopes() {
    let payload = |payload_type: &str| {
        dict(&[
            ("PayloadType", &string(payload_type)),
            ("PayloadUUID", &string("a")),
            ("PayloadContent", &dict(&[("URL", &string("https://example.com"))])),
            ("Other", "<true/>"),
        ])
    };
    for (payload_type, expected) in [
        ("com.apple.security.scep", &["PayloadContent", "Other"][..]),
        ("com.apple.security.root", &["PayloadContent", "Other"]),
        ("com.example.app", &["PayloadContent", "Other"]),
        ("com.okta.deviceaccess.servicedaemon", &["Other"]),
    ] {
        let document = document(&profile(&[&payload(payload_type)]));
        let contents = open(&document);
        let keys: Vec<_> =
            contents.payloads.iter().flat_map(Payload::entries).map(|entry| entry.key.as_str()).collect();
        assert_eq!(keys, expected, "{payload_type}");
    }
}
