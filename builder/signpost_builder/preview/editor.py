"""A file of the project in the author's editor, at a line: a list of arguments, never a shell."""

import os
import shlex
import shutil
from collections.abc import Mapping
from pathlib import Path

SOURCES = ("course", "modules", "quizzes")
USUAL = ("code", "codium", "zed", "subl")  # looked for where nobody has named one
IN_A_TERMINAL = frozenset({"vi", "vim", "nvim", "nano", "emacs", "hx", "helix", "micro", "joe", "mcedit", "pico", "ed"})
VS_CODE = frozenset({"code", "code-insiders", "codium", "cursor", "windsurf", "positron"})
COLONS = frozenset({"subl", "zed", "zeditor", "lapce"})
JETBRAINS = frozenset({"idea", "pycharm", "webstorm"})


class CannotOpen(Exception):
    """What the author is told."""


def source_file(root: Path, name: str) -> Path:
    """The file of that name in the project, links followed. Raises CannotOpen for anything that is not one of its sources."""
    real_root = Path(os.path.realpath(root))
    try:
        real = Path(os.path.realpath(real_root / name))
        is_source = any(real.is_relative_to(real_root / folder) for folder in SOURCES) and real.is_file()
    except (OSError, ValueError):  # a name that no file can have: too long, a NUL or half a character in it
        is_source = False
    if not is_source:
        raise CannotOpen("this is no source file of the project")
    return real


def command(file: Path, line: int, column: int, environment: Mapping[str, str]) -> list[str]:
    """The arguments that open `file` there. Raises CannotOpen where no editor is known that has a window of its own."""
    named = environment.get("VISUAL") or environment.get("EDITOR")
    words = _words(named) if named else _usual(environment)
    if not words:
        raise CannotOpen("no editor is known here: set VISUAL, for example to 'code', and start the preview again")
    program, line, column = Path(words[0]).stem.lower(), max(line, 1), max(column, 1)
    if program in IN_A_TERMINAL and not (program == "emacs" and len(words) > 1):
        raise CannotOpen(f"'{words[0]}' needs a terminal of its own: set VISUAL to an editor that has a window")
    if program in VS_CODE:
        return [*words, "--goto", f"{file}:{line}:{column}"]
    if program in COLONS:
        return [*words, f"{file}:{line}:{column}"]
    if program in JETBRAINS:
        return [*words, "--line", str(line), "--column", str(column), str(file)]
    if program in ("kate", "kwrite"):
        return [*words, "--line", str(line), "--column", str(column), str(file)]
    if program in ("emacsclient", "gedit", "gnome-text-editor", "emacs", "gvim", "mousepad", "xed"):
        return [*words, f"+{line}", str(file)]
    return [*words, str(file)]  # how others take a line is not known


def _words(named: str) -> list[str]:
    try:
        return shlex.split(named)
    except ValueError as problem:
        raise CannotOpen(f"VISUAL or EDITOR is not written as a command is: {named!r} ({problem})") from problem


def _usual(environment: Mapping[str, str]) -> list[str]:
    found = (shutil.which(name, path=environment.get("PATH")) for name in USUAL)
    return [path for path in found if path][:1]
