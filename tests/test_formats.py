"""The table of formats: what each declares is so, and no two are in each other's way."""

from collections import Counter
from dataclasses import fields

import pytest
from signpost_builder.build import build
from signpost_builder.checking import is_package
from signpost_builder.cli import main
from signpost_builder.formats import FORMATS, TABLE, checks, families
from signpost_builder.formats.course_file import course_file
from signpost_builder.formats.format import Format
from signpost_builder.schema import CourseFile

from tests.builders import OF_ANY_COURSE, an_edition


def test_every_line_is_a_format_of_its_own():
    """A name twice would hide one of the two; so would the key of a family."""
    keys = {id(one.options): one.options.key for one in FORMATS.values() if one.options}

    assert len(FORMATS) == len(TABLE)
    assert [key for key, times in Counter(keys.values()).items() if times > 1] == []
    assert {one.key for one in families()} == set(keys.values())
    assert not set(keys.values()) & CourseFile.model_fields.keys()


@pytest.mark.parametrize("command", ["build", "check"])
def test_no_two_declare_one_option(command):
    """What was typed goes to families by the name of the parameter."""
    spelt = Counter(word for option in main.commands[command].params for word in (option.name, *option.opts))

    assert [word for word, times in spelt.items() if times > 1 and word.startswith("--")] == []
    assert max(Counter(option.name for option in main.commands[command].params).values()) == 1


@pytest.mark.parametrize("name", [name for name in OF_ANY_COURSE if FORMATS[name].check])
def test_what_is_built_is_claimed_by_the_formats_own_check(name, tmp_path):
    """The first check that claims a package judges it; its name ends as the format says."""
    results = build([an_edition()], [name], tmp_path)
    format = FORMATS[name]
    paths = [one.written.path for one in results if one.written.path.suffix not in (".md", ".txt")]

    assert paths and all(path.name.endswith(format.ending) for path in paths)
    assert [next(check for check in checks() if check.claims(path)) for path in paths] == [format.check] * len(paths)


def test_a_source_is_no_package(tmp_path):
    """Nor is an empty folder, nor what is not there."""
    (tmp_path / "module.md").write_text("text")

    assert [is_package(tmp_path / name) for name in ("", "module.md", "nothing.zip")] == [False] * 3


def test_how_much_is_kept_must_be_said():
    """A format that forgot it would be given a limit that nobody meant."""
    said = {field.name: field.default for field in fields(Format)}
    without = {name: None for name, default in said.items() if name != "state_characters"}

    with pytest.raises(TypeError, match="state_characters"):
        Format(**without)


def test_what_families_can_be_told_is_described():
    """An editor shows what each setting means."""
    schema = course_file().model_json_schema()
    entries = [one.entry().__name__ for one in families() if one.entry]

    assert len(entries) == 4
    assert [
        (entry, key)
        for entry in entries
        for key, field in schema["$defs"][entry]["properties"].items()
        if "description" not in field
    ] == []
