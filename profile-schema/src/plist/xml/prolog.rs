//! What stands before the values, `<?xml … ?>`, DOCTYPE and the attributes of `<plist>`, to what is wrong with it.

use quick_xml::XmlVersion;
use quick_xml::events::{BytesDecl, BytesStart};

use crate::plist::scalar::{excerpt, is_blank};
use crate::problem::{LooksLike, ParseProblem};

/// Public identifiers that Apple has given its DTD.
const PUBLIC: [&str; 2] = ["-//Apple//DTD PLIST 1.0//EN", "-//Apple Computer//DTD PLIST 1.0//EN"];
/// System identifiers that Apple has given its DTD.
const SYSTEM: [&str; 3] = [
    "http://www.apple.com/DTDs/PropertyList-1.0.dtd",
    "https://www.apple.com/DTDs/PropertyList-1.0.dtd",
    "file://localhost/System/Library/DTDs/PropertyList.dtd",
];

/// A DOCTYPE that is not as it should be.
#[derive(Debug)]
pub(super) enum Doctype {
    /// Reading may go on.
    Foreign,
    /// Reading must end here.
    Refused(ParseProblem),
}

/// What is wrong with the declaration: it cannot be read, or names an encoding that is not UTF-8.
pub(super) fn declaration(declaration: &BytesDecl<'_>) -> Option<ParseProblem> {
    let unreadable = || ParseProblem::BadDeclaration;
    if declaration.version().is_err() {
        return Some(unreadable());
    }
    let encoding = match declaration.encoding()? {
        Ok(encoding) => encoding,
        Err(_) => return Some(unreadable()),
    };
    let same = ["utf-8", "utf8", "us-ascii"].iter().any(|name| encoding.eq_ignore_ascii_case(name));
    (!same).then(|| ParseProblem::DeclaredEncoding { found: excerpt(&encoding) })
}

/// Checks what stands between `<!DOCTYPE` and `>`.
pub(super) fn doctype(text: &str) -> Result<(), Doctype> {
    let name_end = text.find(|character| is_blank(character) || character == '[').unwrap_or(text.len());
    let (name, rest) = text.split_at(name_end);
    if has_subset(rest) {
        return Err(Doctype::Refused(ParseProblem::EntitiesDeclared));
    }
    if name != "plist" {
        let looks_like = if name.eq_ignore_ascii_case("html") {
            LooksLike::Html
        } else {
            LooksLike::Xml { root: excerpt(name) }
        };
        return Err(Doctype::Refused(ParseProblem::NotAPropertyList { looks_like }));
    }
    let mut literals = Vec::new();
    let mut keyword = "";
    let mut rest = rest.trim_start_matches(is_blank);
    while let Some(first) = rest.chars().next() {
        match first {
            '"' | '\'' => {
                let Some((literal, after)) = rest.strip_prefix(first).and_then(|text| text.split_once(first))
                else {
                    return Err(Doctype::Foreign);
                };
                literals.push(literal);
                rest = after.trim_start_matches(is_blank);
            }
            _ => {
                let end = rest.find(|character| is_blank(character) || "\"'".contains(character));
                let (word, after) = rest.split_at(end.unwrap_or(rest.len()));
                keyword = word;
                rest = after.trim_start_matches(is_blank);
            }
        }
    }
    let apple = match (keyword, literals.as_slice()) {
        ("", []) => true,
        ("PUBLIC", [public, system]) => PUBLIC.contains(public) && SYSTEM.contains(system),
        ("SYSTEM", [system]) => SYSTEM.contains(system),
        _ => false,
    };
    if apple { Ok(()) } else { Err(Doctype::Foreign) }
}

/// Whether there is a `[` outside of quotes.
fn has_subset(text: &str) -> bool {
    let mut quote = None;
    text.chars().any(|character| match quote {
        Some(open) => {
            if character == open {
                quote = None;
            }
            false
        }
        None => {
            if matches!(character, '"' | '\'') {
                quote = Some(character);
            }
            character == '['
        }
    })
}

/// The most attributes of one tag that are told; a tag with more has one mistake and not that many.
const FOREIGN: usize = 16;

/// Everything wrong with the attributes of a tag; `<plist>` has `version`, the others have none.
pub(super) fn attributes(tag: &BytesStart<'_>) -> Vec<ParseProblem> {
    let mut problems = Vec::new();
    let element = || excerpt(tag.name().as_ref());
    let is_plist = tag.name().as_ref() == "plist";
    let mut version = None;
    for attribute in tag.attributes().with_checks(false) {
        let Ok(attribute) = attribute else {
            problems.push(ParseProblem::BadAttributes { element: element() });
            break;
        };
        let name = attribute.key.as_ref();
        if is_plist && name == "version" {
            version = attribute.normalized_value(XmlVersion::Implicit1_0).ok().map(|value| excerpt(&value));
        } else if problems.len() < FOREIGN {
            problems.push(ParseProblem::ForeignAttribute { element: element(), attribute: excerpt(name) });
        }
    }
    if is_plist && version.as_deref() != Some("1.0") {
        problems.push(ParseProblem::PlistVersion { found: version });
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(text: &str) -> &'static str {
        match doctype(text) {
            Ok(()) => "apple",
            Err(Doctype::Foreign) => "foreign",
            Err(Doctype::Refused(ParseProblem::EntitiesDeclared)) => "entities",
            Err(Doctype::Refused(_)) => "other",
        }
    }

    #[test]
    fn only_apples_doctype_passes() {
        let cases = [
            (
                r#"plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd""#,
                "apple",
            ),
            (
                r#"plist PUBLIC "-//Apple Computer//DTD PLIST 1.0//EN"
                "https://www.apple.com/DTDs/PropertyList-1.0.dtd" "#,
                "apple",
            ),
            (r#"plist SYSTEM "file://localhost/System/Library/DTDs/PropertyList.dtd""#, "apple"),
            ("plist", "apple"),
            (r#"plist PUBLIC "-//Other//DTD//EN" "http://example.com/other.dtd""#, "foreign"),
            (r#"plist SYSTEM "http://example.com/evil.dtd""#, "foreign"),
            (r#"plist SYSTEM "unclosed"#, "foreign"),
            (r#"plist [<!ENTITY a "b">]"#, "entities"),
            ("plist[]", "entities"),
            (r#"plist SYSTEM "a" [<!ENTITY a "b">]"#, "entities"),
            (r#"lolz [<!ENTITY a "b">]"#, "entities"),
            (r#"plist SYSTEM "[""#, "foreign"),
            ("html", "other"),
            ("svg PUBLIC 'x' 'y'", "other"),
        ];
        for (text, expected) in cases {
            assert_eq!(verdict(text), expected, "{text}");
        }
    }
}
