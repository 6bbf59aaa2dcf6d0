"""What the tests of the trainer pack share: the shipped course, read once, and the formats that learners get."""

import datetime
from pathlib import Path

import pytest
from signpost_builder.editions import edition
from signpost_builder.formats import FORMATS
from signpost_builder.read import read_course

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="session")
def shipped():
    return read_course(ROOT / "course/spot-the-signs", as_of=datetime.date(2026, 11, 28))[0]


@pytest.fixture(scope="session")
def every_edition(shipped):
    return [edition(shipped, site, audience) for site in (None, *shipped.sites) for audience in shipped.audiences]


@pytest.fixture(scope="session")
def north(shipped):
    """Staff at the first academy."""
    return edition(shipped, shipped.sites[0])


@pytest.fixture(scope="session")
def learner_formats():
    return {name: one.packages for name, one in FORMATS.items() if name not in ("trainer", "campaign")}
