"""A compiled module: its pages with scenarios, stages, checks, help and sources. Done when every page was seen."""

from collections.abc import Mapping
from typing import Any, ClassVar

from xblock.fields import Scope
from xblock.validation import Validation, ValidationMessage

from signpost_xblocks import fields
from signpost_xblocks.block import SignpostBlock, words_to_read
from signpost_xblocks.bodies import Refusal, exactly, json_handler
from signpost_xblocks.progress import LONGEST_PLACE, Progress, check_questions, read_progress
from signpost_xblocks.texts import EMPTY
from signpost_xblocks.texts import mark as _

HIDING = ("never", "never_but_include_grade", "past_due")
CHECKS_ALWAYS_ANSWER = _(
    "The results of this subsection are hidden, but the checks in this module always say what was right: they are "
    "for learning, and nothing of them is graded."
)


class SignpostModule(SignpostBlock):
    kind: ClassVar[str] = _("Training module")
    icon_class = "other"

    editable_fields = ("display_name",)

    progress = fields.Text(
        fields.text,
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
        return [(self._("Checks"), str(len(check_questions(self.course_data))))]

    def validate_field_data(self, validation: Validation, data: Any) -> None:
        super().validate_field_data(validation, data)
        if check_questions(self.course_data) and getattr(self, "show_correctness", None) in HIDING:
            validation.add(ValidationMessage(ValidationMessage.WARNING, self._(CHECKS_ALWAYS_ANSWER)))

    def searchable(self) -> dict[str, str]:
        return {"text": words_to_read(self)}

    def read(self, state: str) -> Progress:
        return read_progress(
            state,
            course_id=self.course_data["course"]["id"],
            pages_digest=self.course_data["pagesDigest"],
            counted=self.content().counted,
            keys=check_questions(self.course_data),
        )

    def kept(self, state: str) -> Progress | None:
        """What is kept; an older version's state is None, for the player to make the best of."""
        try:
            return self.read(state) if state and self.is_whole else None
        except ValueError:
            return None

    def is_complete(self, progress: Progress | None) -> bool:
        return progress is not None and progress.visited >= set(self.content().counted)

    @json_handler
    def save_progress(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """{"state", "place"}: kept as they are once they prove to be of this block."""
        exactly(body, "state", "place")
        if not self.is_whole:
            raise Refusal(400, self.said(EMPTY))
        state, place = body["state"], body["place"]
        if not isinstance(state, str) or not isinstance(place, str) or len(place) > LONGEST_PLACE:
            raise Refusal(400, self.said("State and place are texts."))
        if place not in [page["id"] for page in self.course_data.get("pages", ())]:
            raise Refusal(400, self.said("There is no such page. Reload this page."))
        try:
            progress = self.read(state)
        except ValueError as problem:
            raise Refusal(400, self.said("This state cannot be kept: {}. Reload this page.").format(problem)) from None
        kept = self.kept(self.progress.partition(" ")[2])
        if kept and kept.launches > progress.launches:
            raise Refusal(409, self.said("This module was opened in another window later."))
        self.progress = f"{place} {state}"
        complete = self.is_complete(progress)
        if complete and not self.is_complete(kept):
            self.complete()
        return {"completed": complete}

    @classmethod
    def workbench_scenarios(cls) -> list[tuple[str, str]]:
        return [("Signpost module", cls.scenario("module"))]
