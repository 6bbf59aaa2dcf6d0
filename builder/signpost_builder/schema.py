"""What authors may type in YAML: one frozen model for each kind of source, exported as JSON Schema for editors.

A custom error's type is the code of the diagnostic that the author sees (see source/validation.py).
"""

import base64
import binascii
import datetime
import ipaddress
import json
import os
import re
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from signpost_builder.diagnostics import NOWHERE
from signpost_builder.model import HARDEST
from signpost_builder.source.contacts import web_address_fault
from signpost_builder.source.tokens import token_finding

# Looking for plugins among all installed distributions would take longer than reading a course of ten sections.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

ID = re.compile(r"[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*")
LONGEST_ID = 64  # characters: ids become names of files, with an ending and a folder before them
ID_HINT = "use letters, digits and single hyphens, at most 64, such as 'at-school'"
DEVICE = re.compile(
    r"con|prn|aux|nul|com[0-9]|lpt[0-9]", re.IGNORECASE
)  # https://learn.microsoft.com/windows/win32/fileio/naming-a-file
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
DATE_HINT = "write year-month-day, such as 2026-12-01"
VERSION = re.compile(r"(?:0|[1-9][0-9]{0,5})(?:\.(?:0|[1-9][0-9]{0,5})){2}")
ORIGIN = re.compile(r"(https?)://([a-z0-9-]+(?:\.[a-z0-9-]+)*)(?::([1-9][0-9]{0,4}))?")
KEY_BYTES = 32  # X25519 (RFC 7748, section 5)
EXAMPLE_KEY = "j0DFrbaPJWJK5bIU6nZ6bslNgp09e14a0bpvPiE4KF8"  # docs/formats/examples/record.json has its private half
COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?")


def is_id(value: str) -> bool:
    """The one rule for every id, whatever kind of source it is typed in."""
    return len(value) <= LONGEST_ID and ID.fullmatch(value) is not None


def _id(value: str) -> str:
    if not is_id(value):
        raise PydanticCustomError("malformed-id", "'{value}' cannot be an id", {"value": value, "hint": ID_HINT})
    return value


def file_name_fault(id: str) -> str:
    """Why no file or folder on Windows can have this name; empty if it can."""
    return "is a name that Windows keeps for a device, so no folder can have it" if DEVICE.fullmatch(id) else ""


def _file_id(value: str) -> str:
    if fault := file_name_fault(value):
        hint = f"write another, such as '{value}-1'"
        raise PydanticCustomError("reserved-id", "'{value}' {fault}", {"value": value, "fault": fault, "hint": hint})
    return value


def _plain(value: str) -> str:
    """Text that is shown as it is: what looks like a token would be shown too."""
    if finding := token_finding(value, "this place", lambda index: NOWHERE):
        raise PydanticCustomError("misplaced-token", "{message}", {"message": finding.message, "hint": finding.hint})
    return value


def _version(value: str) -> str:
    if not VERSION.fullmatch(value):
        hint = "write three numbers, such as 1.0.0"
        raise PydanticCustomError("malformed-version", "'{value}' is not a version", {"value": value, "hint": hint})
    return value


def _language(value: str) -> str:
    if not LANGUAGE.fullmatch(value):
        hint = "write a tag such as en-GB, pl or zh-Hans"
        raise PydanticCustomError(
            "malformed-language", "'{value}' is not a language tag", {"value": value, "hint": hint}
        )
    return value


def date_of(value: str) -> datetime.date | None:
    """The one way in which days are written: ISO 8601 has others (20261201, 2026-W49-2) that nobody reads at a glance."""
    try:
        return datetime.date.fromisoformat(value) if DAY.fullmatch(value) else None
    except ValueError:
        return None


def _date(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if day := date_of(value):
        return day
    raise PydanticCustomError("malformed-date", "'{value}' is not a date", {"value": value, "hint": DATE_HINT})


def _address(value: str) -> str:
    if fault := web_address_fault(value):
        context = {"value": value, "fault": fault.message, "hint": fault.hint}
        raise PydanticCustomError("malformed-address", "'{value}' {fault}", context)
    return value


def _endpoint(value: str) -> str:
    """An origin as a policy can name it (CSP 3, 2.3.1: no address in brackets), which is all that a page ever adds to."""
    match = ORIGIN.fullmatch(value)
    hint = "write scheme and host alone, such as https://survey.example.org: no '/' at the end, no path, lower case"
    if match is None or int(match[3] or 0) > 65535:
        words = "'{value}' is not the address of a survey store"
        raise PydanticCustomError("survey-endpoint", words, {"value": value, "hint": hint})
    if match[1] == "http" and not _is_near(match[2]):
        hint = (
            "write https; http is for a store on this computer or in its own network, such as http://192.168.0.10:8080"
        )
        raise PydanticCustomError("survey-endpoint", "'{value}' is not encrypted", {"value": value, "hint": hint})
    return value


def _is_near(host: str) -> bool:
    """On this computer or in its own network."""
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".local"))


def _public_key(value: Any) -> Any:
    hint = "write the 43 characters that 'signpost-survey keygen' prints after \"public\""
    if isinstance(value, dict):
        raise PydanticCustomError("survey-key", "'key' is the public key alone, as text", {"hint": hint})
    if not isinstance(value, str):
        return value
    if "PRIVATE" in value.upper() or "secret" in value:
        hint = "take it out, make a new pair with 'signpost-survey keygen', and write the 43 characters that it prints"
        words = "this is a private key: everybody who can read this file could open what people answered"
        raise PydanticCustomError("survey-key", words, {"hint": hint})
    try:
        key = base64.b64decode(value + "=" * (-len(value) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise PydanticCustomError("survey-key", "this is not a key in base64url", {"hint": hint}) from None
    if len(key) != KEY_BYTES:
        words = "a public key has {right} bytes; this one has {size}"
        raise PydanticCustomError("survey-key", words, {"right": KEY_BYTES, "size": len(key), "hint": hint})
    if base64.urlsafe_b64encode(key).rstrip(b"=").decode() != value or not any(key):
        raise PydanticCustomError("survey-key", "this is not a key as 'keygen' prints it", {"hint": hint})
    return value


def _colour(value: str) -> str:
    if not COLOUR.fullmatch(value):
        hint = 'write it as six digits in quotes: "#1d5f8a"'
        raise PydanticCustomError("malformed-colour", "'{value}' is not a colour", {"value": value, "hint": hint})
    return value.lower()


# Text: shown as it is. Words: prose, in which tokens are read.
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(_plain)]
OptionalText = Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(_plain)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
OptionalWords = Annotated[str, StringConstraints(strip_whitespace=True)]
Id = Annotated[
    str, AfterValidator(_id), WithJsonSchema({"type": "string", "pattern": f"^{ID.pattern}$", "maxLength": LONGEST_ID})
]
FileId = Annotated[Id, AfterValidator(_file_id)]
Date = Annotated[datetime.date, BeforeValidator(_date), WithJsonSchema({"type": "string", "format": "date"})]
Address = Annotated[str, AfterValidator(_address), WithJsonSchema({"type": "string", "format": "uri"})]
Endpoint = Annotated[
    str, AfterValidator(_endpoint), WithJsonSchema({"type": "string", "pattern": f"^{ORIGIN.pattern}$"})
]
PublicKey = Annotated[
    str, BeforeValidator(_public_key), WithJsonSchema({"type": "string", "pattern": "^[A-Za-z0-9_-]{43}$"})
]
Version = Annotated[
    str, AfterValidator(_version), WithJsonSchema({"type": "string", "pattern": f"^{VERSION.pattern}$"})
]
Colour = Annotated[str, AfterValidator(_colour), WithJsonSchema({"type": "string", "pattern": f"^{COLOUR.pattern}$"})]
Language = Annotated[
    str, AfterValidator(_language), WithJsonSchema({"type": "string", "pattern": f"^{LANGUAGE.pattern}$"})
]


def _said(description: str) -> Any:
    return Field(description=description)


class Entry(BaseModel):
    """`noun` is what messages call one of these; `moved`: what to do about keys that it once had."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)
    noun: ClassVar[str]
    moved: ClassVar[dict[str, str]] = {}


# ------------------------------------------------------------------ course.yaml


class AudienceEntry(Entry):
    noun = "an audience"
    id: FileId
    title: Text
    exit_this_page: bool = False
    reading_grade: Annotated[float, Field(ge=1, le=20)] = HARDEST


class PlanEntry(Entry):
    noun = "a plan"
    before: list[Id] = []
    after: list[Id] = []


class ReviewRules(Entry):
    noun = "the rules of a review"
    needed_for: Annotated[
        list[Literal["pages", "questions", "results", "state", "facts", "contacts", "settings"]],
        _said(
            "Kinds of change after which `signpost diff` ends with 3 until somebody has read them again: texts of pages, "
            "questions, a new series of results, what learners lose, figures, contacts, course.yaml."
        ),
    ] = ["pages", "questions", "results", "state", "facts", "contacts"]


class RespondentEntry(Entry):
    noun = "a survey's audience"
    group: Id | None = None
    stratum: Id | None = None
    campaign: list[Id] = []


class SurveyEntry(Entry):
    noun = "a survey"
    endpoint: Endpoint | None = None
    key: PublicKey | None = None
    verify: PublicKey | None = None
    block: Annotated[int, Field(ge=20, le=100)] = 20
    breakdowns: Literal["one-way", "none"] = "one-way"
    noise: Literal[1, 2, 4] = 1
    controller: OptionalText = ""
    contact: OptionalText = ""
    data_protection_officer: OptionalText = ""
    lawful_basis: OptionalText = ""
    retention: OptionalText = ""
    respondents: dict[str, RespondentEntry] = {}


class ApprovalEntry(Entry):
    noun = "an approval"
    reference: Text
    role: Text
    date: Date


class DraftEntry(Entry):
    noun = "a draft form"
    title: Text
    questions: Annotated[list[Id], Field(min_length=1)]
    group: Id | None = None
    stratum: Id | None = None
    approval: ApprovalEntry | None = None


class LookEntry(Entry):
    noun = "a look"
    colour: Colour | None = None
    colour_dark: Colour | None = None
    logo: Text | None = None
    name: OptionalText = ""


class CourseFile(Entry):
    noun = "a course"
    moved = {"reviewed": "take it away; 'signpost review MODULE' writes down who has read what (modules/reviews.yaml)"}
    id: FileId
    title: Text
    summary: Text
    version: Version
    languages: Annotated[list[Language], Field(min_length=1)]
    audiences: Annotated[list[AudienceEntry], Field(min_length=1)]
    modules: Annotated[list[FileId], Field(min_length=1)]
    pages: dict[Id, Annotated[list[Id], Field(min_length=1)]] = {}
    sites: FileId | None = None
    questions: dict[str, PlanEntry] = {}
    pass_mark_percent: Annotated[int, Field(ge=1, le=100)] = 80
    attempts: Annotated[int, Field(ge=0, le=100)] = 0
    score_mode: Literal["pass", "exact"] = "pass"
    formats: list[str]  # formats/course_file.py says which there are, and adds a key for what each family can be told
    exit_url: Address | None = None
    look: LookEntry | None = None
    review: ReviewRules | None = None
    survey: SurveyEntry | None = None
    drafts: dict[Id, DraftEntry] = {}


# ---------------------------------------------------------- facts and helplines


class SourceEntry(Entry):
    noun = "a source"
    publisher: Text
    title: Text
    url: Address | None = None
    date: OptionalText = ""
    origin: OptionalText = ""


class FactEntry(Entry):
    noun = "a fact"
    claim: Text
    source: SourceEntry
    sure: Text
    checked: Date
    review_by: Date
    read_in: Literal["source", "copy"] = "source"
    value: OptionalText = ""
    period: OptionalText = ""


class HelplineEntry(Entry):
    noun = "a helpline"
    id: Id
    name: Text
    purpose: Text
    sure: Text
    checked: Date
    review_by: Date
    phone: OptionalText = ""
    hours: OptionalText = ""
    url: Address | None = None
    email: OptionalText = ""
    emergency: bool = False
    listening: bool = False
    audiences: list[Id] = []


# -------------------------------------------------------------- reviews.yaml


class ModuleReviewEntry(Entry):
    noun = "a review"
    role: Annotated[Text, _said("In what role somebody has read it; no name.")]
    date: Annotated[Date, _said("When.")]
    pages: Annotated[dict[str, Text], _said("Which pages, each with a hash of what it said.")]


class SetReviewEntry(Entry):
    noun = "a review"
    role: Annotated[Text, _said("In what role somebody has read it; no name.")]
    date: Annotated[Date, _said("When.")]
    digest: Annotated[Text, _said("A hash of what the questions said.")]


class ReviewsFile(Entry):
    noun = "the reviews"
    modules: Annotated[dict[Id, list[ModuleReviewEntry]], _said("By id of the module.")] = {}
    quizzes: Annotated[dict[Id, list[SetReviewEntry]], _said("By id of the question set.")] = {}


# ------------------------------------------------- contacts.yaml and words.yaml


Column = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class LocalContactEntry(Entry):
    noun = "a local contact"
    key: Annotated[Id, _said("What authors write in {contact:KEY}.")]
    words: Annotated[Text, _said("Stands in running text where no site is known: 'your fire warden'.")]
    title: Annotated[Text, _said("The name in the help panel where no column of the site gives one.")]
    purpose: Annotated[Text, _said("What one turns to it for, in a few words.")]
    name: Annotated[Column | None, _said("The column with a name; a telephone number may stand at its end.")] = None
    phone: Annotated[Column | None, _said("The column with one telephone number.")] = None
    way: Annotated[
        Column | None, _said("Instead of 'phone': a column with a number or with words on how to reach.")
    ] = None
    email: Annotated[Column | None, _said("The column with an e-mail address.")] = None
    url: Annotated[Column | None, _said("The column with a web address.")] = None
    required: Annotated[list[Column], _said("Those of its columns that no site may leave empty.")] = []
    audiences: Annotated[list[Id], _said("Who sees it in the help panel; left out: everybody.")] = []
    personal: Annotated[bool, _said("Audiences with the quick exit see its title and number, not the person.")] = False
    family_words: Annotated[OptionalText, _said("'words' for audiences with the quick exit.")] = ""
    family_title: Annotated[OptionalText, _said("'title' for audiences with the quick exit, if personal.")] = ""
    words_unless: Annotated[OptionalText, _said("'words' follow the name in running text unless it holds this.")] = ""
    replaces: Annotated[Id | None, _said("The helpline that the help panel leaves out where a site has this.")] = None


class WordsFile(Entry):
    noun = "the words of a subject"
    site: Annotated[OptionalText, _said("What the course calls a site, without an article: 'branch'.")] = ""
    reviewer: Annotated[OptionalText, _said("Who is to review it: 'Draft, not yet reviewed by …'.")] = ""
    picture: Annotated[OptionalText, _said("Whom to ask when a local picture has expired: 'After that, ask …'.")] = ""
    exit: Annotated[OptionalText, _said("What 'exit_url' is: 'Exit this page … takes you to … at once'.")] = ""
    worry: Annotated[OptionalText, _said("A clause, before ', contact' and the nearest person: 'If you …'.")] = ""
    nobody: Annotated[OptionalText, _said("A sentence on whom to turn to where the help panel has nobody.")] = ""
    survey: Annotated[OptionalText, _said("A sentence before the survey, which nobody reads in time to help.")] = ""
    report: Annotated[
        OptionalText, _said("A sentence on the survey's own page: whom to tell instead of answering.")
    ] = ""
    critical: Annotated[OptionalText, _said("What the critical questions are about: 'every question about …'.")] = ""
    care: Annotated[OptionalText, _said("What 'Look after yourself' says; left out: there is no such part.")] = ""


# --------------------------------------------------------------- wording.yaml


class WordingEntry(Entry):
    noun = "words to avoid"
    avoid: Annotated[list[Text], Field(min_length=1), _said("Words or phrases; the plural is meant too.")]
    say: Annotated[Text, _said("What to say instead.")]
    why: Annotated[Text, _said("Why, in a sentence: it is what an author reads.")]
    in_quotes: Annotated[
        Literal["allow", "avoid"], _said("Whether it may stand in quotation marks, where somebody else says it.")
    ] = "allow"
    audiences: Annotated[list[Id], _said("Only where one of these reads it; left out: everywhere.")] = []
    case: Annotated[Literal["any", "exact"], _said("'exact': with these capitals and no others.")] = "any"


class WordingFile(Entry):
    noun = "the wording of a course"
    avoid: Annotated[list[WordingEntry], _said("What authors are warned of.")] = []
    abbreviations: Annotated[list[Text], _said("Those that all readers know; others are explained at first use.")] = []
    longest_sentence: Annotated[int, Field(ge=10, le=100), _said("The most words of a sentence.")] = 25


# ----------------------------------------------------------------- module.md


class ModuleFront(Entry):
    noun = "a module's front matter"
    id: FileId
    title: Text
    summary: Text
    minutes: Annotated[int, Field(ge=1, le=240)] | None = None
    audiences: Annotated[list[Id], Field(min_length=1)]
    objectives: list[Text] = []
    review_by: Date | None = None
    content_note: OptionalText = ""


# -------------------------------------------------------------------- quizzes


class ChoiceEntry(Entry):
    noun = "a choice"
    text: Words
    correct: bool = False
    feedback: OptionalWords = ""
    counted_as: OptionalText = ""


class PairEntry(Entry):
    noun = "a pair"
    term: Words
    meaning: Words


class QuestionEntry(Entry):
    noun = "a question"
    id: Id
    stem: Words
    wording: dict[str, Words] = {}
    topic: OptionalText = ""
    objective: OptionalText = ""
    rationale: OptionalWords = ""
    trainer: OptionalWords = ""
    facts: list[str] = []
    dont_know: bool = False
    critical: bool = False
    pool: OptionalText = ""


class ChoiceQuestionEntry(QuestionEntry):
    type: Literal["single", "multiple"]
    choices: list[ChoiceEntry]
    shuffle: bool = True


class TrueFalseEntry(QuestionEntry):
    type: Literal["true-false"]
    answer: bool | None = None
    feedback_true: OptionalWords = ""
    feedback_false: OptionalWords = ""


class OrderEntry(QuestionEntry):
    type: Literal["order"]
    items: list[Words]


class MatchEntry(QuestionEntry):
    type: Literal["match"]
    pairs: list[PairEntry]
    spare: list[Words] = []


class ScaleEntry(QuestionEntry):
    type: Literal["scale"]
    scale: str
    reverse: bool = False


class NumberEntry(QuestionEntry):
    type: Literal["number"]
    answer: float | None = None
    tolerance: Annotated[float, Field(ge=0)] = 0.0
    unit: OptionalText = ""
    minimum: float = 0.0
    maximum: float = 100.0
    bands: list[float] = []


AnyQuestion = Annotated[
    ChoiceQuestionEntry | TrueFalseEntry | OrderEntry | MatchEntry | ScaleEntry | NumberEntry,
    Field(discriminator="type"),
]


class QuizFile(Entry):
    noun = "a question set"
    id: FileId
    title: Text
    kind: Literal["knowledge", "survey"]
    questions: Annotated[list[AnyQuestion], Field(min_length=1)]
    introduction: OptionalWords = ""
    shown_back: bool = False
    needs_approval: bool = False
    scales: dict[str, Annotated[list[Words], Field(min_length=2)]] = {}
    draw: dict[str, Annotated[int, Field(ge=1)]] = {}


def json_schemas(course_file: type[CourseFile]) -> dict[str, bytes]:
    """A JSON Schema for each kind of source, by file name: what `signpost schema DIR` writes."""
    kinds: dict[str, type[BaseModel]] = {
        "course": course_file,
        "quiz": QuizFile,
        "module": ModuleFront,
        "reviews": ReviewsFile,
        "wording": WordingFile,
        "words": WordsFile,
    }
    schemas = {f"{name}.schema.json": model.model_json_schema() for name, model in kinds.items()}
    fact, helpline = FactEntry.model_json_schema(), HelplineEntry.model_json_schema()
    schemas["facts.schema.json"] = {"$defs": fact.pop("$defs"), "type": "object", "additionalProperties": fact}
    schemas["helplines.schema.json"] = {"type": "array", "items": helpline}
    schemas["contacts.schema.json"] = {"type": "array", "items": LocalContactEntry.model_json_schema()}
    for schema in schemas.values():
        schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    return {
        name: (json.dumps(schema, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()
        for name, schema in schemas.items()
    }
