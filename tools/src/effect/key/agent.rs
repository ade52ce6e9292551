//! What the other keys do when they change: how the organization is asked, which services ask, what happens without a
//! profile.

use std::collections::BTreeSet;

use latchkey_engine::request::Service;
use latchkey_profile_schema::Settings;
use latchkey_profile_schema::domain::{ClientAuthentication, Enforcement, MissingProfile, Protocol};

use super::super::InForce;
use super::super::phrase::{count, names};
use super::changed;
use crate::phrase::quoted;

/// The services that everybody has, whether or not a list names them.
const SERVICES: [&str; 5] = ["login", "unlock", "sudo", "su", "ssh"];

pub(super) fn client_id(before: &InForce, after: &InForce) -> Option<String> {
    let text = |settings: &Settings| settings.desktop_mfa.client_id.clone();
    of_text(before, after, "sign-ins go through the app", "none", text)
}

pub(super) fn client_secret(before: &InForce, after: &InForce) -> Option<String> {
    let secret = |side: &InForce| {
        side.settings.desktop_mfa.client_secret.as_ref().map(|secret| secret.expose().to_owned())
    };
    changed(secret(before), secret(after), |before, after| match (before, after) {
        (_, None) => "the app proves itself without a client secret now".to_owned(),
        (None, _) => "the app proves itself with a client secret now".to_owned(),
        _ => "the client secret is another one; the organization takes only the right one".to_owned(),
    })
}

pub(super) fn organization(before: &InForce, after: &InForce) -> Option<String> {
    let text = |settings: &Settings| settings.desktop_mfa.org_url.clone();
    of_text(before, after, "people sign in at", "the issuer alone", text)
}

pub(super) fn issuer(before: &InForce, after: &InForce) -> Option<String> {
    let text = |settings: &Settings| Some(settings.agent.issuer.clone()).filter(|text| !text.is_empty());
    of_text(before, after, "ID tokens must come from", "the organization itself", text)
}

pub(super) fn authorization_server(before: &InForce, after: &InForce) -> Option<String> {
    let text = |settings: &Settings| {
        Some(settings.agent.authorization_server.clone()).filter(|text| !text.is_empty())
    };
    of_text(before, after, "sign-ins go to", "the organization's own authorization server", text)
}

/// The sentence about a text, and the words for none.
fn of_text(
    before: &InForce,
    after: &InForce,
    words: &str,
    none: &str,
    text: impl Fn(&Settings) -> Option<String>,
) -> Option<String> {
    let said = |text: Option<String>| text.map_or_else(|| none.to_owned(), |text| quoted(&text));
    changed(text(&before.settings), text(&after.settings), |before, after| {
        format!("{words} {} instead of {}", said(after), said(before))
    })
}

pub(super) fn client_authentication(before: &InForce, after: &InForce) -> Option<String> {
    changed(
        before.settings.agent.client_authentication,
        after.settings.agent.client_authentication,
        |_, after| {
            let how = match after {
                ClientAuthentication::ClientSecretPost => "with the client secret in the request's body",
                ClientAuthentication::ClientSecretBasic => "with the client secret in the request's header",
                ClientAuthentication::PrivateKeyJwt => "with a key of this computer's secret store",
                ClientAuthentication::None => "not at all: it is a public client",
            };
            format!("the app proves itself to the organization {how}")
        },
    )
}

pub(super) fn protocol(before: &InForce, after: &InForce) -> Option<String> {
    changed(before.settings.agent.protocol, after.settings.agent.protocol, |_, after| {
        match after {
            Protocol::Automatic => {
                "factors are asked for at the prompt, and where the app lacks that, in a browser"
            }
            Protocol::DirectAuthentication => "factors are asked for at the prompt only",
            Protocol::DeviceAuthorization => "people sign in with a browser on another device",
            Protocol::Ciba => "the organization asks people on a device of its choice",
        }
        .to_owned()
    })
}

pub(super) fn okta_joined(before: &InForce, after: &InForce) -> Option<String> {
    let on = |side: &InForce| side.settings.desktop_mfa.okta_join_enabled;
    changed(on(before), on(after), |_, on| {
        format!(
            "the state that Device-Bound SSO needs is turned {}; the sign-in is the same",
            if on { "on" } else { "off" }
        )
    })
}

pub(super) fn enforcement(before: &InForce, after: &InForce) -> Option<String> {
    changed(before.settings.agent.enforcement, after.settings.agent.enforcement, |_, after| {
        match after {
        Enforcement::Report => {
            "the policy is only tried out: everybody gets in with the password alone, and the audit log says what \
             would have happened"
                .to_owned()
        }
        Enforcement::Enforce => "the policy decides who gets in; it was only tried out".to_owned(),
    }
    })
}

pub(super) fn services(before: &InForce, after: &InForce) -> Option<String> {
    let named =
        |side: &'_ InForce| -> Vec<String> { side.settings.agent.services.0.keys().cloned().collect() };
    let listed = named(before).into_iter().chain(named(after));
    let all: BTreeSet<String> = SERVICES.map(str::to_owned).into_iter().chain(listed).collect();
    let exempt = |side: &InForce, name: &str| side.policy.services.exempts(Service::named(name));
    let (mut freed, mut bound) = (Vec::new(), Vec::new());
    for name in &all {
        match (exempt(before, name), exempt(after, name)) {
            (false, true) => freed.push(name.as_str()),
            (true, false) => bound.push(name.as_str()),
            _ => {}
        }
    }
    let part = |services: Vec<&str>, what: &str| {
        (!services.is_empty()).then(|| format!("{what}: {}", names(services)))
    };
    let parts = [part(freed, "the password alone is enough for"), part(bound, "MFA is asked for by")];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}

pub(super) fn missing_profile(before: &InForce, after: &InForce) -> Option<String> {
    changed(before.settings.agent.missing_profile, after.settings.agent.missing_profile, |_, after| {
        let what = match after {
            MissingProfile::LastKnownGood => "the last valid policy goes on",
            MissingProfile::Deny => "nobody gets in",
            MissingProfile::Permit => "the password alone is enough",
        };
        format!("once the profile is gone, {what}")
    })
}

pub(super) fn failure_budget(before: &InForce, after: &InForce) -> Option<String> {
    changed(before.settings.agent.failure_budget, after.settings.agent.failure_budget, |before, after| {
        format!("a user is denied after {} instead of {before}", count(after.into(), "wrong answer"))
    })
}
