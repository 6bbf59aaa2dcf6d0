"""What H5P content types accept, as data: the writer follows these tables and `signpost check` judges by them.

A *profile* is one generation of content types as sites have them installed. Hosts delete a nested type that its parent
does not list, in a version that it does not list, without a word; so both stand here and nowhere else in the code.
Every number was read from the types' own `semantics.json` and tried in the players (docs/h5p.md).
"""

from collections.abc import Mapping
from types import MappingProxyType

from signpost_builder.formats.h5p.lists import NEWER, OLDER, Lists
from signpost_builder.values import frozen

DEFAULT_PROFILE = "hub-2025"


@frozen(kw_only=True)
class Profile:
    """`versions`: machine name -> "major.minor". `lists`: parent -> the types that hosts keep in it, with versions."""

    name: str
    versions: Mapping[str, str]
    lists: Lists

    def library(self, machine_name: str) -> str:
        """As in content: "H5P.MultiChoice 1.16". Raises KeyError for a type that the profile does not have."""
        return f"{machine_name} {self.versions[machine_name]}"


# ---------------------------------------------------------------- profiles

_BOTH = {
    "H5P.Accordion": "1.0",
    "H5P.AdvancedText": "1.1",
    "H5P.Blanks": "1.14",
    "H5P.BranchingQuestion": "1.0",
    "H5P.Column": "1.18",
    "H5P.DragText": "1.10",
    "H5P.Image": "1.1",
    "H5P.InteractiveBook": "1.11",
    "H5P.MultiChoice": "1.16",
    "H5P.MultiMediaChoice": "0.3",
    "H5P.OpenEndedQuestion": "1.0",
    "H5P.Questionnaire": "1.3",
    "H5P.SimpleMultiChoice": "1.1",
    "H5P.SingleChoiceSet": "1.11",
    "H5P.Summary": "1.10",
    "H5P.Table": "1.2",
    "H5P.TrueFalse": "1.8",
}
_OLDER = {
    "H5P.BranchingScenario": "1.8",
    "H5P.CoursePresentation": "1.26",
    "H5P.DragQuestion": "1.14",
    "H5P.Essay": "1.5",
    "H5P.QuestionSet": "1.20",
    "H5P.SortParagraphs": "0.11",
}
_NEWER = {
    "H5P.BranchingScenario": "1.10",
    "H5P.CoursePresentation": "1.27",
    "H5P.DragQuestion": "1.15",
    "H5P.Essay": "1.6",
    "H5P.QuestionSet": "1.21",
    "H5P.SortParagraphs": "0.12",
}

PROFILES: Mapping[str, Profile] = MappingProxyType(
    {
        name: Profile(name=name, versions=MappingProxyType({**_BOTH, **versions}), lists=lists)
        for name, versions, lists in (("hub-2025", _OLDER, OLDER), ("hub-2026", _NEWER, NEWER))
    }
)

# They stand in others and are no content of their own (`runnable` 0 in their library.json).
ONLY_NESTED = frozenset(
    {"H5P.AdvancedText", "H5P.BranchingQuestion", "H5P.OpenEndedQuestion", "H5P.SimpleMultiChoice", "H5P.Table"}
)

# ---------------------------------------------------------------- HTML that a field keeps

_ALWAYS = frozenset({"br", "div", "p", "span"})  # added to every list by the host's filter

# Field class -> the elements that survive a host's filter; where generations differ, what both keep.
TAGS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "text": _ALWAYS | {"a", "code", "del", "em", "h2", "h3", "hr", "li", "ol", "pre", "strong", "ul"},
        "table": _ALWAYS | {"a", "code", "del", "em", "strong", "table", "tbody", "td", "tfoot", "th", "thead", "tr"},
        "question": _ALWAYS | {"code", "em", "h2", "h3", "pre", "strong", "sub", "sup"},
        "task": _ALWAYS | {"a", "em", "h2", "h3", "hr", "li", "ol", "strong", "u", "ul"},
        # What the task of Drag the Words may hold: the type puts it into a paragraph, and one cannot stand in another.
        "lines": frozenset({"a", "br", "em", "span", "strong", "u"}),
        "gaps": _ALWAYS | {"del", "em", "strong", "u"},
        "inline": _ALWAYS | {"code", "em", "strong", "sub", "sup"},
        "introduction": _ALWAYS | {"em", "strong", "sub", "sup"},
        "comment": _ALWAYS | {"em", "strong"},
    }
)
LINK_SCHEMES = frozenset(
    {"ftp", "http", "https", "mailto"}
)  # of any other the host cuts off the scheme and keeps a broken link

# ---------------------------------------------------------------- the package

LONGEST_TITLE_BYTES = 255
LONGEST_LANGUAGE = 10

LICENCES = (
    "CC BY", "CC BY-SA", "CC BY-ND", "CC BY-NC", "CC BY-NC-SA", "CC BY-NC-ND", "CC0 1.0", "GNU GPL", "PD",
    "ODC PDDL", "CC PDM", "U", "C",
)  # fmt: skip
LICENCE_VERSIONS = ("1.0", "2.0", "2.5", "3.0", "4.0")

# Content file types of the hosts: no svg, webp, avif, html or js. Those that a page can show carry their media type.
FILE_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "bmp": "image/bmp", "gif": "image/gif", "jpeg": "image/jpeg", "jpg": "image/jpeg", "png": "image/png",
        "tif": "image/tiff", "tiff": "image/tiff", "m4a": "audio/mp4", "mp3": "audio/mpeg", "ogg": "audio/ogg",
        "wav": "audio/wav", "mp4": "video/mp4",
        "webm": "video/webm", "vtt": "text/vtt", "webvtt": "text/vtt",
        **dict.fromkeys(
            "csv diff doc docx eot glb gltf json md odp ods odt otf patch pdf ppt pptx rtf swf textile ttf txt "
            "woff woff2 xls xlsx".split(),
            "",
        ),
    }
)  # fmt: skip
