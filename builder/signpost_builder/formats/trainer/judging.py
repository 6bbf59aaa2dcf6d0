"""What of an edition no trainer could hold a session from, found without printing anything."""

from signpost_builder.diagnostics import Diagnostic
from signpost_builder.formats.trainer.options import TrainerPack, unknown_pages
from signpost_builder.formats.trainer.session_plan import too_long, without_minutes
from signpost_builder.model import Edition


def refusals(edition: Edition, pack: TrainerPack) -> list[Diagnostic]:
    """Pages that are not there; sessions that take longer than they last, or count on minutes that nobody gave."""
    return [*unknown_pages(edition.course, pack), *without_minutes(edition, pack), *too_long(edition, pack)]
