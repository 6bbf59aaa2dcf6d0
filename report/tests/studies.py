"""Releases of every shape for the report: audiences, regions, waves, sizes. Made by the store's own code from simulated answers."""

import json
from functools import cache

from signpost_survey import publish
from signpost_survey.columns import Table, table
from signpost_survey.form import Form, content_id, parse_form
from signpost_survey.keys import public_document
from signpost_survey.ledger import Ledger
from signpost_survey.simulate import simulated_answers

from tests.releases import RESPONSIBLE, keys

REGIONS = (
    "North East",
    "North West",
    "East Midlands",
    "West Midlands",
    "London",
    "South East",
    "South West",
    "Scotland, Wales or Northern Ireland",
)
ROLES = ("Teaching staff", "Support staff", "Leaders", "Volunteers")
COMMON = {"dont_know": False, "critical": False}
TOPICS = ("signs", "escalation")
SURE = ["Not at all", "Slightly", "Fairly", "Very", "Completely"]
AGREE = ["Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree"]


def questions(wording: str = "") -> dict[str, dict]:
    """Ten knowledge questions of six types in two topics, two ratings of confidence, two attitudes."""
    asked: dict[str, dict] = {}
    for i in range(4):
        stem = f"Statement {i} about children{wording if i == 0 else ''}."
        asked[f"K{i}"] = COMMON | {"type": "true-false", "stem": stem, "key": i % 2 == 0, "topic": TOPICS[i % 2]}
    for i in range(4, 6):
        options = ["Tell the safeguarding lead", "Wait and see", "Ask the child's friends"]
        asked[f"K{i}"] = COMMON | {
            "type": "single",
            "stem": f"What do you do {i}?",
            "options": options,
            "key": [0],
            "topic": TOPICS[i % 2],
        }
    several = {"options": ["Missing from home", "Good marks", "New things", "A hobby"], "key": [0, 2]}
    asked["K6"] = COMMON | {"type": "multiple", "stem": "Which are signs?", "topic": "signs"} | several
    asked["K7"] = COMMON | {
        "type": "order",
        "stem": "In which order?",
        "items": ["Targeting", "Trust", "Trap"],
        "key": [0, 1, 2],
        "topic": "escalation",
    }
    pairs = {
        "terms": ["Grooming", "Debt bondage"],
        "meanings": ["Winning trust", "Work for a debt", "A move"],
        "key": [0, 1],
    }
    asked["K8"] = COMMON | {"type": "match", "stem": "What do they mean?", "topic": "signs"} | pairs
    band = {"unit": "%", "minimum": "0", "maximum": "100", "bounds": ["25", "50", "75"], "key": [1]}
    asked["K9"] = COMMON | {"type": "number", "stem": "How many of 100?", "topic": "escalation"} | band
    for i, topic in enumerate(TOPICS):
        asked[f"C{i}"] = COMMON | {
            "type": "scale",
            "stem": f"How sure are you about {topic}?",
            "labels": SURE,
            "reverse": False,
            "topic": topic,
        }
        asked[f"P{i}"] = COMMON | {
            "type": "scale",
            "stem": f"Opinion {i}",
            "labels": AGREE,
            "reverse": i == 1,
            "topic": "",
        }
    return asked


@cache
def form(
    audience: str = "staff", kind: str = "pair", wording: str = "", course: str = "test", regions: bool = False, simulated: bool = True,
    noise: int = 1, open_: bool = False, scales_only: bool = False,
) -> Form:  # fmt: skip
    """A form of this audience; `wording` changes the first statement; `scales_only`: nothing has a right answer."""
    asked = {id: one for id, one in questions(wording).items() if one["type"] == "scale" or not scales_only}
    sets = [{"id": "set", "title": "", "introduction": "", "questions": list(asked)}]
    options = list(REGIONS) if regions else ["Never", "Last year", "Longer ago"]
    document = {
        "format": "signpost-form-2", "kind": kind, "open": open_, "simulated": simulated, "title": f"A test for {audience}",
        "course": course, "audience": audience, "language": "en-GB", "responsible": RESPONSIBLE, "key": public_document(keys().current), "block": 20,
        "breakdowns": "one-way", "noise": noise, "before": sets if kind == "pair" else [], "after": sets, "questions": asked,
        "group": {
            "question": "A1", "stem": "Your role", "options": list(ROLES), "merge": [*range(4)], "values": list(ROLES), "order": [*range(4)],
        },
        "stratum": {
            "question": "A2", "stem": "Where do you live?" if regions else "Trained before?", "options": options,
            "order": [*range(len(options))],
        },
    }  # fmt: skip
    return parse_form(json.dumps(document | {"id": content_id(document)}).encode())


@cache
def release(people: int = 400, term: str = "2026-autumn", seed: int = 1, **about) -> bytes:
    """A signed release of simulated answers."""
    invented = form(**(about | {"simulated": True}))
    return signed(form(**about), table(invented, simulated_answers(invented, people, seed)), term, seed)


def signed(made: Form, answers: Table, term: str = "2026-autumn", seed: int = 1) -> bytes:
    """A release of these answers."""
    read = publish.Opened(answers, b"", b"", {})
    return publish.made(made, term, read, Ledger(keys()), seed.to_bytes(32, "big"), "00" * 32).release
