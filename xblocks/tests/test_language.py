"""The block's own sentences: to learners in the language of the content, to the course team in that of their Studio."""

import gettext
from pathlib import Path

import pytest
from lms import Platform, post
from rendered import quiz_element
from signpost_builder.page import strings
from signpost_xblocks import texts
from signpost_xblocks.quiz import CLOSED, SERVER_MARKS

CATALOGUES = Path(texts.__file__).parent / "translations"


class German(gettext.NullTranslations):
    def gettext(self, message):
        return f"de:{message}"


@pytest.fixture
def catalogues(monkeypatch):
    """One language that there is a catalogue of, as gettext would find it."""
    asked = []

    def translation(domain, folder, languages, fallback):
        asked.append(languages)
        return German() if "de" in languages else gettext.NullTranslations()

    monkeypatch.setattr(texts.gettext, "translation", translation)
    texts._catalogue.cache_clear()
    yield asked
    texts._catalogue.cache_clear()


def test_learners_read_one_language(catalogues):
    """Whatever language the platform's pages are in."""
    block = Platform().parse(quiz_element("after", language="de-AT", grading="server", pass_mark_percent="66"))
    page = block.render("student_view").content
    refused = post(block, "submit", {"attempt": 9, "answers": {}}).json["error"]

    assert f"de:{SERVER_MARKS}"[:40] in page
    assert "de:To pass, you need 66%" in page
    assert refused.startswith("de:")
    assert ["de_AT", "de"] in catalogues
    assert "de:" not in block.render("author_view").content


def test_an_empty_block_says_so_in_its_language(catalogues):
    from test_views import _class_and_keys, etree

    block = Platform().construct_xblock_from_class(*_class_and_keys(etree.Element("signpost_quiz", url_name="x")))
    block.language = "de"

    assert '<p lang="de" dir="ltr">de:This component is empty' in block.render("student_view").content


def test_every_language_of_the_player_has_a_catalogue():
    """A course in a language that only half of the page speaks is not built."""
    folder = Path(strings.__file__).parents[1] / "templates"
    spoken = {file.name.split(".")[1] for file in folder.glob("strings.*.json")}

    assert spoken == {file.name for file in CATALOGUES.iterdir()}
    assert CLOSED
