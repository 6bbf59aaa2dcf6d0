"""The server: which request is answered by which part. It holds no rule of its own."""

import datetime
import logging
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from lsprotocol import types
from lsprotocol.converters import get_converter
from pygls.lsp.server import LanguageServer

from signpost_builder.language.checks import Checks
from signpost_builder.language.completion import TRIGGERS, Completion
from signpost_builder.language.documents import documents
from signpost_builder.language.editor_process import end_with
from signpost_builder.language.fixes import actions
from signpost_builder.language.hover import hover
from signpost_builder.language.outline import outline
from signpost_builder.language.projects import file_of, held, open_files, project_of
from signpost_builder.language.protocol import Protocol, RequestFailed
from signpost_builder.language.renaming import Refused, prepare, rename
from signpost_builder.language.results import NONE, Results, lenses, read_results
from signpost_builder.language.texts import Units
from signpost_builder.language.view import View
from signpost_builder.schema import date_of
from signpost_builder.values import frozen

WATCHED = ("**/course/**", "**/modules/**", "**/quizzes/**")
GO_AHEAD, LEAVE_IT = "Rename", "Leave it"


@frozen
class Settings:
    """`results`: a file of items of a release; a path that is not whole counts from the project. `as_of`: the day to judge dates on."""

    results: str = ""
    as_of: datetime.date | None = None


def settings_of(given: Any) -> Settings:
    """From what an editor sends, with or without the name `signpost` around it; what is not understood is left out."""
    said = given.get("signpost", given) if isinstance(given, Mapping) else {}
    if not isinstance(said, Mapping):
        return Settings()
    results, day = said.get("results"), said.get("asOf")
    return Settings(results if isinstance(results, str) else "", date_of(day) if isinstance(day, str) else None)


class Server(LanguageServer):
    """One editor's server."""

    def __init__(self) -> None:
        super().__init__(
            "signpost",
            version("signpost-builder"),
            protocol_cls=Protocol,
            converter_factory=get_converter,
            max_workers=2,
        )
        self.checks = Checks(self)
        self.settings = Settings()
        self._said: set[str] = set()
        self._results: tuple[tuple[str, int, int], Results] | None = None

    @property
    def units(self) -> Units:
        return self.workspace.position_encoding or types.PositionEncodingKind.Utf16

    def publish(self, uri: str, marks: list[types.Diagnostic]) -> None:
        document = self.workspace.text_documents.get(uri)
        of_version = document.version if document else None
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, marks, of_version))

    def say_once(self, words: str) -> None:
        if words not in self._said:
            self._said.add(words)
            self.window_show_message(types.ShowMessageParams(types.MessageType.Warning, words))

    def report_server_error(self, error: Exception, source: Any) -> None:
        """In words that hold nothing of what somebody has typed. A refusal has been answered in its own words."""
        if isinstance(error, RequestFailed):
            return
        self.say_once(f"Signpost's language server could not handle a message ({type(error).__name__})")

    def refresh_lenses(self) -> None:
        workspace = self.client_capabilities.workspace
        if self.settings.results and workspace and workspace.code_lens and workspace.code_lens.refresh_support:
            self.workspace_code_lens_refresh(None)

    def view(self, uri: str) -> View | None:
        """What a request about a text looks at; None for a text of no project."""
        file = file_of(uri)
        root = project_of(file) if file else None
        if file is None or root is None:
            return None
        kept, open_here = self.checks.kept(root), open_files(self.workspace)
        inside = {
            PurePosixPath(each.relative_to(root).as_posix()): at
            for each, at in open_here.items()
            if each.is_relative_to(root)
        }
        return View(
            root=root,
            path=PurePosixPath(file.relative_to(root).as_posix()),
            held=held(self.workspace, root),
            uris=inside,
            versions={path: self.workspace.get_text_document(at).version for path, at in inside.items()},
            known=kept.known,
            index=kept.index,
            units=self.units,
        )

    def results(self, root: Path) -> Results:
        """Of the release that the settings name; read again when its file is another."""
        if not self.settings.results:
            return NONE
        file = root / Path(self.settings.results).expanduser()
        try:
            state = file.stat()
        except OSError:
            self.say_once(f"there is no file of results at '{self.settings.results}'")
            return NONE
        stamp = (str(file), state.st_mtime_ns, state.st_size)
        if self._results is None or self._results[0] != stamp:
            self._results = (stamp, read_results(file))
        if fault := self._results[1].fault:
            self.say_once(fault)
        return self._results[1]


def make_server() -> Server:
    """A server that answers everything, ready to be started."""
    server = Server()
    _lifecycle(server)
    _texts(server)
    _reading(server)
    _changing(server)
    return server


def serve(stdin: BinaryIO, stdout: BinaryIO) -> int:
    """Until the editor says so, or is gone; how the process is to end. Nothing is logged: messages hold what people have typed."""
    logging.disable(logging.CRITICAL)
    server = make_server()
    try:
        server.start_io(stdin, stdout)
    finally:
        server.checks.stop()
    return int(isinstance(server.protocol, Protocol) and server.protocol.left_early)


def _lifecycle(server: Server) -> None:
    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        units = server.protocol.workspace.position_encoding
        server.protocol._workspace = documents(params, units)
        server.settings = settings_of(params.initialization_options)
        if params.process_id:
            end_with(params.process_id)

    @server.feature(types.INITIALIZED)
    def initialized(params: types.InitializedParams) -> None:
        _watch(server)
        server.checks.soon()

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    def configured(params: types.DidChangeConfigurationParams) -> None:
        if params.settings:
            server.settings = settings_of(params.settings)
            server.checks.soon()

    @server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    def folders(params: types.DidChangeWorkspaceFoldersParams) -> None:
        server.checks.soon()

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def files(params: types.DidChangeWatchedFilesParams) -> None:
        server.checks.soon()


def _watch(server: Server) -> None:
    """Ask to be told of files that Git or another program changes, where the editor can tell."""
    workspace = server.client_capabilities.workspace
    watching = workspace.did_change_watched_files if workspace else None
    if watching and watching.dynamic_registration:
        options = types.DidChangeWatchedFilesRegistrationOptions([types.FileSystemWatcher(each) for each in WATCHED])
        asked = types.Registration("files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
        server.client_register_capability(types.RegistrationParams([asked]))


def _texts(server: Server) -> None:
    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: types.DidOpenTextDocumentParams) -> None:
        server.checks.soon()

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: types.DidChangeTextDocumentParams) -> None:
        server.checks.soon()

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def saved(params: types.DidSaveTextDocumentParams) -> None:
        server.checks.soon()

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: types.DidCloseTextDocumentParams) -> None:
        server.checks.soon()


def _reading(server: Server) -> None:
    @server.feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=TRIGGERS))
    def complete(params: types.CompletionParams) -> list[types.CompletionItem]:
        view = server.view(params.text_document.uri)
        return Completion(view, params.position, snippets=_snippets(server)).items() if view else []

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def hovered(params: types.HoverParams) -> types.Hover | None:
        view = server.view(params.text_document.uri)
        return hover(view, params.position) if view else None

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    def definition(params: types.DefinitionParams) -> list[types.Location]:
        view = server.view(params.text_document.uri)
        mention = view.at(params.position) if view else None
        if view is None or mention is None:
            return []
        return [view.location(each) for each in view.of(mention.kind, mention.id) if each.defines]

    @server.feature(types.TEXT_DOCUMENT_REFERENCES)
    def references(params: types.ReferenceParams) -> list[types.Location]:
        view = server.view(params.text_document.uri)
        mention = view.at(params.position) if view else None
        if view is None or mention is None:
            return []
        both = params.context.include_declaration
        return [view.location(each) for each in view.of(mention.kind, mention.id) if both or not each.defines]

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def symbols(params: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
        view = server.view(params.text_document.uri)
        return outline(view) if view else []

    @server.feature(types.TEXT_DOCUMENT_CODE_LENS)
    def code_lenses(params: types.CodeLensParams) -> list[types.CodeLens]:
        view = server.view(params.text_document.uri)
        return list(lenses(view, server.results(view.root))) if view else []


def _changing(server: Server) -> None:
    fixes = types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix])

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, fixes)
    def code_actions(params: types.CodeActionParams) -> list[types.CodeAction]:
        view, only = server.view(params.text_document.uri), params.context.only
        wanted = only is None or types.CodeActionKind.QuickFix in only or types.CodeActionKind.Empty in only
        return actions(view, params.range) if view and wanted else []

    @server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    def may_rename(params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
        view = server.view(params.text_document.uri)
        try:
            return prepare(view, params.position) if view else None
        except Refused as why:
            raise RequestFailed(str(why)) from None

    @server.feature(types.TEXT_DOCUMENT_RENAME)
    async def renamed(params: types.RenameParams) -> types.WorkspaceEdit | None:
        view = server.view(params.text_document.uri)
        if view is None:
            return None
        try:
            made = rename(view, params.position, params.new_name, server.client_capabilities)
        except Refused as why:
            raise RequestFailed(str(why)) from None
        if made.cost:
            await _ask(server, made.cost)
        return made.edit


async def _ask(server: Server, cost: str) -> None:
    """Of an editor that cannot show what a rename costs beside it: nothing is lost in silence."""
    choices = [types.MessageActionItem(GO_AHEAD), types.MessageActionItem(LEAVE_IT)]
    params = types.ShowMessageRequestParams(types.MessageType.Warning, cost, choices)
    answer = await server.window_show_message_request_async(params)
    if answer is None or answer.title != GO_AHEAD:
        raise RequestFailed(f"left as it is. {cost}")


def _snippets(server: Server) -> bool:
    document = server.client_capabilities.text_document
    item = document.completion.completion_item if document and document.completion else None
    return bool(item and item.snippet_support)
