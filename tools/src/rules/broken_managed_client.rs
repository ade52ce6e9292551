//! `broken-managed-client`: a wrapper of managed preferences in which the settings cannot be found.

use latchkey_profile_schema::carrier::CarrierProblem as C;
use latchkey_profile_schema::{Document, KeyPath, Place};

use crate::finding::{Finding, path_of};
use crate::fix::{Edit, Fix, Safety, rename};
use crate::phrase::{a, quoted};
use crate::rule::rule;

rule! {
    /// A managed-client wrapper whose levels are wrong.
    ///
    /// # What it does
    /// Follows `PayloadContent`, the preference domain, `Forced` or `Set-Once`, an array, and
    /// `mcx_preference_settings`, and reports the level that is missing, misspelt or of the wrong type.
    ///
    /// # Why it matters
    /// The profile installs without a complaint, and applies nothing.
    ///
    /// # Example
    /// ```xml
    /// <dict>
    ///   <key>PayloadType</key><string>com.apple.ManagedClient.preferences</string>
    ///   <key>PayloadContent</key><dict>
    ///     <key>com.okta.deviceaccess.servicedaemon</key>
    ///     <dict><key>Force</key><array>…</array></dict>
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
    /// `Forced`, `Set-Once`, `mcx_preference_settings`
    static RULE = { name: "broken-managed-client", level: Error, since: "0.1.0" };
}

/// Words the level that is wrong.
pub(crate) fn word(place: Place, problem: &C, document: &Document) -> Finding {
    let fix = path_of(&place).and_then(|path| mend(path, problem, document));
    const FORCED: &str =
        "write `<key>Forced</key>` and an array of one dictionary with `mcx_preference_settings`";
    let (message, help) = match problem {
        C::DomainNotADictionary { domain, found } => {
            (format!("the domain {} is {}, not a dictionary", quoted(domain), a(*found)), FORCED.to_owned())
        }
        C::NoDelivery { domain } => (
            format!("the domain {} has neither `Forced` nor `Set-Once`", quoted(domain)),
            "put its settings into `Forced`, an array of one dictionary with `mcx_preference_settings`"
                .to_owned(),
        ),
        C::UnknownDelivery { found, nearest } => (
            format!("{} stands where `Forced` or `Set-Once` belongs", quoted(found)),
            nearest.map_or_else(|| FORCED.to_owned(), |nearest| format!("write {}", quoted(nearest))),
        ),
        C::DeliveryIllTyped { found } => (
            format!("the delivery is {}, not an array", a(*found)),
            "put the dictionary with `mcx_preference_settings` into `<array>…</array>`".to_owned(),
        ),
        C::EmptyDelivery => (
            "the array of deliveries is empty".to_owned(),
            "add a dictionary with `mcx_preference_settings`".to_owned(),
        ),
        C::ItemNotADictionary { found } => (
            format!("a delivery is {}, not a dictionary", a(*found)),
            "write a dictionary with `mcx_preference_settings`".to_owned(),
        ),
        C::NoSettings { nearest: Some(nearest) } => (
            "the delivery has no `mcx_preference_settings`".to_owned(),
            format!("rename {} to `mcx_preference_settings`", quoted(nearest)),
        ),
        C::NoSettings { nearest: None } => (
            "the delivery has no `mcx_preference_settings`".to_owned(),
            "put the settings into a dictionary of that name".to_owned(),
        ),
        C::SettingsIllTyped { found } => (
            format!("`mcx_preference_settings` is {}, not a dictionary", a(*found)),
            "write the settings as `<dict>…</dict>`".to_owned(),
        ),
        _ => ("the managed-client wrapper is malformed".to_owned(), FORCED.to_owned()),
    };
    Finding::new(&RULE, place, message)
        .help(help)
        .consequence("the profile installs without a complaint and applies none of these settings")
        .fix(fix)
}

/// The right name in place of one that resembles it, and the array around a lone delivery.
fn mend(path: &KeyPath, problem: &C, document: &Document) -> Option<Fix> {
    const SETTINGS: &str = "mcx_preference_settings";
    let named = |name: &str| {
        let plain = |text: &str| text.replace(['_', '-', ' '], "").to_ascii_lowercase();
        let same = path.last_key().is_some_and(|key| plain(key) == plain(name));
        let safety = if same { Safety::Safe } else { Safety::Unsafe };
        Some(Fix::new(
            format!("rename it to {}", quoted(name)),
            safety,
            [rename(Some(document), path, name)?],
        ))
    };
    match problem {
        C::UnknownDelivery { nearest: Some(nearest), .. } => named(nearest),
        C::NoSettings { nearest: Some(_) } => named(SETTINGS),
        C::DeliveryIllTyped { .. } if document.at(path)?.get(SETTINGS).is_some() => {
            Some(Fix::safe("put it into `<array>…</array>`", [Edit::Wrap(path.clone())]))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{messages_in_profile, payload};

    #[test]
    fn names_the_level() {
        let cases = [
            ("<dict><key>Force</key><array/></dict>", "`Force` stands where `Forced` or `Set-Once` belongs"),
            ("<dict/>", "the domain `com.example.app` has neither `Forced` nor `Set-Once`"),
            ("<dict><key>Forced</key><dict/></dict>", "the delivery is a dictionary, not an array"),
            ("<dict><key>Forced</key><array/></dict>", "the array of deliveries is empty"),
            (
                "<dict><key>Forced</key><array><dict/></array></dict>",
                "the delivery has no `mcx_preference_settings`",
            ),
            (
                "<dict><key>Forced</key><array><dict><key>mcx_preference_settings</key><array/></dict></array></dict>",
                "`mcx_preference_settings` is an array, not a dictionary",
            ),
        ];
        for (domain, expected) in cases {
            let inside = payload(
                "com.apple.ManagedClient.preferences",
                &format!("<key>PayloadContent</key><dict><key>com.example.app</key>{domain}</dict>"),
            );
            let found = messages_in_profile("broken-managed-client", &inside);
            assert_eq!(found.first().map(String::as_str), Some(expected), "{domain}: {found:?}");
        }
    }
}
