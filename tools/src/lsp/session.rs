//! The messages of an editor, one after the other, to answers and to what it is told: the state of one session.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

use gen_lsp_types::{
    CodeActionParams, CompletionParams, DidChangeTextDocumentParams, DidCloseTextDocumentParams,
    DidOpenTextDocumentParams, DidSaveTextDocumentParams, DocumentDiagnosticParams, Documentation,
    HoverParams, Position, PublishDiagnosticsParams, Uri,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::buffers::{Buffer, Buffers};
use super::client::Client;
use super::lines::Lines;
use super::projects::{Placed, Projects};
use super::snippet::Style;
use super::subject::Subject;
use super::transport::{Fault, INVALID_PARAMS, INVALID_REQUEST, METHOD_NOT_FOUND, NOT_INITIALIZED, Outgoing};
use super::{actions, capabilities, completion, configuration, diagnostics, hover, page};
use crate::lint::FileReport;

/// One session.
#[derive(Debug)]
pub(super) struct Session {
    phase: Phase,
    buffers: Buffers,
    /// Buffers whose newest version was not checked yet.
    behind: BTreeSet<Uri>,
    projects: Projects,
    /// What was found last, kept for what an editor asks next.
    last: Option<Rc<Looked>>,
    outgoing: Vec<Outgoing>,
}

/// How far a session has come.
#[derive(Debug)]
enum Phase {
    /// Nothing is known about the editor.
    New,
    /// It said what it can do.
    Running(Box<Client>),
    /// It is about to go.
    ShutDown,
}

/// What was found in a version of a buffer.
#[derive(Debug)]
pub(super) struct Looked {
    uri: Uri,
    version: i32,
    text: Arc<String>,
    placed: Placed,
    reports: Vec<FileReport>,
}

impl Session {
    /// Waits for an editor.
    pub(super) fn new() -> Self {
        Self {
            phase: Phase::New,
            buffers: Buffers::new(),
            behind: BTreeSet::new(),
            projects: Projects::new(),
            last: None,
            outgoing: Vec::new(),
        }
    }

    /// Whether the editor said that it goes.
    pub(super) const fn has_shut_down(&self) -> bool {
        matches!(self.phase, Phase::ShutDown)
    }

    /// Whether a buffer waits to be checked.
    pub(super) fn is_behind(&self) -> bool {
        !self.behind.is_empty()
    }

    /// What the editor is to be told now.
    pub(super) fn take_outgoing(&mut self) -> Vec<Outgoing> {
        std::mem::take(&mut self.outgoing)
    }

    /// Answers a request.
    pub(super) fn request(&mut self, method: &str, params: Value) -> Result<Value, Fault> {
        let client = match (&self.phase, method) {
            (Phase::New, "initialize") => {
                let client = Client::of(&params);
                let result = capabilities::announce(&client);
                self.phase = Phase::Running(Box::new(client));
                return answer(&result);
            }
            (Phase::New, _) => return Err(fault(NOT_INITIALIZED, "`initialize` comes first")),
            (Phase::ShutDown, _) => return Err(fault(INVALID_REQUEST, "after `shutdown` comes `exit`")),
            (Phase::Running(_), "initialize") => {
                return Err(fault(INVALID_REQUEST, "`initialize` comes once"));
            }
            (Phase::Running(client), _) => client.clone(),
        };
        match method {
            "shutdown" => {
                self.phase = Phase::ShutDown;
                Ok(Value::Null)
            }
            "textDocument/hover" => {
                let at = parameters::<HoverParams>(params)?.text_document_position_params;
                let (uri, position) = (at.text_document.uri, at.position);
                self.at(&client, &uri, position, |looked, lines, offset| {
                    let Looked { text, placed, reports, .. } = looked;
                    hover::hover(text, offset, placed, reports, lines, &client)
                })
            }
            "textDocument/completion" => {
                let at = parameters::<CompletionParams>(params)?.text_document_position_params;
                let (uri, position) = (at.text_document.uri, at.position);
                let style = if client.has_snippets() { Style::Snippet } else { Style::Plain };
                self.at(&client, &uri, position, |looked, lines, offset| {
                    let Looked { text, placed, .. } = looked;
                    if configuration::is_configuration(&looked.uri) {
                        return Some(configuration::complete(text, offset, lines));
                    }
                    let kind = client.pages_in_completions();
                    let mut items = completion::complete(text, offset, placed, lines, style);
                    for item in &mut items {
                        if let Some(Documentation::MarkupContent(content)) = &mut item.documentation {
                            *content = page::shown(std::mem::take(&mut content.value), kind.clone());
                        }
                    }
                    Some(items)
                })
            }
            "textDocument/codeAction" => {
                let asked = parameters::<CodeActionParams>(params)?;
                let uri = asked.text_document.uri.clone();
                self.at(&client, &uri, asked.range.start, |looked, lines, _| {
                    let Looked { uri, version, text, placed, reports } = looked;
                    let version = *version;
                    Some(actions::actions(
                        &Subject { uri, version, text, placed, reports, lines, client: &client },
                        &asked,
                    ))
                })
            }
            "textDocument/diagnostic" => {
                let uri = parameters::<DocumentDiagnosticParams>(params)?.text_document.uri;
                let items = self.at(&client, &uri, Position::default(), |looked, lines, _| {
                    Some(diagnostics::diagnostics(&looked.reports, lines, uri_of(looked), &client))
                })?;
                let items = if items.is_null() { json!([]) } else { items };
                Ok(json!({ "kind": "full", "items": items }))
            }
            _ => Err(fault(METHOD_NOT_FOUND, "no such request is known here")),
        }
    }

    /// Takes note of something. What is not known, or not as the protocol says, changes nothing.
    pub(super) fn notification(&mut self, method: &str, params: Value) {
        let Phase::Running(client) = &self.phase else { return };
        let client = client.clone();
        match method {
            "initialized" if client.watches() => self.outgoing.push(capabilities::watch()),
            "textDocument/didOpen" => {
                if let Ok(DidOpenTextDocumentParams { text_document: opened }) = parameters(params) {
                    let buffer = Buffer { version: opened.version, text: Arc::new(opened.text) };
                    self.buffers.insert(opened.uri.clone(), buffer);
                    self.changed(opened.uri, &client);
                }
            }
            "textDocument/didChange" => {
                if let Ok(DidChangeTextDocumentParams { text_document, content_changes }) = parameters(params)
                {
                    let uri = text_document.text_document_identifier.uri;
                    if let Some(buffer) = self.buffers.get_mut(&uri) {
                        buffer.version = text_document.version;
                        buffer.change(content_changes, client.encoding);
                        self.changed(uri, &client);
                    }
                }
            }
            "textDocument/didClose" => {
                if let Ok(DidCloseTextDocumentParams { text_document: closed }) = parameters(params) {
                    self.closed(&closed.uri, &client);
                }
            }
            "textDocument/didSave" => {
                if let Ok(DidSaveTextDocumentParams { text_document: saved, .. }) = parameters(params)
                    && configuration::is_configuration(&saved.uri)
                {
                    self.in_force_changed(&client);
                }
            }
            // Nothing else is watched.
            "workspace/didChangeWatchedFiles" => self.in_force_changed(&client),
            _ => {}
        }
    }

    /// Checks a buffer that waits for it.
    pub(super) fn look(&mut self) -> Option<Rc<Looked>> {
        let uri = self.behind.pop_first()?;
        self.looked(&uri)
    }

    /// What the editor is told about a buffer; nothing where it has changed since.
    pub(super) fn publish(&self, looked: Rc<Looked>) -> Option<Outgoing> {
        let Phase::Running(client) = &self.phase else { return None };
        if self.buffers.get(&looked.uri)?.version != looked.version || self.behind.contains(&looked.uri) {
            return None;
        }
        let lines = Lines::new(&looked.text, client.encoding);
        let diagnostics = diagnostics::diagnostics(&looked.reports, &lines, &looked.uri, client);
        publication(looked.uri.clone(), Some(looked.version), diagnostics)
    }

    fn changed(&mut self, uri: Uri, client: &Client) {
        if !client.pulls() {
            self.behind.insert(uri);
        }
    }

    fn closed(&mut self, uri: &Uri, client: &Client) {
        self.behind.remove(uri);
        if self.last.as_ref().is_some_and(|last| last.uri == *uri) {
            self.last = None;
        }
        if self.buffers.remove(uri).is_some() && !client.pulls() {
            self.outgoing.extend(publication(uri.clone(), None, Vec::new()));
        }
    }

    fn in_force_changed(&mut self, client: &Client) {
        self.projects.forget();
        self.last = None;
        if client.refreshes() && client.pulls() {
            self.outgoing.push(capabilities::refresh());
        }
        for uri in self.buffers.keys().cloned().collect::<Vec<_>>() {
            self.changed(uri, client);
        }
    }

    /// What is in the newest version of a buffer.
    fn looked(&mut self, uri: &Uri) -> Option<Rc<Looked>> {
        let Buffer { version, text } = self.buffers.get(uri)?.clone();
        if let Some(last) = &self.last
            && last.uri == *uri
            && last.version == version
            && Arc::ptr_eq(&last.text, &text)
        {
            return Some(Rc::clone(last));
        }
        let (name, file) = name(uri);
        let (placed, trouble) = self.projects.place(name.clone(), file.as_deref());
        self.outgoing.extend(trouble.iter().map(|trouble| capabilities::warn(trouble)));
        let reports = if configuration::is_configuration(uri) {
            configuration::look(name, &text)
        } else {
            placed.look(&text)
        };
        let looked = Rc::new(Looked { uri: uri.clone(), version, text, placed, reports });
        self.last = Some(Rc::clone(&looked));
        Some(looked)
    }

    /// Answers a question about a place in a buffer; `null` where there is no such buffer.
    fn at<T: Serialize>(
        &mut self,
        client: &Client,
        uri: &Uri,
        position: Position,
        ask: impl FnOnce(&Looked, &Lines<'_>, usize) -> Option<T>,
    ) -> Result<Value, Fault> {
        let Some(looked) = self.looked(uri) else { return Ok(Value::Null) };
        let lines = Lines::new(&looked.text, client.encoding);
        let offset = lines.offset(position);
        answer(&ask(&looked, &lines, offset))
    }
}

const fn uri_of(looked: &Looked) -> &Uri {
    &looked.uri
}

/// What a buffer is called in reports, and its file, if it is one.
fn name(uri: &Uri) -> (String, Option<PathBuf>) {
    match uri.to_file_path() {
        Ok(file) => (file.display().to_string(), Some(file)),
        Err(()) => (uri.path().to_owned(), None),
    }
}

fn publication(
    uri: Uri,
    version: Option<i32>,
    diagnostics: Vec<gen_lsp_types::Diagnostic>,
) -> Option<Outgoing> {
    let params = serde_json::to_value(PublishDiagnosticsParams { uri, version, diagnostics }).ok()?;
    Some(Outgoing::Notification { method: "textDocument/publishDiagnostics", params })
}

/// What is wrong is not repeated: it may be part of a buffer.
fn parameters<T: DeserializeOwned>(params: Value) -> Result<T, Fault> {
    serde_json::from_value(params)
        .map_err(|_| fault(INVALID_PARAMS, "the parameters are not as the protocol says"))
}

fn answer(result: &impl Serialize) -> Result<Value, Fault> {
    const INTERNAL_ERROR: i64 = -32603;
    serde_json::to_value(result).map_err(|_| fault(INTERNAL_ERROR, "the answer cannot be written"))
}

const fn fault(code: i64, message: &'static str) -> Fault {
    Fault { code, message }
}
