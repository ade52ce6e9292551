//! `missing-second-app`: associated domains for one of Okta's two apps.

use crate::facts::{Across, OneOfMany, What, here, mentions};
use crate::phrase::quoted;
use crate::rule::rule;
use crate::rules::companions::{APP, EXTENSION, TEAM, split_team};

rule! {
    /// Associated domains for Okta's extension and not for its app, or the reverse.
    ///
    /// # What it does
    /// Looks in all files of the call for both `B7F62B65BN.com.okta.mobile.auth-service-extension` and
    /// `B7F62B65BN.com.okta.mobile`.
    ///
    /// # Why it matters
    /// Up to macOS 14 the extension was enough. macOS 15 and later ask for the app too, and old templates lack it.
    ///
    /// # Example
    /// ```xml
    /// <dict>
    ///     <key>PayloadType</key><string>com.apple.associated-domains</string>
    ///     <key>Configuration</key>
    ///     <array>
    ///         <dict>
    ///             <key>ApplicationIdentifier</key>
    ///             <string>B7F62B65BN.com.okta.mobile.auth-service-extension</string>
    ///             <key>AssociatedDomains</key><array><string>authsrv:corp.okta.com</string></array>
    ///         </dict>
    ///     </array>
    /// </dict>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <dict>
    ///     <key>PayloadType</key><string>com.apple.associated-domains</string>
    ///     <key>Configuration</key>
    ///     <array>
    ///         <dict>
    ///             <key>ApplicationIdentifier</key>
    ///             <string>B7F62B65BN.com.okta.mobile.auth-service-extension</string>
    ///             <key>AssociatedDomains</key><array><string>authsrv:corp.okta.com</string></array>
    ///         </dict>
    ///         <dict>
    ///             <key>ApplicationIdentifier</key><string>B7F62B65BN.com.okta.mobile</string>
    ///             <key>AssociatedDomains</key><array><string>authsrv:corp.okta.com</string></array>
    ///         </dict>
    ///     </array>
    /// </dict>
    /// ```
    ///
    /// # Keys
    /// `ApplicationIdentifier`
    static RULE = { name: "missing-second-app", level: Warning, since: "0.1.0" };
}

/// Looks for both apps in all files.
pub(crate) fn check(files: &[OneOfMany<'_>]) -> Vec<Across> {
    // A wrong team is another mistake.
    let named = |name: &'static str| {
        mentions(files, What::OktaApp).find(move |(_, app)| split_team(&app.text).1 == name)
    };
    let (there, lacking) = match (named(EXTENSION), named(APP)) {
        (Some(there), None) => (there, APP),
        (None, Some(there)) => (there, EXTENSION),
        _ => return Vec::new(),
    };
    let (file, app) = there;
    vec![Across {
        rule: &RULE,
        at_most: None,
        file,
        spot: app.spot.clone(),
        message: format!(
            "{} has associated domains, and {} has none {}",
            quoted(&app.text),
            quoted(&format!("{TEAM}.{lacking}")),
            here(files)
        ),
        help: "add a dictionary for the other identifier, with the same `authsrv:` domain",
        consequence: if lacking == APP {
            "Macs with macOS 15 and later do not register for Platform SSO"
        } else {
            "the extension may not sign in to the organization, and no Mac registers for Platform SSO"
        },
        related: Vec::new(),
    }]
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{files, payload, profile};

    #[test]
    fn both_apps_are_needed() {
        let apps = |names: &[&str]| {
            let app = |name: &&str| {
                format!(
                    "<dict><key>ApplicationIdentifier</key><string>{name}</string><key>AssociatedDomains</key>\
                     <array><string>authsrv:corp.okta.com</string></array></dict>"
                )
            };
            let apps: String = names.iter().map(app).collect();
            let inside = format!("<key>Configuration</key><array>{apps}</array>");
            profile(&payload("com.apple.associated-domains", &inside))
        };
        const EXTENSION: &str = "B7F62B65BN.com.okta.mobile.auth-service-extension";
        const APP: &str = "B7F62B65BN.com.okta.mobile";
        let found = |contents: &[&String]| files("missing-second-app", contents);
        let (extension, app) = (apps(&[EXTENSION]), apps(&[APP]));
        assert_eq!(
            found(&[&extension]),
            [(0, format!("`{EXTENSION}` has associated domains, and `{APP}` has none in this file"))]
        );
        assert_eq!(found(&[&app, &app]).len(), 1);
        let both = apps(&[EXTENSION, APP]);
        let other = apps(&["ABCDE12345.com.example.app"]);
        for silent in [&[&both][..], &[&extension, &app], &[&other], &[&both, &extension]] {
            assert!(found(silent).is_empty(), "{silent:?}");
        }
    }
}
