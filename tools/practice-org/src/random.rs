//! Unguessable texts and numbers from the system's random source.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

/// The system gave no random bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the system gave no random bytes")]
pub(crate) struct NoRandomness;

/// `N` random bytes.
pub(crate) fn bytes<const N: usize>() -> Result<[u8; N], NoRandomness> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| NoRandomness)?;
    Ok(bytes)
}

/// A text of 32 characters that nobody guesses: 192 bits, base64url.
pub(crate) fn text() -> Result<String, NoRandomness> {
    Ok(URL_SAFE_NO_PAD.encode(bytes::<24>()?))
}

/// A number below `bound`, which is not 0; no number is likelier than another.
pub(crate) fn below(bound: u8) -> Result<u8, NoRandomness> {
    let fair = u8::MAX - u8::MAX % bound;
    loop {
        let [byte] = bytes()?;
        if byte < fair {
            return Ok(byte % bound);
        }
    }
}
