"""The drawings of the shipped courses: enough of them, in one hand, legible on light, dark and paper."""

import datetime
import hashlib
import re
import struct
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import etree
from signpost_builder.editions import editions
from signpost_builder.formats import FORMATS
from signpost_builder.model import Course, Edition, Page, every_block
from signpost_builder.page.rendered import render
from signpost_builder.read import read_course
from signpost_builder.reading_grade import html_of
from signpost_builder.source.drawing import drawing_faults

from charts.colours import contrast, mixed
from drawings.palette import GLOW, GROUND, LIGHTS, PANEL, PAPER, PINE, TONES
from drawings.pen import svg
from drawings.scenes import SCENES

ROOT = Path(__file__).parent.parent
MODULES = ROOT / "modules"
COURSES = sorted(path.parent.name for path in ROOT.glob("course/*/course.yaml"))
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")
DRAWN = {"Stages", "Chart", "Steps", "Timeline"}  # blocks that are pictures by themselves
LIGHT, DARK = "#ffffff", "#111a1c"  # the player's paper, tokens.css
MOST_BYTES = 4096
WITH_WORDS = {"definitions/trafficking"}  # a diagram of terms; every other drawing goes without
SHAPES = {"svg", "title", "desc", "path", "circle", "rect"}


@cache
def of_every_audience(id: str) -> list[Edition]:
    course: Course = read_course(ROOT / "course" / id, as_of=datetime.date(2026, 11, 28))[0]
    return list(editions(course, [None], course.audiences))


def has_picture(page: Page) -> bool:
    blocks = every_block(page.blocks)
    return any("<img" in html for html in html_of(page.blocks)) or any(
        type(block).__name__ in DRAWN for block in blocks
    )


def shown() -> list[tuple[str, str, str]]:
    """(module, alternative text, scene) of each picture in the modules."""
    found = []
    for path in sorted(MODULES.glob("*/module.md")):
        for alt, address in PICTURE.findall(path.read_text(encoding="utf-8")):
            place = (path.parent / address).resolve().relative_to(MODULES)
            found.append((path.parent.name, alt, place.with_suffix("").as_posix()))
    return found


def drawing(name: str) -> bytes:
    return (MODULES / f"{name}.svg").read_bytes()


@pytest.mark.parametrize("id", COURSES)
def test_no_two_pages_in_a_row_go_without_a_picture(id):
    """For every audience: a drawing, a chart or a diagram on every second page at least, checks counted as pages."""
    for edition in of_every_audience(id):
        pages = [
            (f"{edition.audience.id}: {page.id}", has_picture(page))
            for module in edition.modules
            for page in module.pages
        ]

        assert [pair for pair in pairwise(pages) if not (pair[0][1] or pair[1][1])] == []
        assert sum(seen for _, seen in pages) >= len(pages) / 2


def test_every_picture_says_what_its_scene_says():
    """The words under `says` are the alternative text on every page, and the description inside the file."""
    assert {(name, alt) for _, alt, name in shown()} == {(name, scene.says) for name, scene in SCENES.items()}


@pytest.mark.parametrize("audience", ["staff", "hub-leader", "caregiver", "sibling"])
def test_everybody_sees_the_way_to_tell_someone(audience):
    """Drawn once, the same file on every page that shows it."""
    edition = next(each for each in of_every_audience("spot-the-signs") if each.audience.id == audience)
    html = "".join(text for module in edition.modules for page in module.pages for text in html_of(page.blocks))
    names = set(re.findall(r'src="([^"]*whom-to-tell\.svg)"', html))

    assert len(names) == 1
    assert len(list(MODULES.rglob("*whom-to-tell*.svg"))) == 1


def test_a_picture_is_fetched_when_its_page_is_opened():
    """The first view stays as light as it was."""
    for edition in of_every_audience("spot-the-signs"):
        html = "".join(text for module in edition.modules for page in module.pages for text in html_of(page.blocks))

        assert html.count("<img ") == html.count('loading="lazy"') == html.count('" width="') > 10


@pytest.mark.parametrize(
    ("format", "suffix"), [("scorm12", ".svg"), ("openedx", ".svg"), ("openedx-native", ".svg"), ("h5p", ".png")]
)
def test_every_format_carries_them(format, suffix):
    """All pictures of the staff edition, in the kind that the format's platforms take; nothing is refused."""
    edition = of_every_audience("spot-the-signs")[0]
    html = "".join(text for module in edition.modules for page in module.pages for text in html_of(page.blocks))
    wanted = {Path(name).stem for name in re.findall(r'src="media/([^"]+)"', html)}
    packages = FORMATS[format].packages(render(edition))
    carried = {Path(name).stem for package in packages for name in package.tree if name.endswith(suffix)}

    assert len(wanted) > 20 and wanted <= carried
    assert [found.code for package in packages for found in package.warnings] == []


@pytest.mark.parametrize("name", SCENES)
def test_the_file_is_what_the_scene_draws(name):
    """`python -m drawings` draws it again, with its PNG for H5P, which notes the drawing that it was made of."""
    png = (MODULES / f"{name}.png").read_bytes()
    width, height = struct.unpack(">II", png[16:24])

    assert drawing(name).decode() == svg(SCENES[name])
    assert hashlib.sha256(drawing(name)).hexdigest().encode() in png
    assert abs(width / height - SCENES[name].width / SCENES[name].height) < 0.01


def test_no_drawing_is_made_by_another_hand():
    """Every SVG beside a module is a scene."""
    assert {path.relative_to(MODULES).with_suffix("").as_posix() for path in MODULES.rglob("*.svg")} == set(SCENES)


@pytest.mark.parametrize("name", SCENES)
def test_a_drawing_keeps_to_the_style(name):
    """Shapes and the palette: no script, style sheet, font or reference, no words, and small."""
    root = etree.fromstring(drawing(name))
    elements = {etree.QName(node).localname for node in root.iter()}
    used = {node.get(key) for node in root.iter() for key in ("fill", "stroke")} - {None, "none"}

    assert drawing_faults(drawing(name)) == []
    assert len(drawing(name)) <= MOST_BYTES
    assert elements <= SHAPES | ({"text"} if name in WITH_WORDS else set())
    assert used <= {*TONES, *LIGHTS}
    assert not re.search(rb"href|style=|class=|url\(", drawing(name))
    assert root.findtext("{*}title") == SCENES[name].title and root.findtext("{*}desc") == SCENES[name].says


@pytest.mark.parametrize("tone", TONES)
def test_a_tone_stands_out_everywhere(tone):
    """3:1 and more (WCAG 2.2, 1.4.11) on paper, on the dark page, on the panel and the ground over either; white on it too."""
    panels = [mixed(paper, PINE, PANEL) for paper in (LIGHT, DARK)]
    grounds = [mixed(panel, PINE, GROUND) for panel in panels]

    assert min(contrast(tone, paper) for paper in (LIGHT, DARK, *panels, *grounds)) >= 3
    assert contrast(tone, PAPER) >= 4.5 and contrast(tone, GLOW) >= 3


def test_words_in_a_diagram_are_read_on_a_phone():
    """White on a tone; a page leaves 288 of 320 px, and a word is 14 px high there at least."""
    for name in WITH_WORDS:
        root = etree.fromstring(drawing(name))
        sizes = {float(node.get("font-size")) for node in root.iter("{*}text")}

        assert min(sizes) * 288 / SCENES[name].width >= 14
        assert {node.get("fill") for node in root.iter("{*}text")} == {LIGHT}
