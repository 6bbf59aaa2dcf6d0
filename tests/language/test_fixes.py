"""A quick fix is what the hint says, and after it the finding is gone: tried on every case of tests/diagnostics."""

import re
from pathlib import PurePosixPath

import pytest
from signpost_builder.diagnostics import Span, error
from signpost_builder.language.fixes import HINTS, changes

from tests.source_projects import findings
from tests.test_diagnostics import ALL_CASES

FINDING = re.compile(r"(?:error|warning)\[([a-z0-9-]+)\]: .*\n    hint: (.*)")


@pytest.mark.parametrize(
    ("line", "column", "message", "hint", "expected"),
    [
        ("😀 {fact:NRM-1} x", 3, "there is no fact 'NRM-1'", "did you mean 'NRM-01'?", ["😀 {fact:NRM-01} x"]),
        ("  type: singel", 9, "'type' cannot be 'singel'", "known: single, order", ["  type: single", "  type: order"]),
        ("version: 1.0 # x", 10, "'version' needs text", 'put it in quotes: "1.0"', ['version: "1.0" # x']),
        (
            "percent: 0.8",
            10,
            "'percent' needs a whole number",
            "write 80, digits only, without quotes",
            ["percent: 80"],
        ),
        ("  - stem: x", 5, "a question needs 'id'", "add a line 'id: …'", ["  - id: \n    stem: x"]),
        ("- {stem: x}", 3, "a question needs 'id'", "add a line 'id: …'", ["- {id: , stem: x}"]),
        ("::: quiz", 1, "'quiz' needs 'ref=…'", "write '::: quiz ref=…'", ['::: quiz ref="…"']),
        ("cost $5", 6, "a '$' here", "take '$' away", ["cost $5".replace("$", "")]),
        ("{fact:zz} x", 1, "there is no fact 'zz'", "known: A-1, A-2, …", []),
        ("anything", 1, "something else", "ask somebody", []),
        ("![x](a.docx)", 1, "'.docx' is not a kind of file shown here", "known: .gif, .png", []),
        ("[x](htps://a.uk)", 5, "a link cannot begin with 'htps:'", "did you mean 'https:'?", ["[x](https://a.uk)"]),
        ('::: sensitive title="x', 1, "'sensitive' needs 'title=…'", "write '::: sensitive title=…'", []),
        ("![x](mapp.svg)", 1, "there is no file 'modules/one/mapp.svg'", "did you mean 'map.svg'?", ["![x](map.svg)"]),
    ],
)
def test_what_a_hint_becomes(line, column, message, hint, expected):
    """The rest of the line stays as it is."""
    finding = error(Span(PurePosixPath("a"), 1, column), "code", message, hint)

    assert [line[: each.start] + each.text + line[each.end :] for each in changes(finding, line)] == expected


def ways():
    """A case for each code and each kind of hint that has a fix."""
    found = {}
    for case in ALL_CASES:
        for code, hint in FINDING.findall(case.expected):
            for pattern, _ in HINTS:
                if re.fullmatch(pattern, hint) and "options" not in case.files:
                    found.setdefault((code, pattern), case)
    return found


WAYS = ways()


@pytest.mark.parametrize(("code", "hint"), WAYS, ids=lambda part: part[:20])
def test_a_fix_mends_what_was_found(code, hint, tmp_path):
    """The finding has gone from its place, whatever else is wrong there."""
    folder = WAYS[code, hint].write(tmp_path)
    found = [each for each in findings(folder) if each.code == code and re.fullmatch(hint, each.hint)]
    for finding in found:
        path = tmp_path / finding.span.path
        lines = path.read_text("utf-8").split("\n")
        number = max(finding.span.line - 1, 0)
        change = next(changes(finding, lines[number]), None)
        if change is None:
            continue
        mended = lines[number][: change.start] + change.text + lines[number][change.end :]
        path.write_text("\n".join([*lines[:number], mended, *lines[number + 1 :]]), "utf-8")

        left = [(each.code, each.message) for each in findings(folder) if each.span.path == finding.span.path]
        assert left.count((code, finding.message)) < len([each for each in found if each.message == finding.message])
        return
    pytest.fail(f"no change for '{hint}'")
