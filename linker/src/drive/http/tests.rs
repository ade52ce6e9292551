//! Against a server of a few lines on loopback, since a real one does not misbehave on demand.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

use super::*;
use crate::Secret;

/// A server that counts connections, hands over the requests it read, and answers each with the same bytes.
struct Server {
    address: SocketAddr,
    accepted: Arc<AtomicUsize>,
    requests: mpsc::UnboundedReceiver<String>,
}

/// What the server does once it wrote its answer.
#[derive(Clone, Copy)]
enum Then {
    KeepOpen,
    Reset,
}

impl Server {
    async fn answering(answer: impl Into<Vec<u8>>, then: Then) -> Self {
        let answer: Arc<[u8]> = answer.into().into();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let accepted = Arc::new(AtomicUsize::new(0));
        let (sender, requests) = mpsc::unbounded_channel();
        let count = Arc::clone(&accepted);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                count.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(serve(stream, Arc::clone(&answer), then, sender.clone()));
            }
        });
        Self { address, accepted, requests }
    }

    async fn json(body: &str) -> Self {
        Self::answering(ok(body.as_bytes()), Then::KeepOpen).await
    }

    fn url(&self) -> String {
        format!("http://{}/path", self.address)
    }

    fn accepted(&self) -> usize {
        self.accepted.load(Ordering::SeqCst)
    }
}

async fn serve(mut stream: TcpStream, answer: Arc<[u8]>, then: Then, sender: mpsc::UnboundedSender<String>) {
    let mut seen = Vec::new();
    let mut chunk = [0; 1024];
    loop {
        let length = stream.read(&mut chunk).await.unwrap_or(0);
        if length == 0 {
            return;
        }
        seen.extend_from_slice(&chunk[..length]);
        let text = String::from_utf8_lossy(&seen).into_owned();
        if !is_whole(&text) {
            continue;
        }
        seen.clear();
        let _ = sender.send(text);
        if stream.write_all(&answer).await.is_err() {
            return;
        }
        if let Then::Reset = then {
            // Zero seconds of linger turn the close into a reset.
            stream.set_zero_linger().unwrap();
            return;
        }
    }
}

fn is_whole(request: &str) -> bool {
    let Some((head, body)) = request.split_once("\r\n\r\n") else { return false };
    let length = head
        .lines()
        .find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ").map(str::to_owned))
        .map_or(0, |length| length.parse().unwrap());
    body.len() >= length
}

fn ok(body: &[u8]) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

fn client() -> HttpClient {
    HttpClient::new(Clock::open().unwrap())
}

fn get(url: &str) -> HttpRequest {
    HttpRequest {
        method: Method::Get,
        url: url.to_owned(),
        authorization: None,
        form: Vec::new(),
        freshness: Freshness::Always,
        // Far more than loopback takes, so that only the tests that wait for it ever meet it.
        timeout: Duration::from_secs(20),
    }
}

fn post(url: &str) -> HttpRequest {
    HttpRequest {
        method: Method::Post,
        form: vec![
            ("grant_type", Secret::new("urn:x y".to_owned())),
            ("client_secret", Secret::new("a&b".to_owned())),
        ],
        authorization: Some(Secret::new("Basic aGk=".to_owned())),
        ..get(url)
    }
}

async fn failure(request: HttpRequest) -> TransportFailure {
    client().send(request).await.unwrap_err()
}

#[tokio::test]
async fn a_post_carries_the_form_and_the_program_s_name() {
    let mut server = Server::json("{}").await;
    let response = client().send(post(&server.url())).await.unwrap();
    assert_eq!((response.status, response.body.as_slice()), (200, b"{}".as_slice()));
    assert_eq!(response.header("content-type"), Some("application/json"));
    let request = server.requests.recv().await.unwrap().to_ascii_lowercase();
    let version = env!("CARGO_PKG_VERSION");
    for expected in [
        "post /path http/1.1\r\n",
        "content-type: application/x-www-form-urlencoded\r\n",
        "accept: application/json\r\n",
        "authorization: basic agk=\r\n",
        &format!("user-agent: latchkey/{version}\r\n"),
        "\r\n\r\ngrant_type=urn%3ax+y&client_secret=a%26b",
    ] {
        assert!(request.contains(expected), "{expected:?} in {request:?}");
    }
}

#[tokio::test]
async fn one_connection_serves_all_requests_of_all_clones() {
    let server = Server::json("{}").await;
    let client = client();
    for _ in 0..3 {
        client.send(get(&server.url())).await.unwrap();
        client.clone().send(post(&server.url())).await.unwrap();
    }
    assert_eq!(server.accepted(), 1);
}

#[tokio::test]
async fn the_name_localhost_means_this_machine() {
    let server = Server::json("{}").await;
    let url = format!("http://localhost:{}/", server.address.port());
    assert_eq!(client().send(get(&url)).await.unwrap().status, 200);
}

#[tokio::test]
async fn a_redirect_is_an_answer() {
    let target = Server::json("{}").await;
    let answer = format!("HTTP/1.1 302 Found\r\nLocation: {}\r\nContent-Length: 0\r\n\r\n", target.url());
    let server = Server::answering(answer, Then::KeepOpen).await;
    for request in [get(&server.url()), post(&server.url())] {
        let response = client().send(request).await.unwrap();
        assert_eq!(response.status, 302);
        assert_eq!(response.header("location"), Some(target.url().as_str()));
    }
    assert_eq!(target.accepted(), 0);
}

#[tokio::test]
async fn an_answer_that_does_not_come_whole_in_time_is_a_time_out() {
    let silent = Server::answering("", Then::KeepOpen).await;
    let half = Server::answering("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", Then::KeepOpen).await;
    for server in [silent, half] {
        let request = HttpRequest { timeout: Duration::from_millis(50), ..get(&server.url()) };
        assert_eq!(failure(request).await, TransportFailure::TimedOut);
    }
}

#[tokio::test]
async fn a_connection_that_breaks_is_unreachable() {
    let refused = {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        format!("http://{}/", listener.local_addr().unwrap())
    };
    assert_eq!(failure(get(&refused)).await, TransportFailure::Unreachable);
    for answer in ["", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", "not HTTP at all\r\n\r\n"] {
        let server = Server::answering(answer, Then::Reset).await;
        assert_eq!(failure(get(&server.url())).await, TransportFailure::Unreachable, "{answer}");
    }
}

#[tokio::test]
async fn a_post_is_never_sent_twice() {
    let server = Server::answering("", Then::Reset).await;
    assert_eq!(failure(post(&server.url())).await, TransportFailure::Unreachable);
    assert_eq!(server.accepted(), 1);
}

#[tokio::test]
async fn a_body_is_taken_up_to_the_limit_and_no_further() {
    let longest = Server::answering(ok(&vec![b'x'; HttpResponse::LIMIT]), Then::KeepOpen).await;
    let response = client().send(get(&longest.url())).await.unwrap();
    assert_eq!(response.body.len(), HttpResponse::LIMIT);
    let too_long = Server::answering(ok(&vec![b'x'; HttpResponse::LIMIT + 1]), Then::KeepOpen).await;
    assert_eq!(failure(get(&too_long.url())).await, TransportFailure::TooLong);
    let endless = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_owned()
        + &format!("10000\r\n{}\r\n", "x".repeat(0x10000)).repeat(17);
    let endless = Server::answering(endless, Then::KeepOpen).await;
    assert_eq!(failure(get(&endless.url())).await, TransportFailure::TooLong);
}

#[tokio::test]
async fn plain_text_for_another_machine_is_refused_before_anything_is_sent() {
    let server = Server::json("{}").await;
    let port = server.address.port();
    // The system takes this address to the server above, but it is no loopback address.
    for url in [format!("http://0.0.0.0:{port}/"), format!("http://localhost@0.0.0.0:{port}/")] {
        assert_eq!(failure(get(&url)).await, TransportFailure::Tls, "{url}");
    }
    for url in
        ["http://localhost.example/", "http://[::ffff:127.0.0.1]/", "ftp://localhost/", "file:///etc/passwd"]
    {
        assert_eq!(failure(get(url)).await, TransportFailure::Tls, "{url}");
    }
    assert_eq!(failure(get("not a url")).await, TransportFailure::Unreachable);
    assert_eq!(server.accepted(), 0);
}

#[tokio::test]
async fn a_server_that_speaks_no_tls_fails_as_tls() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}/", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await.unwrap();
        let _ = stream.read(&mut [0; 1024]).await;
    });
    assert_eq!(failure(get(&url)).await, TransportFailure::Tls);
}

#[tokio::test]
async fn a_cached_answer_serves_until_it_is_asked_again() {
    let server = Server::json(r#"{"keys":[]}"#).await;
    let client = client();
    let mut asked = server.requests;
    let mut send = async |freshness| {
        let url = format!("http://{}/path", server.address);
        let response = client.send(HttpRequest { freshness, ..get(&url) }).await.unwrap();
        assert_eq!(response.body, br#"{"keys":[]}"#);
        std::iter::from_fn(|| asked.try_recv().ok()).count()
    };
    assert_eq!(send(Freshness::Day).await, 1);
    assert_eq!(send(Freshness::Day).await, 0);
    assert_eq!(send(Freshness::Always).await, 1);
    assert_eq!(send(Freshness::Again).await, 1);
    assert_eq!(send(Freshness::Day).await, 0);
}

#[tokio::test]
async fn what_is_asked_with_credentials_is_never_cached() {
    let mut server = Server::json("{}").await;
    let client = client();
    for _ in 0..2 {
        let authorization = Some(Secret::new("Basic aGk=".to_owned()));
        let request = HttpRequest { freshness: Freshness::Day, authorization, ..get(&server.url()) };
        client.send(request).await.unwrap();
        client.send(HttpRequest { freshness: Freshness::Day, ..post(&server.url()) }).await.unwrap();
    }
    assert_eq!(std::iter::from_fn(|| server.requests.try_recv().ok()).count(), 4);
}
