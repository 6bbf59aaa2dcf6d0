"""One thing that is different, and what the whole comparison is."""

from typing import Literal, get_args

from signpost_builder.values import frozen

Kind = Literal["settings", "pages", "questions", "results", "state", "facts", "contacts", "effort", "packages"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@frozen(kw_only=True)
class Change:
    """`what`: an id. `details`: lines that were taken away ("- …") or added ("+ …").

    `shown`: ids of the pages and question sets that show it; once all of them have been reviewed as they stand, so has it.
    """

    kind: Kind
    what: str
    words: str
    place: str = ""  # "modules/signs/module.md:40", in the newer sources
    details: tuple[str, ...] = ()
    shown: frozenset[str] = frozenset()
    is_reviewed: bool = False


@frozen(kw_only=True)
class Comparison:
    """Of one course. `unread`: what its rules want somebody to read again, and nobody has."""

    course: str
    title: str
    since: str  # the revision, as it was typed
    changes: tuple[Change, ...]
    needed_for: tuple[str, ...]

    @property
    def unread(self) -> tuple[Change, ...]:
        return tuple(each for each in self.changes if each.kind in self.needed_for and not each.is_reviewed)
