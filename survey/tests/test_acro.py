"""ACRO, the checker of the UK's research environments, finds the same counts too small. In an environment of its own."""

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from signpost_survey.publish import CLOSED

ENVIRONMENT = Path(__file__).parents[1] / ".venv-acro"
SCRIPT = """
import json, sys
import acro, pandas
checker = acro.ACRO(suppress=False)
found = []
for table in json.load(sys.stdin):
    people = [(str(g), str(v)) for g, row in enumerate(table) for v, count in enumerate(row) for _ in range(count)]
    frame = pandas.DataFrame(people, columns=["g", "v"])
    checker.crosstab(frame.g, frame.v)
    outcome = checker.results.get_index(len(found)).outcome
    found.append({f"{g} {v}": "MinimumThreshold" in outcome.loc[g, v] for g in outcome.index for v in outcome.columns})
print("RESULT" + json.dumps(found))
"""


@pytest.fixture(scope="module")
def python() -> Path:
    """pandas below 3 and ACRO, which the rest of the tests must not depend on."""
    program = ENVIRONMENT / "bin" / "python"
    if not program.exists():
        subprocess.run([sys.executable, "-m", "venv", ENVIRONMENT], check=True)
        installed = subprocess.run([program, "-m", "pip", "install", "--quiet", "acro==1.0.2"], check=False)
        if installed.returncode:
            pytest.skip("ACRO could not be installed")
    return program


@pytest.mark.slow
def test_acro_agrees(python):
    """On every count above zero of 30 tables."""
    chance = random.Random(1)
    tables = [[[chance.choice([0, 1, 5, 9, 10, 11, 40]) for _ in range(4)] for _ in range(3)] for _ in range(30)]
    tables = [[[*row[:3], row[3] + 12] for row in table] for table in tables]
    answer = subprocess.run([python, "-c", SCRIPT], input=json.dumps(tables), capture_output=True, text=True, check=True)
    found = json.loads(answer.stdout.rpartition("RESULT")[2])

    for table, theirs in zip(tables, found, strict=True):
        ours = {f"{g} {v}": CLOSED.small(count) for g, row in enumerate(table) for v, count in enumerate(row) if count}
        assert {place: theirs[place] for place in ours} == ours
