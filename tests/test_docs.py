"""The documents tell the truth: their examples build, and what exists is documented."""

import re
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from signpost_builder.cli import main
from signpost_builder.formats import FORMATS

ROOT = Path(__file__).parent.parent
EXAMPLE_FILE = re.compile(r"^```\w+ (?P<path>[\w./-]+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize(("page", "course"), [("README.md", "hello"), ("docs/author.md", "first")])
def test_the_example_course_builds(page, course, tmp_path, monkeypatch):
    """A reader who copies the files and runs the command gets packages, without a warning."""
    for example in EXAMPLE_FILE.finditer((ROOT / page).read_text(encoding="utf-8")):
        path = tmp_path / example["path"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(example["text"], encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    run = CliRunner().invoke(main, ["build", course, "--strict", "--as-of", "2026-11-23"])

    assert run.exit_code == 0, run.output
    assert (tmp_path / f"output/{course}/1.0.0/general/{course}-scorm12.zip").is_file()


def test_every_format_is_documented():
    """The overview names each format that `--format` takes, and so does the page of which the format says that it is its own."""
    pages = {one.name: {"lms.md", one.page} for one in FORMATS.values()}

    assert [(name, page) for name, where in pages.items() for page in where if not names(page, name)] == []


def names(page: str, format: str) -> bool:
    return f"`{format}`" in (ROOT / "docs" / page).read_text(encoding="utf-8")


def test_every_command_and_option_is_documented():
    """The page of whoever uses it shows each command and each of its options."""
    pages = "".join(
        (ROOT / "docs" / name).read_text(encoding="utf-8")
        for name in (
            "administrator.md",
            "author.md",
            "courses.md",
            "survey.md",
            "lms.md",
            "h5p.md",
            "developer.md",
            "room.md",
        )
    )
    wanted = [f"signpost {name}" for name in main.commands]
    wanted += [
        option
        for command in main.commands.values()
        for parameter in command.params
        for option in parameter.opts
        if option.startswith("--")
    ]

    assert [words for words in wanted if words not in pages] == []


def test_every_directive_is_documented():
    """docs/writing.md shows each directive that the reader knows."""
    from signpost_builder.source.directives import DIRECTIVES

    page = (ROOT / "docs/writing.md").read_text(encoding="utf-8")

    assert [name for name in DIRECTIVES if f"::: {name}" not in page] == []


def test_links_between_documents_resolve():
    """A relative link in a document leads to a file of the repository, and to a heading that stands in it."""
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
    links = [
        (page, *target)
        for page in pages
        for target in re.findall(r"\]\((?!https?:|page:|tel:|mailto:)([^)#\s]*)(?:#([^)\s]*))?\)", without_code(page))
    ]

    assert [f"{page.name}: {target}" for page, target, _ in links if not (page.parent / target).exists()] == []
    assert [
        f"{page.name}: {target}#{heading}"
        for page, target, heading in links
        if heading and heading not in headings((page.parent / target) if target else page)
    ] == []


def without_code(page: Path) -> str:
    return re.sub(r"^```.*?^ *```|`[^`\n]*`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)


@cache
def headings(page: Path) -> set[str]:
    """As GitHub makes names of them: small letters, digits, hyphens for spaces."""
    text = re.sub(r"^```.*?^ *```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    titles = [
        re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", title) for title in re.findall(r"^#{1,6} (.*)$", text, re.MULTILINE)
    ]
    return {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in titles}
