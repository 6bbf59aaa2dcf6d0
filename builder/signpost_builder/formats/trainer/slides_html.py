"""slides.html: the deck as one file that opens by double-click, for the room, the trainer's notes and paper."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, assert_never

import minify
from markupsafe import Markup

from signpost_builder.formats.trainer.deck import (
    LETTERS,
    Body,
    Choices,
    Deck,
    Help,
    Opening,
    Picture,
    Points,
    Section,
    Slide,
    Table,
)
from signpost_builder.formats.trainer.session_plan import Row
from signpost_builder.formats.trainer.slide_text import words
from signpost_builder.formats.trainer.typst_page import texts_of
from signpost_builder.package import read_asset
from signpost_builder.page.data import json_for_script
from signpost_builder.page.document import data_address, single_file_policy
from signpost_builder.page.script import link, minified
from signpost_builder.page.strings import direction, strings
from signpost_builder.page.templates import environment
from signpost_builder.printing.qr import qr
from signpost_builder.values import frozen

TOLD_TO_THE_SCRIPT = (
    "ahead",
    "behind",
    "now",
    "of",
    "on_time",
    "over",
    "pause",
    "presenter_blocked",
    "room_blocked",
    "slide",
    "start",
)


@frozen
class SlideView:
    """What the template needs of a slide. `size`: how much stands on it, so how large it can be."""

    id: str
    kind: str
    size: str
    title: str
    module: str
    body: Body
    notes: tuple[str, ...]
    sources: tuple[str, ...]
    goes_to: str


def slides_html(deck: Deck) -> bytes:
    texts = texts_of(deck.edition)
    script, style = slides_script(), slides_style()
    page = strings(deck.edition.language, deck.edition.course.words)["page"]
    html = (
        environment()
        .get_template("slides.html")
        .render(
            language=deck.edition.language,
            direction=direction(deck.edition.language),
            title=deck.title,
            t=texts["slides"],
            several=page["question"]["several"],
            letters=LETTERS,
            slides=[_view(slide) for slide in deck.slides],
            plans=deck.plans,
            pictures=_pictures(deck),
            code=_code(deck),
            policy=Markup(single_file_policy(script, style, "")),
            style=Markup(f"<style>{style}</style>"),
            script=Markup(f"<script>{script}</script>"),
            data=Markup(json_for_script(_given(deck, texts))),
        )
    )
    return html.encode()


@cache
def slides_script() -> str:
    """The modules of slides/ as one script, minified."""
    return minified(link("slides.js", "none", _source))


@cache
def slides_style() -> str:
    return minify.string("text/css", _source("slides.css") + _source("stage.css"))


def _source(name: str) -> str:
    return (files(__package__) / "slides" / name).read_text("utf-8")


def _given(deck: Deck, texts: Mapping[str, Any]) -> dict[str, Any]:
    plans = [
        {"title": plan.title, "minutes": plan.minutes, "rows": [_row(row, texts) for row in plan.rows]}
        for plan in deck.plans
    ]
    return {"help": deck.help, "plans": plans, "texts": {name: texts["slides"][name] for name in TOLD_TO_THE_SCRIPT}}


def _row(row: Row, texts: Mapping[str, Any]) -> dict[str, Any]:
    said = texts["plan"][row.kind]
    said = f"{said}: {row.title}" if row.title else said
    return {"start": row.start, "minutes": row.minutes, "said": said, "module": row.module}


def _pictures(deck: Deck) -> dict[str, str]:
    """Each picture that is shown, as an address of its bytes."""
    assets = deck.edition.course.assets
    shown = (slide.body for slide in deck.slides if isinstance(slide.body, Picture))
    return {
        one.name: data_address(one.name, one.drawing.encode() if one.drawing else read_asset(assets[one.name]))
        for one in shown
    }


def _code(deck: Deck) -> str:
    scans = [slide.body.scan for slide in deck.slides if isinstance(slide.body, Help) and slide.body.scan]
    return data_address("qr.svg", qr(scans[0][1])) if scans else ""


def _view(slide: Slide) -> SlideView:
    return SlideView(
        id=slide.id,
        kind=_kind(slide.body),
        size=_size(_words(slide.body)),
        title=slide.title,
        module=slide.module,
        body=slide.body,
        notes=slide.notes,
        sources=slide.sources,
        goes_to=slide.goes_to,
    )


def _kind(body: Body) -> str:
    match body:
        case Opening() | Section() | Points() | Table() | Picture() | Choices() | Help():
            return type(body).__name__.lower()
        case _:
            assert_never(body)


def _words(body: Body) -> int:
    match body:
        case Opening():
            return 20
        case Section():
            return len(body.summary.split())
        case Points():
            return words(body.lines)
        case Picture():
            return max(21, words(body.lines))
        case Table():
            return sum(map(words, body.rows)) + 8 * len(body.rows)
        case Choices():
            return words(body.text) + words(choice.text for choice in body.choices) + 7 * len(body.choices)
        case Help():
            return 12 * len(body.contacts) + 10
        case _:
            assert_never(body)


def _size(count: int) -> str:
    """From a few words that are seen from the last row to as many as a slide can hold."""
    return next((size for most, size in ((20, "few"), (60, "some"), (105, "many")) if count <= most), "most")
