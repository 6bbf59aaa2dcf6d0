"""What each diagnostic code means, from docs/diagnostics.md: one text for readers and for `signpost explain`."""

import re
from pathlib import Path

PACKAGE = Path(__file__).parent
PAGE = PACKAGE.parent.parent / "docs" / "diagnostics.md"  # in a checkout
COPY = PACKAGE / "diagnostics.md"  # in a wheel: setup.py puts it there
HEADING = re.compile(r"^#{2,4} `(?P<code>[a-z0-9-]+)`[ \t]*\n(?P<text>.*?)(?=^#|\Z)", re.MULTILINE | re.DOTALL)


def explanations() -> dict[str, str]:
    """Code -> what stands below its heading, in the order of the page."""
    text = (PAGE if PAGE.is_file() else COPY).read_text(encoding="utf-8")
    return {heading["code"]: heading["text"].strip() for heading in HEADING.finditer(text)}
