"""Pictures in H5P: which file stands for a drawing that hosts refuse, and how large a picture is."""

import hashlib
import struct
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path, PurePosixPath
from typing import Any

from builder.diagnostics import Diagnostic, error
from builder.h5p_library import FILE_TYPES
from builder.model import Asset
from builder.package import read_asset

JPEG_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # start of frame (ITU-T T.81, table B.1)


@cache
def neutral_picture() -> Asset:
    """The picture of every start and end of a scenario. Without one H5P shows its own, a red stop sign at a good end."""
    path = Path(str(files("builder") / "templates" / "course-image.png"))
    data = path.read_bytes()
    return Asset(name="media/signpost.png", path=path, sha256=hashlib.sha256(data).hexdigest(), size_bytes=len(data))


def accepted(asset: Asset) -> bool:
    return _ending(asset) in FILE_TYPES


def refusal(asset: Asset) -> Diagnostic:
    name = PurePosixPath(asset.name).name
    neighbour = asset.path.with_suffix(".png").name
    message = f"H5P sites refuse '{asset.path.name}' ({_ending(asset)})"
    return error(
        asset.span,
        "picture-not-accepted",
        message,
        f"put '{neighbour}' beside it; the other formats go on using '{name}'",
    )


def file_value(asset: Asset) -> dict[str, Any]:
    """The field `file` of an Image."""
    width, height = picture_size(read_asset_once(asset))
    return {
        "path": media_path(asset),
        "mime": FILE_TYPES[_ending(asset)],
        "copyright": {"license": "U"},
        "width": width,
        "height": height,
    }


def media_path(asset: Asset) -> str:
    """Relative to content/ in the package."""
    return f"images/{PurePosixPath(asset.name).name}"


@lru_cache(maxsize=8)
def read_asset_once(asset: Asset) -> bytes:
    """The same picture stands in every site's package."""
    return read_asset(asset)


def picture_size(data: bytes) -> tuple[int, int]:
    """Width and height in pixels of a PNG, GIF or JPEG; (0, 0) for anything else, and for a broken file."""
    try:
        if data.startswith(b"\x89PNG\r\n\x1a\n"):
            return struct.unpack(">II", data[16:24])  # type: ignore[return-value]
        if data.startswith((b"GIF87a", b"GIF89a")):
            return struct.unpack("<HH", data[6:10])  # type: ignore[return-value]
        if data.startswith(b"\xff\xd8"):
            return _jpeg_size(data)
    except (struct.error, IndexError):
        pass
    return (0, 0)


def _jpeg_size(data: bytes) -> tuple[int, int]:
    """From the first start-of-frame segment."""
    place = 2
    while data[place] == 0xFF:
        if data[place + 1] == 0xFF:  # a fill byte
            place += 1
            continue
        if data[place + 1] in JPEG_SIZES:
            height, width = struct.unpack(">HH", data[place + 5 : place + 9])
            return width, height
        place += 2 + struct.unpack(">H", data[place + 2 : place + 4])[0]
    return (0, 0)


def _ending(asset: Asset) -> str:
    return asset.name.rpartition(".")[2].lower()
