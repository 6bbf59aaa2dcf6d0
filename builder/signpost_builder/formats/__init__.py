"""The formats. A new one is a file in this folder, a line in `WRITERS` and a page in docs/."""

from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Any

from signpost_builder.diagnostics import Diagnostic
from signpost_builder.model import Edition
from signpost_builder.package import Package

# From what was rendered of an edition (page.rendered) to its packages. May be called with a second argument: the XSDs that a package of the `strict` profile carries. Without it, `lean`.
Writer = Callable[..., tuple[Package, ...]]


def _later(module: str, function: str) -> Callable[..., Any]:
    """Imported when it is first called: who builds one format does not wait for the others."""

    def call(*arguments: Any) -> Any:
        return getattr(import_module(f"signpost_builder.formats.{module}"), function)(*arguments)

    return call


WRITERS: Mapping[str, Writer] = MappingProxyType(
    {
        "scorm12": _later("scorm.scorm12", "packages"),
        "scorm2004": _later("scorm.scorm2004", "third_edition"),
        "scorm2004-4th": _later("scorm.scorm2004", "fourth_edition"),
        "openedx": _later("openedx", "packages"),
        "openedx-native": _later("openedx", "native"),
        "h5p": _later("h5p", "packages"),
        "web": _later("web.writer", "packages"),
    }
)

_NO_STATE = 10**9  # H5P types and problems keep their own; one of our blocks keeps that of one module
_STATE_CHARACTERS = MappingProxyType(
    {"scorm2004": 16_000, "scorm2004-4th": 16_000, "openedx": _NO_STATE, "openedx-native": _NO_STATE, "h5p": _NO_STATE}
)

# What of an edition a format's hosts would refuse or silently lose: errors that `check` reports without packing anything.
REFUSALS: Mapping[str, Callable[[Edition], list[Diagnostic]]] = MappingProxyType(
    {
        "openedx": _later("openedx", "refusals"),
        "openedx-native": _later("openedx", "native_refusals"),
        "h5p": _later("h5p", "refusals"),
    }
)


def state_limit(format: str) -> int:
    """How many characters of learner state a format keeps: 2004 promises 64,000, 1.2 only 4,096; both with room to spare.

    In 1.2 it is 3,500 with the mark that the player puts behind it now and then (docs/decisions/results.md).
    """
    return _STATE_CHARACTERS.get(format, 3_499)
