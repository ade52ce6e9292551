//! A finding to the comment that accepts it, and the byte where it belongs.

use latchkey_profile_schema::{Document, Span};

use super::sketch::first_element;
use crate::lint::{FileReport, TextOf};
use crate::located::Located;

/// What stands where somebody must say why; a comment without a reason accepts nothing.
const REASON: &str = "REASON";

/// The comment for the tree of a text, with the line break and indentation that follow it. None where the text takes no comments.
pub(super) fn comment(
    text: &str,
    document: &Document,
    report: &FileReport,
    finding: &Located,
) -> Option<(usize, String)> {
    if report.text_of != TextOf::File {
        return None;
    }
    let rule = finding.rule.name;
    let span = finding.spot.span;
    // A comment is not about comments.
    let about_comment =
        |span: &Span| text.get(span.start as usize..).is_some_and(|rest| rest.starts_with("<!--"));
    if span.as_ref().is_some_and(about_comment) {
        return None;
    }
    match span.and_then(|span| element(text, document, span)) {
        Some(at) => {
            let indentation = indentation(text, at);
            let break_after = indentation.map(|indentation| format!("\n{indentation}")).unwrap_or_default();
            Some((at, format!("<!-- latchkey: ignore {rule}: {REASON} -->{break_after}")))
        }
        None => {
            let at = first_element(text)?;
            Some((at, format!("<!-- latchkey: ignore-file {rule}: {REASON} -->\n")))
        }
    }
}

/// Where the key or item begins that a place is in, tag included; none where it is the root.
fn element(text: &str, document: &Document, span: Span) -> Option<usize> {
    let at = span.start;
    let mut node = &document.root;
    let mut found = None;
    loop {
        let covers = |start: Option<Span>, end: Option<Span>| {
            start.zip(end).is_some_and(|(start, end)| start.start <= at && at < end.end)
        };
        let entry =
            node.entries().iter().find(|entry| covers(entry.key_span.or(entry.node.span), entry.node.span));
        let item = node.items().iter().find(|item| covers(item.span, item.span));
        match (entry, item) {
            (Some(entry), _) => {
                let key = entry.key_span?.start as usize;
                found = text.get(..key)?.rfind('<');
                node = &entry.node;
            }
            (None, Some(item)) => {
                found = item.span.map(|span| span.start as usize);
                node = item;
            }
            (None, None) => return found,
        }
    }
}

/// The blanks before a byte, where nothing else stands before it on its line.
fn indentation(text: &str, at: usize) -> Option<&str> {
    let before = text.get(..at)?;
    let line = before.get(before.rfind('\n').map_or(0, |end| end + 1)..)?;
    line.chars().all(|character| matches!(character, ' ' | '\t')).then_some(line)
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::report;
    use crate::options::Options;

    /// The text with the comment for the only finding of a rule, checked anew.
    fn ignored(rule: &str, text: &str) -> (String, usize) {
        let name = "com.okta.deviceaccess.servicedaemon.plist";
        let found = report(name, text.as_bytes(), &Options::default());
        let finding = found.findings.iter().find(|finding| finding.rule.name == rule).unwrap();
        let (at, comment) = super::comment(text, &crate::lsp::sketch::sketch(text), &found, finding).unwrap();
        let (before, after) = text.split_at(at);
        let text = format!("{before}{comment}{after}");
        let again = report(name, text.as_bytes(), &Options::default());
        let covered = again.ignores.iter().filter(|ignore| {
            let mut same = again.findings.iter().filter(|finding| finding.rule.name == rule);
            same.any(|finding| ignore.scope.covers(&finding.spot))
        });
        let count = covered.count();
        (text, count)
    }

    #[test]
    fn the_comment_covers_its_finding_in_the_indentation_around_it() {
        let (text, covered) = ignored(
            "unknown-factor",
            "<plist version=\"1.0\">\n<dict>\n\t<key>AllowedFactors</key>\n\t<array>\n\t\t<string>OV_Pus</string>\n\t</array>\n</dict>\n</plist>\n",
        );
        let expected =
            "\t<array>\n\t\t<!-- latchkey: ignore unknown-factor: REASON -->\n\t\t<string>OV_Pus</string>\n";
        assert!(text.contains(expected), "{text}");
        assert_eq!(covered, 1);
        let (text, covered) =
            ignored("unknown-key", "<plist version=\"1.0\"><dict><key>Allowed</key><true/></dict></plist>");
        assert!(text.contains("<dict><!-- latchkey: ignore unknown-key: REASON --><key>Allowed"), "{text}");
        assert_eq!(covered, 1);
    }

    #[test]
    fn what_concerns_the_root_is_accepted_for_the_file() {
        let (text, covered) =
            ignored("missing-key", "<?xml version=\"1.0\"?>\n<plist version=\"1.0\"><dict/></plist>");
        assert!(text.contains("?>\n<!-- latchkey: ignore-file missing-key: REASON -->\n<plist"), "{text}");
        assert_eq!(covered, 1);
    }
}
