"""The quotes of a whole course in the typography of its language: everything that somebody reads, nothing that a program compares."""

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from functools import partial
from operator import is_
from typing import Any, TypeVar, assert_never

from signpost_builder.model import (
    Block,
    Callout,
    Cards,
    Chart,
    Check,
    Choice,
    ChoiceQuestion,
    Compare,
    Contact,
    ContactRef,
    Course,
    CourseWords,
    Easy,
    Fact,
    Figure,
    For,
    MatchQuestion,
    Media,
    Module,
    Node,
    NumberQuestion,
    Option,
    OrderQuestion,
    Page,
    Prose,
    Question,
    QuestionSet,
    Quote,
    Reveal,
    ScaleQuestion,
    Scenario,
    Sensitive,
    Site,
    SlideText,
    Stages,
    Steps,
    Timeline,
    Titled,
    Trainer,
    TrueFalseQuestion,
)
from signpost_builder.source.remembered import Remembered
from signpost_builder.typography import CONTACT, curled, curled_html, curls

Key = TypeVar("Key")
Value = TypeVar("Value")


def typeset(course: Course, remembered: Remembered) -> Course:
    """The course as it is shown. Its first language decides; parts for another language alone stay as they were typed.

    What has not been read again is not set again: it stays the very same object, by which other things know it.
    """
    if not curls(course.languages[0]):
        return course
    return replace(
        course,
        title=curled(course.title),
        summary=curled(course.summary),
        audiences=tuple(_with(each, title=curled(each.title)) for each in course.audiences),
        modules=tuple(
            remembered.of_same((_module, each.id), each, partial(_module, remembered=remembered))
            for each in course.modules
        ),
        question_sets={
            id: remembered.of_same((_question_set, id), each, _question_set)
            for id, each in course.question_sets.items()
        },
        facts=remembered.of_same(_facts, course.facts, _facts),
        helplines=_all(course.helplines, _contact),
        words=_words(course.words),
        sites=_all(course.sites, _site),
        drafts=tuple(_with(each, title=curled(each.title)) for each in course.drafts),
    )


def _with(value: Value, /, **shown: Any) -> Value:
    """The value with what is shown of it; the very same where no quote has changed."""
    for name, each in shown.items():
        if getattr(value, name) is not each:
            return replace(value, **shown)  # type: ignore[type-var]  # every value here is a dataclass
    return value


def _all(values: tuple[Value, ...], change: Callable[[Value], Value]) -> tuple[Value, ...]:
    changed = tuple(map(change, values))
    return values if all(map(is_, changed, values)) else changed


def _each(values: Mapping[Key, Value], change: Callable[[Value], Value]) -> dict[Key, Value]:
    return {key: change(value) for key, value in values.items()}


def _facts(facts: Mapping[str, Fact]) -> Mapping[str, Fact]:
    return _each(facts, _fact)


def _module(module: Module, remembered: Remembered) -> Module:
    whole = (_module, module.id)
    return _with(
        module,
        title=curled(module.title),
        summary=curled(module.summary),
        objectives=_all(module.objectives, curled),
        content_note=curled(module.content_note),
        pages=tuple(remembered.of_same((_page, each.id), each, _page, whole) for each in module.pages),
    )


def _words(words: CourseWords) -> CourseWords:
    """What is shown: how abbreviations are said is spoken alone."""
    shown: dict[str, Any] = {
        each.name: curled(getattr(words, each.name)) for each in fields(CourseWords) if each.name != "said"
    }
    return _with(words, **shown)


def _page(page: Page) -> Page:
    return _with(page, title=curled(page.title), blocks=_blocks(page.blocks))


def _blocks(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    return _all(blocks, _block)


def _block(block: Block) -> Block:
    match block:
        case Prose():
            return _prose(block)
        case Callout():
            return _with(block, title=curled(block.title), blocks=_blocks(block.blocks))
        case Sensitive():
            points = _blocks(block.key_points)
            return _with(block, title=curled(block.title), blocks=_blocks(block.blocks), key_points=points)
        case Titled():
            return _with(block, title=curled_html(block.title), blocks=_blocks(block.blocks))
        case Compare() | Cards() | Steps() | Timeline():
            return _with(block, blocks=_blocks(block.blocks))
        case Figure() | Media():
            return _with(block, picture=_prose(block.picture), blocks=_blocks(block.blocks))
        case Reveal():
            return _with(block, title=curled(block.title), blocks=_blocks(block.blocks))
        case Easy():
            return _with(block, body=_prose(block.body))
        case Quote():
            return _with(block, body=_prose(block.body), by=curled(block.by), source=curled_html(block.source))
        case Chart():
            return _chart(block)
        case For():
            foreign = bool(block.languages) and not any(map(curls, block.languages))
            return block if foreign else _with(block, blocks=_blocks(block.blocks))
        case Trainer():
            return _with(block, blocks=_blocks(block.blocks))
        case SlideText():
            return _with(block, title=curled(block.title), text=_prose(block.text))
        case Stages():
            return Stages(stages=tuple((curled_html(title), curled_html(body)) for title, body in block.stages))
        case Scenario():
            return _with(block, title=curled(block.title), nodes=_all(block.nodes, _node))
        case Check():
            return Check(questions=_question_set(block.questions))
        case _:
            assert_never(block)


def _prose(prose: Prose) -> Prose:
    """All parts as one text, because a contact between two of them is a word to the quote that follows."""
    marked = "".join(f'{CONTACT}"">' if isinstance(part, ContactRef) else part for part in prose.parts)
    shown = curled_html(marked)
    if shown is marked:
        return prose
    texts = iter(shown.split(f'{CONTACT}"">'))
    parts: list[str | ContactRef] = []
    text = next(texts)
    for part in prose.parts:
        if isinstance(part, ContactRef):
            parts += [text, part] if text else [part]
            text = next(texts)
    return _with(prose, parts=(*parts, text) if text or not parts else tuple(parts))


def _chart(chart: Chart) -> Chart:
    return _with(
        chart,
        title=curled(chart.title),
        description=curled(chart.description),
        columns=_all(chart.columns, curled),
        rows=tuple(_with(row, label=curled(row.label), said=_all(row.said, curled)) for row in chart.rows),
        source=curled_html(chart.source),
    )


def _node(node: Node) -> Node:
    return _with(node, title=curled(node.title), body=_prose(node.body), options=_all(node.options, _option))


def _option(option: Option) -> Option:
    return _with(option, text=curled_html(option.text), feedback=curled_html(option.feedback))


def _question_set(questions: QuestionSet) -> QuestionSet:
    return _with(
        questions,
        title=curled(questions.title),
        introduction=curled_html(questions.introduction),
        questions=_all(questions.questions, _question),
    )


def _question(question: Question) -> Question:
    question = _with(
        question,
        stem=curled_html(question.stem),
        wording=_each(question.wording, curled_html) if question.wording else question.wording,
        rationale=curled_html(question.rationale),
        trainer=curled_html(question.trainer),
    )
    match question:
        case ChoiceQuestion():
            return _with(question, choices=_all(question.choices, _choice))
        case TrueFalseQuestion():
            true, false = curled_html(question.feedback_true), curled_html(question.feedback_false)
            return _with(question, feedback_true=true, feedback_false=false)
        case OrderQuestion():
            return _with(question, items=_all(question.items, curled_html))
        case MatchQuestion():
            pairs = tuple((curled_html(term), curled_html(meaning)) for term, meaning in question.pairs)
            return _with(question, pairs=pairs, spare=_all(question.spare, curled_html))
        case ScaleQuestion():
            return _with(question, labels=_all(question.labels, curled_html))
        case NumberQuestion():
            return question
        case _:
            assert_never(question)


def _choice(choice: Choice) -> Choice:
    return _with(
        choice,
        text=curled_html(choice.text),
        feedback=curled_html(choice.feedback),
        counted_as=curled(choice.counted_as),
    )


def _fact(fact: Fact) -> Fact:
    source = _with(fact.source, publisher=curled(fact.source.publisher), title=curled(fact.source.title))
    return _with(fact, claim=curled(fact.claim), value=curled(fact.value), period=curled(fact.period), source=source)


def _contact(contact: Contact) -> Contact:
    return _with(contact, name=curled(contact.name), purpose=curled(contact.purpose), hours=curled(contact.hours))


def _site(site: Site) -> Site:
    return _with(site, name=curled(site.name), contacts=_each(site.contacts, _contact))
