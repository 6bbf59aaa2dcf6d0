"""What of an edition the blocks of `signpost-xblocks` could not keep, found without making them."""

from dataclasses import replace

from signpost_builder.diagnostics import Diagnostic
from signpost_builder.formats.openedx.options import OpenEdx
from signpost_builder.model import Edition
from signpost_builder.state import too_large

STATE_CHARACTERS = 3_500  # what one module block keeps of a learner (signpost_xblocks/progress.py)


def refusals(edition: Edition, options: OpenEdx) -> list[Diagnostic]:
    """Modules with more checks than their block can remember: none in an edition that fits into one block."""
    if not any(too_large(edition, STATE_CHARACTERS)):
        return []
    return [
        found
        for module in edition.modules
        for found in too_large(replace(edition, modules=(module,)), STATE_CHARACTERS)
    ]
