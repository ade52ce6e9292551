//! Turns an offline seed and the identity it was enrolled for into the text that the secret store keeps, and back.
//!
//! The identity stands in the record so that a secret never proves anybody but the one it was made for, even
//! when the account is linked to somebody else later.

use serde::Deserialize;
use serde_json::Value;

use crate::totp::Seed;
use crate::{Identity, Secret};

/// A seed and whom it is for.
#[derive(Debug)]
pub(crate) struct OfflineSecret {
    pub(crate) identity: Identity,
    pub(crate) seed: Seed,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    issuer: String,
    subject: String,
    seed: String,
}

impl OfflineSecret {
    /// Reads a kept text; none when it is not one of ours.
    pub(crate) fn read(text: &Secret) -> Option<Self> {
        let record: Record = serde_json::from_str(text.expose()).ok()?;
        let seed = Secret::new(record.seed);
        let identity = Identity { issuer: record.issuer, subject: record.subject, username: None };
        Some(Self { identity, seed: Seed::from_base32(&seed)? })
    }

    /// The text to keep.
    pub(crate) fn write(&self) -> Secret {
        let quoted = |text: &str| Value::from(text).to_string();
        let (issuer, subject) = (quoted(&self.identity.issuer), quoted(&self.identity.subject));
        // Base32 needs no escapes, and so leaves no copy behind.
        let seed = self.seed.to_base32();
        Secret::new(format!(r#"{{"issuer":{issuer},"subject":{subject},"seed":"{}"}}"#, seed.expose()))
    }
}

#[cfg(test)]
mod tests {
    use super::OfflineSecret;
    use crate::totp::Seed;
    use crate::{Identity, Secret};

    #[test]
    fn a_record_reads_back() {
        let identity = Identity {
            issuer: "https://corp.example".to_owned(),
            subject: "00\"u\n1".to_owned(),
            username: Some("alice".to_owned()),
        };
        let text = OfflineSecret { identity: identity.clone(), seed: Seed::new([7; 20]) }.write();
        let read = OfflineSecret::read(&text).unwrap();
        assert!(read.identity.is(&identity));
        assert_eq!(read.seed.to_base32().expose(), Seed::new([7; 20]).to_base32().expose());
    }

    #[test]
    fn anything_else_is_no_record() {
        for text in [
            "",
            "null",
            "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
            r#"{"issuer":"https://corp.example","subject":"00u1"}"#,
            r#"{"issuer":"https://corp.example","subject":"00u1","seed":"GEZDGNBVGY3TQOJQ"}"#,
            r#"{"issuer":"i","subject":"s","seed":"GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ","more":1}"#,
        ] {
            assert!(OfflineSecret::read(&Secret::new(text.to_owned())).is_none(), "{text}");
        }
    }
}
