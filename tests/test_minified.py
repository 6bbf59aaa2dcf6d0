"""No script that is shipped reads a name before it is declared.

The minifier joins declarations that follow each other and puts those that take things apart first: `let a = f(); let {b} = g(a);` became
`let {b} = g(a), a = f()`, which stops with an error. eslint finds it, whatever the minifier does next.
"""

import json
import re
import subprocess
from pathlib import Path

import pytest
from signpost_builder.formats.campaign.site import exit_script
from signpost_builder.formats.trainer import register_page, room_page, slides_html
from signpost_builder.page.script import player_script

ROOT = Path(__file__).parent.parent
SCRIPTS = {
    "player.js for SCORM 1.2": lambda: player_script("scorm12").decode(),
    "player.js for SCORM 2004": lambda: player_script("scorm2004").decode(),
    "player.js for the blocks": lambda: player_script("xblock").decode(),
    "player.js": lambda: player_script("none").decode(),
    "card.js": exit_script,
    "register.js": register_page.register_script,
    "room.js": room_page.room_script,
    "reader.js": room_page.reader_script,
    "phone.js": room_page.phone_script,
    "code.js": room_page.code_script,
    "slides.js": slides_html.slides_script,
    "form-page.js": (ROOT / "survey/signpost_survey/page/form.js").read_text,
}


@pytest.fixture(scope="module")
def read_too_early():
    return _read_too_early({name: made() for name, made in SCRIPTS.items()})


def _read_too_early(scripts: dict[str, str]) -> dict[str, list[str]]:
    ran = subprocess.run(
        ["node", "tests/js/used-before.js"],
        input=json.dumps(scripts),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert ran.returncode == 0, ran.stderr
    found: dict[str, list[str]] = json.loads(ran.stdout)
    return found


@pytest.mark.parametrize("name", SCRIPTS)
def test_nothing_is_read_before_it_is_declared(read_too_early, name):
    assert read_too_early[name] == []


def test_a_mistake_of_the_minifier_is_found():
    """Where the minifier no longer makes this mistake, the sentence at the head of this file may go; the test may not."""
    assert _read_too_early({"moved": '"use strict"; let {b} = a, a = f(); const g = () => late; const late = 1;'})[
        "moved"
    ]


def test_every_script_is_read_here():
    entries = {
        entry
        for path in (*(ROOT / "builder/signpost_builder").rglob("*.py"), ROOT / "survey/page/link.py")
        for entry in re.findall(r'link\("([\w-]+\.js)"', path.read_text("utf-8"))
    }

    assert entries == {name.partition(" ")[0] for name in SCRIPTS}
