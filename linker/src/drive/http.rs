//! Turns an [`HttpRequest`] into an [`HttpResponse`] over one kept connection, or into a [`TransportFailure`].
//!
//! Nothing is followed or repeated: a redirect is an answer like any other, and a POST goes out once. No proxy
//! is taken from the environment or from the system, since a daemon must not obey what somebody set for
//! programs of theirs. Plain HTTP never leaves the loopback interface.

mod cache;
mod failure;
mod form;

#[cfg(test)]
mod tests;

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use reqwest::{Client, ClientBuilder, RequestBuilder, Url, redirect, retry, tls};

use crate::drive::Clock;
use crate::step::{Freshness, HttpRequest, HttpResponse, Method, TransportFailure};

use cache::AnswerCache;

/// The client of one program. Clones share connections and cached answers.
#[derive(Clone, Debug)]
pub struct HttpClient {
    clock: Clock,
    rooms: Arc<Rooms>,
}

/// What clones share. A client is built when its transport is first used, so that practice on loopback needs no
/// store of certification authorities.
#[derive(Debug, Default)]
struct Rooms {
    guarded: OnceLock<Client>,
    loopback: OnceLock<Client>,
    answers: Mutex<AnswerCache>,
}

/// How a URL may be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Transport {
    /// TLS, judged by the system's own certificate verifier.
    Guarded,
    /// Plain HTTP on the loopback interface.
    Loopback,
}

impl HttpClient {
    /// A client without connections and with nothing cached. `clock` measures deadlines and the age of answers.
    #[must_use]
    pub fn new(clock: Clock) -> Self {
        Self { clock, rooms: Arc::default() }
    }

    /// Sends the request and reads the whole answer, or takes it from the cache where the request allows that.
    ///
    /// # Errors
    ///
    /// - [`TransportFailure::TimedOut`]: the whole answer did not come within [`HttpRequest::timeout`], sleep of
    ///   the machine included;
    /// - [`TransportFailure::TooLong`]: its body exceeds [`HttpResponse::LIMIT`];
    /// - [`TransportFailure::Tls`]: TLS failed, no certification authority is known here, or the URL would send
    ///   plain text to another machine; nothing is sent then;
    /// - [`TransportFailure::Unreachable`]: anything else.
    pub async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportFailure> {
        let deadline = self.clock.monotonic().plus(request.timeout);
        let cacheable = request.method == Method::Get && request.authorization.is_none();
        if cacheable && request.freshness == Freshness::Day {
            let known = self.answers().fresh(&request.url, self.clock.monotonic());
            if let Some(response) = known {
                return Ok(response);
            }
        }
        let response = tokio::select! {
            biased;
            outcome = self.exchange(&request) => outcome?,
            () = self.clock.sleep_until(deadline) => return Err(TransportFailure::TimedOut),
        };
        if cacheable && request.freshness != Freshness::Always {
            self.answers().keep(&request.url, &response, self.clock.monotonic());
        }
        Ok(response)
    }

    async fn exchange(&self, request: &HttpRequest) -> Result<HttpResponse, TransportFailure> {
        let url = Url::parse(&request.url).map_err(|_| TransportFailure::Unreachable)?;
        let client = self.client(Transport::of(&url)?)?;
        let response =
            built(&client, url, request)?.send().await.map_err(|error| failure::classify(&error))?;
        read(response).await
    }

    fn client(&self, transport: Transport) -> Result<Client, TransportFailure> {
        let cell = match transport {
            Transport::Guarded => &self.rooms.guarded,
            Transport::Loopback => &self.rooms.loopback,
        };
        if let Some(client) = cell.get() {
            return Ok(client.clone());
        }
        // Building fails only where the system knows no certification authority at all.
        let client = transport.builder().build().map_err(|_| TransportFailure::Tls)?;
        Ok(cell.get_or_init(|| client).clone())
    }

    fn answers(&self) -> MutexGuard<'_, AnswerCache> {
        self.rooms.answers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Transport {
    fn of(url: &Url) -> Result<Self, TransportFailure> {
        match url.scheme() {
            "https" => Ok(Self::Guarded),
            "http" if is_loopback(url) => Ok(Self::Loopback),
            _ => Err(TransportFailure::Tls),
        }
    }

    fn builder(self) -> ClientBuilder {
        let builder = Client::builder()
            .user_agent(concat!("latchkey/", env!("CARGO_PKG_VERSION")))
            .redirect(redirect::Policy::none())
            .retry(retry::never())
            .referer(false)
            .no_proxy()
            .pool_max_idle_per_host(1);
        match self {
            Self::Guarded => builder.https_only(true).tls_version_min(tls::Version::TLS_1_2),
            // No resolver may turn this name into another machine; port 0 stands for the URL's own.
            Self::Loopback => builder.tls_certs_only([]).resolve_to_addrs(
                LOCALHOST,
                &[SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), SocketAddr::from((Ipv6Addr::LOCALHOST, 0))],
            ),
        }
    }
}

const LOCALHOST: &str = "localhost";

/// Whether the host is `localhost` or an address of the loopback interface, as the client will connect to it.
fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == LOCALHOST || address.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn built(client: &Client, url: Url, request: &HttpRequest) -> Result<RequestBuilder, TransportFailure> {
    let mut builder = match request.method {
        Method::Get => client.get(url),
        Method::Post => client
            .post(url)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(form::encode(&request.form)),
    }
    .header(ACCEPT, "application/json");
    if let Some(authorization) = &request.authorization {
        let mut value = HeaderValue::from_str(authorization.expose())
            // A header that cannot be written is a request that nobody can be asked.
            .map_err(|_| TransportFailure::Unreachable)?;
        value.set_sensitive(true);
        builder = builder.header(AUTHORIZATION, value);
    }
    Ok(builder)
}

async fn read(mut response: reqwest::Response) -> Result<HttpResponse, TransportFailure> {
    let headers = response
        .headers()
        .iter()
        .map(|(name, value)| {
            (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
        })
        .collect();
    let status = response.status().as_u16();
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| failure::classify(&error))? {
        if chunk.len() > HttpResponse::LIMIT.saturating_sub(body.len()) {
            return Err(TransportFailure::TooLong);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(HttpResponse { status, headers, body })
}
