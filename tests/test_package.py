"""Packages on disk: the same bytes, all or nothing, and nothing touched that did not change."""

import io
import tarfile
import zipfile
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st
from signpost_builder.package import Package, staging, tar_bytes, zip_bytes
from signpost_builder.whole_file import write_atomically

from tests.builders import an_asset

NAMES = st.from_regex(r"[a-z]{1,8}(/[a-z]{1,8}){0,2}\.[a-z]{2,4}", fullmatch=True)
HERE = PurePosixPath("course/1.0.0/general")


def a_folder(**files: bytes) -> Package:
    return Package(
        name="course-web", kind="folder", tree={name.replace("_", "."): data for name, data in files.items()}
    )


def a_file(data: bytes = b"page", name: str = "course-web.html") -> Package:
    return Package(name=name, kind="file", tree={name: data})


def everything_in(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@given(st.dictionaries(NAMES, st.binary(max_size=200), max_size=6))
def test_a_tree_survives_the_zip_whatever_its_order(tree):
    """The same files in any order give the same bytes, and come out as they went in."""
    packed = zip_bytes(tree)

    assert packed == zip_bytes(dict(reversed(tree.items())))
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == tree
        assert archive.testzip() is None


def test_entries_carry_no_clock_and_no_machine():
    """The manifest first, then names; 1980-01-01, Unix, 0644."""
    with zipfile.ZipFile(io.BytesIO(zip_bytes({"b.html": b"b", "a.css": b"a", "imsmanifest.xml": b"m"}))) as archive:
        entries = archive.infolist()

    assert [entry.filename for entry in entries] == ["imsmanifest.xml", "a.css", "b.html"]
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {(entry.create_system, entry.external_attr >> 16) for entry in entries} == {(3, 0o100644)}


def test_media_that_are_compressed_already_are_stored(tmp_path):
    """Packing a film again costs time and gains nothing; a drawing is text."""
    film, drawing = tmp_path / "film.mp4", tmp_path / "map.svg"
    film.write_bytes(b"film" * 100)
    drawing.write_bytes(b"<svg/>" * 100)
    tree = {"media/film.mp4": an_asset(path=film), "media/map.svg": an_asset(path=drawing)}

    with zipfile.ZipFile(io.BytesIO(zip_bytes(tree))) as archive:
        assert archive.getinfo("media/film.mp4").compress_type == zipfile.ZIP_STORED
        assert archive.getinfo("media/map.svg").compress_type == zipfile.ZIP_DEFLATED
        assert archive.read("media/film.mp4") == b"film" * 100


@pytest.mark.parametrize(
    "name", ["../a.html", "/a.html", "a\\b.html", "C:a.html", "a//b.html", "./a.html", "a/", "", "a\nb"]
)
def test_a_name_that_leaves_the_package_is_refused(name):
    """A zip that a careless LMS unpacks can write nowhere else."""
    with pytest.raises(ValueError, match="not a path inside a package"):
        zip_bytes({name: b""})


def test_names_that_differ_in_case_alone_are_refused():
    """Windows and macOS would unpack one file."""
    with pytest.raises(ValueError, match="twice"):
        zip_bytes({"a.html": b"1", "A.html": b"2"})


def test_everything_arrives_together(tmp_path):
    """A zip, a folder and a file stand in the edition's folder, and nothing else is left in the output."""
    with staging(tmp_path) as stage:
        written = stage.add(Package(name="c.zip", kind="zip", tree={"a.html": b"a", "b.html": b"b"}), HERE)
        stage.add(a_folder(index_html=b"i", player_js=b"p"), HERE)
        stage.add(a_file(), HERE)

        assert not (tmp_path / "course").exists()

    assert written.path == tmp_path / HERE / "c.zip"
    assert (written.files, written.size_bytes) == (2, written.path.stat().st_size)
    assert [path.name for path in tmp_path.iterdir()] == ["course"]
    assert sorted(everything_in(tmp_path / HERE)) == [
        "c.zip",
        "course-web.html",
        "course-web/index.html",
        "course-web/player.js",
    ]


def test_an_error_leaves_the_output_as_it_was(tmp_path):
    """The second package fails: the first one does not arrive either."""
    with staging(tmp_path) as stage:
        stage.add(a_file(b"old"), HERE)
    before = everything_in(tmp_path)

    with pytest.raises(ValueError), staging(tmp_path) as stage:
        stage.add(a_file(b"new"), HERE)
        stage.add(Package(name="bad.zip", kind="zip", tree={"../a": b""}), HERE)

    assert everything_in(tmp_path) == before


def test_an_error_leaves_no_empty_output(tmp_path):
    """A first build that fails leaves the project as it was."""
    with pytest.raises(ValueError), staging(tmp_path / "output") as stage:
        stage.add(Package(name="bad.zip", kind="zip", tree={"../a": b""}), HERE)

    assert not (tmp_path / "output").exists()


@pytest.mark.parametrize("blocked", ["a folder where a file goes", "a file where a folder goes"])
def test_what_cannot_be_put_in_place_leaves_everything_as_it_was(tmp_path, blocked):
    """The last of three has no place: the two before it are as they were, old or not there, and no empty folder is left."""
    with staging(tmp_path) as stage:
        stage.add(a_file(b"old"), HERE)
        stage.add(a_folder(index_html=b"old"), HERE)
    other = tmp_path / "other" / "last.html"
    if blocked.startswith("a folder"):
        (other / "mine").mkdir(parents=True)
    else:
        other.parent.write_bytes(b"mine")
    before = everything_in(tmp_path)

    with pytest.raises(OSError), staging(tmp_path) as stage:
        stage.add(a_file(b"new"), HERE)
        stage.add(a_folder(index_html=b"new"), HERE)
        stage.add(a_file(b"first"), PurePosixPath("elsewhere/deep"))
        stage.add(Package(name="last.html", kind="file", tree={"last.html": b"last"}), PurePosixPath("other"))

    assert everything_in(tmp_path) == before
    assert not (tmp_path / "elsewhere").exists()


def test_what_did_not_change_is_not_rewritten(tmp_path):
    """File and folder keep their inode when the bytes are the same, and lose it when one byte differs."""

    def build(page: bytes) -> tuple[int, int]:
        with staging(tmp_path) as stage:
            stage.add(a_folder(index_html=page), HERE)
            stage.add(a_file(page), HERE)
        return (tmp_path / HERE / "course-web").stat().st_ino, (tmp_path / HERE / "course-web.html").stat().st_ino

    first, again, changed = build(b"one"), build(b"one"), build(b"two")

    assert again == first
    assert changed[0] != first[0] and changed[1] != first[1]
    assert everything_in(tmp_path / HERE) == {"course-web/index.html": b"two", "course-web.html": b"two"}


def test_a_folder_is_replaced_whole(tmp_path):
    """A file that the new version no longer has is gone."""
    with staging(tmp_path) as stage:
        stage.add(a_folder(index_html=b"i", old_svg=b"o"), HERE)
    with staging(tmp_path) as stage:
        stage.add(a_folder(index_html=b"i"), HERE)

    assert everything_in(tmp_path / HERE) == {"course-web/index.html": b"i"}


def test_an_atomic_write_leaves_no_neighbour(tmp_path):
    """The file is new or as it was; a failed write leaves the old one and no rubbish."""
    target = tmp_path / "deep" / "editions.json"
    write_atomically(target, b"one")
    inode = target.stat().st_ino
    write_atomically(target, b"one")

    assert target.stat().st_ino == inode
    with pytest.raises(TypeError):
        write_atomically(target, "not bytes")
    assert list(target.parent.iterdir()) == [target]
    assert target.read_bytes() == b"one"


@given(st.dictionaries(NAMES, st.binary(max_size=200), max_size=6))
def test_a_tree_survives_the_tar_whatever_its_order(tree):
    """The same files in any order give the same bytes, and come out as they went in: plain files of nobody, at time 0."""
    packed = tar_bytes(tree)

    assert packed == tar_bytes(dict(reversed(tree.items())))
    assert packed[3:8] == bytes(5)  # gzip, RFC 1952 2.3.1: no file name, no time
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        entries = archive.getmembers()
        assert {entry.name: archive.extractfile(entry).read() for entry in entries} == tree
    assert [entry.name for entry in entries] == sorted(tree)
    assert {
        (entry.isreg(), entry.mode, entry.mtime, entry.uid, entry.gid, entry.uname, entry.gname) for entry in entries
    } <= {(True, 0o644, 0, 0, 0, "", "")}


@pytest.mark.parametrize("name", ["../course.xml", "/course.xml", "course/../../x", "C:/course.xml"])
def test_no_name_leaves_the_tar(name):
    """A name that would be unpacked outside the folder is refused before anything is written."""
    with pytest.raises(ValueError, match="not a path inside"):
        tar_bytes({name: b""})


def test_a_tar_is_staged_like_a_zip(tmp_path):
    """Kind "tar.gz" is written by the stage with the same bytes."""
    with staging(tmp_path) as stage:
        written = stage.add(
            Package(name="course.tar.gz", kind="tar.gz", tree={"course/course.xml": b"<course/>"}), HERE
        )

    assert written.path.read_bytes() == tar_bytes({"course/course.xml": b"<course/>"})
