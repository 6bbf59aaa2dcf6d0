"""Everything inside a line of prose that Markdown must not decide alone: links, images, facts, contacts, raw HTML.

The scanner replaces each by a sign from the private-use area and keeps its HTML aside; Markdown then sees text only,
so that what is checked here and what is rendered can never differ. Code spans and escaped signs are left alone.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from html import escape, unescape
from typing import Protocol
from urllib.parse import unquote

from signpost_builder.diagnostics import MOST_FINDINGS, Diagnostic, Findings, Read, Span, error, nearest, warning
from signpost_builder.model import dialled
from signpost_builder.source.addresses import (
    BARE,
    DESTINATION,
    bracket_pairs,
    half_address,
    plain_address,
    without_what_follows,
)
from signpost_builder.source.invisible import invisible, invisible_words
from signpost_builder.source.items import Definitions
from signpost_builder.source.markdown_lines import LONGEST_ADDRESS
from signpost_builder.source.passage import Passage
from signpost_builder.source.raw_html import raw_tag, unpaired
from signpost_builder.source.tokens import NAME, OPENINGS, looks_like_token, rewritten, token_finding

PIECE, BLOCK_PIECE, RAW_PIECE, PIECE_END = "\ue000", "\ue001", "\ue002", "\ue003"
# Each branch begins with a character of its own, and looks back at it from there: so all other characters are passed over quickly.
SIGNS = "|".join(
    (
        *map(re.escape, f"\\`<[!{OPENINGS}"),
        r"&(?=[#A-Za-z])",
        r":(?<=[etsETS]:)(?=[A-Za-z0-9])",
        *(rf"{first}(?<=\b{first})[Tt][Tt][Pp][Ss]?://(?=\w)" for first in "hH"),
        *(rf"{first}(?<=\b{first})[Ww][Ww]\.(?=\w)" for first in "wW"),
    )
)
ESCAPED_TOKEN = re.compile(rf"[{OPENINGS}\[<]{{1,3}}\s{{0,9}}{NAME}:")
BARE_NAME = re.compile(rf"{NAME}\Z")
ENTITY = re.compile(
    r"&(?:#0*+[0-9]{1,7}(?![0-9]);?|#[xX]0*+[0-9A-Fa-f]{1,6}(?![0-9A-Fa-f]);?|[A-Za-z][A-Za-z0-9]{1,31};)"
)
TOKEN = re.compile(r"\{\s*([A-Za-z][A-Za-z-]*)\s*:\s*([^{}\s]*)(?:\s+(value))?\s*\}")
ATTRIBUTES = re.compile(r"\{:[^{}\n]*\}|\{\s*[#.][^{}\n]*\}")
ADDRESS = re.compile(r"<(?:((?:https?://|www\.)[^\s<>]++)|(?:mailto:)?([^\s<>@:/]++@[^\s<>@:/.]++\.[^\s<>@:/]++))>")
TAG = re.compile(r"""</?([A-Za-z][A-Za-z0-9-]*+(?::[A-Za-z][A-Za-z0-9]*+)?)((?:[\s/](?:[^<>"']|"[^"]*"|'[^']*')*)?)>""")
EMPTY_LINE = re.compile(r"\n[ \t]*+\n")
LONGEST_LABEL = 999  # of a reference (CommonMark 6.3)
MOST_NESTED_LINKS = 8
MOST_GROWTH = 4_000_000  # characters that facts, links and notes may add to one file; a long module adds 50,000
VAGUE = {
    "click here", "click", "here", "read more", "more", "this link", "link", "this", "this page", "learn more",
    "see here", "find out more", "more information", "more info", "details", "go", "continue", "info", "website",
}  # fmt: skip


class Resolver(Protocol):
    """What the words of a file stand for. Each answers with HTML, or None when it has noted why not."""

    def fact(self, id: str, span: Span, *, bare: bool) -> str | None:
        """The figure with its period and the mark that leads to its source; `bare`: the figure alone, for a table."""

    def source(self, id: str, span: Span) -> str | None:
        """The mark that leads to a fact's source, for a statement in the author's own words."""

    def contact(self, key: str, span: Span) -> str | None: ...

    def link(self, address: str, span: Span) -> str | None:
        """The opening tag."""

    def takes_links(self) -> bool:
        """Whether a link can stand here at all."""

    def media(self, address: str, text: str, title: str | None, span: Span) -> tuple[str, bool] | None:
        """The element, and whether it stands as a block of its own."""

    def footnote(self, label: str, span: Span) -> str | None: ...

    def noted(self) -> int:
        """How many findings this file has so far."""


@dataclass(slots=True)
class Scanned:
    """Text for Markdown with signs in it; `pieces` is the HTML that each sign stands for."""

    text: str
    pieces: list[str] = field(default_factory=list)
    raw: bool = False


@dataclass(slots=True)
class Inline:
    """Scans the passages of one file."""

    resolver: Resolver
    definitions: Definitions
    grown: int = 0  # what its signs have become so far, in characters
    signs: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        terms = sorted(self.definitions.abbreviations, key=len, reverse=True)
        self.signs = re.compile("|".join((SIGNS, *map(_word, terms))))

    def scan(self, passage: Passage) -> Read[Scanned]:
        return _Scan(self, passage).scanned() if self.signs.search(passage.text) else Read(Scanned(passage.text))

    def grow(self, html: str, passage: Passage, start: int) -> tuple[Diagnostic, ...]:
        """Count what a sign at `start` became. Once it is too much for one file, that is told and no sign is read."""
        fitted = self.grown <= MOST_GROWTH
        self.grown += len(html)
        if fitted and self.grown > MOST_GROWTH:
            message = (
                f"here this file has become more than {MOST_GROWTH:,} characters by what it refers to again and again"
            )
            hint = "shorten the address, the fact, the note or the transcript"
            return (error(passage.span(start), "text-too-long", message, hint),)
        return ()


def _word(term: str) -> str:
    """The pattern of an abbreviation, as SIGNS are."""
    first, rest = re.escape(term[0]), re.escape(term[1:])
    return rf"{first}(?<=\b{first}){rest}\b"


class _Scan:
    """One passage. `self._out` is the text so far, `self._at` how much of the source it covers."""

    def __init__(self, inline: Inline, passage: Passage) -> None:
        self._inline, self._passage, self._text = inline, passage, passage.text
        self._findings, self._resolver = Findings(), inline.resolver
        self._out: list[str] = []
        self._at = 0
        self._pairs: dict[int, int] | None = None
        self._ends: list[int] | None = None
        self._link_ends: list[int] = []
        self._result = Scanned("")
        self._tags: list[tuple[str, int]] = []

    def scanned(self) -> Read[Scanned]:
        find, text, at = self._inline.signs.search, self._text, 0
        while (sign := find(text, at)) and not self._is_full():
            at = self._sign(sign[0], sign.start(), sign.end())
        self._out.append(text[self._at :])
        self._result.text = "".join(self._out)
        for tag, place in unpaired(self._tags):
            message = f"'{tag}' has no other half in this text"
            hint = "close what is opened, in the same paragraph or box; or use Markdown"
            self._findings.append(warning(self._passage.span(place), "unpaired-tag", message, hint))
        return self._findings.beside(self._result)

    def _is_full(self) -> bool:
        """Whether enough was found, or too much came together: no further sign is read, and no course comes of it."""
        return self._inline.grown > MOST_GROWTH or len(self._findings) + self._resolver.noted() > MOST_FINDINGS

    def _sign(self, sign: str, start: int, end: int) -> int:
        """Deal with the sign at `start`; the index to go on from."""
        match sign:
            case "\\":
                escaped = ESCAPED_TOKEN.match(self._text, end)
                return escaped.end() if escaped else end + 1
            case "`":
                return self._code(start)
            case "<":
                return self._angle(start)
            case "[":
                return self._bracket(start)
            case "!":
                return self._image(start) if self._text.startswith("![", start) else end
            case "{":
                return self._brace(start)
            case "&":
                return self._entity(start)
            case ":":
                name = BARE_NAME.search(self._text, max(start - 9, self._at), start)
                return (name and self._no_token(name.start())) or end
            case _ if sign in OPENINGS:
                return self._no_token(start) or end
            case bare if bare[-1] in "/." and bare not in self._inline.definitions.abbreviations:
                return self._bare_address(start)
            case _:
                self._plain(start, self._inline.definitions.abbreviations[sign], "the meaning of an abbreviation")
                title = escape(self._inline.definitions.abbreviations[sign])
                return self._replace(start, end, f'<abbr title="{title}">{escape(sign)}</abbr>')

    def _replace(self, start: int, end: int, html: str | None, kind: str = PIECE) -> int:
        """Put a sign for `html` (nothing, if None) in the place of the source from `start` to `end`."""
        start, end = max(start, self._at), max(end, self._at)
        self._out.append(self._text[self._at : start])
        if html is not None:
            self._out.append(f"{kind}{len(self._result.pieces)}{PIECE_END}")
            self._result.pieces.append(html)
            self._findings += self._inline.grow(html, self._passage, start)
        self._at = end
        return end

    def _error(self, start: int, code: str, message: str, hint: str = "") -> None:
        self._findings.append(error(self._passage.span(start), code, message, hint))

    # ------------------------------------------------- code, raw HTML, tokens

    def _plain(self, start: int, text: str, place: str) -> None:
        """Note what looks like a token where none is read."""
        code = place == "code"
        if finding := token_finding(text, place, lambda index: self._passage.span(start), braces_have_meaning=code):
            self._findings.append(finding)

    def _no_token(self, start: int) -> int:
        """Note what looks like a token and has not been read as one; the index after it, 0 if there is nothing."""
        looks = looks_like_token(self._text, start)
        if not looks:
            return 0
        message = f"'{looks[0]}' is no token, so learners would see it as it is"
        self._error(start, "unknown-token", message, rewritten(looks[0]))
        return self._replace(start, looks.end(), None)

    def _entity(self, start: int) -> int:
        """A character written as `&#x202e;` is the character."""
        entity = ENTITY.match(self._text, start)
        if entity and self._is_hidden(entity):
            return self._replace(start, entity.end(), None)
        return start + 1

    def _is_hidden(self, entity: re.Match[str]) -> bool:
        """Whether it stands for what may not be typed; noted."""
        bad = invisible(unescape(entity[0]))
        if bad:
            self._error(entity.start(), "control-character", *invisible_words(bad[0]))
        return bad is not None

    def _code(self, start: int) -> int:
        end = self._after_code(start)
        self._plain(start, self._text[start:end], "code")
        return end

    def _after_code(self, start: int) -> int:
        """The index after a code span, or after its opening signs where nothing closes it in this paragraph."""
        text = self._text
        inside = self._after_ticks(start)
        ticks, limit = text[start:inside], self._paragraph_end(start)
        at = inside
        while (at := text.find(ticks, at, limit)) >= 0:
            stop = self._after_ticks(at)
            if stop - at == len(ticks):
                return stop
            at = stop
        return inside

    def _after_ticks(self, at: int) -> int:
        while self._text.startswith("`", at):
            at += 1
        return at

    def _paragraph_end(self, at: int) -> int:
        if self._ends is None:
            self._ends = [empty.start() for empty in EMPTY_LINE.finditer(self._text)]
        place = bisect_left(self._ends, at)
        return self._ends[place] if place < len(self._ends) else len(self._text)

    def _angle(self, start: int) -> int:
        if address := ADDRESS.match(self._text, start):
            url, mail = address.groups()
            whole = f"mailto:{mail}" if mail else url if "://" in url else f"https://{url}"
            opening = self._resolver.link(whole, self._passage.span(start))
            return self._replace(start, address.end(), f"{opening or '<a>'}{escape(url or mail)}</a>")
        tag = TAG.match(self._text, start)
        if not tag or (":" in tag[1] and looks_like_token(self._text, start)):
            return self._no_token(start) or start + 1
        self._plain(start, tag[0], "an HTML tag")
        hidden = [self._is_hidden(entity) for entity in ENTITY.finditer(self._text, start, tag.end())]  # each is said
        if any(hidden):
            return self._replace(start, tag.end(), None)
        html = self._findings.of(raw_tag(tag[0], tag[1].lower(), tag[2], self._passage.span(start)))
        if html is not None:
            self._result.raw = True
            self._tags.append((html, start))
        return self._replace(start, tag.end(), html, RAW_PIECE)

    def _bare_address(self, start: int) -> int:
        """A web address without signs around it is a link, as on GitHub; in the words of a link or a stem it is text."""
        bare = BARE.match(self._text, start)
        address = without_what_follows(bare[0]) if bare else ""
        host = address.partition("://")[2] or address
        if self._link_ends or "." not in host.split("/")[0].strip(".") or not self._resolver.takes_links():
            return start + max(len(address), 1)
        whole = address if "://" in address else f"https://{address}"
        opening = self._resolver.link(whole, self._passage.span(start))
        return self._replace(start, start + len(address), f"{opening or '<a>'}{escape(address)}</a>")

    def _brace(self, start: int) -> int:
        token = TOKEN.match(self._text, start)
        if not token:
            if attributes := ATTRIBUTES.match(self._text, start):
                message = f"'{attributes[0]}' has no meaning here"
                self._error(start, "unknown-token", message, "only a page's heading ('##') takes {#id}")
                return start + 1
            return self._no_token(start) or start + 1
        name, argument, bare = token.groups()
        span = self._passage.span(start)
        if start and self._text[start - 1] == "$":
            self._error(start - 1, "unknown-token", f"'${token[0]}' has a '$' that learners would see", "take '$' away")
        if bare and name != "fact":
            message = f"'value' has no meaning in '{token[0]}'"
            self._error(start, "unknown-token", message, "only {fact:… value} takes it, in a table or a chart")
        match name:
            case "fact":
                html = self._resolver.fact(argument, span, bare=bool(bare))
            case "source":
                html = self._resolver.source(argument, span)
            case "contact":
                html = self._resolver.contact(argument, span)
            case _:
                html = None
                hint = nearest(name, ("fact", "source", "contact"))
                self._error(start, "unknown-token", f"'{{{name}:…}}' has no meaning here", hint)
        if self._text.startswith(tuple("}｝"), token.end()):
            self._error(token.end(), "unknown-token", "one '}' too many closes this token", "take it away")
        if html is not None and self._inside_link(start):
            message = "a fact or a contact cannot stand in the words of a link"
            self._error(start, "misplaced-token", message, "put it before or after the link")
        return self._replace(start, token.end(), html)

    def _inside_link(self, start: int) -> bool:
        return any(end > start for end in self._link_ends)

    # ------------------------------------------------------- links and images

    def _closing_bracket(self, start: int) -> int:
        """The index of the `]` that belongs to the `[` at `start`; -1 if the paragraph has none."""
        if self._pairs is None:
            self._pairs = dict(bracket_pairs(self._text))
        return self._pairs.get(start, -1)

    def _bracket(self, start: int) -> int:
        if after := self._no_token(start):
            return after
        text, close = self._text, self._closing_bracket(start)
        if close < 0 and text.startswith("[^", start):
            self._error(
                start,
                "malformed-link",
                "a footnote begins here and is never closed",
                "write '[^1]', or '\\[' for the sign itself",
            )
        if close < 0 or len(self._link_ends) > MOST_NESTED_LINKS:
            return start + 1
        label = text[start + 1 : close]
        if label.startswith("^"):
            return self._footnote(start, close, label[1:])
        address, _, end = self._destination(start, close, label)
        if address is None:
            return start + 1
        words = re.sub(r"[*_`\\]", "", label).strip()
        if words.lower().rstrip(".!…:") in VAGUE or not words:
            message = f"'{words}' does not say where this link leads" if words else "this link has no words"
            self._error(start, "vague-link-text", message, "name the page or the document")
        if "://" in words and " " not in words and "://" in address and plain_address(words) != plain_address(address):
            message = f"'{words[:60]}' shows another address than the one that the link leads to"
            self._error(
                start, "malformed-link", message, "write the same address in both, or say in words where it leads"
            )
        if address[:4].lower() == "tel:" and dialled(label) != dialled(unquote(address)):
            message = f"'{words}' shows another number than '{address}' dials"
            self._error(
                start, "malformed-contact", message, "write the same digits in both, and nothing else with digits"
            )
        opening = self._resolver.link(address, self._passage.span(start))
        if self._inside_link(start):
            self._error(start, "misplaced-token", "a link cannot stand in the words of a link", "keep one of the two")
            opening = None
        self._replace(start, start + 1, opening)
        inner = self._until(close)
        self._replace(close, end, "</a>" if opening else None)
        return inner if inner > end else end

    def _until(self, close: int) -> int:
        """Scan the words of a link."""
        self._link_ends.append(close)
        at = self._at
        while (sign := self._inline.signs.search(self._text, at, close)) and not self._is_full():
            at = self._sign(sign[0], sign.start(), sign.end())
        self._link_ends.pop()
        return at

    def _destination(self, start: int, close: int, label: str) -> tuple[str | None, str | None, int]:
        """The address, title and end of the link whose words end at `close`; no address: it is not a link."""
        text = self._text
        if text.startswith("(", close + 1):
            inline = DESTINATION.match(text, close + 1)
            if inline and inline.end() - close > LONGEST_ADDRESS:
                message = f"this address has {inline.end() - close:,} characters; the most is {LONGEST_ADDRESS:,}"
                self._error(close + 1, "malformed-link", message, "copy the short form of it")
                return None, None, 0
            if inline:
                title = inline[3][1:-1] if inline[3] else None
                self._plain(start, title or "", "the title of a link")
                return inline[1] if inline[1] is not None else inline[2], title, inline.end()
            self._error(close + 1, "malformed-link", *half_address(text[close + 1 : close + 500]))
            return None, None, 0
        references = self._inline.definitions.references
        label = label if len(label) <= LONGEST_LABEL else ""
        if text.startswith("[", close + 1) and (end := self._closing_bracket(close + 1)) >= 0:
            name = text[close + 2 : end] or label
            if name.lower() in references:
                return *references[name.lower()][:2], end + 1
            message = f"'[{name}]' is not defined in this file"
            self._error(close + 1, "unknown-reference", message, nearest(name, references))
            return None, None, 0
        if label.lower() in references:
            return *references[label.lower()][:2], close + 1
        return None, None, 0

    def _image(self, start: int) -> int:
        close = self._closing_bracket(start + 1)
        if close < 0:
            self._error(
                start,
                "malformed-link",
                "a picture begins here and is never closed",
                "write ![what it shows](picture.png)",
            )
            return start + 2
        words = self._text[start + 2 : close]
        address, title, end = self._destination(start + 1, close, words)
        if address is None:
            return start + 2
        self._plain(start, words, "the text of a picture")
        media = self._resolver.media(address, " ".join(words.split()), title, self._passage.span(start))
        if media is None:
            return self._replace(start, end, None)
        return self._replace(start, end, media[0], BLOCK_PIECE if media[1] else PIECE)

    def _footnote(self, start: int, close: int, label: str) -> int:
        if label not in self._inline.definitions.footnotes:
            message = f"the footnote '[^{label}]' is not defined in this file"
            hint = (
                nearest(label, self._inline.definitions.footnotes)
                or f"write '[^{label}]: the note' on a line of its own"
            )
            self._error(start, "unknown-reference", message, hint)
            return self._replace(start, close + 1, None)
        return self._replace(start, close + 1, self._resolver.footnote(label, self._passage.span(start)))
