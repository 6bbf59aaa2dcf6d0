"""From editions to files: what is written where, what is recorded, and that it is all or nothing."""

import hashlib
import json
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from signpost_builder.build import build, source_commit
from signpost_builder.diagnostics import SourceError
from signpost_builder.formats import FORMATS

from tests.builders import (
    OF_ANY_COURSE,
    a_check,
    a_choice,
    a_choice_question,
    a_course,
    a_module,
    a_page,
    a_site,
    an_edition,
)

if TYPE_CHECKING:
    from signpost_builder.model import Check


def recorded(output):
    return json.loads((output / "spot-the-signs/1.0.0/editions.json").read_text(encoding="utf-8"))


def test_every_format_arrives_in_the_edition_s_folder(tmp_path):
    """One line of results for each package, in the order asked for."""
    results = build([an_edition()], OF_ANY_COURSE, tmp_path)

    folder = tmp_path / "spot-the-signs/1.0.0/general"
    names = [result.written.path.relative_to(folder).as_posix() for result in results]
    assert names == [
        "spot-the-signs-scorm12.zip", "spot-the-signs-scorm2004.zip", "spot-the-signs-scorm2004-4th.zip",
        "spot-the-signs-openedx.tar.gz", "spot-the-signs-openedx-native.tar.gz", "spot-the-signs-openedx-native.txt",
        "spot-the-signs-before.h5p", "spot-the-signs-lessons.h5p", "spot-the-signs-after.h5p", "spot-the-signs-h5p.md",
        "spot-the-signs-trainer.zip", "spot-the-signs-web", "spot-the-signs-web.html",
    ]  # fmt: skip
    assert sorted(path.name for path in folder.iterdir()) == sorted(names)
    assert all(result.seconds >= 0 and result.written.size_bytes for result in results)


def test_what_was_built_is_recorded(tmp_path):
    """The commit stands in editions.json only, with every file's hash."""
    site = an_edition(slug="hill-top", site=a_site())
    (result,) = build([site], ["scorm12"], tmp_path, commit="c0ffee")

    package = result.written.path
    assert recorded(tmp_path) == {
        "commit": "c0ffee",
        "course": "spot-the-signs",
        "digest": "0" * 64,
        "version": "1.0.0",
        "editions": {
            "hill-top": {
                "audience": "staff",
                "digest": site.digest,
                "draft": True,
                "language": "en-GB",
                "site": "hill-top",
            }
        },
        "reviews": {},
        "files": {
            "hill-top/spot-the-signs-scorm12.zip": {
                "sha256": hashlib.sha256(package.read_bytes()).hexdigest(),
                "size_bytes": package.stat().st_size,
            }
        },
    }
    assert b"c0ffee" not in package.read_bytes()


def test_a_second_run_from_the_same_sources_adds_to_the_record(tmp_path):
    """Another format of the same sources joins; what was altered since is left out, with what its format made beside it."""
    build([an_edition()], ["scorm12"], tmp_path)
    build([an_edition()], ["web"], tmp_path)
    assert len(recorded(tmp_path)["files"]) == 5

    (tmp_path / "spot-the-signs/1.0.0/general/spot-the-signs-web.html").write_text("altered")
    build([an_edition()], ["scorm12"], tmp_path)

    assert sorted(recorded(tmp_path)["files"]) == ["general/spot-the-signs-scorm12.zip"]


@pytest.mark.parametrize(
    "before", ["", "[]", "{}", "not json", '{"commit": "", "course": "x", "digest": "", "version": "", "files": 1}']
)
def test_other_sources_start_the_record_afresh(before, tmp_path):
    """What an older version of the sources made is not listed, nor what somebody else wrote."""
    build([an_edition(a_course(digest="1" * 64))], ["web"], tmp_path)
    if before:
        (tmp_path / "spot-the-signs/1.0.0/editions.json").write_text(before)

    build([an_edition()], ["scorm12"], tmp_path)

    assert list(recorded(tmp_path)["files"]) == ["general/spot-the-signs-scorm12.zip"]


def test_an_edition_that_does_not_fit_stops_everything(tmp_path):
    """The learner's state has a limit; the sound edition before it is not written either, and both are judged."""
    choices = tuple(a_choice(f"Choice {number}", correct=True) for number in range(12))
    checks: list[Check] = [
        a_check(a_choice_question(*choices, id=f"Q{number}"), id=f"c{number}") for number in range(1500)
    ]
    large = an_edition(a_course(a_module(a_page(*checks))), slug="large")

    with pytest.raises(SourceError) as stopped:
        build([an_edition(), large, replace(large, slug="larger")], ["scorm12"], tmp_path)

    assert {found.code for found in stopped.value.diagnostics} == {"state-too-large"}
    assert list(tmp_path.iterdir()) == []


def test_a_writer_that_fails_leaves_nothing(tmp_path, monkeypatch):
    """A bug of ours is a traceback, never half an output."""

    def broken(*_):
        raise RuntimeError("bug")

    monkeypatch.setitem(FORMATS, "broken", replace(FORMATS["scorm12"], name="broken", write=broken))

    with pytest.raises(RuntimeError):
        build([an_edition()], ["scorm12", "broken"], tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_commit_is_read_from_git(tmp_path):
    """With a mark after changes; without Git there is none."""
    assert source_commit(tmp_path) == ""

    def git(*words):
        identity = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
        return subprocess.run(
            ("git", "-C", str(tmp_path), *identity, *words), check=True, capture_output=True, text=True
        ).stdout.strip()

    git("init")
    (tmp_path / "a").write_text("1")
    git("add", "a")
    git("commit", "-m", "one")
    head = git("rev-parse", "HEAD")
    assert source_commit(tmp_path) == head

    (tmp_path / "a").write_text("2")
    assert source_commit(tmp_path) == f"{head}-dirty"
