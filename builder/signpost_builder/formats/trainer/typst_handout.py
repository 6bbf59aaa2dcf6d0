"""handout.pdf on one page, handout-large.pdf in 18 pt, and poster.pdf: A4, then A3."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from signpost_builder.formats.trainer.contacts import (
    dialled_in_danger,
    on_the_poster,
    on_the_sheet,
    scanned,
    to_write_in,
)
from signpost_builder.formats.trainer.handout import picture, signs, steps
from signpost_builder.formats.trainer.options import TrainerPack
from signpost_builder.formats.trainer.typst_html import HtmlWriter
from signpost_builder.formats.trainer.typst_page import contact, foot, host, opened, texts_of
from signpost_builder.model import Contact, Edition
from signpost_builder.printing.compiling import Document
from signpost_builder.printing.qr import qr
from signpost_builder.printing.typst_text import call, literal, run

QR = "qr.svg"
WORDS = re.compile(r'(?<!\\)"((?:[^"\\]|\\.)*)"')  # the strings of a piece of markup
# (letters, points): the size in which so many letters most often fill one page; where they do not, the next smaller one is tried.
HANDOUT = (
    *((1900, 14.0), (2150, 13.0), (2450, 12.5), (2700, 11.0), (2950, 10.5)),
    *((3250, 10.0), (3600, 9.5), (4200, 9.0), (10**9, 8.5)),
)
POSTER = (  # of A4
    *((560, 24.0), (700, 20.5), (900, 18.5), (1000, 17.0), (1080, 16.0), (1120, 15.5)),
    *((1290, 15.0), (1560, 13.5), (1800, 13.0), (2400, 12.0), (10**9, 10.5)),
)
PICTURE = 0.15  # of a page, with the space around it
LARGE = "18pt"  # of everything on the page: nothing on the large one is smaller (UKAAF: large print begins at 16)


def handout(edition: Edition, pack: TrainerPack) -> Document:
    """Steps and signs above, contacts in two columns and the code below."""
    texts = texts_of(edition)
    writer = _Uncited(edition.course, texts)
    title, said = signs(edition, pack)
    parts = [
        writer.heading(1, run(texts["handout"]["title"])),
        _danger(edition),
        writer.html(picture(edition, pack)),
        writer.html(steps(edition, pack)),
        writer.heading(2, run(title or texts["handout"]["signs"])) + writer.html(said) if said else "",
        writer.heading(2, run(texts["handout"]["contacts"])),
        _contacts(edition, on_the_sheet(edition), texts),
        _scan(edition, texts, "3cm"),
        call("text", run(foot(edition)), size="0.8em"),
    ]
    body, margin = "".join(parts), "(x: 15mm, top: 12mm, bottom: 12mm)"
    first, *smaller = (
        opened(edition, texts["handout"]["title"], size=f"{size}pt", margin=margin) + body
        for size in _sizes(parts, HANDOUT, drawn=bool(writer.files))
    )
    pictures = {**_pictures(edition), **writer.files}
    return Document(name="handout.pdf", markup=first, pictures=pictures, pages=1, smaller=tuple(smaller))


def handout_large(edition: Edition, pack: TrainerPack) -> Document:
    """The same words, one under the other: what the contacts are worth stands below them, the signs on a page of their own.

    Tables become lists, because three columns of 18 pt hold two words a line.
    """
    texts = texts_of(edition)
    writer = _Listed(edition.course, texts)
    title, said = signs(edition, pack)
    parts = [
        writer.heading(1, run(texts["handout"]["title"])),
        _danger(edition, large=True),
        writer.html(picture(edition, pack)),
        writer.html(steps(edition, pack)),
        writer.heading(2, run(texts["handout"]["contacts"])),
        _contacts(edition, on_the_sheet(edition), texts, large=True),
        _scan(edition, texts, "4cm"),
        call("block", run(foot(edition)), breakable="false"),
        "#pagebreak(weak: true);\n" + writer.heading(2, run(title or texts["handout"]["signs"])) + writer.html(said)
        if said
        else "",
    ]
    head = opened(edition, texts["handout"]["title"], size=LARGE, margin="(x: 16mm, y: 13mm)")
    return Document(
        name="handout-large.pdf", markup=head + "".join(parts), pictures={**_pictures(edition), **writer.files}
    )


def poster(edition: Edition, pack: TrainerPack) -> Document:
    """Two pages of the same words: the second is the first, √2 larger."""
    texts = texts_of(edition)
    title = pack.poster or edition.course.title
    writer = _Uncited(edition.course, texts)
    above = [
        writer.heading(1, run(title)),
        _danger(edition),
        writer.html(picture(edition, pack)),
        writer.html(steps(edition, pack)),
        writer.heading(2, run(texts["handout"]["contacts"])),
        _contacts(edition, on_the_poster(edition), texts),
    ]
    head = opened(edition, title)
    first, *smaller = (
        head + "".join(_poster_page(edition, texts, above, size, *paper) for paper in (("a4", 1.0), ("a3", 1.4142)))
        for size in _sizes(above, POSTER, drawn=bool(writer.files))
    )
    pictures = {**_pictures(edition), **writer.files}
    return Document(name="poster.pdf", markup=first, pictures=pictures, pages=2, smaller=tuple(smaller))


def _poster_page(
    edition: Edition, texts: Mapping[str, Any], above: Iterable[str], size: float, paper: str, scale: float
) -> str:
    """The foot stands at the bottom of the page, the rest as high as it is read."""
    scanned_foot = [
        _scan(edition, texts, f"{36 * scale:.1f}mm"),
        "#v(1fr);\n",
        call("text", run(foot(edition)), size=f"{8 * scale:.1f}pt"),
    ]
    margin = f"(x: {16 * scale:.1f}mm, y: {14 * scale:.1f}mm)"
    body = "".join([*above, *scanned_foot])
    return f'#page(paper: "{paper}", margin: {margin})[#set text(size: {size * scale:.1f}pt);{body}];\n'


def _sizes(parts: Iterable[str], sizes: Sequence[tuple[int, float]], *, drawn: bool) -> list[float]:
    """The size in which so many letters fill one page, as measured with the shipped courses, and every smaller one.

    `drawn`: a picture takes its share of the page.
    """
    letters = sum(len(words) for part in parts for words in WORDS.findall(part)) / (1 - PICTURE if drawn else 1)
    return [size for most, size in sizes if letters <= most]


class _Uncited(HtmlWriter):
    """Without numbers of sources: the sheet has no list of them, and the course has. Its picture leaves the words their size."""

    picture_width = "42%"

    def _source(self, fact: str) -> int | None:
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
            items.append(f"[#block(breakable: false)[{''.join(said)}];], ")
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
