//! Turns a username into the request that starts a push, and its answer into what to show and how to poll.

use std::time::Duration;

use serde::Deserialize;

use crate::Secret;
use crate::oauth::Organization;
use crate::oauth::answer::{self, Trouble};
use crate::oauth::endpoints::Endpoints;
use crate::step::{HttpRequest, HttpResponse};

/// The out-of-band grant of Direct Authentication.
const OUT_OF_BAND: &str = "urn:okta:params:oauth:grant-type:oob";

/// Between two polls when the organization does not say.
const UNSAID_INTERVAL: u64 = 5;

/// The longest life of a push that is believed; documented are five minutes.
const LONGEST_LIFE: u64 = 600;

/// The two endpoints that start a push: the present one, and the older one of organizations without it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StartEndpoint {
    /// `/primary-authenticate`
    Primary,
    /// `/oob-authenticate`
    Older,
}

/// A push that the organization sent.
#[derive(Debug)]
pub(crate) struct StartedPush {
    /// The name of the push in polls.
    pub(crate) oob_code: Secret,
    /// What to choose on the phone, where the organization asks for it.
    pub(crate) number: Option<String>,
    pub(crate) interval: Duration,
    pub(crate) life: Duration,
}

#[derive(Deserialize)]
struct Body {
    oob_code: String,
    channel: Option<String>,
    binding_method: String,
    binding_code: Option<String>,
    expires_in: u64,
    interval: Option<u64>,
}

/// The request that sends the push.
pub(crate) fn start(
    organization: &Organization,
    endpoints: &Endpoints,
    endpoint: StartEndpoint,
    username: &str,
) -> HttpRequest {
    let mut parameters = vec![
        ("login_hint", Secret::new(username.to_owned())),
        ("channel_hint", Secret::new("push".to_owned())),
    ];
    let url = match endpoint {
        StartEndpoint::Primary => {
            parameters.push(("challenge_hint", Secret::new(OUT_OF_BAND.to_owned())));
            &endpoints.primary_authenticate
        }
        StartEndpoint::Older => &endpoints.oob_authenticate,
    };
    organization.post(url, parameters)
}

/// The request that asks whether the push was answered.
pub(crate) fn poll(organization: &Organization, endpoints: &Endpoints, oob_code: &Secret) -> HttpRequest {
    let parameters = vec![
        ("grant_type", Secret::new(OUT_OF_BAND.to_owned())),
        ("oob_code", oob_code.duplicate()),
        ("scope", Secret::new(organization.scope.clone())),
    ];
    organization.post(&endpoints.token, parameters)
}

/// Reads the answer to [`start`].
pub(crate) fn read(response: &HttpResponse) -> Result<StartedPush, Trouble> {
    let body: Body = answer::read(response, "a push without its code, its binding or its life")?;
    let oob_code = Secret::new(body.oob_code);
    if oob_code.expose().is_empty() || body.expires_in == 0 {
        return Err(Trouble::Malformed("a push without its code or its life"));
    }
    if body.channel.is_some_and(|channel| channel != "push") {
        return Err(Trouble::Malformed("a push on another channel"));
    }
    let number = match (body.binding_method.as_str(), body.binding_code) {
        ("none", _) => None,
        // It is drawn on a login screen: a short plain word and nothing else.
        ("transfer", Some(code)) if (1..=8).contains(&code.len()) && is_plain(&code) => Some(code),
        ("transfer", _) => return Err(Trouble::Malformed("a push with a number to compare, but no number")),
        ("prompt", _) => {
            return Err(Trouble::Malformed("a push that asks for a code here, which is not offered"));
        }
        _ => return Err(Trouble::Malformed("a push with an unknown binding")),
    };
    Ok(StartedPush {
        oob_code,
        number,
        interval: Duration::from_secs(body.interval.unwrap_or(UNSAID_INTERVAL).clamp(1, LONGEST_LIFE)),
        life: Duration::from_secs(body.expires_in.min(LONGEST_LIFE)),
    })
}

fn is_plain(code: &str) -> bool {
    code.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{StartedPush, read};
    use crate::oauth::answer::Trouble;
    use crate::step::HttpResponse;

    fn read_body(body: &Value) -> Result<StartedPush, Trouble> {
        let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
        read(&HttpResponse { status: 200, headers, body: body.to_string().into_bytes() })
    }

    #[test]
    fn interval_and_life_have_bounds() {
        let push = |interval: Value, life: u64| {
            let body =
                json!({"oob_code": "c", "binding_method": "none", "expires_in": life, "interval": interval});
            let push = read_body(&body).unwrap();
            (push.interval.as_secs(), push.life.as_secs())
        };
        assert_eq!(push(json!(2), 120), (2, 120));
        assert_eq!(push(Value::Null, 300), (5, 300));
        assert_eq!(push(json!(0), 300), (1, 300));
        assert_eq!(push(json!(u64::MAX), u64::MAX), (600, 600));
    }

    #[test]
    fn incomplete_pushes_break_the_protocol() {
        for body in [
            json!({}),
            json!({"oob_code": "c", "binding_method": "none"}),
            json!({"oob_code": "", "binding_method": "none", "expires_in": 300}),
            json!({"oob_code": "c", "binding_method": "none", "expires_in": 0}),
            json!({"oob_code": "c", "binding_method": "none", "expires_in": -1}),
            json!({"oob_code": "c", "expires_in": 300}),
            json!({"oob_code": "c", "binding_method": "transfer", "expires_in": 300}),
            json!({"oob_code": "c", "binding_method": "transfer", "binding_code": "", "expires_in": 300}),
            json!({"oob_code": "c", "binding_method": "transfer", "binding_code": "\u{1b}[2J", "expires_in": 300}),
            json!({"oob_code": "c", "binding_method": "prompt", "expires_in": 300}),
            json!({"oob_code": "c", "binding_method": "smoke", "expires_in": 300}),
            json!({"oob_code": "c", "channel": "sms", "binding_method": "none", "expires_in": 300}),
        ] {
            assert!(matches!(read_body(&body), Err(Trouble::Malformed(_))), "{body}");
        }
    }
}
