"""Every code of the package linter has a paragraph in docs/diagnostics.md and a failing sample in the tests."""

import re
from pathlib import Path

from signpost_builder.explanations import explanations

ROOT = Path(__file__).parent.parent
CODE = re.compile(r'"((?:zip|manifest|sequencing|content|h5p|olx)-(?!php-|editor-)[a-z0-9-]+)"')

JUDGES = (
    "builder/signpost_builder/checking.py",
    "builder/signpost_builder/formats/*/check*.py",
    "builder/signpost_builder/formats/scorm/vocabulary.py",
)


def codes_in(*patterns: str) -> set[str]:
    files = [file for pattern in patterns for file in sorted(ROOT.glob(pattern))]
    return {code for file in files for code in CODE.findall(file.read_text(encoding="utf-8"))}


def test_the_three_lists_agree():
    """What is found, what is explained, what is proven."""
    found = codes_in("builder/signpost_builder/lint/*.py", *JUDGES, "builder/signpost_builder/formats/h5p/cli/*.py")
    explained = {code for code in explanations() if CODE.fullmatch(f'"{code}"')}
    proven = codes_in(
        "tests/test_lint_manifest.py",
        "tests/test_lint_zip.py",
        "tests/test_lint_answers.py",
        "tests/test_lint_content.py",
        "tests/test_*h5p*.py",
        "tests/test_lint_olx.py",
    )

    assert explained == found
    assert proven >= found


def test_every_explanation_says_something():
    """A heading alone helps nobody."""
    assert [code for code, text in explanations().items() if len(text.split()) < 5] == []
