"""What a block shows, as it came in OLX, and what becomes of it for one learner on one platform."""

import copy
import html
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from signpost_xblocks import markup

PAGES_HERE = "<!--pages-->"
_ADDRESS = re.compile(r'(?:src|poster)="((?:https?:)?//[^"]+)"')


@dataclass(frozen=True, slots=True)
class Page:
    id: str
    title: str
    html: str


@dataclass(frozen=True, slots=True)
class Content:
    """`data`: the player's course data of this block."""

    frame: str
    pages: tuple[Page, ...]
    data: Mapping[str, Any]

    @property
    def counted(self) -> list[str]:
        return [page["id"] for page in self.data["pages"] if page["counts"]]

    def with_data(self, **changes: Any) -> "Content":
        return Content(self.frame, self.pages, {**self.data, **changes})

    def with_survey(self, endpoint: str) -> "Content":
        survey = self.data.get("survey")
        return self.with_data(survey={**survey, "endpoint": endpoint}) if survey else self

    def without_survey(self) -> "Content":
        """Without what only a survey keeps: nothing is asked that is not kept."""
        pages, gone = [], set()
        for page in self.pages:
            text, parts = markup.without(page.html, lambda attributes: "data-survey-only" in attributes)
            gone |= {id for part in parts for id in markup.attribute_values(part, "data-q")}
            pages.append(Page(page.id, page.title, text))
        data = {name: value for name, value in self.data.items() if name != "survey"}
        for name in ("before", "after"):
            data[name] = [id for id in data[name] if id not in gone]
        data["questions"] = {id: spec for id, spec in data["questions"].items() if id not in gone}
        return Content(self.frame, tuple(pages), data)

    def without_answers(self, phase: str, words: str) -> "Content":
        """Without anything that tells right from wrong; `words` stand where the result would.

        With nothing to be right about, the player has no verdict, no mark and no certificate to show.
        """
        pages = [Page(page.id, page.title, markup.without(page.html, gives_answers)[0]) for page in self.pages]
        questions = {id: without_key(spec) for id, spec in self.data["questions"].items()}
        strings = {**self.data["strings"], "incomplete": words, "certificate-no": words}
        data = {**self.data, "questions": questions, "strings": strings, "resultsHidden": phase == "after"}
        return Content(self.frame, tuple(pages), data)

    def saying(self, block: str, words: str) -> "Content":
        """With other words in the paragraph that is marked `data-block`."""
        pages = [
            Page(page.id, page.title, markup.refilled(page.html, lambda found: found.get("data-block") == block, words))
            for page in self.pages
        ]
        return Content(self.frame, tuple(pages), self.data)

    def as_dict(self) -> dict[str, Any]:
        pages = [{"id": page.id, "title": page.title, "html": page.html} for page in self.pages]
        return {"frame": self.frame, "pages": pages, "data": copy.deepcopy(dict(self.data))}


def content_of(frame: str, pages: Iterable[Mapping[str, str]], data: Mapping[str, Any]) -> Content:
    """From the fields of a block."""
    return Content(frame, tuple(Page(page["id"], page["title"], page["html"]) for page in pages), data)


def without_key(spec: Mapping[str, Any]) -> dict[str, Any]:
    """The question as one that has no right answer: what the player and the survey need to ask it."""
    kept = {name: value for name, value in spec.items() if name not in ("critical", "tolerance")}
    return {**kept, "answer" if spec["type"] == "number" else "keys": None}


def gives_answers(attributes: Mapping[str, str]) -> bool:
    return bool({"answer", "sources"} & set(attributes.get("class", "").split()))


def document(
    content: Content, *, title: str, language: str, direction: str, style: str, script: str, body: str | None = None
) -> str:
    """The whole page that stands in the frame. `style` and `script` are addresses; `body`: the body, links resolved."""
    body = body_html(content) if body is None else body
    shown = {name: value for name, value in content.data.items() if name != "settings"}
    data = json.dumps(shown, ensure_ascii=False, sort_keys=True, separators=(",", ":")).replace("<", "\\u003c")
    survey = content.data.get("survey", {})
    words = {
        "language": html.escape(language),
        "direction": html.escape(direction),
        "policy": html.escape(policy(style, script, survey.get("endpoint", ""), _ADDRESS.findall(body))),
        "title": html.escape(title),
        "style": html.escape(style),
        "script": html.escape(script),
    }
    head = """<!doctype html>
<html lang="{language}" dir="{direction}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<link rel="stylesheet" href="{style}">
</head>
<body>
""".format_map(words)
    end = '\n<script src="{script}"></script>\n</body>\n</html>\n'.format_map(words)
    return f'{head}{body}\n<script type="application/json" id="course-data">{data}</script>{end}'


def body_html(content: Content) -> str:
    return content.frame.replace(PAGES_HERE, "\n".join(page.html for page in content.pages))


def policy(style: str, script: str, endpoint: str, media: Sequence[str] = ()) -> str:
    """Content-Security-Policy of the document: own files, the platform's media, and the store where there is one."""
    shown = " ".join(sorted({"'self'", *map(origin, media)}))
    return (
        f"default-src 'none'; script-src {origin(script)}; style-src {origin(style)}; img-src {shown} data:; "
        f"media-src {shown}; connect-src {endpoint or _NOWHERE}; base-uri 'none'; form-action 'none'"
    )


_NOWHERE = "'none'"


def origin(address: str) -> str:
    """As a source of a policy: the host of an address on another server, else the platform itself."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}".removeprefix("://") if parts.netloc else "'self'"
