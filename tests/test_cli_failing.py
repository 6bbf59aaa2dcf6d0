"""The edge of the command: one calm line for what nobody foresaw, and for what the computer refuses."""

import errno
import os
import subprocess
import sys
import types
from pathlib import Path

import pytest
from click.testing import CliRunner
from signpost_builder import entry
from signpost_builder.cli import main
from signpost_builder.commands.failing import ENDED_BY_HAND, TRACEBACK

from tests.small_course import write_course

AS_OF = ("--as-of", "2026-11-23")


@pytest.fixture
def project(tmp_path, monkeypatch):
    write_course(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def signpost(*words: str):
    return CliRunner().invoke(main, [*words])


def broken(*_, **__):
    raise KeyError("a slip of ours")


def test_a_fault_of_ours_is_one_line_and_says_how_to_report_it(project, monkeypatch):
    """Exit 70 (sysexits.h); where it happened, no traceback; nothing is written."""
    monkeypatch.setattr("signpost_builder.read.read_course", broken)
    run = signpost("build", *AS_OF)

    assert (run.exit_code, run.stdout, run.stderr.count("\n")) == (70, "", 1)
    assert "fault of Signpost, not of your files (KeyError in test_cli_failing.py, line " in run.stderr
    assert "CONTRIBUTING.md" in run.stderr and TRACEBACK in run.stderr
    assert not (project / "output").exists()


def test_the_traceback_is_there_for_who_asks(project, monkeypatch):
    monkeypatch.setattr("signpost_builder.read.read_course", broken)
    monkeypatch.setenv(TRACEBACK, "1")

    assert "Traceback (most recent call last)" in signpost("check", *AS_OF).stderr


@pytest.mark.parametrize(
    "output",
    ["/dev/full/x", "file/below", "file", "/proc/nothing"],
    ids=["no folder", "below a file", "a file", "read only"],
)
def test_an_output_that_cannot_be_written_is_one_line(project, output):
    (project / "file").write_text("mine")
    run = signpost("build", "--output", output, *AS_OF)

    assert run.exit_code in (1, 2) and "Traceback" not in run.stderr
    assert output.split("/")[-1] in run.stderr.splitlines()[-1] or "file" in run.stderr.splitlines()[-1]
    assert (project / "file").read_text() == "mine"


def test_a_full_disk_leaves_the_last_build_as_it_was(project, monkeypatch):
    """The disk is full at the second package of a second build."""
    assert signpost("build", *AS_OF).exit_code == 0
    before = {path: path.read_bytes() for path in (project / "output").rglob("*") if path.is_file()}
    module = project / "modules/noticing/module.md"
    module.write_text(module.read_text(encoding="utf-8") + "\nOne more line.\n", encoding="utf-8")
    replace, calls = Path.replace, []

    def full(source, target):
        calls.append(target)
        if len(calls) == 2:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(target))
        replace(source, target)

    monkeypatch.setattr("signpost_builder.package.Path.replace", full)
    run = signpost("build", *AS_OF)

    assert run.exit_code == 1 and len(run.stderr.splitlines()) == 1
    assert "No space left on device" in run.stderr
    assert {path: path.read_bytes() for path in (project / "output").rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    "taken",
    ["first/1.0.0/editions.json", "first/1.0.0/general/first-scorm12.zip", "first/1.0.0/general/first-web.html"],
)
def test_a_folder_in_the_way_is_named_and_nothing_is_changed(project, taken):
    """The place, not the hidden file that was to go there; the list of editions is one of the things to be written."""
    place = project / "output" / taken
    place.mkdir(parents=True)
    run = signpost("build", *AS_OF)

    assert run.exit_code == 1 and len(run.stderr.splitlines()) == 1
    assert f"'{place}'" in run.stderr and "nothing was changed" in run.stderr
    assert [path for path in (project / "output").rglob("*") if path.is_file()] == []


def test_a_pipe_is_no_package(project):
    """It would be waited for without end."""
    os.mkfifo(project / "course.zip")

    assert "is neither a file nor a folder" in signpost("check", "course.zip").stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_screen_that_takes_nothing(project):
    """The disk that stdout goes to is full: one line on stderr, whichever command speaks."""
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-c", "from signpost_builder.cli import main; main()", "check", *AS_OF]
        run = subprocess.run(
            command,
            cwd=project,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(main_folder())},
        )

    assert run.returncode == 1 and "Traceback" not in run.stderr
    assert "No space left on device" in run.stderr and "nothing was changed" not in run.stderr


def main_folder():
    return Path(__file__).resolve().parent.parent


def test_ctrl_c_while_the_command_is_being_read(monkeypatch):
    """No traceback, and the exit code of an interrupted command."""
    monkeypatch.setitem(sys.modules, "signpost_builder.cli", _Interrupted("signpost_builder.cli"))
    monkeypatch.setattr(entry, "waste_no_time", lambda: None)  # this process goes on

    with pytest.raises(SystemExit) as ended:
        entry.main()
    assert ended.value.code == entry.ENDED_BY_HAND


@pytest.mark.parametrize("command", [("check",), ("diff", "HEAD")])
def test_ctrl_c_later_ends_in_the_same_way(command, tmp_path, monkeypatch):
    """Not with 1, which says that the sources have errors."""
    write_course(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Path, "read_bytes", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    monkeypatch.setattr(Path, "is_file", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    run = CliRunner().invoke(main, command)

    assert run.exit_code == entry.ENDED_BY_HAND == ENDED_BY_HAND and "Traceback" not in run.output


class _Interrupted(types.ModuleType):
    def __getattr__(self, name: str) -> object:
        raise KeyboardInterrupt
