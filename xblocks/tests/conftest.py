import json
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def scoring_vectors():
    return json.loads((Path(__file__).parents[2] / "tests/vectors/scoring.json").read_text("utf-8"))
