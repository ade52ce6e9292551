//! `conflicting-value`: one key that two payloads of a profile set to different values.

use std::collections::HashMap;

use latchkey_profile_schema::carrier::Payload;
use latchkey_profile_schema::plist::MAX_PROBLEMS;
use latchkey_profile_schema::{KeyPath, Node, Value};

use crate::finding::{Finding, value_at};
use crate::phrase::quoted;
use crate::rule::rule;
use crate::view::FileView;

rule! {
    /// A key that stands in two places of one profile, with different values.
    ///
    /// # What it does
    /// Compares the keys of all payloads, and of all items of `Forced`, that deliver one preference domain, whether it is
    /// declared or not. Equal values are left to `domain-twice`.
    ///
    /// # Why it matters
    /// Apple documents no winner. Latchkey takes the last value, and a Mac may take another one.
    ///
    /// # Example
    /// ```xml
    /// <dict>
    ///   <key>PayloadType</key><string>com.okta.deviceaccess.servicedaemon</string>
    ///   <key>OfflineLoginAllowed</key><true/>
    /// </dict>
    /// <dict>
    ///   <key>PayloadType</key><string>com.okta.deviceaccess.servicedaemon</string>
    ///   <key>OfflineLoginAllowed</key><false/>
    /// </dict>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <dict>
    ///   <key>PayloadType</key><string>com.okta.deviceaccess.servicedaemon</string>
    ///   <key>OfflineLoginAllowed</key><false/>
    /// </dict>
    /// ```
    ///
    /// # Keys
    /// Every key of a preference domain.
    static RULE = { name: "conflicting-value", level: Error, since: "0.1.0" };
}

/// Compares the payloads of each domain.
pub(crate) fn check(file: &FileView<'_>) -> Vec<Finding> {
    let declared = file.domains.iter().map(|settings| settings.payloads.as_slice());
    let mut findings: Vec<Finding> = declared.flat_map(compare).collect();
    findings.extend(file.undeclared().iter().flat_map(|(_, payloads)| compare(payloads)));
    findings
}

fn compare(payloads: &[&Payload<'_>]) -> Vec<Finding> {
    let mut findings = Vec::new();
    // Each key as the payloads so far leave it.
    let mut known: HashMap<&str, (&KeyPath, &Node)> = HashMap::new();
    for later in payloads.iter().take_while(|_| payloads.len() > 1) {
        for entry in later.entries() {
            let before = known.get(entry.key.as_str());
            let Some((first, _)) = before.filter(|(_, node)| !is_same(node, &entry.node)) else { continue };
            if findings.len() >= MAX_PROBLEMS {
                return findings;
            }
            let message =
                format!("{} has another value here than elsewhere in the profile", quoted(&entry.key));
            findings.push(
                Finding::new(&RULE, value_at(later.path.key(&entry.key)), message)
                    .help("keep one of the two values")
                    .consequence("either value may be in force; the Latchkey agent takes the last one")
                    .related(value_at(first.key(&entry.key)), "the other value"),
            );
        }
        known.extend(later.entries().map(|entry| (entry.key.as_str(), (&later.path, &entry.node))));
    }
    findings
}

/// Whether two values are the same, wherever they stand.
fn is_same(left: &Node, right: &Node) -> bool {
    match (&left.value, &right.value) {
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| is_same(left, right))
        }
        (Value::Dictionary(entries), Value::Dictionary(others)) => {
            entries.len() == others.len()
                && entries
                    .iter()
                    .all(|entry| right.get(&entry.key).is_some_and(|other| is_same(&entry.node, other)))
        }
        (left, right) => left == right,
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{found, payload, payload_of, profile};

    fn paths(payloads: &str) -> Vec<String> {
        let findings = found("conflicting-value", profile(payloads).as_bytes(), None);
        findings.into_iter().filter_map(|finding| Some(finding.spot.key_path?.to_string())).collect()
    }

    #[test]
    fn two_payloads_may_not_disagree() {
        const DOMAIN: &str = "org.latchkey.agent";
        let first = |inside| payload(DOMAIN, inside);
        let second =
            |inside| payload_of(DOMAIN, "com.example.other", "00000000-0000-4000-8000-00000000000C", inside);
        let five = "<key>FailureBudget</key><integer>5</integer>";
        let six = "<key>FailureBudget</key><integer>6</integer>";
        let other = "<key>PromptTimeoutSeconds</key><integer>6</integer>";
        assert_eq!(paths(&(first(five) + &second(six))), ["/PayloadContent/1/FailureBudget"]);
        assert!(paths(&(first(five) + &second(five))).is_empty());
        assert!(paths(&(first(five) + &second(other))).is_empty());
    }

    #[test]
    fn a_domain_that_the_managed_client_delivers_need_not_be_declared() {
        let wrapper = |identifier: &str, uuid: &str, value: u8| {
            let content = format!(
                "<key>PayloadContent</key><dict><key>com.example.app</key><dict><key>Forced</key><array><dict>\
                 <key>mcx_preference_settings</key><dict><key>a</key><integer>{value}</integer></dict></dict></array>\
                 </dict></dict>"
            );
            payload_of("com.apple.ManagedClient.preferences", identifier, uuid, &content)
        };
        let two = |value| {
            wrapper("a.b", "00000000-0000-4000-8000-00000000000B", 1)
                + &wrapper("a.c", "00000000-0000-4000-8000-00000000000C", value)
        };
        assert_eq!(
            paths(&two(2)),
            ["/PayloadContent/1/PayloadContent/com.example.app/Forced/0/mcx_preference_settings/a"]
        );
        assert!(paths(&two(1)).is_empty());
        let direct = |value: u8| {
            payload_of(
                "com.apple.wifi.managed",
                &format!("a.{value}"),
                "00000000-0000-4000-8000-00000000000C",
                &format!("<key>a</key><integer>{value}</integer>"),
            )
        };
        assert!(paths(&(direct(1) + &direct(2))).is_empty());
    }

    #[test]
    fn neither_may_two_items_of_one_wrapper() {
        let item =
            |inside: &str| format!("<dict><key>mcx_preference_settings</key><dict>{inside}</dict></dict>");
        let wrapper = |word: &str| {
            let items = item("<key>ReservedAccounts</key><array><string>a</string></array>")
                + &item("<key>ReservedAccounts</key><array><string>b</string></array>");
            payload(
                "com.apple.ManagedClient.preferences",
                &format!(
                    "<key>PayloadContent</key><dict><key>org.latchkey.agent</key><dict><key>{word}</key>\
                     <array>{items}</array></dict></dict>"
                ),
            )
        };
        assert_eq!(
            paths(&wrapper("Forced")),
            [
                "/PayloadContent/0/PayloadContent/org.latchkey.agent/Forced/1/mcx_preference_settings/ReservedAccounts"
            ]
        );
        assert!(paths(&wrapper("Set-Once")).is_empty());
    }
}
