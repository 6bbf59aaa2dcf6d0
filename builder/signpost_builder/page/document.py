"""The learner's page: one HTML document that holds a whole edition, its style and its script."""

import base64
import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Literal

from markupsafe import Markup

from signpost_builder.minutes import minutes_of
from signpost_builder.model import Asset, Edition
from signpost_builder.page.announced import asked_words, minutes_words
from signpost_builder.page.compact import compact
from signpost_builder.page.contacts import help_groups, no_reports, someone_to_talk_to
from signpost_builder.page.data import json_for_script
from signpost_builder.page.features import CHANGED, EASY, HISTORY, LISTEN, SEARCH
from signpost_builder.page.look import look_css
from signpost_builder.page.rendered import Rendered
from signpost_builder.page.script import player_script
from signpost_builder.page.sources import source_views, written_date
from signpost_builder.page.strings import direction
from signpost_builder.page.stylesheet import stylesheet
from signpost_builder.page.templates import block_macros, page_template

Adapter = Literal["scorm12", "scorm2004", "none"]

NOWHERE_TO_SEND = "'none'"
SHOWN = re.compile(r'="?(media/[\w./-]+)"?(?=[ >])')
LOGO_HEIGHT = 64  # pixels

MEDIA_TYPES = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "avif": "image/avif",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "vtt": "text/vtt",
}

# The script is asked for once the first page is there: what is painted first shares the connection with nothing else.
OWN_FILES = {
    "style": Markup('<link rel="stylesheet" href="player.css">'),
    "early": Markup('<script defer src="player.js"></script>\n'),
    "script": "",
}


def site_files(rendered: Rendered, adapter: Adapter) -> dict[str, bytes | Asset]:
    """index.html, player.css, player.js and the media that the pages show."""
    html = page_template().render(compacted(page_content(rendered, local=adapter == "none")), **OWN_FILES)
    return {
        "index.html": html.encode(),
        "player.css": _style(rendered),
        "player.js": player_script(adapter, rendered.without),
        **rendered.assets,
    }


def single_file(rendered: Rendered, read_asset: Callable[[Asset], bytes]) -> bytes:
    """The same page with everything inside, so that it opens by double-click. Its policy names its own script by hash."""
    style = _style(rendered).decode()
    script = player_script("none", rendered.without).decode()
    html = page_template().render(
        compacted(page_content(rendered, local=True)),
        style=Markup(f"<style>{style}</style>"),
        early="",
        script=Markup(f"<script>{script}</script>\n"),
        policy=Markup(single_file_policy(script, style, rendered.endpoint)),
    )

    def inside(shown: re.Match[str]) -> str:
        asset = rendered.assets.get(shown[1])
        return f'="{data_address(shown[1], read_asset(asset))}"' if asset else shown[0]

    return SHOWN.sub(inside, html).encode()


def _style(rendered: Rendered) -> bytes:
    look = rendered.edition.course.look
    return stylesheet(rendered.without, look_css(look.colour, look.dark))


def own_policy(endpoint: str) -> str:
    """What a page with its style and script beside it may load; it may send to `endpoint` alone, or nowhere."""
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; "
        f"connect-src {endpoint or NOWHERE_TO_SEND}; base-uri 'none'; form-action 'none'"
    )


def single_file_policy(script: str, style: str, endpoint: str) -> str:
    return (
        f"default-src 'none'; script-src '{source_hash(script)}'; style-src '{source_hash(style)}'; "
        f"img-src data:; media-src data:; connect-src {endpoint or NOWHERE_TO_SEND}; base-uri 'none'; form-action 'none'"
    )


def page_content(rendered: Rendered, local: bool) -> dict[str, Any]:
    """What page.html shows, but for where its style and script are. `local`: progress stays on the device."""
    edition, parts, texts = rendered.edition, rendered.bodies, rendered.texts["page"]
    course, months, review = edition.course, texts["months"], edition.review
    return {
        "edition": edition,
        "course": course,
        "t": texts,
        "direction": direction(edition.language),
        "blocks": block_macros(edition.language),
        "local": local,
        "whole": True,
        "answers": "private",
        "heading": course.title,
        "endpoint": rendered.endpoint,
        "policy": Markup(own_policy(rendered.endpoint)),
        "logo": logo_size(course.look.logo),
        "contents": contents(edition, texts),
        "start": start(edition, texts),
        "no_reports": no_reports(edition, texts),
        "before": parts.before.body,
        "pages": parts.pages,
        "after": parts.after.body,
        **{name: name in rendered.features for name in (HISTORY, SEARCH, CHANGED, LISTEN, EASY)},
        "asked": {phase: asked_words(getattr(edition, phase), texts) for phase in ("before", "after")},
        "minutes": {phase: minutes_words(getattr(edition, phase), texts) for phase in ("before", "after")},
        "scored": any(question_set.kind == "knowledge" for question_set in edition.after),
        "critical": any(question.critical for question_set in edition.after for question in question_set.questions),
        "attempts": texts["after"]["attempts_one" if course.attempts == 1 else "attempts"].format(
            count=course.attempts
        ),
        "help": help_groups(edition.contacts),
        "sources": source_views(parts.facts(), texts),
        "review": review,
        "reviewed_on": written_date(review.date, months) if review else "",
        "draft": edition.unreviewed == edition.reviewable,
        "drafts": drafts(edition),
        "data": Markup(json_for_script(rendered.data)),
    }


def drafts(edition: Edition) -> frozenset[str]:
    """The pages, those with questions among them, that say of themselves that they are a draft: where others are reviewed."""
    unreviewed = frozenset(edition.unreviewed)
    if unreviewed == frozenset(edition.reviewable):
        return frozenset()
    phases = (("before", edition.before), ("after", edition.after))
    return unreviewed | {phase for phase, sets in phases if any(each.id in unreviewed for each in sets)}


def compacted(content: Mapping[str, Any]) -> dict[str, Any]:
    """The same with what is long in it in fewer bytes: a phone waits for each of them."""
    pages = [replace(page, body=compact(page.body)) for page in content["pages"]]
    return {**content, "before": compact(content["before"]), "pages": pages, "after": compact(content["after"])}


def logo_size(logo: Asset | None) -> tuple[int, int] | None:
    """Its own, or so much smaller that it is no higher than a line of headings; None where it is not known."""
    if logo is None or not logo.width or not logo.height:
        return None
    scale = min(1, LOGO_HEIGHT / logo.height)
    return round(logo.width * scale), round(logo.height * scale)


def contents(edition: Edition, texts: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Entries in page order; a module of several pages opens to them."""
    entries = [{"id": "start", "title": texts["start"]["title"], "pages": []}]
    if edition.before:
        entries.append({"id": "before", "title": texts["before"]["title"], "pages": []})
    for module in edition.modules:
        pages = [(page.id, page.title) for page in module.pages]
        pages[0] = (pages[0][0], texts["opening"])
        entries.append({"id": module.pages[0].id, "title": module.title, "pages": pages if len(pages) > 1 else []})
    if edition.after:
        entries.append({"id": "after", "title": texts["after"]["title"], "pages": []})
    return entries + [{"id": id, "title": texts[id]["title"], "pages": []} for id in ("result", "certificate")]


def start(edition: Edition, texts: Mapping[str, Any]) -> dict[str, Any]:
    count = len(edition.modules)
    return {
        "parts": texts["start"]["parts_one" if count == 1 else "parts"].format(count=count),
        "minutes": sum(map(minutes_of, edition.modules)),
        "care": someone_to_talk_to(edition.contacts),
    }


def data_address(name: str, content: bytes) -> str:
    kind = MEDIA_TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream")
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def source_hash(source: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}"
