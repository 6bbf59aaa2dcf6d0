"""What Signpost makes of its own files alone is made once for each version of the program."""

import sys

import pytest
from signpost_builder.page.kept import kept


@pytest.fixture
def made(monkeypatch):
    """What was made, in order."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return []


def script(folder, made, name="player.js"):
    def make() -> bytes:
        made.append(name)
        return f"'{name}'\n\n".encode()

    assert kept(folder, name, make) == f"'{name}'\n\n".encode()


def test_it_is_made_once_for_each_name(tmp_path, made):
    for name in ("one", "another", "one", "another"):
        script(tmp_path / "__pycache__", made, name)

    assert made == ["one", "another"]


def test_names_that_share_a_file_are_told_apart(tmp_path, made, monkeypatch):
    monkeypatch.setattr("signpost_builder.page.kept.crc32", lambda _: 0)
    for name in ("one", "another", "one"):
        script(tmp_path, made, name)

    assert made == ["one", "another", "one"]


def test_another_program_makes_it_anew(tmp_path, made, monkeypatch):
    script(tmp_path, made)
    monkeypatch.setattr("signpost_builder.page.kept.tool_digest", lambda: "another")
    script(tmp_path, made)

    assert made == ["player.js"] * 2 and len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("content", [b"", b"damaged", None])
def test_what_is_kept_may_be_damaged(tmp_path, made, content):
    script(tmp_path, made)
    (place,) = tmp_path.iterdir()
    place.write_bytes(place.read_bytes()[:-1] if content is None else content)
    script(tmp_path, made)

    assert made == ["player.js"] * 2


def test_where_nothing_can_be_written_it_is_made_each_time(tmp_path, made, monkeypatch):
    """A file stands where the folder would: not even root may write into it. Nor is anything written where Python may not."""
    (tmp_path / "taken").touch()
    script(tmp_path / "taken", made)
    script(tmp_path / "taken", made)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    script(tmp_path / "free", made)

    assert len(made) == 3 and not (tmp_path / "free").exists()
