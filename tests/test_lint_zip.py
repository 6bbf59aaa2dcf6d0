"""The zip around the manifest: hygiene, damage, attacks."""

import struct
import warnings
import zipfile

import pytest
from signpost_builder.formats import checks
from signpost_builder.lint import archive

from tests.packages import PAGE, SCORM12, codes, found_in, write_package


def places(report):
    return {(found.code, str(found.span.path)) for found in report.diagnostics}


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04 cut short"])
def test_something_else_is_no_zip(content, tmp_path):
    """The name says .zip, the bytes do not."""
    path = tmp_path / "package.zip"
    path.write_bytes(content)

    assert places(found_in(path)) == {("zip-unreadable", "package.zip")}


def test_a_zip_that_was_cut_short(tmp_path):
    """An upload that stopped has no directory at its end."""
    path = write_package(tmp_path)
    path.write_bytes(path.read_bytes()[:-30])

    assert codes(found_in(path)) == {"zip-unreadable"}


def test_a_wrong_checksum(tmp_path):
    """One byte of a stored file was altered on the way."""
    path = tmp_path / "package.zip"
    with zipfile.ZipFile(path, "w") as opened:
        opened.writestr("imsmanifest.xml", SCORM12)
        opened.writestr("index.html", "unmistakable")
    path.write_bytes(path.read_bytes().replace(b"unmistakable", b"unmistakeable"[:12]))

    assert places(found_in(path)) == {("zip-damaged", "index.html")}


def test_an_encrypted_zip(tmp_path):
    """The flag alone is enough: nobody asks for passwords."""
    path = write_package(tmp_path)
    data = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        position = data.find(signature)
        while position >= 0:
            data[position + offset] |= 1
            position = data.find(signature, position + 4)
    path.write_bytes(data)

    assert codes(found_in(path)) == {"zip-encrypted"}


def test_patched_data(tmp_path):
    """General purpose bit 5 (APPNOTE 4.4.4): a form that no program writes any more."""
    path = write_package(tmp_path)
    data = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(signature) + offset] |= 0x20
    path.write_bytes(data)

    assert codes(found_in(path)) == {"zip-damaged"}


def test_a_method_that_lms_do_not_know(tmp_path):
    """Only stored and deflated files unpack everywhere."""
    path = tmp_path / "package.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_BZIP2) as opened:
        opened.writestr("imsmanifest.xml", SCORM12)
        opened.writestr("index.html", "page" * 100)

    assert ("zip-method", "imsmanifest.xml") in places(found_in(path))


def test_a_bomb_by_ratio(tmp_path):
    """Megabytes of nothing are refused before they are unpacked."""
    path = write_package(tmp_path, files={"zeros.css": b"\0" * (8 * archive.MIB)})

    assert places(found_in(path)) == {("zip-bomb", "zeros.css")}


def test_a_bomb_by_size(tmp_path, monkeypatch):
    """The sum of what the entries state is bounded."""
    monkeypatch.setattr(archive, "MOST_BYTES", 100)

    assert codes(found_in(write_package(tmp_path, files={"a.css": "x" * 100}))) == {"zip-bomb"}


def test_a_bomb_by_number(tmp_path, monkeypatch):
    """So is their number."""
    monkeypatch.setattr(archive, "MOST_ENTRIES", 2)

    assert codes(found_in(write_package(tmp_path, files={"a.css": "x"}))) == {"zip-bomb"}


def test_a_text_too_large_to_read(tmp_path, monkeypatch):
    """A manifest or page is never read without bound."""
    monkeypatch.setattr(archive, "MOST_TEXT_BYTES", 2000)

    report = found_in(write_package(tmp_path, files={"large.css": "p{}" * 1000}))

    assert ("zip-bomb", "large.css") in places(report)


def test_a_size_that_lies_is_damage(tmp_path):
    """An entry that unpacks to more than it states is stopped at what it states."""
    path = write_package(tmp_path)
    data = bytearray(path.read_bytes())
    central = data.rfind(b"PK\x01\x02")
    struct.pack_into("<I", data, central + 24, 5)
    path.write_bytes(data)

    assert codes(found_in(path)) == {"zip-damaged"}


@pytest.mark.parametrize(
    "name", ["../evil.css", "/evil.css", "a\\b.css", "C:evil.css", "a//b.css", "a/./b.css", "line\nbreak.css"]
)
def test_names_that_leave_the_package(name, tmp_path):
    """A careless LMS would write outside its folder."""
    assert "zip-unsafe-name" in codes(found_in(write_package(tmp_path, files={name: "x"})))


def test_links_are_unsafe(tmp_path):
    """A symbolic link in a zip can point anywhere."""
    path = write_package(tmp_path)
    link = zipfile.ZipInfo("link.css")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    with zipfile.ZipFile(path, "a") as opened:
        opened.writestr(link, "/etc/passwd")

    assert ("zip-unsafe-name", "link.css") in places(found_in(path))


def test_names_repeated(tmp_path):
    """Which of two files a server keeps is chance."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        path = write_package(tmp_path, files={"a.css": "1", "A.css": "2", "index.html ".strip(): "3"})
        with zipfile.ZipFile(path, "a") as opened:
            opened.writestr("index.html", "again")

    assert {("zip-repeated-name", "A.css"), ("zip-repeated-name", "index.html")} <= places(found_in(path))


@pytest.mark.parametrize("name", [".DS_Store", "folder/.hidden/a.css", "__MACOSX/._index.html", "Thumbs.db"])
def test_stray_files(name, tmp_path):
    """Left over by the computer that made the zip."""
    assert ("zip-stray-file", name) in places(found_in(write_package(tmp_path, files={name: "x"})))


@pytest.mark.parametrize("name", ["über.css", "a b.css", "x" * 130 + ".css"])
def test_risky_names(name, tmp_path):
    """Some LMSs cannot serve them."""
    assert ("zip-risky-name", name) in places(found_in(write_package(tmp_path, files={name: "x"})))


def test_empty_files(tmp_path):
    """Blackboard has failed on them."""
    assert ("zip-empty-file", "empty.css") in places(found_in(write_package(tmp_path, files={"empty.css": ""})))


def test_server_scripts(tmp_path):
    """Docebo refuses the package."""
    assert ("zip-server-script", "save.php") in places(found_in(write_package(tmp_path, files={"save.php": "<?php"})))


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("IMSManifest.xml", "lower case"),
        ("folder/imsmanifest.xml", "not the folder"),
    ],
)
def test_a_missing_manifest_is_looked_for(name, hint, tmp_path):
    """The two common mistakes are named."""
    (found,) = [
        one
        for one in found_in(write_package(tmp_path, None, {name: SCORM12})).diagnostics
        if one.code == "manifest-missing"
    ]

    assert hint in found.hint


@pytest.mark.parametrize("name", ["package.zip", "package.tar", "table.xlsx", "no ending"])
def test_a_package_that_is_nobodys(name, tmp_path):
    """Code "unknown-package": no format takes it for its own, and what each would be known by is said."""
    path = write_package(tmp_path, None).rename(tmp_path / name)

    (found,) = found_in(path).diagnostics

    assert found.code == "unknown-package" and "SCORM" not in found.message
    assert all(check.known_by in found.hint for check in checks())


def test_a_zip_of_the_web_edition_is_no_scorm_package(tmp_path):
    """Somebody zips the folder for a server, and somebody else looks at it."""
    report = found_in(write_package(tmp_path, None, {"index.html": PAGE, "player.js": ""}))

    assert [found.code for found in report.diagnostics] == ["unknown-package"]


def test_a_line_of_a_file_in_the_package(tmp_path):
    """`--diagnostics full` shows it."""
    report = found_in(write_package(tmp_path, files={"a.css": "p{}\n@import 'https://example.org/x.css';"}))
    (found,) = [one for one in report.diagnostics if one.code == "content-remote"]

    assert report.source_line(found.span) == "@import 'https://example.org/x.css';"
    assert report.source_line(archive.at("gone.css", 1)) == ""
