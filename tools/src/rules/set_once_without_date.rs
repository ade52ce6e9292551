//! `set-once-without-date`: a value that is meant to be set once, and is set again at every login.

use latchkey_profile_schema::carrier::{Delivery, Payload};
use latchkey_profile_schema::document::PlistType;
use latchkey_profile_schema::domain;
use latchkey_profile_schema::plist::MAX_PROBLEMS;
use latchkey_profile_schema::{Document, KeyPath};

use crate::finding::{Finding, value_at};
use crate::phrase::a;
use crate::rule::rule;
use crate::view::FileView;

rule! {
    /// `Set-Once` without the date that makes it once.
    ///
    /// # What it does
    /// Looks for `mcx_data_timestamp`, a date, beside the settings of each item of `Set-Once`.
    ///
    /// # Why it matters
    /// macOS applies the item once for each date. Without one it applies it at every login, and what users have changed
    /// is gone.
    ///
    /// # Example
    /// ```xml
    /// <dict>
    ///     <key>PayloadType</key><string>com.apple.ManagedClient.preferences</string>
    ///     <key>PayloadContent</key>
    ///     <dict>
    ///         <key>com.apple.dock</key>
    ///         <dict>
    ///             <key>Set-Once</key>
    ///             <array>
    ///                 <dict>
    ///                     <key>mcx_preference_settings</key>
    ///                     <dict><key>autohide</key><true/></dict>
    ///                 </dict>
    ///             </array>
    ///         </dict>
    ///     </dict>
    /// </dict>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <dict>
    ///     <key>PayloadType</key><string>com.apple.ManagedClient.preferences</string>
    ///     <key>PayloadContent</key>
    ///     <dict>
    ///         <key>com.apple.dock</key>
    ///         <dict>
    ///             <key>Set-Once</key>
    ///             <array>
    ///                 <dict>
    ///                     <key>mcx_data_timestamp</key><date>2026-01-01T00:00:00Z</date>
    ///                     <key>mcx_preference_settings</key>
    ///                     <dict><key>autohide</key><true/></dict>
    ///                 </dict>
    ///             </array>
    ///         </dict>
    ///     </dict>
    /// </dict>
    /// ```
    ///
    /// # Keys
    /// `Set-Once`, `mcx_data_timestamp`
    static RULE = { name: "set-once-without-date", level: Info, since: "0.1.0" };
}

/// Looks at each item of `Set-Once`. A policy must not be there at all.
pub(crate) fn check(file: &FileView<'_>) -> Vec<Finding> {
    let is_set_once = |payload: &&Payload<'_>| {
        matches!(payload.delivery, Delivery::SetOnce { .. })
            && payload.domain.is_none_or(|name| domain::named(name).is_none())
    };
    file.contents
        .payloads
        .iter()
        .filter(is_set_once)
        .filter_map(|payload| look(payload, file.document))
        .take(MAX_PROBLEMS)
        .collect()
}

fn look(payload: &Payload<'_>, document: &Document) -> Option<Finding> {
    const DATE: &str = "mcx_data_timestamp";
    let (_, around) = payload.path.segments().split_last()?;
    let item = KeyPath::from(around.to_vec());
    let found = document.at(&item)?.get(DATE).map(|node| node.value.plist_type());
    let (place, message) = match found {
        Some(PlistType::Date) => return None,
        Some(other) => (item.key(DATE), format!("`{DATE}` is {}, not a date", a(other))),
        None => (item, format!("`Set-Once` has no `{DATE}`, so it is applied at every login")),
    };
    Some(
        Finding::new(&RULE, value_at(place), message)
            .help("write `<key>mcx_data_timestamp</key>` and a `<date>` beside the settings, a new one for each change")
            .consequence("what users change is set back at their next login"),
    )
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{messages_in_profile, payload};

    #[test]
    fn a_date_makes_it_once() {
        let found = |domain: &str, delivery: &str, beside: &str| {
            let inside = format!(
                "<key>PayloadContent</key><dict><key>{domain}</key><dict><key>{delivery}</key><array><dict>{beside}\
                 <key>mcx_preference_settings</key><dict><key>a</key><true/></dict></dict></array></dict></dict>"
            );
            messages_in_profile(
                "set-once-without-date",
                &payload("com.apple.ManagedClient.preferences", &inside),
            )
        };
        const DOCK: &str = "com.apple.dock";
        assert_eq!(
            found(DOCK, "Set-Once", ""),
            ["`Set-Once` has no `mcx_data_timestamp`, so it is applied at every login"]
        );
        assert_eq!(
            found(DOCK, "Set-Once", "<key>mcx_data_timestamp</key><string>2024</string>"),
            ["`mcx_data_timestamp` is a string, not a date"]
        );
        const DATED: &str = "<key>mcx_data_timestamp</key><date>2024-01-01T00:00:00Z</date>";
        assert!(found(DOCK, "Set-Once", DATED).is_empty());
        assert!(found(DOCK, "Forced", "").is_empty());
        assert!(found("org.latchkey.agent", "Set-Once", "").is_empty());
    }
}
