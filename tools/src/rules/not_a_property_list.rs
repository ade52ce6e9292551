//! `not-a-property-list`: a file that is something else.

use latchkey_profile_schema::Place;
use latchkey_profile_schema::plist::{LooksLike, ParseProblem as P, PayloadsProblem};

use crate::finding::Finding;
use crate::phrase::quoted;
use crate::rule::rule;

rule! {
    /// A file that is no property list at all.
    ///
    /// # What it does
    /// Reports a file that is empty, a web page, JSON without a profile in it, an archive, another kind of XML, or
    /// plain text; and a file of Jamf or of Microsoft Graph that does not hold the profile which it is about.
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
    /// The profile, exported or downloaded again. It begins with `<?xml` or `bplist00`:
    /// ```xml
    /// <?xml version="1.0" encoding="UTF-8"?>
    /// <plist version="1.0"><dict>…</dict></plist>
    /// ```
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
            "pass the profile itself; of JSON only a schema for Jamf's editor and what Microsoft Graph takes or gives are read",
        ),
        LooksLike::SettingsCatalog => (
            "the file is a settings-catalog policy of Intune, which holds no property list".to_owned(),
            "pass an export of a custom profile or a preference file; the settings catalog has no settings of Okta",
        ),
        LooksLike::GraphObject { kind } => (
            format!(
                "the file is a Microsoft Graph object of the type {}, which holds no property list",
                quoted(kind)
            ),
            "pass a `macOSCustomConfiguration` or a `macOSCustomAppConfiguration`",
        ),
        LooksLike::Declaration => (
            "the file is a declaration of declarative device management, not a property list".to_owned(),
            "pass the profile that the declaration points at",
        ),
        LooksLike::JsonSchema => (
            "the file is a JSON Schema, not a property list".to_owned(),
            "pass a profile; the schema says only which settings there can be",
        ),
        LooksLike::Package => (
            "the file is an installer package, not a property list".to_owned(),
            "pass the profile that configures what the package installs",
        ),
        LooksLike::DiskImage => (
            "the file is a disk image, not a property list".to_owned(),
            "open the image and pass the profiles in it",
        ),
        LooksLike::Gzip => (
            "the file is a gzip archive, not a property list".to_owned(),
            "unpack the archive and pass the profiles in it",
        ),
        LooksLike::Pdf => (
            "the file is a PDF document, not a property list".to_owned(),
            "pass the profile itself; a property list begins with `<?xml` or `bplist00`",
        ),
        LooksLike::SignedMail => (
            "the file is a signed mail, not a signed profile".to_owned(),
            "sign the profile again as DER with the content in it: `openssl cms -sign -outform der -nodetach`",
        ),
        LooksLike::Utf32 => (
            "the file is UTF-32, which no reader of property lists takes".to_owned(),
            "save the file as UTF-8",
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
        LooksLike::Terraform => (
            "the file is a configuration of Terraform, not a property list".to_owned(),
            "pass the profile that it reads or holds; `latchkey convert FILE --to mobileconfig` gives it",
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

/// Words what keeps the property list from being taken out of what is around it.
pub(crate) fn wrapped(place: Place, problem: &P) -> Finding {
    let (message, help) = match problem {
        P::BrokenPem { label } => (
            format!("the block {} has no end, or is not base64", quoted(label)),
            "export the signed profile again; the copy was cut or changed",
        ),
        P::TooManyLayers => (
            "the property list is signed or encoded more often than is opened".to_owned(),
            "sign and encode the profile once",
        ),
        P::SeveralPropertyLists { count } => (
            format!("the file holds {count} property lists, and one is expected"),
            "pass each of them as a file of its own",
        ),
        P::Payloads(PayloadsProblem::Missing) => (
            "the Jamf profile has no `general/payloads`, so there are no settings in it".to_owned(),
            "export the profile by its number; a list of profiles has their names alone",
        ),
        P::Payloads(PayloadsProblem::NotEscaped) => (
            "`payloads` holds elements, and the profile in it must be escaped text".to_owned(),
            "write `&lt;` for each `<` and `&amp;` for each `&` of the profile, or put it into a CDATA section",
        ),
        P::Payloads(_) => (
            "the `general/payloads` of the Jamf profile is empty".to_owned(),
            "put the profile into it as escaped text",
        ),
        P::BrokenJson { reason } => {
            (format!("the JSON cannot be read: {reason}"), "export the file again, or mend the JSON here")
        }
        P::NoGraphProperty { pointer } => (
            format!("the property {} is missing or no string", quoted(pointer)),
            "put the property list into it, encoded as base64",
        ),
        P::BadGraphProperty { pointer } => (
            format!("the property {} is not base64", quoted(pointer)),
            "encode the property list as base64, without line breaks or a prefix",
        ),
        _ => ("the property list cannot be taken out of the file".to_owned(), "pass the profile itself"),
    };
    Finding::new(&RULE, place, message)
        .help(help)
        .consequence("the MDM refuses the file, or delivers nothing of what is meant to be in it")
}

#[cfg(test)]
mod tests {
    use latchkey_profile_schema::plist::{ParseProblem, PayloadsProblem};

    use super::*;
    use crate::lint::testing::messages;

    #[test]
    fn says_what_is_wrong_with_what_is_around_it() {
        let cases = [
            (
                ParseProblem::Payloads(PayloadsProblem::Missing),
                "the Jamf profile has no `general/payloads`, so there are no settings in it",
            ),
            (
                ParseProblem::BadGraphProperty { pointer: "/value/3/payload".to_owned() },
                "the property `/value/3/payload` is not base64",
            ),
        ];
        for (problem, expected) in cases {
            assert_eq!(wrapped(Place::File, &problem).message, expected);
        }
    }

    #[test]
    fn says_what_the_file_seems_to_be() {
        let cases: &[(&[u8], &str)] = &[
            (b"", "the file is empty"),
            (b"<!DOCTYPE html><html></html>", "the file is a web page, not a property list"),
            (b"{\"a\": 1}", "the file is JSON, not a property list"),
            (b"PK\x03\x04rest", "the file is a ZIP archive, not a property list"),
            (b"xar!\0\x1C", "the file is an installer package, not a property list"),
            (b"This is not a plist.\n", "the file is plain text, not a property list"),
        ];
        for (bytes, expected) in cases {
            assert_eq!(messages("not-a-property-list", bytes), [*expected]);
        }
        let schema: &[u8] = br#"{"title": "a", "properties": {}}"#;
        assert!(messages("not-a-property-list", schema).is_empty(), "Jamf's schemas are read");
    }
}
