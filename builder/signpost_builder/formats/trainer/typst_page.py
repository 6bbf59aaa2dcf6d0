"""What every printed document begins with, and what several of them show: the foot, contacts, a QR code."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from signpost_builder.model import Contact, Edition
from signpost_builder.page.sources import written_date
from signpost_builder.page.strings import strings
from signpost_builder.printing.compiling import STYLE
from signpost_builder.printing.typst_text import array, literal, run


def texts_of(edition: Edition) -> Mapping[str, Any]:
    """The trainer's own, and of the pages' what both say."""
    said = strings(edition.language, edition.course.words)
    shared = ("callout", "draft", "example", "months", "checked", "read_in_copy", "chart")
    return {**{name: said["page"][name] for name in shared}, **said["trainer"]}


def opened(edition: Edition, title: str, *, foot: str = "", **settings: str) -> str:
    """`settings` are code for `document-of` in style.typ. Without a `foot`, and where it says none, pages have no number."""
    language, _, region = edition.language.partition("-")
    region = region.rpartition("-")[2]
    given = {
        "title": literal(f"{title}: {edition.course.title}"),
        "lang": literal(language.lower()),
        "region": literal(region.lower()) if len(region) == 2 else "none",
        "foot": f"[{run(foot)}]" if foot else "none",
        **settings,
    }
    said = ", ".join(f"{key}: {code}" for key, code in given.items())
    return f'#import "{STYLE}": *\n#show: document-of.with({said})\n'


def foot(edition: Edition, *, with_site: bool = True) -> str:
    """Course, version, whose it is, and how far it can be trusted."""
    texts, course, site = texts_of(edition), edition.course, edition.site
    parts = [f"{course.title} {course.version}"]
    if with_site and site:
        parts += [site.name, _checked(edition)]
    if with_site and site and site.example:
        parts.append(texts["example"].rstrip("."))
    if not edition.review:
        parts.append(texts["draft"])
    return ". ".join(parts) + "."


def _checked(edition: Edition) -> str:
    texts, site = texts_of(edition), edition.site
    if site is None or site.checked is None:
        return str(texts["unchecked"])
    return f"{texts['checked']} {written_date(site.checked, texts['months'])}"


def points(items: Iterable[str]) -> str:
    return f"#list(..{array([run(item) for item in items])});\n"


def steps(items: Iterable[str]) -> str:
    return f"#enum(..{array([run(item) for item in items])});\n"


def contact(one: Contact, small: str = "0.86em") -> str:
    """Name, number or address, and what it is for in `small` letters; an extension is said, never dialled."""
    number = " ".join(filter(None, (one.phone, one.extension))) or one.email or host(one.url)
    dial = one.dial if one.phone else ""
    said = (one.name, one.purpose.rstrip("."), number, dial, one.hours)
    return f"#contact({', '.join(map(literal, said))}, small: {small});\n"


def host(url: str) -> str:
    return (urlsplit(url).hostname or url).removeprefix("www.")
