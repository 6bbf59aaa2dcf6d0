"""The form as a page for people outside a course: campaign, room, paper, and platforms that keep answers by name.

Complete HTML, made from the form file alone. The script in it is the player's own, linked beforehand (page/link.py in
the sources): at run time nothing of the builder is needed.
"""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from importlib.resources import files
from typing import Any, Literal, NamedTuple, assert_never
from urllib.parse import urlsplit

import msgspec
from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from signpost_survey import problems
from signpost_survey.form import (
    Form,
    Group,
    Match,
    Multiple,
    Number,
    Order,
    Question,
    Scale,
    Single,
    Stratum,
    TrueFalse,
    asked,
    parse_form,
)
from signpost_survey.problems import Problem
from signpost_survey.stores import StoreError

RIGHT_TO_LEFT = {"ar", "arc", "ckb", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"}
# What a person reads instead of a problem detail: names of texts.
WORDS = {
    problems.NO_FORM: "missing",
    problems.CLOSED: "closed",
    problems.PAGE_CLOSED: "elsewhere",
    problems.TOO_MANY: "many",
}


class PageMissing(StoreError):
    """The page's files are not where the package should have put them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView:
    """What the template needs of a question, whatever its type. Values are indexes in the form's order."""

    id: str
    name: str  # of its controls
    stem: str
    hint: str = ""
    ours: bool = False  # the options are the page's words, not the form's
    scale: bool = False
    input: Literal["radio", "checkbox"] = "radio"
    options: Sequence[tuple[int, str]] = ()
    items: Sequence[tuple[int, str]] = ()
    terms: Sequence[str] = ()
    meanings: Sequence[tuple[int, str]] = ()
    range: str = ""
    unit: str = ""
    dont_know: bool = False


class Part(NamedTuple):
    """Questions that are shown together. `ours`: the title is the page's, not the form's."""

    title: str
    introduction: str
    questions: Sequence[QuestionView]
    ours: bool = False


class Phase(NamedTuple):
    name: str
    title: str
    parts: Sequence[Part]
    last_title: str
    last: str
    finish: str

    @property
    def heading(self) -> str:
        """The element of a part's title."""
        return "h3" if self.title else "h2"


class Pages:
    """Renders forms; each once, until its document changes. Raises PageMissing at the start, not at the first visit."""

    def __init__(self) -> None:
        for name in ("form.html", "form.js", "form.css", "strings.en.json"):
            part(name)
        self._made: dict[str, tuple[bytes, bytes]] = {}
        self.headers = headers()

    def page(self, form_id: str, document: bytes) -> bytes:
        """The page of a registered form."""
        known = self._made.get(form_id)
        if known is None or known[0] != document:
            known = self._made[form_id] = (document, form_page(parse_form(document)))
        return known[1]


def form_page(form: Form) -> bytes:
    t = strings(form.language)["page"]
    return _rendered(
        language=form.language,
        title=form.title,
        form=form,
        facts=[*((name, text.format(**_facts(form, t))) for name, text in t["facts"]), *responsible(form, t)],
        lines=[(line, host(line.url)) for line in form.help.lines],
        phases=[_phase(form, name, t) for name in ("before", "after") if asked(form, name)],
        data=_for_script(script_data(form)),
        script=Markup(part("form.js")),
        notice=None,
        privacy=None,
    )


def privacy_page(form: Form) -> bytes:
    """The privacy notice of a form, to read, print or put on a website: whether or not the form is open."""
    t = strings(form.language)["page"]
    said = {name: text or t["unsaid"] for name, text in msgspec.to_builtins(form.responsible).items()}
    groups = ", ".join(form.group.values) if form.group else t["no_groups"]
    paragraphs = [text.format(controller=said["controller"], groups=groups) for text in t["privacy"]]
    facts = [(label, said[name]) for name, label in t["responsible"].items()]
    privacy = {"paragraphs": paragraphs, "facts": facts, "missing": t["unsaid"] in said.values()}
    return _rendered(language=form.language, title=t["privacy_title"], notice=None, privacy=privacy, form=form)


def responsible(form: Form, t: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(what it is, in the author's words) for each that course.yaml says."""
    said = msgspec.to_builtins(form.responsible)
    return [(label, said[name]) for name, label in t["responsible"].items() if said[name]]


def notice_page(problem: Problem, form: Form | None = None) -> bytes:
    """A page that says in words why there are no questions. No script."""
    language = form.language if form else "en"
    t = strings(language)["page"]
    name = WORDS[problem]
    notice = {"title": t[f"{name}_title"], "text": t[name]}
    return _rendered(language=language, title=form.title if form else t["survey"], notice=notice, privacy=None)


def headers() -> dict[str, str]:
    """Nothing but what is in the page may run or style it, it talks to its own origin only, and nobody may frame it.

    `form-action 'none'`: even a control that got into a form by mistake could send nothing in clear.
    """
    policy = {
        "default-src": "'none'",
        "script-src": _hash("form.js"),
        "style-src": _hash("form.css"),
        "connect-src": "'self'",
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }
    return {
        "content-security-policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
    }


def script_data(form: Form) -> dict[str, Any]:
    """What the script needs to know; `questions` as the player's modules read them."""
    specs = {id: _spec(question) for id, question in form.questions.items()}
    for about in (form.group, form.stratum):
        if about:
            specs[about.question] = {"type": "single", "options": len(about.options)}
    return {
        "form": form.id,
        "kind": form.kind,
        "key": form.key.public,
        "group": {"question": form.group.question, "merge": form.group.merge} if form.group else None,
        "stratum": {"question": form.stratum.question} if form.stratum else None,
        "before": asked(form, "before"),
        "after": asked(form, "after"),
        "questions": specs,
        "strings": strings(form.language)["script"],
    }


def direction(language: str) -> Literal["ltr", "rtl"]:
    return "rtl" if _primary(language) in RIGHT_TO_LEFT else "ltr"


@cache
def part(name: str) -> str:
    """A file of the page. Raises PageMissing."""
    try:
        return files("signpost_survey").joinpath("page", name).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise PageMissing(
            f"signpost_survey/page/{name} is missing, so forms cannot be shown: install signpost-survey again"
            " (in a working copy: .venv/bin/python survey/page/link.py)"
        ) from None


def host(address: str) -> str:
    """What a link shows of its address."""
    return (urlsplit(address).hostname or "").removeprefix("www.")


@cache
def strings(language: str) -> Mapping[str, Any]:
    """The page's own words, in English where there is no translation."""
    found: dict[str, Any] = json.loads(part(f"strings.{_spoken(language)}.json"))
    return found


def _spoken(language: str) -> str:
    """The language of the page's own words beside a form in `language`."""
    primary = _primary(language)
    return primary if files("signpost_survey").joinpath("page", f"strings.{primary}.json").is_file() else "en"


def _primary(language: str) -> str:
    return language.partition("-")[0].lower()


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(part("form.html"))


def _rendered(*, language: str, **values: Any) -> bytes:
    spoken = _spoken(language)
    ui = "" if spoken == _primary(language) else Markup(' lang="{}" dir="{}"').format(spoken, direction(spoken))
    t, style = strings(language)["page"], Markup(part("form.css"))
    about = {"language": language, "direction": direction(language), "t": t, "ui": ui, "style": style}
    return _template().render(**about, **values).encode()


def _hash(name: str) -> str:
    digest = hashlib.sha256(part(name).encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _for_script(data: Mapping[str, Any]) -> Markup:
    """No "<" is left, so nothing in it can close or open an element (HTML, 4.12.1.3)."""
    return Markup(json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).replace("<", "\\u003c"))


def _facts(form: Form, t: Mapping[str, Any]) -> dict[str, str]:
    count = len(form.before) + len(form.after)
    return {
        "parts": t["part_one"] if count == 1 else t["parts"].format(count=count),
        "skip": t["skip_any"],
        "when": t[f"when_{form.kind}"],
        "back": t[f"back_{form.kind}"],
    }


def _phase(form: Form, name: Literal["before", "after"], t: Mapping[str, Any]) -> Phase:
    first = name == "before" or form.kind == "single"
    parts = [
        Part(one.title, one.introduction, [question_view(id, form.questions[id], name, t) for id in one.questions])
        for one in getattr(form, name)
    ]
    about = [_about_view(one, name) for one in (form.group, form.stratum) if one and first]
    if about:
        parts.insert(0, Part(t["about"], "", about, ours=True))
    title = t[f"{name}_title"] if form.kind == "pair" else ""
    if name == "before":
        return Phase(name, title, parts, t["last_before_title"], t["last_before"], t["keep"])
    return Phase(name, title, parts, t["last_title"], t["last_single"], t["send"])


def _about_view(about: Group | Stratum, phase: str) -> QuestionView:
    return QuestionView(
        id=about.question, name=f"{phase}-{about.question}", stem=about.stem, options=list(enumerate(about.options))
    )


def question_view(id: str, question: Question, phase: str, t: Mapping[str, Any]) -> QuestionView:
    words = t["question"]
    view = partial(
        QuestionView, id=id, name=f"{phase}-{id}", stem=question.stem, dont_know=question.dont_know, input="checkbox"
    )
    match question:
        case Single():
            return view(options=list(enumerate(question.options)), input="radio")
        case TrueFalse():
            return view(options=[(1, words["true"]), (0, words["false"])], ours=True, input="radio")
        case Multiple():
            return view(options=list(enumerate(question.options)), hint=words["several"])
        case Order():
            items = [(index, question.items[index]) for index in mixed(id, len(question.items))]
            return view(items=items, hint=words["order"])
        case Match():
            order = mixed(id, len(question.meanings))
            meanings = [(index, question.meanings[index]) for index in order]
            return view(terms=question.terms, meanings=meanings)
        case Scale():
            return view(options=list(enumerate(question.labels, start=1)), scale=True, input="radio")
        case Number():
            return view(range=f"{question.minimum} {question.maximum}", unit=question.unit)
        case _:
            assert_never(question)


def mixed(question_id: str, count: int) -> list[int]:
    """An order of 0 … count-1, fixed for this question, that looks random and is never the form's, which may be right."""
    order = sorted(range(count), key=lambda index: hashlib.sha256(f"{question_id} {index}".encode()).digest())
    return order if order != list(range(count)) else order[1:] + order[:1]


def _spec(question: Question) -> dict[str, Any]:
    match question:
        case Single():
            return {"type": "single", "options": len(question.options)}
        case TrueFalse():
            return {"type": "true-false"}
        case Multiple():
            return {"type": "multiple", "options": len(question.options)}
        case Order():
            return {"type": "order", "count": len(question.items)}
        case Match():
            return {"type": "match", "count": len(question.terms), "meanings": len(question.meanings)}
        case Scale():
            return {"type": "scale", "options": len(question.labels)}
        case Number():
            return {"type": "number", "bounds": [float(bound) for bound in question.bounds]}
        case _:
            assert_never(question)
