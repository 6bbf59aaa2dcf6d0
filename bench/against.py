"""A cold build of this program against one of an earlier commit, in turn: `python -m bench.against COMMIT`.

Other work on the machine slows both, so the least of each counts. The earlier one runs with the libraries of today.
"""

import argparse
import io
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from testing.children import child

ROOT = Path(__file__).parent.parent
PATIENCE_SECONDS = 600
FORMATS = ("scorm12", "scorm2004", "openedx", "h5p", "web")


class Program(NamedTuple):
    """A tree of this repository, and where its courses and bytecode are."""

    tree: Path
    work: Path

    def run(self, code: str, *arguments: str, cwd: Path) -> float:
        """CPU seconds, user + system."""
        path = os.pathsep.join((str(self.tree / "builder"), str(self.tree)))
        given = {**os.environ, "PYTHONPATH": path, "PYTHONPYCACHEPREFIX": str(self.work / "bytecode")}
        given.pop("PYTHONDONTWRITEBYTECODE", None)
        command = [sys.executable, "-c", code, *arguments]
        with child(command, seconds=PATIENCE_SECONDS, cwd=cwd, env=given, stdout=subprocess.DEVNULL) as process:
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"the build of {self.tree} failed")
        return usage.ru_utime + usage.ru_stime

    def built(self, sections: int, format: str) -> float:
        project = self.work / f"{sections}"
        if not project.exists():
            writes = f"from bench.courses import write_course; from pathlib import Path; write_course(Path({str(project)!r}), {sections})"
            self.run(writes, cwd=self.tree)
        shutil.rmtree(project / "output", ignore_errors=True)
        package = "signpost_builder" if (self.tree / "builder/signpost_builder").is_dir() else "builder"
        return self.run(f"from {package}.entry import main; main()", "build", "--format", format, cwd=project)


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.against", description="Measure a cold build against an earlier one.")
    parser.add_argument("commit")
    parser.add_argument("--sections", type=int, default=10)
    parser.add_argument("--format", dest="formats", action="append", choices=FORMATS, help="[default: each of them]")
    parser.add_argument("--rounds", type=int, default=5)
    told = parser.parse_args()
    with TemporaryDirectory() as folder:
        then, now = Program(Path(folder, "tree"), Path(folder, "then")), Program(ROOT, Path(folder, "now"))
        archive = subprocess.run(
            ["git", "archive", told.commit, "builder", "bench"], cwd=ROOT, stdout=subprocess.PIPE, check=True
        )
        with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as tree:
            tree.extractall(then.tree, filter="data")
        for format in told.formats or FORMATS:
            rounds = [
                (then.built(told.sections, format), now.built(told.sections, format)) for _ in range(told.rounds + 1)
            ]
            before, after = (min(each) for each in zip(*rounds[1:], strict=True))  # the first compiles
            print(
                f"{told.sections} sections, {format}: {before:.2f} CPU s at {told.commit}, {after:.2f} now: {after / before:.2f} of it"
            )


if __name__ == "__main__":
    main()
