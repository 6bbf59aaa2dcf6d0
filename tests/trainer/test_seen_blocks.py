"""Blocks to look at on paper: Typst takes every one of them, with its words and numbers."""

import subprocess

import pytest
from signpost_builder.editions import edition
from signpost_builder.formats.trainer.compiling import Document, pdf
from signpost_builder.formats.trainer.typst_blocks import blocks
from signpost_builder.formats.trainer.typst_html import HtmlWriter
from signpost_builder.formats.trainer.typst_page import opened, texts_of
from signpost_builder.formats.trainer.typst_text import run

from tests.seen_blocks import BLOCKS, project
from tests.source_projects import a_read_course

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
    printable = (
        block for name, block in BLOCKS.items() if name not in ("figure", "media")
    )  # no raster beside main.typ
    course = a_read_course(tmp_path, **project("\n".join(printable)))
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
