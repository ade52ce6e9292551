//! A finding to a number by which it is known again after lines have moved, and however the files were named.

use crate::located::Located;

/// FNV-1a of 64 bits: it is written down for good, and the standard library's hashes may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Fingerprint(u64);

impl Fingerprint {
    /// Of nothing so far.
    pub(crate) const fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    /// Adds a text, and its end.
    pub(crate) fn text(self, text: &str) -> Self {
        text.bytes().chain([0]).fold(self, Self::byte)
    }

    /// Adds what a finding says, without places, without folders of files and without how many files the run had.
    pub(crate) fn message(self, located: &Located) -> Self {
        self.words(&located.message_from_anywhere().replace("in these files", "in this file"))
    }

    /// Adds a message word by word, without the numbers of lines, columns and bytes. Other numbers are what it is about.
    fn words(self, message: &str) -> Self {
        let (mut fingerprint, mut counted) = (self, false);
        for word in message.split_whitespace() {
            let is_place = counted && word.bytes().any(|byte| byte.is_ascii_digit());
            counted = matches!(word, "line" | "lines" | "column" | "columns" | "byte");
            let kept = word.bytes().filter(|byte| !(is_place && byte.is_ascii_digit()));
            fingerprint = kept.chain([b' ']).fold(fingerprint, Self::byte);
        }
        fingerprint
    }

    fn byte(self, byte: u8) -> Self {
        Self((self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
    }
}

impl std::fmt::Display for Fingerprint {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{:016x}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Fingerprint;
    use crate::lint::testing::{payload, profile, report};
    use crate::options::Options;

    #[test]
    fn lines_may_move_and_values_may_not() {
        let of = |message: &str| Fingerprint::new().words(message).to_string();
        assert_eq!(of("opened on line 12, never closed"), of("opened on line 7, never closed"));
        assert_eq!(of("byte 12 begins a UID"), of("byte 7 begins a UID"));
        assert_ne!(of("12 hours"), of("7 hours"));
        assert_ne!(of("unknown key `a`"), of("unknown key `b`"));
        // It stands in files, so it must never change.
        assert_eq!(of("unknown key `a`"), "ab7e1bb50bc0ead1");
        assert_eq!(Fingerprint::new().text("a").to_string(), "089be207b544f1e4");
    }

    /// The fingerprints of what comparing two files of a folder finds.
    fn of_second(folder: &str) -> Vec<String> {
        let setting = |value: &str| {
            profile(&payload(
                "org.latchkey.agent",
                &format!("<key>FailureBudget</key><integer>{value}</integer>"),
            ))
        };
        let name = |name: &str| format!("{folder}{name}.mobileconfig");
        let options = Options::default();
        let mut reports =
            [report(&name("a"), setting("5"), &options), report(&name("b"), setting("6"), &options)];
        crate::lint::across(&mut reports);
        let compared =
            reports[1].findings.iter().filter(|found| crate::rules::compares_files(found.rule.name));
        compared.map(|found| Fingerprint::new().message(found).to_string()).collect()
    }

    #[test]
    fn files_may_be_named_from_another_folder() {
        let plain = of_second("");
        assert!(plain.len() > 1, "{plain:?}");
        assert_eq!(plain, of_second("./profiles/"));
    }
}
