"""YAML as authors type it: plain values, each with its place."""

from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st
from signpost_builder.source.yaml_nodes import load

PATH = PurePosixPath("a.yaml")


def value(text):
    document, findings = load(text, PATH)
    assert findings == ()
    return document.value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("true", True),
        ("false", False),
        ("yes", "yes"),
        ("No", "No"),
        ("True", "True"),
        ("2026-12-01", "2026-12-01"),
        ("12:30", "12:30"),
        ("5", 5),
        ("-5", -5),
        ("0", 0),
        ("0800", "0800"),
        ("1_000", "1_000"),
        ("0x10", "0x10"),
        ("2.5", 2.5),
        ("1e3", "1e3"),
        (".inf", ".inf"),
        ("9" * 5000, "9" * 5000),
        ("null", None),
        ("~", None),
        ('"true"', "true"),
        ("'5'", "5"),
    ],
)
def test_plain_words(text, expected):
    """Only what an author means as a number or as true and false is one."""
    assert value(f"a: {text}") == {"a": expected}


def test_every_value_knows_its_place():
    """Line and column from 1, of the key and of the value; `shift` counts the lines before front matter."""
    document = load("a:\n  - b: one\n    c: |\n      two {x}\n", PATH, shift=1).value

    assert str(document.span("a", 0, "b")) == "a.yaml:3:8"
    assert str(document.span("a", 0, "b", of_key=True)) == "a.yaml:3:5"
    assert str(document.span("a", 0, "nothing")) == "a.yaml:3:5"
    assert str(document.passage("a", 0, "c").span(4)) == "a.yaml:5:11"


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text):
    """Never a traceback."""
    document, findings = load(text, PATH)

    assert (document is None) == bool(findings)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn"]), max_size=200))
def test_any_quoted_text_comes_back(text):
    """What stands in quotes is what the course gets."""
    quoted = text.replace("'", "''")

    assert value(f"a: '{quoted}'") == {"a": text}
