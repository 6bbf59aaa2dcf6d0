"""What may stand in a drawing."""

import pytest
from signpost_builder.source.drawing import ATTRIBUTES, ELEMENTS, drawing_faults, drawing_size

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


@pytest.mark.parametrize(
    ("root", "size"),
    [
        ('width="640" height="240"', (640, 240)),
        ('width="640.4px" height="240px" viewBox="0 0 1 1"', (640, 240)),
        ('viewBox="0 0 640 240"', (656, 246)),
        ('viewBox="0,0,10,10" width="100%"', (656, 656)),
        ('viewBox="0 0 0 10"', (0, 0)),
        ('viewBox="0 0 a b"', (0, 0)),
        ('width="10em" height="2em"', (0, 0)),
        ("", (0, 0)),
    ],
)
def test_the_size_of_a_drawing(root, size):
    """As browsers show it; one with a shape alone is as wide as a page."""
    assert drawing_size(f'<svg xmlns="http://www.w3.org/2000/svg" {root}/>'.encode()) == size
