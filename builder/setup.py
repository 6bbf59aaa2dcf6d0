"""Puts what the builder shares with the rest of the repository into the package before it is packed: the charts, the page
that `signpost explain` reads, and the font of what is printed.

From a checkout they are copied anew each time; a source distribution carries them and has none beside it.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from setuptools import Command, setup
from setuptools.command.build_py import build_py
from setuptools.command.editable_wheel import editable_wheel
from setuptools.command.egg_info import egg_info
from setuptools.command.sdist import sdist

HERE = Path(__file__).parent
PACKAGE = HERE / "signpost_builder"
CHARTS, PAGE = HERE.parent / "charts", HERE.parent / "docs" / "diagnostics.md"
FONTS = HERE.parent / "report" / "signpost_report" / "fonts"  # with their licence
PLACE = PACKAGE / "printing" / "fonts"


def shared() -> Iterator[tuple[Path, Path]]:
    """Where each file comes from, and its place in the package."""
    for source in sorted(CHARTS.glob("*.py")):
        yield source, PACKAGE / "charts" / source.name
    yield PAGE, PACKAGE / "diagnostics.md"
    for source in sorted(FONTS.iterdir()):
        yield source, PLACE / source.name


def complete_package() -> None:
    """What is shared as it is in this checkout, and nothing that was there before."""
    if not (CHARTS.is_dir() and PAGE.is_file() and FONTS.is_dir()):
        made = (PACKAGE / "charts" / "__init__.py", PACKAGE / "diagnostics.md", PLACE / "OFL.txt")
        if not all(one.is_file() for one in made):
            raise SystemExit("signpost_builder lacks its charts, diagnostics.md or font; build from a checkout")
        return
    for folder in (PACKAGE / "charts", PLACE):
        folder.mkdir(exist_ok=True)
    wanted = {target: source.read_bytes() for source, target in shared()}
    for old in {*(PACKAGE / "charts").glob("*.py"), *PLACE.iterdir()} - wanted.keys():
        old.unlink()
    for target, content in wanted.items():
        if not target.is_file() or target.read_bytes() != content:
            target.write_bytes(content)


def completing(command: type[Command]) -> type[Command]:
    """The command, with the package completed first."""

    class Completing(command):
        def run(self) -> None:
            complete_package()
            super().run()

    return Completing


if __name__ == "__main__":
    # For an editable install setuptools runs build_py too, but turns its errors into warnings.
    commands = {each.__name__: completing(each) for each in (build_py, editable_wheel, egg_info, sdist)}
    with tempfile.TemporaryDirectory() as room:  # a build/ that stays here would be packed by the next build
        setup(cmdclass=commands, options={"build": {"build_base": room}})
