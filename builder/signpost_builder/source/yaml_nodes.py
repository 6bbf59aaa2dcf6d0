"""YAML as authors type it: plain values that remember their places, and none of YAML's surprises.

Only `true` and `false` are booleans; dates, `yes` and `no` stay text. Anchors, aliases, merges, tags and
repeated keys are refused while reading events, so nothing is ever expanded.
"""

import re
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any, NoReturn

import yaml
from yaml._yaml import CParser

from signpost_builder.diagnostics import Diagnostic, Findings, Read, Span, error, warning
from signpost_builder.source.arguments import CURLY
from signpost_builder.source.invisible import invisible, invisible_words
from signpost_builder.source.passage import Passage
from signpost_builder.values import frozen

MOST_NESTING = 24
INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,14})")
DECIMAL = re.compile(r"[-+]?[0-9]{1,15}\.[0-9]{1,15}")
CUT = re.compile(r"([ \t])(#[^\s#][^\n]{0,40})")
WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}


class Mapping(dict[str, Any]):
    """`places`: key -> (mark of the key, mark of the value, index where the value ends)."""

    __slots__ = ("places",)
    places: dict[str, tuple[Any, Any, int]]


class Sequence(list[Any]):
    """`places`: for each item (its mark twice, index where it ends)."""

    __slots__ = ("places",)
    places: list[tuple[Any, Any, int]]


@frozen
class Document:
    """The value of a YAML text. `shift` is the number of lines before it (front matter)."""

    path: PurePosixPath
    text: str
    value: Any
    shift: int = 0

    def span(self, *keys: str | int, of_key: bool = False) -> Span:
        """The place of a value, or of its key; keys that are not there are left off."""
        key_mark, value_mark, _ = self._place(keys)
        mark = key_mark if of_key else value_mark
        line, column = (mark.line, mark.column) if mark else (0, 0)
        return Span(self.path, line + 1 + self.shift, column + 1)

    def written(self, *keys: str | int) -> str:
        """A value as its author typed it, quotes and all."""
        _, mark, end = self._place(keys)
        return self.text[mark.index if mark else 0 : end].strip()

    def passage(self, *keys: str | int) -> Passage:
        """A text value; a place inside it is found again by looking for its words in the source."""
        value = self.value
        for key in keys:
            value = value[key]

        def span(index: int) -> Span:
            _, mark, end = self._place(keys)
            words = value[index : index + 24].split("\n")[0]
            at = self.text.find(words, mark.index, end) if words else -1
            if at < 0:
                return self.span(*keys)
            line = self.text.count("\n", 0, at) + 1
            return Span(self.path, line + self.shift, at - self.text.rfind("\n", 0, at))

        return Passage(value, span)

    def _place(self, keys: tuple[str | int, ...]) -> tuple[Any, Any, int]:
        value = self.value
        place: tuple[Any, Any, int] = (None, None, len(self.text))
        for key in keys:
            known = isinstance(value, Mapping) and key in value
            if not known and not (isinstance(value, Sequence) and isinstance(key, int) and key < len(value)):
                break
            place = value.places[key]
            value = value[key]
        return place


class _Refused(Exception):
    """Nothing more of this text can be read; the finding is already noted."""


@lru_cache(maxsize=64)
def load(text: str, path: PurePosixPath, shift: int = 0) -> Read[Document | None]:
    """One YAML document; None when anything in it cannot be read.

    Several ask for the same text in one run (who reads it, who judges its words, who asks what was reviewed) and share the
    document: nobody changes it.
    """
    composer = _Composer(text, path, shift)
    try:
        value = composer.document()
    except _Refused:
        return composer.findings.beside(None)
    except yaml.YAMLError as problem:
        return Read(None, (*composer.findings, _syntax(problem, path, shift)))
    return composer.findings.beside(None) if composer.findings else Read(Document(path, text, value, shift))


class _Composer:
    def __init__(self, text: str, path: PurePosixPath, shift: int) -> None:
        self._path, self._shift, self.findings = path, shift, Findings()
        parser: Any = CParser(text)
        self._next = parser.get_event
        # Where a comment begins right at a word: "Put check #3" ends before it, and nobody meant that.
        self._cuts = {cut.start(2): cut[2] for cut in CUT.finditer(text)} if " #" in text else {}
        self._text = text
        self._has_escapes = "\\" in text

    def document(self) -> Any:
        self._next()  # stream start
        event = self._next()
        if isinstance(event, yaml.StreamEndEvent):
            return None
        value = self._value(self._next(), 1)
        self._next()  # document end
        event = self._next()
        if not isinstance(event, yaml.StreamEndEvent):
            self._refuse(event, "yaml-syntax", "a second document begins here", "keep one document in a file")
        return value

    def _value(self, event: Any, depth: int) -> Any:
        if event.__class__ is yaml.ScalarEvent and event.anchor is None and event.tag is None:
            return self._scalar(event)
        if isinstance(event, yaml.AliasEvent):
            self._note(event, "yaml-alias", f"the alias '*{event.anchor}' is not used here", "write the text again")
            return None
        if event.anchor is not None:
            self._note(event, "yaml-alias", f"the anchor '&{event.anchor}' is not used here", "take it away")
        if event.tag is not None:
            self._note(event, "yaml-tag", f"the tag '{event.tag}' is not used here", "take it away")
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        if depth > MOST_NESTING:
            message = f"this is nested deeper than {MOST_NESTING} levels"
            self._refuse(event, "yaml-too-deep", message, "no source file needs more than six")
        return self._mapping(depth) if isinstance(event, yaml.MappingStartEvent) else self._sequence(depth)

    def _scalar(self, event: Any) -> Any:
        text: str = event.value
        if event.style:
            self._no_escaped_signs(event)
            return text
        if text in WORDS:
            return WORDS[text]
        if self._cuts or text[0] in CURLY:
            self._typed_text(event, text)
        first = text[0]
        if first.isdigit() or first in "+-":
            if INTEGER.fullmatch(text):
                return int(text)
            if DECIMAL.fullmatch(text):
                return float(text)
        return text

    def _no_escaped_signs(self, event: Any) -> None:
        """What the file itself may not have is not written as an escape ("\\u202e") either."""
        if self._has_escapes and event.style == '"' and (bad := invisible(event.value)):
            self._note(event, "control-character", *invisible_words(bad[0]))

    def _typed_text(self, event: Any, text: str) -> None:
        """Text without quotes that is not what its author sees."""
        if text[0] in CURLY and text[-1] in CURLY and len(text) > 1:
            message = f"the typographic quotes {text[0]}…{text[-1]} become part of the text"
            hint = f"write straight quotes instead; if they are meant, put straight ones around them: '{text[0]}…{text[-1]}'"
            self.findings.append(warning(self._span(event), "curly-quotes", message, hint))
        end = event.end_mark.index
        gap = len(self._text[end : end + 80]) - len(self._text[end : end + 80].lstrip(" \t"))
        if cut := self._cuts.get(end + gap):
            message = f"'{cut[:30]}' begins a comment, and the text ends before it"
            self._note(
                event, "cut-text", message, "put the whole text in quotes; a comment begins with '# ' and a space"
            )

    def _mapping(self, depth: int) -> Mapping:
        mapping = Mapping()
        places: dict[str, tuple[Any, Any, int]] = {}
        mapping.places = places
        following = self._next
        while (event := following()).__class__ is not yaml.MappingEndEvent:
            mark = event.start_mark
            key = self._key(event, depth)
            if key == "<<" and not event.style:
                self._note(event, "yaml-alias", "the merge '<<' is not used here", "write the keys again")
            elif key in mapping:
                first = places[key][0].line + 1 + self._shift
                self._note(event, "duplicate-key", f"'{key}' is already on line {first}", "keep one of the two")
            event = following()
            start = event.start_mark
            value = self._value(event, depth + 1)
            if key not in mapping:
                mapping[key] = value
                places[key] = (mark, start, event.end_mark.index)
        return mapping

    def _key(self, event: Any, depth: int) -> str:
        if event.__class__ is not yaml.ScalarEvent:
            self._refuse(event, "yaml-syntax", "a key is a word, not a list or a group", "write 'key: value'")
        self._no_escaped_signs(event)
        if event.anchor is not None or event.tag is not None:
            self._value(event, depth)
        key: str = event.value
        return key

    def _sequence(self, depth: int) -> Sequence:
        sequence = Sequence()
        sequence.places = places = []
        following = self._next
        while (event := following()).__class__ is not yaml.SequenceEndEvent:
            start = event.start_mark
            value = self._value(event, depth + 1)
            sequence.append(value)
            places.append((start, start, event.end_mark.index))
        return sequence

    def _span(self, event: Any) -> Span:
        mark = event.start_mark
        return Span(self._path, mark.line + 1 + self._shift, mark.column + 1)

    def _note(self, event: Any, code: str, message: str, hint: str) -> None:
        self.findings.append(error(self._span(event), code, message, hint))

    def _refuse(self, event: Any, code: str, message: str, hint: str) -> NoReturn:
        self._note(event, code, message, hint)
        raise _Refused


PLAIN_WORDS = (  # what libyaml says, what it means, what to do
    (
        "mapping values are not allowed",
        "this colon is not expected here",
        "put text with a colon in quotes; check the line above for a missing colon",
    ),
    (
        "could not find expected ':'",
        "a line without a colon, or text that runs on",
        "write 'key: value', or indent the text",
    ),
    (
        "cannot start any token",
        "a sign that YAML keeps for itself, or a tab",
        "put the text in quotes; indent with spaces",
    ),
    (
        "did not find expected key",
        "this line does not fit the lines above it",
        "check its indentation and the quotes before it",
    ),
    (
        "did not find expected '-'",
        "this line does not fit the list above it",
        "check its indentation",
    ),
    (
        "unexpected end of stream",
        "a quote is opened here and never closed",
        "close the quote",
    ),
    (
        "did not find expected ',' or",
        "a bracket is opened here and never closed",
        "close it, or check the commas",
    ),
    (
        "did not find expected node content",
        "a value is missing here",
        "write it, or put text that starts with a sign in quotes",
    ),
    (
        "unknown escape character",
        "an unknown '\\' in double quotes",
        "use single quotes, or write '\\\\'",
    ),
    (
        "undefined alias",
        "an alias is not used here",
        "put text that starts with '*' in quotes",
    ),
    (
        "block sequence entries are not allowed",
        "a list may not start on this line",
        "start the list on a line of its own",
    ),
)


def _syntax(problem: yaml.YAMLError, path: PurePosixPath, shift: int) -> Diagnostic:
    """The finding for YAML that is not YAML, in words for people."""
    mark = getattr(problem, "problem_mark", None)
    words = str(getattr(problem, "problem", None) or getattr(problem, "reason", problem))
    span = Span(path, mark.line + 1 + shift, mark.column + 1) if mark else Span(path, 1 + shift, 1)
    for phrase, message, hint in PLAIN_WORDS:
        if phrase in words:
            opened = getattr(problem, "context_mark", None) if "never closed" in message else None
            span = Span(path, opened.line + 1 + shift, opened.column + 1) if opened else span
            return error(span, "yaml-syntax", message, hint)
    return error(span, "yaml-syntax", f"this cannot be read as YAML: {words}", "check the line and the one above it")
