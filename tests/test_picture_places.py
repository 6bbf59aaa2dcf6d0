"""Where a photograph was taken leaves it, and nothing else does: read back by Pillow."""

import io
import struct
import zlib

import pytest
from PIL import Image, PngImagePlugin
from signpost_builder.model import Asset
from signpost_builder.package import read_asset
from signpost_builder.source.picture_places import has_place, without_place

from tests.source_projects import a_project, findings

GPS, ORIENTATION, MAKE, TAKEN = 0x8825, 0x0112, 0x010F, 0x9003
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><r exif:GPSLatitude="54,31.5N"/></x:xmpmeta>'


def exif(*, place=True):
    made = Image.Exif()
    made[ORIENTATION], made[MAKE] = 6, "Camera"
    made.get_ifd(0x8769)[TAKEN] = "2026:11:20 10:00:00"
    if place:
        made.get_ifd(GPS).update({1: "N", 2: (54.0, 31.0, 30.5), 3: "W", 4: (1.0, 33.0, 8.0)})
    return made


def picture(kind, **more):
    stream = io.BytesIO()
    image = Image.new("RGB", (8, 8), (200, 10, 10))
    image.putpixel((3, 3), (0, 0, 255))
    image.save(stream, kind, **more)
    return stream.getvalue()


def opened(content):
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("order", ["II", "MM"])
def test_exif_loses_its_place_and_keeps_the_rest(kind, order):
    made = exif()
    made.endian = "<" if order == "II" else ">"
    content = picture(kind, exif=made)
    clean = without_place(content)
    image = opened(clean)

    assert has_place(content) and not has_place(clean)
    assert len(clean) == len(content)
    assert image.tobytes() == opened(content).tobytes()
    assert not dict(image.getexif().get_ifd(GPS))
    assert image.getexif()[ORIENTATION] == 6 and image.getexif()[MAKE] == "Camera"
    assert image.getexif().get_ifd(0x8769)[TAKEN] == "2026:11:20 10:00:00"
    assert (
        struct.pack(order.replace("II", "<I").replace("MM", ">I"), 54)
        + struct.pack(order.replace("II", "<I").replace("MM", ">I"), 1)
        not in clean
    )


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_without_a_place_is_left_alone(kind):
    content = picture(kind, exif=exif(place=False))

    assert without_place(content) is content


@pytest.mark.parametrize(("kind", "more"), [("JPEG", {"xmp": XMP}), ("WEBP", {"xmp": XMP})])
def test_xmp_with_a_place_becomes_blank(kind, more):
    clean = without_place(picture(kind, **more))

    assert b"GPS" not in clean and b"54,31" not in clean
    assert opened(clean).getpixel((0, 0))


@pytest.mark.parametrize("packed", [False, True])
def test_texts_of_a_png(packed):
    info = PngImagePlugin.PngInfo()
    info.add_itxt("XML:com.adobe.xmp", XMP.decode(), zip=packed)
    info.add_text("Raw profile type APP1", _profile(exif().tobytes()), zip=packed)
    info.add_text("Author", "Nobody", zip=packed)
    content = picture("PNG", pnginfo=info)
    clean = without_place(content)

    assert {name: value.strip() for name, value in opened(clean).text.items()} == {"Comment": "", "Author": "Nobody"}
    assert b"GPS" not in clean and not has_place(clean)


def _profile(data):
    return f"\nexif\n{len(data):8}\n" + "\n".join(data.hex()[at : at + 72] for at in range(0, 2 * len(data), 72))


def test_iptc_of_a_jpeg():
    content = picture("JPEG")
    words = b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x0e\x1c\x02\x5a\0\x09Darlington"
    content = content[:2] + b"\xff\xed" + (len(words) + 2).to_bytes(2, "big") + words + content[2:]

    assert b"Darlington" not in without_place(content)
    assert opened(without_place(content)).size == (8, 8)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_broken_picture_is_passed_on(kind):
    """Cut off or scrambled anywhere: no fault of ours, and no end without a result."""
    content = picture(kind, exif=exif())
    for at in range(0, len(content), 7):
        assert len(without_place(content[:at])) == at
        scrambled = content[:at] + b"\xff\xff\xff\xff" + content[at + 4 :]
        assert len(without_place(scrambled)) == len(scrambled)


def test_checksums_of_a_png_hold():
    clean = without_place(picture("PNG", exif=exif()))
    at = 8
    while at < len(clean):
        length = int.from_bytes(clean[at : at + 4], "big")
        assert zlib.crc32(clean[at + 4 : at + 8 + length]) == int.from_bytes(
            clean[at + 8 + length : at + 12 + length], "big"
        )
        at += 12 + length


def test_packages_are_made_without_it(tmp_path):
    path = tmp_path / "gate.jpg"
    path.write_bytes(picture("JPEG", exif=exif()))
    asset = Asset(name="media/one-gate.jpg", path=path, sha256="0" * 64, size_bytes=path.stat().st_size)

    assert not has_place(read_asset(asset)) and has_place(path.read_bytes())


def test_it_is_said_once(tmp_path):
    two = {f"modules/one/{name}.jpg": picture("JPEG", exif=exif()) for name in ("a", "b")}
    body = "![A](a.jpg)\n\n![B](b.jpg)\n\n![A again](a.jpg)\n"

    (found,) = findings(a_project(tmp_path, body=body, **two))
    assert (found.code, found.severity, str(found.span.path)) == ("place-in-picture", "warning", "modules/one/a.jpg")
    assert "this picture, and 1 other, says" in found.message
