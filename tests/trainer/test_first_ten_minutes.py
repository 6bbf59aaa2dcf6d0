"""docs/trainer.md as a new trainer follows it: its commands run, the zip is unpacked, every file is where the page says, and prints as it says."""

import re
import shlex
import shutil
import subprocess
import zipfile
from pathlib import Path

import lxml.html
import pytest
from click.testing import CliRunner
from signpost_builder.cli import main
from signpost_builder.formats.trainer.start_page import FILES, NAME

from tests.trainer.printed import sizes_mm, words

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs/trainer.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^\$ signpost (.*)$", PAGE, re.MULTILINE)
A4, A3, A5 = (210, 297), (297, 420), (148, 210)


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    folder = tmp_path_factory.mktemp("project")
    for name in ("course", "modules", "quizzes"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def unpacked(project):
    """Every command of the page has run; the zip that it names is unpacked as a file manager does it."""
    assert len(COMMANDS) == 2
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(project)
        for command in COMMANDS:
            run = CliRunner().invoke(main, [*shlex.split(command), "--as-of", "2026-11-28"])
            assert run.exit_code == 0, run.output
    (made,) = re.findall(r"`(output/\S+-trainer\.zip)`", PAGE)
    with zipfile.ZipFile(project / made) as archive:
        archive.extractall(project / "unpacked")
    (folder,) = (project / "unpacked").iterdir()
    return folder


def test_the_table_lists_the_pack(unpacked):
    listed = re.findall(r"^\| `([\w.-]+)` \|", PAGE, re.MULTILINE)

    assert listed == [NAME, *FILES]
    assert {path.name for path in unpacked.iterdir()} == set(listed) - {
        "form.json"
    }  # the shipped course surveys nobody yet


def test_the_first_page_leads_to_every_file(unpacked):
    page = lxml.html.fromstring((unpacked / NAME).read_bytes())
    links = {link.get("href") for link in page.iter("a")}

    assert links == {path.name for path in unpacked.iterdir()} - {NAME}


def test_what_is_printed_is_what_the_page_says(unpacked):
    sizes = {path.name: sizes_mm(path.read_bytes()) for path in unpacked.glob("*.pdf")}

    assert sizes["handout.pdf"] == [A4] and sizes["poster.pdf"] == [A4, A3]
    assert sizes["questionnaire.pdf"][0] == A4[::-1] and set(sizes["questionnaire.pdf"][1:]) == {A4}
    assert sizes["cards.pdf"] == [A5] * 40
    assert len(sizes["session-plan.pdf"]) == 3
    assert {size for name in ("guide.pdf", "handout-large.pdf", "attendance.pdf") for size in sizes[name]} == {A4}


def test_the_first_pages_of_the_guide_are_those_to_read(unpacked):
    """What to bring, how to agree, and what to do when somebody discloses: before the first module."""
    guide = (unpacked / "guide.pdf").read_bytes()
    first = " ".join(words(guide, page=page) for page in (1, 2, 3))

    assert all(
        said in first for said in ("What to bring", "Agree with the room", "If somebody discloses", "Whom to call")
    )
    assert "checked on" in words((unpacked / "handout.pdf").read_bytes())


def test_it_prints_in_black_and_white(unpacked):
    """A printer's driver makes a page of every file: nothing is refused."""
    for path in unpacked.glob("*.pdf"):
        done = subprocess.run(
            ["pdftoppm", "-mono", "-r", "40", "-l", "2", path], capture_output=True, check=True, timeout=60
        )
        assert done.stdout.startswith(b"P4") and done.stderr == b"", path.name
