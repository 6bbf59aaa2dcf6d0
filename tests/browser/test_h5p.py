"""H5P packages in a player that we did not write (h5p-standalone), made by the tool that we did not write (h5p-cli).

The real content types are not on npm: stub libraries stand for them, which show every text that they are given. That our
parameters are what the real types read is the business of the tables in `signpost_builder.formats.h5p.fields`.
"""

import html
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from signpost_builder.formats.h5p.cli import Libraries, Tool, full_tree, locate, with_libraries
from signpost_builder.model import Asset
from signpost_builder.package import read_asset

from tests.browser import packages
from tests.browser.launches import Seat
from tests.browser.server import Server
from tests.h5p_libraries import write_libraries
from tests.h5p_packages import MAINS, a_tree

ROOT = Path(__file__).parents[2]
STANDALONE = ROOT / "node_modules" / "h5p-standalone" / "dist"
HOST = """<!doctype html><html lang="en"><title>Host</title><link rel="icon" href="data:,"><main id="place"></main>
<script src="/standalone/main.bundle.js"></script>
<script>
  new H5PStandalone.H5P(document.getElementById("place"), {
    h5pJsonPath: "/PACKAGE", frameJs: "/standalone/frame.bundle.js", frameCss: "/standalone/styles/h5p.css",
  }).then(() => { window.shown = true; });
</script></html>"""
HIDDEN = frozenset({"subContentId", "metadata", "mime", "path", "library", "copyright"})


@pytest.fixture(scope="session")
def tool() -> Tool:
    return locate(ROOT)


@pytest.fixture(scope="session")
def stub_libraries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_libraries(tmp_path_factory.mktemp("libraries"))


def shown(seat: Seat, server: Server, name: str, tree: Mapping[str, bytes]) -> Any:
    """The frame in which the player shows the package."""
    server.mount_folder("standalone", STANDALONE)
    server.mount(name, tree)
    server.mount(f"{name}-host", {"index.html": HOST.replace("PACKAGE", name).encode()})
    page = seat.open(f"{server.origin}/{name}-host/")
    page.wait_for_function("window.shown")
    body = page.frame_locator("iframe").locator("body")
    body.locator(".h5p-content > *").first.wait_for(
        state="attached"
    )  # the frame fills itself after the promise is kept
    return body


def texts(value: Any) -> Iterator[str]:
    """Every text of content that a person is meant to read, without its elements."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in HIDDEN:
                yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)
    elif isinstance(value, str):
        yield from (words for piece in re.split(r"<[^>]*>", value) if (words := plain(html.unescape(piece))))


def plain(text: str) -> str:
    return " ".join(text.split())


def test_the_library_that_the_tool_ships(seat, server, tool):
    """A real content type, exported by the real tool, shown by a real player."""
    metadata = {
        "title": "Hello",
        "language": "en",
        "mainLibrary": "H5P.GreetingCard",
        "embedTypes": ["iframe"],
        "preloadedDependencies": [{"machineName": "H5P.GreetingCard", "majorVersion": 1, "minorVersion": 0}],
    }
    content = {"greeting": "<p>Tell the safeguarding lead today</p>"}
    tree = {"h5p.json": json.dumps(metadata).encode(), "content/content.json": json.dumps(content).encode()}

    body = shown(seat, server, "greeting", full_tree(tree, ROOT / "node_modules" / "h5p-cli" / "libraries", tool))

    assert "Tell the safeguarding lead today" in body.inner_text()


@pytest.mark.parametrize("main", MAINS)
def test_all_text_of_a_package_is_shown(main, seat, server, tool, stub_libraries):
    """Through every level of types in types: none is without its constructor, none of the text is lost."""
    tree = a_tree(main)

    body = shown(seat, server, main.lower().replace(".", "-"), full_tree(tree, stub_libraries, tool))

    read = plain(body.inner_text())
    expected = set(texts(json.loads(tree["content/content.json"])))
    assert len(expected) > 3
    assert {words for words in expected if words not in read} == set()


@pytest.mark.parametrize(
    "audience",
    ["staff", *(pytest.param(name, marks=pytest.mark.slow) for name in ("hub-leader", "caregiver", "sibling"))],
)
def test_all_text_of_the_shipped_course_is_shown(audience, seat, server, tool, stub_libraries):
    """Every package of an edition, with its libraries, level by level. The chapters of a module's own book are the lessons'."""
    shipped = packages.packages(packages.an_edition(packages.course(packages.SHIPPED), audience=audience), "h5p")
    libraries = Libraries(folder=stub_libraries, tool=tool, required=True)
    for number, package in enumerate(
        one for one in shipped if one.name.endswith(".h5p") and "-module-" not in one.name
    ):
        tree = {
            name: read_asset(content) if isinstance(content, Asset) else content
            for name, content in with_libraries(package, libraries).tree.items()
        }

        read = plain(shown(seat, server, f"shipped-{number}", tree).inner_text())

        assert {words for words in texts(json.loads(tree["content/content.json"])) if words not in read} == set(), (
            package.name
        )
    assert number >= 1
