//! A profile to the texts in it that somebody would still have to replace, which a signature rules out.

use latchkey_profile_schema::check::is_secret;
use latchkey_profile_schema::{KeyPath, Node, Segment, Value, plist};

use super::error::SignError;
use crate::placeholder::{holds_variable, is_placeholder};

/// What Fleet calls its variables, "Variables": secrets, values of the host, and others.
const FLEET: &[&str] = &["$FLEET_", "${FLEET_"];

/// A text in a profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The file.
    pub path: String,
    /// Where, in the profile.
    pub at: KeyPath,
}

/// The texts that look like a variable. A placeholder, a variable in the place of a secret, and a variable of Fleet are
/// errors.
pub(super) fn check(path: &str, profile: &[u8]) -> Result<Vec<Text>, SignError> {
    let document = plist::read(profile).document;
    let Some(document) = document else { return Err(SignError::NoProfile { path: path.to_owned() }) };
    let mut variables = Vec::new();
    // INVARIANT: the reader limits the depth of a document, and with it this walk.
    walk(&document.root, &KeyPath::root(), &mut |at, text| {
        let path = path.to_owned();
        let variable = holds_variable(text);
        // A secret may have such a sign in its middle by chance.
        let stands_in = variable && text.starts_with(['$', '{', '%']) && is_secret_at(at);
        if is_placeholder(text) || stands_in {
            return Err(SignError::Placeholder { path, at: at.clone() });
        }
        if FLEET.iter().any(|variable| text.contains(variable)) {
            return Err(SignError::FleetVariable { path, at: at.clone() });
        }
        if variable {
            variables.push(Text { path, at: at.clone() });
        }
        Ok(())
    })?;
    Ok(variables)
}

fn is_secret_at(at: &KeyPath) -> bool {
    let keys = at.segments().iter().rev().filter_map(|segment| match segment {
        Segment::Key(key) => Some(key),
        Segment::Index(_) => None,
    });
    keys.take(1).any(|key| is_secret(key))
}

fn walk(
    node: &Node,
    at: &KeyPath,
    visit: &mut impl FnMut(&KeyPath, &str) -> Result<(), SignError>,
) -> Result<(), SignError> {
    match &node.value {
        Value::String(text) => visit(at, text),
        Value::Array(items) => {
            items.iter().enumerate().try_for_each(|(index, item)| walk(item, &at.index(index), visit))
        }
        Value::Dictionary(entries) => {
            entries.iter().try_for_each(|entry| walk(&entry.node, &at.key(&entry.key), visit))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(key: &str, text: &str) -> Result<Vec<String>, SignError> {
        let profile = format!(
            "<plist version=\"1.0\"><dict><key>PayloadContent</key><array><dict><key>{key}</key>\
             <array><string>{text}</string></array></dict></array></dict></plist>"
        );
        let found = check("a.mobileconfig", profile.as_bytes())?;
        Ok(found.into_iter().map(|text| text.at.to_string()).collect())
    }

    #[test]
    fn what_must_still_be_filled_in_is_an_error() {
        for (key, text) in [
            ("AdminEmail", "YOUR_ADMIN_EMAIL"),
            ("DMFAClientSecret", "YOUR_DMFA_CLIENT_SECRET"),
            ("DMFAClientSecret", "{{dmfa_client_secret}}"),
            ("DMFAClientSecret", "$SECRET"),
        ] {
            let at = KeyPath::root().key("PayloadContent").index(0).key(key).index(0);
            let expected = SignError::Placeholder { path: "a.mobileconfig".to_owned(), at };
            assert_eq!(checked(key, text), Err(expected), "{key} {text}");
        }
        for text in ["$FLEET_SECRET_X", "https://${FLEET_VAR_HOST_UUID}/"] {
            assert!(matches!(checked("AdminEmail", text), Err(SignError::FleetVariable { .. })), "{text}");
        }
    }

    #[test]
    fn what_looks_like_a_variable_is_named() {
        let at = || Ok(vec!["/PayloadContent/0/AdminEmail/0".to_owned()]);
        for text in ["$EMAIL", "{{mail}}", "x%SerialNumber%"] {
            assert_eq!(checked("AdminEmail", text), at(), "{text}");
        }
        for (key, text) in [("AdminEmail", "a@example.com"), ("DMFAClientSecret", "ab12-cd"), ("Pin", "")] {
            assert_eq!(checked(key, text), Ok(Vec::new()), "{text}");
        }
        assert_eq!(checked("DMFAClientSecret", "a$Word").map(|found| found.len()), Ok(1));
    }

    #[test]
    fn what_is_no_property_list_is_no_profile() {
        assert!(matches!(check("a.mobileconfig", b"\x30\x80"), Err(SignError::NoProfile { .. })));
    }
}
