//! `deprecated-key`: a key that a version advises against.

use latchkey_profile_schema::Place;
use latchkey_profile_schema::domain::EXTENSIBLE_SSO;

use crate::finding::{Finding, key_at};
use crate::phrase::quoted;
use crate::rule::rule;
use crate::view::PayloadView;

rule! {
    /// A key that still works and should not be used any more.
    ///
    /// # What it does
    /// Reports a key that its declaration, or a schema (`--schemas`), calls deprecated since the version in question, or
    /// since any version where none is given. A key that stands beside what replaced it, for older Macs, is not reported.
    ///
    /// # Why it matters
    /// A later version removes it, and the setting is lost without a word.
    ///
    /// # Example
    /// ```xml
    /// <dict>
    ///     <key>PayloadType</key><string>com.apple.extensiblesso</string>
    ///     <key>ExtensionIdentifier</key><string>com.okta.mobile.auth-service-extension</string>
    ///     <key>TeamIdentifier</key><string>B7F62B65BN</string>
    ///     <key>AuthenticationMethod</key><string>Password</string>
    /// </dict>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <dict>
    ///     <key>PayloadType</key><string>com.apple.extensiblesso</string>
    ///     <key>ExtensionIdentifier</key><string>com.okta.mobile.auth-service-extension</string>
    ///     <key>TeamIdentifier</key><string>B7F62B65BN</string>
    ///     <key>PlatformSSO</key>
    ///     <dict>
    ///         <key>AuthenticationMethod</key><string>Password</string>
    ///         <key>UseSharedDeviceKeys</key><true/>
    ///     </dict>
    /// </dict>
    /// ```
    ///
    /// # Keys
    /// `AuthenticationMethod`, and keys of payloads that a schema describes
    static RULE = { name: "deprecated-key", level: Info, since: "0.1.0" };
}

/// Words the key and the version that advises against it.
pub(crate) fn word(place: Place, key: &str, software: &str, version: &str) -> Finding {
    Finding::new(&RULE, place, format!("{} is deprecated since version {version} of {software}", quoted(key)))
        .help("look up in the vendor's description what replaces it")
        .consequence("a later version removes it, and the setting is lost")
}

/// Looks at what is declared here, where no schema of the user says it.
pub(crate) fn check(settings: &PayloadView<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let described = settings.options.schemas.as_deref().and_then(|library| library.of(settings.domain.name));
    if described.is_some() {
        return found;
    }
    let platform = settings.payload.settings.get("PlatformSSO");
    settings.each_declared(&mut |path, key, _| {
        let Some(version) = key.macos_deprecated.as_deref() else { return };
        let replaced = settings.domain.name == EXTENSIBLE_SSO.name
            && platform.is_some_and(|platform| platform.get(&key.name).is_some());
        if !replaced {
            found.push(word(key_at(path()), &key.name, "macOS", version));
        }
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::testing::{messages_in_profile, payload};

    #[test]
    fn beside_its_successor_a_key_is_for_older_macs() {
        let found =
            |inside: &str| messages_in_profile("deprecated-key", &payload("com.apple.extensiblesso", inside));
        const METHOD: &str = "<key>AuthenticationMethod</key><string>Password</string>";
        assert_eq!(found(METHOD), ["`AuthenticationMethod` is deprecated since version 14.0 of macOS"]);
        assert!(found(&format!("{METHOD}<key>PlatformSSO</key><dict>{METHOD}</dict>")).is_empty());
        assert!(found(&format!("<key>PlatformSSO</key><dict>{METHOD}</dict>")).is_empty());
    }

    #[test]
    fn the_version_is_named() {
        let finding = word(Place::File, "A", "the application", "3.1");
        assert_eq!(finding.message, "`A` is deprecated since version 3.1 of the application");
    }
}
