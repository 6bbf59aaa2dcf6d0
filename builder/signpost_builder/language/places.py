"""Which key of which source names what: the one table that completion, definitions, references and renaming look at.

A place is the keys on the way to a value, with `*` for any name and `[]` for each of a list. `#` at its end: the key itself.
"""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any, Literal

from signpost_builder.source import yaml_nodes
from signpost_builder.values import frozen

Source = Literal[
    "course", "module", "quiz", "facts", "helplines", "contacts", "words", "wording", "posts", "reviews", "sites"
]
Kind = Literal[
    "fact",
    "contact",
    "page",
    "module",
    "quiz",
    "question",
    "audience",
    "site",
    "course",
    "objective",
    "scale",
    "pool",
    "scenario",
    "node",
]
Keys = tuple[str | int, ...]


@frozen
class Naming:
    """What stands at a place: the id of a `kind`; `defines`: here it gets that id."""

    kind: Kind
    defines: bool = False


NAMED: Mapping[Source, Mapping[str, Naming]] = {
    "course": {
        "id": Naming("course", defines=True),
        "audiences.[].id": Naming("audience", defines=True),
        "modules.[]": Naming("module"),
        "pages.#": Naming("module"),
        "pages.*.[]": Naming("page"),
        "sites": Naming("course"),
        "questions.#": Naming("audience"),
        "questions.*.before.[]": Naming("quiz"),
        "questions.*.after.[]": Naming("quiz"),
        "survey.respondents.#": Naming("audience"),
        "survey.respondents.*.group": Naming("question"),
        "survey.respondents.*.stratum": Naming("question"),
        "survey.respondents.*.campaign.[]": Naming("quiz"),
        "drafts.*.questions.[]": Naming("quiz"),
        "drafts.*.group": Naming("question"),
        "drafts.*.stratum": Naming("question"),
        "trainer.sessions.[].modules.[]": Naming("module"),
        "trainer.sessions.[].activities.[]": Naming("module"),
        "trainer.sessions.[].breaks.#": Naming("module"),
        "trainer.handout.picture.[]": Naming("page"),
        "trainer.handout.steps.[]": Naming("page"),
        "trainer.handout.signs.[]": Naming("page"),
        "openedx.due.#": Naming("module"),
        "campaign.team": Naming("contact"),
    },
    "module": {
        "id": Naming("module", defines=True),
        "audiences.[]": Naming("audience"),
        "objectives.[]": Naming("objective", defines=True),
    },
    "quiz": {
        "id": Naming("quiz", defines=True),
        "questions.[].id": Naming("question", defines=True),
        "questions.[].facts.[]": Naming("fact"),
        "questions.[].wording.#": Naming("audience"),
        "questions.[].topic": Naming("module"),
        "questions.[].objective": Naming("objective"),
        "questions.[].scale": Naming("scale"),
        "questions.[].pool": Naming("pool", defines=True),
        "scales.#": Naming("scale", defines=True),
        "draw.#": Naming("pool"),
    },
    "facts": {"#": Naming("fact", defines=True)},
    "helplines": {"[].id": Naming("contact", defines=True), "[].audiences.[]": Naming("audience")},
    "contacts": {
        "[].key": Naming("contact", defines=True),
        "[].audiences.[]": Naming("audience"),
        "[].replaces": Naming("contact"),
    },
    "words": {},
    "wording": {"avoid.[].audiences.[]": Naming("audience")},
    "posts": {
        "cards.#": Naming("page"),
        "cards.*.about.[]": Naming("page"),
        "survey.#": Naming("audience"),
        "survey.*.about.[]": Naming("page"),
    },
    "reviews": {"modules.#": Naming("module"), "modules.*.[].pages.#": Naming("page"), "quizzes.#": Naming("quiz")},
    "sites": {},
}
# What directives name, by directive and option; "" for the words behind the name.
IN_DIRECTIVES: Mapping[tuple[str, str], Naming] = {
    ("for", ""): Naming("audience"),
    ("for", "site"): Naming("site"),
    ("quiz", "ref"): Naming("quiz"),
    ("question", "id"): Naming("question", defines=True),
    ("question", "topic"): Naming("module"),
    ("question", "objective"): Naming("objective"),
    ("chart", "source"): Naming("fact"),
    ("chart", "facts"): Naming("fact"),
    ("quote", "source"): Naming("fact"),
}
# Folders that are called by an id: a path to a file names what stands in it.
FOLDERS: Mapping[str, Kind] = {"modules": "module", "course": "course"}
PATHS: Mapping[Source, frozenset[str]] = {"course": frozenset({"look.logo"})}
LOCAL: frozenset[Kind] = frozenset({"scale", "pool"})  # known in their own file alone


def source_of(path: PurePosixPath) -> Source | None:
    """Which kind of source stands at a path in a project; None: none that is read for names."""
    match path.parts:
        case ("course", _, "course.yaml"):
            return "course"
        case ("course", "contacts.yaml") | ("course", _, "contacts.yaml"):
            return "contacts"
        case ("course", "words.yaml") | ("course", _, "words.yaml"):
            return "words"
        case ("course", "wording.yaml") | ("course", _, "wording.yaml"):
            return "wording"
        case ("course", _, "posts.yaml"):
            return "posts"
        case ("course", _, name) if name.endswith(".csv"):
            return "sites"
        case ("modules", "facts.yaml"):
            return "facts"
        case ("modules", "helplines.yaml"):
            return "helplines"
        case ("modules", "reviews.yaml"):
            return "reviews"
        case ("modules", _, "module.md"):
            return "module"
        case ("quizzes", name) if name.endswith(".yaml"):
            return "quiz"
    return None


PATTERNS = (
    "course/*/course.yaml",
    "course/contacts.yaml",
    "course/*/contacts.yaml",
    "course/wording.yaml",
    "course/*/wording.yaml",
    "course/*/posts.yaml",
    "course/*/*.csv",
    "modules/facts.yaml",
    "modules/helplines.yaml",
    "modules/reviews.yaml",
    "modules/*/module.md",
    "quizzes/*.yaml",
)


def naming(source: Source, keys: Keys, *, of_key: bool = False) -> Naming | None:
    """What the value at `keys` names, or its key."""
    parts = _parts(keys)
    if of_key:
        parts[-1] = "#"
    return next((named for place, named in NAMED[source].items() if _fits(place.split("."), parts)), None)


def is_path(source: Source, keys: Keys) -> bool:
    """Whether the value at `keys` is a path to a file, from the folder of its own."""
    return ".".join(_parts(keys)) in PATHS.get(source, ())


def _parts(keys: Keys) -> list[str]:
    return ["[]" if isinstance(key, int) else key for key in keys]


def _fits(place: list[str], parts: list[str]) -> bool:
    return len(place) == len(parts) and all(
        one == other or (one == "*" and other != "[]") for one, other in zip(place, parts, strict=True)
    )


def scalars(value: Any, keys: Keys = ()) -> Iterator[tuple[Keys, bool, str]]:
    """Every key and every text of a YAML value: where it stands, whether it is a key, and what it says."""
    if isinstance(value, yaml_nodes.Mapping):
        for key, inner in value.items():
            yield (*keys, key), True, key
            yield from scalars(inner, (*keys, key))
    elif isinstance(value, yaml_nodes.Sequence):
        for index, inner in enumerate(value):
            yield from scalars(inner, (*keys, index))
    elif isinstance(value, str):
        yield keys, False, value
