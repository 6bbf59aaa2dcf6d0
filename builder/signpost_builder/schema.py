"""What authors may type in YAML: one frozen model for each kind of source, exported as JSON Schema for editors.

A custom error's type is the code of the diagnostic that the author sees (see source/validation.py). What a validator here refuses, the
JSON Schema refuses as far as a pattern can say it, and never more: tests/test_source_schema.py tries both. Patterns are read by JavaScript
too, so they have no flags.
"""

import base64
import binascii
import datetime
import ipaddress
import json
import os
import re
from collections.abc import Mapping
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


def _no_truth(value: Any) -> Any:
    """`true` equals 1 in Python, and is no number."""
    if isinstance(value, bool):
        raise PydanticCustomError("int_type", "not a number")
    return value


def _colour(value: str) -> str:
    if not COLOUR.fullmatch(value):
        hint = 'write it as six digits in quotes: "#1d5f8a"'
        raise PydanticCustomError("malformed-colour", "'{value}' is not a colour", {"value": value, "hint": hint})
    return value.lower()


SAYS_SOMETHING = r"\S"
NO_TOKEN = {
    "not": {"pattern": r"[{｛﹛❴]\s{0,9}[A-Za-z#.:%$@*_]"}
}  # as source/tokens.py sees what would be shown as it is
NO_DEVICE = r"(?!(?:[Cc][Oo][Nn]|[Pp][Rr][Nn]|[Aa][Uu][Xx]|[Nn][Uu][Ll]|[Cc][Oo][Mm][0-9]|[Ll][Pp][Tt][0-9])$)"
DATE_PATTERN = "^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])$"
PORT = "(?:[0-5]?[0-9]{1,4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])"
NAME_OF_HOST = "(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9]"
ADDRESS_PATTERN = f"^https?://{NAME_OF_HOST}(?::{PORT}?)?(?:[/?#][^\\s\"<>\\\\^`{{}}|]*)?(?<![.,;:!'])$"
ENDPOINT_PATTERN = f"^(?:https://[a-z0-9-]+(?:\\.[a-z0-9-]+)*|http://(?:(?:[a-z0-9-]+\\.)*localhost|(?:[a-z0-9-]+\\.)+local|[0-9.]+))(?::{PORT})?$"


def _id_schema(pattern: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": f"^{pattern}$", "maxLength": LONGEST_ID})


# Text: shown as it is. Words: prose, in which tokens are read.
Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1),
    AfterValidator(_plain),
    WithJsonSchema({"type": "string", "pattern": SAYS_SOMETHING, **NO_TOKEN}),
]
OptionalText = Annotated[
    str,
    StringConstraints(strip_whitespace=True),
    AfterValidator(_plain),
    WithJsonSchema({"type": "string", **NO_TOKEN}),
]
Words = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1),
    WithJsonSchema({"type": "string", "pattern": SAYS_SOMETHING}),
]
OptionalWords = Annotated[str, StringConstraints(strip_whitespace=True)]
Id = Annotated[str, AfterValidator(_id), _id_schema(ID.pattern)]
FileId = Annotated[Id, AfterValidator(_file_id), _id_schema(NO_DEVICE + ID.pattern)]
Date = Annotated[
    datetime.date,
    BeforeValidator(_date),
    WithJsonSchema({"type": "string", "format": "date", "pattern": DATE_PATTERN}),
]
Address = Annotated[
    str, AfterValidator(_address), WithJsonSchema({"type": "string", "format": "uri", "pattern": ADDRESS_PATTERN})
]
Endpoint = Annotated[str, AfterValidator(_endpoint), WithJsonSchema({"type": "string", "pattern": ENDPOINT_PATTERN})]
PublicKey = Annotated[  # the last of 43 characters has four bits
    str,
    BeforeValidator(_public_key),
    WithJsonSchema({"type": "string", "pattern": "^(?!A{43}$)[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$"}),
]
Version = Annotated[
    str, AfterValidator(_version), WithJsonSchema({"type": "string", "pattern": f"^{VERSION.pattern}$"})
]
Colour = Annotated[str, AfterValidator(_colour), WithJsonSchema({"type": "string", "pattern": f"^{COLOUR.pattern}$"})]
Language = Annotated[
    str, AfterValidator(_language), WithJsonSchema({"type": "string", "pattern": f"^{LANGUAGE.pattern}$"})
]


def _said(description: str) -> Any:
    """What an editor shows beside the key, and docs/formats/keys.md prints."""
    return Field(description=description)


class Entry(BaseModel):
    """`noun` is what messages call one of these; `moved`: what to do about keys that it once had."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)
    noun: ClassVar[str]
    moved: ClassVar[dict[str, str]] = {}


# ------------------------------------------------------------------ course.yaml


class AudienceEntry(Entry):
    noun = "an audience"
    id: Annotated[FileId, _said("Its id, which modules, plans and contacts name; editions have a folder of this name.")]
    title: Annotated[Text, _said("What learners and trainers read: 'Staff'.")]
    exit_this_page: Annotated[
        bool, _said("true: every page has 'Exit this page'; the course then needs 'exit_url'.")
    ] = False
    reading_grade: Annotated[
        float, Field(ge=1, le=20), _said("The hardest that a page should be for it, as a US school grade (9).")
    ] = HARDEST


class PlanEntry(Entry):
    noun = "a plan"
    before: Annotated[list[Id], _said("Question sets asked before the first module, by id.")] = []
    after: Annotated[list[Id], _said("Question sets asked after the last module, by id.")] = []


class ReviewRules(Entry):
    """Which changes somebody has to read again."""

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
    group: Annotated[
        Id | None, _said("The question that says who answers: a single choice in a survey set before the course.")
    ] = None
    stratum: Annotated[
        Id | None, _said("One thing more about who answers: a single choice with at most twelve choices.")
    ] = None
    campaign: Annotated[
        list[Id], _said("Question sets of a form of its own, for people who do not take the course.")
    ] = []
    asked: Annotated[
        bool, _said("false: only the form of the campaign asks it, and no package of the course does.")
    ] = True


class SurveyEntry(Entry):
    noun = "a survey"
    endpoint: Annotated[Endpoint | None, _said("The address of the survey store: scheme and host alone.")] = None
    key: Annotated[
        PublicKey | None, _said("The 43 characters that 'signpost-survey keygen' prints after \"public\".")
    ] = None
    verify: Annotated[
        PublicKey | None,
        _said('The 43 characters that it prints after "verify": readers of results check the numbers with it.'),
    ] = None
    block: Annotated[int, Field(ge=20, le=100), _said("How many people at least are counted together (20).")] = 20
    breakdowns: Annotated[
        Literal["one-way", "none"], _said("one-way: results by group and by stratum; none: of everyone only.")
    ] = "one-way"
    noise: Annotated[
        Literal[1, 2, 4],
        BeforeValidator(_no_truth),
        _said("How many times the usual random number is added to each result (1)."),
    ] = 1
    controller: Annotated[
        OptionalText, _said("Name and address of who decides about the survey; shown word for word.")
    ] = ""
    contact: Annotated[OptionalText, _said("Whom learners ask about it; shown word for word.")] = ""
    data_protection_officer: Annotated[
        OptionalText, _said("How to reach the data protection officer; shown word for word.")
    ] = ""
    lawful_basis: Annotated[OptionalText, _said("Why the law allows it; shown word for word.")] = ""
    retention: Annotated[OptionalText, _said("How long sealed answers and results are kept; shown word for word.")] = ""
    respondents: Annotated[
        dict[str, RespondentEntry], _said("The audiences that are surveyed; one without an entry sends nothing.")
    ] = {}


class ApprovalEntry(Entry):
    noun = "an approval"
    reference: Annotated[Text, _said("The reference of the decision, such as ETH-2026-14.")]
    role: Annotated[Text, _said("The role of the person who signed it; no name.")]
    date: Annotated[Date, _said("The day of the decision.")]


class DraftEntry(Entry):
    noun = "a draft form"
    title: Annotated[Text, _said("What the form is called.")]
    questions: Annotated[list[Id], Field(min_length=1), _said("Its question sets, by id.")]
    group: Annotated[Id | None, _said("The question that says who answers: a single choice.")] = None
    stratum: Annotated[
        Id | None, _said("One thing more about who answers: a single choice with at most twelve choices.")
    ] = None
    approval: Annotated[
        ApprovalEntry | None, _said("Who has allowed it; without it the form is checked and never made.")
    ] = None


class LookEntry(Entry):
    noun = "a look"
    colour: Annotated[Colour | None, _said('Links, buttons and marks: six digits in quotes, "#1d5f8a".')] = None
    colour_dark: Annotated[Colour | None, _said("The same on a dark page; left out, it is made of the first.")] = None
    logo: Annotated[Text | None, _said("A picture beside course.yaml; it stands above the title.")] = None
    name: Annotated[OptionalText, _said("What the logo says to those who do not see it.")] = ""


class CourseFile(Entry):
    noun = "a course"
    moved = {"reviewed": "take it away; 'signpost review MODULE' writes down who has read what (modules/reviews.yaml)"}
    id: Annotated[FileId, _said("The name of its folder; never change it once learners have started.")]
    title: Annotated[Text, _said("The title of the course.")]
    summary: Annotated[Text, _said("One or two sentences, shown on the opening page and in catalogues.")]
    version: Annotated[Version, _said("Three numbers; raise them with every release: 1.2.0.")]
    languages: Annotated[
        list[Language], Field(min_length=1), _said("Language tags; the first is that of the default edition.")
    ]
    audiences: Annotated[
        list[AudienceEntry],
        Field(min_length=1),
        _said("Whom the course speaks to; the first is that of the default edition."),
    ]
    modules: Annotated[list[FileId], Field(min_length=1), _said("Ids of the modules, in teaching order.")]
    pages: Annotated[
        dict[Id, Annotated[list[Id], Field(min_length=1)]],
        _said("For a module of which only some pages are shown: their names, without the module's."),
    ] = {}
    sites: Annotated[FileId | None, _said("The id of another course whose sites.csv is this course's too.")] = None
    sites_table: Annotated[
        FileId, _said("The name of the table of sites without '.csv', where it is another than sites.csv.")
    ] = "sites"
    questions: Annotated[
        dict[str, PlanEntry], _said("For each audience: the question sets asked before and after.")
    ] = {}
    pass_mark_percent: Annotated[
        int, Field(ge=1, le=100), _said("How much of the scored questions must be right to pass (80).")
    ] = 80
    attempts: Annotated[
        int, Field(ge=0, le=100), _said("How often the questions after may be answered; 0: no limit.")
    ] = 0
    score_mode: Annotated[
        Literal["pass", "exact"], _said("pass: the platform learns 'passed' or 'not yet'; exact: the score as well.")
    ] = "pass"
    # formats/course_file.py says which there are, and adds a key for what each family can be told
    formats: Annotated[list[str], _said("What 'signpost build' makes when no --format is named.")]
    exit_url: Annotated[Address | None, _said("Where 'Exit this page' leads; without it there is no such link.")] = None
    look: Annotated[LookEntry | None, _said("Your colour and logo.")] = None
    listen: Annotated[
        bool, _said("false: pages have no 'Listen', which reads them aloud with a voice of the device.")
    ] = True
    review: Annotated[ReviewRules | None, _said("What `signpost diff` wants somebody to read again.")] = None
    survey: Annotated[SurveyEntry | None, _said("Where the answers before and after go, and whose survey it is.")] = (
        None
    )
    drafts: Annotated[dict[Id, DraftEntry], _said("Forms that are made only with an approval.")] = {}


# ---------------------------------------------------------- facts and helplines


class SourceEntry(Entry):
    noun = "a source"
    publisher: Annotated[Text, _said("Who has published it.")]
    title: Annotated[Text, _said("The title of the document or page.")]
    url: Annotated[Address | None, _said("Its web address.")] = None
    date: Annotated[OptionalText, _said("When it was published, in words: '6 March 2025'.")] = ""
    origin: Annotated[
        OptionalText, _said("For advice that another page reports: the official body and document it comes from.")
    ] = ""


class FactEntry(Entry):
    noun = "a fact"
    claim: Annotated[Text, _said("The statement, one sentence that is true by itself.")]
    source: Annotated[SourceEntry, _said("Where it can be read.")]
    sure: Annotated[
        Text,
        _said(
            "How it is known. R: read at the source; S: read in a page that reports the source; C: calculated; P: protective advice."
        ),
    ]
    checked: Annotated[Date, _said("The day on which somebody read it.")]
    review_by: Annotated[Date, _said("The day by which somebody must read it again.")]
    read_in: Annotated[
        Literal["source", "copy"], _said("copy: it was read in a copy, or in a page that quotes it; learners are told.")
    ] = "source"
    value: Annotated[OptionalText, _said("The figure alone, as {fact:ID} shows it: '19,125 people'.")] = ""
    period: Annotated[OptionalText, _said('What the figure is about, in quotes: "2024".')] = ""


class HelplineEntry(Entry):
    noun = "a helpline"
    id: Annotated[Id, _said("What authors write in {contact:ID}.")]
    name: Annotated[Text, _said("What it is called.")]
    purpose: Annotated[Text, _said("What one turns to it for, in a few words.")]
    sure: Annotated[Text, _said("How the number is known; R: read on the helpline's own page.")]
    checked: Annotated[Date, _said("The day on which somebody rang or read it.")]
    review_by: Annotated[Date, _said("The day by which somebody must check it again.")]
    phone: Annotated[OptionalText, _said('One telephone number, whole, in quotes: "0800 1111".')] = ""
    hours: Annotated[OptionalText, _said("When somebody answers: 'Always open'.")] = ""
    url: Annotated[Address | None, _said("Its web address.")] = None
    email: Annotated[
        OptionalText, _said("Its e-mail address, shown where there is neither number nor web address.")
    ] = ""
    emergency: Annotated[bool, _said("true: it stands first in the help panel.")] = False
    listening: Annotated[bool, _said("true: the first of these is offered after a hard part.")] = False
    audiences: Annotated[list[Id], _said("Who sees it in the help panel; left out: everybody.")] = []


# -------------------------------------------------------------- reviews.yaml


class ModuleReviewEntry(Entry):
    noun = "a review"
    role: Annotated[Text, _said("In what role somebody has read it; no name.")]
    date: Annotated[Date, _said("The day on which they had read it.")]
    pages: Annotated[dict[str, Text], _said("Which pages, each with a hash of what it said.")]


class SetReviewEntry(Entry):
    noun = "a review"
    role: Annotated[Text, _said("In what role somebody has read it; no name.")]
    date: Annotated[Date, _said("The day on which they had read it.")]
    digest: Annotated[Text, _said("A hash of what the questions said.")]


class ReviewsFile(Entry):
    noun = "the reviews"
    modules: Annotated[dict[Id, list[ModuleReviewEntry]], _said("By id of the module.")] = {}
    quizzes: Annotated[dict[Id, list[SetReviewEntry]], _said("By id of the question set.")] = {}


# ------------------------------------------------- contacts.yaml and words.yaml


Column = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1),
    WithJsonSchema({"type": "string", "pattern": SAYS_SOMETHING}),
]


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
    said: Annotated[dict[str, Text], _said("How abbreviations are read aloud: 'NRM: N R M', 'CEOP: see op'.")] = {}


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
    id: Annotated[FileId, _said("The name of the module's folder; never change it once learners have started.")]
    title: Annotated[Text, _said("The title of the module.")]
    summary: Annotated[Text, _said("One or two sentences, shown on its opening page and in the contents.")]
    minutes: Annotated[
        Annotated[int, Field(ge=1, le=240)] | None,
        _said("How long it takes. Best left out: each edition then reckons its own words."),
    ] = None
    audiences: Annotated[list[Id], Field(min_length=1), _said("Who gets this module.")]
    objectives: Annotated[
        list[Text], _said("What the learner can do afterwards; a question names one as 'module.2'.")
    ] = []
    review_by: Annotated[Date | None, _said("The day by which somebody must read it again.")] = None
    content_note: Annotated[OptionalText, _said("One plain sentence about what is coming, if a part is hard.")] = ""


# -------------------------------------------------------------------- quizzes


def _example(example: dict[str, Any]) -> ConfigDict:
    """One whole question, for editors and for docs/formats/keys.md."""
    return ConfigDict(json_schema_extra={"examples": [example]})


class ChoiceEntry(Entry):
    noun = "a choice"
    text: Annotated[Words, _said("The choice, as learners read it.")]
    correct: Annotated[bool, _said("true: it is right.")] = False
    feedback: Annotated[
        OptionalWords, _said("What learners read after they chose it; facts and contacts may stand in it.")
    ] = ""
    counted_as: Annotated[
        OptionalText, _said("In a survey: the group under which this choice is counted with others.")
    ] = ""


class PairEntry(Entry):
    noun = "a pair"
    term: Annotated[Words, _said("What stands on the left.")]
    meaning: Annotated[Words, _said("What belongs to it.")]


class QuestionEntry(Entry):
    noun = "a question"
    id: Annotated[Id, _said("Keep it for ever: results are counted under it. A new question needs a new id.")]
    stem: Annotated[Words, _said("What is asked.")]
    wording: Annotated[dict[str, Words], _said("For an audience, by its id: what is asked instead.")] = {}
    topic: Annotated[
        OptionalText, _said("Groups results; the id of a module names that module in the result, with a link.")
    ] = ""
    objective: Annotated[
        OptionalText, _said("What the question measures: 'signs.2' is the second objective of the module 'signs'.")
    ] = ""
    rationale: Annotated[OptionalWords, _said("Why the right answer is right, read after the answer.")] = ""
    trainer: Annotated[OptionalWords, _said("What a trainer says to the room; it reaches no learner.")] = ""
    facts: Annotated[list[str], _said("Ids of the facts that it rests on; their sources stand below.")] = []
    dont_know: Annotated[bool, _said("true: 'I don't know' is offered.")] = False
    critical: Annotated[bool, _said("true: it must be fully right to pass.")] = False
    pool: Annotated[OptionalText, _said("In a check: the pool from which 'draw' of the set takes some.")] = ""


class ChoiceQuestionEntry(QuestionEntry):
    model_config = _example(
        {
            "id": "fire-1",
            "type": "single",
            "stem": "You smell smoke. What do you do first?",
            "choices": [
                {"text": "Raise the alarm", "correct": True, "feedback": "Others cannot know yet."},
                {"text": "Look for the fire", "feedback": "That costs minutes that others need."},
            ],
        }
    )
    type: Annotated[Literal["single", "multiple"], _said("single: one choice is right; multiple: one or more are.")]
    choices: Annotated[list[ChoiceEntry], _said("What can be chosen.")]
    shuffle: Annotated[bool, _said("false: the choices stay in this order (true).")] = True


class TrueFalseEntry(QuestionEntry):
    model_config = _example(
        {
            "id": "fire-2",
            "type": "true-false",
            "stem": "A closed door holds smoke back.",
            "answer": True,
            "feedback_true": "It does, for minutes.",
            "feedback_false": "It does. Close the doors behind you.",
        }
    )
    type: Annotated[Literal["true-false"], _said("The stem is a statement that is true or false.")]
    answer: Annotated[bool | None, _said("Whether the statement is true; left out in a survey.")] = None
    feedback_true: Annotated[OptionalWords, _said("What those read who chose 'True'.")] = ""
    feedback_false: Annotated[OptionalWords, _said("What those read who chose 'False'.")] = ""


class OrderEntry(QuestionEntry):
    model_config = _example(
        {
            "id": "fire-3",
            "type": "order",
            "stem": "Put the steps in order.",
            "items": ["Raise the alarm", "Leave the building", "Go to the assembly point"],
        }
    )
    type: Annotated[Literal["order"], _said("Things are put in order.")]
    items: Annotated[list[Words], _said("The things, in the right order.")]


class MatchEntry(QuestionEntry):
    model_config = _example(
        {
            "id": "fire-4",
            "type": "match",
            "stem": "Which sign is which?",
            "pairs": [
                {"term": "Green", "meaning": "The way out"},
                {"term": "Red", "meaning": "Equipment against fire"},
            ],
            "spare": ["First aid"],
        }
    )
    type: Annotated[Literal["match"], _said("Terms get their meanings.")]
    pairs: Annotated[list[PairEntry], _said("Each term with its meaning.")]
    spare: Annotated[list[Words], _said("Meanings that belong to no term.")] = []


class ScaleEntry(QuestionEntry):
    model_config = _example(
        {"id": "fire-5", "type": "scale", "stem": "I know where the assembly point is.", "scale": "agree"}
    )
    type: Annotated[Literal["scale"], _said("A rating; never scored.")]
    scale: Annotated[str, _said("Its name under 'scales' of this set.")]
    reverse: Annotated[bool, _said("true: agreeing shows a misconception.")] = False


class NumberEntry(QuestionEntry):
    model_config = _example(
        {
            "id": "fire-6",
            "type": "number",
            "stem": "How many minutes may the building take to empty?",
            "answer": 3,
            "tolerance": 1,
            "unit": "minutes",
            "minimum": 0,
            "maximum": 30,
        }
    )
    type: Annotated[Literal["number"], _said("A number is estimated.")]
    answer: Annotated[float | None, _said("The right number; left out in a survey.")] = None
    tolerance: Annotated[float, Field(ge=0), _said("How far an answer may be from it and still be right (0).")] = 0.0
    unit: Annotated[OptionalText, _said("What is counted: 'people', '%'.")] = ""
    minimum: Annotated[float, _said("The least that can be entered (0).")] = 0.0
    maximum: Annotated[float, _said("The most that can be entered (100).")] = 100.0
    bands: Annotated[
        list[float], _said("In a survey: where one band of answers ends and the next begins; only the band is kept.")
    ] = []


AnyQuestion = Annotated[
    ChoiceQuestionEntry | TrueFalseEntry | OrderEntry | MatchEntry | ScaleEntry | NumberEntry,
    Field(discriminator="type"),
]


class QuizFile(Entry):
    noun = "a question set"
    id: Annotated[FileId, _said("The name of its file without '.yaml'.")]
    title: Annotated[Text, _said("What learners read above the questions.")]
    kind: Annotated[
        Literal["knowledge", "survey"], _said("knowledge: there are right answers; survey: there are none.")
    ]
    questions: Annotated[list[AnyQuestion], Field(min_length=1), _said("The questions, in order.")]
    introduction: Annotated[
        OptionalWords, _said("A sentence before the first question; facts and contacts may stand in it.")
    ] = ""
    shown_back: Annotated[
        bool, _said("true, in a survey set: what was chosen comes back to the learner, also without a survey store.")
    ] = False
    needs_approval: Annotated[
        bool, _said("true: it is kept out of plans, campaigns and checks; only a form under 'drafts' asks it.")
    ] = False
    scales: Annotated[
        dict[str, Annotated[list[Words], Field(min_length=2)]],
        _said("The scales of this set by name: their labels from least to most."),
    ] = {}
    draw: Annotated[
        dict[str, Annotated[int, Field(ge=1)]], _said("In a check: for each pool how many of its questions are shown.")
    ] = {}


def schemas(course_file: type[CourseFile], others: Mapping[str, type[Entry]]) -> dict[str, dict[str, Any]]:
    """A JSON Schema for each kind of source, by its name; keys in the order in which they are declared.

    `others`: files that only some formats read, by their names without an ending.
    """
    kinds: dict[str, type[BaseModel]] = {
        "course": course_file,
        "quiz": QuizFile,
        "module": ModuleFront,
        "reviews": ReviewsFile,
        "wording": WordingFile,
        "words": WordsFile,
        **others,
    }
    made = {name: model.model_json_schema() for name, model in kinds.items()}
    fact, helpline = FactEntry.model_json_schema(), HelplineEntry.model_json_schema()
    names = {"pattern": f"^{ID.pattern}$", "maxLength": LONGEST_ID}
    made["facts"] = {
        "$defs": fact.pop("$defs"),
        "type": "object",
        "propertyNames": names,
        "additionalProperties": fact,
    }
    made["helplines"] = {"type": "array", "items": helpline}
    made["contacts"] = {"type": "array", "items": LocalContactEntry.model_json_schema()}
    for schema in made.values():
        schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
        _close(schema)
    return made


def _close(schema: Any) -> None:
    """Where names are ids, no other name is one: JSON Schema lets those through that fit no pattern."""
    for inner in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        _close(inner)
    if isinstance(schema, dict) and "patternProperties" in schema:
        schema["additionalProperties"] = False


def schema_files(schemas: Mapping[str, Mapping[str, Any]]) -> dict[str, bytes]:
    """The same by file name, as `signpost schema DIR` writes them."""
    return {
        f"{name}.schema.json": (json.dumps(schema, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()
        for name, schema in schemas.items()
    }
