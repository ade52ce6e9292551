//! `wrong-scope`: settings of a root daemon in a profile for one user.

use latchkey_profile_schema::carrier::{Carrier, Delivery, Scope, scope};
use latchkey_profile_schema::catalog::Channel;
use latchkey_profile_schema::domain::{self, DomainKind};
use latchkey_profile_schema::library::Author;
use latchkey_profile_schema::opening::{Deployment, Layer};
use latchkey_profile_schema::{KeyPath, Place, Value};

use super::apple_payloads::is_of_device;
use crate::finding::{Finding, value_at};
use crate::fix::{Edit, Fix};
use crate::phrase::quoted;
use crate::rule::{Level, rule};
use crate::view::{FileView, PayloadView, catalog};

rule! {
    /// Settings that are read from the device alone, in a profile for one user.
    ///
    /// # What it does
    /// Reports `PayloadScope` of `User` on a profile that carries a domain of the daemon, or a payload that macOS takes
    /// for the device alone, such as privacy and system extensions; and an export of Jamf or a body of Graph that
    /// installs it at the user level. With Apple's descriptions (`--schemas`), every scope that they rule out. What only a
    /// community manifest rules out is a warning, and so is a level that contradicts the profile's own scope.
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
    /// `PayloadScope`; `level` of Jamf's Classic API, `deploymentChannel` of Graph
    static RULE = { name: "wrong-scope", level: Error, since: "0.1.0" };
}

const SCOPE: &str = "PayloadScope";

/// Compares the scope with the payloads.
pub(crate) fn check(file: &FileView<'_>) -> Vec<Finding> {
    let is_wrong = |settings: &&PayloadView<'_>| {
        let channel = catalog(settings.domain).and_then(|catalog| catalog.channel);
        settings.payload.scope == Scope::User && channel == Some(Channel::System)
    };
    let Some(settings) = file.payloads.iter().find(is_wrong) else {
        return described(file).or_else(|| contradicted(file)).into_iter().collect();
    };
    let consequence = match settings.domain.kind {
        DomainKind::PayloadType => "macOS refuses the payload in a profile for one user",
        DomainKind::Preferences | DomainKind::Envelope => {
            "the daemon never sees these settings, and no policy is in force"
        }
    };
    let device = quoted(settings.domain.name);
    let related =
        |finding: Finding| finding.related(value_at(settings.payload.path.clone()), "these settings");
    if let (Some((who, help)), false) = (for_users(file), scope(&file.document.root) == Scope::User) {
        let message = format!("{who}, and {device} is read from the device");
        return vec![related(Finding::new(&RULE, place(file), message).help(help).consequence(consequence))];
    }
    let system = Edit::Value(KeyPath::root().key(SCOPE), Value::String("System".into()));
    let message = format!("the profile is for one user, and {device} is read from the device");
    let finding = Finding::new(&RULE, value_at(KeyPath::root().key(SCOPE)), message)
        .help("write `System`, and deploy the profile to the device channel of the MDM")
        .consequence(consequence);
    vec![related(finding).fix(Fix::guess("write `System`", [system]))]
}

/// Who says that a profile is for users, and how it is said that it is for the device.
fn for_users(file: &FileView<'_>) -> Option<(&'static str, &'static str)> {
    let to_users = file.deployment == Some(Deployment::User);
    let in_jamf = file.layers.iter().any(|layer| **layer == Layer::JamfClassic);
    to_users.then_some(if in_jamf {
        (
            "Jamf Pro installs the profile at the user level",
            "choose the computer level in Jamf Pro, `<level>computer</level>` here",
        )
    } else {
        ("Intune installs the profile on the user channel", "write `deviceChannel` for `deploymentChannel`")
    })
}

/// Where the profile says its own scope, or else the profile.
fn place(file: &FileView<'_>) -> Place {
    let said = file.document.root.get(SCOPE).is_some();
    value_at(if said { KeyPath::root().key(SCOPE) } else { KeyPath::root() })
}

/// A level of the MDM that is not the profile's own.
fn contradicted(file: &FileView<'_>) -> Option<Finding> {
    let (own, level, right) = match (scope(&file.document.root), file.deployment?) {
        (Scope::System, Deployment::User) => ("`System`", "users", "User"),
        (Scope::User, Deployment::Device) => ("`User`", "the device", "System"),
        _ => return None,
    };
    // The settings of Desktop MFA are for the device, so the MDM's own word is the likelier mistake.
    let help = match for_users(file) {
        Some((_, help)) => format!("{help}; or write `{right}` if all of it is for users"),
        None => format!("write `{right}`, or change the level of the profile in the MDM"),
    };
    Some(
        Finding::new(
            &RULE,
            place(file),
            format!("the profile's scope is {own}, and the MDM installs it for {level}"),
        )
        .at_most(Level::Warning)
        .help(help)
        .consequence("one of the two is not meant, and the settings may reach nobody whom they are for"),
    )
}

/// A payload that is known not to be taken in a profile of this scope, by its type or by a schema that was brought.
fn described(file: &FileView<'_>) -> Option<Finding> {
    file.contents.payloads.iter().find_map(|payload| {
        let name = payload.domain.or(file.domain)?;
        if domain::known(name).is_some() {
            return None;
        }
        let direct = payload.delivery == Delivery::Direct;
        let schema = file.options.schemas.as_deref().and_then(|library| library.of(name));
        // Apple's describe payloads, a manifest preferences in whatever carrier.
        let schema = schema.filter(|schema| direct || schema.author == Author::Community);
        let (allowed, whose, other) = match payload.scope {
            Scope::User if direct && is_of_device(name) => (Some(false), "one user", "System"),
            Scope::User => (schema?.delivery.user_channel, "one user", "System"),
            Scope::System => (schema?.delivery.device_channel, "the device", "User"),
            Scope::Unsaid => return None,
        };
        let by_manifest =
            schema.is_some_and(|schema| schema.author == Author::Community) && !is_of_device(name);
        let (message, consequence, most) = if by_manifest {
            let reader = if other == "System" { "the device" } else { "users" };
            (
                format!("the profile is for {whose}, and by its manifest {} is for {reader}", quoted(name)),
                "the program may never see these settings",
                Level::Warning,
            )
        } else {
            (
                format!("the profile is for {whose}, and macOS does not take {} there", quoted(name)),
                "macOS refuses the profile",
                Level::Error,
            )
        };
        let place =
            if file.contents.carrier == Carrier::Profile { place(file) } else { value_at(KeyPath::root()) };
        (allowed == Some(false)).then(|| {
            Finding::new(&RULE, place, message)
                .at_most(most)
                .help(format!("write `{other}`, or put the payload into a profile of its own"))
                .consequence(consequence)
                .related(value_at(payload.path.clone()), "this payload")
        })
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use latchkey_profile_schema::library::Library;

    use crate::lint::testing::{found, found_with, payload};
    use crate::options::Options;
    use crate::rule::Level;

    #[test]
    fn apple_says_which_channel_may_carry_a_payload() {
        let yaml = "title: Window\npayload:\n  payloadtype: com.apple.loginwindow\n  supportedOS:\n    macOS:\n      \
                    introduced: '10.7'\n      devicechannel: true\n      userchannel: false\npayloadkeys:\n- key: a\n  \
                    type: <boolean>\n  presence: optional\n";
        let library = Library::index([("a.yaml".to_owned(), yaml.as_bytes().to_vec())]);
        let options = Options { schemas: Some(Arc::new(library)), ..Options::default() };
        let count = |scope: &str| {
            let file = crate::lint::testing::profile(&payload("com.apple.loginwindow", ""))
                .replace("<string>System</string>", &format!("<string>{scope}</string>"));
            found_with("wrong-scope", file.as_bytes(), &options).len()
        };
        assert_eq!([count("User"), count("System")], [1, 0]);
    }

    #[test]
    fn a_manifest_says_who_reads_the_settings() {
        let count = |scope: &str, targets: &str| {
            let manifest = format!(
                "<plist version=\"1.0\"><dict><key>pfm_domain</key><string>com.example.app</string>\
                 <key>pfm_targets</key><array>{targets}</array><key>pfm_subkeys</key><array><dict><key>pfm_name</key>\
                 <string>a</string><key>pfm_type</key><string>string</string></dict></array></dict></plist>"
            );
            let library = Library::index([("a.plist".to_owned(), manifest.into_bytes())]);
            let options = Options { schemas: Some(Arc::new(library)), ..Options::default() };
            let file = crate::lint::testing::profile(&payload("com.example.app", ""))
                .replace("<string>System</string>", &format!("<string>{scope}</string>"));
            found_with("wrong-scope", file.as_bytes(), &options).first().map(|finding| finding.level)
        };
        const SYSTEM: &str = "<string>system</string>";
        assert_eq!(count("User", SYSTEM), Some(Level::Warning));
        assert_eq!(count("System", "<string>user</string>"), Some(Level::Warning));
        assert_eq!(count("System", SYSTEM), None);
        assert_eq!(count("User", "<string>system</string><string>user</string>"), None);
        assert_eq!(count("User", ""), None);
    }

    #[test]
    fn the_level_of_the_mdm_is_a_scope_too() {
        let count = |level: &str, scope: &str, domain: &str| {
            let profile = crate::lint::testing::profile(&payload(domain, ""))
                .replace("<string>System</string>", &format!("<string>{scope}</string>"));
            let jamf = format!(
                "<os_x_configuration_profile><general><payloads><![CDATA[{profile}]]></payloads>{level}</general>\
                 </os_x_configuration_profile>"
            );
            found("wrong-scope", jamf.as_bytes(), None).first().map(|finding| finding.level)
        };
        const OKTA: &str = "com.okta.deviceaccess.servicedaemon";
        const COMPUTER: &str = "<level>computer</level>";
        const USER: &str = "<level>user</level>";
        assert_eq!(count(COMPUTER, "System", OKTA), None);
        assert_eq!(count(USER, "System", OKTA), Some(Level::Error));
        assert_eq!(count(USER, "User", OKTA), Some(Level::Error));
        assert_eq!(count(COMPUTER, "User", OKTA), Some(Level::Error));
        assert_eq!(count(USER, "System", "com.apple.dock"), Some(Level::Warning));
        assert_eq!(count(COMPUTER, "User", "com.apple.dock"), Some(Level::Warning));
        assert_eq!(count(USER, "User", "com.apple.dock"), None);
    }

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
        assert_eq!(count("User", "com.apple.TCC.configuration-profile-policy"), 1);
        assert_eq!(count("System", "com.apple.TCC.configuration-profile-policy"), 0);
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
