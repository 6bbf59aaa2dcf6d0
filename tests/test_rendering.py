"""How diagnostics print, in each style."""

import json
from pathlib import PurePosixPath

from signpost_builder.diagnostic_text import MOST_OF_A_CODE, RENDERINGS, capped, concise, count, full, github, json_line
from signpost_builder.diagnostics import NOWHERE, Diagnostic, Span

FOUND = Diagnostic(
    Span(PurePosixPath("quizzes/basics.yaml"), 9, 3),
    "unknown-field",
    "error",
    "'corect' is not a field",
    "did you mean 'correct'?",
)
WHOLE = Diagnostic(Span(PurePosixPath("course/a/sites.csv")), "file-missing", "warning", "100% missing,\nreally", "")


def line(span):
    return "\tcorect: true"


def test_concise():
    """Place, code, message, then the hint on its own line."""
    assert (
        concise(FOUND, line)
        == "quizzes/basics.yaml:9:3: error[unknown-field]: 'corect' is not a field\n    hint: did you mean 'correct'?"
    )
    assert concise(WHOLE, line) == "course/a/sites.csv:1:1: warning[file-missing]: 100% missing,\nreally"


def test_full_shows_the_line_and_the_column():
    """A tab stays a tab under the line, so the caret stands where an editor shows the column."""
    assert full(FOUND, line).splitlines()[1:] == ["    \tcorect: true", "    \t ^", "    hint: did you mean 'correct'?"]
    assert full(WHOLE, line) == concise(WHOLE, line)


def test_github_escapes_what_its_commands_reserve():
    """https://docs.github.com/actions: workflow commands; per cent, line ends, and in properties colon and comma."""
    assert (
        github(FOUND, line)
        == "::error file=quizzes/basics.yaml,line=9,col=3,title=unknown-field::'corect' is not a field (did you mean 'correct'?)"
    )
    assert github(WHOLE, line).endswith("::100%25 missing,%0Areally")


def test_json_is_one_object_on_one_line():
    """For other programs."""
    text = json_line(WHOLE, line)

    assert "\n" not in text
    assert json.loads(text) == {
        "path": "course/a/sites.csv", "line": 0, "column": 0, "code": "file-missing", "severity": "warning", "message": "100% missing,\nreally", "hint": "",
    }  # fmt: skip


def test_the_count_names_both_severities():
    """Singular and plural."""
    assert count([FOUND, FOUND, WHOLE]) == "2 errors, 1 warning"
    assert count([]) == ""


def test_every_style_is_in_the_table():
    """The table is what `--diagnostics` offers."""
    assert list(RENDERINGS) == ["concise", "full", "github", "json"]


def test_what_has_no_place_names_none():
    """About a whole package."""
    assert concise(Diagnostic(NOWHERE, "openedx-native", "warning", "x"), line) == "warning[openedx-native]: x"


def test_a_hundred_of_each_code_and_the_number_of_the_rest():
    """800,000 lines bury the one that matters; a code of which there is one more than a hundred is shown whole."""
    many = [Diagnostic(Span(PurePosixPath("a"), line), "not-in-h5p", "warning", "x") for line in range(1, 5_001)]
    few = [Diagnostic(Span(PurePosixPath("b"), line), "other", "error", "y") for line in range(1, MOST_OF_A_CODE + 2)]

    shown = capped([*many, *few])

    assert shown[:MOST_OF_A_CODE] == many[:MOST_OF_A_CODE]
    assert (shown[MOST_OF_A_CODE].span.line, shown[MOST_OF_A_CODE].message) == (
        101,
        "and 4,900 more of this kind from here on",
    )
    assert shown[MOST_OF_A_CODE + 1 :] == few
