"""The questions before or after a course.

Before: no feedback, no grade, nothing kept of the learner. After: marked in the browser (`private`) or here (`server`).
In private no answer comes to the platform at all; in server the answers come, are marked and are gone.
"""

import math
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from xblock.fields import Boolean, Float, Integer, Scope, String

from signpost_xblocks import olx
from signpost_xblocks.block import SignpostBlock
from signpost_xblocks.bodies import Refusal, exactly, json_handler
from signpost_xblocks.content import Content
from signpost_xblocks.marks import is_scored, score_set
from signpost_xblocks.survey import endpoint_of
from signpost_xblocks.texts import mark as _

LONGEST_RESPONSE = 64  # choices, terms or items of one question


class SignpostQuiz(SignpostBlock):
    kind: ClassVar[str] = _("Questions")
    icon_class = "problem"
    block_settings_key = "signpost_quiz"

    attributes: ClassVar[Mapping[str, olx.Convert]] = {
        **SignpostBlock.attributes,
        "phase": olx.one_of("before", "after"),
        "grading": olx.one_of("private", "server"),
        "score_mode": olx.one_of("pass", "exact"),
        "pass_mark_percent": olx.number(0, 100),
        "attempts": olx.whole_number,
        "weight": olx.number(0),
    }
    editable_fields = ("display_name", "grading", "score_mode", "pass_mark_percent", "attempts", "weight")

    phase = String(default="after", scope=Scope.content)
    grading = String(
        display_name=_("Who marks the answers"),
        help=_("The same for the questions before and after. Questions before are never marked."),
        default="private",
        values=(
            {"display_name": _("The browser: the platform hears passed or not, no answer"), "value": "private"},
            {"display_name": _("The platform: it gets the answers, and no survey is sent"), "value": "server"},
        ),
        scope=Scope.settings,
    )
    score_mode = String(
        display_name=_("Grade"),
        default="pass",
        values=(
            {"display_name": _("Passed or not yet"), "value": "pass"},
            {"display_name": _("The share of points"), "value": "exact"},
        ),
        scope=Scope.settings,
    )
    pass_mark_percent = Float(display_name=_("Pass mark, per cent"), default=80.0, scope=Scope.settings)
    attempts = Integer(display_name=_("Attempts (0: no limit)"), default=0, scope=Scope.settings)
    weight = Float(display_name=_("Weight in the grade"), default=1.0, scope=Scope.settings)

    attempts_used = Integer(help=_("How often the final questions were submitted."), default=0, scope=Scope.user_state)
    grade = Float(help=_("The best grade so far, 0 to 1."), default=0.0, scope=Scope.user_state)
    passed = Boolean(help=_("Whether one attempt was enough."), default=False, scope=Scope.user_state)
    survey_handle = String(
        help=_("A random word under which a device keeps sealed answers. It says nothing and is never sent."),
        default="",
        scope=Scope.preferences,
    )

    # ---------------------------------------------------------------- shown

    @property
    def script(self) -> str:
        return f"{self.phase}.js"

    def content(self, *, survey: bool = False) -> Content:
        content = super().content()
        written = content.data
        content = content.with_data(
            passMarkPercent=self.pass_mark_percent, attempts=self.attempts, scoreMode=self.score_mode
        )
        endpoint = endpoint_of(self) if survey and self.keeps_survey_apart else ""
        content = content.with_survey(endpoint) if endpoint else content.without_survey()
        if "survey" in content.data and not self.survey_handle:
            self.survey_handle = secrets.token_urlsafe(6)  # whoever takes part or not
        if self.phase == "after" and self.grading == "server":
            content = content.saying("memory", self._(SERVER_MARKS))
        if (self.pass_mark_percent, self.attempts) != (written.get("passMarkPercent"), written.get("attempts")):
            content = content.saying("rules", self.rules())
        if self.is_closed:
            content = content.saying("rules", self._(CLOSED))
        return content

    @property
    def keeps_survey_apart(self) -> bool:
        """Nobody's answers go to the survey and, by name, to the platform too; nor does an exact score beside them.

        A course with exact scores collects no knowledge answers; where they are set in Studio, its survey does.
        """
        return self.grading == "private" and (self.score_mode == "pass" or self.data.get("scoreMode") == "exact")

    def rules(self) -> str:
        """Pass mark and attempts as set in Studio; the page has what the course said."""
        words = [
            self._("To pass, you need {percent}% of the knowledge questions.").format(
                percent=f"{self.pass_mark_percent:g}"
            )
        ]
        if any(spec.get("critical") for spec in self.scored().values()):
            words.append(self._("You must also get every question about a child’s safety right."))
        if self.attempts:
            words.append(self._("You can try {count} times.").format(count=self.attempts))
        return " ".join(words)

    def has_something_in(self, content: Content) -> bool:
        return bool(content.data[self.phase])

    def held(self) -> dict[str, Any]:
        return {
            "kind": "quiz",
            "grading": self.grading,
            "attemptsUsed": self.attempts_used,
            "passed": self.passed,
            "handle": self.survey_handle,
        }

    def outline(self) -> list[tuple[str, str]]:
        rows = [(self._("Questions"), str(len(self.data.get(self.phase, ()))))]
        if self.phase == "before":
            return [*rows, (self._("Marked"), self._("Never: these questions come before the course."))]
        modes = {
            one["value"]: self._(one["display_name"])
            for one in (*self.fields["grading"].values, *self.fields["score_mode"].values)
        }
        return [
            *rows,
            (self._("Who marks the answers"), modes[self.grading]),
            (self._("Grade"), modes[self.score_mode]),
            (self._("Pass mark, per cent"), f"{self.pass_mark_percent:g}"),
            (self._("Attempts (0: no limit)"), str(self.attempts)),
            (self._("Weight in the grade"), f"{self.weight:g}"),
        ]

    def student_view_data(self, context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return {
            **super().student_view_data(context),
            "phase": self.phase,
            "questions": len(self.data.get(self.phase, ())),
        }

    def searchable(self) -> dict[str, str]:
        return {}

    # ---------------------------------------------------------------- grade

    def scored(self) -> dict[str, Mapping[str, Any]]:
        questions = self.data.get("questions", {})
        return {id: questions[id] for id in self.data.get("after", ()) if is_scored(questions[id])}

    @property
    def has_score(self) -> bool:
        return self.phase == "after" and bool(self.scored())

    @property
    def is_closed(self) -> bool:
        """Past the due date that the platform's inheritance gives this learner, grace period included."""
        due, grace = getattr(self, "due", None), getattr(self, "graceperiod", None)
        if due is None or due.tzinfo is None:  # the workbench gives every block a time without zone
            return False
        return datetime.now(UTC) > due + (grace or timedelta())

    def max_score(self) -> float | None:
        return 1.0 if self.has_score else None

    @json_handler
    def submit(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """One attempt.

        private: {"attempt", "passed"}, with score_mode exact "score_fraction" too. server: {"attempt", "answers"}.
        """
        if not self.has_score:
            raise Refusal(400, self._("Nothing is marked here."))
        fraction, passed = self.marked_here(body) if self.grading == "server" else self.marked_there(body)
        number = body["attempt"]
        if type(number) is not int:
            raise Refusal(400, self._("The number of the attempt is a whole number."))
        if number != self.attempts_used + 1:
            raise Refusal(409, self._("This attempt is not the next one."), held=self.held())
        if self.is_closed:
            raise Refusal(422, self._(CLOSED))
        if self.attempts and self.attempts_used >= self.attempts:
            raise Refusal(422, self._("You have no tries left. Talk to the person who gave you this training."))
        self.attempts_used = number
        self.passed = self.passed or passed
        self.grade = max(self.grade, fraction if self.score_mode == "exact" else float(passed))
        if self.counts_here:
            self.runtime.publish(self, "grade", {"value": self.grade, "max_value": 1.0})
        self.complete()
        return {"attemptsUsed": self.attempts_used, "passed": self.passed}

    def marked_there(self, body: Mapping[str, Any]) -> tuple[float, bool]:
        names = ("attempt", "passed", "score_fraction") if self.score_mode == "exact" else ("attempt", "passed")
        exactly(body, *names)
        if not isinstance(body["passed"], bool):
            raise Refusal(400, self._("Passed is true or false."))
        fraction = body.get("score_fraction", 0)
        if type(fraction) not in (int, float) or not math.isfinite(fraction) or not 0 <= fraction <= 1:
            raise Refusal(400, self._("The share of points is a number from 0 to 1."))
        return float(fraction), body["passed"]

    def marked_here(self, body: Mapping[str, Any]) -> tuple[float, bool]:
        exactly(body, "attempt", "answers")
        scored, answers = self.scored(), body["answers"]
        if not isinstance(answers, dict) or not all(map(is_response, answers.values())):
            raise Refusal(400, self._("Answers are lists of numbers by question."))
        if not answers.keys() <= scored.keys():
            raise Refusal(400, self._("There is no such question. Reload this page."))
        result = score_set(list(scored.values()), [answers.get(id) for id in scored], self.pass_mark_percent)
        return result.score_fraction or 0.0, result.passed

    @json_handler
    def done(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Came to the end of questions that nobody marks. Says nothing else, and leaves no learner state."""
        exactly(body)
        if self.has_score:
            raise Refusal(400, self._("These questions are finished by submitting them."))
        self.complete()
        return {}

    # ------------------------------------------------------------------ OLX

    @classmethod
    def parse_xml(cls, node: Any, runtime: Any, keys: Any) -> "SignpostQuiz":
        if not node.get("phase"):
            raise olx.OlxError(f'{olx.named(node)}: needs phase="before" or phase="after"')
        block = super().parse_xml(node, runtime, keys)
        try:
            score_set(list(block.scored().values()), [[0] for _ in block.scored()], 100)
        except (KeyError, TypeError):
            raise olx.OlxError(f"{olx.named(node)}: <data> has a question that cannot be marked") from None
        return block

    @classmethod
    def workbench_scenarios(cls) -> list[tuple[str, str]]:
        return [
            ("Signpost questions before", cls.scenario("before")),
            ("Signpost questions after", cls.scenario("after")),
            ("Signpost questions after, marked by the platform", cls.scenario("after-server")),
        ]


SERVER_MARKS = _(
    "Your learning platform marks these questions, so it receives your answers when you submit them. "
    "It keeps how often you tried and whether you passed, not the answers. They are not sent to any survey."
)


CLOSED = _("The due date of these questions has passed. What you submit now does not count.")


def is_response(response: Any) -> bool:
    """None, "dk", or a short list of numbers."""
    if response is None or response == "dk":
        return True
    return (
        isinstance(response, list)
        and len(response) <= LONGEST_RESPONSE
        and all(type(value) in (int, float) and abs(value) < 1e15 for value in response)
    )
