"""The trainer pack of an edition: one zip with one folder in it; what cannot be printed is said before anything is."""

import re
import unicodedata
from collections.abc import Callable

from signpost_builder.diagnostics import NOWHERE, Diagnostic, SourceError, Span, error, warning
from signpost_builder.formats.trainer import paper, register_page, session_plan_docx, start_page
from signpost_builder.formats.trainer.judging import refusals, warnings
from signpost_builder.formats.trainer.options import TrainerPack
from signpost_builder.formats.trainer.slides import slide_files
from signpost_builder.formats.trainer.typst_cards import cards
from signpost_builder.formats.trainer.typst_guide import guide
from signpost_builder.formats.trainer.typst_handout import handout, handout_large, poster
from signpost_builder.formats.trainer.typst_questionnaire import attendance, questionnaire
from signpost_builder.formats.trainer.typst_session_plan import session_plan
from signpost_builder.forms import form_bytes
from signpost_builder.model import Edition, checked_questions
from signpost_builder.package import Package
from signpost_builder.page.rendered import Rendered
from signpost_builder.printing.compiling import Document, NotPrintable, age, page_count, pdf

BETWEEN_PACKS = (
    3  # with a pack's own documents: what every site uses is still remembered, what the site before used is not
)
UNSHOWN = re.compile(r'the text `"([^"]{1,80})"` could not be displayed')  # in Typst's words
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
    """One file for the trainer's laptop, and no learner's.

    Raises SourceError where a session does not fit or Typst refuses a document.
    """
    edition = rendered.edition
    if faults := refusals(edition, pack):
        raise SourceError(faults)
    files, found = _printed(edition, pack)
    if errors := [each for each in found if each.severity == "error"]:
        raise SourceError(errors)
    files |= slide_files(edition, pack)
    files[session_plan_docx.NAME] = session_plan_docx.session_plan_docx(edition, pack)
    if _has_sheet(edition):
        files["paper.json"] = paper.layout_bytes(edition)
        if edition.form:
            files["form.json"] = form_bytes(dict(edition.form))
    files[register_page.NAME] = register_page.register_html(edition)
    files[start_page.NAME] = start_page.start_page(edition, pack, files)
    name = f"{edition.course.id}-trainer"
    # Unpacked side by side, the packs of two audiences stay two: every zip has the name of its format, as elsewhere.
    folder = f"{edition.course.id}-{edition.slug}-trainer"
    tree = {f"{folder}/{file}": content for file, content in files.items()}
    return (Package(name=f"{name}.zip", kind="zip", tree=tree, warnings=(*warnings(edition, pack), *found)),)


def _documents(edition: Edition) -> list[Make]:
    return [*DOCUMENTS, *([questionnaire] if _has_sheet(edition) else [])]


def _has_sheet(edition: Edition) -> bool:
    return 0 < paper.how_many(edition) <= paper.MOST_ROWS


def _printed(edition: Edition, pack: TrainerPack) -> tuple[dict[str, bytes], list[Diagnostic]]:
    """The PDFs by name, and what is wrong with them."""
    files: dict[str, bytes] = {}
    found: list[Diagnostic] = []
    for document in (make(edition, pack) for make in _documents(edition)):
        try:
            made = pdf(document)
        except NotPrintable as problem:
            found.append(_not_printable(edition, document, problem))
            continue
        files[document.name] = made
        if document.pages and page_count(made) > document.pages:
            found.append(_too_long(edition, document, page_count(made)))
    age(BETWEEN_PACKS)
    return files, found


def _not_printable(edition: Edition, document: Document, problem: NotPrintable) -> Diagnostic:
    """A stray sign is the author's to change; a language that the font cannot write is nobody's fault, and costs the PDFs alone."""
    if in_another_alphabet(edition.course.title):
        message = (
            f"{document.name} for '{edition.audience.id}' is left out: the font has Latin letters alone ({problem})"
        )
        return warning(
            NOWHERE, "not-in-this-alphabet", message, "use the plan, the slides and the pages, which have every letter"
        )
    found = UNSHOWN.search(str(problem))
    if found is None:
        return error(NOWHERE, "not-printable", f"{document.name} cannot be printed: {problem}")
    message = f"{document.name} cannot be printed: its font has no '{found[1]}'"
    hint = "say it in words, or draw it as a picture; the font has letters of the Latin alphabet, digits and the usual signs"
    return error(_where(edition, found[1]), "not-printable", message, hint)


def _where(edition: Edition, text: str) -> Span:
    """The question, page or module that has this text, the narrowest first; notes for trainers stand in the course's own pages."""
    modules = (*edition.modules, *edition.course.modules)
    pages = [page for module in modules for page in module.pages]
    questions = [question for page in pages for question in checked_questions(page.blocks)]
    questions += [question for each in (*edition.before, *edition.after) for question in each.questions]
    return next((each.span for each in (*questions, *pages, *modules) if text in repr(each)), NOWHERE)


def in_another_alphabet(text: str) -> bool:
    return any(letter.isalpha() and not unicodedata.name(letter, "LATIN").startswith("LATIN") for letter in text)


def _too_long(edition: Edition, document: Document, pages: int) -> Diagnostic:
    message = f"{document.name} for '{edition.audience.id}' takes {pages} pages in its smallest letters; it has to be {document.pages}"
    hint = (
        "name pages with a shorter list or table under trainer, handout in course.yaml, or give the site fewer contacts"
    )
    return warning(NOWHERE, "sheet-too-long", message, hint)
