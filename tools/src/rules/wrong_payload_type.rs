//! `wrong-payload-type`: a profile or payload that does not say what it is.

use latchkey_profile_schema::Place;
use latchkey_profile_schema::carrier::CarrierProblem as C;

use crate::finding::Finding;
use crate::phrase::{a, quoted};
use crate::rule::rule;

rule! {
    /// A `PayloadType` that is missing, empty, or not the one that belongs there.
    ///
    /// # What it does
    /// Reports a profile whose `PayloadType` is not `Configuration`, and a payload that has none.
    ///
    /// # Why it matters
    /// By `PayloadType` macOS knows a profile, and to which program the settings of a payload go.
    ///
    /// # Example
    /// ```xml
    /// <key>PayloadType</key><string>Profile</string>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>PayloadType</key><string>Configuration</string>
    /// ```
    ///
    /// # Keys
    /// `PayloadType`
    static RULE = { name: "wrong-payload-type", level: Error, since: "0.1.0" };
}

/// Words what stands in place of the type.
pub(crate) fn word(place: Place, problem: &C) -> Finding {
    let (message, help) = match problem {
        C::WrongProfileType { found: Some(found) } => (
            format!("the profile's `PayloadType` is {}, not `Configuration`", quoted(found)),
            "write `Configuration`; the payload's own type stands in the payload",
        ),
        C::WrongProfileType { found: None } => (
            "the profile has no `PayloadType`".to_owned(),
            "add `<key>PayloadType</key><string>Configuration</string>` at the top level",
        ),
        C::PayloadTypeIllTyped { found } => (
            format!("`PayloadType` is {}, not the name of a payload type or preference domain", a(*found)),
            "write the preference domain, such as `com.okta.deviceaccess.servicedaemon`",
        ),
        _ => (
            "the payload has no `PayloadType`".to_owned(),
            "add the preference domain, such as `com.okta.deviceaccess.servicedaemon`",
        ),
    };
    Finding::new(&RULE, place, message).help(help).consequence("macOS does not install the profile")
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::messages_in_profile;

    #[test]
    fn a_payload_says_what_it_is() {
        assert_eq!(
            messages_in_profile(
                "wrong-payload-type",
                "<dict><key>PayloadVersion</key><integer>1</integer></dict>"
            ),
            ["the payload has no `PayloadType`"]
        );
    }
}
