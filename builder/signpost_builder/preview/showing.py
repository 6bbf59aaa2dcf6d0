"""What a frame shows of an edition: the files of the page as a platform gets them, or one file of another format."""

from collections.abc import Mapping
from dataclasses import replace
from threading import Lock
from typing import Any, get_args

from signpost_builder.diagnostics import SourceError
from signpost_builder.forgetting import FORGET_AFTER, forget
from signpost_builder.formats import FORMATS
from signpost_builder.formats.format import Format, View
from signpost_builder.model import Asset, Course
from signpost_builder.page.document import OWN_FILES, Adapter, site_files
from signpost_builder.page.rendered import Rendered, render
from signpost_builder.preview.choice import Frame
from signpost_builder.preview.parts import digest_of, marks, taken_apart, without_same
from signpost_builder.values import frozen

Files = Mapping[str, bytes | Asset]
PAGE = "page"
ADAPTERS: Mapping[str, Adapter] = {PAGE if each == "none" else each: each for each in get_args(Adapter)}
VIEWS: Mapping[str, tuple[Format, View]] = {
    view.name: (format, view) for format in FORMATS.values() for view in format.views
}
INDEX = "index.html"
HTML = "text/html"
HELPER = '<script type="module" src="{address}/helper.js" data-page="{page}" data-beside="{beside}"></script>\n'
STAYING = '<script type="module" src="{address}/stay.js" data-page="{page}"></script>'
HEAD = b"<head>"
SCRIPT = OWN_FILES["early"].encode()
MOST_KEPT = 4  # of what was shown last: a frame, its player and its pictures ask one after the other


@frozen
class Made:
    """`digest`: of the files, but for what says it."""

    course: Course
    files: Files
    digest: str


@frozen
class Change:
    """What a frame needs to come up to date. `now`: the digest of what is to be shown. `text`: the new page without the sections that
    are the same in the page with the digest `known`; empty where it is the same page, and where the frame has to be loaded anew."""

    now: str
    known: str = ""
    text: str = ""


class Showing:
    """Makes what is asked for once for each version of a course. `nowhere`: where survey answers are sent, to be dropped. `scripts`:
    where those of the preview are.

    All methods may be called from any thread.
    """

    def __init__(self, nowhere: str, scripts: str) -> None:
        self._nowhere, self._scripts = nowhere, scripts
        self._made: dict[Frame, Made] = {}
        self._known: dict[Frame, tuple[str, frozenset[int]]] = {}
        self._count = 0
        self._lock = Lock()

    def files(self, frame: Frame, course: Course) -> Files | None:
        """By name; None where the course has no such edition. Raises SourceError for what the format refuses."""
        with self._lock:
            made = self._make(frame, course)
            return made.files if made else None

    def change(self, frame: Frame, course: Course) -> Change:
        """Since it was asked for this frame the last time."""
        with self._lock:
            try:
                made = self._make(frame, course)
            except SourceError as errors:  # the frame says it
                return Change(now=f"refused {hash(errors.diagnostics)}")
            except Exception as fault:  # and this
                return Change(now=f"{type(fault).__name__}: {fault}")
            if made is None:
                return Change(now="")
            if frame.kind not in ADAPTERS:
                return Change(made.digest)
            known, there = self._known.get(frame, ("", frozenset()))
            if known == made.digest:
                return Change(made.digest, known)
            parts = taken_apart(_bytes(made.files[INDEX]))
            _keep(self._known, frame, (made.digest, marks(parts)))
            return Change(made.digest, known, without_same(parts, there).decode())

    def rest(self) -> None:
        """For when nobody waits: after many pages, what was kept of them is forgotten, and what is on the screen is made again."""
        with self._lock:
            if self._count < FORGET_AFTER:
                return
            self._count = 0
            forget()
            for frame, made in self._made.items():
                edition = frame.choice.of(made.course)
                if edition and frame.kind in ADAPTERS:
                    site_files(render(edition), ADAPTERS[frame.kind])

    def _make(self, frame: Frame, course: Course) -> Made | None:
        kept = self._made.get(frame)
        if kept and kept.course is course:
            return kept
        edition = frame.choice.of(course)
        if edition is None:
            return None
        self._count += 1
        rendered = unsent(render(edition), self._nowhere)
        kind = frame.kind
        files = dict(site_files(rendered, ADAPTERS[kind])) if kind in ADAPTERS else _other(kind, rendered)
        made = Made(course, files, digest_of(files))
        files[INDEX] = self._helped(files, made.digest) if kind in ADAPTERS else self._staying(kind, files, made.digest)
        _keep(self._made, frame, made)
        return made

    def _helped(self, files: Files, digest: str) -> bytes:
        """The page as it is packed, with one script more before its own. It knows which page it is in."""
        before, script, after = _bytes(files[INDEX]).partition(SCRIPT)
        assert script
        beside = digest_of({name: content for name, content in files.items() if name != INDEX})
        helper = HELPER.format(address=self._scripts, beside=beside, page=digest).encode()
        return b"".join((before, helper, script, after))

    def _staying(self, kind: str, files: Files, digest: str) -> bytes:
        """A page of another format, with a script before the policy that it has for its own."""
        content = _bytes(files[INDEX])
        if VIEWS[kind][1].media_type != HTML:
            return content
        script = STAYING.format(address=self._scripts, page=digest).encode()
        return content.replace(HEAD, HEAD + script, 1)


def _bytes(content: bytes | Asset) -> bytes:
    assert isinstance(content, bytes)
    return content


def _keep(kept: dict[Frame, Any], frame: Frame, value: Any) -> None:
    """As the newest of a few."""
    kept.pop(frame, None)
    kept[frame] = value
    while len(kept) > MOST_KEPT:
        del kept[next(iter(kept))]


def unsent(rendered: Rendered, nowhere: str) -> Rendered:
    """The same with a survey that sends its answers to an address of the preview, which drops them."""
    if "survey" not in rendered.data:
        return rendered
    survey: dict[str, Any] = {**rendered.data["survey"], "endpoint": nowhere}
    return replace(rendered, data={**rendered.data, "survey": survey})


def _other(kind: str, rendered: Rendered) -> dict[str, bytes | Asset]:
    format, view = VIEWS[kind]
    return {INDEX: view.make(rendered, format.told_by(rendered.edition.course))}
