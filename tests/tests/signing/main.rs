//! Signed profiles: OpenSSL verifies them, our own reader opens them, and what is wrong with a key, a certificate or a
//! profile is said.

#![expect(
    clippy::disallowed_methods,
    clippy::panic,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "a test runs OpenSSL, writes files, says what it passes over, and fails loudly"
)]

mod authority;
mod command;
mod key_and_chain;

use latchkey_profile_schema::opening::{self, Encoding, Integrity, Layer};

/// The content of a profile that this subject signed and nobody changed since.
#[track_caller]
pub(crate) fn intact(signed: &[u8], subject: &str, digest: &str) -> Vec<u8> {
    let opening = opening::open(signed);
    let [Layer::Signed(signature)] = opening.layers.as_slice() else { panic!("{:?}", opening.layers) };
    assert_eq!((signature.integrity, signature.encoding), (Integrity::Intact, Encoding::Der));
    let [signer] = signature.signers.as_slice() else { panic!("{:?}", signature.signers) };
    assert_eq!((signer.subject.as_deref(), signer.digest.as_str()), (Some(subject), digest));
    assert_eq!(signer.issuer.as_deref(), Some("Between"));
    opening.single().unwrap().bytes.to_vec()
}
