"""The store's form page carries the player's own script and style: what is in Git is what a fresh link makes."""

import runpy
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "survey" / "page"


def test_the_form_page_is_linked_from_the_player():
    """If this fails: .venv/bin/python survey/page/link.py, and commit what it writes."""
    made = runpy.run_path(str(FOLDER / "link.py"))

    kept = {name: (made["TARGET"] / name).read_bytes() for name in made["generated"]()}

    assert kept == made["generated"]()
