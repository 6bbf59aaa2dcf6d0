from typing import NamedTuple

class Score(NamedTuple):
    raw_earned: float
    raw_possible: float

class ScorableXBlockMixin:
    def _publish_grade(self, score: Score, only_if_higher: bool | None = ...) -> None: ...
