"""Of the trainer pack, what a preview shows: the slides, and the handout as it is printed."""

from signpost_builder.diagnostics import NOWHERE, SourceError, error
from signpost_builder.formats.trainer import typst_handout
from signpost_builder.formats.trainer.deck_making import deck_of
from signpost_builder.formats.trainer.options import TrainerPack
from signpost_builder.formats.trainer.slides_html import slides_html
from signpost_builder.page.rendered import Rendered
from signpost_builder.printing.compiling import NotPrintable, pdf


def slides(rendered: Rendered, pack: TrainerPack) -> bytes:
    return slides_html(deck_of(rendered.edition, pack))


def handout(rendered: Rendered, pack: TrainerPack) -> bytes:
    """Raises SourceError where Typst refuses it."""
    document = typst_handout.handout(rendered.edition, pack)
    try:
        return pdf(document)
    except NotPrintable as problem:
        message = f"{document.name} cannot be printed: {problem}"
        hint = "write it with the letters of the Latin alphabet"
        raise SourceError([error(NOWHERE, "not-printable", message, hint)]) from problem
