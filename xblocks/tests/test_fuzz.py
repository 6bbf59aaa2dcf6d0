"""Handlers against ten thousand bodies that nobody would send: an answer in JSON each time, and nothing changed by refusals."""

import json
import random

import pytest
from lms import Platform, post
from rendered import module_element, quiz_element

WORDS = (
    "attempt",
    "passed",
    "answers",
    "score_fraction",
    "state",
    "place",
    "KN1",
    "KN6",
    "CF1",
    "",
    "\x00",
    "ä" * 50,
    "__class__",
)
VALUES = (None, True, False, 0, 1, 2, -1, 10**30, 0.5, -0.0, "", "dk", "S1", "1", [], {}, [1], [[1]], ["x"], {"a": 1})


def something(chance: random.Random, depth: int = 3):
    kind = chance.randrange(4) if depth else 3
    if kind == 0:
        return [something(chance, depth - 1) for _ in range(chance.randrange(4))]
    if kind in (1, 2):
        return {chance.choice(WORDS): something(chance, depth - 1) for _ in range(chance.randrange(4))}
    return chance.choice(VALUES)


@pytest.mark.parametrize(
    ("node", "handler"),
    [
        (module_element("crossing"), "save_progress"),
        (quiz_element("before"), "done"),
        (quiz_element("after"), "submit"),
        (quiz_element("after", score_mode="exact"), "submit"),
        (quiz_element("after", grading="server", attempts="3"), "submit"),
    ],
    ids=["module", "before", "private", "exact", "server"],
)
def test_any_body_gets_an_answer(node, handler):
    chance = random.Random(handler)
    block = Platform().parse(node)
    for _ in range(2000):
        body = something(chance)
        if isinstance(body, dict) and chance.random() < 0.5:
            body["attempt"] = block.attempts + 1 if handler == "submit" else 1
        text = json.dumps(body).encode()
        if chance.random() < 0.1:
            text = text[: chance.randrange(len(text) + 1)]
        kept, told = dict(block.runtime.stored), list(block.runtime.published)
        answer = post(block, handler, text)

        assert answer.content_type == "application/json"
        assert answer.status_code == 200 or (400 <= answer.status_code < 500 and answer.json["error"]), text
        if answer.status_code != 200:
            assert (block.runtime.stored, block.runtime.published) == (kept, told), text
