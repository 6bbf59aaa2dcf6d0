"""What the local picture of a site says on a page."""

from collections.abc import Mapping
from html import escape
from typing import Any

from signpost_builder.model import LocalPicture
from signpost_builder.page.sources import written_date


def local_picture_html(picture: LocalPicture, texts: Mapping[str, Any]) -> str:
    """Dates first, because they are what a reader has to judge it by. `texts`: the page's, with `local` and `months`."""
    words, months = texts["local"], texts["months"]
    who = escape(picture.checked_by, quote=False)
    checked = words["checked"].format(date=written_date(picture.checked, months), who=who)
    until = words["until"].format(date=written_date(picture.until, months))
    region = f"<strong>{escape(picture.region, quote=False)}.</strong> " if picture.region else ""
    parts = [f"<p>{region}{checked} {until}</p>"]
    if picture.words:
        parts.append(f"<h3>{words['seen']}</h3><p>{escape(picture.words, quote=False)}</p>")
    if picture.hot_spots:
        places = "".join(f"<li>{escape(place, quote=False)}</li>" for place in picture.hot_spots)
        parts.append(f"<h3>{words['places']}</h3><ul>{places}</ul>")
    if picture.source:
        parts.append(f"<p>{words['source']} {_source(picture)}</p>")
    return "".join(parts)


def _source(picture: LocalPicture) -> str:
    name = escape(picture.source, quote=False)
    if picture.url:
        name = f'<a class="external" href="{escape(picture.url)}" rel="noopener noreferrer" target="_blank">{name}</a>'
    return f"{name} ({escape(picture.period, quote=False)})." if picture.period else f"{name}."
