"""What a media file is by its own first bytes, how large its picture is, and whether it is all there.

Read from headers: no pixel is unpacked, so no file can make that dear.
"""

import struct
from collections.abc import Callable

ENDS = {  # what a file name promises -> the kind that its bytes must be
    ".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".gif": "GIF", ".webp": "WebP", ".avif": "AVIF", ".pdf": "PDF",
    ".mp4": "MP4", ".m4a": "MP4", ".webm": "WebM", ".mp3": "MP3", ".ogg": "Ogg", ".vtt": "WebVTT", ".svg": "SVG",
}  # fmt: skip
MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "PNG"), (b"\xff\xd8\xff", "JPEG"), (b"GIF87a", "GIF"), (b"GIF89a", "GIF"), (b"%PDF-", "PDF"),
    (b"\x1aE\xdf\xa3", "WebM"), (b"OggS", "Ogg"), (b"ID3", "MP3"), (b"BM", "BMP"), (b"II*\0", "TIFF"), (b"MM\0*", "TIFF"),
    (b"PK\x03\x04", "zip"), (b"\x1f\x8b", "gzip"),
)  # fmt: skip
JPEG_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # start of frame (ITU-T T.81, table B.1)
LOOKED_AT = 512


def kind_of(data: bytes) -> str:
    """`PNG`, `JPEG` … by the first bytes; `text`, `HTML` or `SVG` for what people can read; empty if nothing is known."""
    if brand := _brand(data):
        return brand
    if known := next((kind for magic, kind in MAGIC if data.startswith(magic)), ""):
        return known
    if len(data) > 1 and data[0] == 0xFF and data[1] & 0xE0 == 0xE0:  # a frame of MPEG audio
        return "MP3"
    return _readable(data[:LOOKED_AT])


def _brand(data: bytes) -> str:
    """Kinds that say what they are after a length: RIFF, and the ISO base media file format (14496-12, 4.3)."""
    if data[:4] == b"RIFF":
        return "WebP" if data[8:12] == b"WEBP" else "RIFF"
    if data[4:8] != b"ftyp":
        return ""
    brand = data[8:12]
    return "AVIF" if brand in (b"avif", b"avis") else "HEIC" if brand in (b"heic", b"heix", b"mif1", b"hevc") else "MP4"


def _readable(start: bytes) -> str:
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if text.startswith(b"webvtt"):
        return "WebVTT"
    if text.startswith((b"<svg", b"<?xml")) or b"<svg" in text:
        return "SVG"
    if text.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        return "HTML"
    return "text" if text and all(byte >= 0x20 or byte in b"\t\n\r\f" for byte in text) else ""


def is_whole(data: bytes, kind: str) -> bool:
    """Whether the end of a picture is there; what has no such mark counts as whole."""
    match kind:
        case "PNG":
            return b"IEND" in data
        case "JPEG":
            return b"\xff\xd9" in data[2:]
        case "GIF":
            return data.rstrip(b"\0").endswith(b";")
        case "WebP":
            length: int = struct.unpack("<I", data[4:8])[0]
            return len(data) >= length + 8
    return True


def picture_size(data: bytes) -> tuple[int, int]:
    """Width and height in pixels of a PNG, GIF, JPEG or WebP; (0, 0) for anything else, and for a broken file."""
    size = SIZES.get(kind_of(data))
    try:
        return size(data) if size else (0, 0)
    except (struct.error, IndexError):
        return (0, 0)


def _png_size(data: bytes) -> tuple[int, int]:
    return struct.unpack(">II", data[16:24])


def _gif_size(data: bytes) -> tuple[int, int]:
    return struct.unpack("<HH", data[6:10])


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


def _webp_size(data: bytes) -> tuple[int, int]:
    """Lossy (RFC 6386, 9.1), lossless (WebP lossless, 3) or extended (WebP container, VP8X)."""
    match data[12:16]:
        case b"VP8 ":
            width, height = struct.unpack("<HH", data[26:30])
            return width & 0x3FFF, height & 0x3FFF
        case b"VP8L":
            bits = struct.unpack("<I", data[21:25])[0]
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8X":
            return int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1
    return (0, 0)


SIZES: dict[str, Callable[[bytes], tuple[int, int]]] = {
    "PNG": _png_size,
    "GIF": _gif_size,
    "JPEG": _jpeg_size,
    "WebP": _webp_size,
}
