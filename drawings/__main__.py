"""Writes each scene beside its module, as SVG and as PNG."""

import hashlib
import io
import tempfile
from pathlib import Path

import typst
from PIL import Image, PngImagePlugin

from drawings.pen import WIDTH, svg
from drawings.scenes import SCENES

MODULES = Path(__file__).parent.parent / "modules"
PIXELS = 800  # the width of a PNG
COLOURS = 48  # flat shapes and their edges need no more
PAGE = f'#set page(width: auto, height: auto, margin: 0pt, fill: none)\n#image("drawing.svg", width: {WIDTH}pt)'


def png(drawing: bytes, folder: Path) -> bytes:
    """The same drawing for sites that refuse SVG. It notes the SHA-256 of the drawing, so that a test sees an old one."""
    (folder / "drawing.svg").write_bytes(drawing)
    (folder / "page.typ").write_text(PAGE, encoding="utf-8")
    pages = typst.compile(folder / "page.typ", format="png", ppi=72 * PIXELS / WIDTH)
    picture = Image.open(io.BytesIO(pages if isinstance(pages, bytes) else pages[0]))
    white = Image.new("RGB", picture.size, "white")
    white.paste(picture, mask=picture.getchannel("A"))
    note = PngImagePlugin.PngInfo()
    note.add_text("Source-SHA256", hashlib.sha256(drawing).hexdigest())
    out = io.BytesIO()
    white.quantize(COLOURS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True, pnginfo=note)
    return out.getvalue()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name, scene in SCENES.items():
            drawing = svg(scene).encode()
            (MODULES / f"{name}.svg").write_bytes(drawing)
            (MODULES / f"{name}.png").write_bytes(png(drawing, Path(folder)))


if __name__ == "__main__":
    main()
