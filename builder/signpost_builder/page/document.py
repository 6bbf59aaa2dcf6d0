"""The learner's page: one HTML document that holds a whole edition, its style and its script."""

import base64
import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from markupsafe import Markup

from signpost_builder.answering_time import answering_minutes
from signpost_builder.model import Asset, Contact, Edition, QuestionSet
from signpost_builder.page.block_html import ContactView, contact_view, someone_to_talk_to
from signpost_builder.page.bodies import TheEdition, bodies
from signpost_builder.page.data import course_data, json_for_script, survey_data
from signpost_builder.page.features import absent_features
from signpost_builder.page.script import player_script
from signpost_builder.page.sources import source_views, written_date
from signpost_builder.page.strings import direction, strings
from signpost_builder.page.stylesheet import stylesheet
from signpost_builder.page.templates import block_macros, page_template

Adapter = Literal["scorm12", "scorm2004", "none"]

NOWHERE_TO_SEND = "'none'"
MEDIA = re.compile(r'"(media/[^"]+)"')

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

OWN_FILES = {
    "script": Markup('<script src="player.js"></script>'),
    "style": Markup('<link rel="stylesheet" href="player.css">'),
}


def site_files(edition: Edition, adapter: Adapter) -> dict[str, bytes | Asset]:
    """index.html, player.css, player.js and the media that the pages show."""
    page = own_page(TheEdition(edition), adapter == "none")
    return {
        "index.html": page.html,
        "player.css": stylesheet(page.without),
        "player.js": player_script(adapter, page.without),
        **page.assets,
    }


@dataclass(frozen=True, slots=True)
class OwnPage:
    html: bytes
    without: frozenset[str]
    assets: Mapping[str, Asset]


@lru_cache(maxsize=2)
def own_page(the: TheEdition, local: bool) -> OwnPage:
    """The page with style and script beside it: one for all platforms, one for the web, however many formats there are."""
    content = page_content(the.edition, local)
    html = page_template().render(content, **OWN_FILES)
    return OwnPage(html.encode(), content["without"], shown_assets(the.edition, html))


def single_file(edition: Edition, read_asset: Callable[[Asset], bytes]) -> bytes:
    """The same page with everything inside, so that it opens by double-click. Its policy names its own script by hash."""
    content = page_content(edition, local=True)
    style = stylesheet(content["without"]).decode()
    script = player_script("none", content["without"]).decode()
    html = page_template().render(
        content,
        style=Markup(f"<style>{style}</style>"),
        script=Markup(f"<script>{script}</script>"),
        policy=Markup(single_file_policy(script, style, content["endpoint"])),
    )
    for name, asset in shown_assets(edition, html).items():
        html = html.replace(f'"{name}"', f'"{data_address(name, read_asset(asset))}"')
    return html.encode()


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


def page_content(edition: Edition, local: bool) -> dict[str, Any]:
    """What page.html shows, but for where its style and script are.

    `local`: progress stays on the device. In the result, `without` names the features that the page has no use for and
    `endpoint` is where answers go, empty if nowhere.
    """
    texts: Mapping[str, Any] = strings(edition.language, edition.course.words)["page"]
    course, months = edition.course, texts["months"]
    parts = bodies(TheEdition(edition))
    survey = survey_data(edition)
    endpoint = survey["endpoint"] if survey else ""
    without = absent_features(
        "".join([parts.before, parts.after, *(page.body for page in parts.pages)]), survey=survey is not None
    )
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
        "endpoint": endpoint,
        "policy": Markup(own_policy(endpoint)),
        "without": without,
        "contents": contents(edition, texts),
        "start": start(edition, texts),
        "no_reports": no_reports(edition, texts),
        "before": parts.before,
        "pages": parts.pages,
        "after": parts.after,
        "minutes": {phase: minutes_words(getattr(edition, phase), texts) for phase in ("before", "after")},
        "scored": any(each.kind == "knowledge" for each in edition.after),
        "critical": any(question.critical for each in edition.after for question in each.questions),
        "attempts": texts["after"]["attempts_one" if course.attempts == 1 else "attempts"].format(
            count=course.attempts
        ),
        "help": help_groups(edition.contacts),
        "sources": source_views(parts.facts(), texts),
        "reviewed_on": written_date(course.reviewed.date, months) if course.reviewed else "",
        "data": Markup(json_for_script(course_data(edition, without))),
    }


def minutes_words(sets: Sequence[QuestionSet], texts: Mapping[str, Any]) -> str:
    count = answering_minutes(sets)
    words: str = texts["before"]["minutes_one" if count == 1 else "minutes"]
    return words.format(count=count)


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
        "minutes": sum(module.minutes for module in edition.modules),
        "care": someone_to_talk_to(edition.contacts),
    }


def no_reports(edition: Edition, texts: Mapping[str, Any]) -> str:
    """Says that nothing is reported, and whom to contact: the nearest person of the help panel."""
    nearest = next((contact for contact in edition.contacts if not contact.emergency), None)
    if nearest is None:
        return f"{texts['help']['no_reports']} {texts['help']['nobody']}".strip()
    return f"{texts['help']['no_reports']} {texts['help']['nearest'].format(name=reachable(nearest, edition.language))}"


def reachable(contact: Contact, language: str) -> str:
    """Name and number. In right-to-left text the number is isolated (Unicode Bidirectional Algorithm), or it would turn round."""
    name = contact.name
    if name.startswith("Your "):  # the national wording, here inside a sentence
        name = f"y{name[1:]}"
    number = f"{contact.phone} {contact.extension}".strip()
    phone = f"\u2066{number}\u2069" if direction(language) == "rtl" else number
    return f"{name} ({phone})" if number else name


def help_groups(contacts: Iterable[Contact]) -> dict[str, list[ContactView]]:
    groups: dict[str, list[ContactView]] = {"emergency": [], "local": [], "national": []}
    for contact in contacts:
        group = "emergency" if contact.emergency else "local" if contact.local else "national"
        groups[group].append(contact_view(contact))
    return groups


def shown_assets(edition: Edition, html: str) -> dict[str, Asset]:
    names = dict.fromkeys(MEDIA.findall(html))
    return {name: edition.course.assets[name] for name in names if name in edition.course.assets}


def data_address(name: str, content: bytes) -> str:
    kind = MEDIA_TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream")
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def source_hash(source: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}"
