"""A campaign of one card on disk that has no fault; a test changes what it is about."""

import datetime
from pathlib import Path

from signpost_builder.diagnostics import Diagnostic, SourceError
from signpost_builder.editions import edition
from signpost_builder.formats import FORMATS
from signpost_builder.model import Course, Edition, SurveyKeys
from signpost_builder.read import read_course

from tests.source_projects import FILES as OF_A_COURSE

AS_OF = datetime.date(2026, 11, 29)
KEYS = SurveyKeys(endpoint="https://survey.example.org", key="k" * 42 + "A", verify="v" * 42 + "A")
CARD = """\
## Tell somebody {#tell}

Some people keep a worry to themselves. You can tell somebody today {source:LAW-01}.

::: key-points title="One thing to do"
Say one sentence about it.
:::

::: help title="Talk to someone"
{contact:childline}
:::

::: question id=C1
A friend looks sad. What do you do?

- [ ] Look away for now
  Then nobody has asked.
- [x] Ask what it is
  That is kind.
:::
"""
FILES = {
    "modules/facts.yaml": OF_A_COURSE["modules/facts.yaml"],
    "modules/helplines.yaml": """\
- id: police
  name: Police
  purpose: Danger now
  phone: "999"
  emergency: true
  sure: R
  checked: 2026-11-22
  review_by: 2027-04-01
"""
    + OF_A_COURSE["modules/helplines.yaml"],
    "course/talk/contacts.yaml": """\
- {key: own, words: help in your region, title: Own help, purpose: Help here, name: own_name, phone: own_phone}
- {key: officer, words: the officer, title: Officer, purpose: About this campaign, name: officer_role, email: officer_email}
""",
    "course/talk/words.yaml": "site: region\nreport: Tell somebody.\n",
    "course/talk/course.yaml": """\
id: talk
title: Talk
summary: One minute.
version: 1.0.0
languages: [en-GB]
audiences:
  - {id: carer, title: Carers, exit_this_page: true, reading_grade: 6}
modules: [cards]
sites_table: regions
survey:
  respondents:
    carer: {stratum: R1, campaign: [about, asked]}
campaign:
  address: https://talk.org.uk/cards
  team: officer
  waves:
    - {id: 2027-w1, begins: 2027-01-04, ends: 2027-01-10, words: Before}
    - {id: 2027-w2, begins: 2027-02-01, ends: 2027-02-07, words: After}
  posting: {begins: 2027-01-12, days: [tuesday]}
formats: [campaign]
exit_url: https://www.bbc.co.uk/weather
""",
    "course/talk/regions.csv": """\
id,name,name_source,emphasis,own_name,own_phone,officer_role,officer_email,checked_on,checked_by
north,North,Office of Names,,,,,,,
south,South,Office of Names,talk.fears,Help South,01325 555 101,Prevention officer,south@talk.org.uk,2026-11-22,the officer
""",
    "course/talk/posts.yaml": """\
cards:
  cards.tell:
    about: [talk.fears]
    facebook: ["Tell somebody today. {contact:childline}."]
    instagram: ["Tell somebody today. {contact:childline}.", "#Talk"]
    x: ["Tell somebody today. {contact:childline}."]
survey:
  carer:
    facebook: ["What do people in %site% know?"]
    instagram: ["What do people in %site% know?"]
    x: ["What do people in %site% know?"]
""",
    "modules/cards/module.md": """\
---
id: cards
title: One minute
summary: Short pages.
audiences: [carer]
---

You can tell somebody.

"""
    + CARD,
    "quizzes/about.yaml": """\
id: about
title: About you
kind: survey
questions:
  - {id: R1, type: single, stem: Where do you live?, choices: [{text: North}, {text: South}], shuffle: false}
""",
    "quizzes/asked.yaml": OF_A_COURSE["quizzes/asked.yaml"].replace(
        "      - {text: Nobody}", "      - {text: Nobody at all here}"
    ),
}


def a_campaign(root: Path, **changes: str) -> Path:
    """The folder of its course. `changes`: what files have instead, by their name."""
    for name, text in {**FILES, **changes}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root / "course/talk"


def course_of(root: Path, *, keys: SurveyKeys | None = KEYS, **changes: str) -> Course:
    return read_course(a_campaign(root, **changes), as_of=AS_OF, keys=keys)[0]


def edition_of(root: Path, site: str = "", **changes: str) -> Edition:
    course = course_of(root, **changes)
    return edition(course, next((one for one in course.sites if one.id == site), None))


def said(found: list[Diagnostic]) -> list[tuple[str, str]]:
    """(place, code) of each."""
    return [(str(one.span), one.code) for one in found]


def refused(root: Path, site: str = "", **changes: str) -> list[Diagnostic]:
    """Why it cannot go out, whoever finds it."""
    try:
        one = edition_of(root, site, **changes)
    except SourceError as errors:
        return [each for each in errors.diagnostics if each.severity == "error"]
    return list(FORMATS["campaign"].refused(one))


def card(old: str, new: str) -> dict[str, str]:
    """The change that puts `new` into the card."""
    text = FILES["modules/cards/module.md"]
    assert old in text
    return {"modules/cards/module.md": text.replace(old, new)}


def changed(name: str, old: str, new: str) -> dict[str, str]:
    assert old in FILES[name], old
    return {name: FILES[name].replace(old, new)}
