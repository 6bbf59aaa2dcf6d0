"""Files of a camera or a scanner to pictures in memory: PDF, TIFF with several pages, PNG, JPEG. Nothing is written to disk."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray

from signpost_survey.paper.limits import MOST_PAGES, MOST_PIXELS

Picture = NDArray[np.uint8]  # rows × columns × blue, green, red

DPI = 250  # of a PDF's pages: a circle is 35 pixels wide
ENDINGS = {".pdf", ".tif", ".tiff", ".png", ".jpg", ".jpeg"}


class PictureError(ValueError):
    """A file that cannot be read, in one sentence without its name."""


@dataclass(frozen=True, slots=True)
class Page:
    """`name`: what a person calls it, the file and, where there are several, the page."""

    name: str
    picture: Picture


def pages(path: Path, data: bytes) -> Iterator[Page]:
    """Every page of a file, one at a time. Raises PictureError."""
    if data.startswith(b"%PDF"):
        yield from _pdf(path.name, data)
    else:
        yield from _pictures(path.name, data)


def _pdf(name: str, data: bytes) -> Iterator[Page]:
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise PictureError("this PDF is damaged or has a password") from error
    try:
        if not 0 < len(document) <= MOST_PAGES:
            raise PictureError(f"this PDF has {len(document)} pages; it may have 1 to {MOST_PAGES}")
        for number, page in enumerate(document, start=1):
            width, height = page.get_size()
            if width * height * (DPI / 72) ** 2 > MOST_PIXELS:
                raise PictureError(f"page {number} is larger than paper is")
            bitmap = page.render(scale=DPI / 72, rev_byteorder=False)
            yield Page(f"{name}, page {number}", _three_colours(np.array(bitmap.to_numpy())))
            bitmap.close()
            page.close()
    except pdfium.PdfiumError as error:
        raise PictureError("this PDF is damaged") from error
    finally:
        document.close()


def _pictures(name: str, data: bytes) -> Iterator[Page]:
    """OpenCV turns a picture as its camera says (Exif); which way a sheet lies is told by its corners anyway."""
    try:
        read, found = cv2.imdecodemulti(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR_BGR)
    except cv2.error:
        read, found = False, ()
    if not read or not found:
        raise PictureError(
            "this is an iPhone's HEIC or a film, which cannot be read here. Use a scanner or this computer's camera, and delete it on the phone"
            if data[4:8] == b"ftyp"
            else "this is no picture that can be read here: PDF, TIFF, PNG and JPEG can, if they are whole and no larger than paper"
        )
    for number, picture in enumerate(found, start=1):
        if picture.shape[0] * picture.shape[1] > MOST_PIXELS:  # of another program's OpenCV, which knows no limit
            raise PictureError("this picture is larger than any camera's")
        yield Page(f"{name}, page {number}" if len(found) > 1 else name, _three_colours(np.asarray(picture)))


def _three_colours(picture: NDArray[Any]) -> Picture:
    if picture.ndim == 2 or picture.shape[2] == 1:
        return np.asarray(cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR), np.uint8)
    return np.ascontiguousarray(picture[:, :, :3])
