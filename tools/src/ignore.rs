//! Comments `<!-- latchkey: ignore RULE[, RULE…]: reason -->` of a file to what they concern and what is wrong with them.
//!
//! `ignore` concerns the next key or item and what stands in it, before the root the whole file; `ignore-file` always
//! concerns the whole file.

use latchkey_profile_schema::document::Entry;
use latchkey_profile_schema::plist::Remark;
use latchkey_profile_schema::{Document, KeyPath, Node, Span, spelling};

use crate::finding::Finding;
use crate::located::Spot;
use crate::phrase::quoted;
use crate::rule::Rule;
use crate::rules::{self, RULES, ignore_without_reason, malformed_ignore, unknown_rule};

/// A comment that counts.
#[derive(Clone, Debug)]
pub(crate) struct Ignore {
    /// The comment.
    pub(crate) spot: Spot,
    /// The rules that it names.
    pub(crate) rules: Vec<&'static Rule>,
    /// Why.
    pub(crate) reason: String,
    /// What it concerns.
    pub(crate) scope: Scope,
}

/// What a comment concerns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// The whole file.
    File,
    /// A key with its value, or an item, and what stands in it.
    Element {
        /// The bytes, key included.
        span: Span,
        /// The key path.
        path: KeyPath,
    },
    /// Nothing: the comment stands behind the last key or item.
    Nothing,
}

impl Scope {
    /// Whether a finding's place is within it.
    pub(crate) fn covers(&self, spot: &Spot) -> bool {
        match self {
            Self::File => true,
            Self::Nothing => false,
            Self::Element { span, path } => match (spot.span, &spot.key_path) {
                (Some(inner), _) => span.start <= inner.start && inner.end <= span.end,
                (None, Some(inner)) => inner.segments().starts_with(path.segments()),
                (None, None) => false,
            },
        }
    }
}

/// Reads comments to Latchkey; `shown` gives the text at some bytes without the secrets in it, since messages quote it.
pub(crate) fn read(
    remarks: &[Remark],
    shown: impl Fn(Span) -> String,
    document: Option<&Document>,
) -> (Vec<Ignore>, Vec<Finding>) {
    let (mut ignores, mut findings) = (Vec::new(), Vec::new());
    for Remark { span: comment, text: said } in remarks {
        let Some((whole_file, rest)) = words(*comment, &shown(*said), &mut findings) else {
            continue;
        };
        let (names, reason) = rest.split_once(':').unwrap_or((&rest, ""));
        let names: Vec<&str> = names.split(',').map(str::trim).filter(|name| !name.is_empty()).collect();
        if names.is_empty() {
            findings.push(malformed_ignore::word(*comment, "no rule is named".to_owned()));
            continue;
        }
        if names.iter().any(|name| name.contains(' ')) && !reason.is_empty() {
            let message = "names of rules stand without a comma between them".to_owned();
            findings.push(malformed_ignore::word(*comment, message));
            continue;
        }
        if reason.trim().is_empty() {
            findings.push(ignore_without_reason::word(*comment, &names.join(", ")));
            continue;
        }
        let rules = known(*comment, &names, &mut findings);
        if !rules.is_empty() {
            let scope = if whole_file { Scope::File } else { next(*comment, document) };
            let spot = Spot { span: Some(*comment), ..Spot::default() };
            ignores.push(Ignore { spot, rules, reason: reason.trim().to_owned(), scope });
        }
    }
    (ignores, findings)
}

/// Whether a comment concerns the whole file, and what it says after the first word.
fn words(comment: Span, said: &str, findings: &mut Vec<Finding>) -> Option<(bool, String)> {
    let Some(said) = said.strip_prefix(Remark::PREFIX) else {
        findings.push(malformed_ignore::word(
            comment,
            format!("expected {} at its beginning", quoted(Remark::PREFIX)),
        ));
        return None;
    };
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    // A colon belongs to what follows: the names before it are missing then.
    let (first, rest) = said.split_at(said.find([' ', ':']).unwrap_or(said.len()));
    match first {
        "ignore" => Some((false, rest.to_owned())),
        "ignore-file" => Some((true, rest.to_owned())),
        other => {
            let message = match other {
                "" => "expected `ignore` or `ignore-file`, found nothing".to_owned(),
                other => format!("expected `ignore` or `ignore-file`, found {}", quoted(other)),
            };
            findings.push(malformed_ignore::word(comment, message));
            None
        }
    }
}

fn known(comment: Span, names: &[&str], findings: &mut Vec<Finding>) -> Vec<&'static Rule> {
    let mut rules: Vec<&'static Rule> = Vec::new();
    for name in names {
        match rules::named(name) {
            Some(rule) => {
                if !rules.iter().any(|earlier| earlier.name == rule.name) {
                    rules.push(rule);
                }
            }
            None => {
                let nearest = spelling::nearest(name, RULES.iter().map(|listed| listed.rule.name));
                findings.push(unknown_rule::word(comment, name, nearest));
            }
        }
    }
    rules
}

/// The key or item after a comment.
fn next(comment: Span, document: Option<&Document>) -> Scope {
    let Some(document) = document else { return Scope::File };
    let mut path = KeyPath::root();
    let mut node = &document.root;
    if node.span.is_none_or(|root| comment.end <= root.start) {
        return Scope::File;
    }
    // The innermost value around the comment: what ends before the comment is passed over.
    loop {
        let entries = node.entries();
        let items = node.items();
        let entry = entries.get(entries.partition_point(|entry| ends_before(&entry.node, comment)));
        let index = items.partition_point(|item| ends_before(item, comment));
        let (further, value, start) = match (entry, items.get(index)) {
            (Some(entry), _) => (path.key(&entry.key), &entry.node, start(entry)),
            (None, Some(item)) => (path.index(index), item, item.span),
            (None, None) => return Scope::Nothing,
        };
        let (Some(start), Some(end)) = (start, value.span) else { return Scope::Nothing };
        if end.start >= comment.end {
            // The tag of a key begins before its text, and a comment may stand between the key and its value.
            let start = start.start.min(comment.start);
            return Scope::Element { span: Span { start, end: end.end }, path: further };
        }
        path = further;
        node = value;
    }
}

fn ends_before(node: &Node, comment: Span) -> bool {
    node.span.is_some_and(|span| span.end <= comment.start)
}

fn start(entry: &Entry) -> Option<Span> {
    entry.key_span.or(entry.node.span)
}

#[cfg(test)]
mod tests {
    use latchkey_profile_schema::plist;

    use super::*;

    /// What the only comment of a file concerns: the path, `file` or `nothing`.
    fn concerned(text: &str) -> String {
        let start = text.find("<!--").unwrap();
        let end = text.find("-->").unwrap() + 3;
        let comment = Span { start: start as u32, end: end as u32 };
        let document = plist::read(text.as_bytes()).document;
        match next(comment, document.as_ref()) {
            Scope::File => "file".to_owned(),
            Scope::Nothing => "nothing".to_owned(),
            Scope::Element { path, .. } => path.to_string(),
        }
    }

    #[test]
    fn a_comment_concerns_what_stands_next() {
        for (inside, expected) in [
            ("<dict><!-- c --><key>a</key><true/><key>b</key><true/></dict>", "/a"),
            ("<dict><key>a</key><true/><!-- c --><key>b</key><true/></dict>", "/b"),
            ("<dict><key>a</key><!-- c --><true/><key>b</key><true/></dict>", "/a"),
            ("<dict><key>a</key><array><!-- c --><true/></array></dict>", "/a/0"),
            ("<dict><key>a</key><array><true/><!-- c --></array><key>b</key><true/></dict>", "nothing"),
            ("<dict><key>a</key><array><dict><!-- c --><key>k</key><true/></dict></array></dict>", "/a/0/k"),
            ("<dict><key>a</key><true/><!-- c --></dict>", "nothing"),
            ("<!-- c --><dict><key>a</key><true/></dict>", "file"),
            ("<dict></dict><!-- c -->", "nothing"),
        ] {
            assert_eq!(concerned(&format!("<plist version=\"1.0\">{inside}</plist>")), expected, "{inside}");
        }
        assert_eq!(concerned("<!-- c --><plist version=\"1.0\"><dict/></plist>"), "file");
    }

    fn said(text: &str) -> (Vec<Ignore>, Vec<Finding>) {
        let all = Span { start: 0, end: text.len() as u32 };
        read(&[Remark { span: all, text: all }], |_| text.to_owned(), None)
    }

    #[test]
    fn any_comment_gets_an_answer() {
        for text in [
            "",
            "latchkey:",
            "latchkey: ignore",
            "latchkey: ignore-file :",
            "latchkey: ignore a,,b::",
            "\u{0}",
        ] {
            assert!(said(text).0.is_empty(), "{text}");
        }
    }

    #[test]
    fn a_comment_names_rules_and_a_reason() {
        let (ignores, findings) = said("latchkey: ignore-file unknown-key, no-break-glass: why:\n  because");
        assert!(findings.is_empty(), "{findings:?}");
        let names: Vec<&str> = ignores[0].rules.iter().map(|rule| rule.name).collect();
        assert_eq!(names, ["unknown-key", "no-break-glass"]);
        assert_eq!((ignores[0].reason.as_str(), &ignores[0].scope), ("why: because", &Scope::File));
    }
}
