"""Who has read what, and whether it still says the same: modules/reviews.yaml, which `signpost review` writes."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from signpost_builder.diagnostics import Diagnostic, Findings, Read, Span, error, warning
from signpost_builder.model import Module, PageReview, QuestionSet, Review
from signpost_builder.read.context import Context
from signpost_builder.read.facts import in_future
from signpost_builder.read.written import Known, page_digests, set_digest
from signpost_builder.schema import ModuleReviewEntry, ReviewsFile, SetReviewEntry
from signpost_builder.source.files import Project
from signpost_builder.source.validation import validate
from signpost_builder.source.yaml_nodes import Document, load

REVIEWS = PurePosixPath("modules/reviews.yaml")
ROLE_HINT = "write what the person is here for, such as 'Lead fire engineer'; no names"
Digested = list[tuple[Review, str]]  # who has read it, and the hash of what they read


def read_reviews(
    context: Context, modules: Sequence[Module], sets: Mapping[str, QuestionSet]
) -> Read[Mapping[str, PageReview]]:
    """By page id, and by id of question sets: who has read it as it stands, and who an earlier wording.

    Only what somebody has reviewed once is in it.
    """
    findings = Findings()
    file = findings.of(read_reviews_file(context.project, context.as_of))
    if file is None:
        return findings.beside({})
    known, reviews = known_to(context), dict[str, PageReview]()
    for module in modules:
        if entries := file.modules.get(module.id):
            reviews |= dict(_of_module(module, entries, _digests_of(context, module.id, known)))
    for id in sets:
        if found := file.quizzes.get(id):
            digest = _digest_of_set(context, id, known)
            reviews[id] = _compared([(_review(entry), entry.digest) for entry in found], digest)
    findings += _changed(modules, sets, reviews)
    return findings.beside(reviews)


def read_reviews_file(project: Project, as_of: datetime.date) -> Read[ReviewsFile | None]:
    """What reviews.yaml says, nothing where there is none; None where it is broken."""
    if not project.has(REVIEWS):
        return Read(ReviewsFile())
    findings = Findings()
    text = findings.of(project.text(REVIEWS, Span(REVIEWS)))
    if text is None:
        return findings.beside(None)
    document = findings.of(load(text, REVIEWS))
    if document is None or document.value is None:
        return findings.beside(ReviewsFile() if document else None)
    file = findings.of(validate(ReviewsFile, document))
    if file is not None:
        findings += _entry_findings(document, file, as_of)
    return findings.beside(file)


def known_to(context: Context) -> Known:
    """What the course's pages refer to."""
    lines, local = context.helplines.contacts, context.local_contacts.contacts
    return Known(context.project, context.facts.by_id, lines, local)


def _digests_of(context: Context, module: str, known: Known) -> dict[str, str]:
    path = PurePosixPath("modules", module, "module.md")
    text = context.project.text(path, Span(path)).value
    return page_digests(text, path, known) if text is not None else {}


def _digest_of_set(context: Context, id: str, known: Known) -> str:
    path = PurePosixPath("quizzes", f"{id}.yaml")
    text = context.project.text(path, Span(path)).value
    return set_digest(text, path, known) if text is not None else ""


def _of_module(
    module: Module, entries: Sequence[ModuleReviewEntry], digests: Mapping[str, str]
) -> Iterator[tuple[str, PageReview]]:
    for page in module.pages:
        name = page.id.removeprefix(f"{module.id}.")
        if found := [(_review(entry), entry.pages[name]) for entry in entries if name in entry.pages]:
            yield page.id, _compared(found, digests.get(page.id, ""))


def _compared(found: Digested, digest: str) -> PageReview:
    return PageReview(
        current=tuple(review for review, read in found if read == digest),
        earlier=tuple(review for review, read in found if read != digest),
    )


def _review(entry: ModuleReviewEntry | SetReviewEntry) -> Review:
    return Review(role=entry.role, date=entry.date)


def _entry_findings(document: Document, file: ReviewsFile, as_of: datetime.date) -> Iterator[Diagnostic]:
    for id, of_module in file.modules.items():
        for number, entry in enumerate(of_module):
            yield from _reader_findings(document, ("modules", id, number), _review(entry), as_of)
    for id, of_set in file.quizzes.items():
        for number, read in enumerate(of_set):
            yield from _reader_findings(document, ("quizzes", id, number), _review(read), as_of)


def _reader_findings(
    document: Document, place: tuple[str, str, int], review: Review, as_of: datetime.date
) -> Iterator[Diagnostic]:
    # Its long list of nouns is compiled where somebody has read something.
    from signpost_builder.read.roles import role_fault

    yield from in_future(f"'{place[1]}'", review.date, document.span(*place, "date"), as_of)
    if fault := role_fault(review.role):
        yield error(document.span(*place, "role"), "name-in-role", f"'{review.role}' {fault}", ROLE_HINT)


def _changed(
    modules: Sequence[Module], sets: Mapping[str, QuestionSet], reviews: Mapping[str, PageReview]
) -> Iterator[Diagnostic]:
    """What was reviewed once and says something else now."""
    hint = "have it read again, then 'signpost review {}'; until then it is shown as a draft"
    for module in modules:
        for page in module.pages:
            if (review := reviews.get(page.id)) and review.is_stale:
                message = f"the page '{page.id}' has changed since {_who(review)} read it"
                yield warning(page.span, "changed-since-review", message, hint.format(_again(module, page.id)))
    for id, questions in sets.items():
        if (review := reviews.get(id)) and review.is_stale:
            message = f"the question set '{id}' has changed since {_who(review)} read it"
            yield warning(questions.span, "changed-since-review", message, hint.format(f"quizzes/{id}"))


def _again(module: Module, page: str) -> str:
    """What signs this page alone: whoever reads it again has not read the others again."""
    return f"{module.id} --page {page.removeprefix(f'{module.id}.')}"


def _who(review: PageReview) -> str:
    last = max(review.earlier, key=lambda each: each.date)
    return f"'{last.role}' ({last.date})"
