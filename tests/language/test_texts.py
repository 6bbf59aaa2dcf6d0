"""Places in a text, counted as editors count."""

import pytest
from lsprotocol.types import (
    Position,
    Range,
    TextDocumentContentChangePartial,
    TextDocumentItem,
    VersionedTextDocumentIdentifier,
)
from signpost_builder.language.documents import Documents
from signpost_builder.language.texts import Text

URI = "file:///a.md"


@pytest.mark.parametrize(("units", "expected"), [("utf-8", (6, 9)), ("utf-16", (4, 6)), ("utf-32", (3, 5))])
def test_columns_in_each_of_the_units(units, expected):
    """An emoji is four bytes, two units of UTF-16 and one character; an é is two bytes."""
    text = Text("x\na😀bécd", units)

    place = text.range(1, 3, 5)

    assert (place.start.character, place.end.character) == expected
    assert [text.column(position) for position in (place.start, place.end)] == [3, 5]
    assert text.text[text.index(place.start) : text.index(place.end)] == "éc"


def test_only_three_signs_end_a_line():
    """U+2028, U+0085 and a form feed do not, whatever Python's splitlines says."""
    assert Text("a\r\nb\rc\nd\u2028e\x85f\x0cg").lines == ["a", "b", "c", "d\u2028e\x85f\x0cg"]


def test_a_place_behind_the_end_is_the_end():
    """Of its line, or of the text: editors send both."""
    text = Text("ab\r\ncd")

    assert [text.index(Position(*at)) for at in ((0, 9), (1, 1), (1, 9), (7, 0))] == [2, 5, 6, 6]


@pytest.mark.parametrize(
    ("start", "end", "new", "expected"),
    [
        ((0, 1), (0, 3), "X", "aXb\u2028c\r\nd\n"),
        ((0, 6), (1, 0), "", "a😀b\u2028cd\n"),
        ((1, 1), (1, 1), "\r\n", "a😀b\u2028c\r\nd\r\n\n"),
        ((2, 0), (2, 0), "end", "a😀b\u2028c\r\nd\nend"),
        ((0, 0), (9, 9), "all", "all"),
    ],
)
def test_edits_go_where_the_editor_means(start, end, new, expected):
    """Behind an emoji, over an end of line, at the end of the text, over everything."""
    store = Documents(None)
    store.put_text_document(TextDocumentItem(URI, "markdown", 1, "a😀b\u2028c\r\nd\n"))
    place = Range(Position(*start), Position(*end))

    store.update_text_document(VersionedTextDocumentIdentifier(2, URI), TextDocumentContentChangePartial(place, new))

    assert store.get_text_document(URI).source == expected
    assert store.get_text_document(URI).version == 2


def test_a_change_of_what_is_not_open_is_nothing():
    """Some editors send one after closing."""
    store = Documents(None)
    place = Range(Position(0, 0), Position(0, 0))

    store.update_text_document(VersionedTextDocumentIdentifier(2, URI), TextDocumentContentChangePartial(place, "x"))

    assert store.text_documents == {}
