"""What the social media team gets: the plan, texts with their counts, pictures, subtitles; all of it changes with a fact."""

import csv
import io
import re
import subprocess
from pathlib import Path

import lxml.html
import pytest
from PIL import Image
from signpost_builder.formats import FORMATS
from signpost_builder.page.rendered import render

from tests.campaign.conftest import ROOT
from tests.campaign.small import FILES, card, changed, edition_of
from tests.trainer.printed import words

GROUND = (6, 68, 58)  # of pictures.typ
SIZES = {"story": (1080, 1920), "feed": (1080, 1350), "square": (1080, 1080)}


@pytest.fixture(scope="session")
def posts(packages):
    return {slug: made["campaign-posts"] for slug, made in packages.items()}


def rows(tree) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(tree["posts.csv"].decode("utf-8-sig"), newline="")))


def made(root, site="", **changes):
    return {one.name: one.tree for one in FORMATS["campaign"].packages(render(edition_of(root, site, **changes)))}


def test_the_plan(posts):
    """Each card for three networks on its day, Tuesdays and Fridays after the first wave; nothing is missing in a row."""
    planned = rows(posts["london"])

    assert len(planned) == 12 * 3 and {row["site"] for row in planned} == {"London"}
    assert list(dict.fromkeys(row["day"] for row in planned))[:3] == ["2027-01-26", "2027-01-29", "2027-02-02"]
    assert all(
        row["text"] and row["alt"] and row["link"].startswith("https://campaign.example.org/london/") for row in planned
    )
    assert all(int(row["characters"]) <= int(row["limit"]) for row in planned)
    assert all(name in posts["london"] for row in planned for name in row["pictures"].split())
    assert [row["link"] in row["text"] for row in planned[:3]] == [True, False, True]  # Instagram shows none


def test_the_readable_plan(posts):
    """The same, to read: counts beside the texts, words for each picture, every file that it names beside it."""
    page = lxml.html.fromstring(posts["london"]["posts.html"].decode())

    counts = re.findall(r"(\d+) of (\d+) characters", page.text_content())
    assert len(counts) == 12 * 3 and all(int(count) <= int(limit) for count, limit in counts)
    assert all(len(image.get("alt")) > 40 and image.get("src") in posts["london"] for image in page.iter("img"))
    local = [one for one in page.xpath("//a/@href") if not one.startswith("https:")]
    assert [one for one in local if one not in posts["london"]] == []
    assert not list(page.iter("script"))


def test_a_wave_is_posted_where_people_are_asked(tmp_path):
    """On the first day of each wave, with the name of the region, and with a picture."""
    tree = made(tmp_path, "north")["talk-posts"]

    of_the_survey = [row for row in rows(tree) if row["card"] == "survey"]
    assert [(row["day"], row["network"]) for row in of_the_survey] == [
        (day, network) for day in ("2027-01-04", "2027-02-01") for network in ("Facebook", "Instagram", "X")
    ]
    assert all("What do people in North know?" in row["text"] for row in of_the_survey)
    assert {"survey-feed.png", "survey-story.png", "survey-square.png"} <= tree.keys()


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝"])
def test_no_cell_is_a_formula(tmp_path, sign):
    """Whoever opens the table in a spreadsheet starts nothing."""
    tree = made(tmp_path, **changed("course/talk/posts.yaml", 'x: ["Tell', f'x: ["{sign}1+1 Tell'))["talk-posts"]

    assert [row["text"][:3] for row in rows(tree) if row["network"] == "X" and row["card"] == "tell"] == [f"'{sign}1"]


def test_what_is_texted_stands_in_large_letters(posts):
    """A line that takes texts alone says so in its name; its website is not what somebody on a train needs."""
    (alt,) = {row["alt"] for row in rows(posts["london"]) if row["card"] == "lifts"}
    subtitles = posts["london"]["lifts.srt"].decode()

    assert "British Transport Police: text 61016. In danger now?" in alt
    assert "British Transport Police: text 61016.\n" in subtitles and "btp.police.uk" not in subtitles + alt


def test_a_number_changes_everywhere(tmp_path):
    """That of the line which a card names: each page, picture, text, description, subtitle and sheet has the new one, and none the old."""
    old, new = "0800 1111", "0808 800 5000"
    newer = changed("modules/helplines.yaml", f"phone: {old}", f"phone: {new}")

    before, after = made(tmp_path / "before"), made(tmp_path / "after", **newer)

    same = {
        name
        for package, tree in after.items()
        for name, content in tree.items()
        if before[package].get(name) == content
    }
    silent = {
        "index.html",
        "survey.html",
        "survey-feed.png",
        "survey-story.png",
        "survey-square.png",
    }  # they name nobody
    assert {name for name in same if not name.startswith("preview-")} <= silent
    for package, tree in after.items():
        for name, content in tree.items():
            if name.endswith(".pdf"):
                content = words(content).encode()
            assert name.endswith(".png") or old.encode() not in content, (package, name)
    assert new in words(after["talk-print"]["poster.pdf"]) and new in words(after["talk-print"]["leaflet.pdf"])


def test_an_address_of_nobody_is_said(packages, tmp_path):
    """On everything that somebody might post or print; where the address is real, nowhere."""
    sentence = "Do not post or print it."
    for tree in packages["london"].values():
        for name, content in tree.items():
            if name.endswith((".html", ".pdf")):
                said = words(content) if name.endswith(".pdf") else content.decode()
                assert sentence in said, name
    for tree in made(tmp_path).values():
        assert not any(sentence in content.decode() for name, content in tree.items() if name.endswith(".html"))
        assert not any(sentence in words(content) for name, content in tree.items() if name.endswith(".pdf"))


@pytest.mark.slow
def test_the_codes_of_print(packages, tmp_path):
    """A reader of codes sees in the printed page the address of the region's own page."""
    for slug in ("london", "london.sibling"):
        for name, sheet, page in (("poster.pdf", 1, "index"), ("leaflet.pdf", 2, "help")):
            (tmp_path / name).write_bytes(packages[slug]["campaign-print"][name])
            subprocess.run(
                ["pdftoppm", "-r", "100", "-f", str(sheet), "-singlefile", "-png", name, "sheet"],
                cwd=tmp_path,
                check=True,
            )
            assert scanned(tmp_path / "sheet.png") == f"https://campaign.example.org/{slug}/{page}.html"


def scanned(picture: Path) -> str:
    """What jsQR reads in it."""
    with Image.open(picture) as opened:
        pixels, (width, height) = opened.convert("RGBA").tobytes(), opened.size
    program = f"process.stdout.write(require('jsqr')(new Uint8ClampedArray(require('fs').readFileSync(0)), {width}, {height})?.data ?? '')"
    return subprocess.run(
        ["node", "-e", program], input=pixels, cwd=ROOT, capture_output=True, check=True
    ).stdout.decode()


def test_a_stressed_card_comes_first(tmp_path):
    """In the row of one region; the others keep the order of the module."""
    second = FILES["modules/cards/module.md"] + card("{#tell}", "{#ask}")["modules/cards/module.md"].split(
        "somebody.\n\n"
    )[1].replace("C1", "C2")
    posts = (
        FILES["course/talk/posts.yaml"]
        .replace(
            "survey:",
            "  cards.ask:\n    about: [talk.fears]\n    facebook: [Ask]\n    instagram: [Ask]\n    x: [Ask]\nsurvey:",
        )
        .replace("    about: [talk.fears]\n", "", 1)
    )
    changes = {"modules/cards/module.md": second, "course/talk/posts.yaml": posts}

    orders = [
        list(
            dict.fromkeys(
                row["card"]
                for row in rows(made(tmp_path / site, site, **changes)["talk-posts"])
                if row["card"] != "survey"
            )
        )
        for site in ("north", "south")
    ]
    assert orders == [["tell", "ask"], ["ask", "tell"]]


def test_a_fact_changes_everywhere(tmp_path):
    """Its value in facts.yaml, and nothing else: every page, picture, text, description, subtitle and sheet that shows it is another one."""
    shows = card("Say one sentence about it.", "Say one sentence about it: {fact:NRM-01}.")
    shows |= changed(
        "course/talk/posts.yaml", 'x: ["Tell somebody today.', 'x: ["Tell somebody today. It was {fact:NRM-01}.'
    )
    newer = shows | {"modules/facts.yaml": FILES["modules/facts.yaml"].replace("19,125", "20,432")}

    before, after = made(tmp_path / "before", **shows), made(tmp_path / "after", **newer)

    def other(package: str) -> set[str]:
        assert before[package].keys() - after[package].keys() <= {
            name for name in before[package] if name.startswith("preview-")
        }
        return {name for name, content in after[package].items() if before[package].get(name) != content}

    previews = {name for name in after["talk-site"] if name.startswith("preview-")}
    assert other("talk-posts") == {
        "posts.csv", "posts.html", "tell-feed.png", "tell-story.png", "tell-square.png", "tell.vtt", "tell.srt",
    }  # fmt: skip
    assert {"tell.html", "index.html"} <= other("talk-site") and len(other("talk-site") & previews) == 1
    assert other("talk-print") == {"leaflet.pdf"}  # the poster shows no card
    text = (
        after["talk-posts"]["posts.csv"].decode()
        + after["talk-site"]["tell.html"].decode()
        + after["talk-posts"]["tell.srt"].decode()
    )
    assert "19,125" not in text and text.count("20,432 people (2024)") >= 4


def test_pictures(posts):
    """The sizes that the networks take, under 8 MB, words in white or green of enough contrast."""
    for tree in posts.values():
        for name, content in tree.items():
            if name.endswith(".png"):
                with Image.open(io.BytesIO(content)) as image:
                    assert image.size == SIZES[name.rpartition("-")[2].removesuffix(".png")]
                assert len(content) < 8_000_000
    assert contrast(GROUND, (255, 255, 255)) > 7 and contrast(GROUND, (217, 239, 233)) > 7
    assert contrast(GROUND, (255, 207, 77)) > 4.5


def test_the_safe_zones_of_a_story_are_empty(posts):
    """What the app covers with its own controls shows the ground alone: 14 % above, 20 % below, 6 % at each side."""
    for tree in posts.values():
        for name, content in tree.items():
            if name.endswith("-story.png"):
                with Image.open(io.BytesIO(content)) as opened:
                    image = opened.convert("RGB")
                for box in (
                    (0, 0, 1080, 269),
                    (0, 1920 - 384, 1080, 1920),
                    (0, 0, 65, 1920),
                    (1080 - 65, 0, 1080, 1920),
                ):
                    assert image.crop(box).getcolors() == [((box[2] - box[0]) * (box[3] - box[1]), GROUND)], name


def test_no_letter_is_small():
    """At least 40 of 1,080 pixels, 14 on a phone that is 390 wide."""
    from importlib.resources import files

    from signpost_builder.formats.campaign.pictures import SHAPES

    typed = (files("signpost_builder.formats.campaign") / "pictures.typ").read_text("utf-8")
    sizes = [int(size) for size in re.findall(r"(?:said\(|size: )(\d+)pt", typed)]
    assert min([*sizes, *(size for one in SHAPES.values() for size in (one.text, one.title, one.number))]) >= 40


def contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """WCAG 2.2, "contrast ratio"."""

    def luminance(colour: tuple[int, ...]) -> float:
        parts = [each / 255 for each in colour]
        linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_subtitles(posts):
    """Cues follow each other without a gap, no line is longer than two rows, and together they say the card: within a minute."""
    for tree in posts.values():
        for name, content in tree.items():
            if name.endswith(".vtt"):
                text = content.decode()
                assert text.startswith("WEBVTT\n\n")
                times = re.findall(r"00:00:(\d\d\.\d{3}) --> 00:(\d\d):(\d\d\.\d{3})", text)
                ends = [int(minutes) * 60 + float(seconds) for _, minutes, seconds in times]
                assert ends == sorted(ends) and ends[-1] <= 60, name
                lines = [line for line in text.splitlines()[2:] if line and "-->" not in line]
                assert max(map(len, lines)) <= 84 and lines[-2:] == ["In danger now?", "Call 999."]
                srt = tree[name.replace(".vtt", ".srt")].decode()
                assert [line for line in srt.splitlines() if line in lines] == lines and "," in srt.splitlines()[1]


def test_print(packages, tmp_path):
    """A poster of one page and a leaflet of two, tagged, with the code of the region: a reader finds the address in it as text too."""
    for slug, pages in (
        ("london", {"poster.pdf": 1, "leaflet.pdf": 2}),
        ("london.sibling", {"poster.pdf": 1, "leaflet.pdf": 2}),
    ):
        for name, count in pages.items():
            content = packages[slug]["campaign-print"][name]
            (tmp_path / name).write_bytes(content)
            info = subprocess.run(["pdfinfo", tmp_path / name], capture_output=True, text=True, check=True).stdout
            assert re.search(r"Tagged: +yes", info) and re.search(rf"Pages: +{count}\b", info)
            text = subprocess.run(
                ["pdftotext", tmp_path / name, "-"], capture_output=True, text=True, check=True
            ).stdout
            assert f"campaign.example.org/{slug}/" in text.replace("\n", "") and "Call 999" in text
            assert b"pdfuaid" in content
