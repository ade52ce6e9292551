//! Turns form parameters into a request body that wipes itself: `application/x-www-form-urlencoded`, URL
//! Standard section 5.2.
//!
//! The body is one buffer, sized before anything secret is written, and overwritten when the HTTP library lets
//! go of it. The library's own write buffer and that of TLS hold copies which are not ours to overwrite.

use bytes::Bytes;
use form_urlencoded::byte_serialize;
use reqwest::Body;
use zeroize::Zeroizing;

use crate::Secret;

pub(super) fn encode(form: &[(&'static str, Secret)]) -> Body {
    Body::from(Bytes::from_owner(encoded(form)))
}

fn encoded(form: &[(&'static str, Secret)]) -> Zeroizing<Vec<u8>> {
    // Three bytes for one at worst, and two separators: the buffer never grows, so it leaves no copy behind.
    let longest = form.iter().map(|(name, value)| 3 * (name.len() + value.expose().len()) + 2).sum();
    let mut body = Zeroizing::new(Vec::with_capacity(longest));
    for (index, (name, value)) in form.iter().enumerate() {
        if index > 0 {
            body.push(b'&');
        }
        byte_serialize(name.as_bytes()).for_each(|part| body.extend_from_slice(part.as_bytes()));
        body.push(b'=');
        byte_serialize(value.expose().as_bytes()).for_each(|part| body.extend_from_slice(part.as_bytes()));
    }
    body
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(form: &[(&'static str, &str)], expected: &str) {
        let form: Vec<_> =
            form.iter().map(|(name, value)| (*name, Secret::new((*value).to_owned()))).collect();
        let body = encoded(&form);
        assert_eq!(std::str::from_utf8(&body).unwrap(), expected);
    }

    #[test]
    fn parameters_keep_their_order_and_are_escaped() {
        check(&[], "");
        check(&[("a", "")], "a=");
        check(&[("b", "1"), ("a", "2")], "b=1&a=2");
        check(
            &[("grant_type", "urn:okta:params:oauth:grant-type:oob")],
            "grant_type=urn%3Aokta%3Aparams%3Aoauth%3Agrant-type%3Aoob",
        );
        check(&[("s", "a b+c&d=e%/é\n~")], "s=a+b%2Bc%26d%3De%25%2F%C3%A9%0A%7E");
        check(&[("kept", "AZaz09*-._")], "kept=AZaz09*-._");
    }

    #[test]
    fn the_buffer_never_grows_while_secrets_are_in_it() {
        let form = [("name", Secret::new("\u{0}é&= ".repeat(50)))];
        let expected: usize =
            form.iter().map(|(name, value)| 3 * (name.len() + value.expose().len()) + 2).sum();
        assert_eq!(encoded(&form).capacity(), expected);
    }
}
