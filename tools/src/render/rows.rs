//! The places of a finding to the lines that show them: places on one line share it, lines stand in the file's order.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Snippet};

use super::excerpt;
use crate::lint::FileReport;
use crate::located::{Located, Spot};

/// Lines further apart than this are shown as snippets of their own; those between would be held as empty ones.
const APART: u32 = 2_000;

/// A line, and what is marked on it.
pub(super) struct Row<'a> {
    pub(super) line: u32,
    pub(super) text: String,
    marks: Vec<Mark<'a>>,
}

impl Row<'_> {
    /// The bytes of the text that are marked, where that is one place and nothing is said of it.
    pub(super) fn mark(&self) -> Option<&Range<usize>> {
        match self.marks.as_slice() {
            [Mark { range, label: None, .. }] => Some(range),
            _ => None,
        }
    }
}

struct Mark<'a> {
    kind: AnnotationKind,
    range: Range<usize>,
    label: Option<&'a str>,
}

/// The snippets of a finding's rows, the row of its own place first.
pub(super) fn snippets<'a>(mut rows: Vec<Row<'a>>) -> Vec<Snippet<'a, Annotation<'a>>> {
    let primary = rows.first().map(|row| row.line);
    rows.sort_by_key(|row| row.line);
    let (mut snippets, mut together) = (Vec::new(), Vec::new());
    for row in rows {
        let near = primary.is_some_and(|line| line.abs_diff(row.line) <= APART);
        let line_is_new = together.last().is_none_or(|last: &Row<'_>| last.line != row.line);
        if near && line_is_new {
            together.push(row);
        } else {
            snippets.push(snippet(vec![row]));
        }
    }
    if !together.is_empty() {
        snippets.insert(0, snippet(together));
    }
    snippets
}

/// The lines that show a finding, that of its own place first; none where its places have no text.
pub(super) fn rows<'a>(report: &'a FileReport, located: &'a Located) -> Vec<Row<'a>> {
    let mut rows: Vec<Row<'a>> = Vec::new();
    let here = located.related.iter().filter(|other| other.file.is_none());
    let others = here.map(|other| (AnnotationKind::Context, &other.spot, Some(other.message.as_str())));
    for (kind, spot, label) in std::iter::once((AnnotationKind::Primary, &located.spot, None)).chain(others) {
        let Spot { span: Some(span), range: Some((start, _)), .. } = spot else { continue };
        let shown = excerpt::around(&report.text, *span, &report.secrets);
        let mark = Mark { kind, range: shown.mark, label };
        match rows.iter_mut().find(|row| row.line == start.line && row.text == shown.text) {
            Some(row) => row.marks.push(mark),
            None => rows.push(Row { line: start.line, text: shown.text, marks: vec![mark] }),
        }
    }
    rows
}

/// One snippet of rows in order; the lines between them are empty, and folded away.
fn snippet<'a>(rows: Vec<Row<'a>>) -> Snippet<'a, Annotation<'a>> {
    let first = rows.first().map_or(1, |row| row.line);
    let mut text = String::new();
    let mut line = first;
    let mut annotations = Vec::new();
    for row in rows {
        while line < row.line {
            text.push('\n');
            line += 1;
        }
        for Mark { kind, range, label } in row.marks {
            annotations.push(kind.span(range.start + text.len()..range.end + text.len()).label(label));
        }
        text.push_str(&row.text);
    }
    Snippet::source(text).line_start(first as usize).annotations(annotations)
}
