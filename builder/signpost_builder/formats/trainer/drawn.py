"""Pictures as PNG, for whatever cannot show a drawing: the raster that the author put beside it, else Typst draws it.

Typst is there already for paper, and draws with the font that this package carries: no other library, the same bytes everywhere.
"""

from functools import lru_cache

from signpost_builder.model import Asset
from signpost_builder.package import read_asset
from signpost_builder.printing.compiling import age, typeset
from signpost_builder.printing.typst_text import literal

RASTERS = (".png", ".jpg", ".jpeg", ".gif")  # what PowerPoint and LibreOffice both open
DOTS_PER_INCH = 200.0


def as_raster(asset: Asset) -> bytes:
    shown = next((one for one in (asset, asset.raster) if one and one.name.lower().endswith(RASTERS)), None)
    return read_asset(shown) if shown else raster(read_asset(asset), asset.name)


@lru_cache(maxsize=32)
def raster(picture: bytes, name: str) -> bytes:
    """A drawing (or WebP) as PNG."""
    file = f"picture.{name.rpartition('.')[2].lower()}"
    page = f"#set page(width: auto, height: auto, margin: 0pt, fill: none)\n#image({literal(file)}, width: 24cm)"
    made = typeset(page, {file: picture}, format="png", ppi=DOTS_PER_INCH)
    age()  # 10 MB of dots for each picture
    return made
