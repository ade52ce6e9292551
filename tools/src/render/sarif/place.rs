//! Files to URIs, places to regions and names.

use latchkey_profile_schema::text::Position;
use latchkey_profile_schema::{KeyPath, Segment};

use super::log::{ArtifactLocation, Base, Bases, Location, LogicalLocation, PhysicalLocation, Region, Text};
use super::message;
use crate::lint::FileReport;
use crate::located::Other;

/// The name of what relative URIs are relative to, as GitHub knows it.
const ROOT: &str = "%SRCROOT%";

/// The file that is spoken of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Here<'a> {
    /// Its number among the artifacts of the run.
    pub(super) index: usize,
    /// What it is called.
    pub(super) file: &'a str,
}

impl<'a> Here<'a> {
    /// The file itself.
    pub(super) fn artifact(self) -> ArtifactLocation {
        artifact(self.file, Some(self.index))
    }

    /// A place in it. GitHub refuses a result without a region, so a place without text is the file's first line.
    pub(super) fn location(
        self,
        range: Option<(Position, Position)>,
        key_path: Option<&KeyPath>,
    ) -> Location<'a> {
        let (start, end) = range.unwrap_or((FIRST, FIRST));
        Location {
            id: None,
            physical_location: PhysicalLocation {
                artifact_location: self.artifact(),
                region: Some(region(start, end)),
            },
            logical_locations: key_path.and_then(named).into_iter().collect(),
            message: None,
        }
    }

    /// A place that belongs to a finding in it, or in another file.
    pub(super) fn related(self, report: &FileReport, other: &'a Other, id: usize) -> Location<'a> {
        let (artifact_location, range) = match &other.file {
            Some(file) => (artifact(file, None), other.spot.range),
            None => (self.artifact(), report.range(&other.spot)),
        };
        let region = range.map(|(start, end)| region(start, end));
        Location {
            id: Some(id),
            physical_location: PhysicalLocation { artifact_location, region },
            message: Some(Text::new(message::sentence(&other.message))),
            ..self.part(other.spot.key_path.as_ref())
        }
    }

    /// A part of it, or all of it.
    pub(super) fn part(self, key_path: Option<&KeyPath>) -> Location<'a> {
        Location {
            id: None,
            physical_location: PhysicalLocation { artifact_location: self.artifact(), region: None },
            logical_locations: key_path.and_then(named).into_iter().collect(),
            message: None,
        }
    }
}

const FIRST: Position = Position { line: 1, column: 1 };

/// A path as a whole.
pub(super) fn path(path: &str) -> Location<'static> {
    Location {
        id: None,
        physical_location: PhysicalLocation { artifact_location: artifact(path, None), region: None },
        logical_locations: Vec::new(),
        message: None,
    }
}

/// A span of text.
pub(super) const fn region(start: Position, end: Position) -> Region {
    Region { start_line: start.line, start_column: start.column, end_line: end.line, end_column: end.column }
}

/// What relative URIs are relative to.
pub(super) fn bases() -> Bases {
    Bases { root: Base { description: Text::new("The folder in which the linter was started.") } }
}

/// A file's name as a URI: RFC 3986, and RFC 8089 for absolute paths.
pub(super) fn artifact(file: &str, index: Option<usize>) -> ArtifactLocation {
    if file.starts_with('/') {
        return ArtifactLocation { uri: format!("file://{}", encoded(file)), base: None, index };
    }
    let mut relative = file;
    while let Some(rest) = relative.strip_prefix("./") {
        relative = rest.trim_start_matches('/');
    }
    ArtifactLocation { uri: encoded(relative), base: Some(ROOT), index }
}

/// A file's name as a URI alone, and what it is relative to.
pub(crate) fn uri(file: &str) -> (String, Option<&'static str>) {
    let ArtifactLocation { uri, base, .. } = artifact(file, None);
    (uri, base)
}

/// Everything but unreserved characters and slashes percent-encoded: a colon too, which would end a scheme.
fn encoded(path: &str) -> String {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let digit = |value: u8| char::from(DIGITS.get(usize::from(value)).copied().unwrap_or(b'0'));
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.extend(['%', digit(byte >> 4), digit(byte & 0xF)]);
        }
    }
    uri
}

/// A key path as a name; none for the root.
fn named(path: &KeyPath) -> Option<LogicalLocation> {
    let (name, kind) = match path.segments().last()? {
        Segment::Key(key) => (key.to_string(), "property"),
        Segment::Index(index) => (index.to_string(), "value"),
    };
    Some(LogicalLocation { name, fully_qualified_name: path.to_string(), kind })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_uris() {
        let cases = [
            ("a.plist", "a.plist", true),
            ("./a/b.plist", "a/b.plist", true),
            (".//./a", "a", true),
            ("../a b#1?.plist", "../a%20b%231%3F.plist", true),
            ("c:\\x", "c%3A%5Cx", true),
            ("Büro.plist", "B%C3%BCro.plist", true),
            ("/tmp/ü", "file:///tmp/%C3%BC", false),
            ("-", "-", true),
        ];
        for (path, uri, relative) in cases {
            let artifact = artifact(path, None);
            assert_eq!((artifact.uri.as_str(), artifact.base.is_some()), (uri, relative), "{path}");
        }
    }
}
