//! What an editor says it can do to the few questions that the server asks about it.

use gen_lsp_types::MarkupKind;
use serde_json::Value;

use super::lines::Encoding;

/// What an editor can do.
#[derive(Clone, Debug)]
pub(super) struct Client {
    /// What it counts characters in.
    pub(super) encoding: Encoding,
    capabilities: Value,
}

impl Client {
    /// Reads the parameters of `initialize`. What is not there, or not as the protocol says, the editor cannot do.
    pub(super) fn of(parameters: &Value) -> Self {
        let capabilities = parameters.get("capabilities").cloned().unwrap_or_default();
        let client = Self { encoding: Encoding::Utf16, capabilities };
        let encoding = if client.lists("/general/positionEncodings", "utf-8") {
            Encoding::Utf8
        } else {
            Encoding::Utf16
        };
        Self { encoding, ..client }
    }

    /// Whether it asks for diagnostics, so that it is not told them besides.
    pub(super) fn pulls(&self) -> bool {
        self.has("/textDocument/diagnostic")
    }

    /// Whether it asks again when it is told that something has changed.
    pub(super) fn refreshes(&self) -> bool {
        self.can("/workspace/diagnostics/refreshSupport")
    }

    /// Whether it can be asked to watch files.
    pub(super) fn watches(&self) -> bool {
        self.can("/workspace/didChangeWatchedFiles/dynamicRegistration")
    }

    /// Whether it knows placeholders in what it inserts.
    pub(super) fn has_snippets(&self) -> bool {
        self.can("/textDocument/completion/completionItem/snippetSupport")
    }

    /// Whether it shows other places of a diagnostic.
    pub(super) fn relates(&self) -> bool {
        let here = if self.pulls() { "diagnostic" } else { "publishDiagnostics" };
        self.can(&format!("/textDocument/{here}/relatedInformation"))
    }

    /// Whether an edit may name the version that it is for.
    pub(super) fn has_versioned_edits(&self) -> bool {
        self.can("/workspace/workspaceEdit/documentChanges")
    }

    /// Whether an edit may create a file.
    pub(super) fn creates_files(&self) -> bool {
        self.has_versioned_edits() && self.lists("/workspace/workspaceEdit/resourceOperations", "create")
    }

    /// How it shows pages in hovers.
    pub(super) fn pages_in_hovers(&self) -> MarkupKind {
        self.pages("/textDocument/hover/contentFormat")
    }

    /// How it shows pages beside completions.
    pub(super) fn pages_in_completions(&self) -> MarkupKind {
        self.pages("/textDocument/completion/completionItem/documentationFormat")
    }

    fn pages(&self, pointer: &str) -> MarkupKind {
        if self.lists(pointer, "markdown") { MarkupKind::Markdown } else { MarkupKind::PlainText }
    }

    fn can(&self, pointer: &str) -> bool {
        self.capabilities.pointer(pointer).and_then(Value::as_bool) == Some(true)
    }

    fn has(&self, pointer: &str) -> bool {
        self.capabilities.pointer(pointer).is_some_and(|value| !value.is_null())
    }

    fn lists(&self, pointer: &str, word: &str) -> bool {
        let list = self.capabilities.pointer(pointer).and_then(Value::as_array);
        list.is_some_and(|list| list.iter().any(|item| item.as_str() == Some(word)))
    }
}
