//! `unmarked-secret`: a manifest whose editor shows a secret.

use latchkey_profile_schema::Place;

use crate::finding::Finding;
use crate::phrase::quoted;
use crate::rule::rule;

rule! {
    /// A sensitive key that a manifest does not mark as one.
    ///
    /// # What it does
    /// Looks in a community manifest whose domain is declared for sensitive keys without `pfm_sensitive`.
    ///
    /// # Why it matters
    /// The editor shows the secret to whoever looks at the screen, and keeps it in its own files.
    ///
    /// # Example
    /// ```plist
    /// <plist version="1.0"><dict>
    ///   <key>pfm_domain</key><string>com.okta.deviceaccess.servicedaemon</string>
    ///   <key>pfm_title</key><string>Desktop MFA</string>
    ///   <key>pfm_description</key><string>Desktop MFA for Macs.</string>
    ///   <key>pfm_format_version</key><integer>1</integer>
    ///   <key>pfm_subkeys</key><array><dict>
    ///     <key>pfm_name</key><string>DMFAClientSecret</string>
    ///     <key>pfm_title</key><string>Client secret</string>
    ///     <key>pfm_type</key><string>string</string>
    ///   </dict></array>
    /// </dict></plist>
    /// ```
    ///
    /// # Instead
    /// ```plist
    /// <plist version="1.0"><dict>
    ///   <key>pfm_domain</key><string>com.okta.deviceaccess.servicedaemon</string>
    ///   <key>pfm_title</key><string>Desktop MFA</string>
    ///   <key>pfm_description</key><string>Desktop MFA for Macs.</string>
    ///   <key>pfm_format_version</key><integer>1</integer>
    ///   <key>pfm_subkeys</key><array><dict>
    ///     <key>pfm_name</key><string>DMFAClientSecret</string>
    ///     <key>pfm_title</key><string>Client secret</string>
    ///     <key>pfm_type</key><string>string</string>
    ///     <key>pfm_sensitive</key><true/>
    ///   </dict></array>
    /// </dict></plist>
    /// ```
    ///
    /// # Keys
    /// Sensitive keys of declared domains.
    static RULE = { name: "unmarked-secret", level: Warning, since: "0.1.0" };
}

/// Words the key that is shown.
pub(crate) fn word(place: Place, setting: Option<&str>) -> Finding {
    let subject = setting.map_or_else(|| "a key".to_owned(), quoted);
    Finding::new(&RULE, place, format!("{subject} is sensitive and not marked as such"))
        .help("add `<key>pfm_sensitive</key><true/>`")
        .consequence("the editor shows the secret to whoever looks at the screen")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_is_named() {
        let finding = word(Place::File, Some("DMFAClientSecret"));
        assert_eq!(finding.message, "`DMFAClientSecret` is sensitive and not marked as such");
    }
}
