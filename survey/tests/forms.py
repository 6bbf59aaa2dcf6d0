"""Small forms and answers for the tests. The example form has every type of question."""

import datetime
import json
import random
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from signpost_survey.form import Form, content_id, parse_form
from signpost_survey.keys import KeyFolder, PrivateKeys, open_folder, public_document, write_key
from signpost_survey.ledger import Ledger, found_ledger
from signpost_survey.record import HEADER, PLAIN, SEALED_PART, SUITE, info

PRIVATE = X25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = PRIVATE.public_key()
SIGNING = Ed25519PrivateKey.from_private_bytes(bytes(range(32, 64)))
PASSPHRASE = "a long enough passphrase"
KEYS = PrivateKeys(PRIVATE, SIGNING)

COMMON = {"topic": "", "dont_know": False, "critical": False}
SCALE = COMMON | {"type": "scale", "stem": "How sure are you?", "reverse": False}
SCALE |= {"labels": ["Not at all", "Slightly", "Fairly", "Very", "Completely"]}
SINGLE = COMMON | {"type": "single", "stem": "Who do you tell first?", "dont_know": True, "critical": True}
SINGLE |= {"options": ["Nobody", "The designated safeguarding lead", "A friend"], "key": [1], "topic": "escalation"}
TRUE_FALSE = COMMON | {"type": "true-false", "stem": "It happens only in cities.", "key": False, "dont_know": True}
MULTIPLE = COMMON | {"type": "multiple", "stem": "Which are signs?", "key": [0, 2], "topic": "signs"}
MULTIPLE |= {"options": ["New things that cannot be explained", "Good marks", "Missing from home"]}
ORDER = COMMON | {"type": "order", "stem": "In which order?", "key": [0, 1, 2, 3]}
ORDER |= {"items": ["Targeting", "Experience", "Hooked", "Trapped"]}
MATCH = COMMON | {"type": "match", "stem": "What do they mean?", "key": [0, 1], "dont_know": True}
MATCH |= {"terms": ["Grooming", "Debt bondage"], "meanings": ["Winning trust", "Work for a debt", "Moving house"]}
NUMBER = COMMON | {"type": "number", "stem": "How many of 100 referred are children?", "unit": "%", "key": [2]}
NUMBER |= {"minimum": "0", "maximum": "100", "bounds": ["20", "40", "60", "80"]}
GROUP = {"question": "A1", "stem": "Your role", "options": ["Teacher", "Teaching assistant", "Office", "Leader"]}
GROUP |= {"merge": [0, 0, 1, 2], "values": ["Teaching", "Office", "Leadership"], "order": [0, 1, 2]}
STRATUM = {"question": "A2", "stem": "Trained before?", "options": ["Yes", "No"], "order": [0, 1]}


RESPONSIBLE = {
    "controller": "Example Trust, 1 Example Road",
    "contact": "survey@trust.example",
    "data_protection_officer": "dpo@trust.example",
    "lawful_basis": "Public task (UK GDPR, Article 6(1)(e))",
    "retention": "Sealed answers until the end of the school year, counted results for good",
}


LINE = {
    "name": "",
    "purpose": "",
    "phone": "",
    "dial": "",
    "extension": "",
    "email": "",
    "url": "",
    "hours": "",
    "emergency": False,
}
HELP = {
    "report": "If you see a broken crossing, tell the warden.",
    "lines": [
        LINE | {"name": "Rescue", "purpose": "Someone is hurt", "phone": "999", "dial": "999", "emergency": True},
        LINE
        | {"name": "Road safety line", "purpose": "You want to talk", "phone": "01632 960 301", "dial": "01632960301"}
        | {
            "extension": "ext. 12",
            "email": "talk@road.example",
            "url": "https://www.road.example/talk",
            "hours": "Monday",
        },
    ],
}


def document(
    questions: dict[str, dict], *, kind: str = "pair", after: dict[str, dict] | None = None, **more: Any
) -> dict:
    """A form document whose id fits its content. Pair: `questions` before and after, unless `after` is given."""
    after = questions if after is None else after

    def sets(asked):
        return [{"id": "set", "title": "Questions", "introduction": "", "questions": list(asked)}]

    form = {
        "format": "signpost-form-2", "kind": kind, "open": False, "simulated": False, "title": "Example",
        "course": "example", "audience": "staff", "language": "en-GB", "key": public_document(KEYS),
        "responsible": RESPONSIBLE, "help": HELP,
        "block": 20, "breakdowns": "one-way", "noise": 1, "group": None, "stratum": None, "before": sets(questions) if kind == "pair" else [], "after": sets(after),
        "questions": {**questions, **after},
    } | more  # fmt: skip
    return form | {"id": content_id(form)}


def a_form(questions: dict[str, dict] | None = None, **more: Any) -> Form:
    """The smallest form, or one with these questions."""
    return parse_form(json.dumps(document(questions or {"K1": SINGLE}, **more)).encode())


def example() -> dict:
    """Every type, asked before and after; a feedback scale only after."""
    asked = {"C1": SCALE, "K1": SINGLE, "K2": TRUE_FALSE, "K3": MULTIPLE, "K4": ORDER, "K5": MATCH, "K6": NUMBER}
    return document(asked, after={**asked, "F1": SCALE | {"stem": "Was this useful?"}}, group=GROUP, stratum=STRATUM)


def example_single() -> dict:
    """The same questions on one occasion, open to anyone."""
    asked = {"C1": SCALE, "K1": SINGLE, "K2": TRUE_FALSE, "K3": MULTIPLE, "K4": ORDER, "K5": MATCH, "K6": NUMBER}
    return document(asked, kind="single", open=True, group=GROUP, stratum=STRATUM)


def key_folder(path: Path, name: str = "keys") -> KeyFolder:
    """A key folder with the keys of these forms and an empty ledger; its passphrase is cheap to guess."""
    folder = path / name
    if not folder.exists():
        folder.mkdir(parents=True)
        write_key(folder / "key.json", KEYS, PASSPHRASE, "ab" * 16, [], {"n": 2**4, "r": 8, "p": 1})
        found_ledger(folder, "ab" * 16)
    return open_folder(folder, PASSPHRASE)


def a_ledger(path: Path, name: str = "keys") -> Ledger:
    """The ledger in such a folder, read anew."""
    return Ledger(key_folder(path, name))


def wrapped_again(form: Form, sealed: bytes, after: bytes) -> bytes:
    """A pair's before part inside another pair, as whoever holds the device could make it."""
    plain = SUITE.decrypt(sealed, PRIVATE, info(form.id))[: HEADER + SEALED_PART]
    return SUITE.encrypt((plain + after).ljust(PLAIN, b"\0"), PUBLIC, info(form.id))


def this_term() -> str:
    """The school term of today."""
    today = datetime.date.today()
    return f"{today.year}-{'spring' if today.month < 4 else 'summer' if today.month < 9 else 'autumn'}"


def seeded(seed: int) -> random.Random:
    """Chance that repeats."""
    return random.Random(seed)


def staff(**more: Any) -> Form:
    """The size and shape of the shipped course's form for staff: 8 + 12 scales, 16 knowledge questions of five types."""
    knowledge = {f"K{i:02}": SINGLE | FOUR | {"stem": f"Single {i}?"} for i in range(1, 17)}
    knowledge |= {f"K{i:02}": TRUE_FALSE | {"stem": f"Statement {i}."} for i in (2, 4, 7)}
    knowledge |= {
        f"K{i:02}": SIX | {"stem": f"Multiple {i}?", "key": key} for i, key in ((9, [0, 1, 3, 5]), (14, [0, 2, 4]))
    }
    knowledge["K06"] = MATCH | {"terms": list("ABCD"), "meanings": ["One", "Two", "Three", "Four"], "key": [0, 1, 2, 3]}
    knowledge["K10"] = ORDER | {"dont_know": True}
    roles = ["Teaching", "Support", "Leader", "Hub", "Other"]
    group = GROUP | {"options": roles, "merge": [0, 1, 2, 3, 4], "values": roles, "order": [0, 1, 2, 3, 4]}
    stratum = STRATUM | {
        "options": ["None", "Last year", "1 to 3 years", "Longer ago", "Not sure", "Not said"],
        "order": [*range(6)],
    }
    return _course(knowledge, group, stratum, more)


def caregiver(**more: Any) -> Form:
    """The same for parents and carers: the scales and 8 knowledge questions; 12 regions."""
    knowledge = {f"K{i:02}": SINGLE | FOUR | {"stem": f"Single {i}?"} for i in range(1, 5)}
    knowledge |= {f"K{i:02}": TRUE_FALSE | {"stem": f"Statement {i}."} for i in (5, 6)}
    knowledge |= {"K07": SIX | {"key": [0, 2, 3, 5]}, "K08": ORDER | {"dont_know": True}}
    carers = ["Parent", "Foster carer", "Family carer", "Another adult", "Not said"]
    group = GROUP | {"options": carers, "merge": [0, 1, 2, 3, 4], "values": carers, "order": [0, 1, 2, 3, 4]}
    return _course(
        knowledge, group, STRATUM | {"options": [f"Region {i}" for i in range(1, 13)], "order": [*range(12)]}, more
    )


TOPICS = ("definitions", "signs", "escalation", "scale")
FOUR = {"options": ["One", "Two", "Three", "Four"]}
SIX = MULTIPLE | {"options": ["One", "Two", "Three", "Four", "Five", "Six"], "dont_know": True}
AGREEMENT = SCALE | {"labels": ["No", "Rather not", "Neither", "Rather", "Yes"], "dont_know": True}


def _course(knowledge: dict[str, dict], group: dict, stratum: dict, more: dict[str, Any]) -> Form:
    knowledge = {id: one | {"topic": TOPICS[i % 4]} for i, (id, one) in enumerate(knowledge.items())}
    scales = {f"C{i}": SCALE | {"stem": f"Sure {i}?", "topic": TOPICS[i % 4]} for i in range(1, 9)}
    scales |= {f"P{i}": AGREEMENT | {"stem": f"True {i}?", "reverse": i % 2 == 0} for i in range(1, 13)}
    feedback = {f"F{i}": SCALE | {"stem": f"Good {i}?"} for i in range(1, 4)}
    feedback["F4"] = MULTIPLE | {
        "options": [f"Reason {i}" for i in range(8)],
        "key": None,
        "stem": "What makes it hard?",
    }
    asked = scales | knowledge
    return a_form(asked, after=asked | feedback, group=group, stratum=stratum, **more)
