"""Makes the generated files of the form page from the player's modules and styles.

    .venv/bin/python survey/page/link.py        in the root folder, with the builder's environment

They are kept in Git, because the store is installed where the builder is not; tests/test_survey_page.py compares.
"""

from importlib.resources import files
from pathlib import Path

import minify
from signpost_builder.page.script import link, minified, source

HERE = Path(__file__).parent
TARGET = HERE.parent / "signpost_survey" / "page"
STYLES = ("tokens", "base", "blocks", "questions", "order", "match", "number", "scale", "print")


def read(module: str) -> str:
    """A module of this page, or the player's."""
    own = HERE / module
    return own.read_text(encoding="utf-8") if own.is_file() else source(module)


def script() -> str:
    return minified(link("form-page.js", "none", read)) + "\n"


def style() -> str:
    player = files("signpost_builder").joinpath("player")
    parts = [player.joinpath(f"{name}.css").read_text(encoding="utf-8") for name in STYLES]
    return minify.string("text/css", "\n".join([*parts, (HERE / "form-page.css").read_text(encoding="utf-8")])) + "\n"


def generated() -> dict[str, bytes]:
    """What stands in signpost_survey/page/, by name."""
    texts = {"form.js": script(), "form.css": style()}
    return {name: text.encode("utf-8") for name, text in texts.items()}


if __name__ == "__main__":
    for name, body in generated().items():
        (TARGET / name).write_bytes(body)
        print(f"{TARGET / name}: {len(body)} bytes")
