"""Hostile text costs no more than in proportion to its length: steps are counted, not seconds."""

import importlib
import pkgutil
import re
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
import signpost_builder.formats.h5p
import signpost_builder.formats.openedx
import signpost_builder.formats.scorm
import signpost_builder.lint
import signpost_builder.read
import signpost_builder.source
from signpost_builder.diagnostics import SourceError
from signpost_builder.lint.content import inspect
from signpost_builder.read import read_course
from signpost_builder.source import foreign

from tests.regex_steps import Steps
from tests.source_projects import AS_OF, FRONT, a_project

ROOT = Path(__file__).parent.parent
SHORT, LONG = 24, 96  # four times as long: a linear pattern takes four times the steps, a quadratic one sixteen
ALWAYS = " \na0<"


# What reads other people's text, and the checks of each format.
JUDGES = (
    signpost_builder.source,
    signpost_builder.read,
    signpost_builder.lint,
    signpost_builder.formats.scorm,
    signpost_builder.formats.openedx,
    signpost_builder.formats.h5p,
)

# Patterns that take the square of a length which is bounded where they are used, and by what.
BOUNDED = {"source.drawing.NAME": "searched in the 32 characters before a bracket"}


def patterns() -> dict[str, re.Pattern[str]]:
    """Every pattern that a module which reads what others wrote keeps."""
    found = {}
    for package in JUDGES:
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            if package.__name__.startswith("signpost_builder.formats.") and not module.name.split(".")[-1].startswith(
                "check"
            ):
                continue  # a writer reads only what has been read and checked
            for name, value in vars(importlib.import_module(module.name)).items():
                if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                    found.setdefault(value.pattern, (f"{module.name.removeprefix('signpost_builder.')}.{name}", value))
    looked_for = {
        f"source.foreign {sign.sign.strip()!r} {number}": re.compile(sign.pattern)
        for number, sign in enumerate(foreign.SIGNS)
    }
    late = {
        "source.foreign.PLACEHOLDERS": re.compile(foreign.PLACEHOLDERS),
        "source.foreign.ENTITY": re.compile(foreign.ENTITY),
    }
    return {name: pattern for name, pattern in found.values() if name not in BOUNDED} | looked_for | late


PATTERNS = patterns()
SOURCES = {
    path.relative_to(ROOT / "builder/signpost_builder").as_posix(): path.read_text(encoding="utf-8")
    for path in (ROOT / "builder/signpost_builder").rglob("*.py")
}


def is_sought(name: str) -> bool:
    """Whether its module, or one that imports it, looks for it from every place of a text."""
    if name.startswith("source.foreign"):
        return True
    module, _, name = name.rpartition(".")
    own = f"{module.replace('.', '/')}.py"
    imported = re.compile(rf"^from signpost_builder\.{re.escape(module)} import .*\b{name}\b", re.MULTILINE)
    sought = re.compile(rf"\b{name}\.(?:search|finditer|findall|sub|subn|split)\(")
    return any(sought.search(text) for path, text in SOURCES.items() if path == own or imported.search(text))


def hostile(pattern: str, size: int):
    """The pattern's own signs over and over, alone, after another sign, in turns, and with an end that spoils it."""
    own = [
        sign
        for sign in dict.fromkeys(re.sub(r"\\[A-Za-z]|\(\?[:!<=]+|[{]\d+(?:,\d*)?[}]", "", pattern))
        if sign.isprintable()
    ]
    signs = [*dict.fromkeys([*ALWAYS, *own])][:11]
    for one in signs:
        yield one * size
        for other in signs:
            yield f"{other}{one * size}\0"
            yield f"{other}{one}" * (size // 2)


@pytest.mark.parametrize("name", PATTERNS)
def test_every_pattern_is_linear(name):
    """W11 and its kind: nothing that a pattern is looked for in takes the square of its length."""
    pattern = PATTERNS[name]
    steps = Steps(pattern)
    count = steps.found if is_sought(name) else steps.at_start
    for short, long in zip(hostile(pattern.pattern, SHORT), hostile(pattern.pattern, LONG), strict=True):
        assert count(long) <= 6 * count(short) + 100, (short[:6], pattern.pattern)


def test_the_measure_sees_a_square():
    """The heading's pattern as it was once: a space may belong to either of two places."""
    old = Steps(re.compile(r"\s*\{#([^}]*)\}\s*$"))

    assert old.found(" " * LONG) > 10 * old.found(" " * SHORT)
    with pytest.raises(AssertionError):
        assert old.found(" " * LONG) <= 6 * old.found(" " * SHORT) + 100


def lines_run(work: Callable[[], object]) -> int:
    """How many lines of Python run, in `builder` and in the libraries that it asks."""
    count = 0

    def trace(frame, event, argument):
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


SHAPES = (
    "[", "]", "[a](", "![", "[x][r] ", "[^1] ", "<", "<a ", "<!--", "<b>", "`", "``a` ", "*", "**a ", "_a", "~~", "{", "{fact:", "&#x", "\\",
    "www.a.bc ", "https://a.bc) ", "> [!NOTE]\n", "> ", "- ", "- [ ] a\n", "| a ", "| a | b\n|-|-|\n", "::: note\n", "::: note\n:::\n", "```\n",
    "## A\n", "### A\n\n", "# ", "<<<<<<< a\n=======\n", "• a\n", "[r]: x\n", "*[A]: b\n", "a\n\n", "a\n: b\n", "1. a\n", "A ", "\"", "=\n", "-\n", "{#",
)  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_reading_is_linear(tmp_path, shape):
    """A module of one sign over and over: what the reader does grows as the text does."""

    def read(times: int) -> int:
        folder = a_project(
            tmp_path / str(times), **{"modules/one/module.md": f"{FRONT}{shape * times}\n\n[r]: https://example.org/\n"}
        )

        def work():
            with suppress(SourceError):
                read_course(folder, as_of=AS_OF, strict=False)

        return lines_run(work)

    read(1)
    assert read(240) <= 5 * read(60)


@pytest.mark.parametrize(
    "shape", ["<!--", "<a ", "<", "</a>", "<script>", "<b c='", "<!-- a -->", "&", "<style>", "<a href=x>", "<![CDATA["]
)
def test_foreign_html_is_linear(shape):
    """W14 and its kind: a page of another tool."""
    inspect("index.html", shape.encode())  # what is imported at the first use

    def steps(times: int) -> int:
        return lines_run(lambda: inspect("index.html", (shape * times).encode()))

    assert steps(2_000) <= 5 * steps(500) + 200
