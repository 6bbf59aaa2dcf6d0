"""The shipped course is as short as it was asked to be."""

import datetime
import re
from html import unescape
from pathlib import Path

import pytest
from signpost_builder.editions import edition
from signpost_builder.minutes import WORDS_A_MINUTE
from signpost_builder.read import read_course
from signpost_builder.reading_grade import html_of

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize(
    ("audience", "pages", "minutes"),
    [("staff", 38, 45), ("hub-leader", 38, 45), ("caregiver", 26, 25), ("sibling", 18, 12)],
)
def test_the_shipped_course_is_short(audience, pages, minutes):
    """Content pages, and minutes of its running text with every way through every story; thinking and questions come on top."""
    course, _ = read_course(ROOT / "course/spot-the-signs", as_of=datetime.date(2026, 11, 28))
    one = edition(course, None, next(each for each in course.audiences if each.id == audience))
    shown = [page for module in one.modules for page in module.pages]
    words = sum(len(re.sub("<[^>]*>", " ", unescape(html)).split()) for page in shown for html in html_of(page.blocks))

    assert len(shown) <= pages
    assert words / WORDS_A_MINUTE <= minutes
