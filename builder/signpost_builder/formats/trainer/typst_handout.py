"""handout.pdf on one page, handout-large.pdf in 18 pt, and poster.pdf: A4, then A3."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from signpost_builder.formats.trainer.compiling import Document
from signpost_builder.formats.trainer.contacts import (
    dialled_in_danger,
    on_the_poster,
    on_the_sheet,
    scanned,
    to_write_in,
)
from signpost_builder.formats.trainer.handout import signs, steps
from signpost_builder.formats.trainer.options import TrainerPack
from signpost_builder.formats.trainer.qr import qr
from signpost_builder.formats.trainer.typst_html import HtmlWriter
from signpost_builder.formats.trainer.typst_page import contact, foot, host, opened, texts_of
from signpost_builder.formats.trainer.typst_text import call, literal, run
from signpost_builder.model import Contact, Edition

QR = "qr.svg"
WORDS = re.compile(r'(?<!\\)"((?:[^"\\]|\\.)*)"')  # the strings of a piece of markup
HANDOUT = ((2250, 12.0), (2450, 11.0), (2600, 10.5), (2900, 10.0), (3500, 9.5), (4000, 9.0), (10**9, 8.5))
POSTER = ((1240, 18.0), (1400, 16.5), (1560, 15.0), (1900, 13.0), (10**9, 12.0))  # of A4
LARGE = "18pt"  # of everything on the page: nothing on the large one is smaller (UKAAF: large print begins at 16)


def handout(edition: Edition, pack: TrainerPack) -> Document:
    """Steps and signs above, contacts in two columns and the code below."""
    texts = texts_of(edition)
    writer = _Uncited(edition.course, texts)
    title, said = signs(edition, pack)
    parts = [
        writer.heading(1, run(texts["handout"]["title"])),
        _danger(edition),
        writer.html(steps(edition, pack)),
        writer.heading(2, run(title or texts["handout"]["signs"])) + writer.html(said) if said else "",
        writer.heading(2, run(texts["handout"]["contacts"])),
        _contacts(edition, on_the_sheet(edition), texts),
        _scan(edition, texts, "3cm"),
        call("text", run(foot(edition)), size="0.8em"),
    ]
    margin = "(x: 15mm, top: 12mm, bottom: 12mm)"
    head = opened(edition, texts["handout"]["title"], size=f"{_points(parts, HANDOUT)}pt", margin=margin)
    return Document(name="handout.pdf", markup=head + "".join(parts), pictures=_pictures(edition))


def handout_large(edition: Edition, pack: TrainerPack) -> Document:
    """The same words, one under the other; tables become lists, because three columns of 18 pt hold two words a line."""
    texts = texts_of(edition)
    writer = _Listed(edition.course, texts)
    title, said = signs(edition, pack)
    parts = [
        writer.heading(1, run(texts["handout"]["title"])),
        _danger(edition, large=True),
        writer.html(steps(edition, pack)),
        writer.heading(2, run(texts["handout"]["contacts"])),
        _contacts(edition, on_the_sheet(edition), texts, large=True),
        _scan(edition, texts, "4cm"),
        writer.heading(2, run(title or texts["handout"]["signs"])) + writer.html(said) if said else "",
        call("par", run(foot(edition))),
    ]
    head = opened(edition, texts["handout"]["title"], size=LARGE)
    return Document(name="handout-large.pdf", markup=head + "".join(parts), pictures=_pictures(edition))


def poster(edition: Edition, pack: TrainerPack) -> Document:
    """Two pages of the same words: the second is the first, √2 larger."""
    texts = texts_of(edition)
    pages = "".join(_poster_page(edition, pack, texts, *paper) for paper in (("a4", 1.0), ("a3", 1.4142)))
    head = opened(edition, pack.poster or edition.course.title)
    return Document(name="poster.pdf", markup=head + pages, pictures=_pictures(edition))


def _poster_page(edition: Edition, pack: TrainerPack, texts: Mapping[str, Any], paper: str, scale: float) -> str:
    writer = _Uncited(edition.course, texts)
    parts = [
        writer.heading(1, run(pack.poster or edition.course.title)),
        _danger(edition),
        writer.html(steps(edition, pack)),
        writer.heading(2, run(texts["handout"]["contacts"])),
        _contacts(edition, on_the_poster(edition), texts),
        _scan(edition, texts, f"{36 * scale:.1f}mm"),
        call("text", run(foot(edition)), size=f"{8 * scale:.1f}pt"),
    ]
    size = _points(parts, POSTER) * scale
    margin = f"(x: {16 * scale:.1f}mm, y: {14 * scale:.1f}mm)"
    return f'#page(paper: "{paper}", margin: {margin})[#set text(size: {size:.1f}pt);{"".join(parts)}];\n'


def _points(parts: Iterable[str], sizes: Sequence[tuple[int, float]]) -> float:
    """The size in which so many letters fill one page and no more, as measured with the shipped courses; a test holds it."""
    letters = sum(len(words) for part in parts for words in WORDS.findall(part))
    return next((size for most, size in sizes if letters <= most), sizes[-1][1])


class _Uncited(HtmlWriter):
    """Without numbers of sources: the sheet has no list of them, and the course has."""

    def _source(self, fact: str) -> None:  # type: ignore[override]
        return None

    def _a(self, element: Any) -> str:
        return "" if (element.get("href") or "").startswith("#") else super()._a(element)


class _Listed(_Uncited):
    """Tables as lists: the first cell of a row leads, the others follow with their column's name."""

    def _table(self, element: Any) -> str:
        heads = [cell.text_content().strip() for cell in element.iterfind("thead/tr/*")]
        items = []
        for row in element.iterfind("tbody/tr"):
            first, *others = list(row)
            said = [call("strong", self._children(first))]
            for head, cell in zip(heads[1:], others, strict=False):
                said.append("#linebreak();" + (call("strong", run(f"{head}: ")) if head else "") + self._children(cell))
            items.append(f"[{''.join(said)}], ")
        return f"#list({''.join(items)});\n"


def _danger(edition: Edition, *, large: bool = False) -> str:
    """Above everything else: whom to ring when someone is in danger now."""
    lines = "".join(contact(one, "1em" if large else "0.86em") for one in dialled_in_danger(edition))
    return f"#framed[{lines}];\n" if lines else ""


def _contacts(edition: Edition, shown: list[Contact], texts: Mapping[str, Any], *, large: bool = False) -> str:
    """Without a site first the lines to write its people in: a sheet without them sends nobody anywhere.

    In two columns, read down the first and then the second; one below the other where they are `large`.
    """
    lines = "".join(f"#write-in({literal(role)});\n" for role in to_write_in(edition))
    warned = f"#framed[{run(texts['handout']['no_site'])}];\n{lines}" if lines else ""
    if large:
        return warned + "".join(contact(one, "1em") for one in shown)
    half = (len(shown) + 1) // 2
    columns = ("".join(map(contact, part)) for part in (shown[:half], shown[half:]))
    return (
        warned + "#grid(columns: (1fr, 1fr), column-gutter: 1.6em, " + ", ".join(f"[{one}]" for one in columns) + ");\n"
    )


def _scan(edition: Edition, texts: Mapping[str, Any], size: str) -> str:
    """The code with its address in words, for whoever has no camera."""
    to = scanned(edition)
    if to is None:
        return ""
    name, url = to
    alt = f"{texts['handout']['scan']} {name}, {url}"
    return f"#scan({literal(QR)}, {literal(alt)}, {size}, {literal(texts['handout']['scan'])}, {literal(name)}, {literal(host(url))}, {literal(url)});\n"


def _pictures(edition: Edition) -> dict[str, bytes]:
    to = scanned(edition)
    return {QR: qr(to[1])} if to else {}
