use super::*;
use crate::carrier::Delivery;
use crate::document::{Entry, Value};
use crate::domain::{
    AllowedFactor, ClientAuthentication, Enforcement, Hours, LinkMatch, LinkingFactor, Minutes,
    MissingProfile, Protocol, ServiceRule,
};

fn node(value: Value) -> Node {
    Node { value, span: None }
}

fn text(text: &str) -> Node {
    node(Value::String(text.to_owned()))
}

fn array<const N: usize>(items: [&str; N]) -> Node {
    node(Value::Array(items.map(text).to_vec()))
}

fn merged(entries: Vec<(&'static Domain, &str, Node)>) -> Merged {
    let mut merged = Merged::new();
    for (domain, key, node) in entries {
        let at = KeyPath::root().key(key);
        merged.set(domain, key, Winner { node, layer: Layer::ManagedDevice, at });
    }
    merged
}

/// The required keys, and these.
fn with(entries: Vec<(&'static Domain, &str, Node)>) -> Merged {
    let mut all = vec![
        (&DESKTOP_MFA, "DMFAClientID", text("0oa1")),
        (&DESKTOP_MFA, "DMFAClientSecret", text("hunter2")),
        (&DESKTOP_MFA, "DMFAOrgURL", text("https://corp.example.com")),
    ];
    all.extend(entries);
    merged(all)
}

fn refused(settings: &Settings) -> Vec<(&str, Fallback)> {
    settings.refused.iter().map(|refused| (refused.key.as_str(), refused.fallback)).collect()
}

#[test]
fn absent_keys_mean_the_defaults() {
    let (settings, problems) = resolve(&with(vec![]));
    assert_eq!(problems, []);
    assert_eq!(settings.refused, []);
    let mfa = &settings.desktop_mfa;
    assert_eq!(mfa.login_period_without_enrolled_factor, Hours(0.0));
    assert_eq!(mfa.login_period_with_offline_factor, Hours(168.0));
    assert!(mfa.offline_login_allowed);
    assert_eq!(mfa.mfa_required, ["*"]);
    assert!(mfa.mfa_not_required.is_empty());
    assert_eq!(mfa.allowed_factors, [AllowedFactor::All]);
    assert_eq!(mfa.account_linking_factor, LinkingFactor::Push);
    assert_eq!(mfa.recovery_pin_duration, Minutes(60.0));
    assert_eq!(mfa.recovery_validity.to_seconds(), 90 * 86_400);
    assert_eq!((&mfa.admin_email, &mfa.admin_phone, mfa.okta_join_enabled), (&None, &None, false));
    let agent = &settings.agent;
    assert_eq!(agent.enforcement, Enforcement::Enforce);
    assert_eq!((agent.issuer.as_str(), agent.authorization_server.as_str()), ("", ""));
    assert_eq!(agent.client_authentication, ClientAuthentication::ClientSecretPost);
    assert_eq!(agent.protocol, Protocol::Automatic);
    assert_eq!((agent.account_name.as_str(), agent.link_match), ("{user}", LinkMatch::AccountName));
    assert!(!agent.shared_identity_allowed && !agent.offline_security_key_allowed);
    assert_eq!(agent.services.rule("kde", "unlock"), ServiceRule::Exempt);
    assert_eq!(agent.services.rule("sudo", "sudo"), ServiceRule::Require);
    assert_eq!(agent.missing_profile, MissingProfile::LastKnownGood);
    assert_eq!((agent.failure_budget, agent.failure_refill), (5, Minutes(15.0)));
    assert_eq!(agent.prompt_timeout_seconds, 300);
    assert!(agent.recovery_recipients.is_empty() && agent.reserved_accounts.is_empty());
}

#[test]
fn values_that_are_set_are_used_and_remember_their_layer() {
    let (settings, problems) = resolve(&with(vec![
        (&DESKTOP_MFA, "LoginPeriodWithoutEnrolledFactor", node(Value::Integer(48))),
        (&DESKTOP_MFA, "AllowedFactors", array(["FIDO2_USB_key", "Offline_TOTP"])),
        (&AGENT, "Enforcement", text("report")),
    ]));
    assert_eq!(problems, []);
    assert!(settings.may_be_used());
    assert_eq!(settings.desktop_mfa.login_period_without_enrolled_factor, Hours(48.0));
    assert_eq!(
        settings.desktop_mfa.allowed_factors,
        [AllowedFactor::SecurityKey, AllowedFactor::OfflineCode]
    );
    assert_eq!(settings.agent.enforcement, Enforcement::Report);
    assert_eq!(settings.desktop_mfa.client_secret.as_ref().map(|secret| secret.expose()), Some("hunter2"));
    assert_eq!(settings.origins.layer(DESKTOP_MFA.name, "AllowedFactors"), Layer::ManagedDevice);
    assert!(!settings.origins.is_set(DESKTOP_MFA.name, "OfflineLoginAllowed"));
}

#[test]
fn a_refused_value_is_listed_and_its_default_stands() {
    let cases = [
        ("AllowedFactors", array(["SMS"]), Fallback::Deny),
        ("LoginPeriodWithOfflineFactor", text("24"), Fallback::Deny),
        ("LoginPeriodWithoutEnrolledFactor", node(Value::Integer(-1)), Fallback::Default),
        ("MFANotRequiredList", text("alice"), Fallback::Default),
        ("MFARequiredList", array([""]), Fallback::Default),
    ];
    for (key, value, fallback) in cases {
        let (settings, problems) = resolve(&with(vec![(&DESKTOP_MFA, key, value)]));
        let (clean, _) = resolve(&with(vec![]));
        assert_eq!(refused(&settings), [(key, fallback)]);
        assert_eq!(settings.may_be_used(), fallback == Fallback::Default);
        assert_eq!(settings.desktop_mfa, clean.desktop_mfa, "{key}");
        assert!(!settings.origins.is_set(DESKTOP_MFA.name, key));
        assert_eq!(problems.len(), 1, "{problems:?}");
    }
}

#[test]
fn required_keys_that_are_missing_deny() {
    let (settings, problems) = resolve(&Merged::new());
    let keys = ["DMFAClientID", "DMFAClientSecret", "DMFAOrgURL"];
    assert_eq!(refused(&settings), keys.map(|key| (key, Fallback::Deny)));
    assert!(!settings.may_be_used());
    assert!(problems.iter().all(|problem| problem.place == Place::File));
}

#[test]
fn a_public_client_needs_no_secret() {
    let (settings, problems) = resolve(&merged(vec![
        (&DESKTOP_MFA, "DMFAClientID", text("0oa1")),
        (&AGENT, "Issuer", text("https://id.example.com")),
        (&AGENT, "ClientAuthentication", text("none")),
    ]));
    assert_eq!(problems, []);
    assert!(settings.may_be_used());
}

#[test]
fn names_that_nothing_reads_refuse_nothing() {
    let (settings, problems) = resolve(&with(vec![(&DESKTOP_MFA, "Frobnicate", text("x"))]));
    assert_eq!(settings.refused, []);
    assert_eq!(problems.len(), 1);
}

#[test]
fn an_item_listed_twice_is_used_once() {
    let (settings, _) =
        resolve(&with(vec![(&DESKTOP_MFA, "AllowedFactors", array(["OV_TOTP", "OV_Push", "OV_TOTP"]))]));
    assert_eq!(settings.desktop_mfa.allowed_factors, [AllowedFactor::Otp, AllowedFactor::Push]);
}

#[test]
fn a_factor_of_another_platform_is_left_out_of_a_list_that_has_others() {
    let listed = |factors| {
        let (settings, _) = resolve(&with(vec![(&DESKTOP_MFA, "AllowedFactors", factors)]));
        (settings.may_be_used(), settings.desktop_mfa.allowed_factors)
    };
    assert_eq!(listed(array(["Offline_Security_key", "OV_Push"])), (true, vec![AllowedFactor::Push]));
    assert!(!listed(array(["Offline_Security_key"])).0);
    let (settings, _) =
        resolve(&with(vec![(&DESKTOP_MFA, "MFARequiredList", array(["Offline_Security_key"]))]));
    assert_eq!(settings.desktop_mfa.mfa_required, ["Offline_Security_key"]);
}

#[test]
fn a_higher_layer_wins_whatever_the_order() {
    let value = |hours: f64, layer| Winner { node: node(Value::Real(hours)), layer, at: KeyPath::root() };
    let key = "LoginPeriodWithOfflineFactor";
    let mut merged = with(vec![]);
    merged.set(&DESKTOP_MFA, key, value(24.0, Layer::ManagedDevice));
    merged.set(&DESKTOP_MFA, key, value(999.0, Layer::LocalFile));
    let (settings, _) = resolve(&merged);
    assert_eq!(settings.desktop_mfa.login_period_with_offline_factor, Hours(24.0));
    assert_eq!(settings.origins.layer(DESKTOP_MFA.name, key), Layer::ManagedDevice);
}

#[test]
fn a_file_resolves_without_what_is_set_only_once() {
    let entry = |key: &str, node| Entry { key: key.to_owned(), key_span: None, node };
    let forced = node(Value::Dictionary(vec![
        entry("DMFAClientID", text("0oa1")),
        entry("DMFAClientSecret", text("hunter2")),
        entry("DMFAOrgURL", text("https://corp.example.com")),
        entry("PayloadType", text("com.okta.deviceaccess.servicedaemon")),
    ]));
    let once = node(Value::Dictionary(vec![entry("OfflineLoginAllowed", node(Value::Boolean(false)))]));
    let payload =
        |settings, delivery| Delivered { domain: &DESKTOP_MFA, settings, at: KeyPath::root(), delivery };
    let (settings, problems) =
        single(&[payload(&forced, Delivery::Direct), payload(&once, Delivery::SetOnce { timestamp: true })]);
    assert_eq!(problems, []);
    assert!(settings.desktop_mfa.offline_login_allowed);
    assert!(settings.may_be_used());
}

#[test]
fn the_secret_is_not_printed_with_the_settings() {
    let (settings, _) = resolve(&with(vec![]));
    assert!(!format!("{settings:?}").contains("hunter2"));
}

#[test]
fn the_vendor_sample_resolves() {
    let (settings, problems) = resolve(&with(vec![
        (&DESKTOP_MFA, "AllowedFactors", array(["OV_Push", "FIDO2_USB_key", "Offline_TOTP"])),
        (&DESKTOP_MFA, "LoginPeriodWithoutEnrolledFactor", node(Value::Real(48.0))),
        (&DESKTOP_MFA, "LoginPeriodWithOfflineFactor", node(Value::Real(168.0))),
        (&DESKTOP_MFA, "MFARequiredList", array(["*"])),
        (&DESKTOP_MFA, "MFANotRequiredList", array(["breakglass"])),
        (&DESKTOP_MFA, "OfflineLoginAllowed", node(Value::Boolean(true))),
    ]));
    assert_eq!((problems, settings.refused.as_slice()), (vec![], [].as_slice()));
    assert_eq!(settings.origins.iter().count(), 9);
    assert_eq!(settings.desktop_mfa.mfa_not_required, ["breakglass"]);
    assert_eq!(
        settings.desktop_mfa.allowed_factors,
        [AllowedFactor::Push, AllowedFactor::SecurityKey, AllowedFactor::OfflineCode]
    );
}

mod properties {
    use proptest::prelude::*;

    use super::*;
    use crate::Catalog;

    /// Words and numbers that some key takes, and others.
    fn value() -> impl Strategy<Value = Node> {
        let words = prop::sample::select(vec![
            "",
            "*",
            "OV_Push",
            "OV_TOTP",
            "FIDO2_USB_key",
            "enforce",
            "report",
            "exempt",
            "none",
            "any",
            "deny",
            "ciba",
            "{user}",
            "alice",
            "a@b",
            "https://a.example",
            "https://a.example/b",
            "http://127.0.0.1",
            "48",
        ]);
        let leaf = prop_oneof![
            6 => words.prop_map(text),
            1 => ".{0,12}".prop_map(|any: String| text(&any)),
            2 => any::<i128>().prop_map(|number| node(Value::Integer(number))),
            2 => (-2_i128..400).prop_map(|number| node(Value::Integer(number))),
            2 => any::<f64>().prop_map(|number| node(Value::Real(number))),
            2 => any::<bool>().prop_map(|truth| node(Value::Boolean(truth))),
            1 => Just(node(Value::Date("2026-01-01T00:00:00Z".to_owned()))),
            1 => Just(node(Value::Data(vec![1, 2, 3]))),
        ];
        let tree = leaf.clone().prop_recursive(3, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(|items| node(Value::Array(items))),
                prop::collection::vec(("[a-z-]{1,6}", inner), 0..4).prop_map(|entries| {
                    let entry = |(key, node)| Entry { key, key_span: None, node };
                    node(Value::Dictionary(entries.into_iter().map(entry).collect()))
                }),
            ]
        });
        prop_oneof![2 => leaf, 1 => tree]
    }

    fn entry() -> impl Strategy<Value = (&'static Domain, String, Node)> {
        let keys: Vec<(&'static Domain, String)> = DOMAINS
            .iter()
            .flat_map(|domain| {
                Catalog::of(domain).into_owned().keys.into_iter().map(|key| (*domain, key.name))
            })
            .chain([(&DESKTOP_MFA, "MFABypassList".to_owned()), (&AGENT, "services".to_owned())])
            .collect();
        (prop::sample::select(keys), value()).prop_map(|((domain, key), node)| (domain, key, node))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]

        /// What the checks accept always fits its type, so a value is in force, or a problem says why not.
        #[test]
        fn every_value_is_in_force_or_refused_with_a_problem(entries in prop::collection::vec(entry(), 1..6)) {
            let mut merged = Merged::new();
            for (domain, key, node) in &entries {
                let at = KeyPath::root().key(domain.name).key(key);
                merged.set(domain, key, Winner { node: node.clone(), layer: Layer::ManagedDevice, at });
            }
            let (settings, problems) = resolve(&merged);
            for (domain, key, _) in &entries {
                if check::declared(domain, key, |_| ()).is_none() {
                    continue;
                }
                let is_refused = settings.refused.iter().any(|refused| {
                    refused.domain == domain.name && refused.key == *key
                });
                prop_assert_ne!(settings.origins.is_set(domain.name, key), is_refused);
                let path = KeyPath::root().key(domain.name).key(key);
                let is_explained = problems.iter().filter(|problem| refuses(problem)).any(|problem| {
                    matches!(&problem.place, Place::Path(place, _) if place.segments().starts_with(path.segments()))
                });
                prop_assert_eq!(is_refused, is_explained, "{}", key);
            }
        }
    }
}
