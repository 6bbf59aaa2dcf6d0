"""A small project on disk that reads without a finding; a test changes what it is about."""

import datetime
from pathlib import Path

from signpost_builder.diagnostics import Diagnostic, SourceError
from signpost_builder.model import Course
from signpost_builder.read import read_course

from tests.safeguarding import WORDS_YAML, contacts_yaml

PNG = bytes.fromhex(  # one pixel
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cf500f0003860180c55fb5000000000049454e44ae426082"
)
MP4 = bytes.fromhex("0000001866747970") + b"isom\0\0\2\0isommp42"
AS_OF = datetime.date(2026, 11, 23)
FRONT = """\
---
id: one
title: One
summary: The only one.
minutes: 5
audiences: [staff, carer]
---
"""
FILES = {
    "course/contacts.yaml": contacts_yaml("staff", "carer"),
    "course/words.yaml": WORDS_YAML,
    "course/demo/course.yaml": """\
id: demo
title: Demo
summary: A demonstration.
version: 1.0.0
languages: [en-GB]
audiences:
  - {id: staff, title: Staff}
  - {id: carer, title: Carers}
modules: [one]
questions:
  staff: {before: [asked], after: [asked]}
""",
    "modules/one/module.md": FRONT + "Welcome.\n",
    "modules/facts.yaml": """\
NRM-01:
  claim: 19,125 people were referred in 2024.
  value: 19,125 people
  period: "2024"
  source: {publisher: Home Office, title: NRM statistics, url: "https://www.gov.uk/nrm"}
  sure: R
  checked: 2026-11-22
  review_by: 2027-03-31
LAW-01:
  claim: A child cannot consent to exploitation.
  source: {publisher: UK Parliament, title: Modern Slavery Act}
  sure: S
  checked: 2026-11-22
  review_by: 2027-03-31
""",
    "modules/helplines.yaml": """\
- id: childline
  name: Childline
  purpose: Any worry, for under 19s
  phone: 0800 1111
  sure: R
  checked: 2026-11-22
  review_by: 2027-04-01
""",
    "quizzes/asked.yaml": """\
id: asked
title: What you know
kind: knowledge
questions:
  - id: K01
    type: single
    stem: Whom do you tell?
    choices:
      - {text: The safeguarding lead, correct: true}
      - {text: Nobody}
""",
}
SITE_COLUMNS = (
    "id,name,example,dsl_name,dsl_phone,dsl_email,deputies,out_of_hours,mash_name,mash_phone,mash_url,edt_phone,"
    "police_force,recording_system,head_teacher,chair_of_governors,lado_phone,thresholds_url,checked_on,checked_by"
)
SITE_ROW = (
    'hill,Hill Academy,,Jo Bell,01325 555 101,dsl@hill.org.uk,"Deputies, 01325 555 102",None: use 999,Hill hub,'
    "01325 555 110,https://mash.hill.gov.uk,01325 555 111,Hill Police,Paper form,Head teacher,Chair of governors,"
    "01325 555 112,https://thresholds.hill.gov.uk,2026-11-22,Trust lead"
)


RESPONSIBLE = """\
  controller: Example Trust
  contact: survey@trust.example
  data_protection_officer: dpo@trust.example
  lawful_basis: Public task
  retention: A school year
"""  # under 'survey:' in course.yaml: who answers for it


def a_project(root: Path, **changes: str | bytes) -> Path:
    """Write the project; `changes` by path, or `body` for the text of the only module. Returns the course's folder."""
    files: dict[str, str | bytes] = {**FILES, **changes}
    if "body" in files:
        files["modules/one/module.md"] = FRONT + str(files.pop("body"))
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root / "course/demo"


def a_read_course(root: Path, **changes: str | bytes) -> Course:
    return read_course(a_project(root, **changes), as_of=AS_OF)[0]


def findings(folder: Path, as_of: datetime.date = AS_OF, strict: bool = False) -> tuple[Diagnostic, ...]:
    """Everything that reading finds, whether or not there is a course in the end."""
    try:
        return read_course(folder, as_of=as_of, strict=strict)[1]
    except SourceError as errors:
        return errors.diagnostics
