"""What each writer returns: names, kinds and trees, from a real page."""

import pytest
from signpost_builder.formats import FORMATS
from signpost_builder.formats.scorm.options import Scorm
from signpost_builder.formats.scorm.xsd import STANDARDS, control_documents
from signpost_builder.page import render

from tests.builders import a_course, a_module, a_page, an_asset, an_edition, prose
from tests.packages import PLACES

SITE = {"index.html", "player.css", "player.js"}


@pytest.mark.parametrize("format", STANDARDS)
def test_a_scorm_package_holds_the_page_and_a_manifest(format):
    """Nothing else: no JSON, no module files, no maps."""
    (package,) = FORMATS[format].packages(render(an_edition()))

    assert (package.name, package.kind) == (f"spot-the-signs-{format}.zip", "zip")
    assert set(package.tree) == {"imsmanifest.xml", *SITE}


@pytest.mark.parametrize("format", STANDARDS)
def test_the_strict_profile_adds_the_schemas(format):
    """At the root, unaltered, and named in the manifest."""
    documents = control_documents(format, PLACES)
    course = a_course(options={"scorm": Scorm(control_documents={format: documents})})
    (package,) = FORMATS[format].packages(render(an_edition(course)))

    assert set(package.tree) == {"imsmanifest.xml", *SITE, *documents}
    assert b"schemaLocation" in package.tree["imsmanifest.xml"]
    assert b"schemaLocation" not in FORMATS[format].packages(render(an_edition()))[0].tree["imsmanifest.xml"]


def test_the_web_edition_is_a_folder_and_one_file():
    """The folder for a server, the file for a double-click."""
    folder, file = FORMATS["web"].packages(render(an_edition()))

    assert (folder.name, folder.kind, set(folder.tree)) == ("spot-the-signs-web", "folder", SITE)
    assert (file.name, file.kind, set(file.tree)) == ("spot-the-signs-web.html", "file", {"spot-the-signs-web.html"})


def test_media_are_listed_and_carried(tmp_path):
    """They travel as assets: only the packer opens them, and only for the single file a writer asks for their bytes."""
    drawing = tmp_path / "map.svg"
    drawing.write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    asset = an_asset(path=drawing)
    page = a_page(prose('<p><img src="media/scale-map.svg" alt="A map"></p>', assets=(asset.name,)))
    edition = an_edition(a_course(a_module(page), assets={asset.name: asset}))

    (scorm,), (_, single) = FORMATS["scorm12"].packages(render(edition)), FORMATS["web"].packages(render(edition))

    assert scorm.tree["media/scale-map.svg"] == asset
    assert b'<file href="media/scale-map.svg"/>' in scorm.tree["imsmanifest.xml"]
    assert b"data:image/svg+xml;base64," in single.tree["spot-the-signs-web.html"]


def test_state_limits():
    """SCORM 1.2 promises 4,096 characters, 2004 64,000; the web follows the smaller, and others keep it themselves."""
    assert {one.name: one.state_characters for one in FORMATS.values()} == {
        "scorm12": 3_499,
        "scorm2004": 16_000,
        "scorm2004-4th": 16_000,
        "openedx": None,
        "openedx-native": None,
        "web": 3_499,
        "h5p": None,
        "trainer": None,
        "campaign": None,
    }
