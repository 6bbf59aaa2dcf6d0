"""Sessions minute by minute: whole, in order, no longer than they last."""

import pytest
from signpost_builder.formats.trainer.options import Session, TrainerPack
from signpost_builder.formats.trainer.session_plan import session_plans, too_long, without_minutes
from signpost_builder.model import Trainer

from tests.builders import a_course, a_module, an_edition


def an_edition_with(session: Session, **changes):
    """Two modules of 12 minutes, with notes of 10 on the first."""
    course = a_course(
        a_module(),
        a_module(id="signs", title="Signs"),
        options={"trainer": TrainerPack(sessions=(session,))},
    )
    notes = {"scale.start": (Trainer(blocks=(), minutes=10),)}
    return an_edition(course, trainer_notes=notes, **changes)


def a_session(**changes):
    settings = {"id": "hour", "title": "One hour", "minutes": 60, "modules": ("scale", "signs"), **changes}
    return Session(**settings)


def rows(edition):
    (plan,) = session_plans(edition, edition.course.options["trainer"])
    return [(row.start, row.minutes, row.kind, row.module) for row in plan.rows]


def test_what_is_left_is_for_questions():
    assert rows(an_edition_with(a_session(activities=("scale",)))) == [
        (0, 5, "opening", ""),
        (5, 12, "module", "scale"),
        (17, 10, "activity", "scale"),
        (27, 12, "module", "signs"),
        (39, 16, "questions", ""),
        (55, 5, "closing", ""),
    ]


def test_sheets_stand_outside_everything_that_teaches():
    """Questions come before the second sheet too: what is explained after it would not be seen."""
    session = a_session(modules=("signs",), questionnaire=10, breaks={"signs": 5}, opening=0)

    assert rows(an_edition_with(session)) == [
        (0, 10, "before", ""),
        (10, 12, "module", "signs"),
        (22, 5, "break", ""),
        (27, 18, "questions", ""),
        (45, 10, "after", ""),
        (55, 5, "closing", ""),
    ]


def test_an_edition_that_asks_nothing_has_no_sheets():
    kinds = [kind for _, _, kind, _ in rows(an_edition_with(a_session(questionnaire=10), before=(), after=()))]

    assert "before" not in kinds and "after" not in kinds


def test_a_session_of_modules_that_an_edition_has_not_is_left_out():
    edition = an_edition_with(a_session(modules=("signs",)))

    assert (
        session_plans(an_edition(edition.course, modules=edition.modules[:1]), edition.course.options["trainer"]) == ()
    )


def test_a_session_that_does_not_fit():
    """By how much, for whom, at the minutes in course.yaml; and no plan of negative minutes is ever made."""
    edition = an_edition_with(a_session(minutes=30, activities=("scale",)))
    (found,) = too_long(edition, edition.course.options["trainer"])

    assert (found.code, found.severity) == ("session-too-long", "error")
    assert found.message == "the session 'hour' takes 44 minutes for 'staff', and has 30"
    with pytest.raises(ValueError, match="14 minutes too long"):
        session_plans(edition, edition.course.options["trainer"])


def test_an_activity_without_minutes():
    """Notes that do not say how long they take make no row, so the author is told."""
    edition = an_edition_with(a_session(activities=("scale", "signs")))
    (found,) = without_minutes(edition, edition.course.options["trainer"])

    assert (found.code, found.severity) == ("session-activity", "error") and "'signs'" in found.message


def test_shipped_sessions(every_edition):
    """60, 90 and 180 minutes for every audience, without a gap and to the minute."""
    for edition in every_edition:
        plans = session_plans(edition, edition.course.options["trainer"])
        assert [plan.minutes for plan in plans] == [60, 90, 180]
        for plan in plans:
            ends = [row.start + row.minutes for row in plan.rows]
            assert [row.start for row in plan.rows] == [0, *ends[:-1]] and ends[-1] == plan.minutes
            assert all(row.minutes > 0 for row in plan.rows)
