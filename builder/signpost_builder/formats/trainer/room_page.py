"""room.html: where the trainer opens and closes practice questions, and the laptop reads cards, counts hands and, served, phones."""

from dataclasses import asdict
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import Any

import minify
from markupsafe import Markup

from signpost_builder.formats.trainer.aruco import CODES
from signpost_builder.formats.trainer.cards import ORDERS
from signpost_builder.formats.trainer.deck import LETTERS, Deck
from signpost_builder.formats.trainer.deck_making import deck_of
from signpost_builder.formats.trainer.options import TrainerPack
from signpost_builder.formats.trainer.room_questions import room_questions
from signpost_builder.formats.trainer.slides_html import slides_html
from signpost_builder.formats.trainer.typst_page import texts_of
from signpost_builder.model import Edition
from signpost_builder.page.data import json_for_script
from signpost_builder.page.document import source_hash
from signpost_builder.page.script import link, minified
from signpost_builder.page.strings import direction
from signpost_builder.page.templates import environment

NAME = "room.html"
PHONE = "phone.html"
CODE = "code.html"
SHOWN_BY_THE_PAGE = frozenset({"key_list", "phone"})  # not said by its script


def room_html(deck: Deck, *, served: bool = False) -> bytes:
    """`served`: a server is behind it, so that phones can answer; opened from a disk it asks no network."""
    texts, script, style = texts_of(deck.edition), room_script(), room_style()
    questions = room_questions(deck)
    said = {name: text for name, text in texts["room"].items() if name not in SHOWN_BY_THE_PAGE}
    data = {
        "questions": [asdict(question) for question in questions],
        "codes": CODES,
        "orders": ORDERS,
        "letters": LETTERS,
        "served": served,
        "texts": said,
    }
    html = (
        environment()
        .get_template("trainer-room.html")
        .render(
            language=deck.edition.language,
            direction=direction(deck.edition.language),
            title=deck.title,
            t=texts["room"],
            start=texts["start"],
            groups={module: list(group) for module, group in groupby(questions, key=lambda one: one.module)},
            served=served,
            policy=Markup(_policy(script, style, served=served)),
            style=Markup(f"<style>{style}</style>"),
            script=Markup(f"<script>{script}</script>") if questions else "",
            reader=Markup(reader_script()) if questions else "",
            data=Markup(json_for_script(data)),
        )
    )
    return html.encode()


def room_pages(edition: Edition, pack: TrainerPack) -> dict[str, bytes]:
    """What `signpost room` serves, by name."""
    deck = deck_of(edition, pack)
    return {
        NAME: room_html(deck, served=True),
        "slides.html": slides_html(deck),
        PHONE: phone_html(deck),
        CODE: code_html(deck),
    }


def phone_html(deck: Deck) -> bytes:
    """What a phone gets: no question is in it, each comes when it is opened."""
    return _for_phones(deck, "trainer-phone.html", phone_script())


def code_html(deck: Deck) -> bytes:
    """Where a phone gets its code of attendance."""
    return _for_phones(deck, "trainer-code.html", code_script())


def _for_phones(deck: Deck, template: str, script: str) -> bytes:
    texts: dict[str, Any] = texts_of(deck.edition)["room"]["phone"]
    style = phone_style()
    html = (
        environment()
        .get_template(template)
        .render(
            language=deck.edition.language,
            direction=direction(deck.edition.language),
            t=texts,
            policy=Markup(_policy(script, style, served=True)),
            style=Markup(f"<style>{style}</style>"),
            script=Markup(f"<script>{script}</script>"),
            data=Markup(json_for_script({"letters": LETTERS, "texts": texts})),
        )
    )
    return html.encode()


def _policy(script: str, style: str, *, served: bool) -> str:
    """The reader of cards runs from a part of the page itself, as a blob."""
    server = "'self'" if served else "'none'"
    return (
        f"default-src 'none'; script-src '{source_hash(script)}'; worker-src blob:; style-src '{source_hash(style)}'; "
        f"img-src data:; connect-src {server}; base-uri 'none'; form-action 'none'"
    )


@cache
def room_script() -> str:
    return minified(link("room.js", "none", _source))


@cache
def reader_script() -> str:
    """What reads cards in a thread of its own."""
    script = minified(link("reader.js", "none", _source))
    assert "</script" not in script
    return script


@cache
def phone_script() -> str:
    return minified(link("phone.js", "none", _source))


@cache
def code_script() -> str:
    return minified(link("code.js", "none", _source))


@cache
def room_style() -> str:
    return minify.string("text/css", _tokens() + _source("room.css") + _source("stage.css"))


@cache
def phone_style() -> str:
    return minify.string("text/css", _tokens() + _source("phone.css"))


def _tokens() -> str:
    return (files("signpost_builder") / "player/tokens.css").read_text("utf-8")


def _source(name: str) -> str:
    """The room's own modules, and what it shares with the slides and with the learner's pages."""
    homes = (files(__package__) / "room", files(__package__) / "slides", files("signpost_builder") / "player")
    return next(home / name for home in homes if (home / name).is_file()).read_text("utf-8")
