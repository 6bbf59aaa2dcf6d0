"""The smallest course on disk that uses an audience, a site, a check and a set: for tests of the command and the build."""

from pathlib import Path

from tests.safeguarding import WORDS_YAML, contacts_yaml

FILES = {
    "course/contacts.yaml": contacts_yaml("staff", "caregiver"),
    "course/words.yaml": WORDS_YAML,
    "course/first/course.yaml": """\
id: first
title: First & last
summary: A small course.
version: 1.0.0
languages: [en-GB]
audiences:
  - {id: staff, title: Staff}
  - {id: caregiver, title: Parents and carers, exit_this_page: true}
modules: [noticing]
questions:
  staff: {before: [knowledge], after: [knowledge]}
formats: [scorm12, web]
exit_url: https://www.bbc.co.uk/weather
""",
    "course/first/sites.csv": """\
id,name,example,dsl_name,dsl_phone,dsl_email,deputies,out_of_hours,mash_name,mash_phone,mash_url,edt_phone,police_force,recording_system,head_teacher,chair_of_governors,lado_phone,thresholds_url,checked_on,checked_by
north,Hill Academy North,,Designated safeguarding lead,01325 555 101,dsl@north.hill-academies.org.uk,"Deputies, 01325 555 102",On call: 01325 555 103,Hill hub,01325 555 110,https://mash.north.hill-academies.org.uk,01325 555 111,Hill Police,Paper form,"Head, 01325 555 100",Chair of governors,01325 555 112,https://thresholds.north.hill-academies.org.uk,2026-11-22,Trust lead
coast,Hill Academy Coast,,Designated safeguarding lead,01325 555 201,dsl@coast.hill-academies.org.uk,"Deputies, 01325 555 202",On call: 01325 555 203,Hill hub,01325 555 210,https://mash.coast.hill-academies.org.uk,01325 555 211,Hill Police,Paper form,"Head, 01325 555 200",Chair of governors,01325 555 212,https://thresholds.coast.hill-academies.org.uk,2026-11-22,Trust lead
""",
    "modules/noticing/module.md": """\
---
id: noticing
title: Noticing change
summary: What to look for.
minutes: 1
audiences: [staff, caregiver]
objectives:
  - Name two changes
review_by: 2027-09-01
---

This module takes about five minutes.

## What change looks like

A child may be tired, late, or have new things that nobody can explain.
One change proves nothing. Several changes are a reason to tell {contact:dsl}.

::: question id=noticing-1
Amina is often late and has a second phone. What do you do?

- [x] Tell the safeguarding lead today
  Yes. They can put it together with what others have seen.
- [ ] Ask her friends what it is about
  Waiting can leave a child in danger.
:::
""",
    "modules/helplines.yaml": """\
- {id: police-emergency, name: Police, purpose: Someone is in danger now., phone: "999", emergency: true, sure: R, checked: 2026-11-22, review_by: 2027-09-01}
""",
    "quizzes/knowledge.yaml": """\
id: knowledge
title: What you know
kind: knowledge
questions:
  - id: K1
    type: true-false
    topic: signs
    stem: One change proves that a child is exploited.
    answer: false
    rationale: Several changes are a reason to tell someone.
""",
}


def write_course(project: Path, **replaced: str) -> Path:
    """Write the files below `project`; `replaced` exchanges words in all of them. Returns the project."""
    for name, text in FILES.items():
        for old, new in replaced.items():
            text = text.replace(old, new)
        path = project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return project
