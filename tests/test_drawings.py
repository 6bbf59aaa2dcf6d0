"""What may stand in a drawing."""

import pytest
from signpost_builder.source.drawing import ATTRIBUTES, ELEMENTS, drawing_faults

from tests.drawings import HARMLESS, HOSTILE, drawing


@pytest.mark.parametrize("name", HARMLESS)
def test_what_draws_is_taken(name):
    """As programs export it."""
    assert drawing_faults(drawing(HARMLESS[name])) == []


@pytest.mark.parametrize("name", HOSTILE)
def test_what_does_more_is_refused(name):
    """Each says what it is."""
    faults = drawing_faults(drawing(HOSTILE[name]))

    assert faults
    assert all(fault.message for fault in faults)


def test_the_list_has_nothing_that_runs_moves_or_leads_away():
    """Neither elements nor attributes."""
    assert (
        not {"a", "script", "foreignObject", "feImage", "set", "animate", "animateTransform", "animateMotion", "iframe"}
        & ELEMENTS
    )
    assert not [
        name for name in ATTRIBUTES if name.startswith("on") or "href" in name or name in ("src", "base", "target")
    ]
