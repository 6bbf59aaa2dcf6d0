"""The forms of the shipped course, as if it named a survey store: for examples and tests of other distributions."""

import datetime
from dataclasses import replace
from pathlib import Path
from typing import Any

from signpost_builder.forms import forms
from signpost_builder.model import Respondents, Survey
from signpost_builder.read.course import read_course

COURSE = Path(__file__).parent.parent / "course/spot-the-signs"
STAFF = Respondents(group="D1", stratum="D6")
CAREGIVER = Respondents(group="D1c", stratum="D3c", campaign=("about-you-caregiver", "perceptions", "core"))


def documents(key: str, verify: str) -> list[dict[str, Any]]:
    """Every form, with these public keys and a campaign for caregivers."""
    course, _ = read_course(COURSE, as_of=datetime.date(2026, 12, 31))
    respondents = {"staff": STAFF, "hub-leader": STAFF, "caregiver": CAREGIVER}
    survey = Survey(endpoint="https://survey.example.org", key=key, verify=verify, respondents=respondents)
    return forms(replace(course, survey=survey))
