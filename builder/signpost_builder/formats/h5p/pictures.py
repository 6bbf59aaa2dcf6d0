"""Which pictures H5P sites take."""

from pathlib import PurePosixPath

from signpost_builder.diagnostics import Diagnostic, error
from signpost_builder.formats.h5p.library import FILE_TYPES
from signpost_builder.model import Asset


def accepted(asset: Asset) -> Asset | None:
    """The file that stands for a picture: itself, or the one beside it; None where sites refuse it."""
    return asset if ending(asset) in FILE_TYPES else asset.raster


def refusal(asset: Asset) -> Diagnostic:
    name = PurePosixPath(asset.name).name
    neighbour = asset.path.with_suffix(".png").name
    message = f"H5P sites refuse '{asset.path.name}' ({ending(asset)})"
    return error(
        asset.span,
        "picture-not-accepted",
        message,
        f"put '{neighbour}' beside it; the other formats go on using '{name}'",
    )


def ending(asset: Asset) -> str:
    return asset.name.rpartition(".")[2].lower()
