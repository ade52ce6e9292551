//! `wrong-scope`: settings of a root daemon in a profile for one user.

use latchkey_profile_schema::carrier::Scope;
use latchkey_profile_schema::catalog::Channel;
use latchkey_profile_schema::domain::DomainKind;
use latchkey_profile_schema::{KeyPath, Value};

use crate::finding::{Finding, value_at};
use crate::fix::{Edit, Fix};
use crate::phrase::quoted;
use crate::rule::rule;
use crate::view::{FileView, PayloadView, catalog};

rule! {
    /// Settings that are read from the device alone, in a profile for one user.
    ///
    /// # What it does
    /// Reports `PayloadScope` of `User` on a profile that carries a domain of the daemon, or a payload that macOS takes
    /// for the device alone.
    ///
    /// # Why it matters
    /// The daemon reads the managed preferences of the device. Those of a user are not there before he has signed
    /// in, and never decide.
    ///
    /// # Example
    /// ```xml (in=profile)
    /// <key>PayloadScope</key><string>User</string>
    /// ```
    ///
    /// # Instead
    /// ```xml (in=profile)
    /// <key>PayloadScope</key><string>System</string>
    /// ```
    ///
    /// # Keys
    /// `PayloadScope`
    static RULE = { name: "wrong-scope", level: Error, since: "0.1.0" };
}

/// Compares the scope with the payloads.
pub(crate) fn check(file: &FileView<'_>) -> Vec<Finding> {
    let is_wrong = |settings: &&PayloadView<'_>| {
        let channel = catalog(settings.domain).and_then(|catalog| catalog.channel);
        settings.payload.scope == Scope::User && channel == Some(Channel::System)
    };
    let Some(settings) = file.payloads.iter().find(is_wrong) else { return Vec::new() };
    vec![
        Finding::new(
            &RULE,
            value_at(KeyPath::root().key("PayloadScope")),
            format!(
                "the profile is for one user, and {} is read from the device",
                quoted(settings.domain.name)
            ),
        )
        .help("write `System`, and deploy the profile to the device channel of the MDM")
        .consequence(match settings.domain.kind {
            DomainKind::PayloadType => "macOS refuses the payload in a profile for one user",
            DomainKind::Preferences | DomainKind::Envelope => {
                "the daemon never sees these settings, and no policy is in force"
            }
        })
        .related(value_at(settings.payload.path.clone()), "these settings")
        .fix(Fix::guess(
            "write `System`",
            [Edit::Value(KeyPath::root().key("PayloadScope"), Value::String("System".into()))],
        )),
    ]
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{found, payload};

    #[test]
    fn the_device_channel_is_right() {
        let profile = |scope: &str, domain: &str| {
            format!(
                "<plist version=\"1.0\"><dict><key>PayloadType</key><string>Configuration</string>\
                 <key>PayloadScope</key><string>{scope}</string><key>PayloadContent</key><array>{}</array></dict></plist>",
                payload(domain, "")
            )
        };
        let count = |scope, domain| found("wrong-scope", profile(scope, domain).as_bytes(), None).len();
        assert_eq!(count("User", "com.okta.deviceaccess.servicedaemon"), 1);
        assert_eq!(count("System", "com.okta.deviceaccess.servicedaemon"), 0);
        assert_eq!(count("User", "com.apple.dock"), 0);
        assert_eq!(count("User", "com.okta.mobile"), 0);
        assert_eq!(count("User", "com.apple.servicemanagement"), 1);
        let wrapped = payload(
            "com.apple.ManagedClient.preferences",
            "<key>PayloadContent</key><dict><key>org.latchkey.agent</key><dict><key>Forced</key><array><dict>\
             <key>mcx_preference_settings</key><dict><key>FailureBudget</key><integer>5</integer></dict></dict>\
             </array></dict></dict>",
        );
        let file = profile("User", "com.apple.dock")
            .replace("</array></dict></plist>", &format!("{wrapped}</array></dict></plist>"));
        assert_eq!(found("wrong-scope", file.as_bytes(), None).len(), 1);
    }
}
