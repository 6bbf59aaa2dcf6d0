"""A course that is read again and again as its files change: what was remembered is never told from what is read anew."""

import datetime
import os
import random
import shutil
from pathlib import Path

import pytest
from signpost_builder.diagnostics import SourceError
from signpost_builder.model import Check
from signpost_builder.read import course as course_module
from signpost_builder.read import module as module_reader
from signpost_builder.read import page as page_reader
from signpost_builder.read import read_course
from signpost_builder.source import files
from signpost_builder.source.files import TOO_YOUNG_NS
from signpost_builder.source.remembered import KEPT_READS, Remembered

from tests.source_projects import AS_OF, FILES, a_project

ROOT = Path(__file__).parent.parent
SAVES = 100
PRACTICE = (
    FILES["quizzes/asked.yaml"]
    .replace("asked", "practice")
    .replace("K01", "P01")
    .replace("Whom do you tell", "Who helps")
)
PICTURE = {
    "body": "![A map of the yard](map.svg)",
    "modules/one/map.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>A</title><path d="M0 0h9"/></svg>',
}
TODAY = max(AS_OF, datetime.date(2026, 11, 28))  # on which nothing of the shipped course is out of date


def _read(folder, remembered=None):
    """The course, or None, and everything that was found, each with all its places."""
    try:
        course, findings = read_course(folder, as_of=TODAY, remembered=remembered)
    except SourceError as problem:
        return None, problem.diagnostics
    return course, findings


def _alike(one, other):
    """Equality leaves places out; `repr` too. So the spans of what authors are shown are compared one by one."""
    assert one == other
    if one[0]:
        assert _places(one[0]) == _places(other[0])
        assert list(one[0].assets) == list(other[0].assets)


def _places(course):
    for module in course.modules:
        yield_of = [module.span, *(page.span for page in module.pages)]
        yield_of += [
            question.span
            for page in module.pages
            for block in page.blocks
            if isinstance(block, Check)
            for question in block.questions.questions
        ]
        return yield_of + [each.span for questions in course.question_sets.values() for each in questions.questions]
    return []


@pytest.fixture
def shipped(tmp_path):
    for name in ("course", "modules", "quizzes"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for file in tmp_path.rglob("*"):
        os.utime(file, ns=(1, 1))
    return tmp_path


EDITS = (
    ("modules/signs/module.md", lambda text: text + "\nOne more sentence.\n"),
    ("modules/signs/module.md", lambda text: text.replace("---\n", "---\n\n", 2)),
    ("modules/signs/module.md", lambda text: text.replace(":::", "::", 1)),
    ("modules/facts.yaml", lambda text: "# moved by a line\n" + text),
    ("modules/facts.yaml", lambda text: text.replace("review_by: 2027", "review_by: 2026", 1)),
    ("modules/facts.yaml", lambda text: text[: len(text) // 2]),
    ("modules/facts.yaml", lambda text: text.replace("claim: ", "claim: Changed: ", 3)),
    ("modules/helplines.yaml", lambda text: text.replace("- id: ", "- id: x", 1)),
    ("quizzes/knowledge-staff.yaml", lambda text: "# moved\n" + text),
    ("quizzes/knowledge-staff.yaml", lambda text: text.replace("title: ", "title: Other ", 1)),
    ("course/spot-the-signs/course.yaml", lambda text: text.replace("title: ", "title: Other ", 1)),
    ("course/spot-the-signs/course.yaml", lambda text: text.replace("languages: [en-GB]", "languages: [fr]")),
    ("course/contacts.yaml", lambda text: text.replace("words: ", "words: now ", 1)),
    ("course/words.yaml", lambda text: text.replace("site: ", "site: other ", 1)),
    ("course/spot-the-signs/sites.csv", lambda text: text.replace("Academy", "School", 1)),
    ("course/refresher/course.yaml", lambda text: text.replace("id: ", "id: x", 2)),
)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_what_is_remembered_is_what_would_be_read(shipped, seed):
    """Each edit is made and taken back, in a random order; after each, all is as if it were read for the first time."""
    remembered, folder = Remembered(), shipped / "course/spot-the-signs"
    for name, edit in random.Random(seed).sample(EDITS, len(EDITS)):
        file = shipped / name
        before = file.read_text("utf-8")
        for text in (edit(before), before):
            file.write_text(text, "utf-8")

            _alike(_read(folder, remembered), _read(folder))


@pytest.mark.slow
def test_media_that_come_change_and_go_are_seen(shipped):
    """A drawing is remembered by size and times; one that has just been written is looked at each time."""
    folder, remembered = shipped / "course/spot-the-signs", Remembered()
    picture = next((shipped / "modules/signs").rglob("*.svg"))
    content = picture.read_bytes()
    _read(folder, remembered)
    for new in (content[:-20], content.replace(b"<svg", b"<svg onload='x()'"), content + b"<!-- -->", None, content):
        if new is None:
            picture.unlink()
        else:
            picture.write_bytes(new)

        _alike(_read(folder, remembered), _read(folder))


def test_a_picture_that_changed_within_the_same_tick_of_the_clock_is_looked_at(tmp_path):
    """The same size and the same time: one that was written just now is remembered by neither."""
    folder, remembered = a_project(tmp_path, **PICTURE), Remembered()
    picture = tmp_path / "modules/one/map.svg"
    first = _read(folder, remembered)[0].digest
    on_disk = picture.stat()
    picture.write_bytes(picture.read_bytes().replace(b"<title>A", b"<title>B"))
    os.utime(picture, ns=(on_disk.st_atime_ns, on_disk.st_mtime_ns))

    assert _read(folder, remembered)[0].digest != first
    assert TOO_YOUNG_NS > 2_000_000_000


def test_an_old_picture_is_looked_at_once(tmp_path, monkeypatch):
    folder, remembered = a_project(tmp_path, **PICTURE), Remembered()
    monkeypatch.setattr(files, "TOO_YOUNG_NS", -(10**18))
    first, again = _read(folder, remembered)[0], _read(folder, remembered)[0]

    assert again == first
    assert again.digest == first.digest

    (tmp_path / "modules/one/map.svg").unlink()

    assert [found.code for found in _read(folder, remembered)[1]] == ["missing-image"]


def test_a_module_that_did_not_change_is_not_read_again(tmp_path, monkeypatch):
    folder, remembered, read = a_project(tmp_path), Remembered(), []

    def noting(text, path, context, sets):
        read.append(str(path))
        return module_reader.read_module(text, path, context, sets)

    monkeypatch.setattr(course_module, "read_module", noting)
    first, _ = _read(folder, remembered)
    again, _ = _read(folder, remembered)

    assert read == ["modules/one/module.md"]
    assert again.modules[0] is first.modules[0]

    (tmp_path / "modules/facts.yaml").write_text("{}\n")
    _read(folder, remembered)
    (tmp_path / "course/demo/course.yaml").write_text(
        (folder / "course.yaml").read_text().replace("title: ", "title: X", 1)
    )
    _read(folder, remembered)

    assert read.count("modules/one/module.md") <= 2


PAGES = "Welcome.\n\n## Before\n\nOne {fact:NRM-01}.\n\n## Here\n\nTwo.\n\n## Behind\n\nThree.\n"


def _noting_pages(monkeypatch):
    """The ids of pages, as they are read."""
    read = []

    def noting(source, *given, **more):
        read.append(source.draft.id.removeprefix("one."))
        return page_reader.read_page(source, *given, **more)

    monkeypatch.setattr(module_reader, "read_page", noting)
    return read


def test_of_a_module_that_changed_only_the_page_is_read_again(tmp_path, monkeypatch):
    """The others stay the very same, read and typeset; those that have moved by a line are read at their new place."""
    folder, remembered = a_project(tmp_path, body=PAGES), Remembered()
    file, read = tmp_path / "modules/one/module.md", _noting_pages(monkeypatch)
    first, _ = _read(folder, remembered)
    read.clear()
    file.write_text(file.read_text("utf-8").replace("Two.", "It's two."), "utf-8")
    second, _ = _read(folder, remembered)

    assert read == ["here"]
    assert [one is other for one, other in zip(first.modules[0].pages, second.modules[0].pages, strict=True)] == [
        True,
        True,
        False,
        True,
    ]
    assert "It’s two." in second.modules[0].pages[2].blocks[0].parts[0]

    file.write_text(file.read_text("utf-8").replace("two.\n", "two.\n\nAnd more.\n"), "utf-8")
    third, _ = _read(folder, remembered)

    assert read == ["here", "here", "behind"]
    assert third.modules[0].pages[3].span.line == second.modules[0].pages[3].span.line + 2


def test_only_the_page_that_says_a_figure_is_read_again(tmp_path, monkeypatch):
    """When the figure changes."""
    folder, remembered = a_project(tmp_path, body=PAGES), Remembered()
    facts, read = tmp_path / "modules/facts.yaml", _noting_pages(monkeypatch)
    _read(folder, remembered)
    read.clear()
    facts.write_text(facts.read_text("utf-8").replace("value: ", "value: about "), "utf-8")
    course, _ = _read(folder, remembered)

    assert read == ["before"]
    assert "about" in course.modules[0].pages[1].blocks[0].parts[0]


def test_pages_are_kept_as_long_as_their_module(tmp_path, monkeypatch):
    """However long nothing in it changes; what once was a page and is none any more is forgotten."""
    folder, remembered = a_project(tmp_path, body=PAGES), Remembered()
    file, read = tmp_path / "modules/one/module.md", _noting_pages(monkeypatch)
    for number in range(KEPT_READS):
        file.write_text(file.read_text("utf-8").replace("Here", f"Here {number} "), "utf-8")
        _read(folder, remembered)
    for _ in range(2 * KEPT_READS):
        _read(folder, remembered)
    kept = len(remembered)
    read.clear()
    file.write_text(file.read_text("utf-8").replace("Three.", "Four."), "utf-8")
    _read(folder, remembered)

    assert read == ["behind"]
    assert len(remembered) == kept


def test_a_set_that_moved_by_a_line_is_shown_at_its_new_place(tmp_path):
    body = "Welcome.\n\n::: quiz ref=practice\n:::\n"
    folder = a_project(tmp_path, **{"quizzes/practice.yaml": PRACTICE}, body=body)
    remembered = Remembered()
    course, _ = _read(folder, remembered)
    id = "practice"
    file = tmp_path / f"quizzes/{id}.yaml"
    before = course.question_sets[id].questions[0].span.line
    file.write_text("# one more line\n" + file.read_text("utf-8"), "utf-8")
    course, _ = _read(folder, remembered)

    (check,) = (block for page in course.modules[0].pages for block in page.blocks if isinstance(block, Check))

    assert course.question_sets[id].questions[0].span.line == check.questions.questions[0].span.line == before + 1


def test_memory_stays_as_it_is_over_many_saves(tmp_path):
    folder, remembered = a_project(tmp_path), Remembered()
    module = tmp_path / "modules/one/module.md"
    text = module.read_text("utf-8")
    _read(folder, remembered)
    after_one = len(remembered)
    for number in range(SAVES):
        module.write_text(f"{text}\nSave {number}.\n", "utf-8")
        _read(folder, remembered)

    assert len(remembered) == after_one


def test_files_that_come_and_go_under_other_names_are_forgotten(tmp_path):
    folder, remembered = a_project(tmp_path), Remembered()
    _read(folder, remembered)
    usual = len(remembered)
    course = folder / "course.yaml"
    for number in range(3 * KEPT_READS):
        name = f"n{number}"
        old = next((tmp_path / "modules").glob("*/module.md")).parent
        text = (old / "module.md").read_text("utf-8")
        (old / "module.md").write_text(text.replace(f"id: {old.name}", f"id: {name}"), "utf-8")
        course.write_text(course.read_text("utf-8").replace(f"[{old.name}]", f"[{name}]"), "utf-8")
        old.rename(tmp_path / "modules" / name)
        assert _read(folder, remembered)[0] is not None

    of_one_module = 6  # its text, the module and its page, both as they are shown, and what they were read with

    assert len(remembered) < usual + of_one_module * (KEPT_READS + 2)
