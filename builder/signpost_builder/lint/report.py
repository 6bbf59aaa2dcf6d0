"""What a linter says about a package."""

from dataclasses import field

from signpost_builder.diagnostics import Diagnostic, Span
from signpost_builder.lint.archive import Files
from signpost_builder.values import frozen


@frozen(kw_only=True)
class Report:
    """What was found; `notes` say what could not be judged, `proved` where answers can go. `standard` is "unknown" if the package could not be read."""

    diagnostics: tuple[Diagnostic, ...]
    notes: tuple[str, ...] = ()
    proved: str = ""
    standard: str = "unknown"
    files: int = 0
    _archive: Files | None = field(default=None, repr=False)

    def source_line(self, span: Span) -> str:
        """The line of the file in the package at `span`, or nothing."""
        if self._archive is None or str(span.path) not in self._archive.names:
            return ""
        lines = self._archive.read(str(span.path)).decode("utf-8", "replace").splitlines()
        return lines[span.line - 1] if 0 < span.line <= len(lines) else ""
