"""The look of a course: its colour, judged by contrast, and its logo."""

from collections.abc import Iterator

from signpost_builder.diagnostics import Diagnostic, Findings, Read, error
from signpost_builder.model import Look
from signpost_builder.page.look import DARK, LEAST, LIGHT, Paper, lightened, low_contrasts
from signpost_builder.read.context import Context
from signpost_builder.read.media import IMAGES
from signpost_builder.schema import LookEntry
from signpost_builder.source.yaml_nodes import Document


def read_look(context: Context, document: Document, entry: LookEntry) -> Read[Look]:
    findings = Findings()
    for key, colour, paper in (("colour", entry.colour, LIGHT), ("colour_dark", entry.colour_dark, DARK)):
        if colour:
            findings += _judged(document, key, colour, paper)
    if entry.colour_dark and not entry.colour:
        message = "'colour_dark' is the dark form of 'colour', which is not there"
        findings.append(error(document.span("look", "colour_dark"), "missing-key", message, "add 'colour'"))
    logo = None
    if entry.logo:
        logo = findings.of(context.media.asset(context.folder, entry.logo, IMAGES, document.span("look", "logo")))
        if not entry.name:
            message = "the logo has no words for those who do not see it"
            hint = "add 'name:' with the name of the organisation"
            findings.append(error(document.span("look", "logo"), "missing-key", message, hint))
    return findings.beside(Look(colour=entry.colour or "", dark=_dark(entry), logo=logo, name=entry.name))


def _dark(entry: LookEntry) -> str:
    return entry.colour_dark or (lightened(entry.colour) if entry.colour else "")


def _judged(document: Document, key: str, colour: str, paper: Paper) -> Iterator[Diagnostic]:
    """The worst of its contrasts: mending that mends the others."""
    worst = min(low_contrasts(colour, paper), key=lambda found: found[1], default=None)
    if worst:
        where, ratio = worst
        message = f"'{colour}' has a contrast of {ratio:.2f} to 1 {where}; words need {LEAST} to 1"
        way = "darker" if paper is LIGHT else "lighter"
        yield error(document.span("look", key), "low-contrast", message, f"choose a {way} shade of it")
