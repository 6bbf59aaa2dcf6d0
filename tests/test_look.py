"""A trust's own colour and logo: readable, in the packages that have our page, said to be lost in others."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from signpost_builder.charts.colours import contrast
from signpost_builder.editions import edition
from signpost_builder.formats import FORMATS
from signpost_builder.page import render, site_files
from signpost_builder.page.look import DARK, LEAST, LIGHT, lightened, low_contrasts
from signpost_builder.page.stylesheet import stylesheet

from tests.source_projects import FILES, a_read_course

LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><circle cx="5" cy="5" r="4"/></svg>'
COURSE = FILES["course/demo/course.yaml"]


def looked(tmp_path, look='{colour: "#1d5f8a", logo: logo.svg, name: Example Trust}'):
    return a_read_course(
        tmp_path, **{"course/demo/course.yaml": f"{COURSE}look: {look}\n", "course/demo/logo.svg": LOGO}
    )


def test_the_page_has_the_colour_and_the_logo(tmp_path):
    course = looked(tmp_path)
    files = site_files(render(edition(course)), "scorm12")
    page, style = files["index.html"].decode(), files["player.css"].decode()

    assert '<p class="logo"><img src="media/demo-logo.svg" alt="Example Trust" width="64" height="64"></p>' in page
    assert files["media/demo-logo.svg"] == course.look.logo
    assert style.count("--pine:#1d5f8a") == 1
    assert re.search(r"--pine:#[0-9a-f]{6}", style.rpartition("prefers-color-scheme:dark")[2])


def test_without_a_look_nothing_is_added(tmp_path):
    files = site_files(render(edition(a_read_course(tmp_path))), "scorm12")

    assert b"theme-color" not in files["index.html"]
    assert b'class="logo"' not in files["index.html"]


def test_the_papers_are_those_of_the_stylesheet():
    """They are judged against what pages really have."""
    style = stylesheet().decode()
    for paper, part in ((LIGHT, style), (DARK, style.partition("prefers-color-scheme:dark")[2])):
        values = [re.search(rf"--{name}:(#[0-9a-f]+)", part)[1] for name in ("paper", "mist", "on-pine")]
        long = [f"#{''.join(2 * digit for digit in each[1:])}" if len(each) == 4 else each for each in values]

        assert long == [paper.sheet, paper.mist, paper.ink_on]


@given(st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}"))
def test_a_dark_form_can_always_be_read(colour):
    dark = lightened(colour)

    assert not list(low_contrasts(dark, DARK))
    assert contrast(dark, DARK.sheet) >= LEAST


@pytest.mark.parametrize(
    ("format", "words"), [("openedx", "openedx-look"), ("openedx-native", "colour and logo"), ("h5p", "")]
)
def test_what_a_platform_styles_itself_is_said(format, words, tmp_path):
    packages = FORMATS[format].packages(render(edition(looked(tmp_path))))
    said = [f"{loss.code} {loss.message}" for package in packages for loss in package.losses]
    reports = [str(content) for package in packages if package.kind == "file" for content in package.tree.values()]

    assert not words or any(words in each for each in said)
    assert any("colour and logo" in each for each in reports)
