"""One pass over the lines of a module: front matter, pages, directives, code, definitions, and the prose between."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from pathlib import PurePosixPath

from signpost_builder.diagnostics import Findings, Read, Span, error, nearest
from signpost_builder.source.arguments import arguments
from signpost_builder.source.items import Code, Definitions, Directive, Heading, Item, Lines, Text
from signpost_builder.source.passage import Line

MOST_NESTING = 8
LONGEST_ADDRESS = 2_000  # what browsers and servers agree on
LONGEST_MEANING = 300  # of an abbreviation, which is said again at each use
MOST_ABBREVIATIONS = 200  # each is looked for in every word
FENCE = re.compile(r"(`{3,}+|~{3,}+)[^`]*+$")
OWN_SLUG = re.compile(r"\{\s*+#([^}\s]*+)\s*+\}")
DEFINITION = re.compile(r"(\*)?\[(\^)?([^\]]+)\]:\s*(.*)$")
# Those that stand one after the other, never inside: where one begins, the other is over.
SIBLINGS = {
    "node": ("node", "end"),
    "end": ("node", "end"),
    "quiz": ("quiz", "question"),
    "question": ("quiz", "question"),
}
ALERT = re.compile(r"> ?\[!([A-Za-z]++)\]([-+]?)[ \t]*+(.*)$")
# GitHub's five kinds of alert, and the box that each is here.
ALERTS = {
    "note": ("note", {}),
    "tip": ("note", {"title": "Tip"}),
    "important": ("note", {"title": "Important"}),
    "warning": ("warning", {}),
    "caution": ("warning", {"title": "Caution"}),
}
PLAIN_MARKUP = re.compile(
    r"\\[!-/:-@\[-`{-~]|\*\*|__|~~|`|!\[|\]\(|</?[A-Za-z][^<>]*+>|&#?\w++;|(?<![\w*])\*(?=[^\s*])[^*]*+\*|(?<!\w)_(?=[^\s_])[^_]*+_(?!\w)"
)
UNDERLINE = re.compile(r"(?:=+|-+)\s*$")


def slug(title: str) -> str:
    """A heading as part of an address: small letters, digits, hyphens; empty when it has none."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")


@lru_cache(maxsize=64)
def scan(text: str, path: PurePosixPath) -> Read[Lines]:
    """Take a module's text apart. Every line ends up in exactly one item or definition.

    Several ask for the same text in one run, and share the items: nobody changes them.
    """
    lines = text.split("\n")
    front, start = None, 0
    opening = next((number for number, line in enumerate(lines) if line.strip()), 0)
    if opening and lines[opening].rstrip() == "---":
        message = f"the front matter begins on line {opening + 1}; it stands at the very beginning of the file"
        return _without_front(path, message, "take the empty lines before it away")
    if lines[0].rstrip() == "---":
        end = next((number for number in range(1, len(lines)) if lines[number].rstrip() == "---"), 0)
        if end:
            front, start = "\n".join(lines[1:end]), end + 1
        else:
            return _without_front(path, "the front matter is never closed", "add a line '---'")
    scanner = _Scanner(path)
    for number in range(start, len(lines)):
        scanner.line(number + 1, lines[number])
    items = scanner.finished()
    return scanner.findings.beside(Lines(front, items, scanner.definitions))


def _without_front(path: PurePosixPath, message: str, hint: str) -> Read[Lines]:
    return Read(Lines(None, [], Definitions()), (error(Span(path, 1, 1), "front-matter", message, hint),))


class _Scanner:
    """What is open at the current line: directives from the outermost, a code block, a comment, a footnote."""

    def __init__(self, path: PurePosixPath) -> None:
        self._path, self.findings = path, Findings()
        self._items: list[Item] = []
        self._open: list[Directive] = []
        self._lines: list[Line] | None = None  # of the Text that is growing
        self._fence = ""
        self._comment: Span | None = None
        self._footnote: list[Line] | None = None
        self._level = 2
        self._fence_at = Span(path)
        self._alert: Directive | None = None  # GitHub's box, as long as lines begin with '>'
        self._forgiven = 0  # closing lines of directives that a heading has closed already
        self._too_deep = 0  # closing lines of directives that were not opened
        self.definitions = Definitions()

    def line(self, number: int, raw: str) -> None:
        if self._alert:
            raw = self._in_alert(raw)
        text = raw.lstrip()
        raw = raw if text else ""  # a no-break space alone parts paragraphs too
        column = len(raw) - len(text) + 1
        if self._fence:
            return self._in_fence(Line(number, 1, raw), text)
        if self._comment or "<!--" in text:
            raw = self._without_comments(number, raw)
            text = raw.lstrip()
            column = len(raw) - len(text) + 1
        if self._footnote is not None:
            if not text or column > 2:
                self._footnote.append(Line(number, column, text))
                return None
            self._footnote = None
        first = text[:1]
        if first == ":" and text.startswith(":::"):
            return self._directive(Span(self._path, number, column), text)
        if first == "#" and column < 5:
            if self._heading(Line(number, column, text)):
                return None
        elif first == ">" and column < 5 and not self._alert and (alert := ALERT.match(text)):
            return self._open_alert(Line(number, column, text), alert)
        elif first in "`~" and column < 5 and (fence := FENCE.match(text)):
            self._fence, self._fence_at = fence[1], Span(self._path, number, column)
            self._lines = None
            self._into().append(Code([]))
            return None
        elif first in "[*" and column < 5 and (definition := DEFINITION.match(text)):
            return self._define(Line(number, column, text), definition)
        elif first in "=-" and first and UNDERLINE.match(text) and self._lines and self._lines[-1].text.strip():
            message = f"a line of '{first}' right under text would make it a heading"
            span = Span(self._path, number, column)
            self.findings.append(
                error(span, "heading-style", message, "write '## Heading', or leave an empty line above")
            )
        self._add(Line(number, 1, raw))
        return None

    def finished(self) -> list[Item]:
        """The items, once the last line is in."""
        self._close_alert()
        if self._fence:
            message = f"the code that begins here with '{self._fence}' is never closed"
            self.findings.append(
                error(self._fence_at, "unclosed-code", message, f"close it with a line '{self._fence}'")
            )
        for directive in self._open:
            message = f"'{directive.name}' is opened here and never closed"
            directive.closed = False
            self.findings.append(error(directive.span, "unclosed-directive", message, "close it with a line ':::'"))
        if self._comment:
            message = "this comment is never closed"
            self.findings.append(error(self._comment, "unclosed-comment", message, "close it with '-->'"))
        return self._items

    def _into(self) -> list[Item]:
        return self._open[-1].items if self._open else self._items

    def _add(self, line: Line) -> None:
        if self._lines is None:
            if not line.text.strip():
                return
            self._lines = []
            self._into().append(Text(self._lines))
        self._lines.append(line)

    def _in_fence(self, line: Line, text: str) -> None:
        ticks = text.rstrip()
        if len(ticks) >= len(self._fence) and not ticks.strip(self._fence[0]):
            self._fence = ""
            return
        code = self._into()[-1]
        assert isinstance(code, Code)
        code.lines.append(line)

    def _without_comments(self, number: int, raw: str) -> str:
        """The line with comments blanked, so that columns stay; an empty line when nothing else is left."""
        kept, at = [], 0
        while at < len(raw):
            if self._comment:
                end = raw.find("-->", at)
                stop = len(raw) if end < 0 else end + 3
                kept.append(" " * (stop - at))
                at = stop
                self._comment = self._comment if end < 0 else None
            else:
                start = raw.find("<!--", at)
                stop = len(raw) if start < 0 else start
                kept.append(raw[at:stop])
                at = stop
                self._comment = None if start < 0 else Span(self._path, number, start + 1)
        line = "".join(kept)
        return line if line.strip() else ""

    # ---------------------------------------------------------------- alerts

    def _open_alert(self, line: Line, alert: re.Match[str]) -> None:
        span = Span(self._path, line.number, line.column)
        known = ALERTS.get(alert[1].lower())
        if known is None:
            hint = nearest(alert[1].lower(), ALERTS)
            self.findings.append(error(span, "unknown-directive", f"there is no box '[!{alert[1]}]'", hint))
        if alert[2]:
            self.findings.append(
                error(
                    span, "foreign-syntax", f"a box does not fold: '[!{alert[1]}]{alert[2]}'", f"take '{alert[2]}' away"
                )
            )
        name, options = known or ("note", {})
        self._lines = None
        self._alert = Directive(name, (), dict(options), span)
        self._into().append(self._alert)
        self._open.append(self._alert)
        if alert[3]:
            self.line(line.number, ">" + " " * (line.column + alert.start(3) - 2) + alert[3])

    def _in_alert(self, raw: str) -> str:
        """A line of the box without its '>', columns kept; any other line ends the box."""
        bare = raw.lstrip()
        if bare.startswith(">"):
            return f"{' ' * (len(raw) - len(bare) + 1)}{bare[1:]}"
        self._close_alert()
        return raw

    def _close_alert(self) -> None:
        alert, self._alert = self._alert, None
        if alert and alert in self._open:
            self._fence = ""
            while self._open[-1] is not alert:
                self._open.pop()
            self._lines = None
            _dedent(self._open.pop().items)

    # ------------------------------------------------------------ directives

    def _directive(self, span: Span, text: str) -> None:
        self._lines = None
        line = text.strip(": \t")
        if not line:
            self._close(span)
            return
        name, _, rest = line.partition(" ")
        if name == "end" and "=" not in rest and self._open and not self._in_scenario():
            message = "what closes a directive is ':::' alone; 'end' is the end of a scenario"
            self.findings.append(error(span, "malformed-directive", message, f"take '{line[:30]}' away"))
            self._close(span)
            return
        if len(self._open) == MOST_NESTING:
            message = f"'{name}' is nested more than {MOST_NESTING} deep"
            self.findings.append(error(span, "misplaced-directive", message, "close those around it first"))
            self._too_deep += 1
            return
        if self._open and name in SIBLINGS.get(self._open[-1].name, ()):
            before = self._open.pop()
            message = f"'{before.name}' is not closed before '{name}' on line {span.line}"
            self.findings.append(error(before.span, "unclosed-directive", message, "close it with a line ':::'"))
        directive = Directive(name, *self.findings.of(arguments(rest.strip(), span)), span)
        self._into().append(directive)
        self._open.append(directive)

    def _in_scenario(self) -> bool:
        return any(directive.name in ("scenario", "node") for directive in self._open)

    def _close(self, span: Span) -> None:
        if self._too_deep:
            self._too_deep -= 1
        elif not self._open and self._forgiven:
            self._forgiven -= 1
        elif not self._open:
            message = "':::' closes nothing here"
            self.findings.append(
                error(span, "unopened-directive", message, "take it away, or open a directive before it")
            )
        else:
            _dedent(self._open.pop().items)

    # -------------------------------------------------- headings, definitions

    def _heading(self, line: Line) -> bool:
        """Take a `##` line as the beginning of a page; check the others, which stay in the prose."""
        span = Span(self._path, line.number, line.column)
        rest = line.text.lstrip("#")
        level, title = len(line.text) - len(rest), _without_closing_signs(rest.strip())
        if level > 6:
            self.findings.append(
                error(
                    span,
                    "heading-level",
                    "a heading has at most six '#'",
                    "begin a page with '##', a part of it with '###'",
                )
            )
            return True
        if title and not rest[0].isspace():
            hint = "leave a space after the '#', or write '\\#' for the sign itself"
            self.findings.append(error(span, "heading-style", "a heading has a space after its '#'", hint))
            return level == 2
        own = OWN_SLUG.fullmatch(title, title.rfind("{")) if "{" in title else None
        title = title[: own.start()].rstrip() if own else title
        if not title:
            self.findings.append(error(span, "empty-title", "this heading has no words", "write them, or take it away"))
        if level == 1:
            message = "'#' is the module's title, which stands in the front matter"
            self.findings.append(error(span, "heading-level", message, "begin a page with '##'"))
            return True
        if level > self._level + 1:
            message = f"this heading skips a level: from '{'#' * self._level}' to '{'#' * level}'"
            self.findings.append(error(span, "heading-level", message, f"write '{'#' * (self._level + 1)}'"))
        self._level = level
        if level == 2 and (markup := PLAIN_MARKUP.search(title)):
            message = f"a page's heading is plain text; '{markup[0]}' would be shown as it is"
            self.findings.append(error(span, "heading-style", message, "write the words alone"))
        if level > 2:
            if own:
                message = "only a page's heading ('##') has an id"
                self.findings.append(error(span, "malformed-id", message, f"take '{own[0].strip()}' away"))
            self._add(Line(line.number, 1, f"{'#' * level} {title}"))
            return True
        self._page(span, title, own[1] if own else None)
        return True

    def _page(self, span: Span, title: str, own: str | None) -> None:
        self._lines = None
        while self._open and any(directive.name != "for" for directive in self._open):
            directive = self._open.pop()
            message = f"'{directive.name}' is still open at the heading on line {span.line}"
            directive.closed = False
            self.findings.append(error(directive.span, "unclosed-directive", message, "close it with a line ':::'"))
            self._forgiven += 1
        name = slug(title) if own is None else own
        if (own is not None and slug(own) != own) or (not name and title):
            message = f"'{own}' cannot be a page's id" if own else f"'{title}' gives no id for this page"
            hint = "write small letters, digits and hyphens: '## Heading {#at-school}'"
            self.findings.append(error(span, "malformed-id", message, hint))
            name = ""
        self._into().append(Heading(title, name, span))

    def _define(self, line: Line, definition: re.Match[str]) -> None:
        star, caret, label, rest = definition.groups()
        span = Span(self._path, line.number, line.column)
        into = self.definitions
        if star:
            again = label in into.abbreviations
            if len(rest) > LONGEST_MEANING or len(into.abbreviations) == MOST_ABBREVIATIONS:
                message = f"an abbreviation has at most {LONGEST_MEANING} characters, and a module {MOST_ABBREVIATIONS} of them"
                self.findings.append(error(span, "text-too-long", message, "explain it in the text instead"))
            else:
                into.abbreviations[label] = rest.strip()
        elif caret:
            again = label in into.footnotes
            into.footnotes[label] = self._footnote = [line.after(len(line.text) - len(rest))]
        else:
            again = label.lower() in into.references
            address, _, title = rest.strip().partition(" ")
            if len(rest) > LONGEST_ADDRESS:
                message = f"this address has {len(rest):,} characters; the most is {LONGEST_ADDRESS:,}"
                self.findings.append(error(span, "malformed-link", message, "copy the short form of it"))
            if title and title.strip()[:1] not in "\"'(":
                message = (
                    f"'[{label}]:' gives the address of a link, and what follows is none; learners would not see it"
                )
                hint = f"write '*[{label}]: …' for an abbreviation, '[^{label}]: …' for a footnote"
                self.findings.append(error(span, "malformed-link", message, hint))
            into.references[label.lower()] = (
                address[:LONGEST_ADDRESS].strip("<>"),
                title[:LONGEST_ADDRESS].strip().strip("\"'()"),
                span,
            )
        if again:
            self.findings.append(
                error(span, "duplicate-definition", f"'{label}' is defined twice", "keep one of the two")
            )
        if self._lines:
            self._lines.append(Line(line.number, 1, ""))


def _without_closing_signs(title: str) -> str:
    """`Heading ##` is `Heading`."""
    bare = title.rstrip("#")
    return bare.rstrip() if not bare or bare[-1].isspace() else title


def _dedent(items: Sequence[Item]) -> None:
    """Take the indentation away that all lines of a directive share: authors indent nested directives."""
    blocks = [item.lines for item in items if isinstance(item, Text | Code)]
    indents = [len(line.text) - len(line.text.lstrip()) for lines in blocks for line in lines if line.text.strip()]
    shared = min(indents, default=0)
    if shared:
        for lines in blocks:
            lines[:] = [line.after(min(shared, len(line.text))) for line in lines]
