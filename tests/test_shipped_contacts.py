"""What somebody in distress reads and taps: numbers that dial, hours without notes to ourselves, the family's word for the lead."""

import datetime
import re
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml
from signpost_builder.editions import edition
from signpost_builder.model import Scenario, every_block
from signpost_builder.read import read_course
from signpost_builder.reading_grade import html_of

ROOT = Path(__file__).parent.parent
AUDIENCES = ("staff", "hub-leader", "caregiver", "sibling")
LINK = re.compile(r"<a [^>]*>.*?</a>", re.DOTALL)
TOLD = re.compile(
    r"(?i:call|ring|police:?|police on|danger now:)\s+(?:<strong>)?(?:999|101)\b"
)  # an instruction, in a heading too


@cache
def course():
    return read_course(ROOT / "course/spot-the-signs", as_of=datetime.date(2026, 11, 28))[0]


def edition_for(audience, site=None):
    return edition(course(), site, next(each for each in course().audiences if each.id == audience))


def pages(audience, site=None):
    return [page for module in edition_for(audience, site).modules for page in module.pages]


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_number_that_somebody_is_told_to_call_dials(audience):
    """Stories tell what people did; everywhere else 999 and 101 are links."""
    blocks = [
        block for page in pages(audience) for block in every_block(page.blocks) if not isinstance(block, Scenario)
    ]
    texts = [html for block in blocks for html in html_of((block,))]
    dead = [found[0] for text in texts if (found := TOLD.search(LINK.sub("", text)))]

    assert dead == []
    assert any('href="tel:999"' in text for text in texts)


def test_hours_say_what_is_known_and_nothing_about_us():
    lines = yaml.safe_load((ROOT / "modules/helplines.yaml").read_text(encoding="utf-8"))

    assert {line["hours"] for line in lines} == {"Always open", "Day and night", "Check opening hours", "Online form"}


def test_no_national_line_leads_to_the_police_of_one_county():
    hosts = {urlsplit(line.url).hostname for line in course().helplines if ".police.uk" in line.url}

    assert hosts == {"www.police.uk", "www.btp.police.uk", "www.ceop.police.uk"}


@pytest.mark.parametrize("site", [None, 0, 1, 2])
@pytest.mark.parametrize("audience", ["caregiver", "sibling"])
def test_families_read_the_schools_safeguarding_lead(audience, site):
    one = edition_for(audience, None if site is None else course().sites[site])
    text = " ".join([repr(one.modules), *(contact.name for contact in one.contacts)])

    assert "school’s safeguarding lead" in text
    assert re.findall(r"designated safeguarding lead|\(DSL\)", text, re.IGNORECASE) == []


@pytest.mark.parametrize("audience", AUDIENCES)
def test_no_two_pages_have_the_same_title(audience):
    """The list of unopened pages names them without their parts."""
    titles = [page.title for page in pages(audience)]

    assert sorted({title for title in titles if titles.count(title) > 1}) == []
