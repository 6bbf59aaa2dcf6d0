"""The directives that an author may write, and what may follow each name."""

from signpost_builder.values import frozen


@frozen
class Form:
    """What may follow a directive's name; `says`: what it is for, as editors show it."""

    says: str
    options: frozenset[str] = frozenset()
    needed: tuple[str, ...] = ()
    words: bool = False


def _callout(says: str) -> Form:
    return Form(says, frozenset({"title"}))


DIRECTIVES = {
    "note": _callout("A set-off block."),
    "warning": _callout("A set-off block: what to beware of."),
    "example": _callout("A set-off block: an example."),
    "key-points": _callout("A set-off block: a list of what to remember."),
    "help": _callout("A set-off block: where help is."),
    "sensitive": Form(
        "A hard part: the learner reads it, skips to the key-points inside it, or comes back.",
        frozenset({"title", "minutes"}),
        ("title",),
    ),
    "for": Form(
        "Only in editions of these audiences, sites or languages.", frozenset({"site", "language"}), words=True
    ),
    "stages": Form("One numbered list, drawn as connected stages; each item begins with **Name.**"),
    "scenario": Form("A story with decisions, made of nodes and ends.", frozenset({"id", "title"}), ("id", "title")),
    "node": Form("A moment of a story; its choices are links in a list.", frozenset({"id"}), ("id",)),
    "end": Form("An end of a story.", frozenset({"id", "title"}), ("id",)),
    "quiz": Form("A knowledge check from quizzes/, with feedback, never in the score.", frozenset({"ref"}), ("ref",)),
    "question": Form(
        "One question written in place: its text, then '- [x]' and '- [ ]' choices.",
        frozenset({"id", "type", "topic", "objective", "dont_know", "shuffle"}),
        ("id",),
    ),
    "local-picture": Form("The site's own local picture, where it has one."),
    "trainer": Form("Notes for the trainer; they reach no learner's package.", frozenset({"minutes"})),
    "slide": Form("What stands on a slide of the trainer pack, and nothing else of the page.", frozenset({"title"})),
    "chart": Form(
        "A chart from facts or from a small table.",
        frozenset({"kind", "title", "alt", "source", "facts"}),
        ("kind", "title", "alt"),
    ),
    "compare": Form("Two items side by side: what to do and what not, or before and after.", frozenset({"kind"})),
    "cards": Form("Short pieces side by side; each begins with **Title.**"),
    "steps": Form("A way, whom to tell first and then; each begins with **Title.**"),
    "timeline": Form("What was when; each begins with **Time.**"),
    "easy": Form("The page in a few easy lines, for who finds much text hard; at its head."),
    "reveal": Form(
        "Think first, then look: the title asks, what stands inside opens.", frozenset({"title"}), ("title",)
    ),
    "quote": Form("Somebody's words, and whose they are.", frozenset({"by", "source"}), ("by",)),
    "figure": Form("A picture with numbered labels."),
    "media": Form("A picture or film, and text beside it."),
}
