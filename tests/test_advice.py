"""What a person reads before a release is complete, and one duty has one rule."""

import datetime
import re
import runpy
from pathlib import Path

import pytest
from signpost_builder.model import Scenario
from signpost_builder.read import read_course

ROOT = Path(__file__).parent.parent
ADVICE = runpy.run_path(str(ROOT / "docs/advice.py"))
ROWS = {row["scenario"]: row for row in ADVICE["scenarios"](ROOT)}
LATER = re.compile(
    r"\b(?:tell|report|go to|refer)\b(?:(?!record|write|written|wrote)[^.])*\b(?:same day|today|tomorrow)\b",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def scenarios():
    """(module, scenario, audiences) of all courses, each once; audiences of the module and the blocks around the scenario."""
    folders = sorted(path.parent for path in ROOT.glob("course/*/course.yaml"))
    modules = {
        module.id: module
        for folder in folders
        for module in read_course(folder, as_of=datetime.date(2026, 11, 28))[0].modules
    }
    return [
        (module.id, block, audiences)
        for module in modules.values()
        for page in module.pages
        for block, audiences in _with_audiences(page.blocks, module.audiences)
        if isinstance(block, Scenario)
    ]


def _with_audiences(blocks, audiences):
    for block in blocks:
        inside = tuple(one for one in audiences if not getattr(block, "audiences", ()) or one in block.audiences)
        yield block, audiences
        if not isinstance(block, Scenario):
            yield from _with_audiences(getattr(block, "blocks", ()), inside)


def test_the_table_lists_every_scenario(scenarios):
    """With its module and those who see it."""
    shown = {scenario.id: (module, ", ".join(audiences)) for module, scenario, audiences in scenarios}

    assert {id: (row["module"], row["for"]) for id, row in ROWS.items()} == shown


def test_each_child_is_named_once_with_the_age_of_the_table(scenarios):
    """A reader who counts names and ages counts the right ones."""
    children = [row["child"] for row in ROWS.values() if row["child"] != "none"]
    told = {scenario.id: _text(scenario) for _, scenario, _ in scenarios}

    assert sorted(children) == sorted(set(children))
    assert [
        id
        for id, row in ROWS.items()
        if row["child"] != "none" and not all(words in told[id] for words in (row["child"], row["age"]))
    ] == []


def test_choices_matter(scenarios):
    """A wrong choice leads somewhere else: at least two ends, and no moment whose choices all lead to one place."""
    assert [scenario.id for _, scenario, _ in scenarios if sum(not node.options for node in scenario.nodes) < 2] == []
    assert [
        scenario.id
        for _, scenario, _ in scenarios
        if all(len({option.target for option in node.options}) == 1 for node in scenario.nodes if node.options)
    ] == []


def test_advice_that_gives_a_time_is_listed(tmp_path):
    """With file and line, one sentence at a time; other words with 'day' are not."""
    page = tmp_path / "modules/noticing/module.md"
    page.parent.mkdir(parents=True)
    page.write_text(
        "One day, perhaps. Everyday things.\n\nStay calm. Tell someone today. Then wait.\n", encoding="utf-8"
    )

    assert list(ADVICE["timed_advice"](tmp_path)) == ["modules/noticing/module.md:3: Tell someone today."]


def test_nobody_is_told_to_report_later_than_now():
    """One rule for one duty: report immediately; the record is what the same day is for. Questions advise nothing."""
    advice = (line for line in ADVICE["timed_advice"](ROOT) if "?" not in line)

    assert [line for line in advice if LATER.search(line.partition(": ")[2])] == []


def _text(scenario):
    parts = [scenario.title]
    for node in scenario.nodes:
        parts += [part for part in node.body.parts if isinstance(part, str)]
    return " ".join(parts)
