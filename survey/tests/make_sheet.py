"""Run by the builder's Python: the sheet of the shipped course as a trainer pack has it, and the form that it belongs to.

`python make_sheet.py KEY FOLDER [AUDIENCE]`; KEY is a file with what `signpost-survey keygen` prints.
"""

import datetime
import sys
from pathlib import Path

from signpost_builder.editions import edition
from signpost_builder.formats.trainer import paper
from signpost_builder.formats.trainer.options import TrainerPack
from signpost_builder.formats.trainer.typst_questionnaire import questionnaire
from signpost_builder.forms import form_bytes
from signpost_builder.printing.compiling import pdf
from signpost_builder.read import read_course
from signpost_builder.simulated import simulated, survey_keys

ROOT = Path(__file__).parents[2]
DAY = datetime.date(2026, 11, 29)

key, folder, audience = Path(sys.argv[1]), Path(sys.argv[2]), (sys.argv[3:] or ["staff"])[0]
course, _ = read_course(ROOT / "course/spot-the-signs", as_of=DAY, strict=False, keys=survey_keys(key))
course = simulated(course)
made = edition(course, audience=next(one for one in course.audiences if one.id == audience))
folder.mkdir(exist_ok=True)
(folder / "questionnaire.pdf").write_bytes(pdf(questionnaire(made, TrainerPack())))
(folder / "paper.json").write_bytes(paper.layout_bytes(made))
(folder / "form.json").write_bytes(form_bytes(made.form))
