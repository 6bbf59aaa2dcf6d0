"""The wrapper around the H5P command line: fake tools that fail in every way, and the real one.

A fake tool is a small shell script. What it does in `export` is the test's; its help is that of the right tool.
"""

import json
import os
import resource
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import textwrap
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from signpost_builder.checking import lint
from signpost_builder.formats.h5p import cli as h5p_cli
from signpost_builder.formats.h5p.cli import Unavailable, full_tree, locate
from signpost_builder.package import zip_bytes

from tests.h5p_libraries import write_libraries, write_library
from tests.h5p_packages import MAINS, TRUE_FALSE, a_tree, write_h5p

ROOT = Path(__file__).parent.parent
REAL = ROOT / "node_modules" / ".bin" / "h5p"
HELP = '[ "$1" = help ] && { echo "h5p export <library> <folder>"; echo "h5p setup <library>"; exit 0; }'
MAIN = "H5P.SortParagraphs"


@pytest.fixture(autouse=True)
def own_room(tmp_path_factory, monkeypatch):
    """Runs take place in a folder of this test, which is empty again afterwards."""
    room = tmp_path_factory.mktemp("room")
    monkeypatch.setattr(tempfile, "tempdir", str(room))
    yield room
    assert [*room.iterdir()] == []


def a_tool(folder: Path, script: str, name: str = "h5p", interpreter: str = "#!/bin/sh") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / name
    program.write_text(f"{interpreter}\n{HELP if 'sh' in interpreter else ''}\n{textwrap.dedent(script)}\n")
    program.chmod(0o755)
    return program


@pytest.fixture(scope="module")
def libraries(tmp_path_factory):
    return write_libraries(tmp_path_factory.mktemp("libraries"))


@pytest.fixture
def exporting(tmp_path, libraries):
    """The code of what is wrong when a fake tool exports like this, and the whole finding."""

    def export(script: str, *, timeout_seconds: float = 20) -> Unavailable:
        tool = locate(tmp_path, str(a_tool(tmp_path / "fake", script)))
        with pytest.raises(Unavailable) as raised:
            full_tree(a_tree(MAIN), libraries, tool, timeout_seconds=timeout_seconds)
        return raised.value

    return export


# ---------------------------------------------------------------- which program


def test_the_setting_comes_first_then_the_project_then_the_path(tmp_path, monkeypatch):
    """Somebody who names a program gets that one."""
    own, on_path, set_ = (
        a_tool(tmp_path / "node_modules/.bin", ""),
        a_tool(tmp_path / "path", ""),
        a_tool(tmp_path / "set", ""),
    )
    monkeypatch.setenv("PATH", f"{on_path.parent}:{os.environ['PATH']}")

    assert locate(tmp_path, str(set_)).program == set_
    assert locate(tmp_path).program == own
    assert locate(tmp_path / "elsewhere").program == on_path


def test_no_program_at_all(tmp_path, monkeypatch):
    """Nothing in the project and nothing on PATH; or not what was named."""
    monkeypatch.setenv("PATH", str(tmp_path))

    for setting in ("", str(tmp_path / "gone")):
        with pytest.raises(Unavailable) as raised:
            locate(tmp_path, setting)
        assert raised.value.code == "h5p-cli-missing"
        assert "npm ci" in raised.value.remedy


def test_the_older_tool_of_the_same_name(tmp_path):
    """It is told by its help, and a right one further along is found."""
    old = 'echo "Usage: h5p <command>"; echo "  pack  validate  list-deps"'
    program = tmp_path / "path/h5p"
    a_tool(program.parent, "")
    program.write_text(f"#!/bin/sh\n{old}\n")

    with pytest.raises(Unavailable) as raised:
        locate(tmp_path, str(program))

    assert raised.value.code == "h5p-cli-wrong-tool"
    assert "older program" in raised.value.remedy


def test_an_older_tool_does_not_hide_the_right_one(tmp_path, monkeypatch):
    """In the project the old one, on PATH the right one."""
    a_tool(tmp_path / "node_modules/.bin", "").write_text("#!/bin/sh\necho Usage: h5p pack\n")
    right = a_tool(tmp_path / "path", "")
    monkeypatch.setenv("PATH", f"{right.parent}:{os.environ['PATH']}")

    assert locate(tmp_path).program == right


def test_no_node(tmp_path, monkeypatch):
    """The program is there, and what runs it is not."""
    program = a_tool(tmp_path / "bin", "", interpreter="#!/usr/bin/env node")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))

    with pytest.raises(Unavailable) as raised:
        locate(tmp_path, str(program))

    assert raised.value.code == "h5p-cli-no-node"


def test_a_program_that_cannot_be_started(tmp_path):
    """Executable by its mode, and nothing that a computer runs."""
    program = tmp_path / "h5p"
    program.write_bytes(b"\x7fELF nonsense")
    program.chmod(0o755)

    with pytest.raises(Unavailable) as raised:
        locate(tmp_path, str(program))

    assert raised.value.code == "h5p-cli-crashed"


# ---------------------------------------------------------------- what goes wrong in an export


@pytest.mark.parametrize(
    ("code", "script", "says"),
    [
        ("h5p-cli-crashed", "exit 3", "ended with status 3: it said nothing"),
        ("h5p-cli-crashed", "echo 'TypeError: no such thing' >&2; exit 1", "TypeError: no such thing"),
        ("h5p-cli-crashed", "kill -SEGV $$", "killed by signal 11"),
        ("h5p-cli-crashed", "echo '> error'; echo 'Error: connect ECONNREFUSED'; exit 0", "connect ECONNREFUSED"),
        ("h5p-cli-crashed", r"printf '\033[31m> error\033[0m\nError: unregistered library\n'", "unregistered library"),
        (
            "h5p-cli-crashed",
            "mkdir -p temp; echo x > temp/package.h5p; echo '> error'; echo late; echo temp/package.h5p",
            "late",
        ),
        ("h5p-cli-output", "true", "named no package: ''"),
        ("h5p-cli-output", "echo done", "named no package: 'done'"),
        ("h5p-cli-output", "echo temp/package.h5p", "named no package"),
        ("h5p-cli-output", "mkdir -p temp; echo garbage > temp/package.h5p; echo temp/package.h5p", "cannot be read"),
        ("h5p-cli-output", "mkdir -p temp; : > temp/package.h5p; echo temp/package.h5p", "cannot be read"),
        (
            "h5p-cli-output",
            f"mkdir -p temp; '{sys.executable}' -m zipfile -c temp/package.h5p content; echo temp/package.h5p",
            "is not in its package as it was given",
        ),
        ("h5p-cli-output", "head -c 3000000 /dev/urandom", "named no package"),
        ("h5p-cli-disk-full", "echo '> error'; echo \"Error: ENOSPC: no space left on device, write\"", "no room"),
        ("h5p-cli-disk-full", "echo 'cp: write error: No space left on device' >&2; exit 1", "no room"),
        ("h5p-cli-disk-full", "ulimit -f 1; trap - XFSZ; exec head -c 100000 /dev/zero > big", "no room"),
    ],
)
def test_a_tool_that_fails(code, script, says, exporting):
    """The exit status is never believed; the reason names what was seen."""
    reason = exporting(script)

    assert (reason.code, says in reason.reason) == (code, True), reason
    assert reason.remedy


def test_a_tool_that_hangs_is_ended_with_its_children(exporting, tmp_path):
    """After the time limit nothing of it runs on."""
    started = time.monotonic()

    reason = exporting(f"sleep 60 & echo $! > '{tmp_path}/child'; echo working; wait", timeout_seconds=2)

    assert reason.code == "h5p-cli-timeout"
    assert time.monotonic() - started < 30
    assert gone(int((tmp_path / "child").read_text()))


def test_a_tool_that_ends_and_leaves_a_child_with_its_streams(exporting, tmp_path):
    """The end of the tool is the end of the run."""
    started = time.monotonic()

    reason = exporting(f"sleep 60 & echo $! > '{tmp_path}/child'; exit 0")

    assert reason.code == "h5p-cli-output"
    assert time.monotonic() - started < 30
    assert gone(int((tmp_path / "child").read_text()))


def test_a_tool_that_never_stops_talking(exporting):
    """Its words are not kept, and its time is bounded."""
    assert exporting("yes nonsense", timeout_seconds=0.5).code == "h5p-cli-timeout"


def gone(pid: int) -> bool:
    """Whether that process ends; it was killed, and may need a moment to be gone."""
    try:
        process = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([process], [], [], 10)[0])
    finally:
        os.close(process)


def test_a_full_disk_while_the_run_is_prepared(tmp_path, libraries):
    """No file may grow: as on a disk without room, but for the number of the error."""
    tool = locate(tmp_path, str(a_tool(tmp_path / "fake", "")))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))
    try:
        with pytest.raises(Unavailable) as raised:
            full_tree(a_tree(MAIN), libraries, tool)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    assert raised.value.code == "h5p-cli-disk-full"
    assert "TMPDIR" in raised.value.remedy


def test_a_full_disk_indeed(tmp_path, libraries, own_room):
    """A file system of its own with 64 KiB."""
    tool = locate(tmp_path, str(a_tool(tmp_path / "fake", "")))
    try:
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", own_room], capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError) as reason:
        pytest.skip(f"no file system may be mounted here: {reason}")
    try:
        with pytest.raises(Unavailable) as raised:
            full_tree(a_tree(MAIN) | {"content/images/large.png": bytes(200_000)}, libraries, tool)
        left = [*own_room.iterdir()]
    finally:
        subprocess.run(["umount", own_room], check=True)

    assert raised.value.code == "h5p-cli-disk-full"
    assert left == []


def test_libraries_that_are_missing_are_all_named(tmp_path, libraries):
    """Before the tool runs at all: it would fail with a word of its own inside."""
    tool = locate(tmp_path, str(a_tool(tmp_path / "fake", "exit 9")))
    folder = write_libraries(tmp_path / "some", without=["H5P.Blanks", "H5P.DragText"])

    with pytest.raises(Unavailable) as raised:
        full_tree(a_tree("H5P.QuestionSet"), folder, tool)

    assert raised.value.code == "h5p-cli-library-missing"
    assert "H5P.Blanks 1.14 (needed by H5P.QuestionSet), H5P.DragText 1.10" in raised.value.reason


@pytest.mark.parametrize(("change", "words"), [("remove", "no 'view.js'"), ("cut", "'semantics.json' is not JSON")])
def test_a_library_that_is_not_whole_is_named(tmp_path, change, words):
    """A site would refuse the package; the tool exports it without a word."""
    tool = locate(tmp_path, str(a_tool(tmp_path / "fake", "exit 9")))
    own = write_libraries(tmp_path / "some") / "H5P.SortParagraphs-0.11"
    (own / "view.js").unlink() if change == "remove" else (own / "semantics.json").write_text("[{")

    with pytest.raises(Unavailable) as raised:
        full_tree(a_tree(MAIN), own.parent, tool)

    assert raised.value.code == "h5p-cli-library-broken"
    assert words in raised.value.reason


def test_libraries_of_the_other_generation_are_named(tmp_path):
    """What is there instead says which profile would do."""
    tool = locate(tmp_path, str(a_tool(tmp_path / "fake", "exit 9")))

    with pytest.raises(Unavailable) as raised:
        full_tree(a_tree(MAIN), write_libraries(tmp_path / "newer", "hub-2026"), tool)

    assert raised.value.reason == "the folder has no H5P.SortParagraphs 0.11 (it has 0.12)"
    assert "choose the profile" in raised.value.remedy


@pytest.mark.parametrize("text", ["{", "[]", '{"machineName": "H5P.SortParagraphs"}'])
def test_a_library_that_cannot_be_read_is_missing(text, tmp_path):
    """What has no proper library.json is no library."""
    tool = locate(tmp_path, str(a_tool(tmp_path / "fake", "exit 9")))
    folder = write_libraries(tmp_path / "some")
    (folder / "H5P.SortParagraphs-0.11" / "library.json").write_text(text)

    with pytest.raises(Unavailable) as raised:
        full_tree(a_tree(MAIN), folder, tool)

    assert raised.value.code == "h5p-cli-library-missing"


def test_needs_without_versions_are_told(tmp_path):
    """A library whose own needs cannot be followed."""
    tool = locate(tmp_path, str(a_tool(tmp_path / "fake", "exit 9")))
    folder = write_libraries(tmp_path / "some")
    path = folder / "H5P.SortParagraphs-0.11" / "library.json"
    path.write_text(
        json.dumps({**json.loads(path.read_text()), "preloadedDependencies": [{"machineName": "H5P.Question"}]})
    )

    with pytest.raises(Unavailable) as raised:
        full_tree(a_tree(MAIN), folder, tool)

    assert "H5P.SortParagraphs-0.11/library.json" in raised.value.reason


# ---------------------------------------------------------------- the real tool


@pytest.fixture(scope="module")
def real():
    if not REAL.exists():
        pytest.fail("h5p-cli is not installed: `make test` installs it", pytrace=False)
    return locate(ROOT)


def test_the_library_that_the_tool_ships(real):
    """H5P.GreetingCard is complete and needs no network."""
    metadata = {"title": "Hello", "language": "en", "mainLibrary": "H5P.GreetingCard", "embedTypes": ["iframe"]}
    dependencies = [{"machineName": "H5P.GreetingCard", "majorVersion": 1, "minorVersion": 0}]
    tree = {
        "h5p.json": json.dumps({**metadata, "preloadedDependencies": dependencies}).encode(),
        "content/content.json": b'{"greeting": "<p>Hello</p>"}',
    }

    made = full_tree(tree, ROOT / "node_modules" / "h5p-cli" / "libraries", real)

    assert {name.split("/")[0] for name in made} == {"h5p.json", "content", "H5P.GreetingCard-1.0"}
    assert made["H5P.GreetingCard-1.0/greetingcard.js"]


@pytest.mark.parametrize("main", ["H5P.QuestionSet", "H5P.InteractiveBook"])
def test_a_full_package_out_of_stub_libraries(main, real, libraries, tmp_path):
    """What the content uses is in it and nothing else; it is right by our own check, and the same each time."""
    tree = a_tree(main)

    first, second = full_tree(tree, libraries, real), full_tree(tree, libraries, real)

    assert zip_bytes(first) == zip_bytes(second)
    report = lint(write_h5p(tmp_path / "full.h5p", first))
    assert report.diagnostics == ()
    used = {one["machineName"] for one in json.loads(tree["h5p.json"])["preloadedDependencies"]} | {"H5P.StubHelper"}
    assert {
        name.rpartition("-")[0] for name in {path.split("/")[0] for path in first} - {"h5p.json", "content"}
    } == used


def test_setting_up_without_a_network_says_so(real, tmp_path, monkeypatch):
    """The tool answers 0; the wrapper does not."""
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "url.http://127.0.0.1:9/.insteadOf")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "https://github.com/")

    with pytest.raises(Unavailable) as raised:
        list(h5p_cli.set_up(tmp_path / "libraries", ["H5P.TrueFalse"], real, timeout_seconds=60))

    assert raised.value.code == "h5p-cli-crashed"
    assert "connection to GitHub" in raised.value.remedy


# ---------------------------------------------------------------- its server


@pytest.fixture
def with_core(tmp_path, libraries):
    """The stub libraries, with stubs of what the server reads besides them."""
    folder = tmp_path / "with-core"
    shutil.copytree(libraries, folder)
    for name in ("h5p-php-library", "h5p-editor-php-library/language", "h5p-editor-php-library/scripts"):
        (folder / name).mkdir(parents=True)
    (folder / "h5p-editor-php-library/scripts/h5peditor.js").write_text("ns.supportedLanguages = {};")
    write_library(folder, "H5P.MathDisplay", "1.0", {"view.js": "", "dist/h5p-math-display.js": ""}, [])
    return folder


def a_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_a_package_in_the_tools_own_server(real, with_core):
    """The page has our content; no other address of this computer answers, and when the block ends, nobody does."""
    port, elsewhere = a_free_port(), "127.0.0.2"

    with h5p_cli.serving(a_tree(MAIN), with_core, real, port) as address:
        with urlopen(address, timeout=20) as answer:
            page = answer.read().decode()

        with pytest.raises(OSError), socket.create_connection((elsewhere, port), timeout=5):
            pass

    assert "Put in order." in page
    assert "H5P.SortParagraphs" in page
    with pytest.raises(URLError):
        urlopen(address, timeout=5)


def test_a_port_that_is_taken(real, with_core):
    """Somebody else's page would be shown."""
    with (
        socket.create_server(("127.0.0.1", 0)) as other,
        pytest.raises(Unavailable) as raised,
        h5p_cli.serving(a_tree(MAIN), with_core, real, other.getsockname()[1]),
    ):
        pass

    assert "something else answers" in raised.value.reason


def test_a_server_without_the_core(real, libraries):
    """Its pages would be blank."""
    with pytest.raises(Unavailable) as raised, h5p_cli.serving(a_tree(MAIN), libraries, real, a_free_port()):
        pass

    assert raised.value.code == "h5p-cli-library-missing"
    assert "no h5p-php-library and no h5p-editor-php-library and no H5P.MathDisplay" in raised.value.reason


@pytest.mark.parametrize(
    ("script", "says"),
    [("echo 'Error: Cannot find module'; exit 1", "Cannot find module"), ("sleep 60", "nothing of use")],
)
def test_a_server_that_does_not_start(script, says, tmp_path, with_core):
    """It ends at once, or never listens."""
    tool = locate(tmp_path, str(a_tool(tmp_path / "fake", script)))

    with (
        pytest.raises(Unavailable) as raised,
        h5p_cli.serving(a_tree(MAIN), with_core, tool, a_free_port(), timeout_seconds=0.5),
    ):
        pass

    assert says in raised.value.reason


# ---------------------------------------------------------------- setting up


def test_what_arrived_is_said(tmp_path):
    """By what is in the folder, not by what the tool prints."""
    libraries = tmp_path / "libraries"
    made = write_libraries(tmp_path / "source") / "H5P.TrueFalse-1.8"
    tool = locate(
        tmp_path, str(a_tool(tmp_path / "fake", f'[ "$1" = setup ] && cp -r "{made}" libraries/h5p-true-false; true'))
    )

    assert list(h5p_cli.set_up(libraries, ["H5P.TrueFalse"], tool)) == ["core", "H5P.TrueFalse 1.8"]
    with pytest.raises(Unavailable) as raised:
        list(h5p_cli.set_up(libraries, ["H5P.Blanks"], tool))
    assert raised.value.code == "h5p-cli-output"


def test_the_real_tool_fetches_what_is_asked_for(tmp_path, monkeypatch):
    """Core and a type with what it needs, out of Git repositories on this computer instead of GitHub's.

    The tool's list of repositories comes from the network too, so a script in front of it lays one out.
    """
    source = write_libraries(tmp_path / "source")
    write_library(source, "H5P.MathDisplay", "1.0", {"view.js": ""}, [])
    repositories = {"h5p-php-library": {}, "h5p-editor-php-library": {}}
    for name in ("H5P.MathDisplay-1.0", "H5P.TrueFalse-1.8", "H5P.StubHelper-1.0", "H5P.Image-1.1"):
        repositories[h5p_cli.short_name(name.split("-")[0])] = {
            path.name: path.read_text() for path in (source / name).iterdir()
        }
    for name, files in repositories.items():
        a_repository(tmp_path / "git" / f"{name}.git", files or {"readme.txt": name})
    listed = {}
    for name in ("H5P.MathDisplay", "H5P.TrueFalse", "H5P.StubHelper", "H5P.Image"):
        short = h5p_cli.short_name(name)
        repo = {"type": "github", "url": f"https://github.com/h5p/{short}"}
        listed[name] = {
            "id": name,
            "title": name,
            "author": "",
            "runnable": 1,
            "shortName": short,
            "repoName": short,
            "org": "h5p",
            "repo": repo,
        }
    (tmp_path / "list.json").write_text(json.dumps(listed))
    program = a_tool(
        tmp_path / "front",
        f"[ -f libraryRegistry.json ] || cp '{tmp_path}/list.json' libraryRegistry.json; exec '{REAL}' \"$@\"",
    )
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", f"url.file://{tmp_path}/git/.insteadOf")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "https://github.com/h5p/")

    said = list(
        h5p_cli.set_up(tmp_path / "libraries", ["H5P.TrueFalse"], locate(tmp_path, str(program)), timeout_seconds=120)
    )

    assert said == ["core", "H5P.TrueFalse 1.8"]
    assert (tmp_path / "libraries" / "h5p-php-library").is_dir()
    full = full_tree(a_tree("H5P.TrueFalse", TRUE_FALSE), tmp_path / "libraries", locate(ROOT))
    assert {path.split("/")[0] for path in full} == {"h5p.json", "content", "H5P.TrueFalse-1.8", "H5P.StubHelper-1.0"}


def a_repository(place: Path, files: dict[str, str]) -> None:
    place.mkdir(parents=True)
    for name, text in files.items():
        (place / name).write_text(text)
    who = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
    for words in (
        ["init", "--quiet", "--initial-branch=master"],
        ["add", "."],
        [*who, "commit", "--quiet", "--message=all"],
    ):
        subprocess.run(["git", *words], cwd=place, check=True)


def test_every_main_type_has_a_short_name_that_the_tool_knows():
    """As the tool itself makes them."""
    names = {name: h5p_cli.short_name(name) for name in (*MAINS, "H5P.TrueFalse", "H5PEditor.ColorSelector")}

    assert names == {
        "H5P.QuestionSet": "h5p-question-set",
        "H5P.InteractiveBook": "h5p-interactive-book",
        "H5P.BranchingScenario": "h5p-branching-scenario",
        "H5P.SortParagraphs": "h5p-sort-paragraphs",
        "H5P.TrueFalse": "h5p-true-false",
        "H5PEditor.ColorSelector": "h5p-editor-color-selector",
    }
