"""A compiled module: its pages with scenarios, stages, checks, help and sources. Done when every page was seen."""

from collections.abc import Mapping
from typing import Any, ClassVar

from xblock.fields import Scope, String

from signpost_xblocks.block import SignpostBlock, words_to_read
from signpost_xblocks.bodies import Refusal, exactly, json_handler
from signpost_xblocks.progress import LONGEST_PLACE, Progress, check_questions, read_progress
from signpost_xblocks.texts import mark as _


class SignpostModule(SignpostBlock):
    kind: ClassVar[str] = _("Training module")
    icon_class = "other"

    editable_fields = ("display_name",)

    progress = String(
        help=_("The page where the learner is and, after a space, the player's state: pages seen, answers to checks."),
        default="",
        scope=Scope.user_state,
    )

    @property
    def script(self) -> str:
        return "module.js"

    def held(self) -> dict[str, Any]:
        place, _space, state = self.progress.partition(" ")
        return {"kind": "module", "state": state, "place": place, "completed": self.is_complete(self.kept(state))}

    def outline(self) -> list[tuple[str, str]]:
        return [(self._("Checks"), str(len(check_questions(self.data)) if self.data else 0))]

    def searchable(self) -> dict[str, str]:
        return {"text": words_to_read(self)}

    def read(self, state: str) -> Progress:
        return read_progress(
            state,
            course_id=self.data["course"]["id"],
            pages_digest=self.data["pagesDigest"],
            counted=self.content().counted,
            keys=check_questions(self.data),
        )

    def kept(self, state: str) -> Progress | None:
        """What is kept; an older version's state is None, for the player to make the best of."""
        try:
            return self.read(state) if state and self.data else None
        except ValueError:
            return None

    def is_complete(self, progress: Progress | None) -> bool:
        return progress is not None and progress.visited >= set(self.content().counted)

    @json_handler
    def save_progress(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """{"state", "place"}: kept as they are once they prove to be of this block."""
        exactly(body, "state", "place")
        state, place = body["state"], body["place"]
        if not isinstance(state, str) or not isinstance(place, str) or len(place) > LONGEST_PLACE:
            raise Refusal(400, self._("State and place are texts."))
        if place not in [page["id"] for page in self.data.get("pages", ())]:
            raise Refusal(400, self._("There is no such page. Reload this page."))
        try:
            progress = self.read(state)
        except ValueError as problem:
            raise Refusal(400, self._("This state cannot be kept: {}. Reload this page.").format(problem)) from None
        kept = self.kept(self.progress.partition(" ")[2])
        if kept and kept.launches > progress.launches:
            raise Refusal(409, self._("This module was opened in another window later."))
        self.progress = f"{place} {state}"
        complete = self.is_complete(progress)
        if complete and not self.is_complete(kept):
            self.complete()
        return {"completed": complete}

    @classmethod
    def workbench_scenarios(cls) -> list[tuple[str, str]]:
        return [("Signpost module", cls.scenario("module"))]
