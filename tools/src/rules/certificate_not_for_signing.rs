//! `certificate-not-for-signing`: a certificate of Okta's authority that is asked for encryption.

use latchkey_profile_schema::{Node, Value};

use super::companions::{authority, certificate, is_okta_host};
use crate::finding::{Finding, value_at};
use crate::fix::{Edit, Fix};
use crate::rule::rule;
use crate::view::PayloadView;

rule! {
    /// A certificate of Okta's authority that is not for signing alone.
    ///
    /// # What it does
    /// Reports `Key Usage` of 4 (encryption) or 5 (both) in a SCEP payload that asks a host of Okta.
    ///
    /// # Why it matters
    /// Okta's authority signs keys for signing, and nothing else.
    ///
    /// # Example
    /// ```xml
    /// <dict>
    ///     <key>PayloadType</key><string>com.apple.security.scep</string>
    ///     <key>PayloadContent</key>
    ///     <dict>
    ///         <key>URL</key><string>https://corp.okta.com/scep</string>
    ///         <key>Key Usage</key><integer>5</integer>
    ///     </dict>
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
    ///         <key>Key Usage</key><integer>1</integer>
    ///     </dict>
    /// </dict>
    /// ```
    ///
    /// # Keys
    /// `Key Usage`
    static RULE = { name: "certificate-not-for-signing", level: Warning, since: "0.1.0" };
}

/// Looks at what a key of Okta's authority is for.
pub(crate) fn check(settings: &PayloadView<'_>) -> Vec<Finding> {
    const KEY: &str = "Key Usage";
    let content =
        certificate(settings).filter(|content| authority(content).is_some_and(|host| is_okta_host(&host)));
    let usage = content.and_then(|content: &Node| content.get(KEY)).map(|node| &node.value);
    let what = match usage {
        Some(Value::Integer(4)) => "encryption alone",
        Some(Value::Integer(5)) => "signing and encryption",
        _ => return Vec::new(),
    };
    let path = settings.path("PayloadContent").key(KEY);
    let edit = Edit::Value(path.clone(), Value::Integer(1));
    vec![
        Finding::new(
            &RULE,
            value_at(path),
            format!("the key is for {what}, and Okta's authority signs it for signing"),
        )
        .help("write 1, for signing")
        .consequence("the authority refuses the request, or the certificate does not do")
        .fix(Fix::guess("write 1, for signing", [edit])),
    ]
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{messages_in_profile, payload};

    #[test]
    fn other_authorities_may_differ() {
        let count = |host: &str, usage: u8| {
            let inside = format!(
                "<key>PayloadContent</key><dict><key>URL</key><string>https://{host}/scep</string>\
                 <key>Key Usage</key><integer>{usage}</integer></dict>"
            );
            messages_in_profile("certificate-not-for-signing", &payload("com.apple.security.scep", &inside))
                .len()
        };
        assert_eq!([0, 1, 4, 5].map(|usage| count("corp.okta.com", usage)), [0, 0, 1, 1]);
        assert_eq!(count("scep.example.com", 5), 0);
    }
}
