//! Headers read and answers written, in the types of HTTP.

use axum::{
    body::Body,
    http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header},
};
use jiff::{Timestamp, fmt::rfc2822::DateTimePrinter};

use crate::{
    answer::{Answer, Content},
    clock::Moment,
};

/// A header's text; given twice or unreadable, it is an empty text, which nothing accepts.
pub(crate) fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    let mut values = headers.get_all(name).iter();
    let first = values.next()?;
    Some(if values.next().is_none() { first.to_str().unwrap_or_default() } else { "" })
}

/// The answer in HTTP.
pub(crate) fn respond(answer: Answer) -> Response<Body> {
    let (media_type, body) = match answer.content {
        Content::Json(value) => ("application/json", value.to_string()),
        Content::Html(html) => ("text/html; charset=utf-8", html),
    };
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    if answer.asks_for_basic {
        headers.insert(
            header::WWW_AUTHENTICATE,
            HeaderValue::from_static("Basic realm=\"practice organization\""),
        );
    }
    if let Some(quota) = answer.quota {
        headers.insert("x-rate-limit-limit", HeaderValue::from(quota.limit));
        headers.insert("x-rate-limit-remaining", HeaderValue::from(quota.remaining));
        headers.insert("x-rate-limit-reset", HeaderValue::from(quota.reset));
    }
    response
}

/// The date in the form of RFC 9110 section 5.6.7, by the organization's own clock.
pub(crate) fn http_date(now: Moment) -> Option<HeaderValue> {
    let timestamp = Timestamp::from_second(i64::try_from(now.unix_seconds()).ok()?).ok()?;
    let text = DateTimePrinter::new().timestamp_to_rfc9110_string(&timestamp).ok()?;
    HeaderValue::from_str(&text).ok()
}
