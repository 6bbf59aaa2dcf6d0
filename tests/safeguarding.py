"""The contacts and words of the courses in this repository, for projects and values that tests make up."""

import re
from functools import cache
from pathlib import Path, PurePosixPath

from signpost_builder.model import CourseWords, LocalContact
from signpost_builder.page.strings import strings
from signpost_builder.source.yaml_nodes import load
from signpost_builder.typography import curled

COURSES = Path(__file__).parent.parent / "course"
EXIT_URL = "https://www.bbc.co.uk/weather"


def contacts_yaml(*audiences: str) -> str:
    """As shipped, for a project that has only these audiences and none of the helplines."""

    def those_here(line: re.Match[str]) -> str:
        here = [audience for audience in line[1].split(", ") if audience in audiences]
        return f"  audiences: [{', '.join(here)}]\n" if here else ""

    text = (COURSES / "contacts.yaml").read_text(encoding="utf-8")
    return re.sub(r"  audiences: \[(.*)\]\n", those_here, re.sub(r"  replaces: .*\n", "", text))


WORDS_YAML = (COURSES / "words.yaml").read_text(encoding="utf-8")


def _plain(name: str) -> object:
    return load((COURSES / name).read_text(encoding="utf-8"), PurePosixPath(name)).value.value


@cache
def local_contacts() -> tuple[LocalContact, ...]:
    return tuple(
        LocalContact(**{key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()})
        for entry in _plain("contacts.yaml")
    )


@cache
def words() -> CourseWords:
    plain = _plain("words.yaml")
    said = tuple(plain.pop("said").items())
    return CourseWords(**{key: curled(value) for key, value in plain.items()}, said=said)


def texts(language: str = "en") -> dict:
    """The interface as the courses of this repository have it."""
    return strings(language, words())
