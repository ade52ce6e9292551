//! `domain-twice`: one profile that delivers one domain in two places.

use latchkey_profile_schema::{KeyPath, Place};

use crate::finding::{Finding, value_at};
use crate::phrase::quoted;
use crate::rule::rule;

rule! {
    /// Two places of one profile that deliver the same domain.
    ///
    /// # What it does
    /// Reports the later one and points at the earlier one.
    ///
    /// # Why it matters
    /// Different keys are combined. For a key that stands in both, Apple documents no winner.
    ///
    /// # Example
    /// ```xml
    /// <dict>
    ///   <key>PayloadType</key><string>com.okta.deviceaccess.servicedaemon</string>
    ///   <key>AllowedFactors</key><array><string>OV_Push</string></array>
    /// </dict>
    /// <dict>
    ///   <key>PayloadType</key><string>com.okta.deviceaccess.servicedaemon</string>
    ///   <key>OfflineLoginAllowed</key><false/>
    /// </dict>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <dict>
    ///   <key>PayloadType</key><string>com.okta.deviceaccess.servicedaemon</string>
    ///   <key>AllowedFactors</key><array><string>OV_Push</string></array>
    ///   <key>OfflineLoginAllowed</key><false/>
    /// </dict>
    /// ```
    ///
    /// # Keys
    /// `PayloadType`, and the domains of managed-client payloads
    static RULE = { name: "domain-twice", level: Warning, since: "0.1.0" };
}

/// Words the domain and its earlier place.
pub(crate) fn word(place: Place, domain: &str, first: &KeyPath) -> Finding {
    Finding::new(&RULE, place, format!("the profile delivers {} more than once", quoted(domain)))
        .help("move the keys into one payload")
        .consequence("of two values for one key, either may win")
        .related(value_at(first.clone()), "delivered here first")
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{messages_in_profile, payload};

    #[test]
    fn one_payload_is_enough() {
        let one = payload("org.latchkey.agent", "<key>FailureBudget</key><integer>5</integer>");
        assert!(messages_in_profile("domain-twice", &one).is_empty());
        assert_eq!(
            messages_in_profile("domain-twice", &format!("{one}{one}")),
            ["the profile delivers `org.latchkey.agent` more than once"]
        );
    }
}
