"""What sources show that lies in the project beside `course/`, `modules/` and `quizzes/`: pictures for several courses."""

import re
from urllib.parse import unquote

TEXTS = (".md", ".yaml")
# From a folder in one of the three: "../../assets/gate.png", also "<../../our pictures/gate.png>" and "../../our%20pictures/gate.png".
BESIDE = re.compile(r"\.\./\.\./(?!\.)([^/\n<>\"'()]+)")


def names_beside(content: bytes) -> frozenset[str]:
    """Of folders and files at the top of the project that a source may mean: rather one too many, as where a name ends is not always clear."""
    if b"../../" not in content:
        return frozenset()
    written = BESIDE.findall(content.decode("utf-8", "replace"))
    return frozenset(
        unquote(name) for each in written for name in (each.strip(), each.split()[0] if each.strip() else "") if name
    )
