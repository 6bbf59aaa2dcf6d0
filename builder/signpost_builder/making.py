"""One edition in the formats that are asked for: what of it stands already, what is wrong with it, what is to be written."""

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from signpost_builder.diagnostics import Diagnostic
from signpost_builder.formats import FORMATS
from signpost_builder.forms import Form, form_bytes
from signpost_builder.judging import budget, refusals
from signpost_builder.model import Course, Edition
from signpost_builder.package import Package, Staging, Written
from signpost_builder.page.rendered import Rendered, render
from signpost_builder.records import FORMS, Asked, Kept, Made, Record, keep, kept, key_of, standing, told_to
from signpost_builder.values import frozen


@frozen(kw_only=True)
class Result:
    """A package or a form that is in its place; `seconds` is the time that it took to make and to write.

    A form belongs to the whole course, not to an `edition`. `unchanged`: it stood there already.
    """

    course: Course
    written: Written
    seconds: float = 0.0
    edition: Asked | None = None
    form: Form | None = None
    unchanged: bool = False
    warnings: tuple[Diagnostic, ...] = ()
    losses: tuple[Diagnostic, ...] = ()  # what of the course the format cannot say: this is the report of it


class Job:
    """`record`: what was made of the edition, in whichever formats, and stands."""

    def __init__(self, asked: Asked, formats: Sequence[str], output: Path) -> None:
        self.asked = asked
        self.record: Record = standing(output, asked.course, asked.slug, key_of(asked))
        self._formats = formats
        self._missing = [name for name in formats if not self._stands(name)]
        self._edition: Edition | None = None
        self._waiting = self.record

    @property
    def stands(self) -> bool:
        """Whether nothing is to be written."""
        return not self._missing

    def unkept(self) -> list[Diagnostic]:
        """What of it a platform would not keep."""
        return budget([self._made()], self._formats)

    def refused(self) -> list[Diagnostic]:
        """Why it cannot be delivered: what `results` would raise, without packing anything."""
        return refusals([self._made()], self._missing)

    def results(self, stage: Staging) -> list[Result]:
        """What stands, and what was missing: that waits in `stage`, and the record of it behind it."""
        new: dict[str, list[tuple[Result, Kept]]] = {}
        if self._missing:
            started = time.perf_counter()
            rendered = render(self._made())
            for name in self._missing:
                new[name] = list(self._write(name, rendered, stage, started))
                started = time.perf_counter()
            made = {
                name: Made(told=told_to(self.asked.course, name), packages=tuple(package for _, package in written))
                for name, written in new.items()
            }
            self._waiting = replace(self.record, formats=dict(sorted({**self.record.formats, **made}.items())))
            keep(self._waiting, self.asked.course, self.asked.slug, stage)
        return [
            result
            for name in self._formats
            for result in ([one for one, _ in new[name]] if name in new else self._standing(name, stage.output))
        ]

    def settled(self) -> None:
        """What waited is in its place."""
        self.record, self._edition = self._waiting, None

    def _stands(self, name: str) -> bool:
        made, told = self.record.formats.get(name), told_to(self.asked.course, name)
        return made is not None and bool(told) and made.told == told

    def _made(self) -> Edition:
        if self._edition is None:
            self._edition = self.asked if isinstance(self.asked, Edition) else self.asked.made()
        return self._edition

    def _write(self, name: str, rendered: Rendered, stage: Staging, started: float) -> Iterator[tuple[Result, Kept]]:
        edition, format = rendered.edition, FORMATS[name]
        for package in format.packages(rendered):
            package = format.finished(package, edition)
            written = stage.add(package, self._folder)
            result = Result(
                course=edition.course,
                edition=self.asked,
                written=written,
                seconds=time.perf_counter() - started,
                warnings=package.warnings,
                losses=package.losses,
            )
            yield result, kept(package, stage.at(written.path))
            started = time.perf_counter()

    def _standing(self, name: str, output: Path) -> Iterator[Result]:
        for package in self.record.formats[name].packages:
            path = output / self._folder / package.name
            yield Result(
                course=self.asked.course,
                edition=self.asked,
                written=Written(path=path, size_bytes=package.size_bytes, files=package.entries),
                unchanged=True,
                warnings=package.warnings,
                losses=package.losses,
            )

    @property
    def _folder(self) -> PurePosixPath:
        return PurePosixPath(self.asked.course.id, self.asked.course.version, self.asked.slug)


def write_forms(made: Iterable[Form], course: Course, stage: Staging) -> Iterator[Result]:
    """Every form, whichever editions are built: a store may need the one of another audience."""
    started = time.perf_counter()
    for form in made:
        name = f"{form['id']}.json"
        package = Package(name=name, kind="file", tree={name: form_bytes(form)})
        written = stage.add(package, PurePosixPath(course.id, course.version, FORMS))
        yield Result(course=course, form=form, written=written, seconds=time.perf_counter() - started)
        started = time.perf_counter()
