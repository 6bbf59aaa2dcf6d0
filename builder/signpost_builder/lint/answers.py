"""Where the answers before and after the course can go: proved for a package of ours, from its bytes.

The proof has three parts. The script is, byte for byte, the one that this version links for such a page; its tests
show that it gives these answers to the survey alone. Nothing else in the package can run. The browser is told, before
anything else, to let the page send to the survey's endpoint alone, or nowhere. About pages of others nothing is said.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from html import unescape
from pathlib import Path, PurePosixPath
from typing import Any, Literal

from signpost_builder.diagnostics import Diagnostic, Span, error
from signpost_builder.forms import asked_ids, content_id
from signpost_builder.lint.archive import Files, at
from signpost_builder.lint.features import absent_features
from signpost_builder.lint.markup import MarkupReader
from signpost_builder.model import SAID
from signpost_builder.page.document import own_policy, single_file_policy
from signpost_builder.page.look import look_css
from signpost_builder.page.script import player_script
from signpost_builder.page.stylesheet import stylesheet
from signpost_builder.schema import ORIGIN
from signpost_builder.source.drawing import drawing_faults
from signpost_builder.values import frozen

Adapter = Literal["scorm12", "scorm2004", "none"]
FormFile = Callable[[str], bytes | None]

# As page.html begins; compared as text, so that no two ways of reading HTML can differ about what comes first.
HEAD = re.compile(
    r'<!doctype html>\n<html lang="[\w-]+" dir="(?:ltr|rtl)">\n<head>\n<meta charset="utf-8">\n'
    r'<meta http-equiv="Content-Security-Policy" content="([^"<>]*)">\n'
)
MAY_SEND = re.compile(r"connect-src ([^;]*);")
DATA = re.compile(r'<script type="application/json" id="course-data">([^<]*)</script>\n')
THEME = re.compile(r'<meta name="theme-color" content="(#[0-9a-f]{6})"')  # the course's own colours (page.look)
OWN_SCRIPT = '<script defer src="player.js"></script>\n'
OWN_STYLE = '<link rel="stylesheet" href="player.css">\n'
ICON = '<link rel="icon" href="data:,">\n'
INLINE = re.compile(r"<(script|style)>(.*?)</\1>\n", re.DOTALL)
FETCHING = re.compile(r"<\s*(script|style|link)\b", re.IGNORECASE)
RUNS = (".htm", ".html", ".xhtml", ".xht", ".js", ".mjs", ".cjs", ".wasm", ".swf", ".css", ".jar", ".hta")
KEY = re.compile(r"[A-Za-z0-9_-]{43}")
FORM_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def form_file(package: Path, id: str) -> bytes | None:
    """The form that `signpost build` wrote with a package: in the folder `forms` beside its edition's."""
    path = package.absolute().parent.parent / "forms" / f"{id}.json"
    return path.read_bytes() if path.is_file() else None


def is_ours(page: str) -> bool:
    return 'id="course-data"' in page


@frozen(kw_only=True)
class Proof:
    """`proved`: where answers can go, in one sentence; empty where `diagnostics` say why it does not hold."""

    diagnostics: tuple[Diagnostic, ...] = ()
    proved: str = ""
    notes: tuple[str, ...] = ()


def proof(files: Files, name: str, adapter: Adapter, form_file: FormFile) -> Proof:
    """Of the page `name`; without a word for pages that are not ours.

    `form_file`: from a form's id to the file that `signpost build` wrote, if it is at hand.
    """
    page = files.read(name).decode("utf-8", "replace")
    if not is_ours(page):
        return Proof()
    data = _data(page)
    if data is None:
        message = "the page's data cannot be read, so nothing is proved about where answers go"
        return Proof(diagnostics=(error(at(name), "content-survey-data", message, "build the package again"),))
    survey = data.get("survey")
    findings = [*_scripts(files, name, page, adapter, survey), *_questions(name, page, data)]
    notes: list[str] = []
    if survey is not None:
        findings += _survey(name, page, data)
        if not findings:
            findings += _form(name, page, data, form_file, notes)
    if findings:
        return Proof(diagnostics=tuple(findings))
    return Proof(proved=_proved(survey), notes=tuple(notes))


def _proved(survey: Mapping[str, Any] | None) -> str:
    """In the words of the person who has to answer for it."""
    to = f"can go to {survey['endpoint']} alone, sealed, for the form {survey['form']}" if survey else "can go nowhere"
    return f"Proved: the answers before and after the course {to}."


def _data(page: str) -> dict[str, Any] | None:
    texts = DATA.findall(page)
    try:
        (text,) = texts
        data = json.loads(text)
    except ValueError:
        return None
    wanted = {"before": list, "after": list, "questions": dict}
    return data if isinstance(data, dict) and all(isinstance(data.get(key), of) for key, of in wanted.items()) else None


# ------------------------------------------------------------ what can run, and where it may send


def _scripts(files: Files, name: str, page: str, adapter: Adapter, survey: Any) -> Iterator[Diagnostic]:
    endpoint = survey.get("endpoint", "") if isinstance(survey, dict) else ""
    without = absent_features(page, survey=survey is not None)
    script, style = (
        player_script(adapter, without),
        stylesheet(without, look_css(*(THEME.findall(page)[:2] or ("", "")))),
    )
    inline = dict(INLINE.findall(page))
    is_single = "script" in inline
    yield from _elements(name, page, inline)
    yield from _other_files(files, name, is_single)
    parts = (
        ("script", "player.js", script, "content-not-the-player"),
        ("style", "player.css", style, "content-not-the-style"),
    )
    for kind, file, expected, code in parts:
        stands = files.read(file) if file in files.names else b""
        here = inline.get(kind, "").encode() if is_single else stands
        if here != expected:
            message = f"the {kind} is not the one that this version of Signpost writes, so nothing is proved about it"
            hint = "build the package again, or check it with the version that built it"
            yield error(at(name if is_single else file), code, message, hint)
    policy = single_file_policy(script.decode(), style.decode(), endpoint) if is_single else own_policy(endpoint)
    yield from _policy(name, page, policy, endpoint)


def _policy(name: str, page: str, expected: str, endpoint: str) -> Iterator[Diagnostic]:
    head = HEAD.match(page)
    span = at(name, 5, 1)
    if head is None:
        message = "the page does not begin with its policy, so the browser is not told what it may send"
        yield error(at(name, 1, 1), "content-policy", message, "build the package again")
        return
    policy = unescape(head[1])
    may_send = MAY_SEND.search(policy)
    if may_send is None or may_send[1] != (endpoint or "'none'"):
        to = f"'{may_send[1]}'" if may_send else "anywhere"
        wanted = f"its survey is at '{endpoint}'" if endpoint else "it has no survey"
        hint = "build the package again; the policy and the survey must name the same endpoint"
        yield error(span, "content-endpoint", f"the page may send to {to}, and {wanted}", hint)
    elif policy != expected:
        message = "the page's policy is not the one that Signpost writes: it may allow other scripts or other places"
        yield error(span, "content-policy", message, "build the package again")


def _elements(name: str, page: str, inline: Mapping[str, str]) -> Iterator[Diagnostic]:
    """Every element that brings a script or a style, counted as text; and attributes that run."""
    own = [match.start() for match in DATA.finditer(page)]
    own += [match.start() for match in INLINE.finditer(page)][: len(inline)]
    own += [page.find(text) for text in (OWN_SCRIPT, OWN_STYLE, ICON)]
    for match in FETCHING.finditer(page):
        if match.start() not in own and not _within_inline(page, match.start()):
            hint = "a package of Signpost has one script and one style; take this out"
            message = f"a second '{match[1].lower()}' stands in the page"
            yield error(_span(name, page, match.start()), "content-second-script", message, hint)
    reader = _Attributes(name)
    reader.read(page)
    yield from reader.found


def _within_inline(page: str, place: int) -> bool:
    """Inside the text of the one script or style, which is compared as a whole."""
    return any(match.start(2) <= place < match.end(2) for match in INLINE.finditer(page))


class _Attributes(MarkupReader):
    """Handlers, addresses that run, and pages within the page."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.found: list[Diagnostic] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        line, column = self.getpos()
        for key, value in attributes:
            runs = key.startswith("on") or re.match(r"[\s\x00-\x20]*javascript:", value or "", re.IGNORECASE)
            if runs or ((tag, key) == ("meta", "http-equiv") and (value or "").lower() == "refresh"):
                message = f"'{key}' on a '{tag}' element runs or leads away by itself"
                hint = "a package of Signpost has no such attribute; take it out"
                self.found.append(error(at(self.name, line, column + 1), "content-second-script", message, hint))
        if tag in ("iframe", "frame", "object", "embed", "base", "portal"):
            message = f"a '{tag}' element brings another page into this one"
            span = at(self.name, line, column + 1)
            self.found.append(error(span, "content-second-script", message, "take it out"))


def _other_files(files: Files, name: str, is_single: bool) -> Iterator[Diagnostic]:
    own = {name} if is_single else {name, "player.js", "player.css"}
    for other in sorted(files.names - own):
        suffix = PurePosixPath(other).suffix.lower()
        if suffix in RUNS:
            message = "the package has a script, a style or a page that Signpost does not write"
            yield error(at(other), "content-second-script", message, "take it out, or build the package again")
        elif suffix == ".svg" and (faults := drawing_faults(files.read(other))):
            message = f"the drawing {faults[0].message}, and is a page of its own when it is opened by itself"
            yield error(at(other, faults[0].line), "content-second-script", message, "save it as a plain drawing")


def _span(name: str, page: str, offset: int) -> Span:
    return at(name, page.count("\n", 0, offset) + 1, offset - page.rfind("\n", 0, offset))


# ------------------------------------------------------------------- what is asked where


class _Asked(MarkupReader):
    """Ids of the questions in checks, which a platform's state may hold, and in sets, which it never does."""

    def __init__(self) -> None:
        self.checks: dict[str, tuple[int, int]] = {}
        self.sets: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = dict(attributes)
        id = values.get("data-q")
        if id is not None and tag == "form":
            self.checks.setdefault(id, self.getpos())
        elif id is not None:
            self.sets.append(id)


def _questions(name: str, page: str, data: Mapping[str, Any]) -> Iterator[Diagnostic]:
    parser = _Asked()
    parser.read(page)
    in_sets = {*parser.sets, *data["before"], *data["after"]}
    for id, (line, column) in parser.checks.items():
        if id in in_sets:
            message = f"'{id}' is asked before or after the course and in a check, where the platform keeps its answer"
            yield error(at(name, line, column + 1), "content-set-in-check", message, "ask something else in the check")
    if parser.sets != [*data["before"], *data["after"]]:
        message = "the questions before and after that the page shows are not those that its data name"
        yield error(_data_span(name, page), "content-survey-data", message, "build the package again")


def _data_span(name: str, page: str) -> Span:
    return _span(name, page, page.find('<script type="application/json"'))


# ------------------------------------------------------------------------ the survey


def _survey(name: str, page: str, data: Mapping[str, Any]) -> Iterator[Diagnostic]:
    for message in _survey_faults(data):
        yield error(_data_span(name, page), "content-survey-data", message, "build the package again")


def _survey_faults(data: Mapping[str, Any]) -> Iterator[str]:
    survey = data["survey"]
    wanted = {"endpoint": str, "form": str, "key": str, "before": list, "after": list, "responsible": list}
    if not isinstance(survey, dict) or not all(isinstance(survey.get(key), of) for key, of in wanted.items()):
        yield "the survey's data are not whole"
        return
    if survey.keys() - wanted.keys() - {"group", "stratum", "simulated"} or survey.get("simulated", True) is not True:
        yield "the survey's data say more than where answers go"
    if not all(
        isinstance(line, list) and list(map(type, line)) == [str, str] and line[0] in SAID
        for line in survey["responsible"]
    ):
        yield "the survey's data do not say who answers for it as pairs of a name and a text"
    if not ORIGIN.fullmatch(survey["endpoint"]):
        yield f"the survey's endpoint is '{survey['endpoint']}', which is no origin"
    if not KEY.fullmatch(survey["key"]) or not FORM_ID.fullmatch(survey["form"]):
        yield "the survey's key or form is not one"
    about = [part["question"] for part in (survey.get("group"), survey.get("stratum")) if isinstance(part, dict)]
    of_phase = {phase: set(data[phase]) for phase in ("before", "after")}
    for phase in ("before", "after"):
        if foreign := sorted(set(survey[phase]) - of_phase[phase]):
            yield f"the survey collects {', '.join(foreign)}, which the set {phase} does not ask"
        if named := sorted(set(survey[phase]) & set(about)):
            yield f"{', '.join(named)} says who answers and is collected as an answer too"
    if unasked := sorted(set(about) - of_phase["before"]):
        yield f"{', '.join(unasked)} says who answers, and is not asked before the course"
    if data.get("scoreMode") == "exact":
        kept = {*survey["before"], *survey["after"]}
        if scored := sorted(id for id in kept if data["questions"].get(id, {}).get("keys") is not None):
            yield f"the platform gets the score, and the survey collects {', '.join(scored)} as well"


def _form(name: str, page: str, data: Mapping[str, Any], form_file: FormFile, notes: list[str]) -> Iterator[Diagnostic]:
    """The form that the build wrote beside the package, if it is there, says the same."""
    survey = data["survey"]
    written = form_file(survey["form"])
    if written is None:
        notes.append(f"The form {survey['form']} is not beside the package; it was not compared.")
        return
    try:
        same = _same(json.loads(written), survey, data["questions"])
    except (ValueError, LookupError, TypeError):
        same = False
    if not same:
        message = f"the form {survey['form']} beside the package asks something else, or has another id or key"
        hint = "build again, and register the form that is written with the package"
        yield error(_data_span(name, page), "content-form-differs", message, hint)


def _same(form: Mapping[str, Any], survey: Mapping[str, Any], questions: Mapping[str, Any]) -> bool:
    group, stratum = form["group"], form["stratum"]
    collected = {*survey["before"], *survey["after"]}
    return (
        form["id"] == content_id(form) == survey["form"]
        and form["key"]["public"] == survey["key"]
        and all(asked_ids(form, phase) == survey[phase] for phase in ("before", "after"))
        and (group and {"question": group["question"], "merge": group["merge"]}) == survey.get("group")
        and (stratum and {"question": stratum["question"]}) == survey.get("stratum")
        and all(_spec_shape(questions[id]) == _form_shape(form["questions"][id]) for id in collected)
    )


def _spec_shape(spec: Mapping[str, Any]) -> tuple[Any, ...]:
    """What decides the bytes of an answer, as the page's data have it: type, places, values, bounds."""
    match kind := spec["type"]:
        case "single" | "multiple" | "scale":
            return kind, spec["options"]
        case "true-false":
            return (kind,)
        case "order":
            return kind, spec["count"]
        case "match":
            return kind, spec["count"], spec["meanings"]
        case "number":
            return kind, spec["bounds"]
        case _:
            raise ValueError(f"no question is of type '{kind}'")


def _form_shape(question: Mapping[str, Any]) -> tuple[Any, ...]:
    match kind := question["type"]:
        case "single" | "multiple":
            return kind, len(question["options"])
        case "true-false":
            return (kind,)
        case "order":
            return kind, len(question["items"])
        case "match":
            return kind, len(question["terms"]), len(question["meanings"])
        case "scale":
            return kind, len(question["labels"])
        case "number":
            return kind, [float(bound) for bound in question["bounds"]]
        case _:
            raise ValueError(f"no question is of type '{kind}'")
