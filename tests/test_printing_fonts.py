"""Without fonts nothing is printed, and it is said what to do."""

from pathlib import Path

import click
import pytest
from signpost_builder.printing import compiling


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """The package's files in another folder, for as long as the test runs."""
    monkeypatch.setattr(compiling, "files", lambda _package: tmp_path)
    compiling.fonts.cache_clear()
    yield tmp_path
    compiling.fonts.cache_clear()


@pytest.mark.parametrize("folder", ["missing", "empty", "licence alone"])
def test_no_page_without_letters(elsewhere: Path, folder: str) -> None:
    if folder != "missing":
        (elsewhere / "fonts").mkdir()
    if folder == "licence alone":
        (elsewhere / "fonts/OFL.txt").write_text("words")

    with pytest.raises(click.ClickException, match=r"no fonts are in .*pip install --force-reinstall .*run 'make'"):
        compiling.fonts()
