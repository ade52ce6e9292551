//! A variable of an MDM to what it becomes on each Mac, as far as its name tells.

use latchkey_profile_schema::KeyPath;

use super::variables::{Owner, Variable};

/// What an MDM puts in place of a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// The short name of the person whom the Mac is assigned to.
    Account,
    /// A mail address, or a user name that is built like one.
    Mail,
    /// The name of a person, as it is displayed.
    DisplayName,
    /// Something that names the device.
    Device,
    /// What this program cannot know.
    Other,
}

/// Parts of names, in the order in which they count.
const WORDS: &[(&str, Meaning)] = &[
    ("serial", Meaning::Device),
    ("udid", Meaning::Device),
    ("uuid", Meaning::Device),
    ("computername", Meaning::Device),
    ("devicename", Meaning::Device),
    ("hostname", Meaning::Device),
    ("macaddress", Meaning::Device),
    ("assettag", Meaning::Device),
    ("deviceid", Meaning::Device),
    ("deviceuid", Meaning::Device),
    ("hardware", Meaning::Device),
    ("modelname", Meaning::Device),
    ("jssid", Meaning::Device),
    ("emailprefix", Meaning::Account),
    ("emailusername", Meaning::Account),
    ("partialupn", Meaning::Account),
    ("localpart", Meaning::Account),
    ("userprincipalname", Meaning::Mail),
    ("upn", Meaning::Mail),
    ("idpusername", Meaning::Mail),
    ("emaildomain", Meaning::Other),
    ("mail", Meaning::Mail),
    ("fullname", Meaning::DisplayName),
    ("realname", Meaning::DisplayName),
    ("firstname", Meaning::DisplayName),
    ("lastname", Meaning::DisplayName),
    ("displayname", Meaning::DisplayName),
    ("username", Meaning::Account),
    ("shortname", Meaning::Account),
    ("accountname", Meaning::Account),
    ("enrollmentuser", Meaning::Account),
];

/// What stands in place of a variable on each Mac.
pub(super) fn meaning(variable: &str) -> Meaning {
    // A secret of Fleet may be called by any word.
    const SECRET: &str = "fleetsecret";
    let letters: String = variable.chars().filter(char::is_ascii_alphanumeric).collect();
    let letters = letters.to_ascii_lowercase();
    if letters.starts_with(SECRET) {
        return Meaning::Other;
    }
    let found = WORDS.iter().find(|(word, _)| letters.contains(word));
    found.map_or(Meaning::Other, |(_, meaning)| *meaning)
}

/// Whether a text in the list of exempt accounts exempts whoever uses the Mac.
pub(super) fn exempts_own_user(text: &str, variables: &[Variable<'_>]) -> bool {
    let [variable] = variables else { return false };
    let is_someones = variable.owner != Owner::Nobody;
    variable.text == text.trim() && is_someones && meaning(variable.text) == Meaning::Account
}

/// The keys whose value is the same on every Mac, since it is the app's or the organization's.
pub(super) const SAME_EVERYWHERE: &[&str] = &["DMFAClientID", "DMFAClientSecret", "DMFAOrgURL"];

/// Where a variable of a user or a device is a mistake whatever it is called, and what to write instead.
pub(super) fn instead_of_variable(path: &KeyPath, variable: &Variable<'_>) -> Option<&'static str> {
    let meaning = meaning(variable.text);
    match path.last_key()? {
        "MFANotRequiredList" if meaning == Meaning::Account => {
            Some("write the short names of the accounts that are exempt on every Mac, and no variable")
        }
        "DMFAClientSecret" if meaning != Meaning::Other => Some(
            "write the secret that the app Desktop MFA shows in Okta's Admin Console, or the MDM's variable for a secret",
        ),
        key if SAME_EVERYWHERE.contains(&key) && meaning != Meaning::Other => {
            Some("write the value that Okta's Admin Console shows; it is the same on every Mac")
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_what_a_variable_becomes() {
        let cases: &[(&str, Meaning)] = &[
            ("$USERNAME", Meaning::Account),
            ("$USERNAME_PREFIX", Meaning::Account),
            ("$EMAIL_PREFIX", Meaning::Account),
            ("$FLEET_VAR_HOST_END_USER_IDP_USERNAME_LOCAL_PART", Meaning::Account),
            ("{{ username }}", Meaning::Account),
            ("{{partialupn}}", Meaning::Account),
            ("%UserName%", Meaning::Account),
            ("{EnrollmentUser}", Meaning::Account),
            ("$FLEET_VAR_HOST_END_USER_IDP_USERNAME", Meaning::Mail),
            ("$EMAIL", Meaning::Mail),
            ("{{mail}}", Meaning::Mail),
            ("{UserPrincipalName}", Meaning::Mail),
            ("${userUPN}", Meaning::Mail),
            ("$FULL_NAME", Meaning::DisplayName),
            ("$SERIALNUMBER", Meaning::Device),
            ("%HardwareUUID%", Meaning::Device),
            ("$FLEET_SECRET_USERNAME", Meaning::Other),
            ("$EXTENSIONATTRIBUTE_3", Meaning::Other),
            ("$SITENAME", Meaning::Other),
        ];
        for (variable, expected) in cases {
            assert_eq!(meaning(variable), *expected, "{variable}");
        }
    }
}
