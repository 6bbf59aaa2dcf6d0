"""SVG as elements: a drawing with its title and description, shapes and words in it.

Colours are presentation attributes, the weakest rule there is: a page may theme a chart by its classes (dark, forced
colours), and a renderer that knows no style sheet still draws it right.
"""

from xml.etree import ElementTree

from .words import LINE_HEIGHT, SIZE, lines

WIDTH = 400  # units; shown at 320 px a word of SIZE is still above 11 px

INK, QUIET, RULE, PAPER = "#1d2433", "#4a5263", "#c9ced8", "#ffffff"

WORDS = {INK: "chart-word", QUIET: "chart-quiet"}  # other words stand on a mark, whose colour does not change either

Element = ElementTree.Element


class Drawing:
    """One SVG in the making. `name` starts the ids of its title and description: unique on a page."""

    def __init__(self, name: str, title: str, description: str) -> None:
        self._root = Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "class": "chart", "role": "img"})
        self._root.set("aria-labelledby", f"{name}-title {name}-description")
        ElementTree.SubElement(self._root, "title", {"id": f"{name}-title"}).text = title
        ElementTree.SubElement(self._root, "desc", {"id": f"{name}-description"}).text = description
        self._marks = ElementTree.SubElement(self._root, "g", {"aria-hidden": "true"})
        self._paper = self.shape("rect", "chart-paper", x=0, y=0, width=WIDTH, fill=PAPER)

    def shape(self, kind: str, role: str, **attributes: float | str) -> Element:
        """A mark; `role` is its class, numbers are rounded to tenths of a unit."""
        named = {key.replace("_", "-"): _text(value) for key, value in attributes.items()}
        return ElementTree.SubElement(self._marks, kind, {"class": role, **named})

    def line(self, role: str, x1: float, y1: float, x2: float, y2: float, stroke: str, width: float = 1) -> None:
        self.shape("line", role, x1=x1, y1=y1, x2=x2, y2=y2, stroke=stroke, stroke_width=width)

    def dot(self, role: str, x: float, y: float, fill: str, radius: float = 6) -> None:
        self.shape("circle", role, cx=x, cy=y, r=radius, fill=fill, stroke=PAPER, stroke_width=1)

    def ring(self, role: str, x: float, y: float, stroke: str, radius: float = 5) -> None:
        """A hollow dot: told from a full one without colour."""
        self.shape("circle", role, cx=x, cy=y, r=radius, fill=PAPER, stroke=stroke, stroke_width=2.5)

    def bar(self, role: str, x: float, y: float, width: float, height: float, fill: str) -> None:
        self.shape("rect", role, x=x, y=y, width=max(width, 0), height=height, fill=fill)

    def word(
        self,
        text: str,
        x: float,
        y: float,
        *,
        anchor: str = "start",
        size: float = SIZE,
        fill: str = INK,
        bold: bool = False,
    ) -> None:
        """One line of text; `y` is its base line, `anchor` start, middle or end."""
        attributes: dict[str, float | str] = {"x": x, "y": y, "text_anchor": anchor, "font_size": size, "fill": fill}
        if bold:
            attributes["font_weight"] = "bold"
        self.shape("text", WORDS.get(fill, "chart-on"), **attributes).text = text

    def words(self, text: str, x: float, y: float, width: float, *, fill: str = INK) -> float:
        """Text in as many lines as `width` needs, the first under `y`; returns the bottom."""
        for line in lines(text, width):
            y += LINE_HEIGHT
            self.word(line, x, y - 5, fill=fill)
        return y

    def labelled(self, label: str, said: str, x: float, y: float, width: float) -> float:
        """What a row is about, and under it what its marks say; returns the bottom."""
        return self.words(said, x, self.words(label, x, y, width), width, fill=QUIET)

    def finished(self, height: float) -> str:
        """The SVG, `height` units high."""
        self._paper.set("height", _text(height))
        self._root.set("viewBox", f"0 0 {WIDTH} {_text(height)}")
        return ElementTree.tostring(self._root, encoding="unicode")


def _text(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")
