"""The packages of an edition: which there are, what stands where, and that hosts keep all of it."""

import datetime
import io
import json
import struct
import zipfile
import zlib
from dataclasses import replace
from html import escape
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from signpost_builder.checking import lint
from signpost_builder.cli import main
from signpost_builder.editions import edition as edition_of
from signpost_builder.editions import editions
from signpost_builder.formats import FORMATS
from signpost_builder.formats.h5p import shape
from signpost_builder.formats.h5p.content import TypeLost, used
from signpost_builder.formats.h5p.entry import H5pEntry
from signpost_builder.formats.h5p.fields import FIELDS
from signpost_builder.formats.h5p.lessons import Leaf, chapters
from signpost_builder.formats.h5p.library import LICENCES, PROFILES
from signpost_builder.formats.h5p.media import picture_size
from signpost_builder.formats.h5p.options import H5p, H5pLicence
from signpost_builder.formats.h5p.package import cut, language
from signpost_builder.formats.h5p.proof import kept, spoken
from signpost_builder.formats.h5p.text import parsed
from signpost_builder.model import (
    Callout,
    ChoiceQuestion,
    MatchQuestion,
    Node,
    Option,
    OrderQuestion,
    Plan,
    Prose,
    Respondents,
    Scenario,
    Sensitive,
    Stages,
    Survey,
    TrueFalseQuestion,
    checked_questions,
    every_block,
)
from signpost_builder.package import zip_bytes
from signpost_builder.page import render
from signpost_builder.page.contacts import reachable
from signpost_builder.page.strings import strings
from signpost_builder.read import read_course

from tests.builders import (
    a_check,
    a_choice_question,
    a_contact,
    a_course,
    a_fact,
    a_match_question,
    a_module,
    a_number_question,
    a_page,
    a_question_set,
    a_reviewed_course,
    a_scale_question,
    a_scenario,
    a_site,
    a_true_false_question,
    an_asset,
    an_audience,
    an_edition,
    an_emergency_contact,
    an_order_question,
    prose,
)

ROOT = Path(__file__).parent.parent
AS_OF = datetime.date(2026, 11, 28)


def packed(edition=None, **changes):
    """Package name without the course's -> (h5p.json, content.json)."""
    edition = edition or an_edition(a_course(**changes))
    made = {}
    for package in FORMATS["h5p"].packages(render(edition)):
        if package.name.endswith(".h5p"):
            tree = package.tree
            name = package.name.removeprefix("spot-the-signs-").removesuffix(".h5p")
            made[name] = (json.loads(tree["h5p.json"]), json.loads(tree["content/content.json"]))
    return made


def nested(value):
    """Every sub-content object in a value, outer before inner."""
    if isinstance(value, dict) and "library" in value:
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from nested(part)


def with_page(*blocks, **changes):
    return an_edition(a_course(a_module(a_page(*blocks)), **changes))


def chapter_of(edition, place=2):
    """The contents of the first chapter with a page of ours."""
    return [item["content"] for item in packed(edition)["lessons"][1]["chapters"][place]["params"]["content"]]


def types(contents):
    return [each["library"].split()[0].removeprefix("H5P.") for each in contents]


def reported(edition) -> str:
    return FORMATS["h5p"].packages(render(edition))[-1].tree["spot-the-signs-h5p.md"].decode()


def end(id: str, html: str = "<p>Told.</p>", title: str = "") -> Node:
    return Node(id=id, body=prose(html), title=title)


def a_sensitive() -> Sensitive:
    return Sensitive(id="s", title="Hard", minutes=1, blocks=(prose(),), key_points=(prose(),))


# ------------------------------------------------------------- which packages


def test_three_packages_and_one_for_each_scenario():
    """And a report beside them."""
    names = [package.name for package in FORMATS["h5p"].packages(render(with_page(prose(), a_scenario())))]

    assert names == [
        "spot-the-signs-before.h5p", "spot-the-signs-lessons.h5p", "spot-the-signs-after.h5p", "spot-the-signs-scenario-ella.h5p", "spot-the-signs-h5p.md",
    ]  # fmt: skip


def test_an_edition_without_questions_has_lessons_alone():
    assert list(packed(plans={})) == ["lessons"]


def test_each_module_alone_when_the_course_asks_for_it():
    made = packed(
        an_edition(a_course(a_module(), a_module(id="signs", title="Signs"), options={"h5p": H5p(modules=True)}))
    )

    assert [name for name in made if name.startswith("module-")] == ["module-scale", "module-signs"]
    assert [chapter["metadata"]["title"] for chapter in made["module-signs"][1]["chapters"]] == ["Get help", "2. Signs"]


def test_a_survey_is_never_offered():
    """Hosts keep answers by name. What is left out stands in the report, and nothing of it in any package."""
    views = a_question_set(
        a_scale_question(stem="How sure are you?"), id="confidence", title="Confidence", kind="survey", shown_back=True
    )
    course = a_course(
        question_sets={"knowledge": a_question_set(), "confidence": views},
        plans={"staff": Plan(before=("confidence", "knowledge"), after=("confidence",))},
    )

    made = packed(an_edition(course))

    assert list(made) == ["before", "lessons"]
    assert "How sure" not in json.dumps(made)
    assert "- Confidence (confidence)" in reported(an_edition(course))


# ------------------------------------------------------------------- quizzes


def test_before_says_nothing_and_after_has_the_pass_mark():
    made = packed()
    before, after = made["before"][1], made["after"][1]

    assert (before["passPercentage"], before["endGame"]["showResultPage"], before["endGame"]["showSolutionButton"]) == (
        0,
        False,
        False,
    )
    assert "Feedback" not in json.dumps(before) and "overallFeedback" not in json.dumps(before)
    assert (after["passPercentage"], after["endGame"]["showResultPage"]) == (80, True)
    assert [(each["from"], each["to"]) for each in after["endGame"]["overallFeedback"]] == [(0, 79), (80, 100)]
    assert (
        before["override"]
        == after["override"]
        == {"checkButton": False, "retryButton": "off", "showSolutionButton": "off"}
    )


@pytest.mark.parametrize("purpose", ["before", "after"])
def test_a_quiz_says_who_keeps_the_answers_and_whom_to_call(purpose):
    """On its first screen: no other place is seen by everybody."""
    introduction = packed()[purpose][1]["introPage"]["introduction"]

    assert "keeps your answers together with your name" in introduction
    assert "999" in introduction and "0800 1111" in introduction and "tel:" not in introduction
    assert "Draft, not yet reviewed" in introduction


def test_one_try_has_no_button_for_another():
    retry = [packed(attempts=attempts)["after"][1]["endGame"]["showRetryButton"] for attempts in (0, 1, 3)]

    assert retry == [True, False, True]
    assert "does not count tries" in reported(an_edition(a_course(attempts=3)))


# ------------------------------------------------------------------- lessons


def test_help_is_one_click_away():
    """The contents are open, and help stands second in them, with numbers as text; local contacts first."""
    site = a_site()
    edition = an_edition(site=site, contacts=(an_emergency_contact(), *site.contacts.values(), a_contact()))
    content = packed(edition)["lessons"][1]
    chapter = content["chapters"][1]
    text = chapter["params"]["content"][0]["content"]["params"]["text"]

    assert content["behaviour"]["defaultTableOfContents"] is True
    assert chapter["metadata"]["title"] == "Get help"
    assert text.index("<strong>999") < text.index("<strong>01325 555 010") < text.index("<strong>0800 1111")
    assert "tel:" not in text and "<a " not in text


def test_every_chapter_has_its_title_banners_and_the_way_to_help():
    example = an_edition(site=a_site(example=True))
    reviewed = an_edition(a_reviewed_course())

    for chapter in packed(example)["lessons"][1]["chapters"]:
        assert chapter["metadata"]["title"]
        assert "Draft, not yet" in json.dumps(chapter) and "Example academy" in json.dumps(chapter)
        assert "does not send reports" in json.dumps(chapter)
    assert "Draft" not in json.dumps(packed(reviewed)["lessons"])


def test_a_hard_part_is_folded_and_its_key_points_are_not():
    """A note, the choice to read, the key points, a pause with two contacts; a table inside becomes lines."""
    table = "<table><thead><tr><th>Who</th></tr></thead><tbody><tr><td>DSL</td></tr></tbody></table>"
    block = Sensitive(
        title="Threats",
        minutes=2,
        blocks=(prose("<p>The part.</p>" + table), a_check()),
        key_points=(prose("<p>The point.</p>"),),
        id="s1",
    )
    contents = chapter_of(with_page(block))
    note, fold, check, after = contents[0], contents[1], contents[3], contents[4]

    assert types(contents) == ["AdvancedText", "Accordion", "AdvancedText", "MultiChoice", "AdvancedText"]
    assert "About 2 minutes." in note["params"]["text"] and "The part." not in note["params"]["text"]
    assert fold["params"]["panels"][0]["content"]["params"]["text"] == "<p>The part.</p><ul><li>Who: DSL</li></ul>"
    assert check["library"] == "H5P.MultiChoice 1.16"
    assert "The point." in after["params"]["text"] and "Childline" in after["params"]["text"]


def test_tables_pictures_and_stages_are_content_of_their_own(tmp_path):
    picture = an_asset(name="media/scale-map.png", path=tmp_path / "map.png")
    picture.path.write_bytes(a_png(640, 300))
    html = '<p>Before.</p><p><img src="media/scale-map.png" alt="A &quot;map&quot;"></p><table><tbody><tr><td>1</td></tr></tbody></table><p>After.</p>'
    edition = with_page(
        prose(html),
        Stages(stages=(("One", "<p>First.</p>"),)),
        Callout(kind="note", blocks=(prose("<p>Noted.</p>"),)),
        assets={picture.name: picture},
    )
    contents = chapter_of(edition)

    assert types(contents) == ["AdvancedText", "Image", "Table", "AdvancedText"]
    assert contents[1]["params"]["file"] == {
        "path": "images/scale-map.png",
        "mime": "image/png",
        "width": 640,
        "height": 300,
        "copyright": {"license": "U"},
    }
    assert contents[1]["params"]["alt"] == "A &quot;map&quot;" and contents[1]["params"]["decorative"] is False
    assert contents[3]["params"]["text"].startswith(
        "<p>After.</p><ol><li><strong>One</strong><p>First.</p></li></ol><p><strong>Note</strong></p><p>Noted.</p>"
    )
    (package,) = [each for each in FORMATS["h5p"].packages(render(edition)) if each.name.endswith("lessons.h5p")]
    assert package.tree["content/images/scale-map.png"] == picture


def test_the_sources_of_a_page_are_numbered_as_they_are_cited():
    fact, other = a_fact(), a_fact(id="NRM-01", source=replace(a_fact().source, title="Other"))
    cite = '<p>Many<a class="cite" href="#source-NRM-01" aria-label="Source: Home Office"><sup>source</sup></a>.</p>'
    contents = chapter_of(with_page(prose(cite, facts=("NRM-09d", "NRM-01")), facts={fact.id: fact, other.id: other}))
    sources = contents[1]["params"]["panels"][0]

    assert "Many [1]." in contents[0]["params"]["text"]
    assert sources["title"] == "Sources for this page"
    assert sources["content"]["params"]["text"].index("Other") < sources["content"]["params"]["text"].index(
        "NRM statistics"
    )


def test_a_survey_has_its_link_where_the_course_has_a_store():
    """H5P answers never go there; the store's own page asks both parts."""
    survey = Survey(
        endpoint="https://survey.example.org", key="A" * 43, verify="B" * 43, respondents={"staff": Respondents()}
    )
    views = a_question_set(a_scale_question(), id="confidence", title="Confidence", kind="survey", shown_back=True)
    course = a_course(
        question_sets={"confidence": views},
        plans={"staff": Plan(before=("confidence",), after=("confidence",))},
        survey=survey,
    )
    lessons = packed(edition_of(course))["lessons"][1]["chapters"]

    assert [
        place for place, chapter in enumerate(lessons) if "https://survey.example.org/f/" in json.dumps(chapter)
    ] == [0, len(lessons) - 1]
    assert "survey.example.org" not in json.dumps(packed())


def test_who_needs_to_leave_quickly_is_told_that_no_button_does_it():
    family = an_audience(id="caregiver", title="Parents", exit_this_page=True)
    edition = an_edition(a_course(audiences=(family,), plans={}))

    assert "close this window or tab" in json.dumps(packed(edition)["lessons"][1]["chapters"][0])
    assert "close this window" not in json.dumps(packed())


def test_practice_is_never_submitted_as_a_total():
    """Without the summary the book sends no total score."""
    assert packed()["lessons"][1]["behaviour"]["displaySummary"] is False


# ------------------------------------------------------------------ chapters


def leaves(*counts):
    """Modules with so many pages each; page n has n % 4 blocks."""
    modules = [
        a_module(
            *(a_page(*[prose()] * (number % 4 + 1), id=f"m{index}.p{number}") for number in range(count)),
            id=f"m{index}",
        )
        for index, count in enumerate(counts)
    ]
    return [Leaf(module, page, place) for place, module in enumerate(modules, 1) for page in module.pages]


def test_a_chapter_for_each_page_while_there_is_room():
    assert [len(group) for group in chapters(leaves(3, 4), 7)] == [1] * 7


@pytest.mark.parametrize("room", [2, 5, 12, 40])
def test_pages_share_chapters_when_there_are_too_many(room):
    """Neighbours of one module only, in order, the smallest first."""
    pages = leaves(30, 20)
    groups = chapters(pages, room)

    assert len(groups) == room
    assert [leaf for group in groups for leaf in group] == pages
    assert all(leaf.module is group[0].module for group in groups for leaf in group)


def test_more_modules_than_chapters_become_several_books():
    """An Interactive Book holds fifty chapters."""
    modules = [a_module(a_page(id=f"m{number}.start"), id=f"m{number}") for number in range(60)]
    made = packed(an_edition(a_course(*modules, plans={}, options={"h5p": H5p(modules=False)})))

    assert list(made) == ["lessons-1", "lessons-2"]
    assert [len(content["chapters"]) for _, content in made.values()] == [50, 16]


@pytest.mark.parametrize(
    ("pages", "said", "expected"), [(27, None, False), (28, None, True), (28, False, False), (1, True, True)]
)
def test_the_modules_of_a_long_book_are_books_too(pages, said, expected):
    """Above 30 chapters people look for its parts; the course may say otherwise."""
    module = a_module(*(a_page(id=f"scale.p{number}", title=f"Page {number}") for number in range(pages)))
    made = packed(an_edition(a_course(module, plans={}, options={"h5p": H5p(modules=said)})))

    assert ("module-scale" in made) is expected


def test_chapters_of_one_title_are_told_apart():
    """In the list of contents of a book: by their module, then by a number."""
    modules = [
        a_module(*(a_page(id=f"{id}.{n}", title=title) for n, title in enumerate(titles)), id=id, title=id.title())
        for id, titles in (("signs", ("Start", "Try it")), ("stages", ("Start", "Try it", "Try it", "Last")))
    ]
    made = packed(an_edition(a_course(*modules, plans={})))
    titles = [chapter["metadata"]["title"] for chapter in made["lessons"][1]["chapters"]]

    assert titles[2:-1] == [
        "1. Signs", "1. Signs: Try it", "2. Stages", "2. Stages: Try it (1)", "2. Stages: Try it (2)", "Last",
    ]  # fmt: skip


def test_what_loses_its_shape_is_said():
    """Table alignment, quotations and folded parts: the words stay, and the report says what became of the rest."""
    html = (
        '<table><tbody><tr><td class="align-right">1</td></tr></tbody></table><blockquote><p>Told.</p></blockquote>'
        "<details><summary>More</summary><p>Words</p></details>"
    )
    said = reported(with_page(prose(html)))
    hard = Sensitive(id="s", title="Hard", minutes=1, blocks=(prose(html),), key_points=(prose(),))

    for text in ("alignment", "a quotation stands as plain paragraphs", "what is folded elsewhere is open"):
        assert text in said
    assert "a table in a folded part stands as lines" in reported(with_page(hard))
    assert "is open" not in reported(with_page(prose()))


@pytest.mark.parametrize(
    ("html", "moved"),
    [
        ('<p>Look: <img src="media/map.png" alt="A map"> there</p>', True),
        ('<p><img src="media/map.png" alt="A map"> there</p>', False),
        ('<p>Before.</p><p><img src="media/map.png" alt="A map"></p>', False),
        ('<p><img src="media/map.png" alt="A map"> and <em>then</em> <img src="media/map.png" alt="A map"></p>', True),
    ],
)
def test_a_picture_that_moves_is_said(html, moved):
    assert ("comes before them" in "".join(shape.reshaped(html, folded=False))) is moved


def test_nobody_to_talk_to_leaves_no_empty_list():
    """No words that lead to nobody, no list without entries."""
    edition = replace(with_page(a_sensitive()), contacts=(an_emergency_contact(),))
    whole, with_lines = json.dumps(packed(edition)), json.dumps(packed(with_page(a_sensitive())))

    assert "<ul></ul>" not in whole
    assert "If you want to talk to someone:" not in whole
    assert "If you want to talk to someone:" in with_lines


@pytest.mark.parametrize(("language", "isolated"), [("en-GB", False), ("ar", True)])
def test_numbers_are_isolated_where_text_runs_from_right_to_left(language, isolated):
    assert ("\u2066" in reachable(a_contact(phone="0800 1111"), language)) is isolated


def test_a_range_is_never_listed_as_the_solution():
    """Fill in the Blanks would list every number that it takes for right: up to 400."""
    exact, near = a_number_question(id="N1", tolerance=0.0), a_number_question(id="N2")
    checks = nested(packed(with_page(a_check(exact, near)))["lessons"][1])
    shown = {
        each["metadata"]["title"][-3:-1]: each["params"]["behaviour"]["enableSolutionsButton"]
        for each in checks
        if each["library"].startswith("H5P.Blanks")
    }
    ends = [
        packed(question_sets={"knowledge": a_question_set(each)})["after"][1]["endGame"]["showSolutionButton"]
        for each in (exact, near)
    ]

    assert shown == {"N1": True, "N2": False}
    assert ends == [True, False]


# ----------------------------------------------------------------- scenarios


def a_decision(id: str, *targets: str) -> Node:
    options = tuple(Option(text=f"To {target}", feedback="<p>Hm.</p>", target=target) for target in targets)
    return Node(id=id, body=prose(f"<p>Story of {id}.</p>"), options=options)


def test_before_every_decision_stands_its_story():
    """A question straight after another would open inside a screen that H5P hides from assistive technology."""
    nodes = (a_decision("start", "next", "told"), a_decision("next", "told", "late"), end("told"), end("late"))
    content = packed(with_page(a_scenario(nodes=nodes)))["scenario-ella"][1]["branchingScenario"]["content"]
    kinds = types([each["type"] for each in content])
    ways = [
        [
            way["nextContentId"]
            for way in each["type"]["params"].get("branchingQuestion", {}).get("alternatives", [each])
        ]
        for each in content
    ]

    text, question = "AdvancedText", "BranchingQuestion"
    assert kinds == [text, question, text, question, text, text]
    assert ways == [[1], [2, 4], [3], [4, 5], [-1], [-2]]


def test_every_end_has_its_own_screen_and_no_stop_sign():
    """The author's title, else a first sentence as short as a heading, else the general words; one neutral picture."""
    ends = (
        end("told", title="In time"),
        end("late", "<p>It took longer, and it helped. Sam is safe.</p>"),
        end("so", "<p>So.</p>"),
    )
    made = FORMATS["h5p"].packages(
        render(with_page(a_scenario(nodes=(a_decision("start", "told", "late", "so"), *ends))))
    )
    tree = next(package.tree for package in made if package.name.endswith("scenario-ella.h5p"))
    scenario = json.loads(tree["content/content.json"])["branchingScenario"]
    pictures = [
        scenario["startScreen"]["startScreenImage"],
        *(each["endScreenImage"] for each in scenario["endScreens"]),
    ]

    assert [(each["endScreenTitle"], each["contentId"]) for each in scenario["endScreens"]] == [
        ("In time", -1), ("It took longer, and it helped.", -2), ("The end of this scenario", -3),
    ]  # fmt: skip
    assert {(f"content/{each['path']}" in tree, each["width"], each["height"]) for each in pictures} == {
        (True, 378, 225)
    }
    assert scenario["startScreen"]["startScreenAltText"] == "A signpost"


def test_a_scenario_leads_by_places_in_its_list():
    """A moment with one way on is a text; an end closes with a screen of its own."""
    ella = packed(with_page(a_scenario()))["scenario-ella"][1]["branchingScenario"]

    assert [(each["type"]["library"], each["nextContentId"]) for each in ella["content"]] == [
        ("H5P.AdvancedText 1.1", 1),
        ("H5P.AdvancedText 1.1", -1),
    ]
    assert "Tell" in ella["content"][0]["type"]["params"]["text"]
    assert "999" in ella["startScreen"]["startScreenSubtitle"] and "999" in ella["endScreens"][0]["endScreenSubtitle"]
    assert ella["scoringOptionGroup"]["scoringOption"] == "no-score"


# ------------------------------------------------------------------- the file


def test_h5p_json_lists_the_main_type_and_each_type_used():
    """Players find nested types nowhere else; helpers are not listed."""
    metadata = packed(with_page(prose(), a_check(a_choice_question(), a_match_question())))["lessons"][0]

    assert [each["machineName"] for each in metadata["preloadedDependencies"]] == [
        "H5P.InteractiveBook", "H5P.AdvancedText", "H5P.Column", "H5P.DragText", "H5P.MultiChoice",
    ]  # fmt: skip
    assert metadata["mainLibrary"] == "H5P.InteractiveBook" and metadata["embedTypes"] == ["iframe"]
    assert (metadata["title"], metadata["language"], metadata["license"]) == (
        "Spot the signs: Lessons (1.0.0, draft)",
        "en-GB",
        "U",
    )


def test_the_profile_decides_the_versions():
    versions = [
        packed(options={"h5p": H5p(profile=profile)})["after"][0]["preloadedDependencies"][0]["minorVersion"]
        for profile in PROFILES
    ]

    assert versions == [20, 21]


def test_licence_author_and_year_travel():
    settings = H5p(licence="CC BY 4.0", author="Signpost project", year=2026)
    metadata = packed(options={"h5p": settings})["lessons"][0]

    assert (metadata["license"], metadata["licenseVersion"], metadata["yearsFrom"]) == ("CC BY", "4.0", "2026")
    assert metadata["authors"] == [{"name": "Signpost project", "role": "Author"}]
    assert "licenseVersion" not in packed(options={"h5p": H5p(licence="CC0 1.0")})["lessons"][0]


def test_what_authors_may_type_is_what_the_tables_have():
    """In course.yaml and on the command line."""
    (option,) = [each for each in main.commands["build"].params if each.name == "h5p_profile"]
    assert set(option.type.choices) == set(PROFILES)
    assert set(H5pEntry.model_fields["profile"].annotation.__args__) == set(PROFILES)
    assert {licence.removesuffix(" 4.0") for licence in H5pLicence.__args__} <= set(LICENCES)


@pytest.mark.parametrize(
    ("tag", "expected"),
    [("en-GB", "en-GB"), ("zh-Hans-CN", "zh-Hans-CN"), ("es-419", "es"), ("az-Cyrl-AZB", "az-Cyrl")],
)
def test_a_language_has_ten_letters_at_most(tag, expected):
    assert language(tag) == expected


def test_a_title_has_255_bytes_at_most():
    """Bytes, not characters, and no character is cut in two; the draft mark stays."""
    metadata = packed(an_edition(a_course(title="é" * 300), site=a_site(name="字" * 200)))["lessons"][0]

    assert len(metadata["title"].encode()) <= 255 and metadata["title"].endswith("(1.0.0, draft)")
    assert cut("ééé", 5) == "é…" and cut("  a\n b ", 9) == "a b"


def test_the_zip_has_files_alone_at_fixed_times():
    """PHP hosts refuse a directory entry; the same course gives the same bytes."""
    (package, *_) = FORMATS["h5p"].packages(render(an_edition()))
    data = zip_bytes(package.tree)
    entries = zipfile.ZipFile(io.BytesIO(data)).infolist()

    assert [entry.filename for entry in entries] == ["content/content.json", "h5p.json"]
    assert all(entry.date_time == (1980, 1, 1, 0, 0, 0) and not entry.is_dir() for entry in entries)
    assert data == zip_bytes(FORMATS["h5p"].packages(render(an_edition()))[0].tree)


def test_ids_are_lower_case_and_differ():
    ids = [each["subContentId"] for each in nested(packed(with_page(prose(), a_check()))["lessons"][1])]

    assert len(ids) == len(set(ids)) and ids == [id.lower() for id in ids]


def a_png(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + struct.pack(">I", 13)
        + b"IHDR"
        + header
        + struct.pack(">I", zlib.crc32(b"IHDR" + header))
    )


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (a_png(640, 300), (640, 300)),
        (b"GIF89a" + struct.pack("<HH", 12, 34), (12, 34)),
        (b"\xff\xd8\xff\xe0\x00\x04ab\xff\xff\xc0\x00\x0b\x08" + struct.pack(">HH", 34, 12) + b"\x01", (12, 34)),
        (b"\xff\xd8\xff\xe0\x00", (0, 0)),
        (b"\x89PNG\r\n\x1a\n", (0, 0)),
        (b"RIFF", (0, 0)),
    ],
)
def test_the_size_of_a_picture(data, expected):
    assert picture_size(data) == expected


# ------------------------------------------------------------ nested types


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_a_type_that_its_parent_does_not_list_stops_the_build(profile):
    """In a version that it does not list, too: hosts delete either without a word. No course can bring that about."""
    choice, text = profile.library("H5P.MultiChoice"), profile.library("H5P.AdvancedText")
    sort = profile.library("H5P.SortParagraphs")

    assert types_of("H5P.QuestionSet", choice, profile) == {
        "H5P.QuestionSet": profile.library("H5P.QuestionSet"),
        "H5P.MultiChoice": choice,
    }
    for parent, child in (("H5P.QuestionSet", "H5P.MultiChoice 1.15"), ("H5P.QuestionSet", text), ("H5P.Column", sort)):
        with pytest.raises(TypeLost, match=f"{profile.name}: {child} in {parent}"):
            types_of(parent, child, profile)


def types_of(parent, child, profile):
    return used(parent, {"questions": [{"library": child, "params": {}}]}, profile)


# ------------------------------------------------------------------- words


def test_every_text_is_used():
    """The labels of content types by `labelled`, all others by name."""
    sources = "".join(path.read_text() for path in (ROOT / "builder/signpost_builder/formats/h5p").glob("*.py"))
    texts = strings("en")["h5p"]
    asked = sources.replace("{purpose}_text", 'before_text" "after_text')

    assert [
        f"{group}.{key}"
        for group in texts
        if group != "labels"
        for key in texts[group]
        if f'"{key}"' not in asked.replace("'", '"') and group != "words"
    ] == []
    assert set(texts["labels"]) <= set(FIELDS)


def test_labels_stand_in_fields_that_the_types_have():
    """A key that a type does not know is deleted by the host."""
    paths = {type: {field.path for field in fields} for type, fields in FIELDS.items()}

    for type, labels in strings("en")["h5p"]["labels"].items():
        assert [key for key, value in labels.items() if key not in paths[type]] == []


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Co", "Cn"], exclude_characters="*"),
    min_size=1,
    max_size=40,
).filter(lambda text: text.strip())


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(WORDS, WORDS, WORDS)
def test_any_words_make_packages_that_hosts_keep(tmp_path, title, name, words):
    """Signs of HTML, quotes, other scripts: titles, names, texts and questions pass the check unharmed."""
    html = escape(words, quote=False)
    questions = (
        a_choice_question(stem=html, rationale=html),
        a_match_question(pairs=((html, html), ("Other", "Else"))),
        a_true_false_question(feedback_true=html),
    )
    page = a_page(prose(f"<p>{html}</p>"), a_check(*questions), a_scenario(title=title), title=title)
    module = a_module(page, title=title, summary=words, content_note=words, objectives=(words,))
    course = a_course(module, title=title, question_sets={"knowledge": a_question_set(*questions, title=title)})
    for package in FORMATS["h5p"].packages(
        render(an_edition(course, site=a_site(name=name), contacts=(a_contact(name=name, purpose=words),)))
    ):
        if package.name.endswith(".h5p"):
            path = tmp_path / package.name
            path.write_bytes(zip_bytes(package.tree))
            assert [found.message for found in lint(path).diagnostics] == []


# -------------------------------------------------------------- shipped course


@pytest.fixture(scope="module")
def shipped():
    return read_course(ROOT / "course/spot-the-signs", as_of=AS_OF)[0]


@pytest.mark.parametrize("profile", PROFILES)
def test_the_shipped_course_is_without_a_finding(shipped, profile, tmp_path):
    """Every audience, with and without an academy, every package, by the checker that knows what hosts do."""
    course = replace(shipped, options={"h5p": H5p(profile=profile, modules=True)})
    checked = 0
    for edition in editions(course, [None, course.sites[0]], course.audiences):
        for package in FORMATS["h5p"].packages(render(edition)):
            if package.name.endswith(".h5p"):
                path = tmp_path / package.name
                path.write_bytes(zip_bytes(package.tree))
                assert [
                    f"{edition.slug}/{package.name}: {found.code} {found.message}" for found in lint(path).diagnostics
                ] == []
                checked += 1
    assert checked > 60


def test_questions_and_scenarios_of_the_shipped_course_are_all_there(shipped):
    """Nothing is dropped in silence: each question of a knowledge set and of a check has its id in a package."""
    for edition in editions(shipped, [None], shipped.audiences):
        asked = {
            question.id
            for each in (*edition.before, *edition.after)
            if each.kind == "knowledge"
            for question in each.questions
        }
        whole = json.dumps(packed(edition))
        assert [id for id in asked if f' ({id})"' not in whole] == []
        assert [word for word in ("confidence", "perceptions") if f'"{word}' in whole] == []


def strings_in(value):
    """Every text of a content.json, as its readers see it."""
    if isinstance(value, str):
        yield kept(value)
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from strings_in(part)


def said_by(edition):
    """HTML of everything that a learner of this edition reads, apart from surveys."""
    for module in edition.modules:
        yield from map(escape, (module.title, module.summary, module.content_note, *module.objectives))
        for page in module.pages:
            yield escape(page.title) if page is not module.pages[0] else ""
            for block in every_block(page.blocks):
                match block:
                    case Prose():
                        yield from map(str, block.parts)
                    case Callout() | Sensitive():
                        yield escape(block.title)
                    case Stages():
                        yield from (text for stage in block.stages for text in stage)
                    case Scenario():
                        for node in block.nodes:
                            yield from map(str, node.body.parts)
                            yield from (text for option in node.options for text in (option.text, option.feedback))
    questions = [question for each in edition.after if each.kind == "knowledge" for question in each.questions]
    for question in [*questions, *(q for m in edition.modules for p in m.pages for q in checked_questions(p.blocks))]:
        yield from (question.stem, question.rationale)
        match question:
            case ChoiceQuestion():
                yield from (text for choice in question.choices for text in (choice.text, choice.feedback))
            case TrueFalseQuestion():
                yield from (question.feedback_true, question.feedback_false)
            case OrderQuestion():
                yield from question.items
            case MatchQuestion():
                yield from (*(text for pair in question.pairs for text in pair), *question.spare)


def test_every_word_of_the_shipped_course_is_in_a_package(shipped):
    """Pages, scenarios, questions and their feedback, at an academy, for every audience; and no word for trainers."""
    for edition in editions(shipped, [shipped.sites[0]], shipped.audiences):
        whole = " ".join(
            " ".join(text for _, content in packed(edition).values() for text in strings_in(content)).split()
        )

        pieces = [" ".join(piece.split()) for html in said_by(edition) for piece in spoken(parsed(html or " "))]
        assert len(pieces) > 300
        assert [piece for piece in pieces if piece not in whole] == []
        notes = [
            str(part)
            for each in edition.trainer_notes.values()
            for note in each
            for block in every_block(note.blocks)
            if isinstance(block, Prose)
            for part in block.parts
        ]
        words = [" ".join(piece.split()) for html in notes for piece in spoken(parsed(html))]
        assert notes and [piece for piece in words if len(piece) > 60 and piece in whole] == []


def test_a_site_changes_its_contacts_alone(shipped):
    """Ids of questions and pages are the same at every academy, so that results can be put side by side. A local picture adds its own."""
    one, other = (
        [each["subContentId"] for _, content in packed(edition).values() for each in nested(content)]
        for edition in editions(shipped, shipped.sites[:2], [shipped.audiences[0]])
    )
    common = set(other)

    assert len(other) > 500
    assert [id for id in one if id in common] == other


def test_one_warning_for_each_question(shipped):
    """At its place in the sources, with everything that H5P cannot say of it."""
    (edition,) = editions(shipped, [None], [shipped.audiences[0]])
    warnings = FORMATS["h5p"].packages(render(edition))[-1].losses

    assert {found.code for found in warnings} == {"not-in-h5p"} and {found.severity for found in warnings} == {
        "warning"
    }
    (k14,) = [found for found in warnings if "'K14'" in found.message]
    assert str(k14.span.path) == "quizzes/knowledge-staff.yaml" and k14.span.line > 1
    assert "must be right to pass" in k14.message and "partly right" in k14.message
    assert len({found.span for found in warnings}) == len(warnings)


def test_order_and_match_weigh_more_and_the_report_says_so():
    edition = an_edition(
        a_course(
            question_sets={"knowledge": a_question_set(an_order_question(), a_match_question(), a_choice_question())}
        )
    )

    assert "| spot-the-signs-after.h5p | H5P.QuestionSet 1.20 | 6, of which 5 pass |" in reported(edition)
    assert "K10: it counts 3 points" in reported(edition)
