"""The trainer pack of the shipped course, each measure in a process of its own: `python -m bench.trainer MEASURE` prints CPU seconds and MiB."""

import datetime
import resource
import sys
import time
from dataclasses import replace
from pathlib import Path

from signpost_builder.editions import edition
from signpost_builder.formats.trainer import TRAINER
from signpost_builder.formats.trainer.typst_guide import guide
from signpost_builder.formats.trainer.typst_handout import handout, poster
from signpost_builder.model import Site
from signpost_builder.page.rendered import render
from signpost_builder.printing.compiling import pdf
from signpost_builder.read import read_course

COURSE = Path(__file__).parent.parent / "course/spot-the-signs"
AS_OF = datetime.date(2026, 11, 28)
SITES = 50


def main() -> None:
    """MEASURE: `guide` of one academy; `sheets`: handouts and posters of all; `packs`: everything for all."""
    measure = sys.argv[1]
    course = read_course(COURSE, as_of=AS_OF)[0]
    assert TRAINER.options
    pack = TRAINER.options.of(course)
    made = [edition(course, academy(course.sites[0], number)) for number in range(SITES)]
    pdf(handout(edition(course), pack))  # Typst and the font are there, as for every document but the first
    began = time.process_time()
    match measure:
        case "guide":
            pdf(guide(made[0], pack))
        case "sheets":
            for one in made:
                pdf(handout(one, pack))
                pdf(poster(one, pack))
        case "packs":
            for one in made:
                TRAINER.packages(render(one))
    print(time.process_time() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def academy(site: Site, number: int) -> Site:
    """Another one: its name, each of its numbers and each of its addresses differ, so nothing on paper is set twice."""
    contacts = {
        key: replace(one, phone=one.phone and f"01632 96{number:02} {place:03}", url=one.url and f"{one.url}/{number}")
        for place, (key, one) in enumerate(site.contacts.items())
    }
    return replace(site, id=f"site-{number}", name=f"Example Academy {number}", contacts=contacts)


if __name__ == "__main__":
    main()
