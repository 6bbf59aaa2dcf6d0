"""The trainer pack as a package: what is in it, what it refuses, and that no learner's package has a word of it."""

import json
import re
from dataclasses import replace
from html import unescape

import pytest
from click.testing import CliRunner
from signpost_builder.cli import main
from signpost_builder.diagnostics import SourceError
from signpost_builder.editions import edition
from signpost_builder.formats import format
from signpost_builder.formats.trainer import TRAINER, writer
from signpost_builder.formats.trainer.options import Session, TrainerPack
from signpost_builder.model import Asset, Prose, Trainer, every_block
from signpost_builder.page.rendered import render

from tests.builders import (
    a_course,
    a_module,
    a_page,
    a_question_set,
    a_true_false_question,
    an_edition,
    an_order_question,
    prose,
)
from tests.source_projects import a_project


def codes(found):
    return [each.code for each in found]


def test_the_folder(north):
    """Every document of the day, and the layout of the sheet beside it."""
    (package,) = TRAINER.packages(render(north))

    assert (package.name, package.kind, codes(package.warnings)) == ("spot-the-signs-trainer", "folder", [])
    assert sorted(package.tree) == [
        "attendance.pdf",
        "cards.pdf",
        "guide.pdf",
        "handout-large.pdf",
        "handout.pdf",
        "paper.json",
        "poster.pdf",
        "questionnaire.pdf",
        "session-plan.pdf",
    ]
    assert all(content.startswith(b"%PDF-") for name, content in package.tree.items() if name.endswith(".pdf"))
    assert json.loads(package.tree["paper.json"])["course"] == "spot-the-signs"


def test_a_course_that_declares_nothing():
    """Has a pack all the same, and is told what is missing on paper."""
    (package,) = TRAINER.packages(render(an_edition()))

    assert "guide.pdf" in package.tree and codes(package.warnings) == ["handout-without-steps"]


def test_without_the_extra(monkeypatch, tmp_path):
    """The command says what to install, before anything is made."""
    project = a_project(tmp_path).parent.parent
    monkeypatch.chdir(project)
    monkeypatch.setattr(format, "find_spec", lambda name: None)
    result = CliRunner().invoke(main, ["build", "--format", "trainer"])

    assert result.exit_code == 2 and "pip install 'signpost-builder[trainer]'" in result.output
    assert not (project / "output").exists()


def test_a_session_that_does_not_fit_stops_the_pack():
    session = Session(id="hour", title="An hour", minutes=10, modules=("scale",))

    assert codes(TRAINER.refused(an_edition(a_course(options={"trainer": TrainerPack(sessions=(session,))})))) == [
        "session-too-long"
    ]


def test_a_letter_that_cannot_be_printed():
    """By name, with the document that it is in."""
    course = a_course(a_module(title="Scale ☂"))

    with pytest.raises(SourceError) as raised:
        TRAINER.packages(render(an_edition(course)))
    (found,) = raised.value.diagnostics
    assert found.code == "not-printable" and "guide.pdf" in found.message and "☂" in found.message


def test_what_is_not_on_paper_is_said():
    """Signs of a page that is not there, a question that circles cannot answer, and more questions than a sheet holds."""
    pack = TrainerPack(signs=("scale.none",), steps=("scale.start",))
    course = a_course(a_module(a_page(prose("<ol><li>Tell.</li></ol>"))))
    ordered = a_question_set(a_true_false_question(), an_order_question())
    many = a_question_set(*(a_true_false_question(id=f"K{number}") for number in range(35)))

    assert codes(writer.warnings(an_edition(course, before=(ordered,)), pack)) == [
        "handout-without-signs",
        "paper-question-left-out",
    ]
    found = writer.warnings(an_edition(a_course(), before=(many,)), TrainerPack())
    assert codes(found) == ["handout-without-steps", "paper-too-long"]
    assert "questionnaire.pdf" not in TRAINER.packages(render(an_edition(a_course(), before=(many,))))[0].tree


# ----------------------------------------------------- nothing for learners


def texts(package):
    """Every text that somebody could read in a package, and the bytes of the rest."""
    for content in package.tree.values():
        data = content.path.read_bytes() if isinstance(content, Asset) else content
        yield unescape(unescape(data.decode("utf-8", "replace"))).replace("\\u003c", "<").replace('\\"', '"')


def secret_pieces(of):
    """Runs of words that stand in trainer notes alone: long enough to be nobody else's."""
    notes = [block for each in of.trainer_notes.values() for note in each for block in every_block(note.blocks)]
    html = " ".join(str(part) for block in notes if isinstance(block, Prose) for part in block.parts)
    html = re.sub(r'<span class="contact">.*?</span>', " ", html)
    pieces = [" ".join(unescape(piece).split()) for piece in html.replace("<", "\0").replace(">", "\0").split("\0")]
    return [piece for piece in pieces if len(piece) > 25]


def test_no_learner_package_has_a_word_for_trainers(shipped, learner_formats):
    """Every format, every audience at an academy: no note, and no rationale that stands in notes alone."""
    for audience in shipped.audiences:
        of = edition(shipped, shipped.sites[0], audience)
        pieces = secret_pieces(of)
        assert len(pieces) > 40
        for name, write in learner_formats.items():
            for package in write(render(of)):
                text = " ".join(" ".join(texts(package)).split())
                assert [piece for piece in pieces if piece in text] == [], (name, of.slug)


def test_the_search_would_find_a_note(learner_formats):
    """A note that came through as text of a page is found in every format: the search can fail."""
    said = "Ask the room who has pieces of the picture and is never asked."
    of = an_edition(a_course(a_module(a_page(prose(f"<p>{said}</p>")))))
    noted = replace(of, trainer_notes={"scale.start": (Trainer(blocks=(prose(f"<p>{said}</p>"),), minutes=5),)})

    for name, write in learner_formats.items():
        text = " ".join(" ".join(text for package in write(render(noted)) for text in texts(package)).split())
        assert secret_pieces(noted)[0] in text, name
