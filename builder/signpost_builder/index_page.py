"""The list of packages as a page for whoever hands them out: static, and the same bytes for the same packages."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import Any
from urllib.parse import quote

import minify
from markupsafe import Markup

from signpost_builder.formats import FORMATS
from signpost_builder.model import Course, Site
from signpost_builder.page.document import source_hash
from signpost_builder.page.sources import written_date
from signpost_builder.page.strings import strings
from signpost_builder.page.templates import environment
from signpost_builder.records import Asked, Kept, Record


def index_page(course: Course, listed: Sequence[tuple[Asked, Record]], forms: Mapping[str, Mapping[str, Any]]) -> str:
    """`listed`: editions in the order of the page, those of a site one after the other. `forms`: by id, as `editions.json` has them."""
    style = _style()
    return (
        environment()
        .get_template("packages.html")
        .render(
            course=course,
            called=course.words.site or "site",
            style=Markup(style),
            style_hash=source_hash(style),
            sections=[
                _section(site, list(editions)) for site, editions in groupby(listed, key=lambda each: each[0].site)
            ],
            forms=[{"id": id, "audience": form["audience"]} for id, form in sorted(forms.items())],
        )
    )


def _section(site: Site | None, editions: Sequence[tuple[Asked, Record]]) -> dict[str, Any]:
    months = strings("en")["page"]["months"]
    return {
        "id": f"site-{site.id}" if site else "general",
        "name": site.name if site else "Without local contacts",
        "general": site is None,
        "example": site is not None and site.example,
        "checked": written_date(site.checked, months) if site and site.checked else "",
        "until": written_date(site.picture.until, months) if site and site.picture else "",
        "editions": [_edition(one, record) for one, record in editions],
    }


def _edition(one: Asked, record: Record) -> dict[str, Any]:
    language = f", in {one.language}" if len(one.course.languages) > 1 else ""
    return {
        "title": f"{one.audience.title}{language}",
        "digest": one.digest[:12],
        "formats": list(_formats(one, record)),
    }


def _formats(one: Asked, record: Record) -> Iterator[dict[str, Any]]:
    """In the order of the table; a format that Signpost no longer has made nothing that stands."""
    for name, format in FORMATS.items():
        if name in record.formats:
            yield {
                "title": f"{format.title[0].upper()}{format.title[1:]}",
                "platforms": format.platforms,
                "packages": [_package(one.slug, package) for package in record.formats[name].packages],
            }


def _package(slug: str, package: Kept) -> dict[str, Any]:
    whole, first = package.name in package.files, f"{package.name}/index.html"
    address = package.name if whole else first if first in package.files else f"{package.name}/"
    return {
        "name": package.name if whole else f"{package.name}/",
        "address": quote(f"{slug}/{address}"),
        "size": readable_size(package.size_bytes),
        "entries": package.entries,
        "losses": len(package.losses),
        "sha256": package.sha256,
    }


def readable_size(size_bytes: int) -> str:
    return f"{size_bytes / 1_000_000:.1f} MB" if size_bytes >= 1_000_000 else f"{max(1, round(size_bytes / 1000))} KB"


@cache
def _style() -> str:
    home = files("signpost_builder")
    parts: Iterable[str] = ("player/tokens.css", "templates/packages.css")
    return minify.string("text/css", "\n".join((home / part).read_text("utf-8") for part in parts))
