"""Whatever is uploaded, the linter answers with a report: hostile packages are its daily work."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from signpost_builder.checking import Report, lint

from tests.h5p_packages import MAINS, a_tree, metadata_of, write_h5p
from tests.packages import MANIFESTS, found_in, write_package

WORDS = st.sampled_from(
    [
        "library",
        "params",
        "content",
        "path",
        "mime",
        "correct",
        "H5P.Blanks 1.14",
        "images/map.png",
        "branchingQuestion",
        "<p>*x",
        "-1",
    ]
)
HTML = st.text(alphabet="<>![]-/&;*\"'=:# aptelhref", max_size=40)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 200)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=10)
    | WORDS
    | HTML,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=6,
)
same_folder = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every list and object in a JSON value, with each of its indexes or keys."""
    steps = value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for step in steps:
        yield value, step
        yield from places(value[step])


@same_folder
@given(changes=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=6)), max_size=5))
def test_a_zip_with_altered_bytes(changes, tmp_path):
    """Bytes overwritten anywhere: damage is reported, never a traceback."""
    path = write_package(tmp_path)
    data = bytearray(path.read_bytes())
    for place, altered in changes:
        start = int(place * len(data))
        data[start : start + len(altered)] = altered
    path.write_bytes(data)

    assert isinstance(found_in(path), Report)


@pytest.mark.parametrize("standard", MANIFESTS)
@same_folder
@given(st.data())
def test_a_manifest_with_altered_text(standard, tmp_path, data):
    """Pieces cut out of, or put into, a manifest."""
    text = MANIFESTS[standard]
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text) - 1))
        text = text[:start] + data.draw(st.text(max_size=8)) + text[start + data.draw(st.integers(0, 30)) :]

    assert isinstance(found_in(write_package(tmp_path, text)), Report)


@same_folder
@given(
    name=st.sampled_from(["a.html", "a.css", "a.js", "a.svg"]),
    content=st.one_of(
        st.binary(max_size=200), st.text(alphabet="<>!-/'\"= scriptyle&;(){}[]:", max_size=200).map(str.encode)
    ),
)
def test_pages_and_scripts_of_any_content(name, content, tmp_path):
    """Pages that no browser would show."""
    assert isinstance(found_in(write_package(tmp_path, files={name: content})), Report)


@same_folder
@given(main=st.sampled_from([*MAINS]), data=st.data())
def test_h5p_content_of_any_shape(main, data, tmp_path):
    """Any JSON in place of any part of the content or of the metadata."""
    content, metadata = copy.deepcopy(MAINS[main]), metadata_of(main, MAINS[main])
    for value in (content, metadata):
        for _ in range(data.draw(st.integers(0, 2))):
            place, step = data.draw(st.sampled_from([*places(value)]))
            place[step] = data.draw(JSON)

    assert isinstance(lint(write_h5p(tmp_path / "package.h5p", a_tree(main, content, metadata))), Report)


@same_folder
@given(changes=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=6)), max_size=5))
def test_an_h5p_package_with_altered_bytes(changes, tmp_path):
    """Bytes overwritten anywhere in the file."""
    path = write_h5p(tmp_path / "package.h5p", a_tree("H5P.InteractiveBook"))
    data = bytearray(path.read_bytes())
    for place, altered in changes:
        start = int(place * len(data))
        data[start : start + len(altered)] = altered
    path.write_bytes(data)

    assert isinstance(lint(path), Report)


@same_folder
@given(
    name=st.sampled_from(["h5p.json", "content/content.json", "H5P.Blanks-1.14/library.json"]),
    content=st.binary(max_size=60),
)
def test_h5p_files_of_any_bytes(name, content, tmp_path):
    """No JSON at all."""
    assert isinstance(lint(write_h5p(tmp_path / "package.h5p", {**a_tree("H5P.QuestionSet"), name: content})), Report)
