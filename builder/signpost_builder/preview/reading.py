"""One course, read again as it changes: what is shown is the last version without errors, what is told is what is wrong now."""

import datetime
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Lock
from typing import Any

from signpost_builder.diagnostic_text import capped
from signpost_builder.diagnostics import NOWHERE, Diagnostic, SourceError, error
from signpost_builder.explanations import explanations
from signpost_builder.formats import FORMATS
from signpost_builder.model import Course
from signpost_builder.read import read_course
from signpost_builder.source.remembered import Remembered

MOST_LINE = 400  # characters of a source line that are shown


class Reading:
    """`course`: the last one that could be read, None before that. `version` counts them."""

    def __init__(self, folder: Path, day: Callable[[], datetime.date] = datetime.date.today) -> None:
        self.folder, self.root = folder, folder.parent.parent
        self.course: Course | None = None
        self.version = 0
        self.findings: tuple[Diagnostic, ...] = ()
        self.is_good = False  # whether `course` is what the files say now
        self._day = day
        self._remembered = Remembered()
        self._lock = Lock()

    def read(self) -> None:
        """Look at the files. May be called from any thread; one read at a time."""
        with self._lock:
            try:
                course, self.findings = read_course(self.folder, as_of=self._day(), remembered=self._remembered)
            except SourceError as errors:
                self.is_good, self.findings = False, errors.diagnostics
                return
            except (
                Exception
            ) as fault:  # it ends no preview: the page says so, and the next save is read from the beginning
                self.is_good, self.findings = False, (fault_of_ours(fault),)
                self._remembered = Remembered()
                return
            self.is_good = True
            if course != self.course or self.course is None or course.digest != self.course.digest:
                self.course, self.version = course, self.version + 1

    def state(self) -> Mapping[str, Any]:
        """What the page around the course is told."""
        shown = sorted(capped(self.findings), key=lambda finding: finding.severity != "error")
        return {
            "course": self.folder.name,
            # This one too while its folder has another name: the page goes on asking for it, and offers the other.
            "courses": sorted(
                {self.folder.name, *(file.parent.name for file in self.root.glob("course/*/course.yaml"))}
            ),
            "version": self.version,
            "good": self.is_good,
            "findings": [self._told(finding) for finding in shown],
            **(_choices(self.course) if self.course else {}),
        }

    def _told(self, finding: Diagnostic) -> Mapping[str, Any]:
        span = finding.span
        return {
            "path": str(span.path),
            "line": span.line,
            "column": span.column,
            "severity": finding.severity,
            "code": finding.code,
            "message": finding.message,
            "hint": finding.hint,
            "source": self._line(finding),
            "explanation": explanations().get(finding.code, ""),
        }

    def _line(self, finding: Diagnostic) -> str:
        """The line as it is in the file now; empty where there is none."""
        if not finding.span.line:
            return ""
        try:
            lines = (self.root / finding.span.path).read_text("utf-8", "replace").split("\n")
            return lines[finding.span.line - 1][:MOST_LINE]
        except (OSError, IndexError):
            return ""


def fault_of_ours(fault: Exception) -> Diagnostic:
    """What the page says of what nobody foresaw; the command line says more."""
    message = f"Signpost has a fault of its own here, your files have none ({type(fault).__name__})"
    return error(
        NOWHERE, "fault-of-signpost", message, "'signpost check' says where; please report it, as CONTRIBUTING.md says"
    )


def _choices(course: Course) -> Mapping[str, Any]:
    return {
        "title": course.title,
        "audiences": [[each.id, each.title] for each in course.audiences],
        "sites": [[each.id, each.name] for each in course.sites],
        "languages": list(course.languages),
        "pages": {page.id: [str(page.span.path), page.span.line] for module in course.modules for page in module.pages},
        "views": [
            [view.name, view.title, _missing(format.extra)] for format in FORMATS.values() for view in format.views
        ],
        "survey": bool(course.survey),
    }


def _missing(extra: Any) -> str:
    """The extra that has to be installed first; empty where nothing has to."""
    return extra.name if extra and extra.missing else ""
