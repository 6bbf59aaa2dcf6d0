"""What docs/content.md says about the course is so, and no figure is typed by hand."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
MODULES = {path.parent.name: path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("modules/*/module.md"))}
FACTS = yaml.safe_load((ROOT / "modules/facts.yaml").read_text(encoding="utf-8"))
FIGURE = re.compile(
    r"\d+(?:\.\d+)?\s?%|\b\d{1,3}(?:,\d{3})+\b|\b\d+ per cent|\b(?:1|one) in (?:every )?\d+\b", re.IGNORECASE
)
TABLES = (ROOT / "docs/content.md").read_text(encoding="utf-8").split("## Before the first release")[0]
STORY = re.compile(r"stor(?:y|ies) ((?:[A-Z][a-z]+(?:, )?)+)")


def rows() -> list[tuple[str, str]]:
    """(what, where) of each line of the tables of sources and of courses."""
    lines = [line for line in TABLES.split("## The questions")[0].splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip("|"))] for line in lines]
    return [
        (row[0], row[-1] if row[0].startswith("`") else row[1])
        for row in cells
        if row[0] not in ("the source says", "course") and set(row[0]) != {"-"}
    ]


def places() -> list[tuple[str, str]]:
    """(module, words in quotes) that the table sends a reader to; "same" is the module of the line before."""
    found, module = [], ""
    for _, where in rows():
        for part in re.split(r";\s*", where):
            named = re.match(r"([a-z-]+)(?:,|$)", part)
            if named and named[1] in MODULES:
                module = named[1]
            found += [(module, words) for words in re.findall(r'"([^"\\]+)"', part) if module]
    return found


def test_the_table_has_places_to_look_up():
    assert len(rows()) > 50 and len(places()) > 35


@pytest.mark.parametrize(("module", "words"), sorted(set(places())))
def test_a_place_of_the_table_is_in_its_module(module, words):
    """A page, a heading, a block or a phrase: a reader who searches for the words finds them."""
    assert words.lower() in re.sub(r"[*]", "", MODULES[module]).lower()


def test_a_story_of_the_table_is_told():
    """By the child's name, which is its id."""
    told = {id for text in MODULES.values() for id in re.findall(r"::: scenario id=(\S+)", text)}
    named = {name.lower() for _, where in rows() for names in STORY.findall(where) for name in names.split(", ")}

    assert named and named <= told


@pytest.mark.parametrize("module", MODULES)
def test_no_figure_is_typed_by_hand(module):
    """Each comes from modules/facts.yaml, with its period and its source: `{fact:…}`."""
    text = re.sub(r"\{(?:fact|source|contact):[^}]*\}|\]\([^)]*\)", "", MODULES[module])

    assert FIGURE.findall(text) == []


def test_every_figure_of_a_question_is_a_fact_that_it_names():
    """Quizzes have no {fact:…} in stems: what they give stands in one of their facts."""
    wrong = []
    for path in sorted(ROOT.glob("quizzes/*.yaml")):
        for question in yaml.safe_load(path.read_text(encoding="utf-8"))["questions"]:
            told = re.sub(r"\{(?:fact|source):[^}]*\}", "", yaml.safe_dump(question, allow_unicode=True, width=10_000))
            known = " ".join(str(FACTS[id].get("value", "")) + FACTS[id]["claim"] for id in question.get("facts", []))
            wrong += [(path.stem, question["id"], figure) for figure in FIGURE.findall(told) if figure not in known]

    assert wrong == []


def test_the_value_of_a_fact_stands_in_its_claim():
    """What a page shows is what the claim says; calculated shares (C) may stand in the value alone."""
    wrong = []
    for id, fact in FACTS.items():
        numbers = re.findall(r"\d[\d,.]*\d|\d", str(fact.get("value", ""))) if fact["sure"] != "C" else []
        wrong += [(id, number) for number in numbers if number not in fact["claim"]]

    assert wrong == []


@pytest.mark.parametrize(
    "words", ["costly", "older papers", "take goods", "spoke of", "figures hold", "cross with", "whether yours is one"]
)
def test_stiff_words_that_a_reader_marked_are_gone(words):
    """From a review of the first version."""
    everywhere = "\n".join(
        [*MODULES.values(), *(path.read_text(encoding="utf-8") for path in ROOT.glob("quizzes/*.yaml"))]
    )

    assert words not in everywhere


def test_no_end_repeats_the_end_of_another_story():
    """A sentence that ends every story is no longer heard."""
    ends = re.findall(r"^::: end id=\S+.*?\n(.*?)^:::", "\n".join(MODULES.values()), re.MULTILINE | re.DOTALL)
    sentences = [sentence for end in ends for sentence in set(re.findall(r"[A-Z][^.!?]+[.!?]", end))]

    assert len(ends) > 40
    assert {
        sentence: sentences.count(sentence)
        for sentence in sentences
        if sentences.count(sentence) > 2 and "Start again" not in sentence
    } == {}
