"""Same sources, same bytes: through the command, in other folders, at other times, with other hash seeds and locales."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.small_course import write_course

ROOT = Path(__file__).parent.parent
EVERYTHING = [word for name in ("scorm12", "scorm2004", "scorm2004-4th", "h5p", "web") for word in ("--format", name)]


def built(project: Path, *, seed: str, as_of: str, **environment: str) -> dict[str, bytes]:
    command = [
        sys.executable,
        "-c",
        "from signpost_builder.cli import main; main()",
        "build",
        "--all-sites",
        "--as-of",
        as_of,
        *EVERYTHING,
    ]
    surroundings = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), **environment}
    subprocess.run(command, cwd=project, env=surroundings, check=True, capture_output=True)
    output = project / "output"
    return {path.relative_to(output).as_posix(): path.read_bytes() for path in output.rglob("*") if path.is_file()}


def test_two_builds_give_the_same_bytes(tmp_path):
    """Every file, editions.json included, where the state of Git is the same."""
    first = write_course(tmp_path / "one")
    second = write_course(tmp_path / "deep" / "another place")
    for path in second.rglob("*"):  # as a fresh clone in another year
        os.utime(path, (1e9, 1e9))

    one = built(first, seed="1", as_of="2026-11-23")
    other = built(second, seed="4711", as_of="2026-12-24", TZ="Pacific/Auckland", LC_ALL="C", LANG="de_DE.UTF-8")

    assert one.keys() == other.keys()
    assert [name for name in one if one[name] != other[name]] == []
    assert sum(name.endswith(".zip") for name in one) == 6
    assert not any(str(tmp_path).encode() in content for content in one.values())


def test_a_second_build_rewrites_nothing(tmp_path):
    """Unchanged packages keep their inode and their time."""
    project = write_course(tmp_path)
    built(project, seed="1", as_of="2026-11-23")
    before = {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in (project / "output").rglob("*")}

    built(project, seed="2", as_of="2026-11-24")

    after = {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in (project / "output").rglob("*")}
    assert {path for path in before if path.is_file() and before[path] != after[path]} == set()
    assert before.keys() == after.keys()


def test_deleting_the_output_changes_nothing(tmp_path):
    """Nothing is kept between builds that decides bytes."""
    project = write_course(tmp_path)
    first = built(project, seed="1", as_of="2026-11-23")
    shutil.rmtree(project / "output")

    assert built(project, seed="1", as_of="2026-11-23") == first


def test_forms_give_the_same_bytes(tmp_path):
    """A course with a survey: forms and packages, whatever the order of sets in memory."""
    survey = "survey:\n  endpoint: https://survey.example.org\n  key: AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA\n  verify: ISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0-P0A\n  controller: Example Trust\n  respondents: {staff: {}}\n"
    projects = [write_course(tmp_path / name, **{"formats: [": f"{survey}formats: ["}) for name in ("one", "other")]
    one, other = (
        built(project, seed=seed, as_of="2026-11-23") for project, seed in zip(projects, ("1", "4711"), strict=True)
    )

    assert one == other
    assert [name for name in one if "/forms/" in name]
