//! `manifest-gap`: a manifest that does not offer all keys of its domain.

use latchkey_profile_schema::Place;

use crate::finding::Finding;
use crate::phrase::quoted;
use crate::rule::rule;

rule! {
    /// Keys of a domain that a manifest or Jamf schema does not offer.
    ///
    /// # What it does
    /// Holds a manifest whose domain is declared against the declaration and lists the keys that it leaves out. What a
    /// form of Jamf cannot offer is not missed there.
    ///
    /// # Why it matters
    /// Administrators who know the domain from its form never learn that the key exists.
    ///
    /// # Example
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
    /// # Instead
    /// The schema that `latchkey manifest jamf` writes.
    ///
    /// # Keys
    /// Keys of declared domains.
    static RULE = { name: "manifest-gap", level: Info, since: "0.1.0" };
}

/// Words the keys that are left out.
pub(crate) fn word(place: Place, domain: &str, keys: &[String]) -> Finding {
    const SHOWN: usize = 8;
    let names: Vec<String> = keys.iter().take(SHOWN).map(|key| quoted(key)).collect();
    let more = match keys.len().saturating_sub(SHOWN) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    Finding::new(
        &RULE,
        place,
        format!("{} has keys that are not offered: {}{more}", quoted(domain), names.join(", ")),
    )
    .help("add them; `latchkey manifest` writes a manifest with every key")
    .consequence("administrators who use the form never learn that the keys exist")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lists_are_cut() {
        let keys: Vec<String> = (0..10).map(|number| format!("K{number}")).collect();
        assert!(word(Place::File, "a.b", &keys).message.ends_with("`K7` and 2 more"));
        assert!(word(Place::File, "a.b", &["K".to_owned()]).message.ends_with("not offered: `K`"));
    }
}
