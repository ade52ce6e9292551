//! What a question is, and the keys and factors that questions are about, as they are declared.

use latchkey_profile_schema::catalog::AllowedValue;
use latchkey_profile_schema::domain::DESKTOP_MFA;
use latchkey_profile_schema::{Catalog, CatalogKey, Value};

use crate::cli::NewArguments;

pub(super) const ORGANIZATION: &str = "DMFAOrgURL";
pub(super) const CLIENT_ID: &str = "DMFAClientID";
pub(super) const REQUIRED: &str = "MFARequiredList";
pub(super) const EXEMPT: &str = "MFANotRequiredList";
pub(super) const OFFLINE_ALLOWED: &str = "OfflineLoginAllowed";
pub(super) const OFFLINE_PERIOD: &str = "LoginPeriodWithOfflineFactor";
pub(super) const FACTORS: &str = "AllowedFactors";
pub(super) const LINKING: &str = "AccountLinkingMFAFactor";
pub(super) const GRACE: &str = "LoginPeriodWithoutEnrolledFactor";
pub(super) const MAIL: &str = "AdminEmail";
pub(super) const PHONE: &str = "AdminPhone";

pub(super) const PUSH: &str = "OV_Push";
pub(super) const CODE: &str = "OV_TOTP";
pub(super) const SECURITY_KEY: &str = "FIDO2_USB_key";
pub(super) const OFFLINE_CODE: &str = "Offline_TOTP";

/// How many hours a day has.
pub(super) const DAY: f64 = 24.0;

/// Keys and the values that an answer gives them.
pub(super) type Values = Vec<(&'static str, Value)>;

/// A question and the values so far to the answer of whoever presses Enter.
type Default = fn(&Question, &[(String, Value)]) -> Option<Vec<String>>;

/// A question.
#[derive(Debug)]
pub(super) struct Question {
    /// What is asked, in a few words.
    pub(super) asks: &'static str,
    /// The option that answers it.
    pub(super) option: &'static str,
    /// The keys that it explains, the first being the one that the answer is written to.
    pub(super) key: &'static str,
    /// Further keys that an answer may set.
    pub(super) also: &'static [&'static str],
    /// What else can be typed.
    pub(super) hint: &'static str,
    /// What the options of the command line answer.
    pub(super) given: fn(&NewArguments) -> Option<Vec<String>>,
    /// The answer of whoever presses Enter; `None` where there is no sound one.
    pub(super) default: Default,
    /// The words of an answer to values; an error says what was expected.
    pub(super) read: fn(&Question, &[String]) -> Result<Values, String>,
    /// How a line becomes words.
    pub(super) line: Line,
}

/// How a line becomes words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// It is one.
    Whole,
    /// Blanks and commas stand between them.
    Words,
}

impl Question {
    /// The keys that it is about.
    pub(super) fn keys(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.key).chain(self.also.iter().copied())
    }

    /// The words of a line that was typed.
    pub(super) fn words(&self, line: &str) -> Vec<String> {
        match self.line {
            Line::Whole => vec![line.trim().to_owned()],
            Line::Words => words(line),
        }
    }
}

/// The words of a line, with blanks or commas between them.
pub(super) fn words(line: &str) -> Vec<String> {
    let words = line.split(|sign: char| sign == ',' || sign.is_whitespace());
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// What is declared of a key.
pub(super) fn declared(key: &str) -> Option<&'static CatalogKey> {
    Catalog::declared(&DESKTOP_MFA)?.key(key)
}

/// The factors that are declared.
pub(super) fn factors() -> &'static [AllowedValue] {
    declared(FACTORS).map_or(&[], CatalogKey::allowed_anywhere)
}
