"""Our packages before a server that we did not write: the validator of Lumi's h5p-server.

It judges the packaging and the versions, not the content, and takes directory entries and long titles that others refuse;
those are our own check's.
"""

import datetime
import json
import subprocess
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from signpost_builder.checking import lint
from signpost_builder.editions import edition
from signpost_builder.formats import FORMATS
from signpost_builder.formats.h5p.cli import full_tree, locate
from signpost_builder.package import zip_bytes
from signpost_builder.page import render
from signpost_builder.read import read_course

from tests.h5p_libraries import write_libraries
from tests.h5p_packages import MAINS, a_tree, metadata_of

ROOT = Path(__file__).parent.parent
SHIPPED = ROOT / "course" / "spot-the-signs"
QUIZ = "H5P.QuestionSet"


def judged(folder: Path, libraries: Path, trees: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """What is said of each package, by its name."""
    places = []
    for name, tree in trees.items():
        place = folder / name
        packed = folder / f"{name}.h5p"
        packed.write_bytes(zip_bytes(tree))
        with zipfile.ZipFile(packed) as archive:
            archive.extractall(place)
        places.append(str(place))
    run = subprocess.run(
        ["node", "tests/h5p/judge.cjs", str(libraries), *places], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return {Path(one["folder"]).name: one for one in json.loads(run.stdout)}


@pytest.fixture(scope="module")
def libraries(tmp_path_factory):
    return write_libraries(tmp_path_factory.mktemp("libraries"))


def test_packages_are_accepted(tmp_path, libraries):
    """Content alone where the libraries are installed, and with its libraries."""
    tool = locate(ROOT)
    alone = {main.lower().replace(".", "-"): a_tree(main) for main in MAINS}
    full = {f"full-{name}": full_tree(tree, libraries, tool) for name, tree in alone.items()}

    said = judged(tmp_path, libraries, {**alone, **full})

    assert len(said) == 8
    assert [one for one in said.values() if one["errors"] or one["missing"]] == []


def test_what_is_wrong_is_refused(tmp_path, libraries):
    """So that the test above means something."""
    metadata = metadata_of(QUIZ, MAINS[QUIZ])
    said = judged(
        tmp_path,
        write_libraries(tmp_path / "newer", "hub-2026"),
        {
            "older": a_tree(QUIZ),
            "type": {**a_tree(QUIZ), "content/map.svg": b"<svg/>"},
            "licence": a_tree(QUIZ, metadata={**metadata, "license": "CC BY 4.0"}),
            "year": a_tree(QUIZ, metadata={**metadata, "yearsFrom": 2026}),
            "embedding": a_tree(QUIZ, metadata={key: value for key, value in metadata.items() if key != "embedTypes"}),
        },
    )

    assert (said["older"]["errors"], said["older"]["missing"]) == ([], ["H5P.QuestionSet-1.20"])
    assert all(said[name]["errors"] for name in ("type", "licence", "year", "embedding")), said


def test_the_shipped_course_is_accepted(tmp_path, libraries):
    """Every package of every audience, by Lumi and by our own check."""
    course, _ = read_course(SHIPPED, as_of=datetime.date(2026, 11, 28))
    trees = {
        f"{audience.id}.{package.name}".removesuffix(".h5p"): package.tree
        for audience in course.audiences
        for package in FORMATS["h5p"].packages(render(edition(course, None, audience)))
        if package.name.endswith(".h5p")
    }

    said = judged(tmp_path, libraries, trees)

    assert {name.split(".")[0] for name in trees} == {"staff", "hub-leader", "caregiver", "sibling"}
    assert [one for one in said.values() if one["errors"] or one["missing"]] == []
    assert [found for name in trees for found in lint(tmp_path / f"{name}.h5p").diagnostics] == []
