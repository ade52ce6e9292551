//! `plist-version`: `<plist>` that does not say 1.0.

use latchkey_profile_schema::Place;

use crate::finding::{Finding, bytes_of};
use crate::fix::{Edit, Fix};
use crate::phrase::quoted;
use crate::rule::rule;

rule! {
    /// A `<plist>` whose version is not 1.0.
    ///
    /// # What it does
    /// Reports another version, or none.
    ///
    /// # Why it matters
    /// There is one version of the format. macOS does not look at the number; servers that check uploads do.
    ///
    /// # Example
    /// ```xml
    /// <plist version="1"><dict>…</dict></plist>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <plist version="1.0"><dict>…</dict></plist>
    /// ```
    ///
    /// # Keys
    /// None.
    static RULE = { name: "plist-version", level: Warning, since: "0.1.0" };
}

/// Words the version that stands there.
pub(crate) fn word(place: Place, found: Option<&str>) -> Finding {
    let message = found.map_or_else(
        || "`<plist>` has no version".to_owned(),
        |found| format!("`<plist>` has the version {}", quoted(found)),
    );
    let fix = bytes_of(&place).map(|tag| {
        let edit = Edit::Attribute { tag, name: "version".into(), value: Some("1.0".into()) };
        Fix::safe("write `version=\"1.0\"`", [edit])
    });
    Finding::new(&RULE, place, message)
        .help("write `<plist version=\"1.0\">`")
        .consequence("macOS reads the file, and some MDM servers refuse it")
        .fix(fix)
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::messages;

    #[test]
    fn accepts_one_version() {
        let cases: &[(&[u8], &[&str])] = &[
            (b"<plist version=\"1\"><dict/></plist>", &["`<plist>` has the version `1`"]),
            (b"<plist><dict/></plist>", &["`<plist>` has no version"]),
            (b"<plist version=\"1.0\"><dict/></plist>", &[]),
        ];
        for (bytes, expected) in cases {
            assert_eq!(messages("plist-version", bytes), *expected);
        }
    }
}
