//! `device-variable-as-user`: a variable that names the device, where the name of a user belongs.

use super::meanings::{Meaning, meaning};
use super::variables::in_text;
use crate::finding::{Finding, value_at};
use crate::phrase::{key, quoted};
use crate::rule::rule;
use crate::view::PayloadView;

rule! {
    /// A variable of the device in place of the user's name.
    ///
    /// # What it does
    /// Reports a variable for a serial number, a UDID or the name of the Mac in `OktaVerify.UserPrincipalName`.
    ///
    /// # Why it matters
    /// Okta Verify fills the value in as the user name. A published sample has `%HardwareUUID%` there.
    ///
    /// # Example
    /// ```xml
    /// <key>OktaVerify.UserPrincipalName</key><string>%HardwareUUID%</string>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>OktaVerify.UserPrincipalName</key><string>$EMAIL</string>
    /// ```
    ///
    /// # Keys
    /// `OktaVerify.UserPrincipalName`
    static RULE = { name: "device-variable-as-user", level: Warning, since: "0.1.0" };
}

const USER: &str = "OktaVerify.UserPrincipalName";

/// Looks at the user's name.
pub(crate) fn check(settings: &PayloadView<'_>) -> Vec<Finding> {
    let text = settings.text(USER).unwrap_or_default();
    let variables = in_text(text);
    let Some(variable) = variables.iter().find(|variable| names_device(variable.text)) else {
        return Vec::new();
    };
    let path = settings.path(USER);
    let message = format!("{} is the variable {}, which names the device", key(&path), quoted(variable.text));
    vec![
        Finding::new(&RULE, value_at(path), message)
            .help("write the MDM's variable for the user's Okta username, or leave the key out")
            .consequence("Okta Verify fills in a user name that nobody has, and each user has to correct it"),
    ]
}

/// The first variable of a text that names a user.
pub(crate) fn user_variable(text: &str) -> Option<&str> {
    in_text(text).into_iter().map(|variable| variable.text).find(|variable| !names_device(variable))
}

fn names_device(variable: &str) -> bool {
    meaning(variable) == Meaning::Device
}

#[cfg(test)]
mod tests {
    use latchkey_profile_schema::domain::OKTA_VERIFY;

    use crate::lint::testing::{found, preferences};

    #[test]
    fn users_are_no_devices() {
        let count = |text: &str| {
            let file =
                preferences(&format!("<key>OktaVerify.UserPrincipalName</key><string>{text}</string>"));
            found("device-variable-as-user", file.as_bytes(), Some(&OKTA_VERIFY)).len()
        };
        for device in ["%HardwareUUID%", "$SERIALNUMBER", "{{serialnumber}}", "$UDID@corp.com", "{DeviceUid}"]
        {
            assert_eq!(count(device), 1, "{device}");
        }
        for user in ["$USERNAME", "$EMAIL", "{{userprincipalname}}", "alice@corp.com", "serial@corp.com"] {
            assert_eq!(count(user), 0, "{user}");
        }
    }
}
