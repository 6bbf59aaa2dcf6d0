"""What of an edition no trainer could hold a session from, and what deserves a second look, found without printing anything."""

from signpost_builder.diagnostics import NOWHERE, Diagnostic, warning
from signpost_builder.formats.trainer import paper
from signpost_builder.formats.trainer.handout import picture, signs, steps
from signpost_builder.formats.trainer.options import TrainerPack, unknown_pages
from signpost_builder.formats.trainer.session_plan import too_long, without_minutes
from signpost_builder.model import Edition


def refusals(edition: Edition, pack: TrainerPack) -> list[Diagnostic]:
    """Pages that are not there; sessions that take longer than they last, or count on minutes that nobody gave."""
    return [*unknown_pages(edition.course, pack), *without_minutes(edition, pack), *too_long(edition, pack)]


def warnings(edition: Edition, pack: TrainerPack) -> list[Diagnostic]:
    """What somebody may expect on paper and will not find."""
    found: list[Diagnostic] = []
    who = edition.audience.id
    if not steps(edition, pack):
        hint = "name a page with a numbered list under trainer, handout, steps in course.yaml"
        found.append(
            warning(NOWHERE, "handout-without-steps", f"the handout for '{who}' says nothing of what to do", hint)
        )
    if pack.picture and not picture(edition, pack):
        hint = "name a page with a picture that this audience has under trainer, handout, picture"
        found.append(warning(NOWHERE, "handout-without-picture", f"the handout for '{who}' has no picture", hint))
    if pack.signs and not signs(edition, pack)[1]:
        hint = "name a page that this audience has under trainer, handout, signs"
        found.append(warning(NOWHERE, "handout-without-signs", f"the handout for '{who}' has no signs", hint))
    if (rows := paper.how_many(edition)) > paper.MOST_ROWS:
        message = f"{rows} questions do not fit on one sheet of paper; the most is {paper.MOST_ROWS}"
        found.append(
            warning(NOWHERE, "paper-too-long", f"no questionnaire for '{who}': {message}", "ask fewer questions")
        )
    elif left_out := paper.left_out(edition):
        names = ", ".join(question.id for question in left_out)
        message = f"the questionnaire for '{who}' leaves out {names}: circles cannot answer these, or not that many"
        found.append(
            warning(NOWHERE, "paper-question-left-out", message, "ask it as a choice, or leave it to the screen")
        )
    return found
