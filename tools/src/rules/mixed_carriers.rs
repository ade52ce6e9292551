//! `mixed-carriers`: one domain by both ways that there are.

use latchkey_profile_schema::{KeyPath, Place, Segment};

use crate::finding::{Finding, value_at};
use crate::phrase::quoted;
use crate::rule::rule;

rule! {
    /// One domain, once as a payload of its own and once by the managed client.
    ///
    /// # What it does
    /// Reports a domain that a profile delivers both as a direct payload and inside
    /// `com.apple.ManagedClient.preferences`, whoever reads it. Apple's own types are passed over where the linter does not
    /// know them: some are preference domains too, with other keys.
    ///
    /// # Why it matters
    /// Apple documents neither which of the two wins nor whether they are merged.
    ///
    /// # Example
    /// ```xml
    /// <dict>
    ///     <key>PayloadType</key><string>org.latchkey.agent</string>
    ///     <key>FailureBudget</key><integer>5</integer>
    /// </dict>
    /// <dict>
    ///     <key>PayloadType</key><string>com.apple.ManagedClient.preferences</string>
    ///     <key>PayloadContent</key>
    ///     <dict>
    ///         <key>org.latchkey.agent</key>
    ///         <dict><key>Forced</key><array><dict><key>mcx_preference_settings</key><dict>
    ///             <key>PromptTimeoutSeconds</key><integer>300</integer>
    ///         </dict></dict></array></dict>
    ///     </dict>
    /// </dict>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <dict>
    ///     <key>PayloadType</key><string>org.latchkey.agent</string>
    ///     <key>FailureBudget</key><integer>5</integer>
    ///     <key>PromptTimeoutSeconds</key><integer>300</integer>
    /// </dict>
    /// ```
    ///
    /// # Keys
    /// `PayloadType`, and the domains of managed-client payloads
    static RULE = { name: "mixed-carriers", level: Warning, since: "0.1.0" };
}

/// Whether two places of one domain are of different carriers: settings of the managed client stand under a key,
/// those of a direct payload under an index.
pub(crate) fn is_mixed(place: &Place, first: &KeyPath) -> bool {
    let wrapped = |path: &KeyPath| matches!(path.segments().last(), Some(Segment::Key(_)));
    matches!(place, Place::Path(path, _) if wrapped(path) != wrapped(first))
}

/// Words the domain and its earlier place.
pub(crate) fn word(place: Place, domain: &str, first: &KeyPath) -> Finding {
    let message =
        format!("{} is a payload of its own here and a domain of the managed client there", quoted(domain));
    Finding::new(&RULE, place, message)
        .help("move the keys into one of the two")
        .consequence(
            "which of the two the Mac uses is not documented, so half of the settings may be missing",
        )
        .related(value_at(first.clone()), "delivered here first")
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{messages_in_profile, payload, payload_of};

    #[test]
    fn one_way_is_enough() {
        let direct = payload("org.latchkey.agent", "<key>FailureBudget</key><integer>5</integer>");
        let wrapper = |uuid: &str, identifier: &str| {
            payload_of(
                "com.apple.ManagedClient.preferences",
                identifier,
                uuid,
                "<key>PayloadContent</key><dict><key>org.latchkey.agent</key><dict><key>Forced</key><array><dict>\
                 <key>mcx_preference_settings</key><dict><key>FailureBudget</key><integer>5</integer></dict></dict>\
                 </array></dict></dict>",
            )
        };
        let (one, two) = (
            wrapper("00000000-0000-4000-8000-00000000000C", "a.b"),
            wrapper("00000000-0000-4000-8000-00000000000D", "a.c"),
        );
        assert_eq!(messages_in_profile("mixed-carriers", &format!("{direct}{one}")).len(), 1);
        assert!(messages_in_profile("domain-twice", &format!("{direct}{one}")).is_empty());
        for (other, expected) in [("com.example.app", 1), ("com.apple.dock", 0)] {
            let both = format!("{direct}{one}").replace("org.latchkey.agent", other);
            assert_eq!(messages_in_profile("mixed-carriers", &both).len(), expected, "{other}");
        }
        assert!(messages_in_profile("mixed-carriers", &format!("{one}{two}")).is_empty());
        assert_eq!(messages_in_profile("domain-twice", &format!("{one}{two}")).len(), 1);
    }
}
