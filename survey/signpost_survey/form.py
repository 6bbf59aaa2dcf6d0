"""The form: which questions a record answers, in which bytes, and under which rules it may be published.

`docs/formats/form.md` is the contract with those who write forms; this file is its reader. Text is plain, never HTML.
"""

import hashlib
import json
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Annotated, Any, Literal, assert_never, dataclass_transform

import msgspec
from msgspec import Meta, Struct

from signpost_survey import keys
from signpost_survey.stores.base import StoredForm

CONTENT = ("kind", "open", "simulated", "block", "breakdowns", "noise", "group", "stratum", "questions")  # of the id
NAMESPACE = uuid.UUID("6a1e2c53-60b7-5d33-8c39-1f5f0a1f7a52")
DONT_KNOW = 254
SKIPPED = 255
SLOTS = 332  # what one part of a record holds (docs/formats/sealed-record.md)

Text = Annotated[str, Meta(max_length=4000)]
Label = Annotated[str, Meta(min_length=1, max_length=1000)]
Id = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
Decimal = Annotated[str, Meta(pattern=r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?$")]
Index = Annotated[int, Meta(ge=0, le=199)]
PublicKey = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{43}$")]
Choices = Annotated[tuple[Label, ...], Meta(min_length=2, max_length=200)]


# What the classes below it inherit at run time; a type checker would believe each to be open to change again.
@dataclass_transform(frozen_default=True, kw_only_default=True)
class Strict(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A document written by a program: every field is there, and no other."""


class QuestionBase(Strict, tag_field="type"):
    stem: Label
    topic: Text
    dont_know: bool
    critical: bool


class Single(QuestionBase, tag="single"):
    """One slot: the index of the option."""

    options: Choices
    key: tuple[Index, ...] | None


class TrueFalse(QuestionBase, tag="true-false"):
    """One slot: 0 false, 1 true."""

    key: bool | None


class Multiple(QuestionBase, tag="multiple"):
    """One slot per option: 1 ticked, 0 not."""

    options: Choices
    key: tuple[Index, ...] | None


class Order(QuestionBase, tag="order"):
    """One slot per position, first to last: the index of the item put there. `key` is the right order."""

    items: Choices
    key: tuple[Index, ...] | None


class Match(QuestionBase, tag="match"):
    """One slot per term: the index of the meaning chosen for it. `key` has one meaning per term."""

    terms: Choices
    meanings: Choices
    key: tuple[Index, ...] | None


class Scale(QuestionBase, tag="scale"):
    """One slot: 1 for the first label up to the number of labels. `reverse`: agreement shows a misconception."""

    labels: Choices
    reverse: bool


class Number(QuestionBase, tag="number"):
    """One slot: the band. Band i holds what is at most bounds[i] and in no lower band; the last one has no bound."""

    unit: Text
    minimum: Decimal
    maximum: Decimal
    bounds: Annotated[tuple[Decimal, ...], Meta(min_length=1, max_length=198)]
    key: tuple[Index, ...] | None


Phase = Literal["before", "after"]
Kind = Literal["knowledge", "confidence", "perception", "other"]  # of a question, in a release
Question = Single | TrueFalse | Multiple | Order | Match | Scale | Number


class Group(Strict):
    """Who answers: an option chosen by the learner becomes one of at most five values on the device, by `merge`."""

    question: Id
    stem: Label
    options: Choices
    merge: tuple[Index, ...]
    values: Annotated[tuple[Label, ...], Meta(min_length=2, max_length=5)]
    order: tuple[Index, ...]  # of the values: neighbours are counted together where one has too few people


class Stratum(Strict):
    """One thing more about who answers, from a fixed list; its value is the index of the option."""

    question: Id
    stem: Label
    options: Annotated[tuple[Label, ...], Meta(min_length=2, max_length=12)]
    order: tuple[Index, ...]  # of the options, as for groups


class QuestionSet(Strict):
    """Questions shown together, in order."""

    id: Id
    title: Text
    introduction: Text
    questions: tuple[Id, ...]


class Key(Strict):
    """The public key that records of this form are sealed to, and the one that its releases are signed with."""

    id: Annotated[str, Meta(pattern=r"^[0-9a-f]{16}$")]
    public: PublicKey
    verify: PublicKey


class Responsible(Strict):
    """Who answers for the survey, as course.yaml says it; empty where it says nothing. People read it before they answer."""

    controller: Text
    contact: Text
    data_protection_officer: Text
    lawful_basis: Text
    retention: Text


class Line(Strict):
    """A help line. `dial` is what a `tel:` address takes; `extension` is said or pressed when somebody answers."""

    name: Label
    purpose: Text
    phone: Text
    dial: Annotated[str, Meta(pattern=r"^\+?[0-9]*$")]
    extension: Text
    email: Text
    url: Annotated[str, Meta(pattern=r"^(https?://\S+)?$", max_length=2000)]
    hours: Text
    emergency: bool


class Help(Strict):
    """Whom to turn to instead of answering, in the course's words. A form from before it had these says nothing of it."""

    report: Text = ""
    lines: tuple[Line, ...] = ()


class Form(Strict, kw_only=True):
    """`pair` forms ask `before` and `after` a course in one record; `single` forms have an empty `before`."""

    format: Literal["signpost-form-2"]
    id: Annotated[str, Meta(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
    kind: Literal["pair", "single"]
    open: bool
    simulated: bool
    title: Label
    course: Id
    audience: Id
    language: Annotated[str, Meta(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
    key: Key
    responsible: Responsible
    help: Help = Help()
    block: Annotated[int, Meta(ge=20, le=100)]
    breakdowns: Literal["one-way", "none"]
    noise: Literal[1, 2, 4]
    group: Group | None
    stratum: Stratum | None
    before: tuple[QuestionSet, ...]
    after: tuple[QuestionSet, ...]
    questions: Mapping[Id, Question]


@dataclass(frozen=True, slots=True)
class Slot:
    """One byte of an answer: what it is about and the values that it may take besides DONT_KNOW and SKIPPED."""

    question: str
    part: int  # option, position or term within the question; 0 where there is one slot
    values: range
    dont_know: bool

    @property
    def codes(self) -> tuple[int, ...]:
        """Every value that the byte may have, in the order in which tables show them."""
        return (*self.values, *((DONT_KNOW,) if self.dont_know else ()), SKIPPED)


class FormError(ValueError):
    """Everything that is wrong with a form file, one sentence each."""

    def __init__(self, messages: list[str]) -> None:
        super().__init__("\n".join(messages))
        self.messages = messages


def content_id(document: Mapping[str, Any]) -> str:
    """The id that a form with this content must have: UUIDv5 of what is asked and how it is kept, nothing else."""
    content = {name: document[name] for name in CONTENT}
    for phase in ("before", "after"):
        content[phase] = [question for one in document[phase] for question in one["questions"]]
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return str(uuid.uuid5(NAMESPACE, text))


def parse_form(data: bytes) -> Form:
    """Read and check a form file. Raises FormError."""
    try:
        document = json.loads(data)
        form = msgspec.convert(document, Form)
    except (ValueError, RecursionError, msgspec.ValidationError) as error:
        raise FormError([str(error)]) from None
    messages = list(_faults(form))
    if not messages and form.id != (right := content_id(document)):
        messages.append(f"the id is {form.id}, but this content makes {right}")
    if messages:
        raise FormError(messages)
    return form


def form_bytes(form: Form) -> bytes:
    """The file of a form: keys sorted, two spaces, a newline at the end."""
    return (json.dumps(msgspec.to_builtins(form), sort_keys=True, ensure_ascii=False, indent=2) + "\n").encode()


def shown_as_page(stored: StoredForm) -> bool:
    """Whether the store's own page may ask it: what the operator said, else only forms that are for anyone with the link."""
    return _for_anyone(stored.document) if stored.page is None else stored.page


@lru_cache(maxsize=256)
def _for_anyone(document: bytes) -> bool:
    return parse_form(document).open


def asked(form: Form, phase: Phase) -> tuple[str, ...]:
    """Ids of the questions of a phase in the order of their slots."""
    return tuple(question for one in getattr(form, phase) for question in one.questions)


def slots(form: Form, phase: Phase) -> tuple[Slot, ...]:
    """The bytes of a phase, in order."""
    return tuple(slot for id in asked(form, phase) for slot in question_slots(id, form.questions[id]))


def question_slots(id: str, question: Question) -> tuple[Slot, ...]:
    """The bytes of one question."""
    count, values = _shape(question)
    return tuple(Slot(id, part, values, question.dont_know) for part in range(count))


def question_hash(question: Question) -> str:
    """Sixteen hexadecimal digits of what is asked: alike wherever type, words, choices and right answers are the same.

    Neither where it stands, nor its topic, nor whether it is critical: those are said of a question, not asked."""
    content = {
        name: value for name, value in msgspec.to_builtins(question).items() if name not in ("topic", "critical")
    }
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def scored(question: Question) -> bool:
    """Whether the question has a right answer."""
    return not isinstance(question, Scale) and question.key is not None


def _shape(question: Question) -> tuple[int, range]:
    match question:
        case Single():
            return 1, range(len(question.options))
        case TrueFalse():
            return 1, range(2)
        case Multiple():
            return len(question.options), range(2)
        case Order():
            return len(question.items), range(len(question.items))
        case Match():
            return len(question.terms), range(len(question.meanings))
        case Scale():
            return 1, range(1, len(question.labels) + 1)
        case Number():
            return 1, range(len(question.bounds) + 1)
        case _:
            assert_never(question)


def _faults(form: Form) -> Iterator[str]:
    if form.key.id != keys.key_id(keys.decode(form.key.public)):
        yield "key: the id does not belong to the public key"
    if not any(keys.decode(form.key.verify)) or form.key.verify == form.key.public:
        yield "key.verify: not the public half of a signing key"
    if form.kind == "single" and form.before:
        yield "before: a single form asks everything in 'after'"
    if form.kind == "pair" and not (form.before and form.after):
        yield "before, after: a pair form needs both"
    yield from _reference_faults(form)
    if form.group:
        yield from _group_faults(form.group)
        yield from _order_faults("group", form.group.order, len(form.group.values))
    if form.stratum:
        yield from _order_faults("stratum", form.stratum.order, len(form.stratum.options))
    for id, question in form.questions.items():
        yield from (f"questions.{id}: {fault}" for fault in _question_faults(question))


def _reference_faults(form: Form) -> Iterator[str]:
    for phase in ("before", "after"):
        ids = asked(form, phase)
        if unknown := sorted(set(ids) - set(form.questions)):
            yield f"{phase}: no such question: {', '.join(unknown)}"
            return
        if len(set(ids)) < len(ids):
            yield f"{phase}: a question is asked twice"
        if len(slots(form, phase)) > SLOTS:
            yield f"{phase}: {len(slots(form, phase))} slots; a record holds {SLOTS}"
    if not asked(form, "after"):
        yield "after: nothing is asked"
    if unused := sorted(set(form.questions) - set(asked(form, "before")) - set(asked(form, "after"))):
        yield f"questions: never asked: {', '.join(unused)}"
    about = [one.question for one in (form.group, form.stratum) if one]
    if set(about) & set(form.questions) or len(set(about)) < len(about):
        yield "group, stratum: their questions are theirs alone"


def _group_faults(group: Group) -> Iterator[str]:
    if len(group.merge) != len(group.options):
        yield "group.merge: one value for each option"
    if set(group.merge) != set(range(len(group.values))):
        yield "group.merge: every value, and no other, must be reached"


def _order_faults(name: str, order: tuple[int, ...], count: int) -> Iterator[str]:
    if sorted(order) != list(range(count)):
        yield f"{name}.order: every category once"


def _question_faults(question: Question) -> Iterator[str]:
    key = getattr(question, "key", None)
    count, values = _shape(question)
    match question:
        case Single() | Number():
            if key is not None and not (key and set(key) <= set(values)):
                yield "key: at least one of the values"
        case Multiple():
            if key is not None and not (key and set(key) <= set(range(count))):
                yield "key: at least one of the options"
        case Order():
            if key is not None and sorted(key) != list(values):
                yield "key: every item once"
        case Match():
            if key is not None and not (len(key) == count and set(key) <= set(values)):
                yield "key: one meaning for each term"
        case TrueFalse() | Scale():
            pass  # a truth value has no wrong form; a rating has no key
        case _:
            assert_never(question)
    if isinstance(question, Number):
        numbers = [float(bound) for bound in (question.minimum, *question.bounds, question.maximum)]
        if any(low >= high for low, high in pairwise(numbers)):
            yield "bounds: ascending, between minimum and maximum"
    if isinstance(key, tuple) and len(set(key)) < len(key) and not isinstance(question, Match):
        yield "key: no value twice"
