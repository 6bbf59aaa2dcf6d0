"""The printed sheet for the tests, by the builder's own Python and Typst."""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from signpost_survey.form import Form, parse_form
from signpost_survey.keys import public_document
from signpost_survey.paper.layout import Layout, parse_layout

from tests import forms
from tests.paper_hand import PRINT

ROOT = Path(__file__).parents[2]
BUILDER = ROOT / ".venv/bin/python"


@dataclass(frozen=True)
class Sheet:
    """`printed`: the first page of questionnaire.pdf, PRINT dots for each millimetre. `folder`: with form.json and paper.json."""

    folder: Path
    printed: np.ndarray
    back: np.ndarray
    layout: Layout
    form: Form


def made(folder: Path, audience: str = "staff") -> Sheet:
    if not BUILDER.exists():
        pytest.skip("the builder is not installed (make course)")
    (folder / "key.json").write_text(json.dumps(public_document(forms.KEYS)))
    script = Path(__file__).with_name("make_sheet.py")
    done = subprocess.run([BUILDER, script, folder / "key.json", folder, audience], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    document = pypdfium2.PdfDocument((folder / "questionnaire.pdf").read_bytes())
    first, second = (
        np.ascontiguousarray(document[page].render(scale=PRINT * 25.4 / 72).to_numpy()[:, :, :3]) for page in (0, 1)
    )
    document.close()
    form = parse_form((folder / "form.json").read_bytes())
    return Sheet(folder, first, second, parse_layout((folder / "paper.json").read_bytes(), form), form)
