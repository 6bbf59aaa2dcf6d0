"""Whatever is uploaded, the linter answers with a report: hostile packages are its daily work."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builder.lint import Report
from tests.packages import MANIFESTS, found_in, write_package

same_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


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
@given(name=st.sampled_from(["a.html", "a.css", "a.js", "a.svg"]), content=st.one_of(st.binary(max_size=200), st.text(alphabet="<>!-/'\"= scriptyle&;(){}:", max_size=200).map(str.encode)))
def test_pages_and_scripts_of_any_content(name, content, tmp_path):
    """Pages that no browser would show."""
    assert isinstance(found_in(write_package(tmp_path, files={name: content})), Report)
