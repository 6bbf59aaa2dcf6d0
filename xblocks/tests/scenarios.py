"""What the wheel brings for a workbench: the fire course of tests/fire as four blocks.

PYTHONPATH=..:../builder .venv/bin/python tests/scenarios.py        in xblocks/, writes them anew
"""

import datetime
from collections.abc import Mapping
from pathlib import Path

from rendered import element, written
from signpost_builder.editions import edition
from signpost_builder.page import render
from signpost_builder.page.parts import Parts
from signpost_builder.read import read_course

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "xblocks/signpost_xblocks/scenarios"
AS_OF = datetime.date(2026, 11, 28)


def scenarios() -> Mapping[str, str]:
    """Name -> OLX."""
    course, _ = read_course(ROOT / "tests/fire/course/fire", as_of=AS_OF, strict=False)
    shown = render(edition(course, None, course.audiences[0], course.languages[0]))
    private, server = (Parts(shown, {}, answers) for answers in ("private", "server"))
    module = shown.edition.modules[0]
    elements = {
        "module": element("signpost_module", module.id, private.module(module), {}),
        "before": element("signpost_quiz", "fire__before", private.questions("before"), {"phase": "before"}),
        "after": element("signpost_quiz", "fire__after", private.questions("after"), {"phase": "after"}),
        "after-server": element(
            "signpost_quiz", "fire__after", server.questions("after"), {"phase": "after", "grading": "server"}
        ),
    }
    return {name: written(node) for name, node in elements.items()}


if __name__ == "__main__":
    for name, olx in scenarios().items():
        (FOLDER / f"{name}.xml").write_text(olx, "utf-8")
