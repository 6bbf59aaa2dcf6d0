"""What editors say with the JSON Schemas is what the check says: of the shipped files, of every key, and of wrong values in each place."""

import copy
import json
import re
import runpy
import subprocess
from pathlib import Path, PurePosixPath

import jsonschema
import pytest
from click.testing import CliRunner
from pydantic import TypeAdapter, ValidationError
from signpost_builder import schema
from signpost_builder.cli import main
from signpost_builder.diagnostics import told_once
from signpost_builder.formats import families
from signpost_builder.formats.course_file import course_file, source_schemas
from signpost_builder.read import read_course
from signpost_builder.source.files import Project
from signpost_builder.source.yaml_nodes import load
from signpost_builder.whole_course import findings_of_whole

from tests.source_projects import AS_OF

ROOT = Path(__file__).parent.parent
EVERY_KEY = ROOT / "docs/formats/examples/every-key"
PLACES = {
    "course/*/course.yaml": "course",
    "course/**/contacts.yaml": "contacts",
    "course/**/words.yaml": "words",
    "course/**/wording.yaml": "wording",
    "course/*/posts.yaml": "posts",
    "modules/facts.yaml": "facts",
    "modules/helplines.yaml": "helplines",
    "modules/reviews.yaml": "reviews",
    "modules/*/module.md": "module",
    "quizzes/*.yaml": "quiz",
}
SCHEMAS = source_schemas()
EDITOR = {
    name: jsonschema.Draft202012Validator(each, format_checker=jsonschema.FormatChecker(["date"]))
    for name, each in SCHEMAS.items()
}
MODELS = {
    "course": course_file(),
    "quiz": schema.QuizFile,
    "module": schema.ModuleFront,
    "reviews": schema.ReviewsFile,
    "wording": schema.WordingFile,
    "words": schema.WordsFile,
    "facts": dict[schema.Id, schema.FactEntry],
    "helplines": list[schema.HelplineEntry],
    "contacts": list[schema.LocalContactEntry],
    **{name: model for family in families() for name, model in family.files().items()},
}
CHECK = {name: TypeAdapter(model) for name, model in MODELS.items()}
# Of every kind that a validator refuses, and some that it lets through; each is tried in every place.
VALUES = [
    None, True, 0, -1, 1.5, 10**7, "", " ", "a b", "con", "CON", "x" * 65, "-", "a--b", "fine", "yes",
    "2026-12-01", "2026-13-01", "2026-02-30", "1.12.2026", "20261201", "1.0.0", "1.0", "v1.0.0", "en-GB", "English", "#1d5f8a", "#12345", "red",
    "https://www.gov.uk/x", "www.gov.uk", "ftp://x.org", "https://x", "https://us:er@x.org/", "https://x.org/a b", "https://x.org/.", "https://X.org:65536",
    "http://survey.trust.org", "http://192.168.0.10:8080", "https://a.org", "https://a.org/", "A" * 43, "x" * 43, "x" * 42,
    "{fact:X}", "{ contact:x}", [], [""], [3], ["a", "a b"], {}, {"zz": 1}, {"a b": 1}, [{}],
]  # fmt: skip


def plain(value):
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    return [plain(inner) for inner in value] if isinstance(value, list) else value


def documents(root):
    """(kind of file, its name, what it says) of every file of a project."""
    for pattern, kind in PLACES.items():
        for path in sorted(root.glob(pattern)):
            text = path.read_text("utf-8")
            text = text.split("---\n")[1] if kind == "module" else text
            yield kind, path.relative_to(root).as_posix(), plain(load(text, PurePosixPath("x")).value.value)


def checked(kind, value):
    try:
        CHECK[kind].validate_python(value)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize("root", [ROOT, EVERY_KEY, ROOT / "tests/fire"], ids=lambda root: root.name)
def test_no_editor_underlines_what_the_check_accepts(root):
    """Every YAML file of the project, with what it says today."""
    found = [
        f"{name}: {fault.message}" for kind, name, value in documents(root) for fault in EDITOR[kind].iter_errors(value)
    ]

    assert found == [] and len(list(documents(root))) > 3


def test_what_signpost_new_makes_is_underlined_by_no_editor(tmp_path, monkeypatch):
    """By the schemas that it writes beside it, which are these."""
    monkeypatch.chdir(tmp_path)
    for words in (["repository", "."], ["module", "more"], ["quiz", "more"], ["course", "second"]):
        run = CliRunner().invoke(main, ["new", *words])
        assert run.exit_code == 0, run.output
    written = {path.name: json.loads(path.read_text("utf-8")) for path in (tmp_path / ".schemas").iterdir()}

    assert written == {f"{name}.schema.json": each for name, each in SCHEMAS.items()}
    assert [fault.message for kind, _, value in documents(tmp_path) for fault in EDITOR[kind].iter_errors(value)] == []
    assert {"course", "module", "quiz", "words"} <= {kind for kind, _, _ in documents(tmp_path)}


def places(value, at=()):
    yield at
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inner:
        yield from places(each, (*at, key))


def put(document, at, value):
    if not at:
        return value
    changed = copy.copy(document)
    changed[at[0]] = put(document[at[0]], at[1:], value)
    return changed


def inside(value, at):
    return inside(value[at[0]], at[1:]) if at else value


def changes(document):
    """The document with one wrong thing in it, in each place: another value, a key too few, a key too many."""
    known = set()
    for at in places(document):
        place = tuple("[]" if isinstance(key, int) else key for key in at)
        if place in known:
            continue
        known.add(place)
        yield from ((place, value, put(document, at, value)) for value in VALUES)
        here = inside(document, at)
        if isinstance(here, dict):
            for key in here:
                yield place, f"without {key}", put(document, at, {k: v for k, v in here.items() if k != key})
            for key in ("unknown", "a b", "x" * 65):
                yield place, f"with {key}", put(document, at, here | {key: next(iter(here.values()), 1)})


LARGE = ("course", "quiz")  # take half a minute


@pytest.mark.parametrize("kind", [pytest.param(kind, marks=[pytest.mark.slow] * (kind in LARGE)) for kind in SCHEMAS])
def test_what_the_check_refuses_the_schema_refuses(kind):
    """And nothing else: neither door is stricter, in any place of a file with every key."""
    found = [
        (name, place, value, "the schema alone" if checked(kind, changed) else "the check alone")
        for of, name, document in documents(EVERY_KEY)
        if of == kind
        for place, value, changed in changes(document)
        if checked(kind, changed) != EDITOR[kind].is_valid(changed)
    ]

    assert found == []


def test_patterns_are_read_by_editors_too():
    """Which read them as JavaScript, in its strict way."""
    patterns = sorted(set(re.findall(r'"pattern": ("(?:[^"\\]|\\.)*")', json.dumps(SCHEMAS, ensure_ascii=False))))
    program = f"for (const each of [{','.join(patterns)}]) new RegExp(each, 'u')"

    assert len(patterns) > 8
    subprocess.run(["node", "-e", program], check=True, capture_output=True, timeout=60)


# ------------------------------------------------------------------ every key


KEYS = runpy.run_path(str(ROOT / "docs/keys.py"))


def properties(value, place=""):
    if isinstance(value, dict):
        for key, said in value.get("properties", {}).items():
            yield f"{place}.{key}", said
        for key, each in value.items():
            yield from properties(each, f"{place}.{key}")


@pytest.mark.parametrize("kind", SCHEMAS)
def test_every_key_has_an_example(kind):
    """In the project of examples, from which docs/formats/keys.md takes what it shows; what all types of questions have counts once."""
    whole = SCHEMAS[kind]
    definitions = {**whole.get("$defs", {}), **whole.get("items", {}).get("$defs", {})}
    shown = {
        key
        for of, _, value in documents(EVERY_KEY)
        if of == kind
        for key, _ in KEYS["keys_in"](value, whole, definitions)
    }

    assert [at for at, said in properties(whole) if (at.rpartition(".")[2], said["description"]) not in shown] == []


def test_the_examples_are_a_project_without_a_fault():
    """But for a key that everybody knows, and for questions that fit on no sheet of circles."""
    found = []
    for file in sorted(EVERY_KEY.glob("course/*/course.yaml")):
        course, warnings = read_course(file.parent, as_of=AS_OF)
        found.append([*warnings, *findings_of_whole(course, Project(EVERY_KEY))])

    assert {each.code for each in told_once(found)} == {"survey-example-key", "paper-question-left-out"}
