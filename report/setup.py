"""Puts the charts that this distribution shares with the builder into the package before it is packed.

From a checkout they are copied anew each time; a source distribution carries them and has no charts/ beside it.
"""

import tempfile
from pathlib import Path

from setuptools import Command, setup
from setuptools.command.build_py import build_py
from setuptools.command.editable_wheel import editable_wheel
from setuptools.command.egg_info import egg_info
from setuptools.command.sdist import sdist

HERE = Path(__file__).parent
TARGET = HERE / "signpost_report" / "charts"
CHARTS = HERE.parent / "charts"


def complete_package() -> None:
    """The charts as they are in this checkout, and nothing that was there before."""
    if not CHARTS.is_dir():
        if not (TARGET / "__init__.py").is_file():
            raise SystemExit("signpost_report/charts is made from charts/, which is not here; build from a checkout")
        return
    TARGET.mkdir(exist_ok=True)
    wanted = {one.name: one.read_bytes() for one in sorted(CHARTS.glob("*.py"))}
    for one in TARGET.glob("*.py"):
        if one.name not in wanted:
            one.unlink()
    for name, content in wanted.items():
        target = TARGET / name
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
