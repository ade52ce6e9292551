//! Turns an HTTP response into what the protocol promised, or into whose trouble it is.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::step::HttpResponse;
use crate::{Outcome, Refusal, Unavailability};

/// The longest error code, and the longest description of one, that are kept: for a log, not for a book.
const LONGEST_CODE: usize = 80;
const LONGEST_DESCRIPTION: usize = 500;

/// Anything but success.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// The organization's error, in OAuth's form or in that of Okta's API.
    Code(ErrorAnswer),
    /// Too many requests.
    RateLimited,
    /// The organization failed.
    ServerError { status: u16 },
    /// Something else answered: no JSON, a redirect, a page to sign in to the network.
    NotTheOrganization,
    /// The organization, but not its protocol.
    Malformed(&'static str),
}

/// An error code and the organization's own words for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ErrorAnswer {
    pub(crate) code: String,
    pub(crate) description: String,
}

#[derive(Deserialize)]
struct ErrorBody {
    error: Option<String>,
    error_description: Option<String>,
    #[serde(rename = "errorCode")]
    api_code: Option<String>,
    #[serde(rename = "errorSummary")]
    api_summary: Option<String>,
}

/// Reads a success of shape `T`; `what` names the shape for [`Trouble::Malformed`].
pub(crate) fn read<T: DeserializeOwned>(response: &HttpResponse, what: &'static str) -> Result<T, Trouble> {
    match response.status {
        429 => return Err(Trouble::RateLimited),
        // RFC 6585 section 6: the network wants somebody to sign in to it.
        511 => return Err(Trouble::NotTheOrganization),
        status @ 500..=599 => return Err(Trouble::ServerError { status }),
        200..=299 | 400..=499 => {}
        _ => return Err(Trouble::NotTheOrganization),
    }
    if !is_json(response) || serde_json::from_slice::<serde::de::IgnoredAny>(&response.body).is_err() {
        return Err(Trouble::NotTheOrganization);
    }
    if response.status < 400 {
        serde_json::from_slice(&response.body).map_err(|_| Trouble::Malformed(what))
    } else {
        Err(error(response))
    }
}

fn is_json(response: &HttpResponse) -> bool {
    let media_type = response.header("content-type").unwrap_or_default();
    let media_type = media_type.split_once(';').map_or(media_type, |(essence, _)| essence).trim();
    let media_type = media_type.to_ascii_lowercase();
    media_type == "application/json"
        || (media_type.starts_with("application/") && media_type.ends_with("+json"))
}

fn error(response: &HttpResponse) -> Trouble {
    const WITHOUT_CODE: Trouble = Trouble::Malformed("an error without a code");
    let Ok(body) = serde_json::from_slice::<ErrorBody>(&response.body) else { return WITHOUT_CODE };
    let (code, description) = match (body.error, body.api_code) {
        (Some(code), _) => (code, body.error_description),
        (None, Some(code)) => (code, body.api_summary),
        (None, None) => return WITHOUT_CODE,
    };
    // RFC 6749 section 5.2 allows these characters, and a log stays one line an entry.
    let printable = code.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"' && byte != b'\\');
    if code.is_empty() || code.len() > LONGEST_CODE || !printable {
        return WITHOUT_CODE;
    }
    match code.as_str() {
        "E0000047" => Trouble::RateLimited,
        "server_error" | "temporarily_unavailable" => Trouble::ServerError { status: response.status },
        _ => Trouble::Code(ErrorAnswer { code, description: one_line(&description.unwrap_or_default()) }),
    }
}

fn one_line(text: &str) -> String {
    text.chars()
        .take(LONGEST_DESCRIPTION)
        .map(|character| if character.is_control() { ' ' } else { character })
        .collect()
}

impl ErrorAnswer {
    /// What the code means wherever it comes; a step that knows better looks at the code before.
    pub(crate) fn refusal(self) -> Refusal {
        let Self { code, description } = self;
        match code.as_str() {
            "access_denied" => Refusal::IdentityRefused { code },
            "mfa_required" => Refusal::Configuration {
                description:
                    "the organization's sign-in policy asks this client for a second factor; one factor \
                              must satisfy it"
                        .to_owned(),
                code,
            },
            "invalid_client"
            | "unauthorized_client"
            | "unsupported_grant_type"
            | "invalid_scope"
            | "invalid_request"
            | "invalid_challenge_types_supported"
            | "consent_required" => Refusal::Configuration { code, description },
            _ => Refusal::UnknownError { code },
        }
    }
}

impl Trouble {
    /// How a login ends with it when nothing else can be done.
    pub(crate) fn outcome(self) -> Outcome {
        match self {
            Self::Code(answer) => Outcome::Refused(answer.refusal()),
            Self::RateLimited => Outcome::Unavailable(Unavailability::RateLimited),
            Self::ServerError { status } => Outcome::Unavailable(Unavailability::ServerError { status }),
            Self::NotTheOrganization => Outcome::Unavailable(Unavailability::NotTheOrganization),
            Self::Malformed(what) => Outcome::Refused(Refusal::Protocol(what)),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::{ErrorAnswer, Trouble, read};
    use crate::step::HttpResponse;

    fn check(status: u16, content_type: &str, body: &str, expected: Trouble) {
        let headers = vec![("content-type".to_owned(), content_type.to_owned())];
        let response = HttpResponse { status, headers, body: body.as_bytes().to_vec() };
        assert_eq!(read::<Vec<Value>>(&response, "not a list"), Err(expected), "{status} {body}");
    }

    fn code(code: &str, description: &str) -> Trouble {
        Trouble::Code(ErrorAnswer { code: code.to_owned(), description: description.to_owned() })
    }

    #[test]
    fn both_error_forms_are_read() {
        let json = "application/json";
        check(400, json, r#"{"error":"invalid_grant"}"#, code("invalid_grant", ""));
        check(403, json, r#"{"error":"a","error_description":"b\nc"}"#, code("a", "b c"));
        check(401, json, r#"{"errorCode":"E0000004","errorSummary":"no"}"#, code("E0000004", "no"));
        check(400, json, r#"{"errorCode":"E0000047"}"#, Trouble::RateLimited);
        check(429, "text/html", "<html>", Trouble::RateLimited);
        check(500, "text/html", "<html>", Trouble::ServerError { status: 500 });
        check(503, json, r#"{"errorCode":"E0000009"}"#, Trouble::ServerError { status: 503 });
        check(400, json, r#"{"error":"temporarily_unavailable"}"#, Trouble::ServerError { status: 400 });
    }

    #[test]
    fn what_is_not_json_is_not_the_organization() {
        for (status, content_type, body) in [
            (200, "text/html; charset=utf-8", "<html>"),
            (200, "text/html", "[]"),
            (200, "application/json", "<html>"),
            (200, "", "[]"),
            (302, "application/json", "[]"),
            (304, "application/json", "[]"),
            (101, "application/json", "[]"),
            (403, "text/html", "<html>"),
            (511, "application/json", "{}"),
            (200, "application/json", "[] trailing"),
        ] {
            check(status, content_type, body, Trouble::NotTheOrganization);
        }
    }

    #[test]
    fn what_is_json_but_not_the_protocol_is_malformed() {
        check(200, "application/json", "{}", Trouble::Malformed("not a list"));
        let without_code = Trouble::Malformed("an error without a code");
        for body in ["{}", "[]", r#"{"error":1}"#, r#"{"error":""}"#, r#"{"error":"a\u001b[2Jb"}"#] {
            check(400, "application/json", body, without_code.clone());
        }
    }
}
