//! `manifest-disagrees`: a manifest that says of a declared domain what is not so.

use latchkey_profile_schema::Place;
use latchkey_profile_schema::catalog::Unit;
use latchkey_profile_schema::document::PlistType;

use crate::finding::Finding;
use crate::phrase::{a, quoted};
use crate::rule::rule;

rule! {
    /// A manifest or Jamf schema that offers a key, type or value that the domain does not have.
    ///
    /// # What it does
    /// Holds a manifest whose domain is declared against the declaration: names and types of its settings, defaults,
    /// listed values and bounds. The domain of a Jamf schema is `__preferencedomain`, else the name of the file, else
    /// the one whose keys it has.
    ///
    /// # Why it matters
    /// A profile made with it is wrong, and the editor says that it is right.
    ///
    /// # Example
    /// ```json
    /// {
    ///   "title": "Desktop MFA",
    ///   "description": "Desktop MFA for Macs.",
    ///   "__preferencedomain": "com.okta.deviceaccess.servicedaemon",
    ///   "properties": {
    ///     "OfflineLoginAllowed": { "type": "string", "title": "Offline", "property_order": 5 }
    ///   }
    /// }
    /// ```
    ///
    /// # Instead
    /// ```json
    /// {
    ///   "title": "Desktop MFA",
    ///   "description": "Desktop MFA for Macs.",
    ///   "__preferencedomain": "com.okta.deviceaccess.servicedaemon",
    ///   "properties": {
    ///     "OfflineLoginAllowed": { "type": "boolean", "title": "Offline", "property_order": 5 }
    ///   }
    /// }
    /// ```
    ///
    /// # Keys
    /// Keys of declared domains.
    static RULE = { name: "manifest-disagrees", level: Error, since: "0.1.0" };
}

/// What comes of it.
const CONSEQUENCE: &str = "a profile made with this manifest is wrong, and the editor says that it is right";

/// Turns what a profile would be told into what the manifest is told.
pub(crate) fn refused(finding: Finding) -> Finding {
    let message = format!("the manifest offers what a profile must not hold: {}", finding.message);
    Finding { rule: &RULE, message, fix: None, ..finding }.consequence(CONSEQUENCE)
}

/// Words the two types of a setting, or of its items.
pub(crate) fn types(place: Place, subject: &str, domain: &str, types: (PlistType, PlistType)) -> Finding {
    let (found, declared) = types;
    let message = format!("{subject} is {} here, and {} in {}", a(found), a(declared), quoted(domain));
    Finding::new(&RULE, place, message).help(format!("describe {}", a(declared))).consequence(CONSEQUENCE)
}

/// Words a title that names another unit.
pub(crate) fn units(place: Place, subject: &str, domain: &str, units: (Unit, Unit)) -> Finding {
    let (found, declared) = units;
    let message = format!("the title of {subject} says {found}, and {} counts {declared}", quoted(domain));
    Finding::new(&RULE, place, message)
        .help(format!("write {declared} into the title, and defaults in that unit"))
        .consequence("whoever fills in the form sets a period that is many times too short or too long")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_types_are_named() {
        let finding = types(Place::File, "`A`", "a.b", (PlistType::String, PlistType::Boolean));
        assert_eq!(finding.message, "`A` is a string here, and a boolean in `a.b`");
    }
}
