//! What several rules ask about a list of factors: is it selective, and which of its words work offline?

use crate::view::{SettingsView, Texts};

/// The key of the list.
pub(super) const ALLOWED_FACTORS: &str = "AllowedFactors";

const OFFLINE_CODE: &str = "Offline_TOTP";

/// The allowed factors where the list restricts them: none when it is absent, empty, or holds `*`.
pub(super) fn restricted<'a>(settings: &SettingsView<'a>) -> Option<Texts<'a>> {
    settings
        .texts(ALLOWED_FACTORS)
        .filter(|factors| !factors.is_empty() && factors.iter().all(|(_, factor)| *factor != "*"))
}

/// Whether the device access code is among them.
pub(super) fn has_offline_code(factors: &Texts<'_>) -> bool {
    factors.iter().any(|(_, factor)| *factor == OFFLINE_CODE)
}

/// Whether nothing else is.
pub(super) fn only_offline_codes(factors: &Texts<'_>) -> bool {
    factors.iter().all(|(_, factor)| *factor == OFFLINE_CODE)
}

/// Whether a number stands there and is zero.
pub(super) fn is_zero(settings: &SettingsView<'_>, key: &str) -> bool {
    settings.number(key).is_some_and(|number| number == 0.0)
}
