"""What stands in a course's output, in two lists of one content: `editions.json` for programs, `index.html` for people."""

import errno
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

from signpost_builder.editions import wanted
from signpost_builder.forms import Form
from signpost_builder.index_page import index_page
from signpost_builder.making import Job, Result
from signpost_builder.model import Course, PageReview
from signpost_builder.package import Package, Staging
from signpost_builder.records import (
    FORMS,
    Asked,
    Kept,
    Made,
    Record,
    fingerprint,
    keep,
    key_of,
    key_of_forms,
    standing,
)
from signpost_builder.reviewing.standing import is_draft

EDITIONS, INDEX = "editions.json", "index.html"


class Lists:
    """Of one course. `jobs` are what this run makes, of whichever course; what an earlier run made from the same stays listed.

    Raises IsADirectoryError where a folder stands in the place of a list.
    """

    def __init__(self, course: Course, jobs: Iterable[Job], stage: Staging, commit: str) -> None:
        self.course = course
        self._jobs = {job.asked.slug: job for job in jobs if job.asked.course.id == course.id}
        self._stage, self._commit = stage, commit
        self._place = PurePosixPath(course.id, course.version)
        for name in (EDITIONS, INDEX):
            if (path := stage.output / self._place / name).is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))

    def write(self, forms: Sequence[Result]) -> None:
        """Let both lists wait. `forms`: those that were made in this run."""
        listed = self._editions()
        records = [*((one.slug, record) for one, record in listed), (FORMS, self._forms(forms))]
        value: dict[str, Any] = {
            "commit": self._commit,
            "course": self.course.id,
            "digest": self.course.digest,
            "version": self.course.version,
            "editions": {one.slug: _described(one) for one, _ in listed},
            "reviews": {id: _reviewed(review) for id, review in self.course.reviews.items() if review.current},
            "files": {f"{folder}/{name}": print for folder, record in records for name, print in _files(record)},
        }
        asked = {one.form["id"]: _named(one.form) for one in forms if one.form}
        if asked:
            value["forms"] = asked
        self._add(EDITIONS, json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False) + "\n")
        self._add(INDEX, index_page(self.course, listed, asked))

    def _editions(self) -> list[tuple[Asked, Record]]:
        """What stands of each edition that the sources make: first the one without a site, then in the order of sites."""
        course = self.course
        known: dict[str, Asked] = {one.slug: one for one in wanted(course, [None, *course.sites], course.audiences)}
        known |= {slug: job.asked for slug, job in self._jobs.items()}
        records = ((one, self._record(one)) for one in known.values())
        return [(one, record) for one, record in records if record.formats]

    def _record(self, one: Asked) -> Record:
        if one.slug in self._jobs:
            return self._jobs[one.slug].record
        return standing(self._stage.output, self.course, one.slug, key_of(one))

    def _forms(self, made: Sequence[Result]) -> Record:
        """Those of earlier runs too: some are made only when a course is published."""
        before = standing(self._stage.output, self.course, FORMS, key_of_forms(self.course))
        old = {package.name: package for each in before.formats.values() for package in each.packages}
        new = {one.written.path.name: self._kept(one.written.path) for one in made}
        if not new:
            return before
        record = replace(before, formats={FORMS: Made(told="", packages=tuple((old | new).values()))})
        keep(record, self.course, FORMS, self._stage)
        return record

    def _kept(self, path: Path) -> Kept:
        return Kept(name=path.name, files={path.name: fingerprint(self._stage.at(path))}, entries=1)

    def _add(self, name: str, text: str) -> None:
        self._stage.add(Package(name=name, kind="file", tree={name: text.encode()}), self._place)


def unlisted(place: Path) -> list[str]:
    """Folders of editions in a course's output that its list does not name: what is in them was made from something else."""
    listed = json.loads((place / EDITIONS).read_bytes())["editions"]
    folders = (path.name for path in place.iterdir() if path.is_dir() and not path.name.startswith("."))
    return sorted(set(folders) - {FORMS, *listed})


def _files(record: Record) -> Iterator[tuple[str, dict[str, Any]]]:
    for made in record.formats.values():
        for package in made.packages:
            for name, print in package.files.items():
                yield name, {"sha256": print.sha256, "size_bytes": print.size_bytes}


def _described(one: Asked) -> dict[str, Any]:
    site, draft = one.site.id if one.site else "", is_draft(one.course, one.audience)
    return {"audience": one.audience.id, "digest": one.digest, "draft": draft, "language": one.language, "site": site}


def _reviewed(review: PageReview) -> list[dict[str, str]]:
    """Who has read a page or a question set as it stands."""
    return [{"role": each.role, "date": each.date.isoformat()} for each in review.current]


def _named(form: Form) -> dict[str, Any]:
    return {key: form[key] for key in ("audience", "kind", "open")}
