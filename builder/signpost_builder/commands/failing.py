"""The edge of the command: whatever goes wrong behind it ends as one calm line, never as a traceback that nobody asked for."""

import os
import sys
from pathlib import Path
from typing import Any, NoReturn

import click

TRACEBACK = "SIGNPOST_TRACEBACK"  # environment variable: when set, the traceback is printed too
CANNOT_WRITE, FAULT_OF_OURS = 1, 70  # sysexits.h: EX_SOFTWARE
ENDED_BY_HAND = 130  # as in entry.py, which can import nothing


class CalmGroup(click.Group):
    """A command that tells the two kinds of surprise apart: the computer refuses a file, or Signpost has a fault."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise  # click's own ways to end
        except KeyboardInterrupt:
            sys.exit(ENDED_BY_HAND)  # not click's 1, which is what sources with errors end with
        except OSError as problem:
            _end(_refused(problem), CANNOT_WRITE)
        except Exception as fault:
            _end(_our_fault(fault), FAULT_OF_OURS)


def _end(line: str, code: int) -> NoReturn:
    if os.environ.get(TRACEBACK):
        import traceback

        traceback.print_exc()
    click.echo(line, err=True)
    sys.exit(code)


def _refused(problem: OSError) -> str:
    place = problem.filename if problem.filename2 is None else problem.filename2  # of two, the one to be written
    what = f"'{place}': " if place is not None else ""
    return f"signpost: {what}{problem.strerror or problem}{_noted(problem)}. Is it a folder, may you write there, and is the disk full?"


def _noted(problem: Exception) -> str:
    """What those who passed it on said of the state in which they left things."""
    return "".join(f"; {note}" for note in getattr(problem, "__notes__", ()))


def _our_fault(fault: Exception) -> str:
    import traceback

    frames = traceback.extract_tb(fault.__traceback__)
    place = f" in {Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else ""
    return (
        f"signpost: this is a fault of Signpost, not of your files ({type(fault).__name__}{place}){_noted(fault)}. "
        f"Please report it with the command that you typed, as CONTRIBUTING.md says; {TRACEBACK}=1 shows more."
    )
