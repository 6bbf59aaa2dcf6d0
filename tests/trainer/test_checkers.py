"""What two independent checkers of PDF/UA-1 say of every document; they stand in the report's environment (`make test-slow`)."""

import re
import subprocess
from pathlib import Path

import pytest
from signpost_builder.formats.trainer.typst_questionnaire import questionnaire
from signpost_builder.formats.trainer.writer import DOCUMENTS
from signpost_builder.printing.compiling import pdf

from tests.trainer.printed import composed

TOOLS = Path(__file__).parent.parent.parent / "report/.venv/bin"
# outloud's false alarms, one by one. Whatever else it finds is a fault.
FALSE_ALARMS = {
    ("session-plan.pdf", "PAG-001"): "each page is a plan of its own, and begins as the others do",
    ("attendance.pdf", "PAG-001"): "the name of the course, and the head of a table that goes on",
    ("attendance.pdf", "TBL-012"): "the cells are empty because people write in them",
    ("cards.pdf", "PAG-001"): "each page is a card of its own: its number, and how it is held",
    ("guide.pdf", "ORD-001"): "lines under links are painted after them; readers follow the tags, which are in order",
    ("handout-large.pdf", "ORD-001"): "as in the guide",
    ("guide.pdf", "PAG-001"): "headings of modules that repeat in the same place",
    ("questionnaire.pdf", "TAG-002"): "the foot of pages: it stands once in the text, below 'About this sheet'",
}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (TOOLS / "outloud").exists(), reason="outloud is not here: `make report/.venv/.slow`"),
]


@pytest.mark.parametrize("document", [*DOCUMENTS, questionnaire], ids=lambda made: made.__name__)
def test_checkers(document, north, tmp_path):
    made = composed(document, north)
    (tmp_path / made.name).write_bytes(pdf(made))

    def said(*command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([str(TOOLS / command[0]), *command[1:]], cwd=tmp_path, capture_output=True, text=True)

    one = said("pdfua", "check", made.name)
    assert one.returncode == 0 and "PASS" in one.stdout, one.stdout
    two = said("outloud", made.name)
    found = set(re.findall(r"(?:ERROR|WARNING) +(\S+)", two.stdout))
    assert {code for code in found if (made.name, code) not in FALSE_ALARMS} == set(), two.stdout
