"""The campaign that is shipped: how many cards, ten regions by the names that people choose, what is off, and the way that the guide shows."""

import csv
import re
import shutil
import subprocess
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from signpost_builder.cli import main
from signpost_builder.editions import edition
from signpost_builder.formats import FORMATS
from signpost_builder.formats.campaign.cards import cards
from signpost_builder.formats.campaign.judging import warnings
from signpost_builder.page.rendered import render

ROOT = Path(__file__).parent.parent.parent
GUIDE = (ROOT / "docs/campaign.md").read_text("utf-8")


def every_edition(shipped):
    return [edition(shipped, site, audience) for site in (None, *shipped.sites) for audience in shipped.audiences]


def told(shipped):
    return FORMATS["campaign"].told_by(shipped)


def test_twelve_cards_and_six(shipped):
    """Each within a minute and no harder than grade 6, in every region; nothing is refused, and only the address is an example."""
    counts = {one.audience.id: len(cards(one, told(shipped))) for one in every_edition(shipped)}

    assert counts == {"caregiver": 12, "sibling": 6}
    assert max(card.seconds for one in every_edition(shipped) for card in cards(one, told(shipped))) <= 60
    assert [found for one in every_edition(shipped) for found in FORMATS["campaign"].refused(one)] == []
    assert {found.code for one in every_edition(shipped) for found in warnings(one, told(shipped))} == {
        "example-address"
    }


def test_the_regions_are_those_that_people_choose(shipped):
    """By the same names in the table, in the question and on the report's tiles; each with where its name comes from, none with an invented contact."""
    asked = next(question for question in shipped.question_sets["about-you-region"].questions if question.id == "D3r")
    tiles = (ROOT / "charts/place.py").read_text("utf-8")
    names = [site.name for site in shipped.sites]

    assert names == [choice.text for choice in asked.choices][:10]
    assert all(f'"{name}"' in tiles for name in names)
    assert all("Office for National Statistics" in site.name_source and not site.contacts for site in shipped.sites)


def test_cards_belong_to_pages_that_there_are(shipped):
    """What a region can stress is a page of the module on trends."""
    trends = set(re.findall(r"\{#([\w-]+)\}", (ROOT / "modules/trends/module.md").read_text("utf-8")))
    about = {id for post in told(shipped).cards.values() for id in post.about}

    assert about == {"trends.weapons", "trends.gaming", "trends.groups", "trends.images"}
    assert {id.partition(".")[2] for id in about} <= trends


def test_eight_questions_are_those_of_the_staff(shipped):
    """The same file, so the same words: caregivers of a region and staff can be laid beside each other."""
    from signpost_builder.read import read_course

    from tests.campaign.conftest import AS_OF

    main_course, _ = read_course(ROOT / "course/spot-the-signs", as_of=AS_OF)
    assert len(shipped.question_sets["core"].questions) == 8
    assert shipped.question_sets["core"] == main_course.question_sets["core"]
    assert "core" in main_course.plans["staff"].before


def test_the_questions_for_brothers_and_sisters(shipped):
    """They are off, ask nothing about the reader or the family, and tell nobody apart."""
    text = (ROOT / "course/campaign/course.yaml").read_text("utf-8")
    (line,) = re.findall(r"^ *sibling: .*$", text, re.M)
    stems = (ROOT / "quizzes/older-siblings.yaml").read_text("utf-8")

    assert "asked: false" in line and "group" not in line and "stratum" not in line
    assert not re.search(r"stem: .*\b(?:you|your|my|mine|I have)\b", stems)
    assert shipped.survey is None


@pytest.mark.slow
def test_all_regions_and_both_audiences_take_seconds(tmp_path):
    """Ten regions and two audiences with all pictures, twice: at most 15 seconds of processor, and the same bytes."""
    command = [
        str(ROOT / ".venv/bin/signpost"),
        "build",
        "campaign",
        "--format",
        "campaign",
        "--all-sites",
        "--audience",
        "caregiver",
    ]
    command += ["--audience", "sibling", "--output"]
    trees = []
    for name in ("one", "two"):
        before = time.clock_gettime(time.CLOCK_MONOTONIC), children_seconds()
        subprocess.run([*command, str(tmp_path / name)], cwd=ROOT, check=True, capture_output=True, timeout=500)
        assert children_seconds() - before[1] <= 15
        files = sorted(
            path
            for path in (tmp_path / name / "campaign").rglob("*")
            if path.is_file() and path.name != "editions.json"
        )
        trees.append({path.relative_to(tmp_path / name): path.read_bytes() for path in files})

    assert trees[0] == trees[1] and sum(str(path).endswith("posts.csv") for path in trees[0]) == 20


def children_seconds() -> float:
    import resource

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_the_afternoon_of_the_guide(tmp_path, monkeypatch):
    """The first command of docs/campaign.md, the loop that lays the site out, and the check of it, as they stand there."""
    for name in ("course", "modules", "quizzes"):
        shutil.copytree(ROOT / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    build = re.search(r"\$ signpost (build campaign .*--site london .*)", GUIDE)[1].split()
    (loop,) = re.findall(r"```sh\n(.*?)```", GUIDE, re.S)

    ran = CliRunner().invoke(main, [*build, "--as-of", "2026-11-29"])
    assert ran.exit_code == 0, ran.output
    subprocess.run(["bash", "-euc", loop], check=True, timeout=60)
    checked = CliRunner().invoke(main, re.search(r"`signpost (check web/london)`", GUIDE)[1].split())
    assert checked.exit_code == 0, checked.output
    assert sorted(path.name for path in (tmp_path / "web").iterdir()) == ["london", "london.sibling"]
    plan = (tmp_path / "output/campaign/1.0.0/london/campaign-posts/posts.csv").read_text("utf-8-sig")
    assert len(list(csv.reader(plan.splitlines()))) > 36


def test_every_other_command_of_the_guide_is_one(tmp_path):
    """They take the options that they are shown with."""
    commands = re.findall(r"(?:\$ |`)signpost ((?:build|check)[^`\n]*)", GUIDE)

    assert len(commands) >= 5
    for command in commands:
        name, *given = command.split()
        known = {option for parameter in main.commands[name].params for option in parameter.opts}
        assert [one for one in given if one.startswith("--") and one not in known] == []


def test_the_cards_are_slides_too(shipped):
    """For a talk in a region: the trainer pack of the same course."""
    one = edition(shipped, shipped.sites[6])
    (package,) = FORMATS["trainer"].packages(render(one))

    slides = next(content for name, content in package.tree.items() if name.endswith("slides.html"))
    assert b"A gift can turn into a debt" in slides
