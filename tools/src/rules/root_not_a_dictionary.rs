//! `root-not-a-dictionary`: a property list whose outermost value holds no keys.

use latchkey_profile_schema::Place;
use latchkey_profile_schema::document::PlistType;

use crate::finding::Finding;
use crate::phrase::a;
use crate::rule::rule;

rule! {
    /// A property list whose root is no dictionary.
    ///
    /// # What it does
    /// Reports a root that is an array, a string or anything but `<dict>`.
    ///
    /// # Why it matters
    /// Profiles and preference files are dictionaries. Nothing else is installed or read.
    ///
    /// # Example
    /// ```xml
    /// <plist version="1.0"><array><dict>…</dict></array></plist>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <plist version="1.0"><dict>…</dict></plist>
    /// ```
    ///
    /// # Keys
    /// None.
    static RULE = { name: "root-not-a-dictionary", level: Error, since: "0.1.0" };
}

/// Words what the root is.
pub(crate) fn word(place: Place, found: PlistType) -> Finding {
    Finding::new(&RULE, place, format!("the root is {}, not a dictionary", a(found)))
        .help("put the keys into one `<dict>` directly in `<plist>`")
        .consequence("macOS does not install the file, and no program reads settings from it")
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::messages;

    #[test]
    fn names_the_type() {
        assert_eq!(
            messages("root-not-a-dictionary", b"<plist version=\"1.0\"><array/></plist>"),
            ["the root is an array, not a dictionary"]
        );
    }
}
