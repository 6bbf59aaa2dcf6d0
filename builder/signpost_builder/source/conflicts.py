"""What Git leaves in a file that two people changed: both versions, between marks that no reader may take for text."""

import re
from pathlib import PurePosixPath

from signpost_builder.diagnostics import Findings, Read, Span, error

MARK = re.compile(r"(<{7}|={7}|>{7}|\|{7})(?: .*)?$", re.MULTILINE)
HINT = "keep one of the two versions; delete the other, and the lines '<<<<<<<', '=======' and '>>>>>>>'"


def without_conflicts(text: str, path: PurePosixPath) -> Read[str]:
    """The text with the first version of each conflict, line for line; every mark is noted once for each conflict."""
    if not any(sign * 7 in text for sign in "<=>|"):
        return Read(text)
    findings, lines = Findings(), text.split("\n")
    opened = dropping = False
    for number, line in enumerate(lines):
        mark = MARK.match(line)
        if mark:
            sign = mark[1][0]
            if sign == "<" or not opened:
                message = f"a merge conflict was left here: '{line[:60]}'"
                findings.append(error(Span(path, number + 1, 1), "merge-conflict", message, HINT))
            opened = sign != ">" and (opened or sign == "<")
            dropping = opened and sign in "=|"
        if mark or dropping:
            lines[number] = ""
    return findings.beside("\n".join(lines))
