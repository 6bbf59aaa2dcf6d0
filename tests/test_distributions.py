"""Each part by itself: a wheel and a source distribution, put into an environment that has never seen this repository.

Nothing is fetched: what a part depends on comes from the environment in which its own tests run.
"""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.small_course import write_course

ROOT = Path(__file__).parent.parent
PARTS = ("builder", "survey", "xblocks", "report")
LICENCE = (ROOT / "LICENSE").read_bytes()


def project(part: str) -> dict:
    return tomllib.loads((ROOT / part / "pyproject.toml").read_text(encoding="utf-8"))


def run(*command: object, cwd: Path, **environment: str) -> subprocess.CompletedProcess:
    """Without whatever here could find the checkout for it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PIP_"))}
    return subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env={**kept, **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )


def made(part: str, kind: str, folder: Path, source: Path) -> Path:
    """By the part's own build backend, as pip and uv call it (PEP 517)."""
    backend = project(part)["build-system"]["build-backend"]
    build = f"import {backend} as backend; print(backend.build_{kind}({str(folder)!r}))"
    done = run(sys.executable, "-c", build, cwd=source)
    assert done.returncode == 0, done.stderr
    return folder / done.stdout.splitlines()[-1]


@pytest.fixture(scope="module")
def wheels(tmp_path_factory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("wheels")
    return {part: made(part, "wheel", folder, ROOT / part) for part in PARTS}


def packages_of(part: str) -> Path:
    """The libraries of the part's own environment, without what is installed there from this repository."""
    if part == "builder":
        return Path(sysconfig.get_path("purelib"))
    found = list((ROOT / part / ".venv/lib").glob("python3*/site-packages"))
    if not found:
        pytest.skip(f"{part}/.venv is not there: run `make {part}/.venv/.installed`")
    return found[0]


def equip(environment: Path, part: str) -> None:
    """Let an environment see the libraries: lines of a .pth that stand behind a .pth are not followed, so no checkout."""
    (site,) = environment.glob("lib/python3*/site-packages")
    (site / "libraries.pth").write_text(f"{packages_of(part)}\n", encoding="utf-8")


@pytest.fixture(scope="module")
def installed(wheels, tmp_path_factory) -> Callable[[str], Path]:
    """From a part to the bin/ of an environment that has its wheel."""
    done: dict[str, Path] = {}

    def bin_of(part: str) -> Path:
        if part not in done:
            done[part] = install(part, wheels[part], tmp_path_factory.mktemp(part))
        return done[part]

    return bin_of


def install(part: str, wheel: Path, folder: Path) -> Path:
    libraries = packages_of(part)
    run(sys.executable, "-m", "venv", "--without-pip", "env", cwd=folder)
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", folder / "env/bin/python")
    done = run(*pip, "install", "--quiet", "--no-index", "--no-deps", "--no-compile", wheel, cwd=folder)
    assert done.returncode == 0, done.stderr
    assert libraries.is_dir()
    equip(folder / "env", part)
    return folder / "env/bin"


def said(*command: object, cwd: Path) -> str:
    done = run(*command, cwd=cwd)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


# ------------------------------------------------------------------ the builder


@pytest.fixture
def repository(tmp_path) -> Path:
    """Somebody's own content, far from the checkout."""
    return write_course(tmp_path / "content")


def test_the_builder_is_the_installed_one(installed, repository):
    """Not the checkout's, by whatever way Python might find it."""
    place = (
        "import signpost_builder, signpost_builder.charts as charts; print(signpost_builder.__file__, charts.__file__)"
    )

    found = said(installed("builder") / "python", "-c", place, cwd=repository)

    assert str(ROOT) not in found
    assert found.count("site-packages") == 2


def test_a_course_is_built_and_checked_from_a_repository_of_its_own(installed, repository):
    signpost = installed("builder") / "signpost"

    built = said(signpost, "build", cwd=repository)
    (package,) = repository.glob("output/*/*/general/*-scorm12.zip")
    checked = said(signpost, "check", package, cwd=repository)

    assert package.name in built
    assert "Proved" in checked


def test_what_begins_outside_the_checkout(installed, tmp_path):
    """`new` -> `check` -> `build` for each template, from the wheel alone."""
    signpost, folder = installed("builder") / "signpost", tmp_path / "bikes"

    said(signpost, "new", "repository", "bikes", cwd=tmp_path)
    for words in (("course", "second"), ("module", "lights"), ("quiz", "lamps"), ("site", "north", "second")):
        assert "next: " in said(signpost, "new", *words, cwd=folder)
    course = folder / "course/second/course.yaml"
    course.write_text(course.read_text("utf-8").replace("[second-check]", "[second-check, lights]"), "utf-8")
    module = folder / "modules/lights/module.md"
    module.write_text(module.read_text("utf-8") + "\n::: quiz ref=lamps\n:::\n", "utf-8")

    assert said(signpost, "check", cwd=folder).count("nothing wrong") == 2
    said(signpost, "build", cwd=folder)
    assert len(list(folder.glob("output/*/*/general/*-scorm12.zip"))) == 2


def test_it_explains_its_codes(installed, tmp_path):
    """The page is in the wheel: the same words as in docs/diagnostics.md."""
    page = (ROOT / "docs/diagnostics.md").read_text(encoding="utf-8")

    explained = said(installed("builder") / "signpost", "explain", "unknown-audience", cwd=tmp_path)

    first = next(line for line in page.split("`unknown-audience`\n", 1)[1].splitlines() if line.strip())
    assert first.split(". ")[0][:40] in " ".join(explained.split())


def test_its_charts_draw(installed, tmp_path):
    drawn = "from signpost_builder.charts import Estimate; print(Estimate.__module__)"

    assert said(installed("builder") / "python", "-c", drawn, cwd=tmp_path).startswith("signpost_builder.charts")


# ------------------------------------------------------------------ the others


def test_the_survey_runs(installed, tmp_path):
    assert "serve" in said(installed("survey") / "signpost-survey", "--help", cwd=tmp_path)
    assert said(installed("survey") / "signpost-survey", "doctor", "--help", cwd=tmp_path)


def test_the_report_runs(installed, tmp_path):
    signpost_report = installed("report") / "signpost-report"

    assert "rehearse" in said(signpost_report, "--help", cwd=tmp_path)
    parts = (
        "import signpost_report.page, signpost_report.charts, signpost_report.commands.build as b; print(b.__file__)"
    )
    assert str(ROOT) not in said(installed("report") / "python", "-c", parts, cwd=tmp_path)


def test_a_platform_finds_the_blocks(installed, tmp_path):
    load = "from xblock.core import XBlock; print(XBlock.load_class('signpost_module').__module__)"

    found = said(installed("xblocks") / "python", "-W", "ignore", "-c", load, cwd=tmp_path)

    assert found.strip() == "signpost_xblocks.module"


# ------------------------------------------------------------ what a file holds


def names_in(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if ".dist-info/RECORD" not in name}


@pytest.mark.parametrize("part", PARTS)
def test_every_wheel_carries_its_licence(part, wheels):
    with zipfile.ZipFile(wheels[part]) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith("/LICENSE")]
        assert archive.read(name) == LICENCE


@pytest.mark.parametrize("part", PARTS)
def test_every_wheel_holds_what_git_does(part, wheels):
    """Every file of the package that Git knows, and nothing of the tests."""
    (package,) = (ROOT / part).glob("signpost_*/__init__.py")
    listed = run("git", "ls-files", "--", package.parent, cwd=ROOT / part).stdout.split()
    kept = {name for name in listed if not name.endswith((".gitignore", ".po~"))}

    assert kept - names_in(wheels[part]) == set()
    assert not [name for name in names_in(wheels[part]) if re.match(r"tests?/|bench", name)]


@pytest.mark.slow
@pytest.mark.parametrize("part", PARTS)
def test_a_source_distribution_makes_the_same_wheel(part, wheels, tmp_path):
    """Unpacked where no checkout is, it has all that a wheel needs."""
    source = made(part, "sdist", tmp_path, ROOT / part)
    with tarfile.open(source) as archive:
        archive.extractall(tmp_path / "unpacked", filter="data")
    (folder,) = (tmp_path / "unpacked").iterdir()
    again = tmp_path / "again"
    again.mkdir()

    wheel = made(part, "wheel", again, folder)

    assert names_in(wheel) == names_in(wheels[part])
    assert contents(wheel) == contents(wheels[part])


def contents(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in names_in(wheel)}


@pytest.mark.slow
def test_a_source_distribution_of_the_builder_installs(tmp_path):
    source = made("builder", "sdist", tmp_path, ROOT / "builder")
    with tarfile.open(source) as archive:
        archive.extractall(tmp_path / "unpacked", filter="data")
    (folder,) = (tmp_path / "unpacked").iterdir()

    signpost = install("builder", made("builder", "wheel", tmp_path, folder), tmp_path) / "signpost"

    assert said(signpost, "explain", "unknown-audience", cwd=tmp_path)


def test_nothing_is_left_behind(wheels):
    """A build/ in the tree would be packed by the next build."""
    assert not [part for part in PARTS if (ROOT / part / "build").exists()]


@pytest.mark.slow
@pytest.mark.parametrize("page", ["README.md", "docs/author.md"])
def test_the_recipe_for_a_repository_of_ones_own(page, wheels, tmp_path):
    """The commands of the page, in order, in an empty folder; `signpost_builder-….whl` is the wheel."""
    text = (ROOT / page).read_text(encoding="utf-8").split("## A repository of your own\n", 1)[1]
    commands = [line[2:] for line in re.search(r"```console\n(.*?)```", text, re.DOTALL)[1].splitlines()]
    shutil.copy(wheels["builder"], tmp_path)
    write_course(tmp_path)

    for command in commands:
        done = run("bash", "-ec", command, cwd=tmp_path, PIP_NO_INDEX="1", PIP_NO_DEPS="1")
        assert done.returncode == 0, (command, done.stdout, done.stderr)
        if "-m venv" in command:
            equip(tmp_path / ".venv", "builder")

    assert list(tmp_path.glob("output/*/*/general/*.zip"))
