"""The directives that an author may write, and what may follow each name."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Form:
    """What may follow a directive's name."""

    options: frozenset[str] = frozenset()
    needed: tuple[str, ...] = ()
    words: bool = False


CALLOUT = Form(frozenset({"title"}))
DIRECTIVES = {
    "note": CALLOUT,
    "warning": CALLOUT,
    "example": CALLOUT,
    "key-points": CALLOUT,
    "help": CALLOUT,
    "sensitive": Form(frozenset({"title", "minutes"}), ("title",)),
    "for": Form(frozenset({"site", "language"}), words=True),
    "stages": Form(),
    "scenario": Form(frozenset({"id", "title"}), ("id", "title")),
    "node": Form(frozenset({"id"}), ("id",)),
    "end": Form(frozenset({"id", "title"}), ("id",)),
    "quiz": Form(frozenset({"ref"}), ("ref",)),
    "question": Form(frozenset({"id", "type", "topic", "objective", "dont_know", "shuffle"}), ("id",)),
    "local-picture": Form(),
    "trainer": Form(frozenset({"minutes"})),
    "slide": Form(frozenset({"title"})),
    "chart": Form(frozenset({"kind", "title", "alt", "source", "facts"}), ("kind", "title", "alt")),
    "compare": Form(frozenset({"kind"})),
    "cards": Form(),
    "steps": Form(),
    "timeline": Form(),
    "easy": Form(),
    "reveal": Form(frozenset({"title"}), ("title",)),
    "quote": Form(frozenset({"by", "source"}), ("by",)),
    "figure": Form(),
    "media": Form(),
}
