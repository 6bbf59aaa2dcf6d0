"""What `signpost check` advises on texts: every seeded defect is found where it stands, and nothing else is."""

import datetime
import json
from dataclasses import replace
from pathlib import Path, PurePosixPath
from urllib.parse import quote

import jsonschema
import pytest
from click.testing import CliRunner
from signpost_builder.cli import main
from signpost_builder.diagnostics import NOWHERE, SourceError, Span, error, warning
from signpost_builder.editions import edition
from signpost_builder.read import read_course
from signpost_builder.sarif import sarif
from signpost_builder.source.files import Project
from signpost_builder.writing import advice

from tests.source_projects import FILES, PNG, a_project

WORDING = """\
avoid:
  - {avoid: [drug runner, lifestyle choice], say: a child who is being exploited, why: First a victim.}
  - {avoid: [child prostitute], say: a child who is being exploited, why: There is none., in_quotes: avoid}
  - {avoid: [party], say: event, why: It is none.}
  - {avoid: [disclosed], say: told someone, why: Plain., audiences: [carer]}
  - {avoid: [ICE], say: enforcement, why: Nobody knows it., case: exact}
abbreviations: [PE]
longest_sentence: 20
"""
ASKED = """\
id: asked
title: What you know
kind: knowledge
questions:
  - id: K01
    type: single
    stem: Whom do you tell?
    objective: one.1
    choices:
      - {text: The lead, correct: true}
      - {text: A friend}
"""
FRONT = """\
---
id: one
title: One
summary: The only one.
audiences: [staff, carer]
objectives: [Tell the lead]
---
"""
LONG = "You tell the lead at once, and then you write down what you saw, what you heard, who was there and when it was."
PAGE = "## Signs\n\n"


@pytest.fixture
def advised(tmp_path):
    def found(body="Welcome.\n", *, front=FRONT, day=datetime.date(2026, 11, 23), **files):
        written = {
            "course/wording.yaml": WORDING,
            "quizzes/asked.yaml": ASKED,
            **files,
            "modules/one/module.md": front + body,
        }
        folder = a_project(tmp_path, **written)
        course = read_course(folder, as_of=day)[0]
        editions = [edition(course, audience=audience) for audience in course.audiences]
        return [
            (
                each.code,
                each.span.line - front.count("\n") if each.span.path.name == "module.md" else each.span.line,
                each.span.column,
            )
            for each in sorted(advice(course, editions, Project(tmp_path)), key=lambda each: each.span)
        ]

    return found


DEFECTS = {
    # ------------------------------------------------------------ words to avoid
    "a word of the table": ("He is a drug runner.\n", [("avoided-word", 1, 9)]),
    "in capitals": ("Drug Runner is no word.\n", [("avoided-word", 1, 1)]),
    "in the plural": ("They are drug runners.\n", [("avoided-word", 1, 10)]),
    "a plural of y": ("There are parties.\n", [("avoided-word", 1, 11)]),
    "with a hyphen": ("A drug-runner came.\n", [("avoided-word", 1, 3)]),
    "over a line's end": ("He is a drug\nrunner.\n", [("avoided-word", 1, 9)]),
    "twice": ("A drug runner.\n\n- A lifestyle choice.\n", [("avoided-word", 1, 3), ("avoided-word", 3, 5)]),
    "in a quotation that forbids it": ('He says "child prostitute".\n', [("avoided-word", 1, 10)]),
    "in a heading": (PAGE + "Text.\n\n### A drug runner\n\nText.\n", [("avoided-word", 5, 7)]),
    "in a page's heading": ("## A drug runner\n\nText.\n", [("avoided-word", 1, 1)]),
    "in bold": ("He is a **drug runner**.\n", [("avoided-word", 1, 11)]),
    "in the words of a link": ("See [the drug runner](page:one.start).\n", [("avoided-word", 1, 10)]),
    "in a cell": ("| Who | What |\n|---|---|\n| A | drug runner |\n", [("avoided-word", 3, 7)]),
    "in the text of a picture": ("![A drug runner](p.png)\n", [("avoided-word", 1, 5)]),
    "in a directive's title": ('::: note title="A drug runner"\nText.\n:::\n', [("avoided-word", 1, 1)]),
    "in a box": ("::: note\nA drug runner.\n:::\n", [("avoided-word", 2, 3)]),
    "in feedback": (PAGE + "::: question id=Q1 objective=one.1\nWhom?\n\n- [x] The lead\n  No drug runner.\n- [ ] A friend\n:::\n", [("avoided-word", 7, 6)]),
    "for those who read it": ("She disclosed it.\n", [("avoided-word", 1, 5)]),
    "with these capitals": ("Call ICE.\n", [("avoided-word", 1, 6), ("unexplained-abbreviation", 1, 6)]),
    # ---------------------------------------------------------------- sentences
    "a long sentence": (LONG + "\n", [("long-sentence", 1, 1)]),
    "a long one behind a short one": (f"Tell. {LONG}\n", [("long-sentence", 1, 7)]),
    "a long one over lines": (f"Tell.\n{LONG.replace(', and', ',' + chr(10) + 'and')}\n", [("long-sentence", 2, 1)]),
    "a long item": (f"- {LONG}\n", [("long-sentence", 1, 3)]),
    # ------------------------------------------------------------- abbreviations
    "an abbreviation": ("Tell the LADO.\n", [("unexplained-abbreviation", 1, 10)]),
    "explained too late": ("Tell the LADO.\n\nThe local officer (LADO) helps.\n", [("unexplained-abbreviation", 1, 10)]),
    "explained to others": (
        "::: for staff\nThe local officer (LADO) helps.\n:::\n\nTell the LADO.\n", [("unexplained-abbreviation", 5, 10)]
    ),
    "in the plural, short": ("Two LADOs came.\n", [("unexplained-abbreviation", 1, 5)]),
    # ------------------------------------------------------------------- people
    "an e-mail address": ("Write to amina.khan@hill-school.org.uk now.\n", [("personal-data", 1, 10)]),
    "a postcode": ("He lives at DL1 1AA.\n", [("personal-data", 1, 13)]),
    "a mobile number": ("Ring 07911 123456 tonight.\n", [("personal-data", 1, 6)]),
    "a name with a number": ("We ask Amina Khan, pupil 123 456 789.\n", [("personal-data", 1, 8)]),
    "a date of birth": ("He was born on 3 May 2011.\n", [("personal-data", 1, 8)]),
    "one with an ending": ("He was born on the 3rd of May 2011.\n", [("personal-data", 1, 8)]),
    "one as computers write it": ("DOB 2011-05-03.\n", [("personal-data", 1, 1), ("unexplained-abbreviation", 1, 1)]),
    "a postcode in small letters": ("He lives at dl1 1aa.\n", [("personal-data", 1, 13)]),
    "a postcode without its space": ("He lives at DL1 1AA, or DL11AA.\n", [("personal-data", 1, 13), ("personal-data", 1, 25), ("unexplained-abbreviation", 1, 25)]),
    "a street": ("She lives at 12 Acacia Avenue.\n", [("personal-data", 1, 14)]),
    "a number of the health service": ("NHS number 943 476 5919.\n", [("personal-data", 1, 1)]),
    "a number of national insurance": ("National Insurance number QQ 12 34 56 C.\n", [("personal-data", 1, 1), ("unexplained-abbreviation", 1, 27)]),
    "a number from abroad": ("Ring +44 7911 123456 tonight.\n", [("personal-data", 1, 6)]),
    "a number with hyphens": ("Ring 07911-123-456 tonight.\n", [("personal-data", 1, 6)]),
    "a number in brackets": ("Her number is (0191) 498 1234.\n", [("personal-data", 1, 15)]),
    "an address in a link": ("Write to [Amina](mailto:amina@hill-school.org.uk).\n", [("personal-data", 1, 25)]),
    "a hard space": ("He is a drug\u00a0runner.\n", [("avoided-word", 1, 9)]),
    "of somebody's own": ("It is a drug runner's debt.\n", [("avoided-word", 1, 9)]),
    "half in italics": ("He is a drug *runner*.\n", [("avoided-word", 1, 9)]),
    "in a footnote": ("Text.[^1]\n\n[^1]: A drug runner.\n", [("avoided-word", 3, 9)]),
    "in a definition": ("Term\n: A drug runner.\n", [("avoided-word", 2, 5)]),
    "in a list within a list": ("- One\n  - A drug runner\n", [("avoided-word", 2, 7)]),
    "in quotation marks that are curly": ("He says “child prostitute”.\n", [("avoided-word", 1, 10)]),
    "two with a slash": (
        "The LADO/MASH decides.\n", [("unexplained-abbreviation", 1, 5), ("unexplained-abbreviation", 1, 10)]
    ),
    "a name before a number": ("We ring Sarah Khan on 07911 123456.\n", [("personal-data", 1, 9)]),
    "whose words they are": ('::: quote by="Ann Bell, 07911 123456"\nIt is so.\n:::\n', [("personal-data", 1, 1)]),
    "a flat": ("She lives at Flat 2, 14 Mill Way.\n", [("personal-data", 1, 14)]),
    "a car": ("A car, AB12 ABC, waits.\n\n*[ABC]: x\n", [("personal-data", 1, 8)]),
    "an account": ("He is @amina_2011 there.\n", [("personal-data", 1, 7)]),
    "a bank account": ("Pay to sort code 20-00-00.\n", [("personal-data", 1, 8)]),
    "two joined": ("The CP-IS flags it.\n", [("unexplained-abbreviation", 1, 5)]),
    "before a word": ("A LADO-led meeting.\n", [("unexplained-abbreviation", 1, 3)]),
    "behind a word": ("Ask a non-LADO.\n", [("unexplained-abbreviation", 1, 11)]),
    "with a small letter": ("The DfE says so.\n", [("unexplained-abbreviation", 1, 5)]),
    "a long cell": (f"| A | B |\n|---|---|\n| x | {LONG} |\n", [("long-sentence", 3, 7)]),
}  # fmt: skip

FINE = {
    "a longer word": "The drug runnery is a counterparty.\n",
    "somebody's words": 'He says "drug runner", or “a lifestyle choice”.\n',
    "a quotation": '::: quote by="A report"\nA drug runner.\n:::\n',
    "code": "Write `drug runner`.\n",
    "an address": "See [the law](https://www.gov.uk/drug-runner).\n",
    "an id": "## Signs {#drug-runner}\n\nText.\n",
    "a comment": "Text. <!-- drug runner -->\n",
    "a column of what to avoid": "| Avoid | Say |\n|---|---|\n| drug runner | a child |\n\n",
    "for others": "::: for staff\nShe disclosed it.\n:::\n",
    "other capitals": "There is ice.\n",
    "a wrong choice": PAGE + "::: question id=Q1 objective=one.1\nWhom?\n\n- [x] The leading lad\n- [ ] A drug runner\n:::\n",
    "short sentences": "Tell the lead. " * 10 + "\n",
    "stops that end none": "At 4.30 pm on 1.2 and gov.uk, e.g. now.\n",
    "a long picture": f"![{LONG}](p.png)\n",
    "a choice and what follows": PAGE + f"::: question id=Q1 objective=one.1\nWhom?\n\n- [x] {LONG[:60]}\n  {LONG[60:]}\n- [ ] {LONG[:58]}\n:::\n",
    "explained in brackets": "The local officer (LADO) helps. Tell the LADO.\n",
    "explained behind": "Tell the LADO (the local officer).\n",
    "explained by a comma": "Tell the LADO, the local officer.\n",
    "explained by a definition": "Tell the LADO.\n\n*[LADO]: local officer\n",
    "explained by a contact": "Tell {contact:dsl}. The DSL listens.\n",
    "called so": "Its team may be called the **MASH**.\n",
    "everyday ones": "A PDF from the BBC in the UK, after PE.\n",
    "shouted": "DO NOT WAIT.\n",
    "a year and a class": "Year 9 in 2024, K01 and A4.\n",
    "an address of nobody": "Write to sam@school.example.\n",
    "a number for drama": "Ring 01632 960123, 07700 900123, 0191 498 0123 or +44 (0)7700 900123.\n",
    "a number of a helpline": "Ring 0800 1111.\n",
    "short numbers": "Ring 999 or 101, or text 61016.\n",
    "figures": "There were 19 125 people in 2023/24, 45% more.\n",
    "times": "From 09:00 to 17:30, 12.30-13.30.\n",
    "a person": "Amina Khan is 14.\n",
    "ordinals that look like a postcode": "In w1 2nd and e1 3rd came, and room b2 4th floor.\n",
    "numbers of chapters": "Part III, Chapter IV and Annex IX say so.\n",
    "a section of an act": "Section 45 of the Modern Slavery Act 2015 applies.\n",
    "years": "From 2019-2024 the number rose; it was 10 627, then 10 613.\n",
    "a day": "On 3 May 2026 the law changed; read it by 03/05/2026, or 2026-05-03.\n",
    "a year of birth": "He was born in 2011.\n",
    "money": "It cost £1,250,000 in 2024.\n",
    "large ranges": "Between 1,000 and 10,000,000,000.\n",
    "a version": "Version 1.2.3 of the form, page 12 of 30.\n",
    "a room": "Room 101 on floor 2, at the end of the road.\n",
    "a street without a number": "He waits in Station Road.\n",
    "a number that people know": "Ask for your NHS number. It has ten digits.\n",
    "shares": "3 in 10, 1:4, 24/7, and 64.5 % of 1,234,567.\n",
    "an address with digits": "See https://www.gov.uk/2023/07911123456.\n",
    "a tag": "Write #SpotTheSigns under it.\n",
    "explained at first use in the plural": "Local officers (LADOs) help. A LADO decides.\n",
    "explained in a footnote": "Text.[^1]\n\nTell the LADO.\n\n[^1]: The LADO (local officer) helps.\n\n",
    "single quotation marks": "He says 'drug runner' again.\n",
    "a firm": "J. Smith & Co. sells shoes.\n",
    "a road in a year": "In 2024 Harrow Road was closed.\n",
    "a word to text": "Text SHOUT to 85258.\n",
    "codes": "en-GB, pl-PL, GB-ENG, COVID-19, UK-wide.\n",
    "an organisation's account": "Follow @childline.\n",
    "a degree, an examination and a camera": "A PhD, a GCSE and CCTV.\n",
    "explained with a small letter": "The Department for Education (DfE) says so. Ask the DfE.\n",
    "year groups": "Years 7 to 11, aged 11-16.\n",
}  # fmt: skip


@pytest.mark.parametrize("defect", DEFECTS)
def test_every_defect_is_found(advised, defect):
    body, expected = DEFECTS[defect]
    more = {"modules/one/p.png": PNG} if "p.png" in body else {}

    assert advised(body, **more) == expected


@pytest.mark.parametrize("text", FINE)
def test_nothing_else_is_found(advised, text):
    more = {"modules/one/p.png": PNG} if "p.png" in FINE[text] else {}

    assert [each for each in advised(FINE[text], **more) if each[0] != "choice-lengths"] == []


def test_every_text_of_a_question_set_is_read(advised):
    """Items, pairs, what a scale offers and what the trainer says: whatever somebody reads."""
    more = """\
  - {id: K02, type: order, stem: In order?, items: [Ring, Ask, A drug runner], trainer: Ring 07911 123456., objective: one.1}
  - id: K03
    type: match
    stem: What fits?
    pairs: [{term: A drug runner, meaning: One}, {term: Two, meaning: Ask amina@hill-school.org.uk}]
    spare: [The LADO]
    objective: one.1
"""
    scaled = """\
id: scaled
title: How sure
kind: survey
shown_back: true
scales: {sure: [Like a drug runner, Yes]}
questions: [{id: C1, type: scale, stem: How sure?, scale: sure}]
"""
    plan = "{before: [asked], after: [asked]}"
    course = FILES["course/demo/course.yaml"]
    assert plan in course
    files = {"quizzes/asked.yaml": ASKED + more, "quizzes/scaled.yaml": scaled}
    files["course/demo/course.yaml"] = course.replace(plan, "{before: [asked, scaled], after: [asked, scaled]}")

    assert advised(**files) == [
        ("avoided-word", 12, 66),
        ("personal-data", 12, 94),
        ("avoided-word", 16, 22),
        ("personal-data", 16, 75),
        ("unexplained-abbreviation", 17, 17),
        ("avoided-word", 5, 24),
    ]


def test_question_sets_are_read_too(advised):
    asked = ASKED.replace("Whom do you tell?", "Whom does a drug runner tell?").replace("The lead,", "The LADO,")

    assert advised(**{"quizzes/asked.yaml": asked}) == [("avoided-word", 7, 23), ("unexplained-abbreviation", 10, 20)]


def test_a_false_statement_may_say_it(advised):
    asked = (
        ASKED.partition("  - id")[0]
        + "  - {id: K1, type: true-false, stem: He is a drug runner., answer: false, objective: one.1}\n"
    )

    assert advised(**{"quizzes/asked.yaml": asked}) == []


def test_a_page_above_the_aim_of_its_readers(advised):
    hard = "Multidisciplinary safeguarding arrangements necessitate organisational accountability. " * 10
    course = FILES["course/demo/course.yaml"].replace(
        "{id: carer, title: Carers}", "{id: carer, title: Carers, reading_grade: 6}"
    )

    assert advised(f"## Hard\n\n{hard}\n", **{"course/demo/course.yaml": course}) == [("hard-page", 1, 1)]


def test_minutes_that_do_not_fit(advised):
    front = FRONT.replace("audiences", "minutes: 20\naudiences")

    assert advised(front=front) == [("minutes-do-not-fit", -3, 10)]  # at the number
    assert advised(front=front.replace("20", "2")) == []


def test_objectives_and_questions_belong_together(advised):
    two = FRONT.replace("[Tell the lead]", "[Tell the lead, Write it down]")
    assert advised(front=two) == [("objective-not-measured", -1, 29)]

    none = ASKED.replace("id: K01", "id: K01").replace("    choices", "    choices", 1)
    more = none + "  - {id: K02, type: true-false, stem: It can wait., answer: false}\n"
    assert advised(**{"quizzes/asked.yaml": more}) == [("question-without-objective", 12, 5)]
    assert (
        advised(**{"quizzes/asked.yaml": ASKED.replace("    objective: one.1\n", "")}) == []
    )  # nobody has begun to say


SILENT = "He is a drug runner. <!-- signpost: ignore avoided-word because a court has said so -->\n"


def test_advice_is_silenced_with_a_reason(advised):
    assert advised(SILENT) == []
    assert advised("<!-- signpost: ignore avoided-word because a court has said so -->\nHe is a drug runner.\n") == []
    both = (
        "<!-- signpost: ignore avoided-word, long-sentence because it is the Act -->\n"
        + LONG.replace("lead", "drug runner")
        + "\n"
    )
    assert advised(both) == []


def test_only_that_line_and_that_code(advised):
    assert advised(SILENT + "\nAnother drug runner.\n") == [("avoided-word", 3, 9)]
    assert advised(SILENT.replace("avoided-word", "long-sentence")) == [
        ("avoided-word", 1, 9),
        ("unused-silence", 1, 22),
    ]


def test_advice_is_silenced_in_front_matter(advised):
    """That is YAML, so its comments are."""
    two = "[Tell the lead, Write it down]"
    why = "  # signpost: ignore objective-not-measured because it is practised in the room"
    silenced = FRONT.replace("[Tell the lead]", two + why)
    above = FRONT.replace("objectives: [Tell the lead]", f"{why.strip()}\nobjectives: {two}")
    minutes = "minutes: 20  # signpost: ignore minutes-do-not-fit because we talk a lot\naudiences"

    assert advised(front=silenced) == advised(front=above) == advised(front=FRONT.replace("audiences", minutes)) == []
    assert advised(front=FRONT.replace("[Tell the lead]", "[Tell the lead]" + why)) == [("unused-silence", -1, 30)]


def test_a_silence_without_a_reason_counts_for_nothing(advised):
    for words in ("ignore avoided-word", "ignore avoided-word because", "ignore avoided-word because  "):
        body = f"He is a drug runner. <!-- signpost: {words} -->\n"
        assert advised(body) == [("avoided-word", 1, 9), ("silence-without-reason", 1, 22)]


def test_a_silence_of_nothing_is_said(advised):
    assert advised("Text. <!-- signpost: ignore avoided-word because x -->\n") == [("unused-silence", 1, 7)]
    assert advised("Text. <!-- signpost: ignore avoided-wrod because x -->\n") == [("unused-silence", 1, 7)]
    assert advised("Text. <!-- signpost: ignore because x -->\n") == [("unused-silence", 1, 7)]
    assert advised("Text. <!-- signpost: ignore fact-out-of-date because x -->\n") == [("unused-silence", 1, 7)]


def test_in_yaml(advised):
    asked = ASKED.replace(
        "    stem: Whom do you",
        "    # signpost: ignore avoided-word because it is a title\n    stem: Whom does a drug runner",
    )
    assert advised(**{"quizzes/asked.yaml": asked}) == []
    asked = ASKED.replace("Whom do you tell?", "A drug runner?  # signpost: ignore avoided-word because it is a title")
    assert advised(**{"quizzes/asked.yaml": asked}) == []


def test_fairness_can_be_silenced_as_well(advised):
    asked = ASKED.replace("The lead,", "The safeguarding lead of the trust,")
    assert [each[0] for each in advised(**{"quizzes/asked.yaml": asked})] == ["choice-lengths"]
    silent = asked.replace("  - id: K01", "  # signpost: ignore choice-lengths because there are only two\n  - id: K01")
    assert advised(**{"quizzes/asked.yaml": silent}) == []


def test_another_language_is_not_judged_by_english_rules(tmp_path):
    body = FRONT + "He is a drug runner.\n"
    folder = a_project(tmp_path, **{"course/wording.yaml": WORDING, "modules/one/module.md": body})
    course = read_course(folder, as_of=datetime.date(2026, 11, 23))[0]
    editions = [edition(course, audience=audience) for audience in course.audiences]

    def codes(of):
        return {each.code for each in advice(of, editions, Project(tmp_path))}

    assert "avoided-word" in codes(course)
    assert "avoided-word" not in codes(replace(course, languages=("de-DE",)))


def wrong(tmp_path, **files):
    """What is told of a project, as lines of the file and codes."""
    try:
        _, found = read_course(a_project(tmp_path, **files), as_of=datetime.date(2026, 11, 23))
    except SourceError as errors:
        found = errors.diagnostics
    return [f"{each.span.path.name}:{each.span.line} {each.code}" for each in found if each.severity == "error"]


def test_a_broken_table_is_told(tmp_path):
    assert wrong(tmp_path, **{"course/wording.yaml": "avoid: [{avoid: [x], say: y}]\n"}) == [
        "wording.yaml:1 missing-key"
    ]
    twice = "avoid:\n  - {avoid: [x one], say: y, why: z}\n  - {avoid: [X one], say: y, why: z}\n"
    assert wrong(tmp_path, **{"course/wording.yaml": twice}) == ["wording.yaml:3 duplicate-id"]
    nobody = "avoid: [{avoid: [x one], say: y, why: z, audiences: [carers]}]\n"
    assert wrong(tmp_path, **{"course/wording.yaml": nobody}) == ["wording.yaml:1 unknown-audience"]
    elsewhere = {
        "course/other/course.yaml": FILES["course/demo/course.yaml"]
        .replace("id: demo", "id: other")
        .replace("id: staff", "id: carers")
    }
    assert wrong(tmp_path, **{"course/wording.yaml": nobody, **elsewhere}) == []


def test_a_broken_table_is_told_with_all_other_errors(tmp_path, monkeypatch):
    """In one run, at both doors; it hides nothing and nothing hides it."""
    files = {
        "course/wording.yaml": "avoid: [{avoid: [x], say: y}]\n",
        "modules/one/module.md": FRONT + "::: qestion\n:::\n",
    }
    assert wrong(tmp_path, **files) == ["wording.yaml:1 missing-key", "module.md:8 unknown-directive"]

    monkeypatch.chdir(tmp_path)
    for door in ("check", "build"):
        run = CliRunner().invoke(
            main, [door, "demo", "--as-of", "2026-11-23", "--format", "web"][: 4 if door == "check" else 6]
        )
        assert run.exit_code == 1
        assert "missing-key" in run.stderr and "unknown-directive" in run.stderr


def test_without_a_table_nothing_is_avoided(advised, tmp_path):
    assert advised("He is a drug runner.\n", **{"course/wording.yaml": ""}) == []


def check(*words, code):
    result = CliRunner().invoke(main, ["check", "demo", "--as-of", "2026-11-23", *words])
    assert result.exit_code == code, result.output
    return result


def test_sarif_is_one_document_on_stdout(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    course = FILES["course/demo/course.yaml"] + "formats: [web]\n"
    a_project(tmp_path, **{"course/demo/course.yaml": course, "course/wording.yaml": WORDING, "modules/one/module.md": FRONT + "A drug runner.\n",
                           "quizzes/asked.yaml": ASKED})  # fmt: skip
    run = json.loads(check("--diagnostics", "sarif", code=0).stdout)["runs"][0]

    (result,) = run["results"]
    assert (result["ruleId"], result["level"]) == ("avoided-word", "warning")
    assert result["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "modules/one/module.md", "uriBaseId": "SRCROOT"},
        "region": {"startLine": 8, "startColumn": 3},
    }
    assert run["tool"]["driver"]["rules"][0]["help"]["text"]
    annotated = check("--diagnostics", "github", code=0).stderr
    assert annotated.startswith("::warning file=modules/one/module.md,line=8,col=3,title=avoided-word::'drug runner'")


SARIF_SCHEMA = Path(__file__).parent.parent / "node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"


def test_sarif_is_what_its_schema_says():
    """The schema of the standard, on findings with a line, of a whole file and of no place, and on none. It refuses what is wrong."""
    schema = jsonschema.Draft4Validator(json.loads(SARIF_SCHEMA.read_text()))
    found = [
        warning(Span(PurePosixPath("modules/ö ne/module.md"), 3, 0), "hard-page", "Too “hard”", "shorter"),
        error(Span(PurePosixPath("course/a/course.yaml")), "missing-file", "Not there"),
        error(NOWHERE, "unknown-thing", "Nowhere"),
    ]
    for findings in (found, []):
        document = json.loads(sarif(findings, {"hard-page": "A page is hard. Make it easier."}))
        assert [each.message for each in schema.iter_errors(document)] == []
    document["runs"][0]["results"] = [{"level": "fatal"}]
    assert len(list(schema.iter_errors(document))) == 2


@pytest.mark.parametrize("below", ["", "trust/training é"])
def test_places_count_from_the_top_of_the_repository(below, tmp_path, monkeypatch):
    """GitHub shows findings beside the lines of the repository, whichever folder of it the project is."""
    project = tmp_path / below
    a_project(project, **{"modules/one/module.md": FRONT + "{fact:NO-1}\n"})
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(project)
    before = f"{below}/" if below else ""

    (result,) = json.loads(check("--diagnostics", "sarif", code=1).stdout)["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == quote(
        f"{before}modules/one/module.md"
    )
    assert check("--diagnostics", "github", code=1).stderr.startswith(
        f"::error file={before}modules/one/module.md,line=8,"
    )
    assert check("--diagnostics", "concise", code=1).stderr.startswith("modules/one/module.md:8:")


def test_two_that_say_the_same_are_two():
    """A mark without the line holds while lines move; with a number, none of two takes the other's place."""
    path = PurePosixPath("modules/one/module.md")
    same = [warning(Span(path, line, 1), "long-sentence", "x") for line in (3, 9)]
    moved = [warning(Span(path, line, 1), "long-sentence", "x") for line in (4, 12)]
    marks, later = (
        [each["partialFingerprints"]["signpost/v1"] for each in json.loads(sarif(found, {}))["runs"][0]["results"]]
        for found in (same, moved)
    )

    assert len(set(marks)) == 2 and marks == later


def test_a_program_reads_every_finding(tmp_path, monkeypatch):
    """On a screen a hundred of a kind; as JSON all of them. A line is shown as it is counted."""
    many = "Say {fact:NOPE-1}.\n\n" * 300
    folder = a_project(tmp_path, **{"modules/one/module.md": FRONT + many})
    monkeypatch.chdir(folder)
    whole = check("--diagnostics", "json", code=1).stderr.splitlines()
    shown = check("--diagnostics", "full", code=1).stderr

    assert len(whole) == 300 and "200 more of this kind" in shown
    (folder.parent.parent / "modules/one/module.md").write_text(FRONT + "One\u2028 two\u2028 three.\n")
    assert "One\u2028 two\u2028 three." in check("--diagnostics", "full", code=1).stderr


def test_sarif_of_errors_and_of_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    course = FILES["course/demo/course.yaml"] + "formats: [web]\n"
    files = {"course/demo/course.yaml": course, "quizzes/asked.yaml": ASKED, "modules/one/module.md": FRONT + "Text.\n"}
    a_project(tmp_path, **files)
    assert json.loads(check("--diagnostics", "sarif", code=0).stdout)["runs"][0]["results"] == []

    a_project(tmp_path, **{**files, "modules/one/module.md": FRONT + "{fact:NO-1}\n"})
    (result,) = json.loads(check("--diagnostics", "sarif", code=1).stdout)["runs"][0]["results"]
    assert (result["ruleId"], result["level"]) == ("unknown-fact", "error")
