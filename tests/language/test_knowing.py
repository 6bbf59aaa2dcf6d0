"""What is kept of a project from edit to edit."""

import gc
from pathlib import PurePosixPath

from signpost_builder.forgetting import FORGET_AFTER
from signpost_builder.language.knowing import Kept, judge, know

from tests.source_projects import AS_OF, FILES, a_project

MODULE = "modules/one/module.md"


def test_a_day_of_edits_leaves_no_more_objects_than_an_hour(tmp_path):
    """Every edit leaves pages and sentences in caches that nobody asks for again."""
    a_project(tmp_path)
    kept = Kept(tmp_path)

    def objects_after(edits):
        for number in range(edits):
            text = FILES[MODULE] + f"\nEdit {number} of {edits}.\n"
            kept.known = know(tmp_path, {PurePosixPath(MODULE): text}, AS_OF, kept)
            judge(kept)
        gc.collect()
        return len(gc.get_objects())

    objects_after(FORGET_AFTER)
    first = objects_after(FORGET_AFTER)

    assert objects_after(3 * FORGET_AFTER) <= first + 100
