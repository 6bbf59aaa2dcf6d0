"""What `signpost new` would make: paths and texts, before anything is written."""

import csv
import datetime
import io
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from importlib.resources import files
from pathlib import PurePosixPath

from jinja2 import Environment, StrictUndefined

from signpost_builder.formats.course_file import source_schemas
from signpost_builder.model import LocalContact
from signpost_builder.schema import ID_HINT, LONGEST_ID, file_name_fault, is_id, schema_files
from signpost_builder.sites_template import columns
from signpost_builder.source.csv_rows import separator
from signpost_builder.values import frozen

Plan = Mapping[PurePosixPath, bytes]
REVIEW_AFTER = datetime.timedelta(days=365)
EXAMPLES = {  # numbers that are kept for drama: nobody has them
    "name": "Example workshop",
    "phone": "01632 960 001",
    "way": "at the desk, 01632 960 001",
    "email": "workshop@club.example.org",
    "url": "https://club.example.org",
}
REPOSITORY = {  # where each text of files/repository goes
    "README.md": "README.md",
    "requirements.txt": "requirements.txt",
    "gitignore": ".gitignore",
    "wheels.md": "wheels/README.md",
    "settings.json": ".vscode/settings.json",
    "extensions.json": ".vscode/extensions.json",
    "pre-commit-config.yaml": ".pre-commit-config.yaml",
    "course.yml": ".github/workflows/course.yml",
    "contacts.yaml": "course/contacts.yaml",
    "words.yaml": "course/words.yaml",
}
MODELINE = "# yaml-language-server: $schema={up}.schemas/{name}.schema.json\n"


@frozen
class Wish:
    """What is to begin. `schemas`: the project has .schemas/, so YAML says which is its own."""

    id: str
    title: str
    today: datetime.date
    schemas: bool = False


def id_fault(id: str, *endings: str) -> str:
    """Why something cannot have this id, or one with an ending behind it; empty if it can."""
    if not is_id(id):
        return f"'{id}' cannot be an id: {ID_HINT}"
    if fault := file_name_fault(id):
        return f"'{id}' {fault}"
    longest = max((len(id + ending) for ending in endings), default=0)
    return (
        f"'{id}' is too long: ids that are made of it would have more than {LONGEST_ID} characters"
        if longest > LONGEST_ID
        else ""
    )


def course(wish: Wish) -> Plan:
    """A course with a module and a question set of its own."""
    module, quiz = f"{wish.id}-check", f"{wish.id}-questions"
    path = PurePosixPath("course", wish.id, "course.yaml")
    text = _text("course/course.yaml", id=wish.id, title=wish.title, module=module, quiz=quiz)
    inside = Wish(module, "One look before you ride", wish.today, wish.schemas)
    asked = Wish(quiz, "What you know about a safe bicycle", wish.today, wish.schemas)
    return {
        path: _with_schema(wish, "course", text, path),
        **_module(inside, ["everyone"]),
        **_quiz(asked, "course/questions.yaml"),
    }


def module(wish: Wish, audiences: Sequence[str]) -> Plan:
    return _module(wish, audiences)


def quiz(wish: Wish) -> Plan:
    return _quiz(wish, "quiz/quiz.yaml")


def repository(wish: Wish) -> Plan:
    """A folder that holds a course and all that is needed to work on it together. `id` is the course's."""
    said = {"title": wish.title, "version": version("signpost-builder")}
    plan = {PurePosixPath(to): _text(f"repository/{name}", **said).encode() for name, to in REPOSITORY.items()}
    plan |= {PurePosixPath(".schemas", name): text for name, text in schema_files(source_schemas()).items()}
    plan |= course(Wish(wish.id, wish.title, wish.today, schemas=True))
    table = PurePosixPath("course", wish.id, "sites.csv")
    workshop = LocalContact(
        key="workshop",
        words="",
        title="",
        purpose="",
        name="workshop_name",
        phone="workshop_phone",
        required=("workshop_name", "workshop_phone"),
    )
    return {**plan, table: site("example-club", "", [workshop], wish.today)}


def site(id: str, table: str, contacts: Sequence[LocalContact], today: datetime.date) -> bytes:
    """The table of sites with one more row, an example; `table` is what stands there, or empty. What stands there stays."""
    wanted = {column.name: column.required for column in columns(contacts, {})}
    kinds = {name: kind for contact in contacts for name, kind in contact.columns.items()}
    said = {"id": id, "name": f"{id} (an example, not a real site)", "example": "yes"}
    said |= {"checked_on": today.isoformat(), "checked_by": "nobody yet"}
    said |= {name: EXAMPLES[kind] for name, kind in kinds.items() if wanted[name]}
    stream, end = io.StringIO(newline=""), "\r\n" if "\r\n" in table else "\n"
    header = _header(table)
    writer = csv.writer(stream, delimiter=separator(table) if table else ",", lineterminator=end)
    if not header:
        header = [name for name, required in wanted.items() if required or name in ("id", "name", "example")]
        writer.writerow(header)
    writer.writerow([said.get(name, "") for name in header])
    before = table if not table or table.endswith("\n") else f"{table}{end}"
    return (before + stream.getvalue()).encode()


def _header(table: str) -> list[str]:
    first = next(csv.reader(io.StringIO(table.removeprefix("\ufeff")), delimiter=separator(table)), [])
    return [name.strip() for name in first]


def _module(wish: Wish, audiences: Sequence[str]) -> Plan:
    review_by = (wish.today + REVIEW_AFTER).isoformat()
    said = {"id": wish.id, "title": wish.title, "audiences": ", ".join(audiences), "review_by": review_by}
    return {PurePosixPath("modules", wish.id, "module.md"): _text("module/module.md", **said).encode()}


def _quiz(wish: Wish, template: str) -> Plan:
    path = PurePosixPath("quizzes", f"{wish.id}.yaml")
    return {path: _with_schema(wish, "quiz", _text(template, id=wish.id, title=wish.title), path)}


def _with_schema(wish: Wish, name: str, text: str, path: PurePosixPath) -> bytes:
    line = MODELINE.format(up="../" * (len(path.parts) - 1), name=name) if wish.schemas else ""
    return (line + text).encode()


def _text(name: str, **said: str) -> str:
    """One of files/, with `<<name>>` filled in: its own texts have braces of every kind. Titles stand in double quotes."""
    environment = Environment(
        variable_start_string="<<",
        variable_end_string=">>",
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,
    )
    source = (files(__package__) / "files" / name).read_text("utf-8")
    return environment.from_string(source).render(said)
