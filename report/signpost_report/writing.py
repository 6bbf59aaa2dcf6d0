"""From evidence to the document."""

from signpost_report.aligning import joined
from signpost_report.document import Document
from signpost_report.evidence import Evidence
from signpost_report.sections import sections
from signpost_report.sections.common import term_words

READING = (
    "Numbers in brackets are 95% intervals: where the true value lies in about 95 of 100 cases. They hold chance and the random numbers. "
    "A point is one in a hundred."
)


def document(evidence: Evidence) -> Document:
    """The whole report; what it says of noise is what the noisiest release says."""
    releases = evidence.study.releases
    terms = joined(list(dict.fromkeys(term_words(one.term) for one in releases)))
    titles = joined(list(dict.fromkeys(one.title for one in releases)))
    noisiest = max(releases, key=lambda one: one.results.factor)
    open_first = max(releases, key=lambda one: one.open)
    return Document(
        title="What people knew, and what changed", subtitle=f"{titles}: {terms}", simulated=evidence.study.simulated,
        notice=noisiest.notice, access=open_first.access, reading=READING, sections=sections(evidence),
    )  # fmt: skip
