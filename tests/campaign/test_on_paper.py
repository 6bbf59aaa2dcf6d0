"""The poster and the leaflet as others read them: a phone's reader of codes, and two checkers of PDF/UA-1 (in `make test-slow`)."""

import re
import subprocess
from pathlib import Path

import pytest
from PIL import Image

ROOT = Path(__file__).parent.parent.parent
TOOLS = ROOT / "report/.venv/bin"
EDITIONS = ("london", "london.sibling")
DOCUMENTS = {"poster.pdf": "index.html", "leaflet.pdf": "help.html"}  # where the code on each leads
# Whatever else outloud finds is a fault.
FALSE_ALARMS = {"ORD-001": "lines under links are painted after them; readers follow the tags, which are in order"}

# A reader that we did not write, with the picture's size and its colours on its standard input.
READ_A_CODE = """
import jsQR from "jsqr";
import {readFileSync} from "node:fs";
const [width, height] = process.argv.slice(1).map(Number);
const found = jsQR(new Uint8ClampedArray(readFileSync(0)), width, height);
process.stdout.write(found?.data ?? "");
"""


@pytest.fixture
def document(packages, slug, name, tmp_path):
    (tmp_path / name).write_bytes(packages[slug]["campaign-print"][name])
    return tmp_path / name


@pytest.mark.parametrize("slug", EDITIONS)
@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_code_leads_where_the_words_do(document, slug):
    """Read from a picture of the page, at 100 dots an inch: as small as a phone sees it from some steps away."""
    subprocess.run(["pdftoppm", "-r", "100", "-png", document, document.with_suffix("")], check=True, timeout=60)

    assert {code for page in document.parent.glob("*.png") if (code := _code(page))} == {
        f"https://campaign.example.org/{slug}/{DOCUMENTS[document.name]}"
    }


def _code(picture: Path) -> str:
    with Image.open(picture) as opened:
        command = ["node", "--input-type=module", "--eval", READ_A_CODE, *map(str, opened.size)]
        read = subprocess.run(
            command, cwd=ROOT, input=opened.convert("RGBA").tobytes(), capture_output=True, check=True, timeout=60
        )
    return read.stdout.decode()


@pytest.mark.slow
@pytest.mark.skipif(not (TOOLS / "outloud").exists(), reason="outloud is not here: `make report/.venv/.slow`")
@pytest.mark.parametrize("slug", EDITIONS)
@pytest.mark.parametrize("name", DOCUMENTS)
def test_checkers(document):
    def said(*command: str) -> str:
        ran = subprocess.run([TOOLS / command[0], *command[1:]], capture_output=True, text=True, timeout=120)
        return ran.stdout

    assert "PASS" in said("pdfua", "check", str(document))
    found = re.findall(r"(?:ERROR|WARNING) +(\S+)(.*)", said("outloud", str(document)))
    assert [(code, words) for code, words in found if code not in FALSE_ALARMS] == []
