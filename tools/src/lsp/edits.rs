//! Changes of text to the edits of the protocol, in the form that the editor takes.

use gen_lsp_types::{
    CreateFile, CreateFileOptions, DocumentChange, Edit, OptionalVersionedTextDocumentIdentifier,
    TextDocumentEdit, TextDocumentIdentifier, TextEdit, Uri, WorkspaceEdit,
};

use super::client::Client;
use super::lines::Lines;

/// Edits of one buffer.
pub(super) fn of_buffer(client: &Client, uri: &Uri, version: i32, edits: Vec<TextEdit>) -> WorkspaceEdit {
    if client.has_versioned_edits() {
        let changes = vec![in_document(uri, Some(version), edits)];
        return WorkspaceEdit { document_changes: Some(changes), ..WorkspaceEdit::default() };
    }
    WorkspaceEdit { changes: Some([(uri.clone(), edits)].into()), ..WorkspaceEdit::default() }
}

/// New files with their texts. A file that exists is left as it is, and the edit fails.
pub(super) fn of_new_files(files: Vec<(Uri, String)>) -> WorkspaceEdit {
    let changes = files.into_iter().flat_map(|(uri, text)| {
        let create = CreateFile {
            uri: uri.clone(),
            options: Some(CreateFileOptions { overwrite: Some(false), ignore_if_exists: Some(false) }),
            annotation_id: None,
        };
        let start = gen_lsp_types::Range::default();
        let text = in_document(&uri, None, vec![TextEdit { range: start, new_text: text }]);
        [DocumentChange::CreateFile(create), text]
    });
    WorkspaceEdit { document_changes: Some(changes.collect()), ..WorkspaceEdit::default() }
}

fn in_document(uri: &Uri, version: Option<i32>, edits: Vec<TextEdit>) -> DocumentChange {
    let identifier = TextDocumentIdentifier { uri: uri.clone() };
    let text_document =
        OptionalVersionedTextDocumentIdentifier { version, text_document_identifier: identifier };
    let edits = edits.into_iter().map(Edit::TextEdit).collect();
    DocumentChange::TextDocumentEdit(TextDocumentEdit { text_document, edits })
}

/// The one edit that makes a text of another: what both begin and end with stays.
pub(super) fn difference(lines: &Lines<'_>, before: &str, after: &str) -> TextEdit {
    let same = |(left, right): &(char, char)| left == right;
    let start: usize =
        before.chars().zip(after.chars()).take_while(same).map(|(left, _)| left.len_utf8()).sum();
    let (rest_before, rest_after) =
        (before.get(start..).unwrap_or_default(), after.get(start..).unwrap_or_default());
    let backwards = rest_before.chars().rev().zip(rest_after.chars().rev());
    let tail: usize = backwards.take_while(same).map(|(left, _)| left.len_utf8()).sum();
    let new_text = rest_after.get(..rest_after.len() - tail).unwrap_or_default().to_owned();
    TextEdit { range: lines.between(start, before.len() - tail), new_text }
}

#[cfg(test)]
mod tests {
    use gen_lsp_types::{Position, Range};

    use super::*;
    use crate::lsp::lines::Encoding;

    #[test]
    fn a_difference_is_as_small_as_one_edit_can_be() {
        let at = |line, character| Position { line, character };
        for (before, after, range, text) in [
            ("a\nb\nc", "a\nx\nc", (at(1, 0), at(1, 1)), "x"),
            ("aa", "aaa", (at(0, 2), at(0, 2)), "a"),
            ("aaa", "aa", (at(0, 2), at(0, 3)), ""),
            ("\u{e9}", "\u{e8}", (at(0, 0), at(0, 1)), "\u{e8}"),
            ("", "x", (at(0, 0), at(0, 0)), "x"),
        ] {
            let edit = difference(&Lines::new(before, Encoding::Utf16), before, after);
            let range = Range { start: range.0, end: range.1 };
            assert_eq!(edit, TextEdit { range, new_text: text.to_owned() }, "{before} {after}");
        }
    }
}
