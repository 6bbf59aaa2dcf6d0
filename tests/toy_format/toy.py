"""A format in one file: the words of a course's titles, in plain text. `tests/test_toy_format.py` adds it to the table."""

from pathlib import Path
from typing import Any

import click
from signpost_builder.diagnostics import Read, error
from signpost_builder.formats.format import Check, Extra, Format, Options, Told
from signpost_builder.lint.archive import at
from signpost_builder.lint.report import Report
from signpost_builder.package import Package
from signpost_builder.page.rendered import Rendered
from signpost_builder.schema import CourseFile, Entry
from signpost_builder.source.yaml_nodes import Document


class ToyEntry(Entry):
    """What the toy is told."""

    noun = "the toy section"
    greeting: str = "Hello"


def read(entry: ToyEntry, file: CourseFile, document: Document) -> Read[ToyEntry]:
    rude = entry.greeting == "Oi"
    found = (
        [error(document.span("toy", "greeting"), "toy-rude", "'Oi' is no greeting", "write 'Hello'")] if rude else []
    )
    return Read(entry, tuple(found))


def told(values: Told, wanted: Any, project: Path) -> Any:
    return lambda entry: ToyEntry(greeting=values["toy_greeting"] or entry.greeting)


def write(rendered: Rendered, options: ToyEntry) -> tuple[Package, ...]:
    edition = rendered.edition
    name = f"{edition.course.id}.toy"
    return (Package(name=name, kind="file", tree={name: f"{options.greeting}, {edition.course.title}\n".encode()}),)


def lint(path: Path, values: Told) -> Report:
    empty = not path.read_bytes()
    return Report(
        diagnostics=(error(at(path.name), "toy-empty", "nothing in it", "build it again"),) if empty else (),
        standard="toy",
        files=1,
    )


def needs_more() -> Extra | None:
    """`needs` in the environment stands for a module that is not installed."""
    import os

    return Extra(name="toys", modules=(os.environ["TOY_NEEDS"],)) if "TOY_NEEDS" in os.environ else None


TOY = Format(
    name="toy",
    title="Toy",
    ending=".toy",
    page="lms.md",
    write=write,
    state_characters=None,
    check=Check(known_by="a .toy file", claims=lambda path: path.suffix == ".toy", lint=lint),
    options=Options(
        key="toy",
        default=ToyEntry,
        entry=lambda: ToyEntry,
        read=read,
        flags=lambda: (click.Option(["--toy-greeting"], help="How the toy greets."),),
        told=told,
    ),
    extra=needs_more(),
)
