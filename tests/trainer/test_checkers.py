"""What two independent checkers of PDF/UA-1 say of every document; they stand in the report's environment (`make test-slow`)."""

import datetime
import re
import subprocess
from pathlib import Path

import pytest
from signpost_builder.editions import edition
from signpost_builder.formats import FORMATS
from signpost_builder.formats.trainer.typst_questionnaire import questionnaire
from signpost_builder.formats.trainer.writer import DOCUMENTS
from signpost_builder.page.rendered import render
from signpost_builder.printing.compiling import pdf
from signpost_builder.read import read_course

from tests.trainer.printed import composed

ROOT = Path(__file__).parent.parent.parent
TOOLS = ROOT / "report/.venv/bin"
# outloud's false alarms, one by one. Whatever else it finds is a fault.
FALSE_ALARMS = {
    ("session-plan.pdf", "PAG-001"): "each page is a plan of its own, and begins as the others do",
    ("attendance.pdf", "PAG-001"): "the name of the course, and the head of a table that goes on",
    ("attendance.pdf", "TBL-012"): "the cells are empty because people write in them",
    ("cards.pdf", "PAG-001"): "each page is a card of its own: its number, and how it is held",
    ("guide.pdf", "ORD-001"): "lines under links are painted after them; readers follow the tags, which are in order",
    ("handout-large.pdf", "ORD-001"): "as in the guide",
    ("guide.pdf", "PAG-001"): "headings of modules that repeat in the same place",
    (
        "leaflet.pdf",
        "ORD-001",
    ): "marks of a list are painted after its lines; readers follow the tags, which are in order",
    ("questionnaire.pdf", "TAG-002"): "the foot of pages: it stands once in the text, below 'About this sheet'",
}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (TOOLS / "outloud").exists(), reason="outloud is not here: `make report/.venv/.slow`"),
]


@pytest.mark.parametrize("document", [*DOCUMENTS, questionnaire], ids=lambda made: made.__name__)
def test_checkers(document, north, tmp_path):
    made = composed(document, north)
    checked(made.name, pdf(made), tmp_path)


@pytest.mark.parametrize("audience", ["caregiver", "sibling"])
@pytest.mark.parametrize("name", ["poster.pdf", "leaflet.pdf"])
def test_what_a_campaign_prints(name, audience, tmp_path):
    """Of a region, as it is shipped."""
    campaign, _ = read_course(ROOT / "course/campaign", as_of=datetime.date(2026, 11, 29))
    one = edition(campaign, campaign.sites[6], next(each for each in campaign.audiences if each.id == audience))
    (tree,) = [each.tree for each in FORMATS["campaign"].packages(render(one)) if each.name == "campaign-print"]
    checked(name, tree[name], tmp_path)


def checked(name: str, content: bytes, folder: Path) -> None:
    """Nothing is found but what is listed above."""
    (folder / name).write_bytes(content)

    def said(*command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([str(TOOLS / command[0]), *command[1:]], cwd=folder, capture_output=True, text=True)

    one = said("pdfua", "check", name)
    assert one.returncode == 0 and "PASS" in one.stdout, one.stdout
    two = said("outloud", name)
    found = set(re.findall(r"(?:ERROR|WARNING) +(\S+)", two.stdout))
    assert {code for code in found if (name, code) not in FALSE_ALARMS} == set(), two.stdout
