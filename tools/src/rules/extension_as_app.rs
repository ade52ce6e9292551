//! `extension-as-app`: settings that are named for Okta's extension, and go to the app.

use latchkey_profile_schema::Value;
use latchkey_profile_schema::carrier::Delivery;
use latchkey_profile_schema::domain::OKTA_VERIFY;

use super::companions::EXTENSION;
use super::envelopes::text;
use crate::finding::{Finding, value_at};
use crate::fix::{Edit, Fix};
use crate::phrase::quoted;
use crate::rule::rule;
use crate::view::PayloadView;

rule! {
    /// A payload for Okta's extension whose type is that of the app.
    ///
    /// # What it does
    /// Reports `PayloadType` = `com.okta.mobile` where the identifier or name of the payload holds
    /// `auth-service-extension`, as in a sample of the vendor.
    ///
    /// # Why it matters
    /// The app and its extension read domains of their own, and the extension's stays empty.
    ///
    /// # Example
    /// ```xml
    /// <dict>
    ///     <key>PayloadType</key><string>com.okta.mobile</string>
    ///     <key>PayloadIdentifier</key><string>com.okta.mobile.auth-service-extension.1</string>
    ///     <key>PlatformSSO.ProtocolVersion</key><string>2.0</string>
    /// </dict>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <dict>
    ///     <key>PayloadType</key><string>com.okta.mobile.auth-service-extension</string>
    ///     <key>PayloadIdentifier</key><string>com.okta.mobile.auth-service-extension.1</string>
    ///     <key>PlatformSSO.ProtocolVersion</key><string>2.0</string>
    /// </dict>
    /// ```
    ///
    /// # Keys
    /// `PayloadType`
    static RULE = { name: "extension-as-app", level: Warning, since: "0.1.0" };
}

/// Compares the type with the names.
pub(crate) fn check(settings: &PayloadView<'_>) -> Vec<Finding> {
    let direct = settings.payload.delivery == Delivery::Direct && settings.domain.name == OKTA_VERIFY.name;
    let Some(envelope) = settings.payload.envelope.as_ref().filter(|_| direct) else { return Vec::new() };
    let named = ["PayloadIdentifier", "PayloadDisplayName"].into_iter().find_map(|key| {
        let text = text(envelope, key)?;
        text.contains("auth-service-extension").then_some((key, text))
    });
    let Some((key, name)) = named else { return Vec::new() };
    let path = envelope.path.key("PayloadType");
    let edit = Edit::Value(path.clone(), Value::String(EXTENSION.to_owned()));
    let message =
        format!("the payload {} is named for the extension, and its type is that of the app", quoted(name));
    vec![
        Finding::new(&RULE, value_at(path), message)
            .help(format!("write {}", quoted(EXTENSION)))
            .consequence("the extension finds none of these settings, and the Mac does not register")
            .related(value_at(envelope.path.key(key)), "the name")
            .fix(Fix::guess(format!("write {}", quoted(EXTENSION)), [edit])),
    ]
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{messages_in_profile, payload_of};

    #[test]
    fn names_and_types_agree() {
        let count = |payload_type: &str, identifier: &str| {
            let payload = payload_of(payload_type, identifier, "00000000-0000-4000-8000-00000000000C", "");
            messages_in_profile("extension-as-app", &payload).len()
        };
        assert_eq!(count("com.okta.mobile", "com.okta.mobile.auth-service-extension.5B"), 1);
        assert_eq!(count("com.okta.mobile", "com.okta.mobile.5B"), 0);
        assert_eq!(
            count("com.okta.mobile.auth-service-extension", "com.okta.mobile.auth-service-extension"),
            0
        );
        assert_eq!(count("com.example.app", "com.example.auth-service-extension"), 0);
    }
}
