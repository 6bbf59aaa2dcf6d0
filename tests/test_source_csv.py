"""Comma-separated rows with a place for every field."""

from pathlib import PurePosixPath

from hypothesis import given
from hypothesis import strategies as st
from signpost_builder.source.csv_rows import rows

PATH = PurePosixPath("a.csv")


def table(text):
    read, findings = rows(text, PATH)
    return [[(field.value, field.span.line, field.span.column) for field in row] for row in read], findings


def test_fields_and_places():
    """Quotes, commas and line ends inside quotes; empty rows are left out."""
    assert table('a,b\n\n"x, ""y""",z\n"one\ntwo",\n') == (
        [
            [("a", 1, 1), ("b", 1, 3)],
            [('x, "y"', 3, 1), ("z", 3, 12)],
            [("one two", 4, 1), ("", 5, 6)],
        ],
        (),
    )


def test_an_open_quote_is_a_finding():
    """What follows cannot be cut into fields."""
    assert [finding.code for finding in table('a,"b\nc')[1]] == ["malformed-row"]


@given(
    st.lists(
        st.lists(st.from_regex(r"[^\s,\"]([^\r\n\"]*[^\s\"])?", fullmatch=True), min_size=2, max_size=4), max_size=4
    )
)
def test_quoted_fields_come_back(written):
    """Whatever stands in quotes, with spaces put together."""
    text = "\n".join(",".join('"' + field + '"' for field in row) for row in written)

    assert [[value for value, _, _ in row] for row in table(text)[0]] == [
        [" ".join(field.split()) for field in row] for row in written
    ]


def test_semicolons_separate_as_well():
    """A spreadsheet of a country that writes 1,5; the sign of the header counts, and the other is a letter like any."""
    table = rows('id;name;hot_spots\none;"Hall; annexe";Mill Lane, by the shop\n', PATH).value
    assert [[field.value for field in row] for row in table[1:]] == [["one", "Hall; annexe", "Mill Lane, by the shop"]]
    table = rows("id,hot_spots\none,Bus station; Mill Lane; the park\n", PATH).value
    assert [field.value for field in table[1]] == ["one", "Bus station; Mill Lane; the park"]
