"""What the player reads: the page's data as one JSON text, safe inside a script element."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from signpost_builder.forms import asked_ids
from signpost_builder.model import Edition, NumberQuestion, Question, checked_questions
from signpost_builder.page.features import LISTEN
from signpost_builder.page.spoken import spoken
from signpost_builder.page.strings import strings
from signpost_builder.scoring import spec
from signpost_builder.state import page_digest, question_key


def course_data(edition: Edition, survey: Mapping[str, Any] | None, without: frozenset[str]) -> dict[str, Any]:
    """`survey`: see `survey_data`. `without`: features (page.features) whose texts are left out."""
    course = edition.course
    collected = {*survey["before"], *survey["after"]} if survey else set()
    data = {
        "course": {"id": course.id, "version": course.version, "digest": edition.digest[:12], "title": course.title},
        "edition": edition.slug,
        "language": edition.language,
        "passMarkPercent": course.pass_mark_percent,
        "attempts": course.attempts,
        "scoreMode": course.score_mode,
        **_order(edition),
        "questions": {
            question.id: question_data(question, question.id in collected) for question in all_questions(edition)
        },
        "strings": script_texts(edition, without),
        **({} if LISTEN in without else {"spoken": spoken(edition)}),
        **({"topics": topics} if (topics := _topics(edition)) else {}),
    }
    return {**data, "survey": survey} if survey else data


def _topics(edition: Edition) -> dict[str, list[str]]:
    """Of each topic of the final questions: the title and the first page of the module that has its name."""
    asked = {question.topic for each in edition.after for question in each.questions}
    return {module.id: [module.title, module.pages[0].id] for module in edition.modules if module.id in asked}


def part_data(whole: Mapping[str, Any], part: Edition, without: frozenset[str]) -> dict[str, Any]:
    """The data of some modules and sets. `whole`: those of the edition that has them all."""
    questions = {question.id: whole["questions"][question.id] for question in all_questions(part)}
    strings = script_texts(part, without)
    data = {**whole, **_order(part), "questions": questions, "strings": strings}
    return data if part.survey else _uncollected(data)


def _order(edition: Edition) -> dict[str, Any]:
    """The pages, and the questions asked before and after."""
    module_pages = [page.id for module in edition.modules for page in module.pages]
    counted = ["start", *module_pages]
    order = ["start", *(["before"] if edition.before else []), *module_pages]
    order += [*(["after"] if edition.after else []), "result", "certificate"]
    return {
        "pages": [{"id": id, "counts": id in counted} for id in order],
        "pagesDigest": page_digest(counted),
        "before": [question.id for question_set in edition.before for question in question_set.questions],
        "after": [question.id for question_set in edition.after for question in question_set.questions],
    }


def _uncollected(data: Mapping[str, Any]) -> dict[str, Any]:
    """Without what only a survey reads."""
    questions = {
        id: {name: value for name, value in question.items() if name != "bounds"}
        for id, question in data["questions"].items()
    }
    return {name: value for name, value in data.items() if name != "survey"} | {"questions": questions}


def survey_data(edition: Edition) -> dict[str, Any] | None:
    """Where answers go and in which order; None where they go nowhere. The same for every site."""
    form = edition.form
    if edition.survey is None or form is None:
        return None
    group, stratum = form["group"], form["stratum"]
    return {
        **({"simulated": True} if edition.survey.simulated else {}),
        "responsible": [[name, said] for name, said in form["responsible"].items() if said],
        "endpoint": edition.survey.endpoint,
        "form": form["id"],
        "key": edition.survey.key,
        "group": group and {"question": group["question"], "merge": group["merge"]},
        "stratum": stratum and {"question": stratum["question"]},
        "before": asked_ids(form, "before"),
        "after": asked_ids(form, "after"),
    }


def script_texts(edition: Edition, without: frozenset[str]) -> dict[str, str]:
    groups = strings(edition.language, edition.course.words)["script"]
    return {key: text for name, texts in groups.items() if name not in without for key, text in texts.items()}


def question_data(question: Question, collected: bool = False) -> dict[str, Any]:
    """The spec that scoring reads, the key that state is stored under; `critical` and `topic` only where set.

    `collected`: a survey keeps the answer; of a number it keeps the band.
    """
    data = {**spec(question), "key": question_key(question)}
    if question.critical:
        data["critical"] = True
    if question.topic:
        data["topic"] = question.topic
    if collected and isinstance(question, NumberQuestion):
        data["bounds"] = list(question.bands)
    return data


def all_questions(edition: Edition) -> Iterable[Question]:
    for question_set in (*edition.before, *edition.after):
        yield from question_set.questions
    for module in edition.modules:
        for page in module.pages:
            yield from checked_questions(page.blocks)


def json_for_script(data: Mapping[str, Any]) -> str:
    """No "<" is left, so nothing in it can close or open an element (HTML, 4.12.1.3)."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.replace("<", "\\u003c")
