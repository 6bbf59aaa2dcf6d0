"""Courses of N sections, 300 words and one question each, as files that an author could have written."""

import csv
import random
from pathlib import Path

SECTIONS_PER_MODULE = 10
WORDS_PER_SECTION = 300
WORDS_PER_PARAGRAPH = 60
SYLLABLES = (
    "ba",
    "con",
    "den",
    "er",
    "fol",
    "ga",
    "hi",
    "ing",
    "jo",
    "ken",
    "li",
    "mor",
    "na",
    "out",
    "per",
    "qui",
    "ri",
    "sta",
    "tor",
    "un",
)
HELPLINE = """- id: police-emergency
  name: Police, fire or ambulance
  purpose: Someone is in danger now.
  phone: "999"
  emergency: true
  sure: R
  checked: 2026-11-22
  review_by: 2099-01-01
"""
SITE = {
    "example": "yes", "dsl_name": "Designated safeguarding lead", "dsl_phone": "01632 960 101", "dsl_email": "dsl@one.example.org",
    "deputies": "Deputy leads, 01632 960 102", "out_of_hours": "On-call phone, 01632 960 103", "mash_name": "Example hub (MASH)",
    "mash_phone": "01632 960 110", "mash_url": "https://mash.example.org", "edt_phone": "01632 960 111", "police_force": "Example Police",
    "recording_system": "Example record, on every computer", "head_teacher": "Head teacher, 01632 960 100",
    "chair_of_governors": "Chair, through the office", "lado_phone": "01632 960 112", "thresholds_url": "https://thresholds.example.org",
    "checked_on": "2026-11-22", "checked_by": "Trust safeguarding lead",
}  # fmt: skip

CONTACTS = """- {key: dsl, words: a lead, title: Lead, purpose: Any worry, name: dsl_name, phone: dsl_phone, email: dsl_email}
- {key: deputies, words: a deputy, title: Deputies, purpose: When the lead is away, name: deputies}
- {key: out-of-hours, words: the on-call phone, title: Out-of-hours contact, purpose: When it is closed, name: out_of_hours}
- {key: mash, words: the council, title: Council, purpose: The team there, name: mash_name, phone: mash_phone, url: mash_url}
- {key: edt, words: the duty team, title: Duty team, purpose: At night, phone: edt_phone}
- {key: police, words: the police, title: Police, purpose: The force here, name: police_force}
- {key: recording, words: the record, title: Record, purpose: Where to write, name: recording_system}
- {key: head, words: the head, title: Head, purpose: A worry about a colleague, name: head_teacher}
- {key: chair, words: the chair, title: Chair, purpose: A worry about the head, name: chair_of_governors}
- {key: lado, words: the officer, title: Officer, purpose: Advice, phone: lado_phone}
- {key: thresholds, words: the document, title: Document, purpose: When to refer, url: thresholds_url}
"""


def write_course(project: Path, sections: int, *, formats: tuple[str, ...] = ("scorm12",)) -> Path:
    """Write a course of so many sections and return its folder. The words are drawn with a fixed seed."""
    words = random.Random(sections)
    lengths = words.choices((1, 2, 3, 4), (45, 33, 17, 5), k=3000)  # 4.7 letters to a word, as in English prose
    vocabulary = ["".join(words.choices(SYLLABLES, k=length)) for length in lengths]
    modules = [f"m{number}" for number in range(1, -(-sections // SECTIONS_PER_MODULE) + 1)]
    for number, module in enumerate(modules):
        count = min(SECTIONS_PER_MODULE, sections - number * SECTIONS_PER_MODULE)
        text = _front_matter(module) + "".join(
            _section(words, vocabulary, f"{module}-{one}") for one in range(1, count + 1)
        )
        _write(project / "modules" / module / "module.md", text)
    _write(project / "modules" / "helplines.yaml", HELPLINE)
    (project / "quizzes").mkdir(parents=True, exist_ok=True)
    folder = project / "course" / "bench"
    _write(
        folder / "course.yaml",
        "id: bench\ntitle: A measured course\nsummary: Words without meaning.\nversion: 1.0.0\nlanguages: [en-GB]\n"
        f"audiences: [{{id: staff, title: Staff}}]\nmodules: [{', '.join(modules)}]\nformats: [{', '.join(formats)}]\n",
    )
    return folder


def write_sites(folder: Path, count: int) -> None:
    """A sites.csv of so many example sites and what its columns are, in place of those there are."""
    _write(folder / "contacts.yaml", CONTACTS)
    with (folder / "sites.csv").open("w", newline="", encoding="utf-8") as stream:
        rows = csv.DictWriter(stream, ["id", "name", *SITE])
        rows.writeheader()
        for number in range(1, count + 1):
            rows.writerow({"id": f"site-{number}", "name": f"Example Academy {number}", **SITE})


def multiply_sites(path: Path, count: int) -> None:
    """A sites.csv of so many sites, each with what the first one has."""
    with path.open(newline="", encoding="utf-8") as stream:
        first = next(csv.DictReader(stream))
    with path.open("w", newline="", encoding="utf-8") as stream:
        rows = csv.DictWriter(stream, first)
        rows.writeheader()
        rows.writerows(first | {"id": f"site-{number}"} for number in range(1, count + 1))


def _front_matter(module: str) -> str:
    return (
        f"---\nid: {module}\ntitle: Module {module}\nsummary: A measured module.\nminutes: 10\naudiences: [staff]\n"
        "objectives:\n  - Read words\nreview_by: 2099-01-01\n---\n\nAn opening.\n"
    )


def _section(words: random.Random, vocabulary: list[str], name: str) -> str:
    paragraphs = [
        " ".join(words.choices(vocabulary, k=WORDS_PER_PARAGRAPH)).capitalize() + "."
        for _ in range(WORDS_PER_SECTION // WORDS_PER_PARAGRAPH)
    ]
    choices = "\n".join(
        f"- [{'x' if number == 1 else ' '}] {' '.join(words.choices(vocabulary, k=6)).capitalize()}\n  {' '.join(words.choices(vocabulary, k=8)).capitalize()}."
        for number in range(4)
    )
    body = "\n\n".join(paragraphs)
    return f"\n## Section {name}\n\n{body}\n\n::: question id={name}\nWhich of these is right?\n\n{choices}\n:::\n"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
