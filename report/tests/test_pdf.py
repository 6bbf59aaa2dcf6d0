"""The PDF: tagged, titled, with embedded fonts and alternative texts; what checkers of PDF/UA-1 say."""

import io
import re
import subprocess
import sys
from functools import cache
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
from signpost_report.aligning import aligned, read_file
from signpost_report.document import Figure, Heading, Table
from signpost_report.evidence import evidence
from signpost_report.pdf import pdf
from signpost_report.writing import document

EXAMPLE = Path(__file__).parent / "golden/release.json"  # frozen: the golden report is of these bytes


@cache
def written():
    return document(evidence(aligned([read_file("r", EXAMPLE.read_bytes(), None)])))


@cache
def made() -> bytes:
    return pdf(written())


def elements(root) -> list:
    """All structure elements below one, in reading order."""
    found = []
    children = root.get("/K", [])
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            found += [child, *elements(child)]
    return found


def test_tags():
    """As many tables, charts and headings as the document has, no level skipped, every chart with its text, a header in each table."""
    with pikepdf.open(io.BytesIO(made())) as file:
        found = elements(file.Root.StructTreeRoot)
        kinds = [str(one.S) for one in found]
        blocks = [block for section in written().sections for block in section.blocks]
        charts = [block for block in blocks if isinstance(block, Figure)]
        tables = [block for block in blocks if isinstance(block, Table)]

        assert kinds.count("/Table") == len(charts) + len(tables)
        assert kinds.count("/TH") >= kinds.count("/Table") * 2
        alternatives = [str(one.Alt) for one in found if str(one.S) == "/Figure"]
        assert alternatives == [f"{chart.title}. {chart.description}" for chart in charts]
        levels = [int(kind[2:]) for kind in kinds if re.fullmatch(r"/H\d", kind)]
        assert len(levels) == len(written().sections) + sum(isinstance(block, Heading) for block in blocks)
        assert levels[0] == 1 and all(after <= before + 1 for before, after in pairwise(levels))


def test_title_language_fonts_and_no_clock():
    """What a screen reader asks for first; fonts of this package alone; nothing of the day or the run."""
    with pikepdf.open(io.BytesIO(made())) as file:
        assert (
            str(file.Root.Lang) == "en-GB" and file.Root.ViewerPreferences.DisplayDocTitle and file.Root.MarkInfo.Marked
        )
        assert str(file.docinfo["/Title"]).startswith("What people knew, and what changed")
        assert "/CreationDate" not in file.docinfo
        with file.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1" and "xmp:CreateDate" not in metadata
        fonts = {str(font.BaseFont) for page in file.pages for font in page.Resources.get("/Font", {}).values()}
        assert fonts and all("AtkinsonHyperlegibleNext" in font for font in fonts)
        for page in file.pages:
            for font in page.Resources.get("/Font", {}).values():
                assert "/ToUnicode" in font and "FontFile" in str(font.DescendantFonts[0].FontDescriptor.keys())


def test_simulated_and_the_notice_stand_on_every_page():
    """A page that is copied alone still says what it is."""
    text = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=made(), capture_output=True, check=True
    ).stdout.decode()
    pages = text.split("\f")[:-1]
    assert len(pages) > 5
    assert all(
        "SIMULATED: every answer is invented" in page and "Numbers are close, not exact" in page for page in pages
    )


def test_the_same_bytes():
    assert pdf(written()) == made()


def table_of(block) -> Table | None:
    return block.table if isinstance(block, Figure) else block if isinstance(block, Table) else None


def repeats(evidence: str, head: str) -> bool:
    """Whether a line is the first one of a table's header, whose cells may go on below."""
    return set(evidence.split()) <= set(head.split())


@pytest.mark.slow
def test_checkers(tmp_path):
    """pdfua (PASS) and outloud. Its false alarms: PAG-001 takes headings that repeat in the same place for running heads; TAG-002 takes the header of a
    table that goes on on the next page, an artifact because it was read once, for content."""
    (tmp_path / "report.pdf").write_bytes(made())

    def run(*command: str) -> subprocess.CompletedProcess[str]:
        program = str(Path(sys.executable).parent / command[0])
        return subprocess.run([program, *command[1:]], cwd=tmp_path, capture_output=True, text=True)

    one = run("pdfua", "check", "report.pdf")
    assert one.returncode == 0 and "PASS" in one.stdout, one.stdout
    two = run("outloud", "report.pdf")
    heads = [" ".join(block.head) for section in written().sections for block in map(table_of, section.blocks) if block]
    for code, shown in re.findall(r"(?:ERROR|WARNING) +(\S+).*\n +evidence: (.*)", two.stdout):
        assert code == "PAG-001" or (code == "TAG-002" and any(repeats(shown, head) for head in heads)), two.stdout
