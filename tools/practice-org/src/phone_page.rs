//! The phone as a web page: the pending push with its numbers, Decline, and the account's code.
//!
//! The page approves sign-ins, so it guards itself against other pages in the same browser: every answer must
//! carry the token that only this page holds, and an `Origin` that is this address; `Host` was checked before
//! (`server`), which keeps names out that someone else resolves to a loopback address.

use std::sync::Arc;

use axum::{
    Router,
    body::{Body, Bytes},
    extract::{Path, State, rejection::BytesRejection},
    http::{HeaderMap, HeaderValue, Response, StatusCode, header},
    routing::{get, post},
};
use serde_json::json;

use crate::{
    answer::Answer,
    form::Form,
    http::{respond, text},
    live::Live,
    phone::{PendingPush, Phone, PhoneError, Verdict},
    push::Reply,
    random,
    refusal::ApiError,
};

const PAGE: &str = include_str!("phone_page/page.html");

/// The addresses of the page.
pub(crate) fn routes() -> Router<Arc<Live>> {
    Router::new()
        .route("/phone/{username}", get(show))
        .route("/phone/{username}/state", get(state))
        .route("/phone/{username}/answer", post(answer))
}

async fn show(State(live): State<Arc<Live>>, Path(username): Path<String>) -> Response<Body> {
    let Some(phone) = Phone::of(&live, &username) else {
        return respond(Answer::api_error(ApiError::NotFound));
    };
    let Ok(nonce) = random::text() else { return respond(Answer::api_error(ApiError::Internal)) };
    let (code, seconds) = phone.code_and_seconds_left();
    let push = phone.pending();
    let page = PAGE
        .replace("{nonce}", &nonce)
        .replace("{page_token}", live.page_token.expose())
        .replace("{path}", &path(&username))
        .replace("{key}", &key(push.as_ref()))
        .replace("{code}", &code)
        .replace("{seconds}", &seconds.to_string())
        .replace("{scanned}", &phone.scanned_code().unwrap_or_default())
        .replace("{push}", &push_in_html(push.as_ref()))
        .replace("{username}", &escaped(&phone.username()));
    let mut response = respond(Answer::web_page(page));
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; connect-src 'self'; \
         form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    );
    let headers = response.headers_mut();
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    // Under `no-referrer` a form would be sent with `Origin: null`.
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    response
}

async fn state(State(live): State<Arc<Live>>, Path(username): Path<String>) -> Response<Body> {
    let Some(phone) = Phone::of(&live, &username) else {
        return respond(Answer::api_error(ApiError::NotFound));
    };
    let (code, seconds) = phone.code_and_seconds_left();
    let push = phone.pending();
    let push = push.as_ref();
    respond(Answer::ok(
        json!({ "key": key(push), "push": push_in_html(push), "code": code, "seconds": seconds,
                "scanned": phone.scanned_code() }),
    ))
}

async fn answer(
    State(live): State<Arc<Live>>,
    Path(username): Path<String>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response<Body> {
    let Some(phone) = Phone::of(&live, &username) else {
        return respond(Answer::api_error(ApiError::NotFound));
    };
    let Ok(body) = body else { return respond(Answer::api_error(ApiError::TooLarge)) };
    let form = match Form::read(text(&headers, header::CONTENT_TYPE), &body) {
        Ok(form) => form,
        Err(refusal) => return respond(Answer::refused(refusal)),
    };
    let ours = form.optional("page_token").is_some_and(|token| live.page_token.matches(token));
    if !ours || !from_this_address(&headers) {
        return respond(Answer::api_error(ApiError::Forbidden));
    }
    let (Some(id), Some(reply)) = (form.optional("push").and_then(|id| id.parse().ok()), reply(&form)) else {
        return respond(Answer::oauth_error(400, "invalid_request", "`push` and one answer are needed"));
    };
    let result = phone.answer(id, reply);
    let told = match result {
        Ok(Verdict::Approved) => "Approved. The sign-in goes on.",
        Ok(Verdict::Declined) if reply == Reply::Decline => "Declined. The sign-in is refused.",
        Ok(Verdict::Declined) => "Wrong number. The sign-in is refused.",
        Err(PhoneError::NothingPending) => "That request is over. Nothing was approved.",
        Err(PhoneError::NumberMissing) => "Choose one of the three numbers. Nothing was approved.",
        Err(PhoneError::NumberUnexpected) => "This request has no numbers. Nothing was approved.",
    };
    if text(&headers, header::ACCEPT) == Some("application/json") {
        return respond(Answer::ok(json!({ "told": told })));
    }
    let mut response = respond(Answer::web_page(String::new()));
    *response.status_mut() = StatusCode::SEE_OTHER;
    if let Ok(page) = HeaderValue::from_str(&path(&username)) {
        response.headers_mut().insert(header::LOCATION, page);
    }
    response
}

/// The path of a user's page.
pub(crate) fn path(username: &str) -> String {
    let escaped: String = form_urlencoded::byte_serialize(username.as_bytes()).collect();
    // A form writes a space as a plus sign, a path does not.
    format!("/phone/{}", escaped.replace('+', "%20"))
}

/// Whether the request was sent by a page of the address it was sent to. Browsers add `Origin` to every `POST`.
fn from_this_address(headers: &HeaderMap) -> bool {
    let origin = text(headers, header::ORIGIN).and_then(|origin| origin.strip_prefix("http://"));
    origin.is_some() && origin == text(headers, header::HOST)
}

fn reply(form: &Form) -> Option<Reply> {
    match form.optional("answer")? {
        "decline" => Some(Reply::Decline),
        "approve" => Some(Reply::Approve(None)),
        number => number.parse().ok().map(|number| Reply::Approve(Some(number))),
    }
}

/// Changes exactly when another push, or none, is pending.
fn key(push: Option<&PendingPush>) -> String {
    push.map_or_else(|| "none".to_owned(), |push| push.id.to_string())
}

fn push_in_html(push: Option<&PendingPush>) -> String {
    let Some(push) = push else {
        return "<p>No request is waiting. Start a sign-in, and it shows here.</p>".to_owned();
    };
    let button = |value: &str, class: &str, label: &str| {
        format!("<button name=\"answer\" value=\"{value}\" class=\"{class}\">{label}</button>")
    };
    let (question, buttons) = match push.numbers {
        Some(numbers) => {
            let buttons: String = numbers
                .iter()
                .map(|number| {
                    button(
                        &number.to_string(),
                        "number",
                        &format!("<span class=\"unseen\">Approve with </span>{number}"),
                    )
                })
                .collect();
            ("Choose the number that the sign-in shows.", buttons)
        }
        None => ("Is that you?", button("approve", "approve", "Approve")),
    };
    format!(
        "<p><strong>{}</strong> asks to sign you in. {question}</p>\
         <input type=\"hidden\" name=\"push\" value=\"{}\">\
         <div class=\"answers\" role=\"group\" aria-label=\"Approve\">{buttons}</div>{}",
        escaped(&push.client),
        push.id,
        button("decline", "decline", "Decline: it is not me"),
    )
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '{' => escaped.push_str("&#123;"),
            other => escaped.push(other),
        }
    }
    escaped
}

impl Phone {
    fn of(live: &Arc<Live>, username: &str) -> Option<Self> {
        let account = live.organization().account_named(username)?;
        Some(Self::new(Arc::clone(live), account))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{PAGE, escaped, push_in_html};
    use crate::phone::PendingPush;

    #[test]
    fn names_are_shown_as_text() {
        let client = "<script>alert('x')</script>{code}&\"".to_owned();
        let push = PendingPush { numbers: None, client, age: Duration::ZERO, id: 1 };
        let html = push_in_html(Some(&push));
        assert!(!html.contains("<script") && !html.contains("{code}"), "{html}");
        assert_eq!(escaped("a&b"), "a&amp;b");
    }

    #[test]
    fn a_push_with_numbers_has_no_way_to_approve_without_one() {
        let push =
            PendingPush { numbers: Some([12, 34, 56]), client: "c".to_owned(), age: Duration::ZERO, id: 1 };
        let html = push_in_html(Some(&push));
        assert!(html.contains("value=\"34\"") && !html.contains("value=\"approve\""), "{html}");
    }

    #[test]
    fn the_page_loads_nothing_from_elsewhere() {
        assert!(!PAGE.contains("http:") && !PAGE.contains("https:") && !PAGE.contains("src="));
    }
}
