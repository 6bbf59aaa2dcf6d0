"""The page's Jinja2 templates: compiled once per process, autoescaped, every missing name an error."""

from functools import cache
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template
from jinja2.environment import TemplateModule

from signpost_builder.page.strings import strings


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
def block_macros(language: str) -> TemplateModule:
    """The macros of blocks.html as functions that return Markup, with the texts of one language bound as `t`."""
    return environment().get_template("blocks.html").make_module({"t": strings(language)["page"]})
