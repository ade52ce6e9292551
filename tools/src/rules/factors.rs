//! What several rules ask about factors: is a list selective, and which of its words work online, which offline?

use crate::view::{SettingsView, Texts, catalog};

/// The key of the list.
pub(super) const ALLOWED_FACTORS: &str = "AllowedFactors";

/// The key of the factor that links.
pub(super) const LINKING: &str = "AccountLinkingMFAFactor";

/// The device access code.
pub(super) const OFFLINE_CODE: &str = "Offline_TOTP";
/// The security key.
pub(super) const SECURITY_KEY: &str = "FIDO2_USB_key";

/// The allowed factors where the list restricts them: none when it is absent, empty, or holds `*`, and none when a word
/// of it is no factor, since what that stands for is not known.
pub(super) fn restricted<'a>(settings: &SettingsView<'a>) -> Option<Texts<'a>> {
    settings.texts(ALLOWED_FACTORS).filter(|factors| {
        !factors.is_empty()
            && factors
                .iter()
                .all(|(_, factor)| *factor != "*" && is_word_of(settings, ALLOWED_FACTORS, factor))
    })
}

/// The factor that links, where one is set that exists.
pub(super) fn linking<'a>(settings: &SettingsView<'a>) -> Option<&'a str> {
    settings.text(LINKING).filter(|factor| is_word_of(settings, LINKING, factor))
}

fn is_word_of(settings: &SettingsView<'_>, key: &str, word: &str) -> bool {
    catalog(settings.domain)
        .and_then(|catalog| catalog.key(key))
        .is_some_and(|key| key.allowed_anywhere().iter().any(|allowed| allowed.value == word))
}

/// Whether the device access code is among them.
pub(super) fn has_offline_code(factors: &Texts<'_>) -> bool {
    factors.iter().any(|(_, factor)| *factor == OFFLINE_CODE)
}

/// Whether nothing else is.
pub(super) fn only_offline_codes(factors: &Texts<'_>) -> bool {
    factors.iter().all(|(_, factor)| *factor == OFFLINE_CODE)
}

/// Whether the security key is the only one that works online.
pub(super) fn only_security_keys_online(factors: &Texts<'_>) -> bool {
    let mut online = factors.iter().filter(|(_, factor)| *factor != OFFLINE_CODE).peekable();
    online.peek().is_some() && online.all(|(_, factor)| *factor == SECURITY_KEY)
}

/// Whether a number stands there and is zero.
pub(super) fn is_zero(settings: &SettingsView<'_>, key: &str) -> bool {
    settings.number(key).is_some_and(|number| number == 0.0)
}
