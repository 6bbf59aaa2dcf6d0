"""Pictures in a package: where their files lie, and how large each is."""

import hashlib
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path, PurePosixPath
from typing import Any

from signpost_builder.formats.h5p.library import FILE_TYPES
from signpost_builder.formats.h5p.pictures import ending
from signpost_builder.model import Asset
from signpost_builder.package import read_asset
from signpost_builder.source.media_kinds import picture_size


@cache
def neutral_picture() -> Asset:
    """The picture of every start and end of a scenario. Without one H5P shows its own, a red stop sign at a good end."""
    path = Path(str(files("signpost_builder") / "templates" / "course-image.png"))
    data = path.read_bytes()
    return Asset(name="media/signpost.png", path=path, sha256=hashlib.sha256(data).hexdigest(), size_bytes=len(data))


def file_value(asset: Asset) -> dict[str, Any]:
    """The field `file` of an Image."""
    width, height = _size(asset)
    return {
        "path": media_path(asset),
        "mime": FILE_TYPES[ending(asset)],
        "copyright": {"license": "U"},
        "width": width,
        "height": height,
    }


@lru_cache(maxsize=1024)
def _size(asset: Asset) -> tuple[int, int]:
    """In pixels: the same picture stands in every site's package."""
    return picture_size(read_asset_once(asset))


def media_path(asset: Asset) -> str:
    """Relative to content/ in the package."""
    return f"images/{PurePosixPath(asset.name).name}"


@lru_cache(maxsize=8)
def read_asset_once(asset: Asset) -> bytes:
    """The same picture stands in every site's package."""
    return read_asset(asset)
