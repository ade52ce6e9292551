//! `repeated-sso-url`: a URL that two payloads for single sign-on answer for.

use std::collections::HashMap;

use crate::facts::{Across, Mention, OneOfMany, What, mentions};
use crate::phrase::quoted;
use crate::rule::rule;

rule! {
    /// A URL in two payloads for single sign-on.
    ///
    /// # What it does
    /// Compares `URLs` of every `com.apple.extensiblesso` payload in all files of the call.
    ///
    /// # Why it matters
    /// Apple wants each URL once among all payloads that are installed on a Mac.
    ///
    /// # Example
    /// ```xml
    /// <dict>
    ///     <key>PayloadType</key><string>com.apple.extensiblesso</string>
    ///     <key>ExtensionIdentifier</key><string>com.okta.mobile.auth-service-extension</string>
    ///     <key>URLs</key><array><string>https://corp.okta.com/oauth2/v1/token</string></array>
    /// </dict>
    /// <dict>
    ///     <key>PayloadType</key><string>com.apple.extensiblesso</string>
    ///     <key>ExtensionIdentifier</key><string>com.example.extension</string>
    ///     <key>URLs</key><array><string>https://corp.okta.com/oauth2/v1/token</string></array>
    /// </dict>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <dict>
    ///     <key>PayloadType</key><string>com.apple.extensiblesso</string>
    ///     <key>ExtensionIdentifier</key><string>com.okta.mobile.auth-service-extension</string>
    ///     <key>URLs</key><array><string>https://corp.okta.com/oauth2/v1/token</string></array>
    /// </dict>
    /// <dict>
    ///     <key>PayloadType</key><string>com.apple.extensiblesso</string>
    ///     <key>ExtensionIdentifier</key><string>com.example.extension</string>
    ///     <key>URLs</key><array><string>https://id.example.com/token</string></array>
    /// </dict>
    /// ```
    ///
    /// # Keys
    /// `URLs`
    static RULE = { name: "repeated-sso-url", level: Warning, since: "0.1.0" };
}

/// Compares each URL with the first payload that has it. Twice in one list is another mistake.
pub(crate) fn check(files: &[OneOfMany<'_>]) -> Vec<Across> {
    let list = |mention: &Mention| {
        let segments = mention.spot.key_path.as_ref()?.segments();
        Some(segments.get(..segments.len().saturating_sub(1)).unwrap_or_default().to_vec())
    };
    let mut first: HashMap<&str, (usize, &Mention)> = HashMap::new();
    let mut found = Vec::new();
    for (file, mention) in mentions(files, What::SignOnUrl) {
        let (other, earlier) = *first.entry(&mention.text).or_insert((file, mention));
        if other == file && list(earlier) == list(mention) {
            continue;
        }
        found.push(Across {
            rule: &RULE,
            at_most: None,
            file,
            spot: mention.spot.clone(),
            message: format!("{} stands in two payloads for single sign-on", quoted(&mention.text)),
            help: "keep the URL in one payload; check files that never meet on one Mac apart",
            consequence: "macOS refuses the second payload, or it is not certain which extension is asked",
            related: vec![(other, earlier.spot.clone(), "the other payload")],
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{files, payload, profile};

    #[test]
    fn each_url_is_answered_once() {
        let sso = |urls: &[&str]| {
            let urls: String = urls.iter().map(|url| format!("<string>{url}</string>")).collect();
            profile(&payload("com.apple.extensiblesso", &format!("<key>URLs</key><array>{urls}</array>")))
        };
        let found = |contents: &[&String]| files("repeated-sso-url", contents);
        let (one, two) = (sso(&["https://a.example.com"]), sso(&["https://b.example.com"]));
        assert_eq!(
            found(&[&one, &one]),
            [(1, "`https://a.example.com` stands in two payloads for single sign-on".to_owned())]
        );
        assert_eq!(found(&[&one, &sso(&["https://a.example.com/"])]).len(), 1);
        for silent in
            [&[&one][..], &[&one, &two], &[&sso(&["https://a.example.com", "https://a.example.com"])]]
        {
            assert!(found(silent).is_empty(), "{silent:?}");
        }
    }
}
