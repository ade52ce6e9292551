//! What goes back over the wire, as a value: status, body, quota.

use serde_json::{Value, json};

use crate::{
    quota::Quota,
    refusal::{ApiError, Code, Refusal},
};

/// One answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) content: Content,
    pub(crate) quota: Option<Quota>,
    /// Whether to name the `Basic` scheme in `WWW-Authenticate`.
    pub(crate) asks_for_basic: bool,
}

/// The body of an answer.
#[derive(Debug)]
pub(crate) enum Content {
    Json(Value),
    Html(String),
}

impl Answer {
    pub(crate) fn ok(body: Value) -> Self {
        Self { status: 200, content: Content::Json(body), quota: None, asks_for_basic: false }
    }

    pub(crate) fn web_page(html: String) -> Self {
        Self { status: 200, content: Content::Html(html), quota: None, asks_for_basic: false }
    }

    pub(crate) fn api_error(error: ApiError) -> Self {
        Self { status: error.status(), ..Self::ok(error.to_json()) }
    }

    pub(crate) fn refused(refusal: Refusal) -> Self {
        match refusal {
            Refusal::OAuth { code, description } => {
                Self::oauth_error(code.status(), code.name(), description)
            }
            Refusal::SecondFactor { mfa_token } => Self {
                status: 403,
                ..Self::ok(json!({
                    "error": "mfa_required",
                    "error_description": "another factor is needed",
                    "mfa_token": mfa_token,
                }))
            },
            Refusal::TooMany(quota) => Self::api_error(ApiError::TooManyRequests).with_quota(quota),
            Refusal::Internal => Self::api_error(ApiError::Internal),
        }
    }

    pub(crate) fn oauth_error(status: u16, code: &str, description: &str) -> Self {
        Self { status, ..Self::ok(json!({ "error": code, "error_description": description })) }
    }

    pub(crate) fn with_quota(self, quota: Quota) -> Self {
        Self { quota: Some(quota), ..self }
    }

    /// An unknown client that used the `Authorization` header is told the scheme (RFC 6749 section 5.2).
    pub(crate) fn asking_for_basic(self, used_header: bool) -> Self {
        Self { asks_for_basic: used_header && self.status == Code::InvalidClient.status(), ..self }
    }
}
