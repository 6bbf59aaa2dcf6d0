"""Cuts and replaces elements in HTML text and leaves every other character as it was."""

import html
from collections.abc import Callable, Iterable, Mapping
from html.parser import HTMLParser

Attributes = Mapping[str, str]

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


class _Finder(HTMLParser):
    """Where the outermost elements that `wanted` asks for begin and end, with their start tags."""

    def __init__(self, text: str, wanted: Callable[[Attributes], bool]) -> None:
        super().__init__(convert_charrefs=False)
        self.wanted = wanted
        self.lines = [0]
        for line in text.split("\n"):  # as HTMLParser counts them
            self.lines.append(self.lines[-1] + len(line) + 1)
        self.found: list[tuple[int, int, int, int]] = []  # start tag, content, end tag, end
        self.open: tuple[str, int, int] | None = None
        self.depth = 0
        self.feed(text)
        self.close()

    @property
    def place(self) -> int:
        line, column = self.getpos()
        return self.lines[line - 1] + column

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            return
        if self.open:
            self.depth += tag == self.open[0]
        elif self.wanted({name: value or "" for name, value in attributes}):
            self.open = (tag, self.place, self.place + len(self.get_starttag_text() or ""))
            self.depth = 1

    def handle_endtag(self, tag: str) -> None:
        if not self.open or tag != self.open[0]:
            return
        self.depth -= 1
        if not self.depth:
            self.found.append((*self.open[1:], self.place, self.place + len(f"</{tag}>")))
            self.open = None


def without(text: str, wanted: Callable[[Attributes], bool]) -> tuple[str, list[str]]:
    """The text without the elements that are wanted, and what was taken out."""
    cut = []
    for start, _, _, end in reversed(_Finder(text, wanted).found):
        cut.append(text[start:end])
        text = text[:start] + text[end:]
    return text, cut[::-1]


def refilled(text: str, wanted: Callable[[Attributes], bool], words: str) -> str:
    """The text with plain words inside each element that is wanted."""
    for _, start, end, _ in reversed(_Finder(text, wanted).found):
        text = text[:start] + html.escape(words, quote=False) + text[end:]
    return text


def attribute_values(text: str, name: str) -> list[str]:
    found: list[str] = []

    def note(attributes: Attributes) -> bool:
        if name in attributes:
            found.append(attributes[name])
        return False

    _Finder(text, note)
    return found


def plain(texts: Iterable[str]) -> str:
    """The words of HTML, one space between any two; questions and scenarios are left out, with their answers."""
    reader = _Words()
    for text in texts:
        reader.feed(without(text, is_question)[0])
        reader.close()
        reader.reset()
    return " ".join(" ".join(reader.words).split())


def is_question(attributes: Attributes) -> bool:
    return "data-q" in attributes or "scenario" in attributes.get("class", "").split()


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)
