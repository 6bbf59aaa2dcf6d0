"""Blocks to look at on paper: Typst takes every one of them, with its words and numbers."""

import io
import subprocess

import pytest
from PIL import Image
from signpost_builder.editions import edition
from signpost_builder.formats import FORMATS
from signpost_builder.formats.trainer.typst_blocks import blocks
from signpost_builder.formats.trainer.typst_html import HtmlWriter
from signpost_builder.formats.trainer.typst_page import opened, texts_of
from signpost_builder.page.rendered import render
from signpost_builder.printing import compiling
from signpost_builder.printing.compiling import Document, pdf
from signpost_builder.printing.typst_text import run

from tests.seen_blocks import BLOCKS, project
from tests.source_projects import a_read_course
from tests.trainer.printed import elements
from tests.trainer.printed import opened as opened_again

FILM = "![Two friends talk](talk.mp4)\n\n![A phone](phone.svg)\n\nBeside ![a phone](phone.svg) words."
SAID = {
    "chart of facts": "8,444 children",
    "compare": "Promise to keep a secret.",
    "cards": "Has a second phone.",
    "steps": "They decide together",
    "timeline": "19,125 people",
    "reveal": "What would you do first?",
    "quote": "A child cannot consent.",
    "figure": "It asks for a secret.",
    "media": "Ask who the new friend is.",
}


@pytest.mark.parametrize("name", BLOCKS)
def test_each_can_be_printed(name, tmp_path):
    course = a_read_course(tmp_path, **project(BLOCKS[name]))
    one, texts = edition(course), texts_of(edition(course))
    writer = HtmlWriter(course, texts)

    markup = blocks(writer, one.modules[0].pages[0].blocks, 3, texts)

    assert SAID.get(name, "") in markup
    drawn = [file for file in writer.files if "-chart-" in file]
    assert bool(drawn) == name.startswith(("chart", "share", "dumbbell", "people"))


def test_all_of_them_make_a_tagged_page(tmp_path):
    """PDF/UA-1, drawings with their letters in the package's own font."""
    course = a_read_course(tmp_path, **project("\n".join(BLOCKS.values())))
    one, texts = edition(course), texts_of(edition(course))
    writer = HtmlWriter(course, texts)
    markup = opened(one, "Blocks") + writer.heading(1, run("Blocks"))
    markup += blocks(writer, one.modules[0].pages[0].blocks, 2, texts)

    made = pdf(Document(name="blocks.pdf", markup=markup, pictures=writer.files))

    assert made.startswith(b"%PDF")
    (tmp_path / "blocks.pdf").write_bytes(made)
    words = subprocess.run(
        ["pdftotext", tmp_path / "blocks.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout
    assert "8,444 children" in words and "They decide together" in words


def dots(kind: str) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (90, 60), "teal").save(stream, kind)
    return stream.getvalue()


@pytest.mark.parametrize("suffix", ["png", "jpg", "gif", "webp"])
def test_pictures_of_dots_stand_in_the_guide(suffix, tmp_path):
    """A photograph in a note, alone and beside words; the slides take it as well."""
    kind = {"jpg": "jpeg"}.get(suffix, suffix)
    note = f"::: trainer\n![Alone](teal.{suffix})\n\nBeside ![words](teal.{suffix}) it stands.\n:::\n"
    body = f"## Looking\n\n![On a page](teal.{suffix})\n\n{note}"
    course = a_read_course(tmp_path, **project(body), **{f"modules/one/teal.{suffix}": dots(kind)})

    (package,) = FORMATS["trainer"].packages(render(edition(course)))

    guide = package.tree["demo-general-trainer/guide.pdf"]
    assert isinstance(guide, bytes)
    with opened_again(guide) as made:
        said = [str(each["/Alt"]) for each in elements(made.Root.StructTreeRoot) if "/Alt" in each]
    assert said == ["Alone", "words"]
    assert pictures_in(guide) == 2
    assert {"demo-general-trainer/slides.html", "demo-general-trainer/slides.pptx"} <= package.tree.keys()


def pictures_in(made: bytes) -> int:
    listed = subprocess.run(["pdfimages", "-list", "-"], input=made, capture_output=True, check=True).stdout
    return [line.split()[2:3] for line in listed.decode().splitlines()].count(["image"])  # beside their masks


@pytest.mark.parametrize("name", BLOCKS)
def test_typst_leaves_nothing_out(name, tmp_path, monkeypatch):
    """What it cannot place it names in a warning and no more."""
    import typst

    warned: list[str] = []

    def told(*words, **named):
        made, warnings = typst.compile_with_warnings(*words, **named)
        warned.extend(each.message for each in warnings)
        return made

    monkeypatch.setattr(typst, "compile", told)
    monkeypatch.setattr(compiling, "_compiled", compiling._compiled.__wrapped__)  # each is set again
    course = a_read_course(tmp_path, **project(BLOCKS[name] + f"\n::: trainer\n{FILM}\n:::\n"))

    FORMATS["trainer"].packages(render(edition(course)))

    assert warned == []
