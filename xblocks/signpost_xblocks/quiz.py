"""The questions before or after a course.

Before: no feedback, no grade, nothing kept of the learner. After: marked in the browser (`private`) or here (`server`).
In private no answer comes to the platform at all; in server the answers come, are marked and are gone.
"""

import math
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from web_fragments.fragment import Fragment
from xblock.core import XBlock
from xblock.fields import Scope
from xblock.scorable import ScorableXBlockMixin, Score

from signpost_xblocks import fields, olx
from signpost_xblocks.block import SignpostBlock
from signpost_xblocks.bodies import Refusal, exactly, json_handler
from signpost_xblocks.content import Content
from signpost_xblocks.marks import is_scored, score_set
from signpost_xblocks.survey import endpoint_of, is_staff
from signpost_xblocks.texts import mark as _

LONGEST_RESPONSE = 64  # choices, terms or items of one question


class SignpostQuiz(ScorableXBlockMixin, SignpostBlock):
    kind: ClassVar[str] = _("Questions")
    icon_class = "problem"
    block_settings_key = "signpost_quiz"

    attributes: ClassVar[Mapping[str, str]] = {
        **SignpostBlock.attributes,
        **{name: name for name in ("phase", "grading", "score_mode", "pass_mark_percent", "weight")},
        "attempts": "attempts_allowed",
    }
    editable_fields = ("display_name", "grading", "score_mode", "pass_mark_percent", "attempts_allowed", "weight")

    phase = fields.Text(fields.one_of("before", "after"), default="after", scope=Scope.content)
    grading = fields.Text(
        fields.one_of("private", "server"),
        display_name=_("Who marks the answers"),
        help=_("The same for the questions before and after. Questions before are never marked."),
        default="private",
        values=(
            {"display_name": _("The browser: the platform hears passed or not, no answer"), "value": "private"},
            {"display_name": _("The platform: it gets the answers, and no survey is sent"), "value": "server"},
        ),
        scope=Scope.settings,
    )
    score_mode = fields.Text(
        fields.one_of("pass", "exact"),
        display_name=_("Grade"),
        default="pass",
        values=(
            {"display_name": _("Passed or not yet"), "value": "pass"},
            {"display_name": _("The share of points"), "value": "exact"},
        ),
        scope=Scope.settings,
    )
    pass_mark_percent = fields.Number(
        fields.number(0, 100), display_name=_("Pass mark, per cent"), default=80.0, scope=Scope.settings
    )
    attempts_allowed = fields.Whole(
        fields.whole_number, display_name=_("Attempts (0: no limit)"), default=0, scope=Scope.settings
    )
    weight = fields.Number(fields.number(0), display_name=_("Weight in the grade"), default=1.0, scope=Scope.settings)

    # "Reset attempts" of the instructor dashboard writes 0 under this very name into the learner's state.
    attempts = fields.Whole(
        fields.whole_number,
        help=_("How often the final questions were submitted."),
        default=0,
        scope=Scope.user_state,
    )
    attempts_used = fields.OldName(scope=Scope.user_state)
    """What `attempts` was called once."""
    grade = fields.Number(
        fields.number(0, 1), help=_("The best grade so far, 0 to 1."), default=0.0, scope=Scope.user_state
    )
    passed = fields.Flag(
        fields.yes_or_no, help=_("Whether one attempt was enough."), default=False, scope=Scope.user_state
    )
    survey_handle = fields.Text(
        fields.text,
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
            passMarkPercent=self.pass_mark_percent, attempts=self.attempts_allowed, scoreMode=self.score_mode
        )
        endpoint = endpoint_of(self) if survey and self.keeps_survey_apart else ""
        content = content.with_survey(endpoint) if endpoint else content.without_survey()
        if "survey" in content.data and not self.survey_handle:
            self.survey_handle = secrets.token_urlsafe(6)  # whoever takes part or not
        if self.phase == "after" and self.grading == "server":
            content = content.saying("memory", self.said(SERVER_MARKS))
        if (self.pass_mark_percent, self.attempts_allowed) != (written.get("passMarkPercent"), written.get("attempts")):
            content = content.saying("rules", self.rules())
        if self.is_closed:
            content = content.saying("rules", self.said(CLOSED))
        if self.shows_correctness:
            return content
        return content.without_answers(self.phase, self.said(HIDDEN))

    @property
    def keeps_survey_apart(self) -> bool:
        """Nobody's answers go to the survey and, by name, to the platform too; nor does an exact score beside them.

        A course with exact scores collects no knowledge answers; where they are set in Studio, its survey does.
        """
        scores_apart = self.score_mode == "pass" or self.course_data.get("scoreMode") == "exact"
        return bool(self.grading == "private" and scores_apart)

    def rules(self) -> str:
        """Pass mark and attempts as set in Studio; the page has what the course said."""
        words = [
            self.said("To pass, you need {percent}% of the knowledge questions.").format(
                percent=f"{self.pass_mark_percent:g}"
            )
        ]
        if any(spec.get("critical") for spec in self.scored().values()):
            words.append(self.critical_rule())
        if self.attempts_allowed:
            words.append(self.said("You can try {count} times.").format(count=self.attempts_allowed))
        return " ".join(words)

    def critical_rule(self) -> str:
        """In the course's words for what these questions are about, where it has some."""
        about = self.course_data.get("words", {}).get("critical", "")
        if not about:
            return self.said("You must also get every critical question right.")
        return self.said("You must also get every question about {words} right.").format(words=about)

    def has_something_in(self, content: Content) -> bool:
        return bool(content.data[self.phase])

    def held(self) -> dict[str, Any]:
        """`key`: what the browser marks by where the page must not show it; only with private marking."""
        held = {
            "kind": "quiz",
            "grading": self.grading,
            "attemptsUsed": self.attempts,
            "passed": self.passed and self.shows_correctness,
            "handle": self.survey_handle,
        }
        if self.shows_correctness or not self.has_score:
            return held
        return {**held, "scored": list(self.scored()), "key": self.scored() if self.grading == "private" else None}

    @XBlock.supports("multi_device")
    def student_view(self, context: Mapping[str, Any] | None = None) -> Fragment:
        self.take_over()
        return super().student_view(context)

    def take_over(self) -> None:
        """The count under its name of today, where an earlier version kept it: a reset of all learners reads that."""
        if self.attempts and not self.fields["attempts"].is_set_on(self):
            self.attempts = self.attempts  # read by `given`, kept by being set

    def given(self, name: str) -> Any:
        return type(self).attempts_used.stored(self) if name == "attempts" else super().given(name)

    def outline(self) -> list[tuple[str, str]]:
        rows = [(self._("Questions"), str(len(self.course_data.get(self.phase, ()))))]
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
            (self._("Attempts (0: no limit)"), str(self.attempts_allowed)),
            (self._("Weight in the grade"), f"{self.weight:g}"),
        ]

    def student_view_data(self, context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return {
            **super().student_view_data(context),
            "phase": self.phase,
            "questions": len(self.course_data.get(self.phase, ())),
        }

    def searchable(self) -> dict[str, str]:
        return {}

    # ---------------------------------------------------------------- grade

    def scored(self) -> dict[str, Mapping[str, Any]]:
        questions = self.course_data.get("questions", {})
        return {id: questions[id] for id in self.course_data.get("after", ()) if is_scored(questions[id])}

    @property
    def has_score(self) -> bool:
        return self.phase == "after" and bool(self.scored())

    @property
    def closes(self) -> datetime | None:
        """The due date that the platform's inheritance gives this learner, with the grace period; None: never."""
        due, grace = getattr(self, "due", None), getattr(self, "graceperiod", None)
        if not isinstance(due, datetime) or due.tzinfo is None:  # the workbench gives every block a time without zone
            return None
        return due + (grace if isinstance(grace, timedelta) else timedelta())

    @property
    def is_closed(self) -> bool:
        return self.closes is not None and datetime.now(UTC) > self.closes

    @property
    def shows_correctness(self) -> bool:
        """ "Assessment results visibility" of the subsection, by the platform's own rule (ShowCorrectness)."""
        visibility = getattr(self, "show_correctness", "always")
        if visibility in ("never", "never_but_include_grade"):
            return False
        return visibility != "past_due" or self.closes is None or self.is_closed or is_staff(self)

    # ------------------------------------------- the platform's own grading

    def max_score(self) -> float | None:
        return 1.0 if self.has_score else None

    def has_submitted_answer(self) -> bool:
        return self.has_score and (self.attempts > 0 or self.fields["grade"].is_set_on(self))

    def get_score(self) -> Score:
        return Score(raw_earned=self.grade, raw_possible=1.0)

    def set_score(self, score: Score) -> None:
        """ "Override score": the platform gives both numbers divided by the weight."""
        fraction = score.raw_earned / score.raw_possible if score.raw_possible else 0.0
        self.grade = min(1.0, max(0.0, fraction))
        self.passed = self.grade * 100 >= self.pass_mark_percent

    def calculate_score(self) -> Score:
        return self.get_score()

    def publish_grade(self, score: Score | None = None, only_if_higher: bool | None = None) -> None:
        if self.counts_here:
            self._publish_grade(score or self.get_score(), only_if_higher)

    def allows_rescore(self) -> bool:
        return False

    def rescore(self, only_if_higher: bool) -> None:
        """The dashboard shows the words of the error to the instructor."""
        raise TypeError(self._(NO_ANSWERS_KEPT))

    # --------------------------------------------------------------- submit

    @json_handler
    def submit(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """One attempt.

        private: {"attempt", "passed"}, with score_mode exact "score_fraction" too. server: {"attempt", "answers"}.
        """
        if not self.has_score:
            raise Refusal(400, self.said("Nothing is marked here."))
        fraction, passed = self.marked_here(body) if self.grading == "server" else self.marked_there(body)
        number = body["attempt"]
        if type(number) is not int:
            raise Refusal(400, self.said("The number of the attempt is a whole number."))
        if number != self.attempts + 1:
            raise Refusal(409, self.said("This attempt is not the next one."), held=self.held())
        if self.is_closed:
            raise Refusal(422, self.said(CLOSED))
        if self.attempts_allowed and self.attempts >= self.attempts_allowed:
            raise Refusal(422, self.said("You have no tries left. Talk to the person who gave you this training."))
        self.attempts = number
        self.passed = self.passed or passed
        self.grade = max(self.grade, fraction if self.score_mode == "exact" else float(passed))
        self.publish_grade()
        self.complete()
        return {"attemptsUsed": self.attempts, "passed": self.passed and self.shows_correctness}

    def marked_there(self, body: Mapping[str, Any]) -> tuple[float, bool]:
        names = ("attempt", "passed", "score_fraction") if self.score_mode == "exact" else ("attempt", "passed")
        exactly(body, *names)
        if not isinstance(body["passed"], bool):
            raise Refusal(400, self.said("Passed is true or false."))
        fraction = body.get("score_fraction", 0)
        if type(fraction) not in (int, float) or not math.isfinite(fraction) or not 0 <= fraction <= 1:
            raise Refusal(400, self.said("The share of points is a number from 0 to 1."))
        return float(fraction), body["passed"]

    def marked_here(self, body: Mapping[str, Any]) -> tuple[float, bool]:
        exactly(body, "attempt", "answers")
        scored, answers = self.scored(), body["answers"]
        if not isinstance(answers, dict) or not all(map(is_response, answers.values())):
            raise Refusal(400, self.said("Answers are lists of numbers by question."))
        if not answers.keys() <= scored.keys():
            raise Refusal(400, self.said("There is no such question. Reload this page."))
        result = score_set(list(scored.values()), [answers.get(id) for id in scored], self.pass_mark_percent)
        return result.score_fraction or 0.0, result.passed

    @json_handler
    def done(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Came to the end of questions that nobody marks. Says nothing else, and leaves no learner state."""
        exactly(body)
        if self.has_score:
            raise Refusal(400, self.said("These questions are finished by submitting them."))
        self.complete()
        return {}

    # ------------------------------------------------------------------ OLX

    @classmethod
    def parse_xml(cls, node: Any, runtime: Any, keys: Any) -> SignpostBlock:
        if not node.get("phase"):
            raise olx.OlxError(f'{olx.named(node)}: needs phase="before" or phase="after"')
        return super().parse_xml(node, runtime, keys)

    def add_xml_to_node(self, node: Any) -> None:
        super().add_xml_to_node(node)
        node.set("phase", self.phase)  # without which nothing could read it again

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


HIDDEN = _("Your answers were submitted. The course team has chosen that results are not shown here now.")

NO_ANSWERS_KEPT = _(
    "These questions cannot be marked again: no answer of a learner is kept. Override the score instead, or reset the "
    "attempts and let the learner submit again."
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
