"""The texts of the blocks as a catalogue to translate: python tests/catalogue.py writes it anew."""

import ast
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "signpost_xblocks"
ENGLISH = PACKAGE / "translations/en/LC_MESSAGES/text.po"
HEADER = """# Texts of the Signpost blocks for course teams and platforms. What learners read in a course comes with the course.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Language: en\\n"
"""


def texts() -> Iterator[tuple[str, str]]:
    """(file, text) of every text that is marked or translated: `_("…")`, `self._("…")`."""
    for file in sorted(PACKAGE.glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and _is_text(node.func) and isinstance(node.args[0], ast.Constant):
                yield file.name, node.args[0].value


def _is_text(function: ast.expr) -> bool:
    return (isinstance(function, ast.Name) and function.id == "_") or (
        isinstance(function, ast.Attribute) and function.attr in ("_", "said")
    )


def catalogue() -> str:
    files: dict[str, set[str]] = {}
    for file, text in texts():
        files.setdefault(text, set()).add(file)
    entries = (f'\n#: {" ".join(sorted(files[text]))}\nmsgid {quoted(text)}\nmsgstr ""\n' for text in sorted(files))
    return HEADER + "".join(entries)


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


if __name__ == "__main__":
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    ENGLISH.write_text(catalogue(), "utf-8")
