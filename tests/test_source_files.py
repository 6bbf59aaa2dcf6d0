"""Files are read inside the project only, and their digest says what was read."""

from pathlib import Path, PurePosixPath

import pytest
from signpost_builder.diagnostics import SourceError, Span
from signpost_builder.read import read_course
from signpost_builder.source.files import Project

from tests.source_projects import AS_OF, a_project

HERE = Span(PurePosixPath("course.yaml"), 3, 1)


def test_a_file_that_the_computer_refuses(tmp_path, monkeypatch):
    """A finding, not a traceback."""

    def refuse(path):
        raise PermissionError(13, "Permission denied")

    (tmp_path / "a.txt").write_text("x")
    monkeypatch.setattr(Path, "read_bytes", refuse)
    text, findings = Project(tmp_path).text(PurePosixPath("a.txt"), HERE)

    assert text is None
    assert [(finding.code, finding.message) for finding in findings] == [
        ("unreadable-file", "'a.txt' cannot be read: Permission denied")
    ]


def test_line_ends_and_byte_order_mark_do_not_matter(tmp_path):
    """As Windows editors write them."""
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbfone\r\ntwo\rthree\n")

    assert Project(tmp_path).text(PurePosixPath("a.txt"), HERE) == ("one\ntwo\nthree\n", ())


def test_a_link_within_the_project_is_followed(tmp_path):
    """Only links that leave it are refused."""
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "b.txt").symlink_to("a.txt")

    assert Project(tmp_path).text(PurePosixPath("b.txt"), HERE) == ("x", ())


def test_a_folder_beside_the_project_with_a_longer_name_is_outside(tmp_path):
    """`/project-old` does not begin with `/project/`."""
    (tmp_path / "project").mkdir()
    (tmp_path / "project-old").mkdir()
    (tmp_path / "project-old/a.txt").write_text("x")

    text, findings = Project(tmp_path / "project").text(PurePosixPath("../project-old/a.txt"), HERE)

    assert text is None
    assert [finding.code for finding in findings] == ["outside-project"]


def test_the_digest_depends_on_names_and_content_only(tmp_path):
    """Not on the order of reading."""
    (tmp_path / "a.txt").write_text("1")
    (tmp_path / "b.txt").write_text("2")
    one, other, fewer = (Project(tmp_path) for _ in range(3))
    for project, names in ((one, "ab"), (other, "ba"), (fewer, "a")):
        for name in names:
            project.text(PurePosixPath(f"{name}.txt"), HERE)

    assert one.digest() == other.digest() != fewer.digest()


def test_what_an_editor_holds_comes_before_the_disk(tmp_path):
    """A file that is not saved yet is there, is listed, and is read with the same eyes."""
    (tmp_path / "quizzes").mkdir()
    (tmp_path / "quizzes/old.yaml").write_text("saved")
    held = {PurePosixPath("quizzes/old.yaml"): "\ufefftyped\r\n", PurePosixPath("quizzes/new.yaml"): "new"}
    project = Project(tmp_path, held)

    assert project.text(PurePosixPath("quizzes/old.yaml"), HERE) == ("typed\n", ())
    assert project.has(PurePosixPath("quizzes/new.yaml"))
    assert project.peek(PurePosixPath("quizzes/new.yaml")) == "new"
    assert list(map(str, project.matching("quizzes/*.yaml"))) == ["quizzes/new.yaml", "quizzes/old.yaml"]


def test_half_a_character_in_an_editor_is_told(tmp_path):
    """JSON can say half of a pair; no file can hold it."""
    text, findings = Project(tmp_path, {PurePosixPath("a.txt"): "x \ud83d y"}).text(PurePosixPath("a.txt"), HERE)

    assert text is None
    assert [(finding.code, finding.span.column) for finding in findings] == [("not-utf-8", 3)]


def test_a_course_is_read_from_unsaved_texts(tmp_path):
    """Whatever part of it an editor holds: the module that was just broken, and nothing is written."""
    folder = a_project(tmp_path)
    saved = (tmp_path / "modules/one/module.md").read_text("utf-8")
    held = {PurePosixPath("modules/one/module.md"): saved.replace("Welcome.", "Welcome. {fact:NRM-1}")}

    with pytest.raises(SourceError) as wrong:
        read_course(folder, as_of=AS_OF, unsaved=held)

    assert [finding.code for finding in wrong.value.diagnostics] == ["unknown-fact"]
    assert (tmp_path / "modules/one/module.md").read_text("utf-8") == saved
