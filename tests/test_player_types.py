"""The types of the player's data, which nobody makes from the builder's code, name what the builder writes."""

import re
from dataclasses import replace
from pathlib import Path

import signpost_builder
from signpost_builder.page import render
from signpost_builder.page.parts import Parts

from tests.browser import packages
from tests.test_forms import surveyed

TYPES = Path(signpost_builder.__file__).parent / "player/types.d.ts"


def fields(interface: str) -> dict[str, bool]:
    """Name -> whether it may be missing, of the fields that stand at the first level."""
    body = TYPES.read_text("utf-8").split(f"interface {interface} {{\n")[1].split("\n}")[0]
    return {name: optional == "?" for name, optional in re.findall(r"(?m)^  (\w+)(\??):", body)}


def test_the_data_of_a_page_are_those_of_the_types():
    """With a survey and without, and of the questions after in Open edX; `resultsHidden` is the blocks' own."""
    course = packages.course()
    rendered = [
        render(packages.an_edition(replace(course, survey=survey))) for survey in (None, surveyed(group="", stratum=""))
    ]
    plain, asked = (each.data for each in rendered)
    after = Parts(rendered[0], {}, "private").questions("after").data
    known = fields("CourseData")

    assert set(plain) - {"spoken", "topics"} == {name for name, optional in known.items() if not optional}
    assert {*asked, *after, "resultsHidden", "spoken", "topics"} == set(known)
    assert set(asked["survey"]) | {"simulated"} == set(fields("SurveyData"))
