"""Media beside a module: what may be shown, what it needs, and the element that shows it."""

import hashlib
import re
from collections.abc import Iterator
from html import escape
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import unquote

from signpost_builder.diagnostics import Diagnostic, Findings, Read, Span, error, nearest, warning
from signpost_builder.model import Asset
from signpost_builder.source.files import MEDIA_LIMIT, Project
from signpost_builder.source.media_kinds import ENDS, is_whole, kind_of, picture_size
from signpost_builder.source.picture_places import has_place

IMAGES = {".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif"}
OTHER_PICTURES = {".heic", ".heif", ".tif", ".tiff", ".bmp", ".psd", ".ai", ".eps", ".jfif", ".jxl"}
DRAWINGS = {".svg", ".webp", ".avif"}  # kinds that H5P sites refuse
VIDEOS = {".mp4", ".webm"}
SOUNDS = {".mp3", ".m4a", ".ogg"}
DOCUMENTS = {".pdf"}
COMPANIONS = {".vtt", ".md"}
COURSE_MEDIA_LIMIT = 100 * 1024 * 1024
HEAVY_BYTES, TOO_HEAVY_BYTES = 1_000_000, 5_000_000  # of a picture, which learners load on a telephone's connection
MOST_PIXELS = 40_000_000  # what a browser unpacks takes four bytes each
MAKE_SMALLER = "make it at most 1600 pixels wide and save it as JPEG, quality 80: about 300 kB"


class Measures(NamedTuple):
    """In bytes and pixels; 0 pixels where the file is no picture or does not say."""

    size_bytes: int
    width: int
    height: int


class Media:
    """The media of a course, each read once."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._by_path: dict[PurePosixPath, Read[Asset | None]] = {}
        self.assets: dict[str, Asset] = {}
        self._names: set[str] = set()  # of the assets, in small letters: some file systems know no others
        self.companions: set[PurePosixPath] = set()
        self.with_place: list[PurePosixPath] = []  # pictures that say where they were taken
        self._listed: dict[PurePosixPath, list[str]] = {}

    def paths(self) -> set[PurePosixPath]:
        """Everything that some module shows or needs beside it."""
        return set(self._by_path) | self.companions

    def asset(self, folder: PurePosixPath, address: str, kinds: set[str], span: Span) -> Read[Asset | None]:
        """The file at `address`, relative to a module's folder."""
        path = _joined(folder, unquote(address))
        if path is not None and not str(path).isprintable():
            message = f"the address '{address[:80]}' has a character that no file name can have"
            hint = "write the file's name as it is, or %20 for a space"
            return Read(None, (error(span, "broken-link", message, hint),))
        if path is None:
            message = f"'{address}' leads out of the project"
            return Read(None, (error(span, "outside-project", message, "copy the file here"),))
        inside = self._project.contains(path, span)
        if not inside.value:
            return Read(None, inside.findings)
        if path.suffix.lower() not in kinds:
            hint = f"known: {', '.join(sorted(kinds))}"
            if path.suffix.lower() in OTHER_PICTURES and ".jpg" in kinds:
                hint = "export it as JPEG (a photograph) or PNG (a drawing, a screenshot)"
            message = f"'{path.suffix or path.name}' is not a kind of file shown here"
            return Read(None, (error(span, "unknown-media", message, hint),))
        if path not in self._by_path:
            self._by_path[path] = self._read(folder, path, span)
        elif not self._project.has(path):
            return Read(None, (self._missing(folder, path, span),))
        return self._by_path[path]

    def has(self, folder: PurePosixPath, address: str) -> bool:
        """Whether there is a file at `address`; nothing is noted."""
        path = _joined(folder, unquote(address))
        return path is not None and self._project.has(path)

    def beside(self, folder: PurePosixPath, address: str, suffix: str) -> PurePosixPath | None:
        """The companion file with another ending, if there is one: captions or a transcript."""
        path = _joined(folder, unquote(address))
        companion = path.with_suffix(suffix) if path else None
        if companion is None or not self._project.has(companion):
            return None
        self.companions.add(companion)
        return companion

    def transcript(self, path: PurePosixPath, span: Span) -> Read[str | None]:
        """The text beside a film or sound."""
        return self._project.text(path, span)

    def too_much(self, span: Span) -> Iterator[Diagnostic]:
        total = sum(asset.size_bytes for asset in self.assets.values())
        if total > COURSE_MEDIA_LIMIT:
            message = f"all media together have {total:,} bytes; the most is {COURSE_MEDIA_LIMIT:,}"
            yield error(span, "file-too-large", message, "make the largest files smaller")

    def places(self) -> Iterator[Diagnostic]:
        """Said once, at the first, whatever the number of pictures: packages are made without it."""
        if self.with_place:
            first, more = sorted(self.with_place)[0], len(self.with_place) - 1
            others = f", and {more} other{'s' if more > 1 else ''}," if more else ""
            message = f"this picture{others} says where it was taken; packages are made without that, and the file in Git still has it"
            hint = "export it without location, or with 'exiftool -gps:all= -xmp:all= FILE'"
            yield warning(Span(first), "place-in-picture", message, hint)

    def _read(self, folder: PurePosixPath, path: PurePosixPath, span: Span) -> Read[Asset | None]:
        if not self._project.has(path):
            return Read(None, (self._missing(folder, path, span),))
        findings = Findings()
        measures = findings.of(self._measures(path, span))
        if measures is None:
            return findings.beside(None)
        digest = self._project.digest_of(path)
        name = _name(folder, path)
        if name.lower() in self._names:
            name = (
                f"{name.rpartition('.')[0]}-{hashlib.sha256(str(path).encode()).hexdigest()[:8]}{path.suffix.lower()}"
            )
        self._names.add(name.lower())
        raster = findings.of(self._raster(path, name, span)) if path.suffix.lower() in DRAWINGS else None
        asset = Asset(
            name=name,
            path=self._project.root / path,
            sha256=digest,
            size_bytes=measures.size_bytes,
            raster=raster,
            width=measures.width,
            height=measures.height,
            span=span,
        )
        self.assets[name] = asset
        return findings.beside(asset)

    def _measures(self, path: PurePosixPath, span: Span) -> Read[Measures | None]:
        """How large a sound file is, and its picture."""

        def look() -> Read[Measures | None]:
            content, findings = self._sound(path, span)
            return Read(None if content is None else Measures(len(content), *_size(path, content)), findings)

        return self._project.as_it_stands(path, span, look)

    def _sound(self, path: PurePosixPath, span: Span) -> Read[bytes | None]:
        """The bytes of a file that is what its name says and may be shown; None, with findings, of any other."""
        read = self._project.data(path, span, MEDIA_LIMIT)
        content = read.value
        if content is None:
            return read
        if broken := _broken(path, content):
            return Read(None, (error(Span(path), "broken-media", *broken),))
        if path.suffix.lower() == ".svg":
            # Its lists and patterns take 3 ms, for courses that draw.
            from signpost_builder.source.drawing import drawing_faults

            faults = drawing_faults(content)
            hint = "save it as a plain SVG (Inkscape: 'Plain SVG', without scripts, links and animation), or as PNG"
            unsafe = tuple(
                error(Span(path, line, min(line, 1)), "unsafe-svg", f"this drawing {words}", hint)
                for line, words in faults
            )
            return Read(None if faults else content, unsafe)
        self.with_place += [path] if has_place(content) else []
        return Read(content, tuple(_heavy(path, content)))

    def _raster(self, path: PurePosixPath, name: str, span: Span) -> Read[Asset | None]:
        """The PNG of the same name beside a picture of a kind that not every format takes."""
        beside = self.beside(path.parent, path.name, ".png")
        if beside is None:
            return Read(None)
        measures, findings = self._measures(beside, span)
        if measures is None:
            return Read(None, findings)
        raster = Asset(
            name=f"{name.rpartition('.')[0]}.png",
            path=self._project.root / beside,
            sha256=self._project.digest_of(beside),
            size_bytes=measures.size_bytes,
            span=span,
        )
        return Read(raster, findings)

    def _missing(self, folder: PurePosixPath, path: PurePosixPath, span: Span) -> Diagnostic:
        names = self._names_in(folder)
        hint = nearest(str(path.relative_to(folder) if path.is_relative_to(folder) else path), names)
        if path.suffix.lower() in IMAGES:
            return error(span, "missing-image", f"there is no file '{path}'", hint)
        return error(span, "missing-file", f"there is no file '{path}'", hint)

    def _names_in(self, folder: PurePosixPath) -> list[str]:
        """The media in a module's folder, looked for once."""
        if folder not in self._listed:
            there, shown = self._project.root / folder, IMAGES | VIDEOS | SOUNDS
            files = [file.relative_to(there).as_posix() for file in there.rglob("*") if file.suffix.lower() in shown]
            self._listed[folder] = files
        return self._listed[folder]


def _broken(path: PurePosixPath, content: bytes) -> tuple[str, str] | None:
    """Message and hint for a file that is not what its name says."""
    suffix = path.suffix.lower()
    kind, wanted = kind_of(content), ENDS.get(suffix, "")
    if not content:
        return f"the file '{path.name}' is empty", "export it again; was it copied before it was complete?"
    if not wanted or (suffix == ".svg" and kind in ("SVG", "HTML", "text", "")):
        return None
    if kind != wanted and (kind or suffix in IMAGES):
        message = f"'{path.name}' is {f'of the kind {kind}' if kind else 'no picture that browsers know'}, not {wanted}"
        hint = f"export it as {wanted}; another name does not change what a file is"
        return message, "begin it with the line 'WEBVTT'" if wanted == "WebVTT" else hint
    if not is_whole(content, kind):
        return f"'{path.name}' is cut short: the end of the picture is missing", "export or copy it again"
    return None


def _heavy(path: PurePosixPath, content: bytes) -> Iterator[Diagnostic]:
    """Pictures that a learner on a telephone waits and pays for."""
    if path.suffix.lower() not in IMAGES:
        return
    width, height = picture_size(content)
    pixels = f" ({width} × {height} pixels)" if width else ""
    message = f"this picture has {len(content) / 1e6:.1f} MB{pixels}; learners load it on a telephone's connection"
    if len(content) > TOO_HEAVY_BYTES or width * height > MOST_PIXELS:
        yield error(Span(path), "heavy-picture", message, MAKE_SMALLER)
    elif len(content) > HEAVY_BYTES:
        yield warning(Span(path), "heavy-picture", message, MAKE_SMALLER)


def _size(path: PurePosixPath, content: bytes) -> tuple[int, int]:
    if path.suffix.lower() != ".svg":
        return picture_size(content)
    from signpost_builder.source.drawing import drawing_size  # as in `_sound`

    return drawing_size(content)


def _joined(folder: PurePosixPath, address: str) -> PurePosixPath | None:
    """The path in the project, `..` resolved; None when it leaves it."""
    parts: list[str] = []
    for part in (folder / address).parts:
        if part == "..":
            if not parts:
                return None
            parts.pop()
        else:
            parts.append(part)
    return PurePosixPath(*parts)


def _name(folder: PurePosixPath, path: PurePosixPath) -> str:
    """The name in packages: `media/<module>-<file>`, in letters that every server and archive knows."""
    inside = path.relative_to(folder) if path.is_relative_to(folder) else path
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", "-".join(inside.with_suffix("").parts)).strip(".-") or "file"
    return f"media/{folder.name}-{plain}{path.suffix.lower()}"


def image_element(asset: Asset, alt: str, caption: str) -> tuple[str, bool]:
    """The element, and whether it is a block: only an image with a caption is. Its size keeps its place until it is there."""
    size = f' width="{asset.width}" height="{asset.height}"' if asset.width and asset.height else ""
    image = f'<img src="{asset.name}" alt="{escape(alt)}"{size} loading="lazy">'
    if not caption:
        return image, False
    return f'<figure class="figure">{image}<figcaption>{escape(caption)}</figcaption></figure>', True


def player_element(asset: Asset, title: str, captions: Asset | None, language: str, transcript: str) -> str:
    """Video or sound with its own controls; captions and transcript where there are any."""
    kind = "video" if f".{asset.name.rpartition('.')[2]}" in VIDEOS else "audio"
    track = ""
    if captions:
        track = f'<track kind="captions" src="{captions.name}" srclang="{language}" label="{language}" default>'
    player = f'<{kind} controls preload="metadata" src="{asset.name}" aria-label="{escape(title)}">{track}</{kind}>'
    below = f'<details class="transcript"><summary>Transcript</summary>{transcript}</details>' if transcript else ""
    return f'<figure class="media">{player}<figcaption>{escape(title)}</figcaption>{below}</figure>'
