"""Where a photograph was taken, and taking that out of it without touching a pixel.

A telephone writes it into Exif (JPEG: APP1; PNG: eXIf; WebP: EXIF), and programs repeat it in XMP, in IPTC and in PNG's texts. What
holds a place is overwritten where it stands, so the file keeps its size and all else in it, the picture's orientation too.
Sources: Exif 2.32, 4.6.3 and 4.6.6; PNG, third edition, 11.3.3 and 11.3.4; RIFF container of WebP; XMP, part 3.
"""

import struct
import zlib
from collections.abc import Callable, Iterator

EXIF, XMP = b"Exif\0\0", b"http://ns.adobe.com/"
GPS_POINTER, SUB_IFD = 0x8825, 0x8769
SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}  # bytes of a value, by type
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
# Names under which XMP, IPTC in XMP and raw profiles say where: with a letter more they are other words.
SAYS_WHERE = (
    b"GPS",
    b"photoshop:City",
    b"photoshop:State",
    b"Iptc4xmpCore:Location",
    b"Iptc4xmpExt:Location",
    b"LocationCreated",
)
IPTC_PLACES = (
    b"\x1c\x02\x5a",
    b"\x1c\x02\x5c",
    b"\x1c\x02\x5f",
    b"\x1c\x02\x1a",
)  # city, sublocation, province, location code
Part = tuple[int, int]  # of the file's bytes: from, to


def without_place(content: bytes) -> bytes:
    """The picture without the place at which it was taken; the same object where it says none."""
    clean = _cleaner(content)
    if clean is None:
        return content
    changed = bytearray(content)
    clean(changed)
    return content if changed == content else bytes(changed)


def has_place(content: bytes) -> bool:
    return without_place(content) is not content


def _cleaner(content: bytes) -> Callable[[bytearray], None] | None:
    """None for what is no picture of these kinds."""
    if content.startswith(b"\xff\xd8"):
        return _clean_jpeg
    if content.startswith(PNG_SIGNATURE):
        return _clean_png
    return _clean_webp if content[:4] == b"RIFF" and content[8:12] == b"WEBP" else None


def _clean_jpeg(data: bytearray) -> None:
    for marker, start, end in _segments(data):
        if marker == 0xE1 and data.startswith(EXIF, start):
            _clean_exif(data, start + len(EXIF), end)
        elif marker == 0xE1 and data.startswith(XMP, start):
            _blank_if_it_says_where(data, data.find(b"\0", start, end) + 1 or end, end)
        elif marker == 0xED and any(place in data[start:end] for place in IPTC_PLACES):
            data[start:end] = bytes(end - start)


def _segments(data: bytes | bytearray) -> Iterator[tuple[int, int, int]]:
    """Each marker before the picture's data, with where its content begins and ends."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != 0xDA:
        if data[at + 1] == 0xFF:  # a fill byte
            at += 1
            continue
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        yield data[at + 1], at + 4, min(at + 2 + length, len(data))
        at += 2 + max(length, 2)


def _clean_png(data: bytearray) -> None:
    at = len(PNG_SIGNATURE)
    while at + 12 <= len(data):
        length, kind = int.from_bytes(data[at : at + 4], "big"), bytes(data[at + 4 : at + 8])
        start, end = at + 8, min(at + 8 + length, len(data) - 4)
        before = bytes(data[start:end])
        if kind == b"eXIf":
            _clean_exif(data, start, end)
        elif kind in (b"tEXt", b"iTXt", b"zTXt"):
            _clean_png_text(data, kind, start, end)
        if before != data[start:end]:
            data[end : end + 4] = zlib.crc32(data[at + 4 : end]).to_bytes(4, "big")
        at += 12 + length


def _clean_png_text(data: bytearray, kind: bytes, start: int, end: int) -> None:
    """What it says is looked at unpacked; then the whole text becomes a comment of spaces."""
    words = bytes(data[start:end])
    keyword, _, rest = words.partition(b"\0")
    text = _unpacked(rest[1:]) if kind == b"zTXt" else _international(rest) if kind == b"iTXt" else rest
    profile = _from_hex(text)
    said = keyword + text + profile
    if any(place in said for place in (*SAYS_WHERE, *IPTC_PLACES)) or _exif_has_place(profile):
        data[start - 4 : start] = b"tEXt"
        blank = b"Comment\0" if end - start >= 8 else b""
        data[start:end] = blank + b" " * (end - start - len(blank))


def _international(rest: bytes) -> bytes:
    """The text of an iTXt chunk, behind two flags, a language and a translated keyword (11.3.3.4)."""
    text = rest[2:].partition(b"\0")[2].partition(b"\0")[2]
    return _unpacked(text) if rest[:1] == b"\1" else text


def _unpacked(packed: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, 4_000_000) if packed else b""
    except zlib.error:
        return b""


def _from_hex(text: bytes) -> bytes:
    """What ImageMagick keeps as "Raw profile type exif": a name, a length, and lines of hexadecimal."""
    lines = text.strip().split(b"\n")
    if len(lines) < 3 or not lines[1].strip().isdigit():
        return b""
    try:
        return bytes.fromhex(b"".join(lines[2:]).decode("ascii"))
    except (ValueError, UnicodeDecodeError):
        return b""


def _exif_has_place(profile: bytes) -> bool:
    if not profile.startswith(EXIF):
        return False
    data = bytearray(profile)
    _clean_exif(data, len(EXIF), len(data))
    return data != profile


def _clean_webp(data: bytearray) -> None:
    at = 12
    while at + 8 <= len(data):
        kind, length = bytes(data[at : at + 4]), int.from_bytes(data[at + 4 : at + 8], "little")
        start, end = at + 8, min(at + 8 + length, len(data))
        if kind == b"EXIF":
            _clean_exif(data, start + len(EXIF) * data.startswith(EXIF, start), end)
        elif kind == b"XMP ":
            _blank_if_it_says_where(data, start, end)
        at += 8 + length + length % 2


def _blank_if_it_says_where(data: bytearray, start: int, end: int) -> None:
    if any(place in data[start:end] for place in SAYS_WHERE):
        data[start:end] = b" " * (end - start)


def _clean_exif(data: bytearray, start: int, end: int) -> None:
    """Overwrite the directory to which the GPS pointer leads, its values, and the pointer itself."""
    order = {b"II": "<", b"MM": ">"}.get(bytes(data[start : start + 2]))
    if order is None or end - start < 8:
        return
    waiting, seen = [struct.unpack_from(f"{order}I", data, start + 4)[0]], set[int]()
    while waiting:
        directory = waiting.pop()
        if directory in seen or not 8 <= directory <= end - start - 2:
            continue
        seen.add(directory)
        for entry, tag, value in _entries(data, start, end, order, directory):
            if tag == GPS_POINTER:
                _forget(data, start, end, order, value)
                data[entry : entry + 12] = bytes(12)
            elif tag == SUB_IFD:
                waiting.append(value)
        waiting += _following(data, start, end, order, directory)


def _entries(data: bytearray, start: int, end: int, order: str, directory: int) -> Iterator[tuple[int, int, int]]:
    """Where each entry of a directory stands, its tag, and its value as an offset."""
    (count,) = struct.unpack_from(f"{order}H", data, start + directory)
    for number in range(count):
        entry = start + directory + 2 + 12 * number
        if entry + 12 > end:
            return
        tag, _, _, value = struct.unpack_from(f"{order}HHII", data, entry)
        yield entry, tag, value


def _following(data: bytearray, start: int, end: int, order: str, directory: int) -> list[int]:
    """The directory after this one (of the thumbnail), if there is one."""
    (count,) = struct.unpack_from(f"{order}H", data, start + directory)
    at = start + directory + 2 + 12 * count
    return [struct.unpack_from(f"{order}I", data, at)[0]] if at + 4 <= end else []


def _forget(data: bytearray, start: int, end: int, order: str, directory: int) -> None:
    if not 8 <= directory <= end - start - 2:
        return
    for entry, _, value in list(_entries(data, start, end, order, directory)):
        kind, count = struct.unpack_from(f"{order}HI", data, entry + 2)
        size = SIZES.get(kind, 0) * count
        if 4 < size <= end - start - value:
            data[start + value : start + value + size] = bytes(size)
        data[entry : entry + 12] = bytes(12)
    data[start + directory : start + directory + 2] = bytes(2)
