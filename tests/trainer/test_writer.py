"""The trainer pack as a package: what is in it, what it refuses, and that no learner's package has a word of it."""

import json
import re
from dataclasses import replace
from html import unescape
from pathlib import PurePosixPath

import pytest
from click.testing import CliRunner
from signpost_builder.cli import main
from signpost_builder.diagnostics import SourceError, Span
from signpost_builder.editions import edition
from signpost_builder.formats import format
from signpost_builder.formats.trainer import TRAINER, handout, judging
from signpost_builder.formats.trainer.options import Session, TrainerPack
from signpost_builder.model import Asset, Check, Prose, Steps, Titled, Trainer, every_block
from signpost_builder.page.rendered import render
from signpost_builder.printing.compiling import page_count

from tests.builders import (
    a_check,
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
from tests.trainer.printed import words


def codes(found):
    return [each.code for each in found]


def files(package):
    """By name within the folder."""
    return {name.partition("/")[2]: content for name, content in package.tree.items()}


def test_the_folder(north):
    """Every document of the day and what it is for, in one folder of one zip."""
    (package,) = TRAINER.packages(render(north))

    assert (package.name, package.kind, codes(package.warnings)) == ("spot-the-signs-trainer.zip", "zip", [])
    assert {name.partition("/")[0] for name in package.tree} == {f"spot-the-signs-{north.slug}-trainer"}
    assert sorted(files(package)) == [
        "attendance.pdf",
        "cards.pdf",
        "guide.pdf",
        "handout-large.pdf",
        "handout.pdf",
        "index.html",
        "paper.json",
        "poster.pdf",
        "questionnaire.pdf",
        "register.html",
        "room.html",
        "session-plan.docx",
        "session-plan.pdf",
        "slides.html",
        "slides.pptx",
    ]
    assert all(content.startswith(b"%PDF-") for name, content in package.tree.items() if name.endswith(".pdf"))
    assert json.loads(files(package)["paper.json"])["course"] == "spot-the-signs"


def test_a_course_that_declares_nothing():
    """Has a pack all the same, and is told what is missing on paper."""
    (package,) = TRAINER.packages(render(an_edition()))

    assert "guide.pdf" in files(package) and codes(package.warnings) == ["handout-without-steps"]
    assert TRAINER.warned(an_edition()) == list(
        package.warnings
    )  # so `signpost check` tells it without printing anything


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
    """By name, with the document and the place that it is in."""
    course = a_course(replace(a_module(title="Scale ☂"), span=Span(PurePosixPath("modules/scale/module.md"), 2, 1)))

    with pytest.raises(SourceError) as raised:
        TRAINER.packages(render(an_edition(course)))
    found = raised.value.diagnostics
    assert codes(found) == ["not-printable"]
    assert "guide.pdf" in found[0].message and "☂" in found[0].message
    assert (str(found[0].span.path), found[0].span.line) == ("modules/scale/module.md", 2)


@pytest.mark.parametrize("title", ["Σημάδια", "Знаки", "علامات"])
def test_a_course_in_another_alphabet(title):
    """Loses the PDFs that cannot be printed, each by name, and nothing else: the pack and every other format are made."""
    of = an_edition(a_course(a_module(title=title), title=title))
    (package,) = TRAINER.packages(render(of))
    said = [found for found in package.warnings if found.code == "not-in-this-alphabet"]

    assert {"session-plan.docx", "index.html"} <= set(files(package)) and "guide.pdf" not in files(package)
    assert any("guide.pdf" in found.message for found in said) and {found.severity for found in said} == {"warning"}
    assert b'href="guide.pdf"' not in files(package)["index.html"]


def test_a_handout_that_does_not_fit():
    """Is made on two pages, and said; one that fits only in smaller letters takes those, in silence."""
    pack = TrainerPack(steps=("scale.start",))
    items = "".join(f"<li>Do the {number}th thing that has to be done today, and say so.</li>" for number in range(400))

    def packed(of_items):
        of = an_edition(a_course(a_module(a_page(prose(f"<ol>{of_items}</ol>"))), options={"trainer": pack}))
        return TRAINER.packages(render(of))[0]

    assert codes(packed(items).warnings) == ["sheet-too-long", "sheet-too-long"]
    assert page_count(files(packed(items))["handout.pdf"]) > 1
    short = "".join(
        f"<li>{number}</li>" for number in range(28)
    )  # few letters, many lines: the first size is too large
    assert codes(packed(short).warnings) == [] and page_count(files(packed(short))["handout.pdf"]) == 1


def test_what_is_not_on_paper_is_said():
    """Signs of a page that is not there, a question that circles cannot answer, and more questions than a sheet holds."""
    pack = TrainerPack(picture=("scale.start",), signs=("scale.none",), steps=("scale.start",))
    course = a_course(a_module(a_page(prose("<ol><li>Tell.</li></ol>"))))
    ordered = a_question_set(a_true_false_question(), an_order_question())
    many = a_question_set(*(a_true_false_question(id=f"K{number}") for number in range(35)))

    assert codes(judging.warnings(an_edition(course, before=(ordered,)), pack)) == [
        "handout-without-picture",
        "handout-without-signs",
        "paper-question-left-out",
    ]
    found = judging.warnings(an_edition(a_course(), before=(many,)), TrainerPack())
    assert codes(found) == ["handout-without-steps", "paper-too-long"]
    (package,) = TRAINER.packages(render(an_edition(a_course(), before=(many,))))
    assert {"questionnaire.pdf", "paper.json"} & set(files(package)) == set()
    assert b"questionnaire.pdf" not in files(package)["index.html"]


def test_a_handout_of_a_page_that_its_module_does_not_have():
    """A slip in a page's name is an error where course.yaml has it, with the page that was meant."""
    at = Span(PurePosixPath("course/demo/course.yaml"), 10, 29)
    course = a_course(a_module(a_page(prose("<ol><li>Tell.</li></ol>"), id="scale.start")))
    pack = TrainerPack(steps=("scale.strat",), named=(("scale.strat", at), ("scale.start", at)))

    (found,) = judging.refusals(an_edition(course), pack)
    assert (found.code, found.span, found.hint) == ("unknown-page", at, "did you mean 'scale.start'?")
    assert "'scale.strat'" in found.message


def test_the_handout_takes_a_list_or_drawn_steps_and_a_picture():
    """Whichever of the named pages has one first; the picture is not repeated among the signs."""
    drawn = Steps(blocks=(Titled(title="Listen.", blocks=(prose("<p>Stay calm.</p>"),)), Titled(title="Tell.")))
    page = prose('<p><img src="media/way.svg" alt="A way"></p><p>Look for change.</p>')
    one = an_edition(a_course(a_module(a_page(page, drawn))))
    pack = TrainerPack(picture=("no.page", one.modules[0].pages[0].id), steps=("no.page", one.modules[0].pages[0].id))

    assert handout.picture(one, pack) == '<img src="media/way.svg" alt="A way">'
    assert (
        handout.steps(one, pack)
        == "<ol><li><strong>Listen.</strong> Stay calm.</li><li><strong>Tell.</strong></li></ol>"
    )
    assert handout.signs(one, replace(pack, signs=pack.steps))[1] == "<p>Look for change.</p>"


# ----------------------------------------------------- nothing for learners


def texts(package):
    """Every text that somebody could read in a package, and the bytes of the rest."""
    for content in package.tree.values():
        data = content.path.read_bytes() if isinstance(content, Asset) else content
        yield unescape(unescape(data.decode("utf-8", "replace"))).replace("\\u003c", "<").replace('\\"', '"')


def questions(of):
    """Those of checks and those of the sets before and after."""
    pages = [page for module in of.modules for page in module.pages]
    checks = [block.questions for page in pages for block in every_block(page.blocks) if isinstance(block, Check)]
    return [question for each in (*checks, *of.before, *of.after) for question in each.questions]


def secret_pieces(of):
    """Runs of words that stand in trainer notes alone: long enough to be nobody else's."""
    notes = [block for each in of.trainer_notes.values() for note in each for block in every_block(note.blocks)]
    html = " ".join(str(part) for block in notes if isinstance(block, Prose) for part in block.parts)
    html += " ".join(f"<p>{question.trainer}</p>" for question in questions(of))
    html = re.sub(r'<span class="contact">.*?</span>', " ", html)
    pieces = [" ".join(unescape(piece).split()) for piece in html.replace("<", "\0").replace(">", "\0").split("\0")]
    return [piece for piece in pieces if len(piece) > 25]


def test_no_learner_package_has_a_word_for_trainers(shipped, learner_formats):
    """Every format, every audience at an academy: no note, and no rationale that stands in notes alone."""
    assert any(question.trainer for question in questions(edition(shipped, shipped.sites[0])))
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


def test_what_is_said_to_the_room_is_in_the_guide_alone(learner_formats):
    """Of every kind of question, in a check and in a scored set."""
    said = "Ask the room who would say it otherwise, and let them."
    noted = [replace(question, trainer=f"<p>{said}</p>") for question in (a_true_false_question(), an_order_question())]
    of = an_edition(a_course(a_module(a_page(a_check(*noted)))), before=(a_question_set(*noted),), after=())
    guide = words(files(TRAINER.packages(render(of))[0])["guide.pdf"])

    slides = files(TRAINER.packages(render(of))[0])["slides.html"].decode()

    assert guide.count(f"To the room: {said}") == 4
    assert slides.count(said) == 2  # the notes of the check: sets before and after are not shown to the room
    for name, write in learner_formats.items():
        assert said not in " ".join(text for package in write(render(of)) for text in texts(package)), name
