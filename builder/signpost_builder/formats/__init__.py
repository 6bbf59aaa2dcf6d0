"""The formats: one line each. Everything that deals with formats reads this table, and nothing else knows one by name."""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module

from signpost_builder.formats.format import Check, Format, Options

TABLE = (
    "signpost_builder.formats.scorm:SCORM_12",
    "signpost_builder.formats.scorm:SCORM_2004",
    "signpost_builder.formats.scorm:SCORM_2004_4TH",
    "signpost_builder.formats.openedx:OPENEDX",
    "signpost_builder.formats.openedx:OPENEDX_NATIVE",
    "signpost_builder.formats.h5p:H5P",
    "signpost_builder.formats.trainer:TRAINER",
    "signpost_builder.formats.campaign:CAMPAIGN",
    "signpost_builder.formats.web:WEB",
)


def _declared(where: str) -> Format:
    module, _, name = where.partition(":")
    declared = getattr(import_module(module), name)
    assert isinstance(declared, Format)
    return declared


FORMATS: Mapping[str, Format] = {declared.name: declared for declared in map(_declared, TABLE)}
"""By name, in the order of the table; the first is what a course is made in that names none."""


@cache
def families() -> tuple[Options, ...]:
    """What formats can be told, once for each family."""
    return tuple({format.options.key: format.options for format in FORMATS.values() if format.options}.values())


def checks() -> Iterator[Check]:
    """How packages are judged, once for each kind; the first that claims a package judges it."""
    yield from dict.fromkeys(format.check for format in FORMATS.values() if format.check)
