//! A profile to the texts in it that somebody would still have to replace, which a signature rules out.

use latchkey_profile_schema::{KeyPath, Node, Value, plist};

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

/// The texts that look like a variable; a placeholder or a variable of Fleet is an error.
pub(super) fn check(path: &str, profile: &[u8]) -> Result<Vec<Text>, SignError> {
    let document = plist::read(profile).document;
    let Some(document) = document else { return Err(SignError::NoProfile { path: path.to_owned() }) };
    let mut variables = Vec::new();
    // INVARIANT: the reader limits the depth of a document, and with it this walk.
    walk(&document.root, &KeyPath::root(), &mut |at, text| {
        let path = path.to_owned();
        if is_placeholder(text) {
            return Err(SignError::Placeholder { path, at: at.clone() });
        }
        if FLEET.iter().any(|variable| text.contains(variable)) {
            return Err(SignError::FleetVariable { path, at: at.clone() });
        }
        if holds_variable(text) {
            variables.push(Text { path, at: at.clone() });
        }
        Ok(())
    })?;
    Ok(variables)
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
