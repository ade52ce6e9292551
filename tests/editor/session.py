"""Plays one session of an editor with `latchkey lsp`, and prints every message of it as one line.

The client is pygls, which reads each message of the server as the protocol's own model declares it, so a message that
is not as declared ends the session. Arguments: the binary, a folder of the session's own, the text to begin with.
"""

import asyncio
import json
import sys
from pathlib import Path
from urllib.parse import urlparse

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcMethodNotFound
from pygls.lsp.client import BaseLanguageClient
from pygls.protocol import LanguageServerProtocol
from pygls.workspace import PositionCodec, TextDocument

DOMAIN = "com.okta.deviceaccess.servicedaemon"
# How long an answer may take on a machine that is busy with other things.
PATIENCE = 60


class Transcript:
    """The messages so far, with what differs from run to run named alike."""

    def __init__(self, folder):
        self.folder = Path(folder).resolve().as_uri()
        self.path = str(Path(folder).resolve())
        self.identifiers = {}

    def add(self, direction, message):
        message = json.loads(json.dumps(message))
        if "id" in message and message["id"] not in ("watch", "refresh"):
            number = len(self.identifiers) + 1
            message["id"] = self.identifiers.setdefault(message["id"], number)
        shorten(message)
        text = json.dumps(message, ensure_ascii=False, sort_keys=True)
        text = text.replace(self.folder, "file:///folder").replace(self.path, "/folder")
        print(direction, text, flush=True)


def shorten(value):
    """Leaves of the pages of completions, which are long, the first line."""
    if isinstance(value, list):
        for item in value:
            shorten(item)
    elif isinstance(value, dict):
        if isinstance(value.get("documentation"), dict):
            value["documentation"]["value"] = value["documentation"]["value"].split("\n")[0] + " …"
        if "serverInfo" in value:
            value["serverInfo"]["version"] = "…"
        for item in value.values():
            shorten(item)


class Recorded(LanguageServerProtocol):
    """The client's side of the protocol, written down."""

    transcript = None
    # Whether a message is about a version that was typed over meanwhile: how many of those come is a matter of timing.
    is_passed = staticmethod(lambda _message: False)

    def structure_message(self, data):
        # It is called for what is inside of a message too.
        if "jsonrpc" in data and not self.is_passed(data):
            self.transcript.add("<-", data)
        return super().structure_message(data)

    def _send_data(self, data):
        self.transcript.add("->", json.loads(json.dumps(data, default=self._serialize_message)))
        super()._send_data(data)


class Editor:
    """An editor with its buffers, and what it was told about them."""

    def __init__(self):
        self.client = BaseLanguageClient("latchkey-tests", "1", protocol_cls=Recorded)
        self.buffers = {}
        self.told = asyncio.Queue()
        self.watching = asyncio.Event()
        self.failure = None
        self.client.protocol.is_passed = self.is_passed

        @self.client.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def _told(params):
            self.told.put_nowait(params)

        @self.client.feature(lsp.CLIENT_REGISTER_CAPABILITY)
        def _registered(_params):
            self.watching.set()

        self.client.report_server_error = self.fail

    def is_passed(self, message):
        params = message.get("params")
        if message.get("method") != lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS or params["uri"] not in self.buffers:
            return False
        return params.get("version", 0) < self.buffers[params["uri"]][0] and "version" in params

    def fail(self, error, source):
        self.failure = f"{source.__name__}: {error}"

    async def start(self, binary, folder):
        await self.client.start_io(binary, "lsp", "--stdio")
        capabilities = lsp.ClientCapabilities(
            general=lsp.GeneralClientCapabilities(position_encodings=[lsp.PositionEncodingKind.Utf16]),
            text_document=lsp.TextDocumentClientCapabilities(
                completion=lsp.CompletionClientCapabilities(
                    completion_item=lsp.ClientCompletionItemOptions(
                        snippet_support=False, documentation_format=[lsp.MarkupKind.Markdown]
                    )
                ),
                hover=lsp.HoverClientCapabilities(content_format=[lsp.MarkupKind.Markdown]),
                publish_diagnostics=lsp.PublishDiagnosticsClientCapabilities(related_information=True),
            ),
            workspace=lsp.WorkspaceClientCapabilities(
                did_change_watched_files=lsp.DidChangeWatchedFilesClientCapabilities(dynamic_registration=True),
                workspace_edit=lsp.WorkspaceEditClientCapabilities(
                    document_changes=True, resource_operations=[lsp.ResourceOperationKind.Create]
                ),
            ),
        )
        root = Path(folder).resolve().as_uri()
        params = lsp.InitializeParams(capabilities=capabilities, root_uri=root)
        await self.wait(self.client.initialize_async(params))
        self.client.initialized(lsp.InitializedParams())
        await self.wait(self.watching.wait())

    async def wait(self, future):
        return await asyncio.wait_for(future, PATIENCE)

    async def diagnostics(self, uri, version):
        """What the server says about a version of a buffer."""
        while True:
            params = await self.wait(self.told.get())
            if params.uri == uri and params.version == version:
                return params.diagnostics

    async def open(self, uri, text):
        self.buffers[uri] = (1, text)
        item = lsp.TextDocumentItem(uri=uri, language_id="xml", version=1, text=text)
        self.client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))
        return await self.diagnostics(uri, 1)

    def change(self, uri, edits):
        """Makes edits in a buffer, the last place first, and tells the server."""
        version, text = self.buffers[uri]
        edits = sorted(edits, key=lambda edit: (edit.range.start.line, edit.range.start.character), reverse=True)
        for edit in edits:
            text = replaced(text, edit)
        self.buffers[uri] = (version + 1, text)
        changes = [lsp.TextDocumentContentChangePartial(text=edit.new_text, range=edit.range) for edit in edits]
        identifier = lsp.VersionedTextDocumentIdentifier(uri=uri, version=version + 1)
        self.client.text_document_did_change(lsp.DidChangeTextDocumentParams(identifier, changes))
        return version + 1

    async def changed(self, uri, edits):
        return await self.diagnostics(uri, self.change(uri, edits))

    def place(self, uri, words, after=True):
        """The position of some words in a buffer."""
        text = self.buffers[uri][1]
        offset = text.index(words) + (len(words) if after else 0)
        line = text.count("\n", 0, offset)
        before = text[text.rfind("\n", 0, offset) + 1 : offset]
        return lsp.Position(line, len(before.encode("utf-16-le")) // 2)

    async def hover(self, uri, words):
        at = lsp.HoverParams(lsp.TextDocumentIdentifier(uri), self.place(uri, words, after=False))
        return await self.wait(self.client.text_document_hover_async(at))

    async def completion(self, uri, words):
        at = lsp.CompletionParams(lsp.TextDocumentIdentifier(uri), self.place(uri, words))
        return await self.wait(self.client.text_document_completion_async(at))

    async def actions(self, uri, at, kind):
        context = lsp.CodeActionContext(diagnostics=[], only=[kind])
        params = lsp.CodeActionParams(lsp.TextDocumentIdentifier(uri), at, context)
        return await self.wait(self.client.text_document_code_action_async(params))

    async def apply(self, edit):
        """Makes an edit of the workspace, new files included."""
        for change in edit.document_changes:
            if isinstance(change, lsp.CreateFile):
                Path(urlparse(change.uri).path).touch(exist_ok=False)
                continue
            uri = change.text_document.uri
            if uri in self.buffers:
                assert change.text_document.version == self.buffers[uri][0]
                return await self.changed(uri, change.edits)
            file = Path(urlparse(uri).path)
            text = file.read_text()
            for edit_of_text in change.edits:
                text = replaced(text, edit_of_text)
            file.write_text(text)
            return await self.open(uri, text)

    async def stop(self):
        await self.wait(self.client.shutdown_async(None))
        self.client.exit(None)
        status = await self.wait(self.client._server.wait())
        print("==", f"exit status {status}")
        await self.client.stop()


def replaced(text, edit):
    document = TextDocument("", source=text, position_codec=PositionCodec(lsp.PositionEncodingKind.Utf16))
    start = document.offset_at_position(edit.range.start)
    end = document.offset_at_position(edit.range.end)
    return text[:start] + edit.new_text + text[end:]


def codes(diagnostics):
    return [diagnostic.code for diagnostic in diagnostics]


async def play(binary, folder, text):
    def step(title):
        print("==", title)

    editor = Editor()
    uri = (Path(folder).resolve() / f"{DOMAIN}.plist").as_uri()

    step("begin")
    await editor.start(binary, folder)

    step("open a preference file with a misspelt factor")
    found = await editor.open(uri, text)
    assert codes(found) == ["unknown-factor"], found

    step("what is this key, and this value")
    await editor.hover(uri, "AllowedFactors")
    await editor.hover(uri, "Offline_TOTP")

    step("which factors are left")
    await editor.completion(uri, "<string>ov_push")

    step("mend the factor")
    actions = await editor.actions(uri, found[0].range, lsp.CodeActionKind.QuickFix)
    preferred = next(action for action in actions if action.is_preferred)
    assert not await editor.apply(preferred.edit)

    step("type half a key")
    start = editor.place(uri, "<dict>")
    typed = "\n\t<key>Offl"
    found = await editor.changed(uri, [lsp.TextEdit(lsp.Range(start, start), typed)])
    assert "malformed-plist" in codes(found), found
    offered = await editor.completion(uri, typed)
    item = next(item for item in offered if item.label == "OfflineLoginAllowed")
    assert not await editor.changed(uri, [item.text_edit])

    step("type several keys at once; only the last version is told")
    for word in ("a", "b", "c"):
        start = editor.place(uri, "<dict>")
        version = editor.change(uri, [lsp.TextEdit(lsp.Range(start, start), f"\n\t<key>{word}</key>\n\t<true/>")])
    found = await editor.diagnostics(uri, version)
    assert codes(found) == ["unknown-key"] * 3, found

    step("accept one of them with a reason")
    actions = await editor.actions(uri, found[0].range, lsp.CodeActionKind.QuickFix)
    ignore = next(action for action in actions if action.title.startswith("ignore"))
    assert codes(await editor.apply(ignore.edit)) == ["unknown-key"] * 2

    step("a configuration turns the rule off")
    configuration = Path(folder) / "latchkey.toml"
    configuration.write_text('[lint.rules]\nunknown-key = "off"\nunused-ignore = "off"\n')
    event = lsp.FileEvent(configuration.resolve().as_uri(), lsp.FileChangeType.Created)
    editor.client.workspace_did_change_watched_files(lsp.DidChangeWatchedFilesParams([event]))
    assert not await editor.diagnostics(uri, editor.buffers[uri][0])

    step("convert to a configuration profile beside it")
    start = lsp.Position(0, 0)
    actions = await editor.actions(uri, lsp.Range(start, start), lsp.CodeActionKind.RefactorRewrite)
    found = await editor.apply(actions[0].edit)
    assert "malformed-plist" not in codes(found), found

    step("ask for what there is not")
    try:
        at = lsp.DefinitionParams(lsp.TextDocumentIdentifier(uri), start)
        await editor.wait(editor.client.text_document_definition_async(at))
        raise AssertionError("a definition was found")
    except JsonRpcMethodNotFound:
        pass

    step("close and go")
    editor.client.text_document_did_close(lsp.DidCloseTextDocumentParams(lsp.TextDocumentIdentifier(uri)))
    assert not (await editor.wait(editor.told.get())).diagnostics
    await editor.stop()
    assert editor.failure is None, editor.failure


if __name__ == "__main__":
    _, binary, folder, text = sys.argv
    Recorded.transcript = Transcript(folder)
    asyncio.run(play(binary, folder, Path(text).read_text()))
