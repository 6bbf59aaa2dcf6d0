"""The page's Jinja2 templates: compiled once per process, autoescaped, every missing name an error."""

from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Protocol, cast

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template
from markupsafe import Markup

from signpost_builder.page.strings import strings


class Macros(Protocol):
    def __getattr__(self, name: str, /) -> Callable[..., Markup]: ...


@cache
def environment() -> Environment:
    folder = files("signpost_builder") / "templates"
    return Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        loader=FunctionLoader(lambda name: (folder / name).read_text("utf-8")),
    )


@cache
def page_template() -> Template:
    return environment().get_template("page.html")


@cache
def block_macros(language: str) -> Macros:
    """The macros of blocks.html as functions that return Markup, with the texts of one language bound as `t`."""
    return cast("Macros", environment().get_template("blocks.html").make_module({"t": strings(language)["page"]}))
