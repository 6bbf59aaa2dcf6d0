"""The reading grade: the published formula, counted on what a reader reads."""

import pytest
from signpost_builder.model import Option
from signpost_builder.reading_grade import flesch_kincaid, grade, page_text, reading_lines, syllables

from tests.builders import a_course, a_module, a_page, a_scenario, an_audience, an_edition, prose

PLATYPUS = "The Australian platypus is seemingly a hybrid of a mammal and reptilian creature."


def test_a_published_case():
    """13 words and 24 syllables are grade 11.3 (Wikipedia, "Flesch-Kincaid readability tests")."""
    assert sum(map(syllables, PLATYPUS.rstrip(".").split())) == 24
    assert round(flesch_kincaid(13, 1, 24), 1) == 11.3
    assert round(grade(" ".join([PLATYPUS] * 3)), 1) == 11.3


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("tell", 1), ("changes", 2), ("asked", 1), ("wanted", 2), ("people", 2), ("table", 2), ("safely", 2), ("quiet", 2),
        ("area", 3), ("serious", 3), ("exploitation", 4), ("safeguarding", 3), ("someone", 2), ("don't", 1), ("NRM", 3),
        ("police", 2), ("created", 3), ("usually", 4), ("trying", 2), ("sexual", 3), ("social", 2), ("a", 1),
    ],
)  # fmt: skip
def test_syllables_by_spelling(word, count):
    """Silent letters do not count, vowels spoken apart do."""
    assert syllables(word) == count


def test_a_short_text_has_no_grade():
    """One long word would decide."""
    assert grade("Safeguarding matters.") is None


def test_a_page_is_read_as_a_reader_reads_it():
    """List items end sentences; tables, source marks and tags are not read; a dot inside a word ends nothing."""
    html = "<p>See GOV.UK now.</p><ul><li>One</li><li>Two &amp; three</li></ul><table><tr><td>9</td></tr></table><p>End<sup>source</sup></p>"

    assert [line.strip() for line in page_text(a_page(prose(html))).split("\n") if line.strip()] == [
        "See GOV.UK now.",
        "One",
        "Two & three",
        "End",
    ]


def test_scenarios_count_with_what_follows():
    """The feedback is read too."""
    scenario = a_scenario()
    start = scenario.nodes[0]

    assert isinstance(start.options[0], Option)
    assert "Yes." in page_text(a_page(scenario))


def test_a_page_above_the_aim_is_marked():
    """The aim is the audience's: 9 unless the course says otherwise."""
    page = a_page(prose(f"<p>{' '.join([PLATYPUS] * 3)}</p>"))
    carers = an_edition(a_course(a_module(page)), audience=an_audience(id="caregiver", reading_grade=6.0))

    assert list(reading_lines([carers])) == ["caregiver  scale.start  grade 11.3  above 6"]
    assert list(reading_lines([an_edition(a_course(a_module(page)))])) == ["staff  scale.start  grade 11.3  above 9"]
