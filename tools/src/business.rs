//! A file of a folder, by its name and content, to whether it is the linter's business.

use std::path::Path;

use memchr::memmem::find;

use crate::lint::FileReport;

/// What the type of Microsoft Graph's bodies with a property list begins with.
const GRAPH: &[u8] = b"#microsoft.graph.macOSCustom";
/// What bodies of Apple Business hold, and other JSON does not.
const APPLE_BUSINESS: &[u8] = b"\"customSettingsValues\"";
/// What schemas for Jamf Pro hold, and other JSON does not.
const JAMF: [&[u8]; 2] = [b"\"__preferencedomain\"", b"\"property_order\""];

/// What is known of a file before it is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Business {
    /// It is what its name says, or somebody asked for it: whatever is wrong with it is told.
    Ours,
    /// It is ours when there is something in it to check.
    Perhaps,
    /// It is something else.
    Nobodys,
}

impl Business {
    /// Judges a file that was found in a folder.
    pub(crate) fn of(path: &Path, bytes: &[u8]) -> Self {
        let is = |name: &str| path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(name));
        let holds = |word: &[u8]| find(bytes, word).is_some();
        match () {
            () if is("xml") => Self::Perhaps,
            () if !is("json") => Self::Ours,
            // An export that was cut is not passed over in silence.
            () if holds(GRAPH) => Self::Ours,
            () if holds(APPLE_BUSINESS) => Self::Perhaps,
            () if JAMF.iter().any(|word| holds(word)) => Self::Perhaps,
            () => Self::Nobodys,
        }
    }

    /// The reports of the file that are told.
    pub(crate) fn told(self, reports: Vec<FileReport>) -> Vec<FileReport> {
        match self {
            Self::Ours => reports,
            Self::Perhaps if reports.iter().any(|report| report.checked) => reports,
            Self::Perhaps | Self::Nobodys => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_json_and_xml_is_nobodys_business() {
        let cases = [
            ("a.mobileconfig", "", Business::Ours),
            ("a.plist", "{}", Business::Ours),
            ("pom.XML", "<project/>", Business::Perhaps),
            ("package.json", "{\"properties\": {}}", Business::Nobodys),
            ("cut.json", "{\"@odata.type\": \"#microsoft.graph.macOSCustomConfiguration\", ", Business::Ours),
            ("business.json", "{\"data\": {\"customSettingsValues\": {}}}", Business::Perhaps),
            ("schema.JSON", "{\"properties\": {\"a\": {\"property_order\": 1}}}", Business::Perhaps),
            ("schema.json", "{\"__preferencedomain\": \"a\"}", Business::Perhaps),
            ("editor.json", "{\"properties\": {\"a\": {\"propertyOrder\": 1}}}", Business::Nobodys),
        ];
        for (name, text, expected) in cases {
            assert_eq!(Business::of(Path::new(name), text.as_bytes()), expected, "{name}");
        }
    }
}
