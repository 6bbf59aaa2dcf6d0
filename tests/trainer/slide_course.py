"""A small course with every kind of thing that a slide can be made of."""

from pathlib import Path

from signpost_builder.editions import edition
from signpost_builder.formats.trainer.deck import Deck
from signpost_builder.formats.trainer.deck_making import deck_of
from signpost_builder.model import Edition
from signpost_builder.read import read_course

from tests.small_course import FILES
from tests.source_projects import AS_OF

MODULE = """\
---
id: noticing
title: Noticing change
summary: What to look for.
minutes: 5
audiences: [staff, caregiver]
objectives:
  - Name two changes
  - Say whom to tell
content_note: A story of an invented child.
review_by: 2027-09-01
---

A sign is a reason to be curious {source:S-01}.

1. **Look for change.** What is new?
2. **Tell someone.** One sign is enough.

::: trainer minutes=10
**Aim.** The room looks for change.

- Ask: who has pieces of the picture?
:::

## The author's own slide {#own}

Long prose that stands on the learners' page and in the notes, never on a slide.

::: slide title="Two things"
- Look for {fact:F-01}.
- Tell {contact:dsl} *today*.
:::

::: slide
![Two boxes](boxes.svg)

- Left, then right
:::

## Key points {#key}

More prose.

::: key-points
- One.
- Two.
- Three.
- Four.
- Five.
- Six is on a further slide.
:::

## What is looked at {#looked-at}

### The drawing

![Two boxes](boxes.svg)

### The table

| Sign | What to do |
| --- | --- |
| Late | ask |
| Tired | listen |
| Bruised | tell |
| New phone | tell |
| Alone | ask |
| Afraid | tell |
| Absent | ring |

## A hard part {#hard}

::: sensitive title="This part names injuries." minutes=1
Words that nobody should meet on a wall.

::: key-points
- Injuries can be a sign.
:::
:::

## Stages {#stages}

::: stages
1. **Gifts.** Somebody is kind.
2. **Debt.** Somebody asks back.
:::

## Ella {#ella}

::: scenario id=ella title="Ella, 13"
::: node id=start
Ella falls asleep in class {source:S-01}. What do you do?

- [Ask her kindly](#told)
  She looks at you.
- [Wait](#late)
  Nothing changes.
:::
::: end id=told title="She tells you"
You tell {contact:dsl}.
:::
::: end id=late
Start again.
:::
:::

## Questions {#questions}

::: question id=Q1
What counts?

- [x] Change
  It is new.
- [ ] Clothes
  Never.
:::

::: question id=Q2
Which?

- [x] This
- [x] That
- [ ] Neither
:::

::: quiz ref=kinds
:::
"""
KINDS = """\
id: kinds
title: All kinds
kind: knowledge
questions:
  - {id: T1, type: true-false, stem: Proof is needed., answer: false, rationale: A worry is enough.}
  - {id: O1, type: order, stem: What comes first?, items: [Notice, Tell, Record]}
  - {id: M1, type: match, stem: What is what?, pairs: [{term: DSL, meaning: leads}, {term: LADO, meaning: advises}], spare: [cooks]}
  - {id: N1, type: number, stem: How many?, answer: 3, unit: days, maximum: 10}
"""
FACTS = """\
S-01:
  claim: Signs are reasons to be curious.
  source: {publisher: Council, title: Signs, date: 1 May 2025}
  sure: R
  checked: 2026-09-01
  review_by: 2027-09-01
F-01:
  claim: Some were absent.
  value: 66%
  period: "2025"
  source: {publisher: Ministry, title: Absence, date: 2 June 2025}
  sure: R
  checked: 2026-09-01
  review_by: 2027-09-01
"""
BOXES = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><rect width="18" height="20"/><rect x="22" width="18" height="20"/></svg>'
TRAINER = "trainer:\n  sessions:\n    - {id: hour, title: One hour, minutes: 60, modules: [noticing], activities: [noticing]}\n"


def slide_course(folder: Path, **changes: str) -> Path:
    """Writes it and returns the folder of the course."""
    files = FILES | {
        "course/first/course.yaml": FILES["course/first/course.yaml"] + TRAINER,
        "modules/noticing/module.md": MODULE,
        "modules/noticing/boxes.svg": BOXES,
        "modules/facts.yaml": FACTS,
        "quizzes/kinds.yaml": KINDS,
    }
    for name, text in (files | changes).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / "course/first"


def slide_edition(folder: Path, site: int | None = 0, **changes: str) -> Edition:
    course, _ = read_course(slide_course(folder, **changes), as_of=AS_OF)
    return edition(course, None if site is None else course.sites[site])


def slide_deck(folder: Path, site: int | None = 0, **changes: str) -> Deck:
    found = slide_edition(folder, site, **changes)
    return deck_of(found, found.course.options["trainer"])
