//! `missing-content`: a profile or wrapper that delivers nothing.

use latchkey_profile_schema::carrier::{CONFIGURATION, CarrierProblem as C, MANAGED_CLIENT};
use latchkey_profile_schema::document::PlistType;
use latchkey_profile_schema::{Document, Place};

use crate::finding::{Finding, path_of};
use crate::fix::{Edit, Fix};
use crate::phrase::{a, element, quoted};
use crate::rule::rule;

rule! {
    /// A `PayloadContent` that is missing, of the wrong type, or holds something that is no payload.
    ///
    /// # What it does
    /// Looks at `PayloadContent` of the profile, an array of payloads, and of managed-client payloads, a dictionary
    /// of preference domains.
    ///
    /// # Why it matters
    /// The profile installs and is listed in System Settings, and no setting arrives; or it does not install at all.
    ///
    /// # Example
    /// ```xml (in=profile)
    /// <key>PayloadContent</key><dict>…</dict>
    /// ```
    ///
    /// # Instead
    /// ```xml (in=profile)
    /// <key>PayloadContent</key><array>
    ///   <dict>
    ///     <key>PayloadType</key><string>com.okta.deviceaccess.servicedaemon</string>
    ///     <key>PayloadVersion</key><integer>1</integer>
    ///     <key>PayloadIdentifier</key><string>com.example.mfa.okta</string>
    ///     <key>PayloadUUID</key><string>9B5DFA38-6B8A-4C0F-9D43-0C2E2D6F3D10</string>
    ///   </dict>
    /// </array>
    /// ```
    ///
    /// # Keys
    /// `PayloadContent`
    static RULE = { name: "missing-content", level: Error, since: "0.1.0" };
}

/// Words what is wrong with the content.
pub(crate) fn word(place: Place, problem: &C, document: &Document) -> Finding {
    let (message, help) = match problem {
        C::NoContent { payload_type } if payload_type == MANAGED_CLIENT => (
            "the managed-client payload has no `PayloadContent`".to_owned(),
            "add `PayloadContent`, a dictionary from preference domains to `Forced`".to_owned(),
        ),
        C::NoContent { payload_type } if payload_type == CONFIGURATION => (
            "the profile has no `PayloadContent`".to_owned(),
            "add `PayloadContent`, an array of payloads".to_owned(),
        ),
        C::NoContent { payload_type } => (
            format!("{} has no `PayloadContent`", quoted(payload_type)),
            "add `PayloadContent`, an array of payloads".to_owned(),
        ),
        C::ContentIllTyped { expected, found } => (
            format!("`PayloadContent` is {}, not {}", a(*found), a(*expected)),
            match expected {
                PlistType::Array => "put the payloads into `<array>…</array>`".to_owned(),
                expected => format!("write {}", element(*expected)),
            },
        ),
        C::PayloadNotADictionary { found } => {
            (format!("a payload is {}, not a dictionary", a(*found)), "write `<dict>…</dict>`".to_owned())
        }
        _ => ("`PayloadContent` is empty".to_owned(), "add what the profile is to deliver".to_owned()),
    };
    let lone = path_of(&place).filter(|path| {
        matches!(problem, C::ContentIllTyped { expected: PlistType::Array, .. })
            && document.at(path).is_some_and(|content| content.get("PayloadType").is_some())
    });
    let fix = lone.map(|path| Fix::safe("put it into `<array>…</array>`", [Edit::Wrap(path.clone())]));
    Finding::new(&RULE, place, message)
        .help(help)
        .consequence("none of the settings reaches the Mac")
        .fix(fix)
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{messages_in_profile, payload};

    #[test]
    fn a_wrapper_needs_content() {
        let empty = payload("com.apple.ManagedClient.preferences", "");
        assert_eq!(
            messages_in_profile("missing-content", &empty),
            ["the managed-client payload has no `PayloadContent`"]
        );
        assert_eq!(
            messages_in_profile("missing-content", "<string>x</string>"),
            ["a payload is a string, not a dictionary"]
        );
    }
}
