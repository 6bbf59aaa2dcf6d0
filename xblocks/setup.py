"""Puts what the blocks share with the builder into the package before it is packed: player, style, marks, catalogues.

From a checkout these files are made anew each time; a source distribution carries them and has no builder to ask.
The two modules of the builder are loaded by path: its package would bring dependencies that this one has no use for.
"""

import ast
import runpy
import struct
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from setuptools import Command, setup
from setuptools.command.build_py import build_py
from setuptools.command.editable_wheel import editable_wheel
from setuptools.command.sdist import sdist

HERE = Path(__file__).parent
PACKAGE = HERE / "signpost_xblocks"
BUILDER = HERE.parent / "builder" / "signpost_builder"

# What a document has no pages for stays out of its script: a module is read, not passed; questions have no easy lines, those before no result.
# In Open edX each part is a document of its own in the platform's page: Back is the platform's, a search would see one part
# only, and the answers before are not in the document of those after.
NOT_IN_BLOCKS = frozenset({"history", "search", "changed"})
WITHOUT = {
    "module": frozenset({*NOT_IN_BLOCKS, "certificate", "result", "sets", "survey"}),
    "before": frozenset({*NOT_IN_BLOCKS, "easy", "certificate", "result", "set-result"}),
    "after": NOT_IN_BLOCKS | {"easy"},
}

SHARED = ("marks.py", "public/player.css", *(f"public/{name}.js" for name in WITHOUT))


def shared_files() -> Mapping[str, bytes]:
    """Name inside the package -> content."""
    sys.path.insert(0, str(BUILDER.parent))
    try:
        script = runpy.run_path(str(BUILDER / "page" / "script.py"))["player_script"]
        style = runpy.run_path(str(BUILDER / "page" / "stylesheet.py"))["stylesheet"]
        return {
            **{f"public/{name}.js": script("xblock", without) for name, without in WITHOUT.items()},
            "public/player.css": style(),
            "marks.py": (BUILDER / "marks.py").read_bytes(),
        }
    finally:
        sys.path.remove(str(BUILDER.parent))


def catalogues() -> Iterator[tuple[str, bytes]]:
    for po in sorted(PACKAGE.glob("translations/*/LC_MESSAGES/text.po")):
        yield po.relative_to(PACKAGE).with_suffix(".mo").as_posix(), catalogue(po.read_text("utf-8"))


def catalogue(po: str) -> bytes:
    """A GNU MO file (gettext manual, 10.3) of the translated messages of a PO file without plurals and contexts."""
    texts: dict[str, str] = {}
    id, field = "", ""
    for line in po.splitlines():
        word, _, rest = line.partition(" ")
        if word == "msgid":
            id, field = ast.literal_eval(rest), "id"
        elif word == "msgstr":
            texts[id], field = ast.literal_eval(rest), "str"
        elif line.startswith('"') and field == "id":
            id += ast.literal_eval(line)
        elif line.startswith('"') and field == "str":
            texts[id] += ast.literal_eval(line)
    pairs = sorted((id.encode(), text.encode()) for id, text in texts.items() if text)
    start = 28 + 16 * len(pairs)
    tables, strings = [b"", b""], b""
    for side in (0, 1):
        for pair in pairs:
            tables[side] += struct.pack("<2I", len(pair[side]), start + len(strings))
            strings += pair[side] + b"\0"
    header = struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, start)
    return header + tables[0] + tables[1] + strings


def write_changed(name: str, content: bytes) -> None:
    target = PACKAGE / name
    if not target.is_file() or target.read_bytes() != content:
        target.write_bytes(content)


def complete_package() -> None:
    if BUILDER.is_dir():
        for name, content in shared_files().items():
            write_changed(name, content)
    elif missing := [name for name in SHARED if not (PACKAGE / name).is_file()]:
        raise SystemExit(f"{', '.join(missing)}: made from builder/, which is not here; build from a checkout")
    for name, content in catalogues():
        write_changed(name, content)


def completing(command: type[Command]) -> type[Command]:
    """The command, with the package completed first."""

    class Completing(command):
        def run(self) -> None:
            complete_package()
            super().run()

    return Completing


if __name__ == "__main__":
    # For an editable install setuptools runs build_py too, but turns its errors into warnings.
    commands = {each.__name__: completing(each) for each in (build_py, editable_wheel, sdist)}
    with tempfile.TemporaryDirectory() as room:  # a build/ that stays here would be packed by the next build
        setup(cmdclass=commands, options={"build": {"build_base": room}})
