"""From releases to the files of a report: pure, so that the same releases give the same bytes."""

from collections.abc import Sequence
from importlib.resources import files
from typing import Any

from signpost_report.aligning import Release, aligned
from signpost_report.annex import annex
from signpost_report.denominators import Denominator
from signpost_report.document import Document, printed
from signpost_report.evidence import Evidence, evidence
from signpost_report.html import page
from signpost_report.numbers import Numbers
from signpost_report.numbers import document as numbers_document
from signpost_report.pdf import pdf
from signpost_report.writing import document


def files_of(releases: Sequence[Release], denominators: Sequence[Denominator] = ()) -> dict[str, bytes]:
    """Name → content. Raises ReleaseError for releases that do not belong together."""
    found = evidence(aligned(releases), denominators)
    written = document(found)
    shown = printed_numbers(written, found)
    numbers = numbers_document(shown, sources(found), found.study.simulated)
    checker = (files("signpost_report") / "verify.html").read_bytes()
    return {
        "report.html": page(written, shown, numbers),
        "report.pdf": pdf(written),
        "verify.html": checker,
        **annex(found, sources(found)),
    }


def printed_numbers(written: Document, found: Evidence) -> Numbers:
    """What the page prints, and what those numbers are gaps of."""
    wanted = {said.number for said in printed(written)}
    wanted |= {
        id
        for one in found.numbers.values()
        if one.id in wanted
        for id in (one.of, one.against)
        if id and id in found.numbers
    }
    return Numbers(one for one in found.numbers.values() if one.id in wanted)


def sources(found: Evidence) -> list[dict[str, Any]]:
    """The releases, as docs/formats/report.md describes them."""
    return [
        {
            "id": one.id,
            "term": one.term,
            "form": one.form["id"],
            "sha256": one.sha256,
            "key": one.key,
            "pinned": one.pinned,
        }
        for one in found.study.releases
    ]
