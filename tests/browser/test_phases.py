"""What the platform sees in each phase: the table in the player's code, row by row, against what was really said."""

import json
import re
import subprocess
from collections.abc import Callable

import pytest

from tests.browser import packages
from tests.browser.learner import RIGHT, WRONG, Learner
from tests.browser.starts import Start
from tests.browser.strict import Note

PLAYER = packages.HERE.parents[1] / "builder" / "signpost_builder" / "player"
TABLES = {"1.2": ("lms-scorm12.js", "SCORM12_PHASES"), "2004": ("lms-scorm2004.js", "SCORM2004_PHASES")}


def table(standard: str) -> dict[str, list[str]]:
    """The rows as the player has them."""
    file, name = TABLES[standard]
    script = f"import {{ {name} }} from '{(PLAYER / file).as_uri()}'; console.log(JSON.stringify({name}));"
    told = subprocess.run(["node", "--input-type=module", "-e", script], capture_output=True, text=True, check=True)
    return json.loads(told.stdout)


def opened(start: Start, standard: str) -> Learner:
    return start(standard)


def reopened(start: Start, standard: str) -> Learner:
    """A second launch of a course that was passed."""
    first = start(standard)
    first.after(RIGHT)
    return start.again(first, standard)


def saved(start: Start, standard: str) -> Learner:
    learner = start(standard)
    learner.go("crossing.look-both-ways")
    learner.check("CK1", [1])
    return learner


def before_done(start: Start, standard: str) -> Learner:
    learner = start(standard)
    learner.before(RIGHT)
    return learner


def scored(start: Start, standard: str) -> Learner:
    learner = start(standard, of=packages.course(score_mode="exact"))
    learner.after({**RIGHT, "KN3": [1]})
    return learner


def not_passed(start: Start, standard: str) -> Learner:
    learner = start(standard)
    learner.after(WRONG)
    return learner


def passed(start: Start, standard: str) -> Learner:
    learner = start(standard)
    learner.after(RIGHT)
    return learner


def completed(start: Start, standard: str) -> Learner:
    """An edition without scored questions is completed by reading it."""
    learner = start(standard, which={"audience": "caregiver"})
    learner.read_all()
    return learner


def left(start: Start, standard: str) -> Learner:
    learner = start(standard)
    learner.do("leave").click()
    return learner


def left_done(start: Start, standard: str) -> Learner:
    learner = passed(start, standard)
    learner.do("leave").click()
    return learner


def looked(start: Start, standard: str) -> Learner:
    """A preview by somebody who was never here."""
    learner = start(standard, mode="browse")
    learner.leave()
    return learner


def closed(start: Start, standard: str) -> Learner:
    learner = start(standard)
    learner.leave()
    return learner


def closed_done(start: Start, standard: str) -> Learner:
    learner = passed(start, standard)
    learner.leave()
    return learner


WAYS: dict[str, Callable[[Start, str], Learner]] = {
    "opened": opened,
    "reopened": reopened,
    "saved": saved,
    "before-done": before_done,
    "scored": scored,
    "not-passed": not_passed,
    "passed": passed,
    "completed": completed,
    "left": left,
    "left-done": left_done,
    "full-score": passed,
    "looked": looked,
    "closed": closed,
    "closed-done": closed_done,
}
FORBIDDEN = {
    "opened": "score|posttest|pretest",
    "not-passed": r"score|passed|completed",
    "passed": r"objectives.*score",
    "looked": r"suspend_data|location|passed|completed|score",
    "before-done": r"score|posttest",
    "completed": r"score|success_status = (passed|failed)|objectives",
    "left": r"passed|exitAll",
    "closed": r"passed|adl\.nav",
    "closed-done": r"adl\.nav",
}


def said(notes: list[Note]) -> list[str]:
    """Every set as "element = value", with an objective's id in place of its index."""
    names: dict[str, str] = {}
    told: list[str] = []
    for note in notes:
        if note.role == "get" and (read := re.fullmatch(r"cmi\.objectives\.(\d+)\.id", note.args[0])):
            names[read[1]] = note.result
        if note.role != "set":
            continue
        if named := re.fullmatch(r"cmi\.objectives\.(\d+)\.id", note.args[0]):
            names[named[1]] = note.args[1]
        element = re.sub(r"(?<=^cmi\.objectives\.)\d+", lambda found: "{" + names[found[0]] + "}", note.args[0])
        told.append(f"{element} = {note.args[1]}")
    return told


@pytest.mark.parametrize("standard", ["1.2", "2004"])
@pytest.mark.parametrize("phase", WAYS)
def test_row(start: Start, standard: str, phase: str) -> None:
    """All that the row says was said, in that order, and committed or finished; nothing that must not be."""
    learner = WAYS[phase](start, standard)
    learner.settle()
    notes = [note for note in learner.notes() if note.role != "mark"]
    told = said(notes)
    row = [line.replace("=", " = ", 1) for line in table(standard)[phase]]
    places = [
        next((n for n, one in enumerate(told) if re.fullmatch(re.sub(r"\\\{(state|location|time|progress|raw|scaled)\\\}", ".*", re.escape(line)), one)), None)
        for line in row
    ]  # fmt: skip

    assert None not in places, (row, told)
    assert places == sorted(places)
    assert notes[-1].role in ("commit", "finish")
    assert not [one for one in told if re.search(FORBIDDEN.get(phase, "$^"), one)]


def test_every_row_has_a_way_here() -> None:
    """A phase that is added to the player's table needs a test in this file."""
    for standard in TABLES:
        assert set(table(standard)) == set(WAYS)
