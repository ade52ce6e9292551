//! HTTP around the organization: each request carried to the value that answers it, and its answer back.

use std::sync::Arc;

use axum::{
    Router,
    body::{Body, Bytes},
    extract::{DefaultBodyLimit, Path, Request, State, rejection::BytesRejection},
    http::{HeaderMap, HeaderValue, Method, Response, header},
    middleware::{self, Next},
    routing::{get, post},
};

use crate::{
    answer::Answer,
    discovery,
    fault::Fault,
    http::{http_date, respond, text},
    issuer::Issuer,
    live::Live,
    organization::{self, Endpoint},
    phone_page,
    quota::Quota,
    refusal::ApiError,
};

type Shared = State<Arc<Live>>;
type Received = Result<Bytes, BytesRejection>;

const ENDPOINTS: [(&str, Endpoint); 4] = [
    ("primary-authenticate", Endpoint::PrimaryAuthenticate),
    ("oob-authenticate", Endpoint::OobAuthenticate),
    ("challenge", Endpoint::Challenge),
    ("token", Endpoint::Token),
];

/// No request of the protocol is longer than a few hundred bytes.
const LARGEST_BODY: usize = 64 * 1024;

/// Every address of the organization.
pub(crate) fn router(live: Arc<Live>) -> Router {
    let mut router = Router::new()
        .route("/.well-known/openid-configuration", get(|live: Shared| async { describe(live, "") }))
        .route(
            "/oauth2/{id}/.well-known/openid-configuration",
            get(|live: Shared, id: Path<String>| async move { describe(live, &id) }),
        )
        .route("/oauth2/v1/keys", get(|live: Shared| async { keys(live, "") }))
        .route("/oauth2/{id}/v1/keys", get(|live: Shared, id: Path<String>| async move { keys(live, &id) }));
    for (name, endpoint) in ENDPOINTS {
        let org = move |live: Shared, headers: HeaderMap, body: Received| async move {
            exchange(live, "", endpoint, &headers, body)
        };
        let custom = move |live: Shared, id: Path<String>, headers: HeaderMap, body: Received| async move {
            exchange(live, &id, endpoint, &headers, body)
        };
        router = router
            .route(&format!("/oauth2/v1/{name}"), post(org))
            .route(&format!("/oauth2/{{id}}/v1/{name}"), post(custom));
    }
    router
        .merge(phone_page::routes())
        .fallback(|live: Shared| async { anonymous(live, |_| Answer::api_error(ApiError::NotFound)) })
        .method_not_allowed_fallback(|live: Shared| async {
            anonymous(live, |_| Answer::api_error(ApiError::MethodNotAllowed))
        })
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(middleware::from_fn_with_state(Arc::clone(&live), gate))
        .with_state(live)
}

/// What every request passes: the check of `Host`, the faults, and the headers that every answer has.
async fn gate(State(live): Shared, request: Request, next: Next) -> Response<Body> {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    let mut response = if !host.is_some_and(|host| live.answers_to(host)) {
        respond(Answer::api_error(ApiError::Forbidden))
    } else if request.uri().path().starts_with("/phone/") {
        next.run(request).await
    } else {
        live.note_request(format!("{} {}", request.method(), request.uri().path()));
        if let Some(Fault::Slow(delay)) = live.fault() {
            tokio::time::sleep(delay).await;
        }
        match faulty_answer(&live, request.method()) {
            Some(answer) => respond(answer),
            None => next.run(request).await,
        }
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::PRAGMA, HeaderValue::from_static("no-cache"));
    if let Some(date) = http_date(live.now()) {
        headers.insert(header::DATE, date);
    }
    response
}

/// The answer that the present fault gives instead of the organization's.
fn faulty_answer(live: &Live, method: &Method) -> Option<Answer> {
    let quota = |answer: Answer| {
        let (Ok(quota) | Err(quota)) = live.organization().count_anonymous(live.now());
        answer.with_quota(quota)
    };
    match live.fault()? {
        Fault::Html => {
            Some(Answer::web_page("<!DOCTYPE html><title>Sign in to the network</title>".to_owned()))
        }
        Fault::UnknownError if *method == Method::POST => {
            Some(quota(Answer::oauth_error(400, "practice_unheard_of", "an error that no document lists")))
        }
        Fault::InternalError => Some(quota(Answer::api_error(ApiError::Internal))),
        Fault::Unavailable => Some(quota(Answer::api_error(ApiError::Unavailable))),
        Fault::RateLimitedSilently => Some(Answer::api_error(ApiError::TooManyRequests)),
        Fault::RateLimited => {
            let reset = live.now().unix_seconds().saturating_add(1);
            Some(Answer::api_error(ApiError::TooManyRequests).with_quota(Quota {
                limit: 4,
                remaining: 0,
                reset,
            }))
        }
        _ => None,
    }
}

fn describe(State(live): Shared, id: &str) -> Response<Body> {
    let fault = live.fault();
    anonymous(State(live), |live| match issuer(live, id) {
        Some(issuer) => Answer::ok(discovery::document(&live.organization().issuers, issuer, fault)),
        None => Answer::api_error(ApiError::NotFound),
    })
}

fn keys(State(live): Shared, id: &str) -> Response<Body> {
    anonymous(State(live), |live| match issuer(live, id) {
        Some(_) => Answer::ok(live.organization().keys.to_json()),
        None => Answer::api_error(ApiError::NotFound),
    })
}

fn exchange(
    State(live): Shared,
    id: &str,
    endpoint: Endpoint,
    headers: &HeaderMap,
    body: Received,
) -> Response<Body> {
    let (Some(issuer), Ok(body)) = (issuer(&live, id), &body) else {
        let error = if body.is_err() { ApiError::TooLarge } else { ApiError::NotFound };
        return anonymous(State(live), |_| Answer::api_error(error));
    };
    let request = organization::Request {
        endpoint,
        issuer,
        content_type: text(headers, header::CONTENT_TYPE),
        authorization: text(headers, header::AUTHORIZATION),
        body,
    };
    let (now, fault) = (live.now(), live.fault());
    respond(live.organization().answer(&request, now, fault))
}

/// An answer that is about nobody, counted among the organization's requests.
fn anonymous(State(live): Shared, answer: impl FnOnce(&Live) -> Answer) -> Response<Body> {
    let counted = live.organization().count_anonymous(live.now());
    respond(match counted {
        Ok(quota) => answer(&live).with_quota(quota),
        Err(quota) => Answer::api_error(ApiError::TooManyRequests).with_quota(quota),
    })
}

/// The authorization server that a path names; the empty ID is the org server.
fn issuer(live: &Live, id: &str) -> Option<Issuer> {
    if id.is_empty() { Some(Issuer::Org) } else { live.organization().issuers.custom(id) }
}
