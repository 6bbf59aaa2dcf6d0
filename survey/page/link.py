"""Makes the generated files of the form page from the player's modules and styles and the published help lines.

    .venv/bin/python survey/page/link.py        in the root folder, with the builder's environment

They are kept in Git, because the store is installed where the builder is not; tests/test_survey_page.py compares.
"""

import json
from importlib.resources import files
from pathlib import Path

import minify
import yaml
from signpost_builder.model import dialled
from signpost_builder.page.script import link, minified, source
from signpost_builder.source.contacts import Fault, telephone

HERE = Path(__file__).parent
TARGET = HERE.parent / "signpost_survey" / "page"
HELPLINES = HERE.parents[1] / "modules" / "helplines.yaml"
STYLES = ("tokens", "base", "blocks", "questions", "order", "match", "number", "scale", "print")
SHOWN = ("name", "purpose", "phone", "email", "url", "hours", "audiences")


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


def helplines() -> str:
    """The national lines in their order, with what the page shows of them."""
    lines = yaml.load(HELPLINES.read_text(encoding="utf-8"), yaml.BaseLoader)
    shown = [
        {name: line[name] for name in SHOWN if name in line}
        | {"emergency": line.get("emergency") == "true"}
        | (telephone_of(line["phone"]) if "phone" in line else {})
        for line in lines
    ]
    return json.dumps(shown, sort_keys=True, ensure_ascii=False, indent=2) + "\n"


def telephone_of(typed: str) -> dict[str, str]:
    """The number as the courses show and dial it. Raises ValueError for one that `signpost check` refuses."""
    number = telephone(typed)
    if isinstance(number, Fault):
        raise ValueError(f"'{typed}' {number.message}")
    return {"phone": number.number, "dial": dialled(number.number), "extension": number.extension}


def generated() -> dict[str, bytes]:
    """What stands in signpost_survey/page/, by name."""
    texts = {"form.js": script(), "form.css": style(), "helplines.json": helplines()}
    return {name: text.encode("utf-8") for name, text in texts.items()}


if __name__ == "__main__":
    for name, body in generated().items():
        (TARGET / name).write_bytes(body)
        print(f"{TARGET / name}: {len(body)} bytes")
