//! What is missing.

use super::*;

#[test]
fn a_missing_required_key_is_placed_at_its_dictionary() {
    let at = KeyPath::root().key("PayloadContent").index(0);
    let lacking = settings(sample().into_iter().filter(|(key, _)| *key != "DMFAClientID").collect());
    assert_eq!(
        told(check(&DESKTOP_MFA, &lacking, &at, Beside::Nothing)),
        [(
            "/PayloadContent/0".to_owned(),
            Part::Value,
            KeyProblem::MissingKey { key: "DMFAClientID".into() }
        )]
    );
}

fn delivered<'a>(domain: &'static Domain, settings: &'a Node, at: KeyPath) -> Delivered<'a> {
    Delivered { domain, settings, at, delivery: Delivery::Forced }
}

#[test]
fn the_secret_is_required_where_the_client_authenticates_with_one() {
    let lacking = settings(sample().into_iter().filter(|(key, _)| *key != "DMFAClientSecret").collect());
    let missing = |agent: Node| {
        let payloads = [
            delivered(&DESKTOP_MFA, &lacking, KeyPath::root().index(0)),
            delivered(&AGENT, &agent, KeyPath::root().index(1)),
        ];
        told(together(&payloads))
    };
    let expected = ("/0".to_owned(), Part::Value, KeyProblem::MissingKey { key: "DMFAClientSecret".into() });
    assert_eq!(missing(dictionary([])), vec![expected.clone()]);
    assert_eq!(missing(dictionary([("ClientAuthentication", text("client_secret_basic"))])), [expected]);
    assert_eq!(missing(dictionary([("ClientAuthentication", text("private_key_jwt"))])), []);
    assert_eq!(missing(dictionary([("ClientAuthentication", text("none"))])), []);
}

#[test]
fn an_issuer_makes_the_organization_url_dispensable() {
    let lacking = settings(sample().into_iter().filter(|(key, _)| *key != "DMFAOrgURL").collect());
    let missing = |issuer: &str| {
        let agent = dictionary([("Issuer", text(issuer))]);
        together(&[
            delivered(&DESKTOP_MFA, &lacking, KeyPath::root()),
            delivered(&AGENT, &agent, KeyPath::root()),
        ])
        .len()
    };
    assert_eq!(missing(""), 1);
    assert_eq!(missing("https://id.example.com/realms/a"), 0);
}

#[test]
fn settings_in_several_payloads_are_missing_nothing_that_one_of_them_has() {
    let (first, second) = {
        let mut entries = sample();
        let rest = entries.split_off(2);
        (settings(entries), settings(rest))
    };
    let payloads = [
        delivered(&DESKTOP_MFA, &first, KeyPath::root().index(0)),
        delivered(&DESKTOP_MFA, &second, KeyPath::root().index(1)),
    ];
    assert_eq!(told(together(&payloads)), []);
}
