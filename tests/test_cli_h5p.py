"""`signpost build --format h5p --h5p-libraries`, `signpost h5p serve` and `setup`: what is printed, written and left."""

import os
import signal
import socket
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from signpost_builder.cli import main

from testing.children import child
from tests.h5p_libraries import write_libraries, write_library
from tests.h5p_packages import a_tree, write_h5p
from tests.small_course import write_course

ROOT = Path(__file__).parent.parent
REAL = str(ROOT / "node_modules" / ".bin" / "h5p")
BUILD = ("build", "--as-of", "2026-11-23", "--format", "h5p")


@pytest.fixture(scope="module")
def libraries(tmp_path_factory):
    return write_libraries(tmp_path_factory.mktemp("libraries"))


@pytest.fixture
def project(tmp_path, monkeypatch):
    write_course(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def signpost(*words: str | Path, tool: str = REAL):
    return CliRunner(env={"SIGNPOST_H5P_CLI": tool}).invoke(main, [str(word) for word in words])


def packages(project: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(project.glob("output/first/1.0.0/general/*.h5p"))}


def test_packages_with_their_libraries(project, libraries):
    """The same files, with libraries in them, the same bytes each time; our own check has nothing to find."""
    assert signpost(*BUILD).exit_code == 0
    alone = packages(project)

    run = signpost(*BUILD, "--h5p-libraries", libraries)

    full = packages(project)
    assert run.exit_code == 0, run.output
    assert "h5p-cli" not in run.stderr
    assert full.keys() == alone.keys() != set()
    for name in full:
        path = project / "output/first/1.0.0/general" / name
        assert any(entry.startswith("H5P.StubHelper-1.0/") for entry in zipfile.ZipFile(path).namelist())
        checked = signpost("check", path)
        assert (checked.exit_code, checked.stderr) == (0, "")
    signpost(*BUILD, "--h5p-libraries", libraries)
    assert packages(project) == full


def test_the_same_libraries_are_exported_once(project, libraries):
    """Editions of two academies differ in content alone."""
    front = project / "h5p"
    front.write_text(f"#!/bin/sh\n[ $1 = export ] && echo $2 >> '{project}/exports'\nexec '{REAL}' \"$@\"\n")
    front.chmod(0o755)

    run = signpost(*BUILD, "--all-sites", "--h5p-libraries", libraries, tool=str(front))

    assert run.exit_code == 0, run.output
    made = sorted(path.relative_to(project / "output/first/1.0.0").as_posix() for path in project.rglob("*.h5p"))
    assert [name.split("/")[0] for name in made] == ["coast"] * (len(made) // 2) + ["north"] * (len(made) // 2)
    assert sorted(set((project / "exports").read_text().split())) == sorted((project / "exports").read_text().split())
    for name in made:
        assert signpost("check", project / "output/first/1.0.0" / name).stderr == ""


@pytest.mark.parametrize(
    ("code", "script"),
    [
        ("h5p-cli-missing", None),
        ("h5p-cli-wrong-tool", "echo Usage: h5p pack validate"),
        ("h5p-cli-crashed", '[ $1 = help ] && echo "h5p export, h5p setup" || exit 1'),
        ("h5p-cli-output", '[ $1 = help ] && echo "h5p export, h5p setup" || echo temp/package.h5p'),
    ],
)
def test_without_the_tool_the_content_is_delivered_alone(code, script, project, libraries):
    """A warning for each package says why and what to do; exit 0, the same bytes as without the option."""
    signpost(*BUILD)
    alone = packages(project)
    tool = project / "h5p"
    if script is not None:
        tool.write_text(f"#!/bin/sh\n{script}\n")
        tool.chmod(0o755)

    run = signpost(*BUILD, "--h5p-libraries", libraries, tool=str(tool))

    assert run.exit_code == 0
    assert packages(project) == alone
    warnings = [line for line in run.stderr.splitlines() if f"warning[{code}]: made without libraries: " in line]
    assert [line.split(":")[0] for line in warnings] == sorted(alone)


def test_a_library_that_is_missing_is_named(project, tmp_path):
    """With the types that need it."""
    folder = write_libraries(tmp_path / "some", without=["H5P.Column"])

    run = signpost(*BUILD, "--h5p-libraries", folder)

    assert run.exit_code == 0
    assert (
        "first-lessons.h5p:1:1: warning[h5p-cli-library-missing]: made without libraries: the folder has no H5P.Column 1.18"
        in run.stderr
    )


def test_required_libraries_are_required(project, libraries):
    """An error, and nothing is written."""
    run = signpost(*BUILD, "--h5p-libraries", libraries, "--require-libraries", tool="gone")

    assert run.exit_code == 1
    assert "error[h5p-cli-missing]: no package with libraries: there is no program 'gone'" in run.stderr
    assert not (project / "output").exists()


def test_options_that_make_no_sense(project, libraries):
    """Wrong usage is answered before anything is read."""
    assert signpost(*BUILD, "--require-libraries").exit_code == 2
    assert signpost(*BUILD[:-1], "web", "--h5p-libraries", libraries).exit_code == 2
    assert signpost("h5p", "setup", "libraries", "H5P.Quiz").exit_code == 2
    damaged = project / "damaged.h5p"
    damaged.write_bytes(b"x")
    assert "cannot be read as an H5P package" in signpost("h5p", "serve", damaged, "--h5p-libraries", libraries).stderr


def test_setting_up_names_its_reason(project):
    """Without the tool, as a message and not as a traceback."""
    run = signpost("h5p", "setup", "libraries", tool="gone")

    assert run.exit_code == 1
    assert run.stderr.startswith("Error: [h5p-cli-missing] there is no program 'gone'\n    hint: install Node.js")


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_the_server_ends_with_the_command(ending, libraries, tmp_path):
    """Its address is printed when it answers; however the command ends, nothing of it is left."""
    folder = write_libraries(tmp_path / "libraries")
    for name in ("h5p-php-library", "h5p-editor-php-library/language", "h5p-editor-php-library/scripts"):
        (folder / name).mkdir(parents=True)
    (folder / "h5p-editor-php-library/scripts/h5peditor.js").write_text("ns.supportedLanguages = {};")
    write_library(folder, "H5P.MathDisplay", "1.0", {"view.js": ""}, [])
    package = write_h5p(tmp_path / "quiz.h5p", a_tree("H5P.QuestionSet"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    room = tmp_path / "room"
    room.mkdir()
    words = ["h5p", "serve", str(package), "--h5p-libraries", str(folder), "--port", str(port)]
    command = [sys.executable, "-c", "from signpost_builder.cli import main; main()", *words]
    environment = {**os.environ, "SIGNPOST_H5P_CLI": REAL, "TMPDIR": str(room)}

    with child(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as running:
        address = running.stdout.readline().strip()
        running.send_signal(ending)
        running.wait(timeout=20)

    assert address == f"http://localhost:{port}/view/h5p-question-set/package"
    with pytest.raises(OSError), socket.create_connection(("127.0.0.1", port), timeout=5):
        pass
    assert [*room.iterdir()] == []
