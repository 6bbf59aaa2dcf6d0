"""What the tests of the campaign share: the shipped one, read once, and a small one that a test changes."""

import datetime
from pathlib import Path

import pytest
from signpost_builder.editions import edition
from signpost_builder.formats import FORMATS
from signpost_builder.page.rendered import render
from signpost_builder.read import read_course

ROOT = Path(__file__).parent.parent.parent
AS_OF = datetime.date(2026, 11, 29)


@pytest.fixture(scope="session")
def shipped():
    return read_course(ROOT / "course/campaign", as_of=AS_OF)[0]


@pytest.fixture(scope="session")
def packages(shipped):
    """Of one region for both audiences, by the name of the edition and of the package: their trees."""
    london = next(site for site in shipped.sites if site.id == "london")
    made = [edition(shipped, london, audience) for audience in shipped.audiences]
    return {
        one.slug: {package.name: package.tree for package in FORMATS["campaign"].packages(render(one))} for one in made
    }
