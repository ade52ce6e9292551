//! `wrong-payload-type`: a profile or payload that does not say what it is.

use latchkey_profile_schema::carrier::{CONFIGURATION, CarrierProblem as C};
use latchkey_profile_schema::document::PlistType;
use latchkey_profile_schema::{KeyPath, Place, Value};

use crate::finding::{Finding, path_of};
use crate::fix::{Edit, Fix, Safety};
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
    /// ```xml (in=profile)
    /// <key>PayloadType</key><string>Profile</string>
    /// ```
    ///
    /// # Instead
    /// ```xml (in=profile)
    /// <key>PayloadType</key><string>Configuration</string>
    /// ```
    ///
    /// # Keys
    /// `PayloadType`
    static RULE = { name: "wrong-payload-type", level: Error, since: "0.1.0" };
}

/// Words what stands in place of the type.
pub(crate) fn word(place: Place, problem: &C) -> Finding {
    let payload_type = |verb: &str, meant: &Option<&str>| match meant {
        Some(meant) => format!("{verb} {}, since the payload wraps preference domains", quoted(meant)),
        None => format!("{verb} the preference domain, such as `com.okta.deviceaccess.servicedaemon`"),
    };
    let (message, help) = match problem {
        C::WrongProfileType { found: Some(found) } => (
            format!("the profile's `PayloadType` is {}, not `Configuration`", quoted(found)),
            "write `Configuration`; the payload's own type stands in the payload".to_owned(),
        ),
        C::WrongProfileType { found: None } => (
            "the profile has no `PayloadType`".to_owned(),
            "add `<key>PayloadType</key><string>Configuration</string>` at the top level".to_owned(),
        ),
        C::PayloadTypeIllTyped { found: PlistType::String, meant } => {
            ("`PayloadType` of the payload is empty".to_owned(), payload_type("write", meant))
        }
        C::PayloadTypeIllTyped { found, meant } => (
            format!("`PayloadType` is {}, not the name of a payload type or preference domain", a(*found)),
            payload_type("write", meant),
        ),
        C::NoPayloadType { meant } => {
            ("the payload has no `PayloadType`".to_owned(), payload_type("add", meant))
        }
        _ => ("`PayloadType` is not the one that belongs here".to_owned(), payload_type("write", &None)),
    };
    let fix = path_of(&place).and_then(|path| mend(path, problem));
    Finding::new(&RULE, place, message).help(help).consequence("macOS does not install the profile").fix(fix)
}

/// Only one type is possible where payloads, or domains with `Forced`, stand in it.
fn mend(path: &KeyPath, problem: &C) -> Option<Fix> {
    let there = |text: &str, safety| {
        let edit = Edit::Value(path.clone(), Value::String(text.to_owned()));
        Some(Fix::new(format!("write {}", quoted(text)), safety, [edit]))
    };
    let added = |text: &str| {
        let (into, key, value) = (path.clone(), "PayloadType".to_owned(), Value::String(text.to_owned()));
        Some(Fix::safe(format!("add {}", quoted(text)), [Edit::Insert { into, key, value }]))
    };
    match problem {
        C::WrongProfileType { found: Some(found) } => {
            let same = found.trim().eq_ignore_ascii_case(CONFIGURATION);
            there(CONFIGURATION, if same { Safety::Safe } else { Safety::Unsafe })
        }
        C::WrongProfileType { found: None } if path.last_key().is_none() => added(CONFIGURATION),
        C::NoPayloadType { meant } => added((*meant)?),
        C::PayloadTypeIllTyped { meant, .. } => there((*meant)?, Safety::Unsafe),
        _ => None,
    }
}

/// Words a payload that stands alone in a file that is called a profile.
pub(crate) fn lone_payload(place: Place, found: &str) -> Finding {
    let message = format!("the profile's `PayloadType` is {}, not `Configuration`", quoted(found));
    Finding::new(&RULE, place, message)
        .help("make this dictionary an item of `PayloadContent` in a profile of the type `Configuration`")
        .consequence("macOS does not install the profile; only some MDM servers take a payload alone")
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{found, messages_in_profile, payload, preferences, report};
    use crate::options::Options;

    #[test]
    fn a_wrapper_says_that_it_is_one() {
        let help = |content: &str| {
            let inside = format!("<key>PayloadContent</key>{content}");
            let text = crate::lint::testing::profile(
                &payload("", &inside).replace("<key>PayloadType</key><string></string>", ""),
            );
            let findings = found("wrong-payload-type", text.as_bytes(), None);
            findings.into_iter().filter_map(|finding| finding.help).collect::<Vec<_>>()
        };
        let wrapper = "<dict><key>a.b.c</key><dict><key>Forced</key><array/></dict></dict>";
        assert_eq!(
            help(wrapper),
            ["add `com.apple.ManagedClient.preferences`, since the payload wraps preference domains"]
        );
        assert_eq!(
            help("<dict/>"),
            ["add the preference domain, such as `com.okta.deviceaccess.servicedaemon`"]
        );
    }

    #[test]
    fn a_file_that_is_called_a_profile_is_one() {
        let count = |name: &str| {
            let text = payload("org.latchkey.agent", "<key>FailureBudget</key><integer>5</integer>");
            let text = preferences("").replace("<dict></dict>", &text);
            let report = report(name, text, &Options::default());
            report.findings.iter().filter(|finding| finding.rule.name == "wrong-payload-type").count()
        };
        assert_eq!(count("folder/a.mobileconfig"), 1);
        assert_eq!(count("a.xml"), 0);
        assert_eq!(count("-"), 0);
    }

    #[test]
    fn a_payload_says_what_it_is() {
        assert_eq!(
            messages_in_profile(
                "wrong-payload-type",
                "<dict><key>PayloadVersion</key><integer>1</integer></dict>"
            ),
            ["the payload has no `PayloadType`"]
        );
        assert_eq!(
            messages_in_profile("wrong-payload-type", &payload("", "")),
            ["`PayloadType` of the payload is empty"]
        );
    }
}
