"""What `signpost check` of the shipped course costs, in CPU seconds of its process: `python -m bench.check [--rounds N]`.

Cold: nothing is known of an earlier check. Warm: the same sources were checked before. Bytecode is there already. Of some rounds the
least counts, as other work on the machine only adds. The last line says where a cold check spends it, measured within one process.
"""

import argparse
import datetime
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from signpost_builder.entry import waste_no_time

ROOT = Path(__file__).parent.parent
COURSE = "spot-the-signs"
COLD, WARM = "check, shipped course: cold", "check, shipped course: warm"
PROGRAM = "from signpost_builder.entry import main; main()"
T = TypeVar("T")


def rows(rounds: int) -> Iterator[tuple[str, float]]:
    """Name and CPU seconds."""
    with TemporaryDirectory() as cache:
        _seconds(cache)
        yield WARM, min(_seconds(cache) for _ in range(rounds))
    yield COLD, min(_seconds("") for _ in range(rounds))


def _seconds(cache: str) -> float:
    """Of one check; `cache`: the folder of what was found before, or none."""
    environment = {**os.environ, "SIGNPOST_CACHE": cache, "PYTHONPATH": str(ROOT / "builder")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-c", PROGRAM, "check", COURSE]
    before = _of_children()
    subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, timeout=300, check=True)
    return _of_children() - before


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def parts() -> Iterator[tuple[str, float]]:
    """Of a cold check in this process, which is to have imported nothing of it: each part and its CPU seconds."""
    yield "Python", time.process_time()
    waste_no_time()
    _, seconds = _timed(lambda: __import__("signpost_builder.cli"))
    yield "the command's imports", seconds
    _, seconds = _timed(_what_is_known)
    yield "what is known of these sources", seconds
    _, seconds = _timed(lambda: (__import__("signpost_builder.read"), __import__("signpost_builder.whole_course")))
    yield "imports of reading and judging", seconds

    from signpost_builder.editions import editions
    from signpost_builder.judging import budget, refusals, second_looks
    from signpost_builder.read import read_course
    from signpost_builder.source.files import Project
    from signpost_builder.whole_course import told_besides
    from signpost_builder.writing import advice

    (course, _), seconds = _timed(lambda: read_course(ROOT / "course" / COURSE, as_of=datetime.date.today()))
    yield "reading the sources", seconds
    made, seconds = _timed(lambda: list(editions(course, [None, *course.sites], course.audiences)))
    yield f"making {len(made)} editions", seconds
    formats = [*course.formats, *told_besides(course)]
    _, seconds = _timed(lambda: [judge(made, formats) for judge in (budget, refusals, second_looks)])
    yield "what formats refuse, and look at again", seconds
    _, seconds = _timed(lambda: advice(course, made[: len(course.audiences)], Project(ROOT)))
    yield "advice on writing", seconds


def _what_is_known() -> str:
    from signpost_builder.last_check import key_of_check

    return key_of_check(ROOT, [ROOT / "course" / COURSE])


def _timed(make: Callable[[], T]) -> tuple[T, float]:
    begun = time.process_time()
    made = make()
    return made, time.process_time() - begun


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.check", description="Measure signpost check.")
    parser.add_argument("--rounds", type=int, default=5, help="checks of each kind; the quickest counts")
    rounds = parser.parse_args().rounds
    for name, seconds in parts():
        print(f"{name:40} {seconds:.3f} CPU s")
    for name, seconds in rows(rounds):
        print(f"{name:40} {seconds:.3f} CPU s")


if __name__ == "__main__":
    main()
