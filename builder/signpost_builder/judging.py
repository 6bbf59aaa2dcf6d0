"""Whether editions can be delivered, and how well, in the formats that are asked for: known before anything is rendered or packed."""

from collections.abc import Iterable

from signpost_builder.diagnostics import Diagnostic
from signpost_builder.formats import FORMATS
from signpost_builder.model import Edition
from signpost_builder.state import budget_diagnostics


def budget(made: Iterable[Edition], formats: Iterable[str]) -> list[Diagnostic]:
    """What is wrong with editions whose state would not fit into the tightest of these formats."""
    kept = [FORMATS[name].state_characters for name in formats]
    limit = min((each for each in kept if each is not None), default=None)
    return [found for one in made for found in budget_diagnostics(one, limit)]


def refusals(made: Iterable[Edition], formats: Iterable[str]) -> list[Diagnostic]:
    """What of editions the hosts of these formats would refuse or lose."""
    return [found for one in made for name in formats for found in FORMATS[name].refused(one)]


def second_looks(made: Iterable[Edition], formats: Iterable[str]) -> list[Diagnostic]:
    """What of editions these formats can make, and somebody should look at again."""
    return [found for one in made for name in formats for found in FORMATS[name].warned(one)]
