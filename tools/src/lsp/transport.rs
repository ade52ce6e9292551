//! Bytes of an editor to messages, and messages to bytes: JSON-RPC 2.0 under the header of the Language Server Protocol.
//!
//! Whatever comes in gets an answer: what is no message is told apart from the end, and nothing of it is repeated.

use std::io::{self, BufRead, Read, Write};

use serde::Deserialize;
use serde_json::{Value, json};

/// The largest message: a buffer of the largest file that is read, each character of it escaped.
const MAX_MESSAGE: u64 = 128 * 1024 * 1024;
/// The longest line of a header.
const MAX_HEADER: u64 = 8 * 1024;

/// What came in.
#[derive(Debug, PartialEq)]
pub(super) enum Incoming {
    /// A question that must be answered.
    Request {
        /// What the answer repeats.
        id: Value,
        /// What is asked.
        method: String,
        /// About what.
        params: Value,
    },
    /// Something that is told.
    Notification {
        /// What.
        method: String,
        /// About what.
        params: Value,
    },
    /// An answer to a question of ours; none of them matters.
    Response,
    /// Something else.
    Malformed(Fault),
}

/// How bytes are no message, with the code of JSON-RPC 2.0 section 5.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// The code.
    pub(super) code: i64,
    /// What is wrong.
    pub(super) message: &'static str,
}

/// What is asked for is not known.
pub(super) const METHOD_NOT_FOUND: i64 = -32601;
/// What is asked about is not as the protocol says.
pub(super) const INVALID_PARAMS: i64 = -32602;
/// A message at the wrong time.
pub(super) const INVALID_REQUEST: i64 = -32600;
/// Asked before `initialize`.
pub(super) const NOT_INITIALIZED: i64 = -32002;
const PARSE_ERROR: i64 = -32700;

#[derive(Deserialize)]
struct Object {
    #[serde(default, deserialize_with = "present")]
    id: Option<Value>,
    method: Option<String>,
    #[serde(default)]
    params: Value,
    result: Option<Value>,
    error: Option<Value>,
}

/// `null` is a value too.
fn present<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

/// Reads the next message; none at the end.
pub(super) fn read(input: &mut impl BufRead) -> io::Result<Option<Incoming>> {
    let Some(length) = header(input)? else { return Ok(None) };
    let Some(length) = length else {
        return Ok(Some(malformed(PARSE_ERROR, "a message has no `Content-Length`")));
    };
    if length > MAX_MESSAGE {
        let skipped = io::copy(&mut input.take(length), &mut io::sink())?;
        let message = malformed(INVALID_REQUEST, "a message is longer than what is read");
        return Ok((skipped == length).then_some(message));
    }
    let mut body = Vec::new();
    let read = input.take(length).read_to_end(&mut body)?;
    let whole = u64::try_from(read).is_ok_and(|read| read == length);
    Ok(whole.then(|| parse(&body)))
}

/// The length that a header says, if it does; none at the end.
fn header(input: &mut impl BufRead) -> io::Result<Option<Option<u64>>> {
    let mut length = None;
    let mut line = Vec::new();
    loop {
        line.clear();
        if input.take(MAX_HEADER).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let text = line.trim_ascii();
        if text.is_empty() {
            return Ok(Some(length));
        }
        let text = String::from_utf8_lossy(text);
        if let Some((name, value)) = text.split_once(':')
            && name.trim().eq_ignore_ascii_case("Content-Length")
        {
            length = value.trim().parse().ok();
        }
    }
}

fn parse(body: &[u8]) -> Incoming {
    let Ok(value) = serde_json::from_slice::<Value>(body) else {
        return malformed(PARSE_ERROR, "a message is not JSON");
    };
    let Ok(Object { id, method, params, result, error }) = serde_json::from_value(value) else {
        return malformed(INVALID_REQUEST, "a message is no request, notification or response");
    };
    match (id, method) {
        (Some(id), Some(method)) if is_id(&id) => Incoming::Request { id, method, params },
        (None, Some(method)) => Incoming::Notification { method, params },
        (Some(_), None) if result.is_some() || error.is_some() => Incoming::Response,
        // `"result": null` is an answer too.
        (Some(id), None) if is_id(&id) => Incoming::Response,
        _ => malformed(INVALID_REQUEST, "a message is no request, notification or response"),
    }
}

const fn is_id(id: &Value) -> bool {
    matches!(id, Value::Number(_) | Value::String(_))
}

const fn malformed(code: i64, message: &'static str) -> Incoming {
    Incoming::Malformed(Fault { code, message })
}

/// What an editor is told or asked.
#[derive(Debug, PartialEq)]
pub(super) enum Outgoing {
    /// It is told something.
    Notification {
        /// What.
        method: &'static str,
        /// About what.
        params: Value,
    },
    /// It is asked something; the answer does not matter.
    Request {
        /// What its answer repeats.
        id: String,
        /// What is asked.
        method: &'static str,
        /// About what.
        params: Value,
    },
}

/// Writes an answer.
pub(super) fn respond(output: &mut impl Write, id: &Value, result: Result<Value, Fault>) -> io::Result<()> {
    let message = match result {
        Ok(result) => json!({ "jsonrpc": "2.0", "id": id, "result": result }),
        Err(Fault { code, message }) => {
            json!({ "jsonrpc": "2.0", "id": id, "error": { "code": code, "message": message } })
        }
    };
    write(output, &message)
}

/// Tells or asks the editor something.
pub(super) fn send(output: &mut impl Write, outgoing: &Outgoing) -> io::Result<()> {
    write(
        output,
        &match outgoing {
            Outgoing::Notification { method, params } => {
                json!({ "jsonrpc": "2.0", "method": method, "params": params })
            }
            Outgoing::Request { id, method, params } => {
                json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params })
            }
        },
    )
}

fn write(output: &mut impl Write, message: &Value) -> io::Result<()> {
    let text = message.to_string();
    write!(output, "Content-Length: {}\r\n\r\n{text}", text.len())?;
    output.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &[u8]) -> Vec<Incoming> {
        let mut input = text;
        std::iter::from_fn(|| read(&mut input).unwrap()).collect()
    }

    fn framed(body: &str) -> Vec<u8> {
        format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
    }

    fn code(message: &Incoming) -> Option<i64> {
        match message {
            Incoming::Malformed(fault) => Some(fault.code),
            _ => None,
        }
    }

    #[test]
    fn messages_follow_each_other() {
        let mut text = framed(r#"{"jsonrpc":"2.0","id":1,"method":"a","params":{"x":1}}"#);
        text.extend(framed(r#"{"jsonrpc":"2.0","method":"b"}"#));
        text.extend(framed(r#"{"jsonrpc":"2.0","id":"ours","result":null}"#));
        let expected = [
            Incoming::Request { id: json!(1), method: "a".to_owned(), params: json!({ "x": 1 }) },
            Incoming::Notification { method: "b".to_owned(), params: Value::Null },
            Incoming::Response,
        ];
        assert_eq!(all(&text), expected);
    }

    #[test]
    fn what_is_no_message_hides_none_after_it() {
        for (body, expected) in [
            ("{", PARSE_ERROR),
            ("[]", INVALID_REQUEST),
            ("null", INVALID_REQUEST),
            ("{}", INVALID_REQUEST),
            (r#"{"id":null,"method":"a"}"#, INVALID_REQUEST),
            (r#"{"id":{},"method":"a"}"#, INVALID_REQUEST),
            (r#"{"method":5}"#, INVALID_REQUEST),
        ] {
            let mut text = framed(body);
            text.extend(framed(r#"{"method":"b"}"#));
            let found = all(&text);
            assert_eq!((found.len(), code(&found[0])), (2, Some(expected)), "{body}");
        }
        let deep = "[".repeat(100_000);
        assert_eq!(code(&all(&framed(&deep))[0]), Some(PARSE_ERROR));
    }

    #[test]
    fn a_header_may_say_anything() {
        let text = b"Nonsense\r\nContent-Length: 99999999999999999999\r\n\r\n";
        assert_eq!(code(&all(text)[0]), Some(PARSE_ERROR));
        let mut text = b"content-type: x\ncontent-length:14\n\n".to_vec();
        text.extend(br#"{"method":"b"}"#);
        assert_eq!(all(&text).len(), 1);
        assert!(all(b"Content-Length: 18446744073709551615\r\n\r\n{}").is_empty());
        assert!(all(b"Content-Length: 5\r\n\r\n{}").is_empty());
        assert!(all(&b"x".repeat(100_000)).is_empty());
    }
}
