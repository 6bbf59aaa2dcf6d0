"""Reading HTML that anybody may have written, in one pass: every character is looked at a bounded number of times.

The standard library's parser looks for the end of each unfinished comment and tag anew and takes hours over a megabyte of
them. Here what is never finished ends the page, as it does in browsers (HTML, 13.2.5): nothing is looked for twice.
"""

import re
from bisect import bisect_right
from html import unescape

TAG = re.compile(r"""</?+([A-Za-z][^\s/>]*+)((?:[^>"'=]++|=\s*+(?:"[^"]*+"|'[^']*+')|[="'])*+)>""")
ATTRIBUTE = re.compile(r"""([^\s/>=][^\s/>=]*+)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>]*+)))?+""")
RAW_TEXT = frozenset({"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"})
MARKS = re.compile(r"<(?=[A-Za-z/!?])")


class MarkupReader:
    """Calls `handle_…` for what it meets, with the names and arguments of `html.parser`; data keep their entities."""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None: ...

    def handle_endtag(self, tag: str) -> None: ...

    def handle_data(self, data: str) -> None: ...

    def handle_comment(self, data: str) -> None: ...

    def read(self, text: str) -> None:
        """All of a page, once."""
        self._text, self._at = text, 0
        self._lines = [0, *(end.end() for end in re.finditer("\n", text))]
        place = 0
        while place < len(text):
            mark = MARKS.search(text, place)
            start = mark.start() if mark else len(text)
            self._data(place, start)
            place = self._mark(start) if mark else start

    def getpos(self) -> tuple[int, int]:
        """Line (from 1) and column (from 0) of what is being handled."""
        line = bisect_right(self._lines, self._at)
        return line, self._at - self._lines[line - 1]

    def _data(self, start: int, end: int) -> None:
        if start < end:
            self._at = start
            self.handle_data(self._text[start:end])

    def _mark(self, start: int) -> int:
        """What begins with `<` at `start`; the place after it."""
        text = self._text
        self._at = start
        if text.startswith("<!--", start):
            return self._until("-->", start + 4, start)
        if text.startswith(("<!", "<?"), start) or not text[start + 1 : start + 3].strip("/")[:1].isalpha():
            return self._until(">", start + 2, start)
        tag = TAG.match(text, start)
        if tag is None:
            self._data(start, len(text))
            return len(text)
        name = tag[1].lower()
        if text[start + 1] == "/":
            self.handle_endtag(name)
            return tag.end()
        self.handle_starttag(name, [_attribute(match) for match in ATTRIBUTE.finditer(tag[2])])
        if tag[2].endswith("/"):
            self.handle_endtag(name)
        elif name in RAW_TEXT:
            return self._raw_text(name, tag.end())
        return tag.end()

    def _until(self, end: str, inside: int, start: int) -> int:
        """A comment, or what counts as one; a declaration is none."""
        place = self._text.find(end, inside)
        stop = place if place >= 0 else len(self._text)
        if not self._text[start : start + 9].lower().startswith("<!doctype"):
            self.handle_comment(self._text[inside:stop])
        return stop + len(end) if place >= 0 else stop

    def _raw_text(self, name: str, start: int) -> int:
        end = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(self._text, start)
        stop = end.start() if end else len(self._text)
        self._data(start, stop)
        return stop


def _attribute(match: re.Match[str]) -> tuple[str, str | None]:
    value = next((given for given in match.groups()[1:] if given is not None), None)
    return match[1].lower(), None if value is None else unescape(value)
