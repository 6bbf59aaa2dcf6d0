"""index.html of the pack: what is here, what to print, what to do on the day. It runs no script and asks no network."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import minify
from markupsafe import Markup

from signpost_builder.formats.trainer.options import TrainerPack
from signpost_builder.formats.trainer.typst_page import foot, texts_of
from signpost_builder.model import Edition
from signpost_builder.page.document import source_hash
from signpost_builder.page.strings import direction
from signpost_builder.page.templates import environment
from signpost_builder.values import frozen

NAME = "index.html"
# As they are used: before the day, in the room, afterwards.
FILES = (
    "guide.pdf",
    "session-plan.pdf",
    "session-plan.docx",
    "slides.html",
    "slides.pptx",
    "room.html",
    "handout.pdf",
    "handout-large.pdf",
    "poster.pdf",
    "questionnaire.pdf",
    "attendance.pdf",
    "cards.pdf",
    "paper.json",
    "form.json",
    "register.html",
)


@frozen
class FileView:
    """A file as the page lists it; `paper` is empty for what nobody prints."""

    name: str
    size: str
    title: str
    use: str
    paper: str


def start_page(edition: Edition, pack: TrainerPack, made: Mapping[str, bytes]) -> bytes:
    """`made`: the other files of the pack by name. Raises KeyError for one that the page has no words for."""
    texts, style = texts_of(edition), _style()
    html = (
        environment()
        .get_template("trainer-start.html")
        .render(
            language=edition.language,
            direction=direction(edition.language),
            course=edition.course,
            place=edition.site.name if edition.site else texts["general"],
            audience=edition.audience.title,
            t=texts["start"],
            bring=pack.bring,
            afterwards=pack.afterwards,
            files=[_view(name, made[name], texts["start"]) for name in sorted(made, key=FILES.index)],
            foot=foot(edition),
            policy=f"default-src 'none'; style-src '{source_hash(style)}'; base-uri 'none'; form-action 'none'",
            style=Markup(f"<style>{style}</style>"),
        )
    )
    return html.encode()


def _view(name: str, content: bytes, texts: Mapping[str, Mapping[str, Mapping[str, str]]]) -> FileView:
    said = texts["files"][name]
    return FileView(name, _size(len(content)), said["title"], said["use"], said["paper"])


def _size(number: int) -> str:
    """In the units of file managers, where a kilobyte is 1000 bytes."""
    return f"{number / 1e6:.1f} MB" if number >= 1e6 else f"{max(1, round(number / 1e3))} kB"


@cache
def _style() -> str:
    folder = files("signpost_builder")
    css = (folder / "player/tokens.css").read_text("utf-8") + (folder / "templates/trainer-start.css").read_text(
        "utf-8"
    )
    return minify.string("text/css", css)
