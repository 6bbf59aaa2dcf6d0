"""The sections of a report, in order: each a function from evidence to blocks. One that has nothing to say says why, or is left out."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from signpost_report.document import Block, Heading, Section
from signpost_report.evidence import Evidence
from signpost_report.sections import (
    audiences,
    confidence,
    distractors,
    groups,
    knowledge,
    limits,
    methods,
    opinions,
    quality,
    regions,
    scores,
    summary,
    terms,
    who,
)

SECTIONS: tuple[tuple[str, str, Callable[[Evidence], list[Block]]], ...] = (
    ("summary", "Summary", summary.blocks),
    ("who", "Who answered", who.blocks),
    ("knowledge", "What people knew", knowledge.blocks),
    ("scores", "The score", scores.blocks),
    ("opinions", "Confidence and attitudes", opinions.blocks),
    ("groups", "Gaps between groups", groups.blocks),
    ("audiences", "Gaps between audiences", audiences.blocks),
    ("confidence", "Confidence without knowledge", confidence.blocks),
    ("beliefs", "What people believe instead", distractors.blocks),
    ("regions", "Regions", regions.blocks),
    ("terms", "Terms and waves", terms.blocks),
    ("quality", "The questions themselves", quality.blocks),
    ("limits", "What this cannot show", limits.blocks),
    ("methods", "Methods", methods.blocks),
)


def sections(evidence: Evidence) -> tuple[Section, ...]:
    """Those that have something to say."""
    made = ((id, title, outlined(blocks(evidence))) for id, title, blocks in SECTIONS)
    return tuple(Section(id, title, found) for id, title, found in made if found)


def outlined(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """No level is skipped: where one series needs no heading, what stood under it moves up."""
    if any(isinstance(one, Heading) and one.level == 3 for one in blocks):
        return tuple(blocks)
    return tuple(replace(one, level=3) if isinstance(one, Heading) else one for one in blocks)
