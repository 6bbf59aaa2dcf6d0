"""What the bench measures is a course that an author could have written."""

import datetime
import shutil
from pathlib import Path

import pytest
from signpost_builder.build import build
from signpost_builder.editions import editions
from signpost_builder.read import read_course

from bench.courses import WORDS_PER_SECTION, multiply_sites, write_course, write_sites
from bench.first_view import script_bytes
from bench.phone import waited
from tests.builders import an_edition

ROOT = Path(__file__).parents[1]
TODAY = datetime.date(2026, 11, 23)


@pytest.mark.parametrize("sections", [1, 10, 25])
def test_a_generated_course_is_sound(sections, tmp_path):
    """No finding; as many sections as asked for, each with its words and one question."""
    course, warnings = read_course(write_course(tmp_path, sections), as_of=TODAY)

    pages = [page for module in course.modules for page in module.pages if not page.id.endswith(".start")]
    assert (warnings, len(pages)) == ((), sections)
    assert all(len(page.blocks) == 2 for page in pages)
    assert len("".join(pages[0].blocks[0].parts).replace("<p>", " ").split()) == WORDS_PER_SECTION


def test_words_are_as_long_as_english_ones(tmp_path):
    """Else the sizes would say nothing: about 4.7 letters."""
    text = (
        (write_course(tmp_path, 1).parent.parent / "modules/m1/module.md")
        .read_text()
        .split("## Section")[1]
        .split(":::")[0]
    )
    words = [word.strip(".") for word in text.split()[1:]]

    assert 4.2 < sum(map(len, words)) / len(words) < 5.2


def test_sites_are_sound(tmp_path):
    """One edition for each, without an error."""
    folder = write_course(tmp_path, 1)
    write_sites(folder, 3)
    course, warnings = read_course(folder, as_of=TODAY)

    assert {found.code for found in warnings} <= {"example-site"}
    assert [one.slug for one in editions(course, course.sites, course.audiences)] == ["site-1", "site-2", "site-3"]


def test_script_bytes_are_counted_unpacked(tmp_path):
    """What the browser has to read."""
    (result,) = build([an_edition()], ["scorm12"], tmp_path)

    assert 10_000 < script_bytes(result.written.path.read_bytes()) < 60_000


@pytest.mark.slow
def test_a_slow_phone_is_waited_for(tmp_path):
    """First paint comes before the script, the script before the answer; how long each takes is the bench's to judge."""
    (result,) = build([an_edition()], ["scorm12"], tmp_path)
    seen = waited(result.written.path, compressed=False, rounds=1)

    assert 0 < seen.painted < seen.scripted < seen.answered
    assert (seen.requests, seen.shifted < 0.1) == (3, True)


def test_the_shipped_course_for_many_sites_is_sound(tmp_path):
    """The contacts that its pages name are columns of its own sites.csv."""
    for name in ("course", "modules", "quizzes"):
        shutil.copytree(ROOT / name, tmp_path / name)
    multiply_sites(tmp_path / "course/spot-the-signs/sites.csv", 3)
    course, _ = read_course(tmp_path / "course/spot-the-signs", as_of=datetime.date(2026, 11, 28))

    assert [site.id for site in course.sites] == ["site-1", "site-2", "site-3"]
