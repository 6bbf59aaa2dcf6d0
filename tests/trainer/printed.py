"""Reading PDFs back: their words, their structure and their pictures."""

import io
import subprocess
from collections.abc import Callable, Iterator
from typing import Any

import pikepdf
from signpost_builder.formats.trainer import TRAINER
from signpost_builder.model import Edition
from signpost_builder.printing.compiling import Document, pdf


def composed(document: Callable[..., Document], edition: Edition) -> Document:
    """With what the course says for trainers."""
    assert TRAINER.options
    return document(edition, TRAINER.options.of(edition.course))


def printed(document: Callable[..., Document], edition: Edition) -> bytes:
    return pdf(composed(document, edition))


def words(made: bytes, *, page: int = 0) -> str:
    """As a reader would copy them, spaces and line ends evened out."""
    pages = ["-f", str(page), "-l", str(page)] if page else []
    text = subprocess.run(["pdftotext", *pages, "-", "-"], input=made, capture_output=True, check=True).stdout
    return " ".join(text.decode().split())


def opened(made: bytes) -> Any:
    return pikepdf.open(io.BytesIO(made))


def elements(node: Any) -> Iterator[Any]:
    """All structure elements below one, in reading order."""
    children = node.get("/K", [])
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child
            yield from elements(child)


def kinds(made: bytes) -> list[str]:
    with opened(made) as file:
        return [str(one.S) for one in elements(file.Root.StructTreeRoot)]


def alternatives(made: bytes) -> list[str]:
    with opened(made) as file:
        return [str(one.Alt) for one in elements(file.Root.StructTreeRoot) if str(one.S) == "/Figure"]


def sizes_mm(made: bytes) -> list[tuple[int, int]]:
    with opened(made) as file:
        return [
            (round(float(page.MediaBox[2]) * 25.4 / 72), round(float(page.MediaBox[3]) * 25.4 / 72))
            for page in file.pages
        ]


def drawn(made: bytes, page: int, dots_an_inch: int) -> tuple[int, int, bytes]:
    """A page as width, height and one grey byte for each dot."""
    command = ["pdftoppm", "-gray", "-r", str(dots_an_inch), "-f", str(page), "-l", str(page), "-"]
    picture = subprocess.run(command, input=made, capture_output=True, check=True).stdout
    _, size, _, pixels = picture.split(b"\n", 3)
    width, height = map(int, size.split())
    return width, height, pixels
