"""slides.html and slides.pptx as files: whole, without anything from elsewhere, the same bytes twice, and no learner's."""

import io
import re
import shutil
import subprocess
import tomllib
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from lxml import etree
from pptx import Presentation
from pptx.util import Emu
from signpost_builder.formats.trainer.deck import LETTERS, Choices, Help, Opening, Picture, Points, Section, Table
from signpost_builder.formats.trainer.deck_making import deck_of
from signpost_builder.formats.trainer.drawn import raster
from signpost_builder.formats.trainer.pptx_template import LAYOUTS
from signpost_builder.formats.trainer.slide_text import plain
from signpost_builder.formats.trainer.slides import slide_files
from signpost_builder.formats.trainer.slides_html import slides_html, slides_script
from signpost_builder.formats.trainer.slides_pptx import parts, slides_pptx
from signpost_builder.package import Asset
from signpost_builder.page.rendered import render

from tests.trainer.slide_course import BOXES, slide_deck, slide_edition

ROOT = Path(__file__).parent.parent.parent
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
LARGEST_SCRIPT = 12 * 1024


@pytest.fixture(scope="module")
def deck(tmp_path_factory):
    return slide_deck(tmp_path_factory.mktemp("deck"))


@pytest.fixture(scope="module")
def html(deck):
    return slides_html(deck).decode()


@pytest.fixture(scope="module")
def shown(deck):
    return Presentation(io.BytesIO(slides_pptx(deck)))


def test_both_files_of_an_edition(tmp_path):
    of = slide_edition(tmp_path)
    files = slide_files(of, of.course.options["trainer"])

    assert list(files) == ["slides.html", "slides.pptx", "room.html"]
    assert files == slide_files(of, of.course.options["trainer"])


def test_the_same_bytes_from_another_folder(tmp_path, deck):
    other = slide_deck(tmp_path / "elsewhere")

    assert slides_html(other) == slides_html(deck) and slides_pptx(other) == slides_pptx(deck)


def test_no_learner_package_has_a_word_of_a_slide(tmp_path, learner_formats):
    """The author's slide is in no package; the same words as prose would be found."""
    secret = "Sixteen lanterns on the western stairs"
    for text, there in ((f"::: slide\n- {secret}\n:::", False), (f"{secret}.", True)):
        of = slide_edition(tmp_path / str(there), **{"modules/noticing/module.md": _module(text)})
        for name, write in learner_formats.items():
            found = [secret.encode() in _bytes(each) for package in write(render(of)) for each in package.tree.values()]
            assert any(found) == there, name


def _module(text: str) -> str:
    front = "---\nid: noticing\ntitle: Noticing\nsummary: What.\naudiences: [staff, caregiver]\n---\n"
    return f"{front}\n## One\n\nProse that stays.\n\n{text}\n"


def _bytes(content: bytes | Asset) -> bytes:
    data = content.path.read_bytes() if isinstance(content, Asset) else content
    return unescape(data.decode("utf-8", "replace")).encode()


# ---------------------------------------------------------------- slides.html


def test_the_script_is_small():
    assert len(slides_script()) < LARGEST_SCRIPT


def test_nothing_comes_from_elsewhere(html):
    """No address is loaded: links that a person follows, and data."""
    loaded = re.findall(r'(?:src|srcset|poster|data)="([^"]*)"', html) + re.findall(r'<link[^>]+href="([^"]*)"', html)

    assert loaded and all(address.startswith("data:image/") for address in loaded)
    assert "url(" not in html and "@import" not in html
    assert "default-src 'none'" in html and "connect-src 'none'" in html


def test_every_slide_is_in_the_page(deck, html):
    """With its number, its title, its notes: readable without a script."""
    tree = etree.HTML(html)
    found = tree.xpath("//section")

    assert [each.get("id") for each in found] == [slide.id for slide in deck.slides]
    for slide, section in zip(deck.slides, found, strict=True):
        text = " ".join("".join(section.itertext()).split())
        assert slide.title in text
        assert all(" ".join(note.split()) in text for note in slide.notes)
    assert len(tree.xpath("//h1")) == 1


def test_what_an_author_types_is_text(tmp_path):
    """Signs of HTML in titles, choices and notes."""
    nasty = "A <script>alert(1)</script> & \"b\" 'c'"
    text = f'::: slide title="x <b>"\n- `{nasty}`\n:::\n\n::: trainer\n`{nasty}`\n:::'
    html = slides_html(slide_deck(tmp_path, **{"modules/noticing/module.md": _module(text)})).decode()

    assert "<script>alert" not in html and html.count("&lt;script&gt;alert(1)&lt;/script&gt; &amp;") == 2


def test_right_to_left(tmp_path):
    of = replace(slide_edition(tmp_path), language="ar")
    deck = deck_of(of, of.course.options["trainer"])
    html, shown = slides_html(deck).decode(), Presentation(io.BytesIO(slides_pptx(deck)))

    assert '<html lang="ar" dir="rtl">' in html
    paragraphs = [each for slide in shown.slides for each in slide._element.iter(f"{A}p") if each.findall(f"{A}r")]
    assert paragraphs and all(each.find(f"{A}pPr").get("rtl") == "1" for each in paragraphs)


# ---------------------------------------------------------------- slides.pptx


def test_the_presentation_says_what_the_deck_says(deck, shown):
    """Slide by slide: layout, title, text in reading order, notes, pictures with words, tables as tables."""
    layouts = {
        Opening: "Opening",
        Section: "Module",
        Points: "Points",
        Table: "Table",
        Picture: "Picture",
        Choices: "Question",
        Help: "Help",
    }
    assert len(shown.slides) == len(deck.slides)
    for wanted, slide in zip(deck.slides, shown.slides, strict=True):
        assert slide.slide_layout.name == layouts[type(wanted.body)]
        first = slide.shapes[0]
        assert first.is_placeholder and first == slide.shapes.title and first.text_frame.text == wanted.title
        assert _notes(slide) == list(wanted.notes)
        assert all(text in _said(slide) for text in _texts(wanted.body))


def _notes(slide) -> list[str]:
    return [each.text for each in slide.notes_slide.notes_text_frame.paragraphs] if slide.has_notes_slide else []


def _said(slide) -> str:
    texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    tables = [shape.table for shape in slide.shapes if shape.has_table]
    return "\n".join([*texts, *(cell.text for table in tables for row in table.rows for cell in row.cells)])


def _texts(body) -> list[str]:
    match body:
        case Opening():
            return list(body.lines)
        case Section():
            return [body.summary, body.content_note]
        case Points() | Picture():
            return [plain(each) for each in body.lines]
        case Table():
            return [plain(cell) for row in (body.head, *body.rows) for cell in row]
        case Choices():
            lettered = [f"{letter}  {plain(each.text)}" for letter, each in zip(LETTERS, body.choices, strict=False)]
            return [*map(plain, body.text), *lettered]
        case Help():
            return [f"{one.name}  {one.phone}".strip() for one in body.contacts]


def test_everything_stands_in_placeholders(shown):
    """Editable: nothing floats, nothing is empty, and no two shapes of a slide have one id."""
    for slide in shown.slides:
        assert all(shape.is_placeholder for shape in slide.shapes)
        assert all(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
        ids = [shape.shape_id for shape in slide.shapes]
        assert len(set(ids)) == len(ids)


def test_every_run_says_its_language(shown):
    for slide in shown.slides:
        runs = [
            *slide._element.iter(f"{A}r"),
            *(slide.notes_slide.notes_text_frame._txBody.iter(f"{A}r") if slide.has_notes_slide else ()),
        ]
        assert runs and {run.find(f"{A}rPr").get("lang") for run in runs} == {"en-GB"}


def test_pictures_and_tables_have_words_and_room(shown):
    """A text alternative each; whole, not cropped, inside the slide."""
    pictures = [shape for slide in shown.slides for shape in slide.shapes if hasattr(shape, "image")]
    tables = [shape for slide in shown.slides for shape in slide.shapes if shape.has_table]

    assert len(pictures) == 4 and len(tables) == 4  # two drawings, two codes; a table on two slides, two of pairs
    for shape in (*pictures, *tables):
        assert shape._element.xpath(".//p:cNvPr/@descr")[0].strip()
    for picture in pictures:
        assert picture.image.content_type == "image/png"
        assert (picture.crop_left, picture.crop_right, picture.crop_top, picture.crop_bottom) == (0, 0, 0, 0)
        assert picture.left >= 0 and picture.left + picture.width <= shown.slide_width
        across, down = picture.image.size
        assert abs(picture.width / picture.height - across / down) < 0.01


def test_the_code_is_large_enough(deck, shown):
    """22 of 100 of the width: 20 cm on a picture of 91 cm."""
    (code,) = [shape for shape in shown.slides[1].shapes if hasattr(shape, "image")]

    assert code.width / shown.slide_width >= 0.22


def test_choices_lead_to_what_follows(deck, shown):
    """In a presentation too: each choice of a scenario, and "Go on"."""
    ids = {slide.part: wanted.id for slide, wanted in zip(shown.slides, deck.slides, strict=True)}
    for slide, wanted in zip(shown.slides, deck.slides, strict=True):
        jumps = {
            ids[slide.part.related_part(link.get(f"{{{link.nsmap['r']}}}id"))]
            for link in slide._element.iter(f"{A}hlinkClick")
            if link.get("action")
        }
        chosen = {each.goes_to for each in wanted.body.choices} if isinstance(wanted.body, Choices) else set()
        assert jumps == (chosen | {wanted.goes_to}) - {""}


def test_the_template_is_wide_and_has_a_place_for_everything(shown):
    assert (shown.slide_width, shown.slide_height) == (Emu(12192000), Emu(6858000))
    assert [layout.name for layout in shown.slide_layouts] == list(LAYOUTS)
    for layout in shown.slide_layouts:
        for shape in layout.placeholders:
            assert shape.left + shape.width <= shown.slide_width and shape.top + shape.height <= shown.slide_height


def test_nobodys_name_and_no_clock(deck, shown):
    about = shown.core_properties

    assert (about.title, about.language, about.author, about.last_modified_by) == ("First & last", "en-GB", "", "")
    assert about.created.year == about.modified.year == 1980
    assert not any(b"Canny" in content or b"2026-" in content for content in parts(slides_pptx(deck)).values())


def test_a_drawing_without_a_raster_is_drawn():
    """By Typst, the same each time; it is a PNG with the proportions of the drawing."""
    made = raster(BOXES.encode(), "boxes.svg")
    width, height = int.from_bytes(made[16:20]), int.from_bytes(made[20:24])

    assert made.startswith(b"\x89PNG") and abs(width / height - 2) < 0.01 and width > 1500


def test_the_extra_brings_what_slides_need():
    extras = tomllib.loads((ROOT / "builder/pyproject.toml").read_text())["project"]["optional-dependencies"]

    assert any(each.startswith("python-pptx") for each in extras["trainer"])


# ----------------------------------------------------------------- LibreOffice


@pytest.mark.slow
def test_libreoffice_opens_it(deck, tmp_path):
    """As many pages as slides, with the words of each on its own page; what is written again is a presentation still."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.fail("no LibreOffice here: `make test-slow` installs Debian's libreoffice-impress-nogui")
    (tmp_path / "slides.pptx").write_bytes(slides_pptx(deck))
    for target in ("pdf", "odp"):
        command = [
            office,
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--headless",
            "--convert-to",
            target,
            "--outdir",
            str(tmp_path),
            str(tmp_path / "slides.pptx"),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=240)
    text = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "slides.pdf", "-"], check=True, capture_output=True, text=True
    ).stdout
    pages = [" ".join(page.split()) for page in text.split("\f")[:-1]]

    assert len(pages) == len(deck.slides) and (tmp_path / "slides.odp").stat().st_size > 10_000
    for wanted, page in zip(deck.slides, pages, strict=True):
        assert all(" ".join(text.split()) in page for text in (wanted.title, *_words_of(wanted.body)))


def _words_of(body) -> list[str]:
    """Words that no line break of a page can part."""
    return [word for text in _texts(body) for word in text.split() if word.isalpha() and len(word) < 12]
