"""What a person reads before a release: advice that gives a time, and who stands in the scenarios.

    .venv/bin/python docs/advice.py

One rule holds everywhere: report immediately, record the same day. So every sentence with "same day", "today",
"tonight" or "tomorrow" is printed with its place, for a reader to judge. Then come the counts of docs/scenarios.md.
"""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
READ = ("modules/*/module.md", "modules/*.yaml", "quizzes/*.yaml", "builder/signpost_builder/templates/strings.*.json")
TIME = re.compile(r"\b(?:same day|today|tonight|tomorrow)\b", re.IGNORECASE)
SENTENCE = re.compile(r"(?<=[.!?])[\"'”’*]*\s+|\s*\|\s*|<br>")
COUNTED = ("module", "for", "you are", "age", "sex", "lives with", "their age", "their sex")


def timed_advice(root: Path) -> Iterator[str]:
    """ "file:line: sentence" for each sentence that gives a time, in the order of the files."""
    for pattern in READ:
        for path in sorted(root.glob(pattern)):
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                for sentence in SENTENCE.split(line.strip()):
                    if TIME.search(sentence):
                        yield f"{path.relative_to(root)}:{number}: {sentence}"


def scenarios(root: Path) -> list[dict[str, str]]:
    """The rows of docs/scenarios.md by column."""
    lines = [
        line for line in (root / "docs/scenarios.md").read_text(encoding="utf-8").splitlines() if line.startswith("|")
    ]
    head, _, *rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in lines)
    return [dict(zip(head, row, strict=True)) for row in rows]


def counts(rows: list[dict[str, str]]) -> Iterator[str]:
    """ "column: value 3, other 2", the most frequent first. Names are counted too: each should stand once."""
    yield f"scenarios: {len(rows)}"
    for column in ("child", *COUNTED):
        values = Counter(value for row in rows for value in row[column].split(", "))
        yield f"{column}: " + ", ".join(
            f"{value} {number}" for value, number in sorted(values.items(), key=lambda one: (-one[1], one[0]))
        )


if __name__ == "__main__":
    print("Advice that gives a time\n")
    print(*timed_advice(ROOT), sep="\n")
    print("\nWho is in the scenarios\n")
    print(*counts(scenarios(ROOT)), sep="\n")
