"""`signpost check` of a trainer pack: as it was built nothing, and each fault that packing again makes."""

import pytest
from signpost_builder.checking import lint
from signpost_builder.formats.trainer import TRAINER
from signpost_builder.package import zip_bytes
from signpost_builder.page.rendered import render

from tests.builders import an_edition


def lost_the_guide(tree):
    return {name: content for name, content in tree.items() if not name.endswith("guide.pdf")}


def a_picture_for_a_handout(tree):
    return {name: b"\x89PNG" if name.endswith("handout.pdf") else content for name, content in tree.items()}


@pytest.mark.parametrize(
    ("change", "found"),
    [(dict, []), (lost_the_guide, ["pack-file"]), (a_picture_for_a_handout, ["pack-file"])],
    ids=["as built", "lost", "another kind"],
)
def test_a_pack(change, found, tmp_path):
    (package,) = TRAINER.packages(render(an_edition()))
    (tmp_path / package.name).write_bytes(zip_bytes(change(package.tree)))
    report = lint(tmp_path / package.name)

    assert report.standard == "trainer" and [each.code for each in report.diagnostics] == found


def test_a_broken_zip_is_said(tmp_path):
    (tmp_path / "x-trainer.zip").write_bytes(b"PK\x03\x04")

    assert [each.severity for each in lint(tmp_path / "x-trainer.zip").diagnostics] == ["error"]
