//! `set-once-policy`: a policy delivered as a value that the user may change.

use latchkey_profile_schema::{Document, KeyPath, Place};

use crate::finding::{Finding, path_of};
use crate::fix::{Edit, Fix, rename};
use crate::phrase::quoted;
use crate::rule::rule;

rule! {
    /// A policy that is delivered by `Set-Once`.
    ///
    /// # What it does
    /// Reports `Set-Once` for a domain that decides who gets in.
    ///
    /// # Why it matters
    /// `Set-Once` writes a value that is not managed: users change it afterwards, and the agent reads managed
    /// preferences alone.
    ///
    /// # Example
    /// ```xml
    /// <dict>
    ///   <key>PayloadType</key><string>com.apple.ManagedClient.preferences</string>
    ///   <key>PayloadContent</key><dict>
    ///     <key>com.okta.deviceaccess.servicedaemon</key>
    ///     <dict><key>Set-Once</key><array>
    ///       <dict><key>mcx_preference_settings</key><dict>…</dict></dict>
    ///     </array></dict>
    ///   </dict>
    /// </dict>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <dict>
    ///   <key>PayloadType</key><string>com.apple.ManagedClient.preferences</string>
    ///   <key>PayloadContent</key><dict>
    ///     <key>com.okta.deviceaccess.servicedaemon</key>
    ///     <dict><key>Forced</key><array>
    ///       <dict><key>mcx_preference_settings</key><dict>…</dict></dict>
    ///     </array></dict>
    ///   </dict>
    /// </dict>
    /// ```
    ///
    /// # Keys
    /// `Set-Once`
    static RULE = { name: "set-once-policy", level: Error, since: "0.1.0" };
}

/// Words the domain.
pub(crate) fn word(place: Place, domain: &str, document: &Document) -> Finding {
    let fix = path_of(&place).and_then(|path| forced(path, document));
    Finding::new(&RULE, place, format!("`Set-Once` delivers the policy of {}", quoted(domain)))
        .help("write `Forced` in place of `Set-Once`, and delete `mcx_data_timestamp`")
        .consequence("the values are never managed, so the policy does not hold")
        .fix(fix)
}

/// `Forced`, without what only `Set-Once` has.
fn forced(path: &KeyPath, document: &Document) -> Option<Fix> {
    const TIMESTAMP: &str = "mcx_data_timestamp";
    let items = document.at(path)?.items().iter().enumerate();
    let dated = items.filter(|(_, item)| item.get(TIMESTAMP).is_some());
    let mut edits = vec![rename(Some(document), path, "Forced")?];
    edits.extend(dated.map(|(index, _)| Edit::Remove(path.index(index).key(TIMESTAMP))));
    Some(Fix::guess("rename it to `Forced`", edits))
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{messages_in_profile, payload};

    #[test]
    fn other_domains_may_use_it() {
        let profile = |domain: &str| {
            payload(
                "com.apple.ManagedClient.preferences",
                &format!(
                    "<key>PayloadContent</key><dict><key>{domain}</key><dict><key>Set-Once</key><array><dict>\
                     <key>mcx_preference_settings</key><dict><key>a</key><true/></dict></dict></array></dict></dict>"
                ),
            )
        };
        assert_eq!(
            messages_in_profile("set-once-policy", &profile("org.latchkey.agent")),
            ["`Set-Once` delivers the policy of `org.latchkey.agent`"]
        );
        assert!(messages_in_profile("set-once-policy", &profile("com.apple.dock")).is_empty());
    }
}
