"""What the H5P packages of an edition say, as one plain page: every text in the order of the packages, and which answers are right.

How a site shows it is the site's: for that there is `signpost h5p show`.
"""

import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from signpost_builder.diagnostics import SourceError
from signpost_builder.formats.h5p.activities import activities
from signpost_builder.formats.h5p.context import Activity, Context
from signpost_builder.formats.h5p.judging import refusals
from signpost_builder.formats.h5p.options import H5p
from signpost_builder.page.rendered import Rendered

NOT_OF_THE_COURSE = frozenset({"l10n", "UI", "a11y", "behaviour", "override", "metadata", "library", "subContentId"})
SAYS = re.compile(
    r"text|question|answer|title|tip|feedback|description|label|statement|content|alternative", re.IGNORECASE
)
STYLE = (
    "body{font:1rem/1.6 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem}h3{border-top:1px solid}"
    ".right{border-inline-start:.25rem solid;padding-inline-start:1rem}"
)
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def as_text(rendered: Rendered, options: H5p) -> bytes:
    """Raises SourceError for what no host would keep."""
    if found := refusals(rendered.edition, options):
        raise SourceError(found)
    made = activities(Context(rendered.edition, options))
    body = "\n".join(line for activity in made for line in _activity(activity))
    head = f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    head += '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">'
    title = escape(rendered.edition.course.title)
    language = escape(rendered.edition.language)
    page = (
        f'<!doctype html>\n<html lang="{language}"><head>{head}<title>{title}: H5P</title><style>{STYLE}</style></head>'
    )
    return f"{page}<body><main><h1>{title}: H5P</h1>\n{body}</main></body></html>\n".encode()


def _activity(activity: Activity) -> Iterator[str]:
    yield f"<h2>{escape(activity.title)} ({escape(activity.main)})</h2>"
    yield from _said(activity.params)


def _said(value: Any, name: str = "") -> Iterator[str]:
    """Of a value of JSON; numbers and switches say nothing."""
    if isinstance(value, Mapping):
        if "library" in value and "params" in value:
            title = value.get("metadata", {}).get("title", "")
            yield f"<h3>{escape(title)} <small>({escape(str(value['library']))})</small></h3>"
        parts = (line for key, part in value.items() if key not in NOT_OF_THE_COURSE for line in _said(part, key))
        if value.get("correct") is True:
            yield "<div class='right'><p><strong>Right answer:</strong></p>"
            yield from parts
            yield "</div>"
        else:
            yield from parts
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from _said(part, name)
    elif isinstance(value, str) and value.strip() and SAYS.search(name):
        yield value if value.lstrip().startswith("<") else f"<p>{escape(value)}</p>"
