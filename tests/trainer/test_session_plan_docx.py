"""The plan that trainers change: the same words as the printed one, real structure, the same bytes; opened by LibreOffice."""

import io
import shutil
import subprocess
import zipfile

import pytest
from docx import Document
from docx.oxml.ns import qn
from signpost_builder.formats.trainer import TRAINER
from signpost_builder.formats.trainer.options import TrainerPack
from signpost_builder.formats.trainer.session_plan_docx import _docx, session_plan_docx
from signpost_builder.formats.trainer.typst_session_plan import session_plan

from tests.builders import an_edition
from tests.trainer.printed import printed, sizes_mm, words


def made(edition):
    return session_plan_docx(edition, TRAINER.options.of(edition.course))


def text_of(document):
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [*(each.text for each in document.paragraphs), *cells]


def test_it_says_what_the_printed_plan_says(every_edition):
    for edition in every_edition[:4]:
        on_paper = words(printed(session_plan, edition))
        said = text_of(Document(io.BytesIO(made(edition))))
        assert len(said) > 30
        assert [each for each in said if " ".join(each.split()) not in on_paper] == []


def test_headings_lists_and_tables_are_real(north):
    """A screen reader walks by headings, and hears the head of a column with its cell on every page."""
    document = Document(io.BytesIO(made(north)))
    styles = [each.style.name for each in document.paragraphs]

    assert styles.count("Heading 1") == len(document.tables) == 3 and styles.count("Heading 2") == 6
    assert styles.count("List Bullet") == 3 * len(TRAINER.options.of(north.course).bring)
    for table in document.tables:
        first, *others = table.rows
        assert [cell.text for cell in first.cells] == ["From", "Minutes", "What"]
        assert first._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:tblHeader")) is None for row in others)
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")).startswith("Session plan: ")


def test_title_and_language(north):
    document = Document(io.BytesIO(made(north)))

    assert document.core_properties.title == "Session plan: Spot the signs"
    assert {each.get(qn("w:val")) for each in document.styles.element.iter(qn("w:lang"))} == {"en-GB"}


def test_an_arabic_plan_is_read_from_the_right():
    """The page, its letters and the order of the columns."""
    edition = an_edition(language="ar")
    document = Document(io.BytesIO(made(edition)))
    normal = document.styles["Normal"].element

    assert normal.pPr.find(qn("w:bidi")) is not None and normal.rPr.find(qn("w:rtl")) is not None


def test_the_same_bytes_and_no_clock(north):
    """Nothing of the day, the machine or the template's maker."""
    first = made(north)
    _docx.cache_clear()

    assert made(north) == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
        assert "2013" not in core and "python-docx" not in core
        assert [name for name in archive.namelist() if "thumbnail" in name or "app.xml" in name] == []


def test_a_course_without_sessions():
    document = Document(io.BytesIO(session_plan_docx(an_edition(), TrainerPack())))

    assert any("declares no session" in each for each in text_of(document))


@pytest.mark.slow
def test_libreoffice_opens_it(north, tmp_path):
    """A page for each plan, with the words of the printed one."""
    if not shutil.which("soffice"):
        pytest.fail("no LibreOffice found: `make test-slow` installs Debian's libreoffice-writer-nogui", pytrace=False)
    (tmp_path / "plan.docx").write_bytes(made(north))
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    command = ["soffice", home, "--headless", "--convert-to", "pdf", "plan.docx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    opened = (tmp_path / "plan.pdf").read_bytes()

    assert sizes_mm(opened) == [(210, 297)] * 3
    rows = [
        " ".join(cell.text for cell in row.cells)
        for table in Document(tmp_path / "plan.docx").tables
        for row in table.rows
    ]
    assert any("Teach: Signs to look for" in row for row in rows)
    assert [row for row in rows if " ".join(row.split()) not in words(opened)] == []
