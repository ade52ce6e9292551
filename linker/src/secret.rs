//! A text that is never printed: `Debug` prints one fixed word, and nothing else prints it at all.

use std::fmt;

use zeroize::Zeroizing;

/// A secret text: a client secret, a password, a code, an offline seed, a token. Overwritten when dropped.
///
/// There is no `Display`, `Serialize` or `Clone`; whoever needs the text says [`Secret::expose`], and whoever
/// needs a second copy says [`Secret::duplicate`], so that both can be found.
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes the text over.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// The text itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// A second copy.
    #[must_use]
    pub fn duplicate(&self) -> Self {
        Self(self.0.clone())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret")
    }
}
