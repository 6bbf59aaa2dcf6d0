"""The page's Jinja2 templates: compiled once, autoescaped, every missing name an error."""

import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any, Protocol, cast
from zlib import crc32

from jinja2 import Environment, FileSystemBytecodeCache, FunctionLoader, StrictUndefined, Template, Undefined
from jinja2.bccache import Bucket
from markupsafe import Markup

from signpost_builder.page.strings import strings


class Macros(Protocol):
    def __getattr__(self, name: str, /) -> Callable[..., Markup]: ...


OPTIONS: dict[str, Any] = {
    "autoescape": True,
    "undefined": StrictUndefined,
    "trim_blocks": True,
    "lstrip_blocks": True,
}


def _printed(value: object) -> object:
    """What is put into a page. A dictionary's own method is no text, which a missing name such as `keys` would find."""
    if callable(value) and not isinstance(value, Undefined):  # which is empty where an `if` has no `else`
        raise TypeError(f"{value!r} is no text")
    return value


class Compiled(FileSystemBytecodeCache):
    """Compiled templates beside their sources, as Python keeps its own: for this interpreter, Jinja and these options.

    Jinja compares the source. Where nothing can be written, each process compiles for itself.
    """

    def __init__(self, folder: Path) -> None:
        options = repr({**OPTIONS, "finalize": _printed.__name__}).encode()
        made_by = f"{sys.implementation.cache_tag}-jinja-{version('jinja2')}-{crc32(options):08x}"
        super().__init__(str(folder), f"%s.{made_by}")

    def load_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        if not sys.dont_write_bytecode:
            with suppress(OSError):
                Path(self.directory).mkdir(exist_ok=True)
                super().dump_bytecode(bucket)


@cache
def environment() -> Environment:
    folder = files("signpost_builder") / "templates"
    return Environment(
        **OPTIONS,
        finalize=_printed,
        loader=FunctionLoader(lambda name: (folder / name).read_text("utf-8")),
        bytecode_cache=Compiled(Path(str(folder), "__pycache__")),
    )


@cache
def page_template() -> Template:
    return environment().get_template("page.html")


@cache
def block_macros(language: str) -> Macros:
    """The macros of blocks.html as functions that return Markup, with the texts of one language bound as `t`."""
    return cast("Macros", environment().get_template("blocks.html").make_module({"t": strings(language)["page"]}))
