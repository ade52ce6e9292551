//! A variable of Fleet to whether its server has one of that name, and to the one that was meant.

use latchkey_profile_schema::spelling;

/// What variables of a host and of certificate authorities begin with.
const PREFIX: &str = "FLEET_VAR_";

/// The variables, without the prefix (Fleet, "YAML files").
const NAMES: &[&str] = &[
    "HOST_UUID",
    "HOST_HARDWARE_SERIAL",
    "HOST_PLATFORM",
    "HOST_END_USER_IDP_USERNAME",
    "HOST_END_USER_IDP_USERNAME_LOCAL_PART",
    "HOST_END_USER_IDP_GROUPS",
    "HOST_END_USER_IDP_DEPARTMENT",
    "HOST_END_USER_IDP_FULL_NAME",
    "HOST_END_USER_EMAIL_IDP",
    "SCEP_RENEWAL_ID",
    "NDES_SCEP_CHALLENGE",
    "NDES_SCEP_PROXY_URL",
];

/// What the variables of certificate authorities begin with; the name of the authority follows.
const FAMILIES: &[&str] = &["NDES_SCEP_", "CUSTOM_SCEP_", "DIGICERT_", "SMALLSTEP_SCEP_"];

/// Whether Fleet has no variable of this name; inside: the one that was meant, as it is written.
pub(super) fn unknown(variable: &str) -> Option<Option<String>> {
    let bare = variable.trim_matches(['$', '{', '}']);
    let name = bare.strip_prefix(PREFIX)?;
    let is_of_family = |family: &str| name.strip_prefix(family).is_some_and(|rest| !rest.is_empty());
    if NAMES.contains(&name) || FAMILIES.iter().any(|family| is_of_family(family)) {
        return None;
    }
    Some(spelling::nearest(name, NAMES.iter().copied()).map(|meant| variable.replacen(name, meant, 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_variable_that_was_meant_is_named() {
        let cases: &[(&str, Option<Option<&str>>)] = &[
            ("$FLEET_VAR_HOST_UUID", None),
            ("${FLEET_VAR_HOST_UUID}", None),
            ("$FLEET_VAR_CUSTOM_SCEP_CHALLENGE_CORP", None),
            ("$FLEET_SECRET_HOST_UID", None),
            ("$EMAIL", None),
            ("$FLEET_VAR_HOST_UID", Some(Some("$FLEET_VAR_HOST_UUID"))),
            ("${FLEET_VAR_HOST_SERIAL_HARDWARE}", Some(None)),
            (
                "$FLEET_VAR_HOST_END_USER_IDP_USERNAME_LOCALPART",
                Some(Some("$FLEET_VAR_HOST_END_USER_IDP_USERNAME_LOCAL_PART")),
            ),
            ("${FLEET_VAR_HOST_PLATFROM}", Some(Some("${FLEET_VAR_HOST_PLATFORM}"))),
            ("$FLEET_VAR_OKTA", Some(None)),
        ];
        for (variable, expected) in cases {
            let found = unknown(variable);
            assert_eq!(found.as_ref().map(Option::as_deref), *expected, "{variable}");
        }
    }
}
