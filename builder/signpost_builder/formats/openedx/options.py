"""What an Open edX archive says besides the course; every check asks for it, so what reads it stands apart (entry.py)."""

import datetime
from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from signpost_builder.values import frozen

Grading = Literal["private", "server"]
START, END = datetime.date(2026, 1, 1), datetime.date(2049, 12, 31)


@frozen(kw_only=True)
class OpenEdx:
    """What an Open edX archive says besides the course. The platform's own key comes from the course one imports into.

    `number` empty: the course's id. `due`: the last day of "before", "after" or a module, which holds where the pacing is
    the instructor's. `grading`: who marks the questions after. `cohorts`: one archive for all audiences.
    """

    org: str = "signpost"
    number: str = ""
    run: str = "run"
    start: datetime.date = START
    end: datetime.date = END
    pacing: Literal["self", "instructor"] = "self"
    due: Mapping[str, datetime.date] = field(default_factory=dict)
    grading: Grading = "private"
    cohorts: bool = False
