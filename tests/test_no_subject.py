"""No subject in the compiler: a course on fire safety (tests/fire) is about fires, in every package and every message."""

import io
import re
import shutil
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import signpost_builder
from click import Group
from click.testing import CliRunner
from signpost_builder.cli import main
from signpost_builder.explanations import explanations

from tests.subject_words import of_no_tree, words_of_safeguarding

FIRE = Path(__file__).parent / "fire"
DAY = ("--as-of", "2026-11-28")


def inside(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """A file and, where it is an archive, every file in it."""
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for each in archive.namelist():
                yield from inside(f"{name}/{each}", archive.read(each))
    elif content[:2] == b"\x1f\x8b":
        with tarfile.open(fileobj=io.BytesIO(content)) as archive:
            for member in archive:
                if member.isfile():
                    yield from inside(f"{name}/{member.name}", archive.extractfile(member).read())
    else:
        yield name, content


def run(*arguments: str) -> str:
    ended = CliRunner().invoke(main, arguments)
    assert ended.exit_code == 0, ended.output
    return ended.output


def project(home: Path, *without: str) -> Path:
    """A copy of the project, but for these files of the course."""
    shutil.copytree(FIRE, home)
    for name in without:
        (home / "course/fire" / name).unlink()
    return home / "course/fire"


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> dict[str, bytes]:
    """Every file of every package in all seven formats, for both sites, both audiences and no site."""
    home = tmp_path_factory.mktemp("fire")
    course, output = project(home / "project"), home / "output"
    audiences = ("--audience", "everyone", "--audience", "guest")
    run("build", str(course), *DAY, *audiences, "--all-sites", "--output", str(output))
    run("build", str(course), *DAY, *audiences, "--output", str(output / "general"))
    return {
        name: content
        for path in sorted(output.rglob("*"))
        if path.is_file()
        for name, content in inside(path.relative_to(output).as_posix(), path.read_bytes())
    }


def test_no_package_has_a_word_of_safeguarding(built):
    assert {name: words for name, content in built.items() if (words := words_of_safeguarding(content))} == {}


def test_the_words_are_found_where_they_are(built):
    """The search reads what learners read, and what it looks for is there in a course about it."""
    page = next(content for name, content in built.items() if name.endswith("hill/fire-web.html"))
    texts = b"\n".join(built.values()).decode("utf-8", "replace")

    assert words_of_safeguarding(b"If you are worried about a child, contact your academy")
    assert {name.partition("/")[0] for name in built} >= {"fire", "general"}
    assert "Draft, not yet reviewed by a fire engineer" in page.decode()
    for said in (
        "Example branch.",
        "After that, ask your fire warden.",
        "takes you to a news site at once",
        "If you see a blocked way out, contact Kim Vale (01632 960 301).",
        "every question about getting out alive right",
        "Some people who do this training have been in a fire.",
        "Kim Vale, your fire warden (",
    ):
        assert said in re.sub(r"<a [^>]*>|</a>", "", texts), said


def test_a_contact_takes_the_place_of_the_line_that_it_names(built):
    """Of the site that has one, and of no other."""
    harbour, hill = (
        next(content for name, content in built.items() if name.endswith(f"{site}/fire-web.html"))
        for site in ("harbour", "hill")
    )

    assert b"Fire safety advice" not in harbour and b"Fire safety advice" in hill


def test_only_the_columns_of_the_course_are_demanded(tmp_path):
    (tmp_path / "home").mkdir()
    course = project(tmp_path / "project")
    (course / "sites.csv").write_text("id,name\n", encoding="utf-8")

    ended = CliRunner().invoke(main, ["check", str(course), *DAY])

    assert "the header has no column warden_name, warden_phone, checked_on, checked_by\n" in ended.output


def test_a_course_without_contacts_and_words(tmp_path):
    """It says what it says of no subject, asks for no column of its own, and has no part that would be empty."""
    course = project(tmp_path / "project", "contacts.yaml", "words.yaml")
    module = tmp_path / "project/modules/alarm/module.md"
    module.write_text(re.sub(r"\{contact:[a-z-]+\}", "somebody", module.read_text("utf-8")), "utf-8")
    quiz = tmp_path / "project/quizzes/ways-out.yaml"
    quiz.write_text(quiz.read_text("utf-8").replace("{contact:warden}", "somebody"), "utf-8")
    (tmp_path / "project/modules/helplines.yaml").unlink()
    (course / "sites.csv").write_text("id,name,checked_on,checked_by\nhill,Hill Depot,2026-11-22,Facilities\n", "utf-8")
    output = tmp_path / "output"

    run(
        "build",
        str(course),
        *DAY,
        "--audience",
        "everyone",
        "--audience",
        "guest",
        "--all-sites",
        "--output",
        str(output),
    )
    made = {
        name: data
        for path in output.rglob("*")
        if path.is_file()
        for name, data in inside(str(path), path.read_bytes())
    }
    page = next(data for name, data in made.items() if name.endswith("hill/fire-web.html")).decode()

    assert {name: words for name, data in made.items() if (words := words_of_safeguarding(data))} == {}
    assert "Draft, not yet reviewed</p>" in page and "This training does not send reports.</p>" in page
    assert "Look after yourself" not in page and "every critical question right" in page
    assert not re.search(
        r"None\b(?! of)|\{\w+\}|<p>\s*</p>", re.sub(r"<(script|style).*?</\1>", "", page, flags=re.DOTALL)
    )


def test_without_an_exit_address_there_is_no_exit(tmp_path):
    """Rather than a link that leads nowhere, or to a page that somebody else has chosen."""
    course = project(tmp_path / "project")
    file = course / "course.yaml"
    text = file.read_text("utf-8").replace(", exit_this_page: true", "")
    file.write_text(re.sub("exit_url: .*\n", "", text), "utf-8")

    run("build", str(course), *DAY, "--output", str(tmp_path / "output"))

    for path in (tmp_path / "output").rglob("*"):
        for name, content in inside(path.name, path.read_bytes()) if path.is_file() else ():
            assert b'data-do="exit"' not in content and b"Exit this page" not in content, name


def commands(group: Group, *path: str) -> Iterator[tuple[str, ...]]:
    yield path
    for name, command in group.commands.items():
        yield from commands(command, *path, name) if isinstance(command, Group) else [(*path, name)]


@pytest.mark.parametrize("path", list(commands(main)), ids=" ".join)
def test_no_help_has_a_word_of_safeguarding(path):
    assert words_of_safeguarding(run(*path, "--help").encode()) == []


def test_no_explanation_has_a_word_of_safeguarding():
    told = {code: run("explain", code) for code in explanations()}

    assert {code: words for code, text in told.items() if (words := words_of_safeguarding(text.encode()))} == {}


def test_no_schema_and_no_check_has_a_word_of_safeguarding(tmp_path):
    told = run("check", str(project(tmp_path / "project")), *DAY)
    run("schema", str(tmp_path / "schemas"))
    schemas = {path.name: path.read_bytes() for path in (tmp_path / "schemas").iterdir()}

    assert words_of_safeguarding(told.encode()) == [] and schemas
    assert {name: words for name, content in schemas.items() if (words := words_of_safeguarding(content))} == {}


def test_no_source_of_the_compiler_has_a_word_of_safeguarding():
    """Its templates, styles, player and code, comments too; elements have children there."""
    folder = Path(signpost_builder.__file__).parent
    sources = [path for ending in ("*.json", "*.html", "*.css", "*.js", "*.py") for path in folder.rglob(ending)]
    found = {path.relative_to(folder).as_posix(): of_no_tree(path.read_bytes()) for path in sources}

    assert len(sources) > 100 and {name: words for name, words in found.items() if words} == {}
