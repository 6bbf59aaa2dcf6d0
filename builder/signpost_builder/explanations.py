"""What each diagnostic code means, from docs/diagnostics.md: one text for readers and for `signpost explain`."""

import re
from pathlib import Path

PAGE = Path(__file__).parent.parent.parent / "docs" / "diagnostics.md"
HEADING = re.compile(r"^#{2,4} `(?P<code>[a-z0-9-]+)`[ \t]*\n(?P<text>.*?)(?=^#|\Z)", re.MULTILINE | re.DOTALL)


def explanations() -> dict[str, str]:
    """Code -> what stands below its heading, in the order of the page."""
    return {found["code"]: found["text"].strip() for found in HEADING.finditer(PAGE.read_text(encoding="utf-8"))}
