"""Verdicts of questions need the whole interval of all questions together, and say nothing where nothing is."""

import json
from pathlib import Path

import jsonschema
import numpy as np
import pytest
from click.testing import CliRunner
from signpost_report import items as items_module
from signpost_report.cli import main
from signpost_report.items import EASY, LITTLE, accused, described, items
from signpost_report.reading import Block, Name, Results, Table, Where, read_release

from tests import releases

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "docs/formats/examples/release.json"
BUILDER = str(ROOT / ".venv/bin/signpost")
EVERYONE = Where("all", 0)
YES_NO = ((1, 1), (1, 0), (0, 1), (0, 0))


def results(
    *shares, people: int = 2_000, options=None, noise: int = 36, seed: int = 0, sampled: bool = False
) -> Results:
    """One true-or-false question for each of (right both, before only, after only, never); everything right is True.

    `options`: by question, the shares who choose False and True before, and after.
    """
    chance = np.random.default_rng(seed)

    def noisy(numbers, v):
        return tuple(int(n + round(chance.normal(0, v**0.5) * sampled)) for n in numbers)

    def drawn(chances):
        return chance.multinomial(people, chances) if sampled else np.array(chances) * people

    tables, questions = {}, {}
    for number, cells in enumerate(shares):
        id = f"K{number:02}"
        questions[id] = {"type": "true-false", "key": True, "stem": id}
        tables[Name("right", id, None, "both"), EVERYONE] = Table(YES_NO, noisy(drawn(cells), noise), noise)
        for when, chances in zip(("before", "after"), (options or {}).get(number, ()), strict=False):
            values = ((0, None), (1, None), (254, None))
            tables[Name("answers", id, 0, when), EVERYONE] = Table(
                values, noisy(drawn((*chances, 1 - sum(chances))), 64), 64
            )
    blocks = {EVERYONE: Block("Everyone", (), people)}
    return Results(
        ("2026-autumn",), {"kind": "pair", "questions": questions}, 1, {"scored": len(questions)}, blocks, tables
    )


def judged(made: Results) -> list:
    return items(made, dict.fromkeys(made.form["questions"], "0" * 16))


def test_the_line():
    """As the documentation shows it."""
    (item,) = judged(results((0.60, 0.04, 0.26, 0.10)))

    assert described(item) == "K00 64 % right before, 86 % after (n 2,000)"
    assert item.verdict == "works"


@pytest.mark.parametrize(
    ("cells", "options", "verdict", "words"),
    [
        ((0.94, 0.01, 0.04, 0.01), None, "too-easy", "know it before the course"),
        ((0.60, 0.10, 0.10, 0.20), None, "teaches-nothing", "points more are right"),
        ((0.50, 0.20, 0.05, 0.25), None, "misleads", "fewer are right after"),
        ((0.55, 0.05, 0.15, 0.25), {0: ((0.10, 0.60), (0.25, 0.70))}, "misleads", "“False” after than before"),
        ((0.20, 0.05, 0.15, 0.60), {0: ((0.60, 0.25), (0.55, 0.35))}, "misleads", "“False” than the right one"),
        ((0.60, 0.04, 0.26, 0.10), {0: ((0.30, 0.64), (0.10, 0.86))}, "works", "points more are right"),
    ],
)
def test_a_verdict(cells, options, verdict, words):
    """Each rule of docs/formats/items.md."""
    (item,) = judged(results(cells, people=8_000, options=options))

    assert (item.verdict, words in item.reason) == (verdict, True), item


def test_a_verdict_needs_the_interval():
    """The same shares of fewer people, or with much noise, accuse nobody."""
    for people, noise in ((150, 36), (8_000, 36 * 40_000)):
        (item,) = judged(results((0.94, 0.01, 0.04, 0.01), people=people, noise=noise))
        assert item.verdict == "unclear"


def test_too_few_to_show():
    """No numbers, and that is said."""
    (item,) = judged(results((0.6, 0.1, 0.2, 0.1), people=49))

    assert (item.before, item.after, item.change) == (None, None, None)
    assert described(item) == "K00 (n 49); too few people to show numbers"


@pytest.mark.parametrize(
    "cells",
    [
        (EASY - 0.01, 0.01, 0.08, 0.02),  # right before: exactly at the edge of too easy
        (0.50, 0.10, 0.10 + LITTLE, 0.30 - LITTLE),  # a gain exactly at the edge of nothing
    ],
)
def test_at_the_edge_nothing_is_accused(cells):
    """In 100 releases of 16 such questions, about 5 accuse any of them."""
    wrong = sum(any(accused(judged(results(*[cells] * 16, seed=seed, sampled=True)))) for seed in range(100))

    assert wrong <= 10  # two and a half standard deviations above 5


def test_without_the_correction_the_edge_would_not_hold(monkeypatch):
    """The test above can fail."""
    monkeypatch.setattr(items_module, "wider", lambda questions: 1.0)
    wrong = sum(
        any(accused(judged(results(*[(0.5, 0.1, 0.15, 0.25)] * 16, seed=seed, sampled=True)))) for seed in range(40)
    )

    assert wrong > 8


def test_a_release_of_the_store():
    """Every scored question once, with the store's own tables and hashes."""
    data = releases.release(releases.people(3))
    found = items(read_release(data, releases.pinned()), {row[0]: row[1] for row in json.loads(data)["questions"]})

    assert [item.id for item in found] == [f"K{i:02}" for i in range(releases.K)]
    assert all(item.before and item.after and item.change for item in found)


# ------------------------------------------------------------------- command


def run(*words: str):
    return CliRunner().invoke(main, ["items", str(EXAMPLE), "--sources", str(ROOT), "--builder", BUILDER, *words])


def test_lines_are_places():
    """Each question of the shipped course with its file and line, whose text has its id."""
    found = run()
    lines = found.stdout.split("\n\n")[0].splitlines()

    assert (found.exit_code, len(lines)) == (0, len([q for q in json.loads(EXAMPLE.read_bytes())["questions"] if q[7]]))
    for line in lines:
        place, _, said = line.partition(": ")
        file, number = place.split(":")
        assert f"id: {said.split()[0]}" in (ROOT / file).read_text(encoding="utf-8").splitlines()[int(number) - 1]
    assert "SIMULATED" in found.stdout and "compared with no other key (--key)" in found.stderr


def test_json_obeys_its_schema():
    """For editors: docs/formats/items.schema.json."""
    found = json.loads(run("--format", "json").stdout)

    jsonschema.validate(found, json.loads((ROOT / "docs/formats/items.schema.json").read_bytes()))
    assert found["releases"][0]["items"][0]["message"].startswith(found["releases"][0]["items"][0]["id"])


def test_markdown_is_a_table():
    """One row a question, all of the same width, and the notice."""
    rows = [line for line in run("--format", "markdown").stdout.splitlines() if line.startswith("|")]

    assert len(rows) == 2 + len(json.loads(run("--format", "json").stdout)["releases"][0]["items"])
    assert {row.count(" | ") for row in rows} == {5}


def test_other_words_and_gone(tmp_path):
    """A builder whose sources ask one question otherwise and the others not at all: both are said."""
    builder = tmp_path / "signpost"
    ids = [row[0] for row in json.loads(EXAMPLE.read_bytes())["questions"] if row[7]]
    told = {
        "format": "signpost-questions-1",
        "questions": [{"id": ids[1], "hash": "0" * 16, "file": "q.yaml", "line": 7}],
    }
    builder.write_text(f"#!/bin/sh\ncat <<'END'\n{json.dumps(told)}\nEND\n", encoding="utf-8")
    builder.chmod(0o755)
    lines = run("--builder", str(builder)).stdout.splitlines()

    assert lines[0].startswith(f"q.yaml:7: {ids[1]} ") and lines[0].endswith("(these sources ask it in other words)")
    assert any(line.startswith(f"not in these sources: {ids[0]} ") for line in lines)


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (("--builder", "no-such-program"), "there is no command 'no-such-program'"),
        (("--builder", "true"), "did not print signpost-questions-1"),
        (("--sources", "/"), "the builder cannot read the course 'spot-the-signs'"),
        (("--key", "A" * 43), "is signed by"),
    ],
)
def test_a_fault_is_one_line(words, fault):
    """Exit 1, nothing on stdout."""
    found = run(*words)

    assert (found.exit_code, found.stdout) == (1, "")
    assert fault in found.stderr


def test_what_is_no_release(tmp_path):
    """Said of the file that it is in."""
    for name, text in (("a.json", "{"), ("b.json", "[]"), ("c.json", '{"format": "signpost-release-2"}')):
        (tmp_path / name).write_text(text, encoding="utf-8")
        found = CliRunner().invoke(main, ["items", str(tmp_path / name)])
        assert found.exit_code == 1 and f"{name}: this is not a release" in found.stderr
