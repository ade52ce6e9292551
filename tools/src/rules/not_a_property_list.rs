//! `not-a-property-list`: a file that is something else.

use latchkey_profile_schema::Place;
use latchkey_profile_schema::plist::LooksLike;

use crate::finding::Finding;
use crate::phrase::quoted;
use crate::rule::rule;

rule! {
    /// A file that is no property list at all.
    ///
    /// # What it does
    /// Reports a file that is empty, a web page, JSON, an archive, another kind of XML, or plain text.
    ///
    /// # Why it matters
    /// An MDM refuses the upload, or delivers a profile that no Mac installs. A web page in place of a profile is
    /// often the sign-in page of the site it was downloaded from.
    ///
    /// # Example
    /// ```text
    /// <!DOCTYPE html><html><head><title>Sign in</title>…
    /// ```
    ///
    /// # Instead
    /// Export or download the profile again, and look at its first line: it begins with `<?xml` or `bplist00`.
    ///
    /// # Keys
    /// None: nothing can be read.
    static RULE = { name: "not-a-property-list", level: Error, since: "0.1.0" };
}

/// Words what the file seems to be.
pub(crate) fn word(place: Place, looks_like: &LooksLike) -> Finding {
    let (found, help) = match looks_like {
        LooksLike::Empty => {
            ("the file is empty".to_owned(), "export the profile again; the earlier export wrote nothing")
        }
        LooksLike::Html => (
            "the file is a web page, not a property list".to_owned(),
            "download the profile again while signed in, and open it in a text editor to check",
        ),
        LooksLike::Json => (
            "the file is JSON, not a property list".to_owned(),
            "pass the profile itself; a manifest or an export in JSON is not what a Mac installs",
        ),
        LooksLike::Zip => (
            "the file is a ZIP archive, not a property list".to_owned(),
            "unpack the archive and pass the profiles in it",
        ),
        LooksLike::Xml { root } => (
            format!("the file is XML with the root {}, not a property list", quoted(root)),
            "pass the profile itself; the root of a property list is `<plist>`",
        ),
        LooksLike::OldStylePlist => (
            "the file is a property list in the old `{ key = value; }` form, which profiles do not have"
                .to_owned(),
            "convert it to XML with `plutil -convert xml1` on a Mac",
        ),
        LooksLike::Yaml => (
            "the file is YAML, not a property list".to_owned(),
            "pass the profile itself; `latchkey build` makes one from settings in YAML",
        ),
        LooksLike::Text => (
            "the file is plain text, not a property list".to_owned(),
            "pass the profile itself; a property list begins with `<?xml` or `bplist00`",
        ),
        _ => (
            "the file is not a property list".to_owned(),
            "pass the profile itself; a property list begins with `<?xml` or `bplist00`",
        ),
    };
    Finding::new(&RULE, place, found)
        .help(help)
        .consequence("an MDM refuses the upload, and macOS does not install the file")
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::messages;

    #[test]
    fn says_what_the_file_seems_to_be() {
        let cases: &[(&[u8], &str)] = &[
            (b"", "the file is empty"),
            (b"<!DOCTYPE html><html></html>", "the file is a web page, not a property list"),
            (b"{\"a\": 1}", "the file is JSON, not a property list"),
            (b"PK\x03\x04rest", "the file is a ZIP archive, not a property list"),
            (b"This is not a plist.\n", "the file is plain text, not a property list"),
        ];
        for (bytes, expected) in cases {
            assert_eq!(messages("not-a-property-list", bytes), [*expected]);
        }
    }
}
