"""The language server's read after an edit, against a plain read of the same course: `python -m bench.language MEASURE`.

Prints CPU seconds of a plain read, of the server's after an edit, and the MiB of the whole process. MEASURE: `shipped`, or `sections`
for 1,000 of them.
"""

import datetime
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from signpost_builder.language.knowing import Kept, know
from signpost_builder.language.server import make_server
from signpost_builder.read import read_course

from bench.courses import write_course

ROOT = Path(__file__).parent.parent
AS_OF = datetime.date(2026, 11, 28)
ROUNDS = 5


def main() -> None:
    make_server()  # what the process has loaded anyway
    if sys.argv[1] == "shipped":
        measured(ROOT)
    else:
        with TemporaryDirectory() as folder:
            write_course(Path(folder), 1000)
            measured(Path(folder))


def measured(root: Path) -> None:
    courses = [path.parent for path in sorted(root.glob("course/*/course.yaml"))]
    plain = least(lambda _: [read_course(course, as_of=AS_OF) for course in courses])
    path = sorted(root.glob("modules/*/module.md"))[0]
    text, kept = path.read_text("utf-8"), Kept(root)
    kept.known = know(root, {}, AS_OF, kept)

    def after_an_edit(number: int) -> None:
        held = {PurePosixPath(path.relative_to(root).as_posix()): f"{text}\nLine {number}.\n"}
        kept.known = know(root, held, AS_OF, kept)
        kept.index.refresh(held)

    edited = least(after_an_edit)
    print(plain, edited, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def least(work: Callable[[int], object]) -> float:
    """CPU seconds of the quickest round."""
    seconds = []
    for number in range(ROUNDS):
        began = time.process_time()
        work(number)
        seconds.append(time.process_time() - began)
    return min(seconds)


if __name__ == "__main__":
    main()
