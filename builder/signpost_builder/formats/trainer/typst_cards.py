"""cards.pdf: forty answer cards of A5. The same for every course, site and audience."""

from signpost_builder.formats.trainer.aruco import CARDS, marker
from signpost_builder.formats.trainer.cards import sides
from signpost_builder.formats.trainer.options import TrainerPack
from signpost_builder.formats.trainer.typst_html import HtmlWriter
from signpost_builder.formats.trainer.typst_page import opened, texts_of
from signpost_builder.model import Edition
from signpost_builder.printing.compiling import Document
from signpost_builder.printing.typst_text import literal, run

MARKER_MM = 104  # with a white border of one square (17 mm) and more on every side


def cards(edition: Edition, _pack: TrainerPack) -> Document:
    said = texts_of(edition)["cards"]
    writer = HtmlWriter(edition.course, texts_of(edition))
    parts = []
    for id in CARDS:
        title = run(f"{said['marker']} {id + 1}")
        # One heading for the whole file: forty would be a list of contents that says nothing.
        name = writer.heading(1, title) if id == 0 else title
        letters = ", ".join(literal(letter) for letter in sides(id))
        alt = literal(f"{said['marker']} {id + 1}")
        parts.append(
            f"#card([{name}], {literal(_file(id))}, {alt}, {MARKER_MM}mm, {letters}, {literal(said['hold'])});\n"
        )
    head = opened(edition, said["title"], paper='"a5"', margin="0mm")
    return Document(name="cards.pdf", markup=head + "".join(parts), pictures={_file(id): marker(id) for id in CARDS})


def _file(id: int) -> str:
    return f"marker-{id}.svg"
