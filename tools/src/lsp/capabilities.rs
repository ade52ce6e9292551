//! What an editor can do to what the server says that it does, and what it asks for at the beginning.

use gen_lsp_types::{
    CodeActionKind, CodeActionOptions, CompletionOptions, DiagnosticOptions,
    DidChangeWatchedFilesRegistrationOptions, FileSystemWatcher, GlobPattern, InitializeResult,
    PositionEncodingKind, ServerCapabilities, ServerInfo, TextDocumentSyncKind, TextDocumentSyncOptions,
};
use serde_json::{Value, json};

use super::actions::FIX_ALL;
use super::client::Client;
use super::diagnostics::SOURCE;
use super::lines::Encoding;
use super::transport::Outgoing;
use crate::configuration::FILE_NAME;

/// The answer to `initialize`.
pub(super) fn announce(client: &Client) -> InitializeResult {
    let sync = TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(TextDocumentSyncKind::Incremental),
        save: Some(true.into()),
        ..TextDocumentSyncOptions::default()
    };
    let completion = CompletionOptions {
        trigger_characters: Some(["<", ">"].map(str::to_owned).to_vec()),
        ..CompletionOptions::default()
    };
    let kinds =
        [CodeActionKind::QuickFix, CodeActionKind::RefactorRewrite, CodeActionKind::Custom(FIX_ALL.into())];
    let actions =
        CodeActionOptions { code_action_kinds: Some(kinds.to_vec()), ..CodeActionOptions::default() };
    let pull = DiagnosticOptions { identifier: Some(SOURCE.to_owned()), ..DiagnosticOptions::default() };
    InitializeResult {
        capabilities: ServerCapabilities {
            position_encoding: Some(match client.encoding {
                Encoding::Utf8 => PositionEncodingKind::UTF8,
                Encoding::Utf16 => PositionEncodingKind::UTF16,
            }),
            text_document_sync: Some(sync.into()),
            completion_provider: Some(completion),
            hover_provider: Some(true.into()),
            code_action_provider: Some(actions.into()),
            diagnostic_provider: client.pulls().then(|| pull.into()),
            ..ServerCapabilities::default()
        },
        server_info: Some(ServerInfo {
            name: SOURCE.to_owned(),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        }),
    }
}

/// Asks the editor to watch configurations.
pub(super) fn watch() -> Outgoing {
    let watcher =
        FileSystemWatcher { glob_pattern: GlobPattern::Pattern(format!("**/{FILE_NAME}")), kind: None };
    let options = DidChangeWatchedFilesRegistrationOptions { watchers: vec![watcher] };
    let options = serde_json::to_value(options).unwrap_or(Value::Null);
    let registration = json!({ "id": "configurations", "method": "workspace/didChangeWatchedFiles", "registerOptions": options });
    Outgoing::Request {
        id: "watch".to_owned(),
        method: "client/registerCapability",
        params: json!({ "registrations": [registration] }),
    }
}

/// Asks the editor to ask for diagnostics again.
pub(super) fn refresh() -> Outgoing {
    Outgoing::Request {
        id: "refresh".to_owned(),
        method: "workspace/diagnostic/refresh",
        params: Value::Null,
    }
}

/// Tells the user of the editor something.
pub(super) fn warn(message: &str) -> Outgoing {
    const WARNING: u8 = 2;
    Outgoing::Notification {
        method: "window/showMessage",
        params: json!({ "type": WARNING, "message": format!("latchkey: {message}") }),
    }
}
