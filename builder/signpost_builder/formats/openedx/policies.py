"""What stands beside the tree: settings, grading, the page about the course, the list of files."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from markupsafe import Markup

from signpost_builder.formats.openedx.olx import ROOT, in_xml
from signpost_builder.formats.openedx.options import OpenEdx
from signpost_builder.minutes import minutes_of
from signpost_builder.model import Asset, Audience, Edition
from signpost_builder.package import Tree
from signpost_builder.page.strings import strings
from signpost_builder.titles import full_title

COHORT_PARTITION = 100  # 0 to 99 belong to the platform: 50 is its enrolment tracks
FIRST_GROUP = 1000

COURSE_IMAGE = "course-image.png"

_LANGUAGES = {"zh-Hans": "zh_HANS", "zh-Hant": "zh_HANT", "zh-CN": "zh_HANS", "zh-TW": "zh_HANT"}


def settings_files(
    edition: Edition, options: OpenEdx, modules: Sequence[str], audiences: Sequence[Audience] = ()
) -> Tree:
    """`modules`: advanced block types that the course uses. `audiences`: those that become content groups."""
    run = options.run
    return {
        f"{ROOT}/{name}": content
        for name, content in {
            f"policies/{run}/policy.json": _json(
                {f"course/{run}": course_policy(edition, options, modules, audiences)}
            ),
            f"policies/{run}/grading_policy.json": _json(grading_policy(edition)),
            "policies/assets.json": _json({}),
            "assets/assets.xml": b"<assets/>\n",
            f"static/{COURSE_IMAGE}": course_image(),
            **about(edition),
        }.items()
    }


def course_policy(
    edition: Edition, options: OpenEdx, modules: Sequence[str], audiences: Sequence[Audience]
) -> dict[str, Any]:
    """Without discussion and wiki: nobody should tell another person's story there. Tabs begin with the course itself."""
    policy: dict[str, Any] = {
        "advanced_modules": list(modules),
        "allow_public_wiki_access": False,
        "course_image": COURSE_IMAGE,
        "display_name": in_xml(full_title(edition, version=False)),
        "end": f"{options.end.isoformat()}T00:00:00Z",
        "language": platform_language(edition.language),
        "self_paced": options.pacing == "self",
        "start": f"{options.start.isoformat()}T00:00:00Z",
        "tabs": [
            {"course_staff_only": False, "name": "Course", "type": "courseware"},
            {"course_staff_only": False, "name": "Progress", "type": "progress"},
        ],
    }
    if audiences:
        policy["user_partitions"] = [partition(audiences)]
    return policy


def due(options: OpenEdx, part: str) -> dict[str, str]:
    """The attribute of a subsection; `part`: "before", "after" or a module's id. The day ends at midnight UTC."""
    day = options.due.get(part)
    return {"due": f"{day.isoformat()}T23:59:59Z"} if day else {}


def partition(audiences: Sequence[Audience]) -> dict[str, Any]:
    """A content group for each audience. Which cohort belongs to it is not in OLX: the course team says so."""
    return {
        "active": True,
        "description": "Who sees which units.",
        "groups": [{"id": group_id(each), "name": each.title, "version": 1} for each in audiences],
        "id": COHORT_PARTITION,
        "name": "Content Groups",
        "parameters": {},
        "scheme": "cohort",
        "version": 3,
    }


def group_id(audience: Audience) -> int:
    """From the audience's id alone: cohorts are tied to it, and an import with other ids would untie them."""
    return FIRST_GROUP + int.from_bytes(hashlib.sha256(audience.id.encode()).digest()[:3])


def grading_policy(edition: Edition) -> dict[str, Any]:
    """One assignment type, named letter for letter as the `format` of the subsection. The platform wants one at least,
    also where nothing is scored."""
    grader = {"drop_count": 0, "min_count": 1, "short_label": "Final", "type": graded_format(edition), "weight": 1.0}
    return {"GRADER": [grader], "GRADE_CUTOFFS": {"Pass": edition.course.pass_mark_percent / 100}}


def graded_format(edition: Edition) -> str:
    return in_xml(strings(edition.language, edition.course.words)["page"]["after"]["title"])


def is_scored(edition: Edition) -> bool:
    return any(each.kind == "knowledge" for each in edition.after)


def platform_language(tag: str) -> str:
    """The platform's settings know languages, and two scripts of Chinese, but no regions."""
    return _LANGUAGES.get(tag) or next(
        (known for start, known in _LANGUAGES.items() if tag.startswith(f"{start}-")), tag.split("-")[0]
    )


def about(edition: Edition) -> Mapping[str, bytes]:
    course, texts = edition.course, strings(edition.language, edition.course.words)["page"]
    minutes = sum(map(minutes_of, edition.modules))
    listed = Markup("").join(Markup("<li>{}</li>\n").format(module.title) for module in edition.modules)
    overview = Markup('<section class="about">\n<h2>{}</h2>\n<p>{}</p>\n<ol>\n{}</ol>\n{}</section>\n').format(
        course.title,
        course.summary,
        listed,
        Markup("") if edition.review else Markup("<p>{}</p>\n").format(texts["draft"]),
    )
    effort = f"{minutes} {texts['minute' if minutes == 1 else 'minutes']}"
    return {
        "about/effort.html": f"{effort}\n".encode(),
        "about/overview.html": overview.encode(),
        "about/short_description.html": f"{Markup.escape(course.summary)}\n".encode(),
    }


@cache
def course_image() -> bytes:
    """What the platform shows in its list of courses: the mark that stands on every page."""
    return (files("signpost_builder") / "templates" / COURSE_IMAGE).read_bytes()


def static_files(assets: Mapping[str, Asset]) -> dict[str, Asset]:
    """Media lie flat: a folder would become part of the name."""
    return {f"{ROOT}/static/{name.rpartition('/')[2]}": asset for name, asset in assets.items()}


def _json(value: Any) -> bytes:
    return (json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()
