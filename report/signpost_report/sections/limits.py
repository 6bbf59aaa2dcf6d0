"""What the numbers cannot show, said as plainly as what they do."""

from signpost_report.document import Block, Points, Runs
from signpost_report.evidence import Evidence

ALWAYS = (
    "What people do. The questions ask what people know and say, on the day; not whether a child is safer.",
    "Whether it lasts. Nobody is asked again later: nothing is kept by which to find them.",
    "People who did not answer. Whoever chose to answer may differ from whoever did not.",
    "One person, one academy or one site. Nothing of that kind is collected; small groups are counted together.",
    "That everyone answered once and honestly. Nobody is known, so nobody can be checked.",
)
PAIR = "That the course alone made the change. There is no group without the course, and answering twice is practice by itself."
SINGLE = "What a campaign changed in a person. Each wave asks other people."
OPEN = "The whole population. Anyone with the link could answer: these are answers of whoever wanted to answer, not of a sample."


def blocks(evidence: Evidence) -> list[Block]:
    series = evidence.study.series
    said = list(ALWAYS)
    if any(one.pair for one in series):
        said.insert(0, PAIR)
    if not all(one.pair for one in series):
        said.append(SINGLE)
    if any(one.open for one in evidence.study.releases):
        said.append(OPEN)
    items: tuple[Runs, ...] = tuple((one,) for one in said)
    return [Points(items)]
