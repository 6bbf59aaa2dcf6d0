"""The trainer pack of an edition as one folder; what cannot be printed is said before anything is."""

from collections.abc import Callable

from signpost_builder.diagnostics import NOWHERE, Diagnostic, SourceError, error, warning
from signpost_builder.formats.trainer import paper
from signpost_builder.formats.trainer.compiling import Document, NotPrintable, pdf
from signpost_builder.formats.trainer.handout import signs, steps
from signpost_builder.formats.trainer.options import TrainerPack
from signpost_builder.formats.trainer.session_plan import too_long, without_minutes
from signpost_builder.formats.trainer.typst_cards import cards
from signpost_builder.formats.trainer.typst_guide import guide
from signpost_builder.formats.trainer.typst_handout import handout, handout_large, poster
from signpost_builder.formats.trainer.typst_questionnaire import attendance, questionnaire
from signpost_builder.formats.trainer.typst_session_plan import session_plan
from signpost_builder.model import Edition
from signpost_builder.package import Package
from signpost_builder.page.rendered import Rendered

Make = Callable[[Edition, TrainerPack], Document]
DOCUMENTS: tuple[Make, ...] = (
    guide,
    session_plan,
    handout,
    handout_large,
    poster,
    cards,
    attendance,
)


def packages(rendered: Rendered, pack: TrainerPack) -> tuple[Package, ...]:
    """A folder for the trainer's laptop, and no learner's.

    Raises SourceError where a session does not fit or Typst refuses a document.
    """
    edition = rendered.edition
    if faults := refusals(edition, pack):
        raise SourceError(faults)
    tree = {}
    for document in (make(edition, pack) for make in _documents(edition)):
        tree[document.name] = _printed(document)
    if _has_sheet(edition):
        tree["paper.json"] = paper.layout_bytes(edition)
    name = f"{edition.course.id}-trainer"
    return (Package(name=name, kind="folder", tree=tree, warnings=tuple(warnings(edition, pack))),)


def refusals(edition: Edition, pack: TrainerPack) -> list[Diagnostic]:
    """Sessions that take longer than they last, or count on minutes that nobody gave."""
    return [*without_minutes(edition, pack), *too_long(edition, pack)]


def warnings(edition: Edition, pack: TrainerPack) -> list[Diagnostic]:
    """What somebody may expect on paper and will not find."""
    found: list[Diagnostic] = []
    who = edition.audience.id
    if not steps(edition, pack):
        hint = "name a page with a numbered list under trainer, handout, steps in course.yaml"
        found.append(
            warning(NOWHERE, "handout-without-steps", f"the handout for '{who}' says nothing of what to do", hint)
        )
    if pack.signs and not signs(edition, pack)[1]:
        hint = "name a page that this audience has under trainer, handout, signs"
        found.append(warning(NOWHERE, "handout-without-signs", f"the handout for '{who}' has no signs", hint))
    if paper.is_too_long(edition):
        message = (
            f"{len(paper.asked(edition))} questions do not fit on one sheet of paper; the most is {paper.MOST_ROWS}"
        )
        found.append(
            warning(NOWHERE, "paper-too-long", f"no questionnaire for '{who}': {message}", "ask fewer questions")
        )
    elif left_out := paper.left_out(edition):
        names = ", ".join(question.id for question in left_out)
        message = f"the questionnaire for '{who}' leaves out {names}: circles cannot answer these"
        found.append(
            warning(NOWHERE, "paper-question-left-out", message, "ask it as a choice, or leave it to the screen")
        )
    return found


def _documents(edition: Edition) -> list[Make]:
    return [*DOCUMENTS, *([questionnaire] if _has_sheet(edition) else [])]


def _has_sheet(edition: Edition) -> bool:
    return bool(paper.asked(edition)) and not paper.is_too_long(edition)


def _printed(document: Document) -> bytes:
    try:
        return pdf(document)
    except NotPrintable as problem:
        message = f"{document.name} cannot be printed: {problem}"
        raise SourceError(
            [error(NOWHERE, "not-printable", message, "write it with the letters of the Latin alphabet")]
        ) from problem
