"""register.html: a school without a platform reads the codes of certificates into a list that it keeps as a file."""

from functools import cache
from importlib.resources import files
from typing import Any

import minify
from markupsafe import Markup

from signpost_builder.formats.trainer.typst_page import texts_of
from signpost_builder.model import Edition
from signpost_builder.page.data import json_for_script
from signpost_builder.page.document import source_hash
from signpost_builder.page.script import link, minified
from signpost_builder.page.strings import direction
from signpost_builder.page.templates import environment

NAME = "register.html"


def register_html(edition: Edition) -> bytes:
    """The same for every course and site of a language: it names none."""
    texts: dict[str, Any] = texts_of(edition)["register"]
    script, libraries, style = register_script(), _source("libraries.js"), register_style()
    policy = (
        f"default-src 'none'; script-src '{source_hash(script)}' '{source_hash(libraries)}'; "
        f"style-src '{source_hash(style)}'; img-src blob:; base-uri 'none'; form-action 'none'"
    )
    html = (
        environment()
        .get_template("trainer-register.html")
        .render(
            language=edition.language,
            direction=direction(edition.language),
            t=texts,
            policy=Markup(policy),
            style=Markup(f"<style>{style}</style>"),
            libraries=Markup(f"<script>{libraries}</script>"),
            script=Markup(f"<script>{script}</script>"),
            data=Markup(json_for_script(texts["script"])),
        )
    )
    return html.encode()


@cache
def register_script() -> str:
    return minified(link("register.js", "none", _source))


@cache
def register_style() -> str:
    tokens = (files("signpost_builder") / "player/tokens.css").read_text("utf-8")
    return minify.string("text/css", tokens + _source("register.css"))


@cache
def _source(name: str) -> str:
    return (files(__package__) / "register" / name).read_text("utf-8")
