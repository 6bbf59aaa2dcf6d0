"""What an author is told about H5P, with the place in the sources; `signpost check` says the same without packing."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from signpost_builder.cli import main
from signpost_builder.diagnostic_text import concise
from signpost_builder.diagnostics import SourceError
from signpost_builder.editions import editions
from signpost_builder.formats import FORMATS
from signpost_builder.judging import refusals
from signpost_builder.page import render

from tests.seen_blocks import PHONE
from tests.small_course import write_course
from tests.source_projects import MP4, PNG, a_read_course

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"/>'
PICTURE = {"body": "See:\n\n![A map](map.svg)\n", "modules/one/map.svg": SVG}


def found(course) -> list[str]:
    (edition,) = editions(course, [None], course.audiences[:1])
    return [concise(one, lambda span: "").splitlines()[0] for one in FORMATS["h5p"].refused(edition)]


def asked(*lines: str) -> dict[str, str]:
    head = "id: asked\ntitle: What you know\nkind: knowledge\nquestions:\n"
    return {"quizzes/asked.yaml": head + "".join(f"  {line}\n" for line in lines)}


def test_a_drawing_needs_a_png_beside_it(tmp_path):
    """Code "picture-not-accepted", at the line that shows it first."""
    course = a_read_course(tmp_path, **PICTURE)

    assert found(course) == [
        "modules/one/module.md:10:1: error[picture-not-accepted]: H5P sites refuse 'map.svg' (svg)"
    ]


def test_the_png_beside_a_drawing_is_used_and_not_called_unused(tmp_path):
    course = a_read_course(tmp_path, **PICTURE, **{"modules/one/map.png": PNG})
    (edition,) = editions(course, [None], course.audiences[:1])
    (lessons,) = [package for package in FORMATS["h5p"].packages(render(edition)) if package.name == "demo-lessons.h5p"]

    assert found(course) == []
    assert lessons.tree["content/images/one-map.png"].path.read_bytes() == PNG
    assert course.assets["media/one-map.svg"].path.suffix == ".svg"


def test_a_changed_png_changes_the_course(tmp_path):
    """Its content is part of the digest, as of every source."""
    digests = {a_read_course(tmp_path, **PICTURE, **{"modules/one/map.png": PNG + tail}).digest for tail in (b"", b"2")}

    assert len(digests) == 2


@pytest.mark.parametrize(
    "question",
    [
        "- {id: K01, type: order, stem: Order., items: ['One \\*', Two, Three]}",
        "- {id: K01, type: match, stem: Match., pairs: [{term: 'A \\* B', meaning: One}, {term: C, meaning: Two}]}",
        "- {id: K01, type: number, stem: How many?, answer: 3, unit: 'per * year'}",
    ],
)
def test_a_star_that_would_open_a_gap(question, tmp_path):
    """Code "gap-mark-in-text", at the question."""
    (line,) = found(a_read_course(tmp_path, **asked(question)))

    assert line.startswith("quizzes/asked.yaml:5:5: error[gap-mark-in-text]: question 'K01' has a '*'")


def test_a_build_stops_and_check_says_why(tmp_path):
    """The writer raises what `check` reports."""
    course = a_read_course(tmp_path, **PICTURE)
    (edition,) = editions(course, [None], course.audiences[:1])

    with pytest.raises(SourceError) as stopped:
        FORMATS["h5p"].packages(render(edition))
    assert list(stopped.value.diagnostics) == refusals([edition], ["scorm12", "h5p"])
    assert refusals([edition], ["scorm12", "web"]) == []


PLACES = {
    "a paragraph": "Words ![A map](map.svg) and more.\n",
    "a list": "- One\n\n  ![A map](map.svg)\n",
    "a quotation": "> ![A map](map.svg)\n",
    "a cell": "| A | B |\n|---|---|\n| ![A map](map.svg) | b |\n",
    "a note": "::: note\n![A map](map.svg)\n:::\n",
    "cards": "::: cards\n- **One.** First.\n\n  ![A map](map.svg)\n- **Two.** Second.\n:::\n",
    "steps": "::: steps\n1. **One.** First.\n\n   ![A map](map.svg)\n2. **Two.** Second.\n:::\n",
    "what opens": '::: reveal title="What now?"\n![A map](map.svg)\n:::\n',
    "a hard part": '::: sensitive title="Hard" minutes=1\n![A map](map.svg)\n\n::: key-points\n- One.\n:::\n:::\n',
    "its key points": '::: sensitive title="Hard" minutes=1\nWords.\n\n::: key-points\n![A map](map.svg)\n:::\n:::\n',
    "beside words": "::: media\n![A map](map.svg)\n\nAsk.\n:::\n",
    "a figure": "::: figure\n![A map](map.svg)\n\n- 50% 30% **One.** First.\n- 50% 58% **Two.** Second.\n:::\n",
}


@pytest.mark.parametrize("place", PLACES)
def test_what_is_refused_is_what_would_be_shown(place, tmp_path):
    """A drawing is refused without its PNG exactly where the packages hold that PNG as a picture of their own."""
    sources = {"body": PLACES[place], "modules/one/map.svg": PHONE}
    refused = found(a_read_course(tmp_path / "without", **sources))
    course = a_read_course(tmp_path / "with", **sources, **{"modules/one/map.png": PNG})
    (edition,) = editions(course, [None], course.audiences[:1])
    shown = [
        package for package in FORMATS["h5p"].packages(render(edition)) if "content/images/one-map.png" in package.tree
    ]

    assert found(course) == []
    assert len(refused) == len(shown)
    assert bool(shown) == (place not in ("a list", "a quotation", "a cell", "steps", "what opens", "a hard part"))


def test_what_is_left_out_is_a_warning(tmp_path):
    """Code "not-in-h5p": a document and a film cannot travel in H5P's texts; the transcript does."""
    course = a_read_course(
        tmp_path,
        **{
            "body": "Read [the leaflet](leaflet.pdf).\n\n![A talk](talk.mp4)\n",
            "modules/one/leaflet.pdf": b"%PDF-1.7",
            "modules/one/talk.mp4": MP4,
            "modules/one/talk.md": "Every word of the talk.\n",
        },
    )
    (edition,) = editions(course, [None], course.audiences[:1])
    *packages, report = FORMATS["h5p"].packages(render(edition))

    said = [f"{found.span}: {found.code}: {found.message}" for found in report.losses]
    assert [line.split(" in H5P")[0] for line in said] == [
        "modules/one/module.md:3:8: not-in-h5p: 'one.start' is not the same",
        "modules/one/module.md:8:6: not-in-h5p: 'leaflet.pdf' is not the same",
        "modules/one/module.md:10:1: not-in-h5p: 'talk.mp4' is not the same",
    ]
    lessons = next(package for package in packages if package.name == "demo-lessons.h5p")
    assert b"Every word of the talk." in lessons.tree["content/content.json"]
    assert not any(Path(name).suffix in (".pdf", ".mp4") for name in lessons.tree)


def test_a_picture_where_there_is_no_room_is_said(tmp_path):
    """In a scenario and in a folded part its words stand for it: nothing is dropped in silence."""
    body = (
        '::: sensitive title="Hard" minutes=1\n![A map](map.svg)\n\n::: key-points\n- One.\n:::\n:::\n\n'
        "- One\n\n  ![A list](list.svg)\n\n::: scenario id=ella title=Ella\n::: node id=start\nLook:\n\n![A plan](plan.svg)\n\n- [Tell](#end)\n  Yes.\n:::\n::: end id=end\nGood.\n:::\n:::\n"
    )
    course = a_read_course(
        tmp_path, **{**PICTURE, "body": body, "modules/one/plan.svg": SVG, "modules/one/list.svg": SVG}
    )
    (edition,) = editions(course, [None], course.audiences[:1])
    *packages, report = FORMATS["h5p"].packages(render(edition))

    assert found(course) == []
    assert [found.message.split(": ")[1] for found in report.losses] == ["only its words are there"] * 3
    scenario = next(package for package in packages if package.name == "demo-scenario-ella.h5p")
    assert b"[Picture: A plan]" in scenario.tree["content/content.json"]


def test_strict_does_not_stop_for_what_h5p_cannot_say(tmp_path, monkeypatch):
    """Nothing is wrong with such sources; the line of the report counts them, and the full style prints each."""
    quiz = write_course(tmp_path) / "quizzes/knowledge.yaml"
    quiz.write_text(quiz.read_text().replace("answer: false", "answer: false\n    critical: true"))
    monkeypatch.chdir(tmp_path)

    command = ["build", "--format", "h5p", "--strict", "--as-of", "2026-11-23"]
    run = CliRunner().invoke(main, command)

    assert run.exit_code == 0, run.output
    assert (
        run.stderr == "" and "-h5p.md" in run.stdout and "lists 1 thing that this format says less well" in run.stdout
    )
    run = CliRunner().invoke(main, [*command, "--diagnostics", "full"])
    assert "quizzes/knowledge.yaml:5:5: warning[not-in-h5p]: 'K1' is not the same in H5P: it must" in run.stderr
