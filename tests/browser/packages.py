"""Courses built for the browser tests, through the same functions that `signpost build` calls."""

import dataclasses
import datetime
import shutil
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from signpost_builder.editions import edition
from signpost_builder.formats import FORMATS
from signpost_builder.model import Asset, Course, Edition
from signpost_builder.package import Package, read_asset
from signpost_builder.page import render
from signpost_builder.read import read_course

HERE = Path(__file__).parent
SMALL = HERE / "course" / "course" / "road"
SHIPPED = HERE.parents[1] / "course" / "spot-the-signs"
AS_OF = datetime.date(2026, 11, 28)
NO_FILES: Mapping[str, str] = {}
STANDARDS = {"1.2": "scorm12", "2004": "scorm2004"}


@cache
def course(folder: Path = SMALL, **changes: Any) -> Course:
    """A course as read, with fields replaced: `course(score_mode="exact")`."""
    return dataclasses.replace(_read(folder), **changes)


def _read(folder: Path) -> Course:
    """The small course also from right to left: no author may name a language that the interface has no texts in yet."""
    read, _ = read_course(folder, as_of=AS_OF, strict=False)
    return read if folder == SHIPPED else dataclasses.replace(read, languages=(*read.languages, "ar"))


def variant(target: Path, changes: Mapping[str, Mapping[str, str]], more: Mapping[str, str] = NO_FILES) -> Course:
    """The small course with words in its files exchanged, as its authors might in a next version, and `more` files."""
    project = shutil.copytree(HERE / "course", target)
    for name, text in more.items():
        (project / name).write_text(text, encoding="utf-8")
    for name, exchanged in changes.items():
        text = (project / name).read_text(encoding="utf-8")
        for old, new in exchanged.items():
            assert old in text, f"{name} does not hold {old!r}"
            text = text.replace(old, new)
        (project / name).write_text(text, encoding="utf-8")
    return _read(project / "course" / "road")


def an_edition(of: Course, *, audience: str = "", site: str = "", language: str = "") -> Edition:
    wanted = next((one for one in of.audiences if one.id == audience), of.audiences[0])
    place = next((one for one in of.sites if one.id == site), None)
    return edition(of, place, wanted, language or of.languages[0])


def packages(of: Edition, format: str) -> tuple[Package, ...]:
    return FORMATS[format].packages(render(of))


def unpacked(of: Edition, format: str) -> dict[str, bytes]:
    """The files of an edition's package as the learner's browser will ask for them."""
    tree = packages(of, format)[0].tree
    return {name: read_asset(content) if isinstance(content, Asset) else content for name, content in tree.items()}
