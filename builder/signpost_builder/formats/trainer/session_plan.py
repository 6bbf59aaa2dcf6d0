"""A session minute by minute: the author's variants with the minutes of the modules and of their trainer notes.

Pure values: the printed plan, the editable one and the timer beside the slides all read these rows.
"""

from collections.abc import Iterator
from typing import Literal

from signpost_builder.diagnostics import Diagnostic, error
from signpost_builder.formats.trainer.options import Session, TrainerPack
from signpost_builder.minutes import minutes_of
from signpost_builder.model import Edition, Module
from signpost_builder.values import frozen

Kind = Literal["opening", "before", "module", "activity", "break", "questions", "after", "closing"]


@frozen(kw_only=True)
class Row:
    """From minute `start` on, for `minutes`. `module`: the id and title of what it is about; empty where it is about none."""

    start: int
    minutes: int
    kind: Kind
    module: str = ""
    title: str = ""


@frozen(kw_only=True)
class SessionPlan:
    """Rows follow each other without a gap, from 0 to `minutes`."""

    id: str
    title: str
    minutes: int
    rows: tuple[Row, ...]


def session_plans(edition: Edition, pack: TrainerPack) -> tuple[SessionPlan, ...]:
    """The variants of the course as this edition has them; one of whose modules it has none is left out.

    What is left of the time is for questions, before the end. Raises ValueError where a session does not fit
    (`too_long` says so first).
    """
    plans = (_plan(edition, session) for session in pack.sessions)
    return tuple(plan for plan in plans if any(row.kind == "module" for row in plan.rows))


def too_long(edition: Edition, pack: TrainerPack) -> list[Diagnostic]:
    """Sessions whose parts take longer than their minutes."""
    found = []
    for session in pack.sessions:
        needed = sum(minutes for _, minutes, _ in _parts(edition, session))
        if needed > session.minutes:
            message = f"the session '{session.id}' takes {needed} minutes for '{edition.audience.id}', and has {session.minutes}"
            hint = "give it more minutes, or take a module, an activity or a break away"
            found.append(error(session.span, "session-too-long", message, hint))
    return found


def without_minutes(edition: Edition, pack: TrainerPack) -> list[Diagnostic]:
    """Activities of modules whose trainer notes do not say how long they take, in this edition."""
    modules = {module.id: module for module in edition.modules}
    return [
        error(
            session.span,
            "session-activity",
            f"the module '{id}' has no trainer notes for '{edition.audience.id}' that say how long they take",
            "write '::: trainer minutes=10' in the module, or take the activity away",
        )
        for session in pack.sessions
        for id in session.activities
        if id in modules and not _activity(edition, modules[id])
    ]


def _plan(edition: Edition, session: Session) -> SessionPlan:
    parts = list(_parts(edition, session))
    left = session.minutes - sum(minutes for _, minutes, _ in parts)
    if left < 0:
        raise ValueError(f"the session {session.id!r} is {-left} minutes too long")
    end = next((at for at, (kind, _, _) in enumerate(parts) if kind in ("after", "closing")), len(parts))
    if left:
        parts.insert(end, ("questions", left, None))
    rows, start = [], 0
    for kind, minutes, module in parts:
        named = {"module": module.id, "title": module.title} if module else {}
        rows.append(Row(start=start, minutes=minutes, kind=kind, **named))
        start += minutes
    return SessionPlan(id=session.id, title=session.title, minutes=session.minutes, rows=tuple(rows))


def _parts(edition: Edition, session: Session) -> Iterator[tuple[Kind, int, Module | None]]:
    """In order; the sheets only where this edition asks something."""
    modules = {module.id: module for module in edition.modules}
    sheet = session.questionnaire if edition.before or edition.after else 0
    if session.opening:
        yield "opening", session.opening, None
    if sheet:
        yield "before", sheet, None
    for id in session.modules:
        if id not in modules:
            continue
        yield "module", minutes_of(modules[id]), modules[id]
        if id in session.activities and (minutes := _activity(edition, modules[id])):
            yield "activity", minutes, modules[id]
        if id in session.breaks:
            yield "break", session.breaks[id], None
    if sheet:
        yield "after", sheet, None
    if session.closing:
        yield "closing", session.closing, None


def _activity(edition: Edition, module: Module) -> int:
    """Minutes of the trainer notes that this edition has on the module's pages."""
    return sum(note.minutes for page in module.pages for note in edition.trainer_notes.get(page.id, ()))
