"""The texts that an editor holds, kept as it changes them.

pygls keeps them too, and counts U+2028, U+0085 and form feeds as ends of lines, which editors do not: an edit below one would go into
the wrong line. A change of a text that was never opened is an error there; some editors send one after closing.
"""

from lsprotocol.types import (
    InitializeParams,
    PositionEncodingKind,
    TextDocumentContentChangeEvent,
    TextDocumentContentChangePartial,
    VersionedTextDocumentIdentifier,
)
from pygls.workspace import TextDocument, Workspace

from signpost_builder.language.texts import Text


class Document(TextDocument):
    """One text that an editor holds."""

    def apply_change(self, change: TextDocumentContentChangeEvent) -> None:
        if not isinstance(change, TextDocumentContentChangePartial):
            self._source = change.text
            return
        text = Text(self.source, self.position_codec.encoding or PositionEncodingKind.Utf16)
        start, end = sorted((text.index(change.range.start), text.index(change.range.end)))
        self._source = text.text[:start] + change.text + text.text[end:]


class Documents(Workspace):
    """All of them."""

    def _create_text_document(
        self, doc_uri: str, source: str | None = None, version: int | None = None, language_id: str | None = None
    ) -> Document:
        return Document(
            doc_uri,
            source=source,
            version=version,
            language_id=language_id,
            sync_kind=self._sync_kind,
            position_codec=self._position_codec,
        )

    def update_text_document(
        self, text_doc: VersionedTextDocumentIdentifier, change: TextDocumentContentChangeEvent
    ) -> None:
        if text_doc.uri in (document.uri for document in self.text_documents.values()):
            super().update_text_document(text_doc, change)


def documents(params: InitializeParams, units: PositionEncodingKind | str | None) -> Documents:
    """The store for an editor that has just begun."""
    return Documents(params.root_uri, workspace_folders=params.workspace_folders or [], position_encoding=units)
