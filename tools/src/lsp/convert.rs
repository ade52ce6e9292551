//! A file whose settings can be read back to the same settings in another carrier: new files beside it, or its text.
//!
//! Secrets stay as they are: it is the user's own file, and only the editor writes.

use gen_lsp_types::{CodeAction, CodeActionKind, Uri};
use latchkey_mdm_manifests::{CarrierTarget, Secrets, carriers, emit, read_back};

use super::edits;
use super::subject::Subject;

/// What a file can become: the carrier, which of its files, and what people call it.
const CARRIERS: &[(&str, &str, &str)] = &[
    ("mobileconfig", ".mobileconfig", "a configuration profile"),
    ("mcx", ".mcx.mobileconfig", "a managed-client profile"),
    ("plist", ".plist", "preference files"),
    ("intune", ".intune.plist", "Intune's preference files"),
];

/// The conversions of a file.
pub(super) fn conversions(subject: &Subject<'_>) -> Vec<CodeAction> {
    let Ok(settings) = read_back(subject.placed.name(), subject.text.as_bytes()) else { return Vec::new() };
    let convert = |(name, extension, title): &(&str, &str, &str)| {
        let carrier: &CarrierTarget = carriers::carrier_named(name)?;
        let built = emit(&settings, carrier, Secrets::Write).ok()?;
        let files = built.artifacts.into_iter().filter(|artifact| artifact.path.ends_with(extension));
        let files = files.map(|artifact| Some((artifact.path, String::from_utf8(artifact.bytes).ok()?)));
        let files: Vec<(String, String)> = files.collect::<Option<_>>()?;
        let edit = edit(subject, files)?;
        Some(CodeAction {
            title: format!("convert to {title} (`{name}`)"),
            kind: Some(CodeActionKind::RefactorRewrite),
            edit: Some(edit),
            ..CodeAction::default()
        })
    };
    CARRIERS.iter().filter_map(convert).collect()
}

/// New files beside the buffer's, where the editor can create some; else its text, where it is one file. None where
/// that would change nothing.
fn edit(subject: &Subject<'_>, files: Vec<(String, String)>) -> Option<gen_lsp_types::WorkspaceEdit> {
    let Subject { uri, version, lines, client, text, .. } = subject;
    if client.creates_files() {
        let beside = |(name, text): (String, String)| Some((beside(uri, &name)?, text));
        let files: Vec<(Uri, String)> = files.into_iter().map(beside).collect::<Option<_>>()?;
        let is_new = !files.is_empty() && files.iter().all(|(file, _)| file != *uri);
        return is_new.then(|| edits::of_new_files(files));
    }
    match files.as_slice() {
        [(_, converted)] if converted != text => {
            let edit = edits::difference(lines, text, converted);
            Some(edits::of_buffer(client, uri, *version, vec![edit]))
        }
        _ => None,
    }
}

/// A file of this name in the same folder.
fn beside(uri: &Uri, name: &str) -> Option<Uri> {
    let mut beside = uri.clone();
    beside.path_segments_mut().ok()?.pop().push(name);
    Some(beside)
}
