"""The checking page's judgement (report/verify/judge.js) run by Node, and releases in a chain for it."""

import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from functools import cache
from html import unescape
from pathlib import Path

from signpost_survey import keys as key_module
from signpost_survey import publish
from signpost_survey.columns import table
from signpost_survey.keys import make_folder, open_folder, public_document, rotate
from signpost_survey.ledger import Ledger, found_ledger
from signpost_survey.simulate import simulated_answers

from tests import studies

ROOT = Path(__file__).parents[2]
PASSPHRASE = "a long enough passphrase"
TERMS = ("2026-autumn", "2027-spring", "2027-summer", "2027-autumn")


def run(*asked: dict) -> list:
    """What judge.mjs prints, one for each."""
    node = shutil.which("node")
    assert node, "Node is missing: `make test` installs it"
    found = subprocess.run(
        [node, Path(__file__).with_name("judge.mjs")], input=json.dumps(asked), capture_output=True, text=True
    )
    assert (found.returncode, found.stderr) == (0, "")
    return json.loads(found.stdout)


def file(name: str, data: bytes) -> dict:
    """As page.js gives it: a report's page with what it carries and shows, anything else as text."""
    text = data.decode()
    carried = re.search(r'<script type="application/json" id="numbers">(.*?)</script>', text, re.DOTALL)
    if not carried:
        return {"name": name, "text": text}
    shown = re.findall(r'<data value="([^"]*)" data-number="([^"]*)">([^<]*)</data>', text)
    printed = [{"value": value, "id": unescape(id), "text": unescape(words)} for value, id, words in shown]
    return {"name": name, "numbers": carried[1], "printed": printed}


def judged(*files: tuple[str, bytes], key: str = "") -> dict:
    return judged_each([files], key)[0]


def judged_each(cases: Sequence[Sequence[tuple[str, bytes]]], key: str = "") -> list[dict]:
    """Of each case, in one process of Node: starting one costs more than a judgement."""
    return run(*({"files": [file(*one) for one in files], "key": key} for files in cases))


def state(found: dict, title: str) -> str:
    """Of the one check whose title begins so."""
    (one,) = [check for check in found["checks"] if check["title"].startswith(title)]
    return one["state"]


@cache
def chain() -> tuple[tuple[bytes, ...], tuple[str, ...]]:
    """Four releases of one ledger, whose key changed before the third and before the fourth; and the three public keys."""
    key_module.COST = {"n": 2**4, "r": 8, "p": 1}
    folder = Path(tempfile.mkdtemp()) / "keys"
    make_folder(folder, PASSPHRASE, "cd" * 16)
    found_ledger(folder, "cd" * 16)
    form, made, verify = studies.form(), [], []
    for number, term in enumerate(TERMS):
        if number >= 2:
            rotate(folder, PASSPHRASE)
        opened = Ledger(open_folder(folder, PASSPHRASE))
        answers = table(form, simulated_answers(form, 400, number))
        read = publish.Opened(answers, b"", b"", {})
        entry = publish.made(form, term, read, opened, number.to_bytes(32, "big"), f"{number:02}" * 32)
        opened.commit(entry)
        made.append(entry.release)
        verify.append(public_document(opened.keys.current)["verify"])
    return tuple(made), tuple(dict.fromkeys(verify))


def changed(release: bytes, *changes: tuple[Sequence[str | int], object]) -> bytes:
    """With values at these places set, and the old signature."""
    document = json.loads(release)
    for place, value in changes:
        at = document
        for step in place[:-1]:
            at = at[step]
        at[place[-1]] = value
    return json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
