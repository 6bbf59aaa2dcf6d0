"""Writing a review into reviews.yaml: who has read which pages, with a hash of what each said."""

import datetime
import json
from collections.abc import Iterator, Mapping, Sequence

from signpost_builder.schema import ModuleReviewEntry, ReviewsFile, SetReviewEntry

HEAD = "# Who has read what, in which role and when. `signpost review` writes this file; what changes afterwards is a draft again.\n"


def with_module(
    file: ReviewsFile, module: str, digests: Mapping[str, str], read: Sequence[str], role: str, date: datetime.date
) -> ReviewsFile:
    """The file with the reading of pages `read` of a module; `digests`: of all its pages, by their names in it.

    What somebody in this role has read of them before gives way; pages that are gone are left out.
    """
    entries = [
        entry.model_copy(update={"pages": _kept(entry, digests, read if entry.role == role else ())})
        for entry in file.modules.get(module, [])
    ]
    new = ModuleReviewEntry(role=role, date=date, pages={name: digests[name] for name in digests if name in read})
    listed = [entry for entry in entries if entry.pages] + [new]
    return file.model_copy(update={"modules": {**file.modules, module: listed}})


def with_set(file: ReviewsFile, id: str, digest: str, role: str, date: datetime.date) -> ReviewsFile:
    """The same for a question set, which is read as a whole."""
    others = [entry for entry in file.quizzes.get(id, []) if entry.role != role]
    listed = [*others, SetReviewEntry(role=role, date=date, digest=digest)]
    return file.model_copy(update={"quizzes": {**file.quizzes, id: listed}})


def _kept(entry: ModuleReviewEntry, digests: Mapping[str, str], read: Sequence[str]) -> dict[str, str]:
    return {name: digest for name, digest in entry.pages.items() if name in digests and name not in read}


def reviews_text(file: ReviewsFile) -> str:
    """As YAML, modules and sets by name, so that two people's reviews meet in Git without a quarrel."""
    return HEAD + "".join(f"{line}\n" for line in (*_module_lines(file), *_set_lines(file)))


def _module_lines(file: ReviewsFile) -> Iterator[str]:
    if file.modules:
        yield "modules:"
    for id, entries in sorted(file.modules.items()):
        yield f"  {id}:"
        for entry in entries:
            yield from _signed(entry)
            yield "      pages:"
            yield from (f"        {name}: {json.dumps(digest)}" for name, digest in entry.pages.items())


def _set_lines(file: ReviewsFile) -> Iterator[str]:
    if file.quizzes:
        yield "quizzes:"
    for id, entries in sorted(file.quizzes.items()):
        yield f"  {id}:"
        for entry in entries:
            yield from _signed(entry)
            yield f"      digest: {json.dumps(entry.digest)}"


def _signed(entry: ModuleReviewEntry | SetReviewEntry) -> Iterator[str]:
    yield f"    - role: {json.dumps(entry.role, ensure_ascii=False)}"
    yield f"      date: {entry.date}"
