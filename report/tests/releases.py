"""Releases for the tests, made by the store's own code from people whose truth is known. The two programs share documents only."""

import json
import tempfile
from functools import cache
from pathlib import Path

import numpy as np
from signpost_survey import keys as key_module
from signpost_survey import publish
from signpost_survey.columns import Table
from signpost_survey.form import Form, content_id, parse_form
from signpost_survey.keys import KeyFolder, make_folder, open_folder, public_document
from signpost_survey.ledger import Ledger, found_ledger

K = 16
SIZES = (20, 26, 66, 134, 590)  # of the groups
ABLE = (0.0, 0.3, 0.8, -0.2, 0.1)  # what they know more, in standard deviations
DIFFICULT = np.linspace(-1.8, 1.2, K)
GAIN = 0.9

# Who answers for the survey: said by nobody, as course.yaml allows.
RESPONSIBLE = dict.fromkeys(("controller", "contact", "data_protection_officer", "lawful_basis", "retention"), "")


@cache
def keys() -> KeyFolder:
    key_module.COST = {"n": 2**4, "r": 8, "p": 1}
    folder = Path(tempfile.mkdtemp()) / "keys"
    make_folder(folder, "a long enough passphrase", "ab" * 16)
    found_ledger(folder, "ab" * 16)
    return open_folder(folder, "a long enough passphrase")


def pinned() -> str:
    return public_document(keys().current)["verify"]


@cache
def form(noise: int = 1) -> Form:
    """Sixteen statements before and after; five groups."""
    common = {"topic": "", "dont_know": False, "critical": False}
    asked = {
        f"K{i:02}": common | {"type": "true-false", "stem": f"{i}?", "key": True, "topic": f"topic {i % 4}"}
        for i in range(K)
    }
    names = [f"Group {i}" for i in range(len(SIZES))]
    sets = [{"id": "set", "title": "", "introduction": "", "questions": list(asked)}]
    document = {
        "format": "signpost-form-2", "kind": "pair", "open": False, "simulated": True, "title": "Test", "course": "test",
        "audience": "staff", "language": "en-GB", "key": public_document(keys().current), "block": 20, "breakdowns": "one-way",
        "responsible": RESPONSIBLE, "noise": noise, "before": sets, "after": sets, "questions": asked, "stratum": None,
        "group": {
            "question": "A1", "stem": "Role", "options": names, "merge": [*range(5)], "values": names, "order": [*range(5)],
        },
    }  # fmt: skip
    return parse_form(json.dumps(document | {"id": content_id(document)}).encode())


def people(seed: int, sizes=SIZES, gain: float = GAIN, topical: float = 0.0) -> Table:
    """Somebody right with probability 1 / (1 + exp(1.6 (difficulty - ability)))."""
    chance = np.random.default_rng(seed)
    group = np.repeat(np.arange(len(sizes)), sizes).astype(np.uint8)
    able = chance.normal(0, 0.8, len(group)) + np.array(ABLE)[group]
    apart = chance.normal(0, topical, (len(group), 4))[:, np.arange(K) % 4] if topical else 0.0

    def right(more):
        return (chance.random((len(group), K)) < chances(able + more, apart)).astype(np.uint8)

    return Table(group, np.full(len(group), 255, np.uint8), right(0.0), right(gain))


def chances(able: np.ndarray, apart: np.ndarray | float = 0.0) -> np.ndarray:
    return 1 / (1 + np.exp(1.6 * (DIFFICULT[None, :] - able[:, None] - apart)))


@cache
def truth(group: int, gain: float = GAIN, topical: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    """Of the whole population of a group: the share right of each question before and after."""
    chance = np.random.default_rng(99)
    able, apart = (
        chance.normal(0, 0.8, 200_000) + ABLE[group],
        chance.normal(0, topical, (200_000, 1)) if topical else 0.0,
    )
    return chances(able, apart).mean(axis=0), chances(able + gain, apart).mean(axis=0)


def release(answers: Table, term: str = "2026-autumn", seed: int = 0, noise: int = 1) -> bytes:
    read = publish.Opened(answers, b"", b"", {})
    return publish.made(form(noise), term, read, Ledger(keys()), seed.to_bytes(32, "big"), "00" * 32).release
