//! `too-large-for-target`: a profile that a server may not take.

use super::envelopes::profile;
use crate::finding::Finding;
use crate::rule::rule;
use crate::target::Target;
use crate::view::FileView;
use latchkey_profile_schema::Place;

rule! {
    /// A profile that is larger than a server takes.
    ///
    /// # What it does
    /// Reports a profile of more than 1,000,000 bytes. That is Intune's limit for custom profiles, and the lowest
    /// that any server documents; Apple names none.
    ///
    /// # Why it matters
    /// The upload fails, or the profile never arrives.
    ///
    /// # Example
    /// A profile with a certificate or picture of a megabyte.
    ///
    /// # Instead
    /// Pictures and fonts at a place that the Mac loads them from, and a profile of some kilobytes.
    ///
    /// # Keys
    /// no key
    static RULE = { name: "too-large-for-target", level: Warning, on: [Intune: Error], since: "0.1.0" };
}

/// What Intune takes.
const MOST_BYTES: usize = 1_000_000;

/// Compares the size with Intune's limit.
pub(crate) fn check(file: &FileView<'_>) -> Vec<Finding> {
    if file.bytes <= MOST_BYTES || profile(file).is_none() {
        return Vec::new();
    }
    let intune = file.options.goes_to(Target::Intune);
    let consequence = if intune { "Intune refuses it" } else { "Intune refuses it, and other servers may" };
    vec![
        Finding::new(
            &RULE,
            Place::File,
            format!("the profile has {} bytes, more than the {MOST_BYTES} that Intune takes", file.bytes),
        )
        .help("divide it into several profiles, or load pictures and certificates from elsewhere")
        .consequence(consequence)
        .concerns(intune.then_some(Target::Intune)),
    ]
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{found_with, payload, preferences, profile};
    use crate::options::Options;
    use crate::rule::Level;
    use crate::target::Target;

    #[test]
    fn a_megabyte_is_too_much() {
        let levels = |targets: &[Target], file: String| -> Vec<Level> {
            let options = Options { targets: targets.to_vec(), ..Options::default() };
            let findings = found_with("too-large-for-target", file.as_bytes(), &options);
            findings.into_iter().map(|finding| finding.level).collect()
        };
        let padded = |bytes: usize| {
            profile(&payload("com.example", &format!("<key>a</key><string>{}</string>", "x".repeat(bytes))))
        };
        assert_eq!(levels(&[], padded(1_000_000)), [Level::Warning]);
        assert_eq!(levels(&[Target::Intune], padded(1_000_000)), [Level::Error]);
        assert!(levels(&[Target::Intune], padded(999_000)).is_empty());
        let settings =
            preferences(&format!("<key>AdminPhone</key><string>{}</string>", "x".repeat(1_000_000)));
        assert!(levels(&[], settings).is_empty());
    }
}
