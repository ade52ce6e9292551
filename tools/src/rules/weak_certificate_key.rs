//! `weak-certificate-key`: a certificate with a key of 1024 bits.

use latchkey_profile_schema::Value;

use super::companions::certificate;
use crate::finding::{Finding, value_at};
use crate::fix::{Edit, Fix};
use crate::rule::rule;
use crate::view::PayloadView;

rule! {
    /// A certificate with a key of 1024 bits.
    ///
    /// # What it does
    /// Reports `Keysize` of 1024 in a SCEP payload, and its absence, which means the same.
    ///
    /// # Why it matters
    /// Keys of this size are no longer thought safe, and authorities refuse them. Deployments with Okta use 2048.
    ///
    /// # Example
    /// ```xml
    /// <dict>
    ///     <key>PayloadType</key><string>com.apple.security.scep</string>
    ///     <key>PayloadContent</key><dict><key>URL</key><string>https://corp.okta.com/scep</string></dict>
    /// </dict>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <dict>
    ///     <key>PayloadType</key><string>com.apple.security.scep</string>
    ///     <key>PayloadContent</key>
    ///     <dict>
    ///         <key>URL</key><string>https://corp.okta.com/scep</string>
    ///         <key>Keysize</key><integer>2048</integer>
    ///     </dict>
    /// </dict>
    /// ```
    ///
    /// # Keys
    /// `Keysize`
    static RULE = { name: "weak-certificate-key", level: Warning, since: "0.1.0" };
}

/// Looks at the size. A payload that holds nothing lacks more than this.
pub(crate) fn check(settings: &PayloadView<'_>) -> Vec<Finding> {
    const KEY: &str = "Keysize";
    const GOOD: Value = Value::Integer(2_048);
    let Some(content) = certificate(settings).filter(|content| content.get("URL").is_some()) else {
        return Vec::new();
    };
    let path = settings.path("PayloadContent");
    let (place, message, edit) = match content.get(KEY).map(|node| &node.value) {
        None => (
            path.clone(),
            "the key has 1024 bits, since no `Keysize` is set",
            Edit::Insert { into: path, key: KEY.to_owned(), value: GOOD },
        ),
        Some(Value::Integer(1_024)) => {
            (path.key(KEY), "the key has 1024 bits", Edit::Value(path.key(KEY), GOOD))
        }
        Some(_) => return Vec::new(),
    };
    vec![
        Finding::new(&RULE, value_at(place), message)
            .help("set `Keysize` to 2048")
            .consequence("the authority may refuse the request, and the Mac gets no certificate")
            .fix(Fix::guess("set `Keysize` to 2048", [edit])),
    ]
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{messages_in_profile, payload};

    #[test]
    fn short_keys_are_named() {
        let count = |inside: &str| {
            let inside = format!(
                "<key>PayloadContent</key><dict><key>URL</key><string>https://a.example.com</string>{inside}</dict>"
            );
            messages_in_profile("weak-certificate-key", &payload("com.apple.security.scep", &inside)).len()
        };
        assert_eq!(count(""), 1);
        assert_eq!(count("<key>Keysize</key><integer>1024</integer>"), 1);
        assert_eq!(count("<key>Keysize</key><integer>2048</integer>"), 0);
        assert_eq!(count("<key>Keysize</key><integer>4096</integer>"), 0);
        assert_eq!(count("<key>Keysize</key><string>1024</string>"), 0);
        let empty = payload("com.apple.security.scep", "<key>PayloadContent</key><dict/>");
        assert!(messages_in_profile("weak-certificate-key", &empty).is_empty());
    }
}
