"""The report as one HTML file: nothing remote, no script to run, every printed number with its id and all of them as JSON."""

import base64
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

import jinja2
from markupsafe import Markup

from signpost_report.document import Block, Document
from signpost_report.numbers import Numbers


def page(document: Document, numbers: Numbers, numbers_json: bytes) -> bytes:
    """UTF-8; the same document gives the same bytes."""
    folder = files("signpost_report") / "page"
    css = Markup(_fonts() + (folder / "report.css").read_text("utf-8"))
    values = {id: f"{round(one.value, 10):.10g}" for id, one in numbers.items()}
    embedded = Markup(numbers_json.decode().replace("<", "\\u003c"))
    return _template().render(document=document, css=css, values=values, numbers=embedded).encode()


@cache
def _fonts() -> str:
    """The font of the PDF inside the page: one look, and nothing to fetch."""
    folder = files("signpost_report") / "fonts"
    faces = ((400, "400Regular"), (700, "700Bold"))
    texts = (
        (weight, base64.b64encode((folder / f"AtkinsonHyperlegibleNext_{name}.ttf").read_bytes()).decode())
        for weight, name in faces
    )
    face = '@font-face {{ font-family: "Atkinson Hyperlegible Next"; font-weight: {}; font-display: swap; src: url(data:font/ttf;base64,{}) }}\n'
    return "".join(face.format(weight, text) for weight, text in texts)


@cache
def _template() -> jinja2.Template:
    source = (files("signpost_report") / "page" / "report.html").read_text("utf-8")
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, keep_trailing_newline=True
    )
    environment.filters["kinds"] = _kinds
    return environment.from_string(source)


def _kinds(blocks: Iterable[Block]) -> Iterator[tuple[str, Block]]:
    return ((type(one).__name__, one) for one in blocks)
