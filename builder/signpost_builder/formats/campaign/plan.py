"""The posting plan: a table for the tools of a social media team, and the same to read."""

import csv
import io
from collections.abc import Sequence
from itertools import groupby

from signpost_builder.formats.campaign.cards import way
from signpost_builder.formats.campaign.options import Campaign
from signpost_builder.formats.campaign.planning import Outgoing, texts_of
from signpost_builder.formats.campaign.site import stylesheet
from signpost_builder.model import Edition
from signpost_builder.page.document import source_hash
from signpost_builder.page.sources import written_date
from signpost_builder.page.strings import direction, strings
from signpost_builder.page.templates import environment

COLUMNS = (
    "day",
    "network",
    "site",
    "audience",
    "card",
    "text",
    "characters",
    "limit",
    "alt",
    "link",
    "pictures",
    "subtitles",
)
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def posts_csv(edition: Edition, posts: Sequence[Outgoing]) -> bytes:
    """With the mark by which spreadsheets know UTF-8, and no cell that one takes for a formula (OWASP, "CSV Injection")."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(COLUMNS)
    for one in posts:
        row = (
            one.day.isoformat() if one.day else "",
            one.network.title,
            edition.site.name if edition.site else "",
            edition.audience.title,
            one.name,
            one.text,
            one.count,
            one.network.limit,
            one.alt,
            one.link,
            " ".join(one.pictures),
            "" if one.name == "survey" else f"{one.name}.srt",
        )
        table.writerow([f"'{cell}" if str(cell).startswith(FORMULA) else cell for cell in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def posts_html(edition: Edition, campaign: Campaign, posts: Sequence[Outgoing]) -> bytes:
    said = texts_of(edition)
    months = strings(edition.language, edition.course.words)["page"]["months"]
    days = [
        {
            "day": written_date(day, months) if day else said["plan"]["no_day"],
            "title": title,
            "posts": list(of_card),
        }
        for (day, _, title), of_card in groupby(posts, key=lambda one: (one.day, one.name, one.title))
    ]
    team = next((one for one in edition.contacts if one.key == campaign.team), None)
    style = stylesheet()
    page = (
        environment()
        .get_template("campaign-posts.html")
        .render(
            language=edition.language,
            direction=direction(edition.language),
            policy=f"default-src 'none'; style-src '{source_hash(style)}'; img-src 'self'; base-uri 'none'; form-action 'none'",
            style=style,
            c=said,
            title=edition.course.title,
            site=edition.site.name if edition.site else said["here"],
            audience=edition.audience.title,
            example=campaign.example,
            team=way(team) if team else f"{said['plan']['nobody']}.",
            days=days,
        )
    )
    return page.encode()
